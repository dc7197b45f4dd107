// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_pages.c: pages that the kernel handed out during a sample, by the node that they lie on. Schemes
 * have no part in it, so those of a thread count share a line, from their smallest median to their largest;
 * each row's own stands in the CSV.
 */
#include "bench/report/table_parts.h"

#include <math.h>

/* Over the rows of a thread count; NAN where nobody tells. */
struct spread {
	double least, most;
};

static void widen(struct spread *spread, const struct estimate *estimate)
{
	spread->least = fmin(spread->least, table_value(estimate)); /* which ignore a NAN */
	spread->most = fmax(spread->most, table_value(estimate));
}

static void find_spreads(const struct panel *panel, int threads, int node, struct spread *local,
			 struct spread *other)
{
	*local = *other = (struct spread){NAN, NAN};
	for (int row = 0; row < panel->nr_rows; row++) {
		const struct cell *cell = panel_cell(panel, row, threads);

		if (!cell || !cell->nodes)
			continue;
		widen(local, &cell->nodes[node].local_pages);
		widen(other, &cell->nodes[node].other_pages);
	}
}

static void show(char text[TABLE_TEXT], const struct spread *spread)
{
	char least[TABLE_TEXT], most[TABLE_TEXT];

	table_number(least, spread->least, 0);
	table_number(most, spread->most, 0);
	if (spread->most > spread->least)
		snprintf(text, TABLE_TEXT, "%.40s to %.40s", least, most);
	else
		snprintf(text, TABLE_TEXT, "%.40s", most);
}

/* Of a large machine most nodes are idle: those of which nobody had a page are left out. */
static bool has_pages(const struct panel *panel, int threads, int node)
{
	struct spread local, other;

	find_spreads(panel, threads, node, &local, &other);
	return local.most > 0 || other.most > 0;
}

static void print_line(FILE *out, const struct panel *panel, int threads, int node)
{
	char local_text[TABLE_TEXT], other_text[TABLE_TEXT];
	struct spread local, other;

	find_spreads(panel, threads, node, &local, &other);
	show(local_text, &local);
	show(other_text, &other);
	fprintf(out, "%7d  %4d  %18s  %18s\n", panel->threads[threads], panel->nodes[node],
		local_text, other_text);
}

void table_pages(FILE *out, const struct panel *panel)
{
	bool any = false;

	for (int t = 0; t < panel->nr_threads; t++) {
		for (int n = 0; n < panel->nr_nodes; n++) {
			if (!has_pages(panel, t, n))
				continue;
			if (!any)
				fprintf(out,
					"pages handed out during a sample, to anyone; local: to the node's CPUs:\n\n"
					"threads  node         local pages        remote pages\n"
					"-----------------------------------------------------\n");
			any = true;
			print_line(out, panel, t, n);
		}
	}
	if (any)
		fputc('\n', out);
}
