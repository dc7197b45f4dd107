// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_notes.c: what stands below the tables, so that a figure pasted into a mail carries with it
 * what it includes, and how far to trust it.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <string.h>

#include "bench/scheme_order.h"
#include "topology/environment.h"

#define NAME_SIZE     160
#define NEEDED_FOR_95 6

/* What the notes have to say, gathered from every panel. */
struct facts {
	int least_n, most_n;
	double least_coverage, most_coverage;
	double least_loop_ns, most_loop_ns;
	bool freezing, freezers, lookups, others; /* kinds of panels that have tables */
	bool matrix, matrix_of_readers; /* panels that have none, but stand in a matrix */
	bool reference_line, retries, compared[NR_COMPARISONS], lone_process;
	bool unsafe_lookup, began_again, fell_back, mutated, waited, no_memory;
	const char *integrity; /* the first thing found broken */
	int nr_invalid;
	const struct result_run *virtual;
};

static void gather_estimate(struct facts *facts, const struct estimate *estimate)
{
	facts->lone_process |= estimate->n == 1;
	if (estimate->n < 2)
		return;
	if (!facts->least_n || estimate->n < facts->least_n)
		facts->least_n = estimate->n;
	if (estimate->n > facts->most_n)
		facts->most_n = estimate->n;
	facts->least_coverage = fmin(facts->least_coverage, estimate->coverage);
	facts->most_coverage = fmax(facts->most_coverage, estimate->coverage);
}

static bool has_any(const struct estimate *estimate)
{
	return estimate->n && estimate->high > 0;
}

static void gather_lookup(struct facts *facts, const struct cell *cell,
			  const struct result_key *key)
{
	const struct lookup_cell *lookup = &cell->lookup;

	for (int i = 0; i < NR_RETRY_CAUSES; i++)
		facts->began_again |= has_any(&lookup->retries_per_lookup[i]);
	facts->fell_back |= has_any(&cell->fail_ratio);
	facts->mutated |= lookup->mutations_per_sec.n > 0;
	facts->waited |= has_any(&lookup->bytes_peak);
	facts->no_memory |= has_any(&lookup->allocation_failures);
	facts->unsafe_lookup |= cell->unsafe && !key->recheck;
	if (!facts->integrity)
		facts->integrity = cell->integrity;
}

/* All that a matrix shows are medians of ns/op. */
static void gather_in_matrix(struct facts *facts, const struct panel *panel)
{
	facts->matrix = true;
	facts->matrix_of_readers |= panel->of_readers && !key_is_lookup(&panel->key);
	facts->lookups |= key_is_lookup(&panel->key);
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		const struct result_key *key = &panel->rows[i % panel->nr_rows];

		facts->unsafe_lookup |= panel->cells[i].unsafe && !key->recheck;
		if (!facts->integrity)
			facts->integrity = panel->cells[i].integrity;
	}
	for (int i = 0; i < panel->nr_rows; i++)
		facts->reference_line |= scheme_is_reference_line(panel->rows[i].scheme);
}

static void gather_panel(struct facts *facts, const struct panel *panel)
{
	const bool lookup = key_is_lookup(&panel->key);

	if (panel->in_node_matrix) {
		gather_in_matrix(facts, panel);
		return;
	}
	facts->lookups |= lookup;
	facts->others |= !lookup;
	facts->freezing |= panel->of_readers && !lookup;
	facts->freezers |= table_has_freezers(panel);
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		const struct cell *cell = &panel->cells[i];

		gather_estimate(facts, &cell->ns_per_op);
		for (int c = 0; c < NR_COMPARISONS; c++)
			gather_estimate(facts, &cell->versus[c]);
		facts->compared[VS_PLAIN] |= !lookup && cell->versus[VS_PLAIN].n > 0;
		facts->retries |= cell->retries_per_op.n > 0;
		if (lookup)
			gather_lookup(facts, cell, &panel->rows[i % panel->nr_rows]);
	}
	for (int c = 0; c < NR_COMPARISONS; c++)
		facts->compared[c] |= table_compares(panel, c);
	for (int i = 0; i < panel->nr_rows; i++)
		facts->reference_line |= scheme_is_reference_line(panel->rows[i].scheme);
}

static struct facts gather(const struct summary *summary)
{
	const struct results *results = summary->results;
	struct facts facts = {.least_coverage = 1, .least_loop_ns = NAN, .most_loop_ns = NAN};

	for (int i = 0; i < summary->nr_panels; i++)
		gather_panel(&facts, &summary->panels[i]);
	for (int i = 0; i < results->nr_runs; i++) {
		const struct result_run *run = &results->runs[i];

		/* fmin and fmax ignore a NAN beside a number. */
		facts.least_loop_ns = fmin(facts.least_loop_ns, run->loop_overhead_ns);
		facts.most_loop_ns = fmax(facts.most_loop_ns, run->loop_overhead_ns);
		if (table_is_virtual(run) &&
		    (!facts.virtual || environment_is_emulation(run->virtualisation)))
			facts.virtual = run;
	}
	for (int i = 0; i < results->nr_samples; i++)
		facts.nr_invalid += !results->samples[i].valid;
	return facts;
}

static void note_loop(FILE *out, int width, const struct facts *facts)
{
	if (isnan(facts->least_loop_ns))
		table_note(out, width, "ns/op", "per thread, the loop's own cost included");
	else if (facts->most_loop_ns - facts->least_loop_ns < 0.005)
		table_note(out, width, "ns/op", "per thread, the empty loop's %.2f ns included",
			   facts->most_loop_ns);
	else
		table_note(out, width, "ns/op",
			   "per thread, the empty loop's %.2f to %.2f ns included",
			   facts->least_loop_ns, facts->most_loop_ns);
}

static void note_intervals(FILE *out, int width, const struct facts *facts)
{
	char coverage[64], processes[64], needs[64] = "";

	if (!facts->most_n && !facts->lone_process)
		return;
	if (!facts->most_n) {
		table_note(out, width, "intervals", "none: one process (95 %% needs %d)",
			   NEEDED_FOR_95);
		return;
	}
	if (facts->least_n < facts->most_n) {
		snprintf(coverage, sizeof(coverage), "%.3g to %.3g %%",
			 table_percent(facts->least_coverage), table_percent(facts->most_coverage));
		snprintf(processes, sizeof(processes), "%d to %d", facts->least_n, facts->most_n);
	} else {
		snprintf(coverage, sizeof(coverage), "%.3g %%",
			 table_percent(facts->least_coverage));
		snprintf(processes, sizeof(processes), "%d", facts->least_n);
	}
	if (facts->least_n < NEEDED_FOR_95)
		snprintf(needs, sizeof(needs), " (95 %% needs %d)", NEEDED_FOR_95);
	table_note(out, width, "intervals",
		   "%s, %s processes%s; of the median, by order statistics%s", coverage, processes,
		   needs, facts->lone_process ? "; - is a single process" : "");
}

/* What only the columns of the terminal's table need. */
static void note_columns(FILE *out, int width, const struct facts *facts)
{
	table_note(out, width, "Mops/s", "million operations per second, all threads together");
	if (facts->retries)
		table_note(out, width, "retries/op",
			   "compare-and-swaps that failed; - is not counted");
	table_note(out, width, "fair",
		   "the slowest thread's operations over the fastest's, in the same role");
}

static void note_comparisons(FILE *out, int width, const struct facts *facts)
{
	for (int c = 0; c < NR_COMPARISONS; c++) {
		if (facts->compared[c])
			table_note(out, width, comparison_kinds[c].title, "%s",
				   comparison_kinds[c].meaning);
	}
}

static void note_lookups(FILE *out, int width, const struct facts *facts)
{
	table_note(out, width, "lookups", "those that found a folio are the operations%s",
		   facts->fell_back ? "; a fallback is one that ended without" : "");
	if (facts->began_again)
		table_note(
			out, width, "frozen ...",
			"of 1000 lookups, how often one began again: the folio was frozen, or its "
			"memdesc, PTE or slot changed under it, or it was of another type");
	if (facts->mutated)
		table_note(
			out, width, "mutations/s",
			"that the mutators got done together; busy %% of their tries met a folio "
			"that somebody held");
	if (facts->waited)
		table_note(
			out, width, "waiting",
			"memory that had died and waited for a grace period: its mean and its peak, "
			"medians over processes");
}

/* What was found broken comes before all that the figures say. */
static void note_broken(FILE *out, int width, const struct facts *facts)
{
	char what[NAME_SIZE];

	if (facts->integrity)
		table_note(
			out, width, "BROKEN",
			"a lookup found what it must not (%s): that point's figures prove nothing",
			table_safe(what, sizeof(what), facts->integrity));
}

static void note_unsafe(FILE *out, int width, const struct facts *facts)
{
	if (facts->reference_line)
		table_note(out, width, "*",
			   "unsafe: no reference count, a yardstick (frozen-get: fetch-add cannot "
			   "fail)");
	if (facts->unsafe_lookup)
		table_note(out, width, "*",
			   "unsafe: %sno recheck where the memory may be reused, a yardstick",
			   facts->reference_line ? "or " : "");
}

void table_notes(FILE *out, const struct summary *summary, const struct layout *layout)
{
	struct facts facts = gather(summary);
	int width = layout->width;

	if (summary->nr_panels)
		note_loop(out, width, &facts);
	note_intervals(out, width, &facts);
	if (facts.matrix)
		table_note(out, width, "by node", "medians; their intervals are in the CSV");
	note_comparisons(out, width, &facts);
	if (facts.others && !layout->mail)
		note_columns(out, width, &facts);
	table_reference_notes(out, summary, layout);
	table_package_notes(out, summary, layout);
	if (facts.freezing || facts.matrix_of_readers)
		table_note(out, width, "readers",
			   "where there are any, their gets that succeeded are the operations%s",
			   facts.freezing ? "; fail % is of their tries" : "");
	if (facts.freezers)
		table_note(
			out, width, "freezers",
			"million freezes per second that succeeded; refused %% is of their tries");
	if (facts.lookups)
		note_lookups(out, width, &facts);
	table_kernel_notes(out, summary, layout);
	note_unsafe(out, width, &facts);
	note_broken(out, width, &facts);
	if (facts.nr_invalid)
		table_note(out, width, "out", "%d of %d samples were invalid and are left out",
			   facts.nr_invalid, summary->results->nr_samples);
	if (summary->results->torn)
		table_note(out, width, "torn", "the last line of the file was cut and is left out");
	if (facts.virtual)
		table_note_virtual(out, facts.virtual, width);
}
