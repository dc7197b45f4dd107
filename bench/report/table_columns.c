// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_columns.c: what stands in each column of a table for people. Figures are medians; one that
 * was not measured is "-". The CSV has them all with full digits.
 */
#include <math.h>
#include <string.h>

#include "bench/report/table_parts.h"
#include "bench/scheme_order.h"

#define LONGEST_VALUE 24 /* of a label that is no scheme; ours are no longer than 10 */

static bool of_lookups(const struct panel *panel)
{
	return key_is_lookup(&panel->key);
}

double table_value(const struct estimate *estimate)
{
	return estimate->n ? estimate->median : NAN;
}

/* ---- labels; those that all rows share stand in the heading of lookups ---- */

bool table_wants_threads(const struct panel *panel, int what)
{
	(void)what;
	return !of_lookups(panel) || panel->nr_threads > 1;
}

bool table_wants_dimension(const struct panel *panel, int what)
{
	if (what == DIMENSION_SCHEME && (!of_lookups(panel) || table_has_unsafe(panel)))
		return true;
	return panel->varies & 1u << what;
}

void table_show_threads(char text[TABLE_TEXT], const struct row *row)
{
	snprintf(text, TABLE_TEXT, "%d", row->panel->threads[row->threads]);
}

/* Of a name too long the end is kept: that is where two paths or two revisions differ. */
static void show_scheme(char text[TABLE_TEXT], const struct row *row)
{
	const char *name = row->panel->rows[row->index].scheme;
	const char *mark = row->cell->unsafe || scheme_is_reference_line(name) ? "*" : "";
	char safe[4096];
	int room = row->name_width - (int)strlen(mark);
	int length = (int)strlen(table_safe(safe, sizeof(safe), name));

	if (length <= room)
		snprintf(text, TABLE_TEXT, "%.*s%s", length, safe, mark);
	else
		snprintf(text, TABLE_TEXT, "...%.*s%s", room - 3, safe + length - (room - 3), mark);
}

void table_show_dimension(char text[TABLE_TEXT], const struct row *row)
{
	char value[DIMENSION_TEXT], safe[LONGEST_VALUE + 1];

	if (row->what == DIMENSION_SCHEME) {
		show_scheme(text, row);
		return;
	}
	dimension_value(value, (enum dimension)row->what, &row->panel->rows[row->index]);
	snprintf(text, TABLE_TEXT, "%s", table_safe(safe, sizeof(safe), *value ? value : "-"));
}

/* ---- figures ---- */

/* One value has no interval. */
static void show_interval(char text[TABLE_TEXT], const struct estimate *estimate, int decimals)
{
	char low[TABLE_TEXT], high[TABLE_TEXT];

	if (estimate->n < 2) {
		snprintf(text, TABLE_TEXT, "-");
		return;
	}
	table_number(low, estimate->low, decimals);
	table_number(high, estimate->high, decimals);
	snprintf(text, TABLE_TEXT, "[%.40s, %.40s]", low, high);
}

static void show_ns(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, table_value(&row->cell->ns_per_op), row->ns_decimals);
}

static void show_ns_interval(char text[TABLE_TEXT], const struct row *row)
{
	show_interval(text, &row->cell->ns_per_op, row->ns_decimals);
}

static void show_mops(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, table_value(&row->cell->ops_per_sec) / 1e6, row->mops_decimals);
}

static bool wants_comparison(const struct panel *panel, int what)
{
	return (what == VS_PLAIN && !of_lookups(panel) && !key_is_kernel(&panel->key)) ||
	       table_compares(panel, what);
}

static void show_ratio(char text[TABLE_TEXT], const struct row *row)
{
	const struct estimate *ratio = &row->cell->versus[row->what];

	table_number(text, table_value(ratio), 2);
	if (ratio->n && ratio->median > 0 && ratio->median < 0.005)
		snprintf(text, TABLE_TEXT, "<0.01x"); /* no zero */
	else if (ratio->n)
		strcat(text, "x");
}

static void show_ratio_interval(char text[TABLE_TEXT], const struct row *row)
{
	if (row->panel->bases[row->index][row->what] == row->index)
		snprintf(text, TABLE_TEXT, "baseline");
	else
		show_interval(text, &row->cell->versus[row->what], 2);
}

static void show_retries(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, table_value(&row->cell->retries_per_op), 3);
}

static void show_fail(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, table_value(&row->cell->fail_ratio) * 100, 1);
}

/* Of a lookup the two that matter less are left to the CSV. */
static bool no_lookups(const struct panel *panel, int what)
{
	(void)what;
	return !of_lookups(panel);
}

/* A system call's are the kernel's own affair. */
static bool has_retries(const struct panel *panel, int what)
{
	return no_lookups(panel, what) && !key_is_kernel(&panel->key);
}

static void show_fairness(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, table_value(&row->cell->fairness), 2);
}

static bool has_visits(const struct panel *panel, int what)
{
	(void)what;
	return panel->references;
}

/* More than a hundred are all the same. */
static void show_visits(char text[TABLE_TEXT], const struct row *row)
{
	double visits = table_value(&row->cell->ops_per_visit);

	table_number(text, visits, visits < 100 ? 2 : 0);
}

static void show_left_out(char text[TABLE_TEXT], const struct row *row)
{
	snprintf(text, TABLE_TEXT, "%d", row->cell->nr_invalid);
}

/* Elsewhere none fail, or all do: that is what those workloads are. */
static bool can_fail(const struct panel *panel, int what)
{
	(void)what;
	return !strcmp(panel->key.workload, "freeze");
}

static void show_freezes(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, table_value(&row->cell->freezes_per_sec) / 1e6, 3);
}

static void show_refused(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, table_value(&row->cell->freezer_fail_ratio) * 100, 1);
}

bool table_has_freezers(const struct panel *panel)
{
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		if (panel->cells[i].freezes_per_sec.n)
			return true;
	}
	return false;
}

bool table_has_unsafe(const struct panel *panel)
{
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		if (panel->cells[i].unsafe)
			return true;
	}
	return false;
}

bool table_compares(const struct panel *panel, int comparison)
{
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		int row = i % panel->nr_rows;

		if (panel->cells[i].versus[comparison].n && panel->bases[row][comparison] != row)
			return true;
	}
	return false;
}

static bool has_left_out(const struct panel *panel, int what)
{
	(void)what;
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		if (panel->cells[i].nr_invalid)
			return true;
	}
	return false;
}

#define COMPARED(comparison, heading)                                                           \
	{.title = heading, .what = comparison, .wanted = wants_comparison, .show = show_ratio}, \
	{                                                                                       \
		.title = "%", .kind = COLUMN_MORE, .left = true, .what = comparison,            \
		.wanted = wants_comparison, .show = show_ratio_interval                         \
	}
#define COMPARISONS                                                                       \
	COMPARED(VS_PLAIN, "vs plain"), COMPARED(VS_EMBEDDED, "vs embedded"),             \
		COMPARED(VS_TYPESAFE, "vs typesafe"), COMPARED(VS_RECHECK, "vs recheck"), \
		COMPARED(VS_FULL, "vs full")

#define KERNEL_COLUMN(figure, heading)                                          \
	{                                                                       \
		.title = heading, .what = figure, .wanted = table_wants_kernel, \
		.show = table_show_kernel                                       \
	}
#define KERNEL_COLUMNS                                                                       \
	KERNEL_COLUMN(KERNEL_FAULTS, "faults/op"), KERNEL_COLUMN(KERNEL_MUNMAP, "munmap %"), \
		KERNEL_COLUMN(KERNEL_SLEEP, "asleep %")

const struct column table_terminal_columns[] = {
	TABLE_LABELS,
	{.title = "ns/op", .show = show_ns},
	{.title = "%", .kind = COLUMN_MORE, .left = true, .show = show_ns_interval},
	{.title = "Mops/s", .wanted = no_lookups, .show = show_mops},
	COMPARISONS,
	{.title = "retries/op", .wanted = has_retries, .show = show_retries},
	{.title = "fail %", .wanted = can_fail, .show = show_fail},
	KERNEL_COLUMNS,
	{.title = "fair", .wanted = no_lookups, .show = show_fairness},
	{.title = "ops/visit", .wanted = has_visits, .show = show_visits},
	{.title = "out", .wanted = has_left_out, .show = show_left_out},
	{.title = NULL},
};

const struct column table_mail_columns[] = {
	TABLE_LABELS,
	{.title = "ns/op", .show = show_ns},
	{.title = "%",
	 .kind = COLUMN_MORE,
	 .left = true,
	 .wanted = table_is_kernel,
	 .show = show_ns_interval},
	{.title = "fail %", .wanted = can_fail, .show = show_fail},
	COMPARISONS,
	KERNEL_COLUMNS,
	{.title = "ops/visit", .wanted = has_visits, .show = show_visits},
	{.title = NULL},
};

const struct column table_freezer_columns[] = {
	TABLE_LABELS,
	{.title = "freezes Mops/s", .show = show_freezes},
	{.title = "refused %", .show = show_refused},
	{.title = NULL},
};

static void widen_coverage(const struct estimate *estimate, double *least, double *most)
{
	if (estimate->n < 2)
		return;
	*least = fmin(*least, estimate->coverage);
	*most = fmax(*most, estimate->coverage);
}

void table_interval_title(char text[TABLE_TEXT], const struct panel *panel)
{
	double least = 1, most = 0;

	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		widen_coverage(&panel->cells[i].ns_per_op, &least, &most);
		for (int c = 0; c < NR_COMPARISONS; c++)
			widen_coverage(&panel->cells[i].versus[c], &least, &most);
	}
	if (most <= 0 || (least < most && least < 0.95))
		snprintf(text, TABLE_TEXT, "interval");
	else if (least >= 0.95)
		snprintf(text, TABLE_TEXT, "95%% interval");
	else
		snprintf(text, TABLE_TEXT, "%.3g%% interval", table_percent(least));
}
