// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_lookup.c: what happened to lookups while others changed what they look up: why they began
 * again, how much was changed, and how much memory waited for a grace period. A cause that never
 * occurred has no column.
 */
#include "bench/report/table_parts.h"

#include <math.h>

static bool has_any(const struct estimate *estimate)
{
	return estimate->n && estimate->high > 0;
}

static bool cell_has_churn(const struct cell *cell)
{
	bool any = cell->lookup.mutations_per_sec.n > 0;

	for (int i = 0; !any && i < NR_RETRY_CAUSES; i++)
		any = has_any(&cell->lookup.retries_per_lookup[i]);
	return any;
}

bool table_row_has_churn(const struct row *row)
{
	return cell_has_churn(row->cell) || has_any(&row->cell->fail_ratio);
}

bool table_has_churn(const struct panel *panel)
{
	if (!key_is_lookup(&panel->key))
		return false;
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		if (cell_has_churn(&panel->cells[i]) || has_any(&panel->cells[i].fail_ratio))
			return true;
	}
	return false;
}

/* ---- which columns there are ---- */

/* An estimate of struct lookup_cell; a column's "what" is where it lies. */
static const struct estimate *figure(const struct cell *cell, int what)
{
	return (const struct estimate *)((const char *)&cell->lookup + what);
}

static bool any_cell(const struct panel *panel, int what, bool (*has)(const struct estimate *))
{
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		if (has(figure(&panel->cells[i], what)))
			return true;
	}
	return false;
}

static bool has_value(const struct estimate *estimate)
{
	return estimate->n;
}

static bool wants_measured(const struct panel *panel, int what)
{
	return any_cell(panel, what, has_value);
}

static bool wants_nonzero(const struct panel *panel, int what)
{
	return any_cell(panel, what, has_any);
}

static bool wants_fallbacks(const struct panel *panel, int what)
{
	(void)what;
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		if (has_any(&panel->cells[i].fail_ratio))
			return true;
	}
	return false;
}

/* ---- what they show ---- */

static double median_of(const struct row *row)
{
	return table_value(figure(row->cell, row->what));
}

/* So few that three digits are none of noise, and never a zero that is not one. */
static void show_per_thousand(char text[TABLE_TEXT], const struct row *row)
{
	double per_thousand = median_of(row) * 1000;

	if (per_thousand > 0 && per_thousand < 0.001)
		snprintf(text, TABLE_TEXT, "<0.001");
	else
		table_number(text, per_thousand, per_thousand < 10 ? 3 : 1);
}

static void show_fallbacks(char text[TABLE_TEXT], const struct row *row)
{
	double percent = table_value(&row->cell->fail_ratio) * 100;

	if (percent > 0 && percent < 0.01)
		snprintf(text, TABLE_TEXT, "<0.01");
	else
		table_number(text, percent, 2);
}

static void show_percent(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, median_of(row) * 100, 1);
}

static void show_magnitude(char text[TABLE_TEXT], const struct row *row)
{
	table_magnitude(text, median_of(row));
}

static void show_bytes(char text[TABLE_TEXT], const struct row *row)
{
	table_bytes(text, median_of(row));
}

#define FIGURE(name) offsetof(struct lookup_cell, name)
#define RETRIES(heading, cause)                                              \
	{                                                                    \
		.title = heading, .what = FIGURE(retries_per_lookup[cause]), \
		.wanted = wants_nonzero, .show = show_per_thousand           \
	}

const struct column table_churn_columns[] = {
	TABLE_LABELS,
	RETRIES("frozen", RETRY_FROZEN),
	RETRIES("memdesc", RETRY_MEMDESC_CHANGED),
	RETRIES("pte", RETRY_PTE_CHANGED),
	RETRIES("slot", RETRY_SLOT_CHANGED),
	RETRIES("type", RETRY_WRONG_TYPE),
	{.title = "fallback %", .wanted = wants_fallbacks, .show = show_fallbacks},
	{.title = "mutations/s",
	 .what = FIGURE(mutations_per_sec),
	 .wanted = wants_measured,
	 .show = show_magnitude},
	{.title = "busy %",
	 .kind = COLUMN_MORE,
	 .what = FIGURE(busy_ratio),
	 .wanted = wants_nonzero,
	 .show = show_percent},
	{.title = "waiting mean",
	 .what = FIGURE(bytes_mean),
	 .wanted = wants_nonzero,
	 .show = show_bytes},
	{.title = "peak",
	 .kind = COLUMN_MORE,
	 .what = FIGURE(bytes_peak),
	 .wanted = wants_nonzero,
	 .show = show_bytes},
	{.title = "grace periods",
	 .what = FIGURE(grace_periods),
	 .wanted = wants_nonzero,
	 .show = show_magnitude},
	{.title = "no memory",
	 .what = FIGURE(allocation_failures),
	 .wanted = wants_nonzero,
	 .show = show_magnitude},
	{.title = NULL},
};
