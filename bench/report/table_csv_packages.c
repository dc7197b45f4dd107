// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_csv_packages.c: the last columns of a CSV, where something was counted of packages: each event of
 * all packages together, then of each, in its unit (J, B) for each operation of all threads.
 */
#include "bench/report/table_parts.h"

#include <math.h>

static void add_event(struct csv_packages *columns, const char *name)
{
	for (int i = 0; i < columns->nr_events; i++) {
		if (columns->events[i] == name)
			return;
	}
	if (columns->nr_events < RESULTS_MAX_PACKAGE_EVENTS)
		columns->events[columns->nr_events++] = name;
}

static void add_package(struct csv_packages *columns, int package)
{
	for (int i = 0; i < columns->nr_packages; i++) {
		if (columns->packages[i] == package)
			return;
	}
	if (columns->nr_packages < CSV_MAX_PACKAGES)
		columns->packages[columns->nr_packages++] = package;
}

void csv_packages_find(struct csv_packages *columns, const struct summary *summary)
{
	*columns = (struct csv_packages){.nr_events = 0};
	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];

		for (int p = 0; p < panel->nr_packages; p++)
			add_package(columns, panel->packages[p]);
		for (int e = 0; e < panel->nr_package_events; e++)
			add_event(columns, panel->package_events[e]);
	}
}

int csv_packages_columns(const struct csv_packages *columns)
{
	return columns->nr_events * (columns->nr_packages + 1);
}

void csv_packages_header(FILE *out, const struct csv_packages *columns)
{
	char name[512];

	for (int e = 0; e < columns->nr_events; e++) {
		for (int p = -1; p < columns->nr_packages; p++) {
			int used =
				snprintf(name, sizeof(name), "%.400s_per_op", columns->events[e]);

			if (p >= 0)
				snprintf(name + used, sizeof(name) - (size_t)used, "_package%d",
					 columns->packages[p]);
			fputc(',', out);
			table_csv_text(out, name);
		}
	}
}

static int find_package(const struct panel *panel, int package)
{
	for (int p = 0; p < panel->nr_packages; p++) {
		if (panel->packages[p] == package)
			return p;
	}
	return -1;
}

static int find_event(const struct panel *panel, const char *name)
{
	for (int e = 0; e < panel->nr_package_events; e++) {
		if (panel->package_events[e] == name)
			return e;
	}
	return -1;
}

/* Column @p of event @e: of all packages where it is -1. */
static double value_of(const struct panel *panel, const struct cell *cell,
		       const struct csv_packages *columns, int p, int e)
{
	int package = p < 0 ? -1 : find_package(panel, columns->packages[p]);
	int event = find_event(panel, columns->events[e]);
	const struct estimate *estimate = NULL;

	if (event >= 0 && (p < 0 || package >= 0))
		estimate = panel_package_event(panel, cell, package, event);
	return estimate ? table_value(estimate) : NAN;
}

void csv_packages_cell(FILE *out, const struct panel *panel, const struct cell *cell,
		       const struct csv_packages *columns)
{
	for (int e = 0; e < columns->nr_events; e++) {
		for (int p = -1; p < columns->nr_packages; p++) {
			fputc(',', out);
			table_csv_number(out, value_of(panel, cell, columns, p, e));
		}
	}
}
