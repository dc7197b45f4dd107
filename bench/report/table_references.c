// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_references.c: the two lines that contended figures lie between, as numbers: all threads taking
 * turns at a line that never moves, and at one that moves for every operation.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <string.h>

static double largest(const struct panel *panel)
{
	double most = 0;

	for (int t = 0; t < panel->nr_threads; t++) {
		most = fmax(most, panel->references[t].alone_per_sec); /* which ignores a NAN */
		most = fmax(most, panel->references[t].alternation_per_sec);
	}
	return most;
}

void table_references(FILE *out, const struct panel *panel)
{
	int decimals;

	if (!panel->references)
		return;
	decimals = table_decimals(largest(panel) / 1e6);
	fprintf(out, "reference lines, in Mops/s of all threads:\n\n"
		     "threads  one thread alone  strict alternation  transfer ns\n"
		     "----------------------------------------------------------\n");
	for (int t = 0; t < panel->nr_threads; t++) {
		const struct reference *reference = &panel->references[t];
		char alone[TABLE_TEXT], alternation[TABLE_TEXT], transfer[TABLE_TEXT];

		if (isnan(reference->alternation_per_sec))
			continue;
		table_number(alone, reference->alone_per_sec / 1e6, decimals);
		table_number(alternation, reference->alternation_per_sec / 1e6, decimals);
		table_number(transfer, reference->transfer_ns, 1);
		fprintf(out, "%7d  %16s  %18s  %11s\n", panel->threads[t], alone, alternation,
			transfer);
	}
	fputc('\n', out);
}

static const struct panel *first_with_references(const struct summary *summary)
{
	for (int i = 0; i < summary->nr_panels; i++) {
		if (summary->panels[i].references && !summary->panels[i].in_node_matrix)
			return &summary->panels[i];
	}
	return NULL;
}

/* Whether a line's home was another than the matrix had for some pairs. */
static bool any_of_pairs_homes(const struct summary *summary)
{
	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];

		if (panel->references && !panel->in_node_matrix && panel->run->nr_nodes > 1 &&
		    !strcmp(panel->transfers->memory, "local") && !strcmp(panel->key.share, "all"))
			return true;
	}
	return false;
}

void table_reference_notes(FILE *out, const struct summary *summary, const struct layout *layout)
{
	const struct panel *first = first_with_references(summary);
	const int width = layout->width;
	char date[64];

	if (!first)
		return;
	table_note(
		out, width, "ops/visit",
		"operations that a CPU gets done while it has the line: rate x transfer time; - is "
		"not known, or the line need not move");
	table_note(
		out, width, "transfer",
		"of a line, one way, the mean over all pairs of the CPUs in use, from ping-pong%s",
		any_of_pairs_homes(summary) ? " with the line on the node of each pair's first"
					    : "");
	if (first->transfers_kept)
		table_note(out, width, "kept",
			   "that ping-pong is of %s, of this machine and kernel, not of this run",
			   table_safe(date, sizeof(date), first->transfers->run->start_time));
	if (!layout->mail)
		table_note(
			out, width, "alone",
			"a line that never moves: the fastest scheme's one thread, for each line");
}
