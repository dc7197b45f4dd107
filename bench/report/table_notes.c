// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_notes.c: what stands above and below a table, so that a figure pasted into a mail carries
 * with it where it was measured, what it includes, and how far to trust it.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "bench/scheme_order.h"

#define NOTE_SIZE     1024
#define NAME_SIZE     160
#define NEEDED_FOR_95 6

static void note(FILE *out, int width, const char *label, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Labels stand in a column of their own. */
static void note(FILE *out, int width, const char *label, const char *format, ...)
{
	char padded[16], text[NOTE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	snprintf(padded, sizeof(padded), "%-12s", label);
	table_paragraph(out, width, padded, text);
}

static bool is_virtual(const struct result_run *run)
{
	return *run->virtualisation && strcmp(run->virtualisation, "none");
}

static const char *plural(int n)
{
	return n == 1 ? "" : "s";
}

void table_machine(FILE *out, const struct result_run *run, int width)
{
	char model[NAME_SIZE], host[NAME_SIZE], name[NAME_SIZE], version[NAME_SIZE];
	char cpus[NAME_SIZE] = "", virtual[NAME_SIZE] = "";

	if (run->nr_cpus)
		snprintf(cpus, sizeof(cpus), ", %d CPU%s, %d package%s, %d node%s", run->nr_cpus,
			 plural(run->nr_cpus), run->nr_packages, plural(run->nr_packages),
			 run->nr_nodes, plural(run->nr_nodes));
	if (is_virtual(run))
		snprintf(virtual, sizeof(virtual), ", virtual (%.100s)",
			 table_safe(name, sizeof(name), run->virtualisation));
	note(out, width, "machine", "%s%s%s, host %s",
	     table_safe(model, sizeof(model), *run->cpu_model ? run->cpu_model : "unknown CPU"),
	     cpus, virtual, table_safe(host, sizeof(host), *run->host ? run->host : "unknown"));
	note(out, width, "kernel", "%s",
	     table_safe(name, sizeof(name), *run->kernel ? run->kernel : "unknown"));
	note(out, width, "measured", "%s by pageref%s%s%s%s",
	     table_safe(host, sizeof(host), *run->start_time ? run->start_time : "at some time"),
	     *run->version ? " " : "", table_safe(version, sizeof(version), run->version),
	     *run->revision ? ", revision " : "", table_safe(name, sizeof(name), run->revision));
	fputc('\n', out);
}

void table_heading(FILE *out, const struct panel *panel, int width)
{
	const struct result_key *key = &panel->key;
	const struct {
		const char *name;
		int value, usual;
	} knobs[] = {
		{"pages", key->pages, 1},
		{"batch", key->batch, 1},
		{"writers", key->writers, 0},
		{"nr", key->nr, 1},
	};
	char workload[NAME_SIZE], placement[NAME_SIZE], memory[NAME_SIZE], share[NAME_SIZE];
	char text[NOTE_SIZE];
	size_t used;

	snprintf(text, sizeof(text), "%s: placement %s, memory %s, share %s",
		 table_safe(workload, sizeof(workload), key->workload),
		 table_safe(placement, sizeof(placement), key->placement),
		 table_safe(memory, sizeof(memory), key->memory),
		 table_safe(share, sizeof(share), key->share));
	for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++) {
		used = strlen(text);
		if (knobs[i].value != knobs[i].usual)
			snprintf(text + used, sizeof(text) - used, ", %s %d", knobs[i].name,
				 knobs[i].value);
	}
	table_paragraph(out, width, "", text);
}

/* What the notes have to say, gathered from every panel. */
struct facts {
	int least_n, most_n;
	double least_coverage, most_coverage;
	double least_loop_ns, most_loop_ns;
	bool of_readers, freezers;
	bool reference_line, retries, compared, lone_process;
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

static void gather_panel(struct facts *facts, const struct panel *panel)
{
	facts->of_readers |= panel->of_readers;
	facts->freezers |= table_has_freezers(panel);
	for (int i = 0; i < panel->nr_schemes * panel->nr_threads; i++) {
		const struct cell *cell = &panel->cells[i];

		gather_estimate(facts, &cell->ns_per_op);
		gather_estimate(facts, &cell->speedup);
		facts->compared |= cell->speedup.n > 0;
		facts->retries |= cell->retries_per_op.n > 0;
	}
	for (int i = 0; i < panel->nr_schemes; i++)
		facts->reference_line |= scheme_is_reference_line(panel->schemes[i]);
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
		if (is_virtual(run) && !facts.virtual)
			facts.virtual = run;
	}
	for (int i = 0; i < results->nr_samples; i++)
		facts.nr_invalid += !results->samples[i].valid;
	return facts;
}

static void note_loop(FILE *out, int width, const struct facts *facts)
{
	if (isnan(facts->least_loop_ns))
		note(out, width, "ns/op", "per thread, the loop's own cost included");
	else if (facts->most_loop_ns - facts->least_loop_ns < 0.005)
		note(out, width, "ns/op", "per thread, the empty loop's %.2f ns included",
		     facts->most_loop_ns);
	else
		note(out, width, "ns/op", "per thread, the empty loop's %.2f to %.2f ns included",
		     facts->least_loop_ns, facts->most_loop_ns);
}

static void note_intervals(FILE *out, int width, const struct facts *facts)
{
	char coverage[64], processes[64], needs[64] = "";

	if (!facts->most_n && !facts->lone_process)
		return;
	if (!facts->most_n) {
		note(out, width, "intervals", "none: one process (95 %% needs %d)", NEEDED_FOR_95);
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
	note(out, width, "intervals", "%s, %s processes%s; of the median, by order statistics%s",
	     coverage, processes, needs, facts->lone_process ? "; - is a single process" : "");
}

/* What only the columns of the terminal's table need. */
static void note_columns(FILE *out, int width, const struct facts *facts)
{
	note(out, width, "Mops/s", "million operations per second, all threads together");
	if (facts->retries)
		note(out, width, "retries/op", "compare-and-swaps that failed; - is not counted");
	note(out, width, "fair",
	     "the slowest thread's operations over the fastest's, in the same role");
}

void table_notes(FILE *out, const struct summary *summary, const struct layout *layout)
{
	struct facts facts = gather(summary);
	int width = layout->width;
	char name[NAME_SIZE];

	if (summary->nr_panels)
		note_loop(out, width, &facts);
	note_intervals(out, width, &facts);
	if (facts.compared)
		note(out, width, "vs plain",
		     "ops/s over those of plain in the same round; above 1 is faster");
	if (summary->nr_panels && !layout->mail)
		note_columns(out, width, &facts);
	if (facts.of_readers)
		note(out, width, "readers",
		     "where there are any, their gets that succeeded are the operations; fail %% is of "
		     "their tries");
	if (facts.freezers)
		note(out, width, "freezers",
		     "million freezes per second that succeeded; refused %% is of their tries");
	if (facts.reference_line)
		note(out, width, "*",
		     "unsafe: no reference count, a yardstick (frozen-get: fetch-add cannot fail)");
	if (facts.nr_invalid)
		note(out, width, "out", "%d of %d samples were invalid and are left out",
		     facts.nr_invalid, summary->results->nr_samples);
	if (summary->results->torn)
		note(out, width, "torn", "the last line of the file was cut and is left out");
	if (facts.virtual)
		note(out, width, "virtual",
		     "a hypervisor (%s) may move the CPUs: no figure is stable, ratios hold for this run",
		     table_safe(name, sizeof(name), facts.virtual->virtualisation));
}
