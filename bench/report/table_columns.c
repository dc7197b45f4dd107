// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_columns.c: what stands in each column of a table for people. Figures are medians; one that
 * was not measured is "-". The CSV has them all with full digits.
 */
#include <math.h>
#include <string.h>

#include "bench/scheme_order.h"
#include "bench/report/table_parts.h"

static bool is_baseline(const struct row *row)
{
	return !strcmp(row->panel->schemes[row->scheme], SUMMARY_BASELINE);
}

static double value_of(const struct estimate *estimate)
{
	return estimate->n ? estimate->median : NAN;
}

static void show_threads(char text[TABLE_TEXT], const struct row *row)
{
	snprintf(text, TABLE_TEXT, "%d", row->panel->threads[row->threads]);
}

/* Of a name too long the end is kept: that is where two paths or two revisions differ. */
static void show_scheme(char text[TABLE_TEXT], const struct row *row)
{
	const char *name = row->panel->schemes[row->scheme];
	const char *mark = scheme_is_reference_line(name) ? "*" : "";
	char safe[4096];
	int room = row->name_width - (int)strlen(mark);
	int length = (int)strlen(table_safe(safe, sizeof(safe), name));

	if (length <= room)
		snprintf(text, TABLE_TEXT, "%.*s%s", length, safe, mark);
	else
		snprintf(text, TABLE_TEXT, "...%.*s%s", room - 3, safe + length - (room - 3), mark);
}

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
	table_number(text, value_of(&row->cell->ns_per_op), row->ns_decimals);
}

static void show_ns_interval(char text[TABLE_TEXT], const struct row *row)
{
	show_interval(text, &row->cell->ns_per_op, row->ns_decimals);
}

static void show_mops(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, value_of(&row->cell->ops_per_sec) / 1e6, row->mops_decimals);
}

static void show_speedup(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, value_of(&row->cell->speedup), 2);
	if (row->cell->speedup.n)
		strcat(text, "x");
}

static void show_speedup_interval(char text[TABLE_TEXT], const struct row *row)
{
	if (is_baseline(row))
		snprintf(text, TABLE_TEXT, "baseline");
	else
		show_interval(text, &row->cell->speedup, 2);
}

static void show_retries(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, value_of(&row->cell->retries_per_op), 3);
}

static void show_fail(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, value_of(&row->cell->fail_ratio) * 100, 1);
}

static void show_fairness(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, value_of(&row->cell->fairness), 2);
}

static void show_left_out(char text[TABLE_TEXT], const struct row *row)
{
	snprintf(text, TABLE_TEXT, "%d", row->cell->nr_invalid);
}

/* Elsewhere none fail, or all do: that is what those workloads are. */
static bool can_fail(const struct panel *panel)
{
	return !strcmp(panel->key.workload, "freeze");
}

static void show_freezes(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, value_of(&row->cell->freezes_per_sec) / 1e6, 3);
}

static void show_refused(char text[TABLE_TEXT], const struct row *row)
{
	table_number(text, value_of(&row->cell->freezer_fail_ratio) * 100, 1);
}

bool table_has_freezers(const struct panel *panel)
{
	for (int i = 0; i < panel->nr_schemes * panel->nr_threads; i++) {
		if (panel->cells[i].freezes_per_sec.n)
			return true;
	}
	return false;
}

static bool has_left_out(const struct panel *panel)
{
	for (int i = 0; i < panel->nr_schemes * panel->nr_threads; i++) {
		if (panel->cells[i].nr_invalid)
			return true;
	}
	return false;
}

const struct column table_terminal_columns[] = {
	{.title = "threads", .show = show_threads},
	{.title = "scheme", .left = true, .show = show_scheme},
	{.title = "ns/op", .show = show_ns},
	{.title = "%", .left = true, .show = show_ns_interval},
	{.title = "Mops/s", .show = show_mops},
	{.title = "vs plain", .show = show_speedup},
	{.title = "%", .left = true, .show = show_speedup_interval},
	{.title = "retries/op", .show = show_retries},
	{.title = "fail %", .wanted = can_fail, .show = show_fail},
	{.title = "fair", .show = show_fairness},
	{.title = "out", .wanted = has_left_out, .show = show_left_out},
	{.title = NULL},
};

const struct column table_mail_columns[] = {
	{.title = "threads", .show = show_threads},
	{.title = "scheme", .left = true, .show = show_scheme},
	{.title = "ns/op", .show = show_ns},
	{.title = "fail %", .wanted = can_fail, .show = show_fail},
	{.title = "vs plain", .show = show_speedup},
	{.title = "%", .left = true, .show = show_speedup_interval},
	{.title = NULL},
};

const struct column table_freezer_columns[] = {
	{.title = "threads", .show = show_threads},
	{.title = "scheme", .left = true, .show = show_scheme},
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

	for (int i = 0; i < panel->nr_schemes * panel->nr_threads; i++) {
		widen_coverage(&panel->cells[i].ns_per_op, &least, &most);
		widen_coverage(&panel->cells[i].speedup, &least, &most);
	}
	if (most <= 0 || (least < most && least < 0.95))
		snprintf(text, TABLE_TEXT, "interval");
	else if (least >= 0.95)
		snprintf(text, TABLE_TEXT, "95%% interval");
	else
		snprintf(text, TABLE_TEXT, "%.3g%% interval", table_percent(least));
}
