// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * summary.c: samples sorted into panels. The rounds of a run are shuffled, so the order of the file
 * says nothing: panels, rows and thread counts are put into an order that any two files share,
 * and tables of two machines can be laid side by side.
 */
#include "bench/report/summary_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"

static const char *const workload_order[] = {
	"get-put",  "frozen-get",  "freeze", "final-put",  "gup-fast", "page-cache", "pfn-walk",
	"put-page", "large-folio", "pread",  "kernel-gup", "munmap",   "page-fault"};

#define NR_ORDERED ((int)(sizeof(workload_order) / sizeof(workload_order[0])))

/* NR_ORDERED: comes where it is first met. Beyond: ping-pong, which has a matrix and no panel. */
int summary_workload_rank(const char *workload)
{
	for (int i = 0; i < NR_ORDERED; i++) {
		if (!strcmp(workload, workload_order[i]))
			return i;
	}
	return strcmp(workload, SUMMARY_PING_PONG) ? NR_ORDERED : NR_ORDERED + 1;
}

bool summary_same_machine(const struct result_run *a, const struct result_run *b)
{
	return !strcmp(a->host, b->host) && !strcmp(a->cpu_model, b->cpu_model) &&
	       !strcmp(a->kernel, b->kernel) && !strcmp(a->kernel_build_id, b->kernel_build_id) &&
	       !strcmp(a->version, b->version) && !strcmp(a->revision, b->revision);
}

static int find_machines(struct summary *summary)
{
	const struct results *results = summary->results;

	summary->machines = calloc((size_t)results->nr_runs + 1, sizeof(*summary->machines));
	if (!summary->machines)
		return -ENOMEM;
	for (int i = 0; i < results->nr_runs; i++) {
		int same = 0;

		while (same < i && !summary_same_machine(&results->runs[same], &results->runs[i]))
			same++;
		summary->machines[i] = same < i ? summary->machines[same] : summary->nr_machines++;
	}
	return 0;
}

static int find_panel(const struct summary *summary, const struct result_sample *sample)
{
	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];

		if (panel->machine == summary->machines[sample->run] &&
		    key_same_conditions(&panel->key, &sample->key))
			return i;
	}
	return -1;
}

static int find_row(const struct panel *panel, const struct result_key *key)
{
	for (int i = 0; i < panel->nr_rows; i++) {
		if (key_same_row(&panel->rows[i], key, 0))
			return i;
	}
	return -1;
}

static int find_threads(const struct panel *panel, int threads)
{
	for (int i = 0; i < panel->nr_threads; i++) {
		if (panel->threads[i] == threads)
			return i;
	}
	return -1;
}

static int add_panel(struct summary *summary, const struct result_sample *sample)
{
	struct panel *panels = grow(summary->panels, summary->nr_panels, sizeof(*panels));
	struct panel *panel;

	if (!panels)
		return -ENOMEM;
	summary->panels = panels;
	panel = &panels[summary->nr_panels++];
	*panel = (struct panel){
		.key = sample->key,
		.run = &summary->results->runs[sample->run],
		.machine = summary->machines[sample->run],
	};
	panel->key.scheme = NULL;
	panel->key.threads = 0;
	return summary->nr_panels - 1;
}

/* Make sure that @panel has a row for @sample. */
static int add_row(struct panel *panel, const struct result_sample *sample)
{
	panel->of_readers |= sample->of_readers;
	if (find_row(panel, &sample->key) < 0) {
		struct result_key *rows = grow(panel->rows, panel->nr_rows, sizeof(*rows));

		if (!rows)
			return -ENOMEM;
		panel->rows = rows;
		rows[panel->nr_rows] = sample->key;
		rows[panel->nr_rows++].threads = 0;
	}
	if (find_threads(panel, sample->key.threads) < 0) {
		int *threads = grow(panel->threads, panel->nr_threads, sizeof(*threads));

		if (!threads)
			return -ENOMEM;
		panel->threads = threads;
		threads[panel->nr_threads++] = sample->key.threads;
	}
	return 0;
}

static int collect_samples(struct summary *summary, int machine, int rank)
{
	const struct results *results = summary->results;

	for (int i = 0; i < results->nr_samples; i++) {
		const struct result_sample *sample = &results->samples[i];
		int at;

		if (summary->machines[sample->run] != machine ||
		    summary_workload_rank(sample->key.workload) != rank)
			continue;
		at = find_panel(summary, sample);
		if (at < 0)
			at = add_panel(summary, sample);
		if (at < 0 || add_row(&summary->panels[at], sample))
			return -ENOMEM;
	}
	return 0;
}

/* A pass for each machine and rank makes the panels in their order at once. */
static int collect_panels(struct summary *summary)
{
	int ret = 0;

	for (int machine = 0; machine < summary->nr_machines; machine++) {
		for (int rank = 0; !ret && rank <= NR_ORDERED; rank++)
			ret = collect_samples(summary, machine, rank);
	}
	return ret;
}

static int compare_rows(const void *a, const void *b)
{
	return key_compare_rows(a, b);
}

static int compare_threads(const void *a, const void *b)
{
	int left = *(const int *)a, right = *(const int *)b;

	return (left > right) - (left < right);
}

static int make_cells(struct panel *panel)
{
	size_t nr = (size_t)panel->nr_rows;

	qsort(panel->rows, nr, sizeof(*panel->rows), compare_rows);
	qsort(panel->threads, (size_t)panel->nr_threads, sizeof(*panel->threads), compare_threads);
	panel->bases = calloc(nr, sizeof(*panel->bases));
	panel->cells = calloc(nr * (size_t)panel->nr_threads, sizeof(*panel->cells));
	if (!panel->bases || !panel->cells)
		return -ENOMEM;
	summary_find_bases(panel);
	return 0;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;
	const struct result_sample *l = left->sample, *r = right->sample;

	if (left->panel != right->panel)
		return left->panel < right->panel ? -1 : 1;
	if (left->cell != right->cell)
		return left->cell < right->cell ? -1 : 1;
	if (l->run != r->run)
		return l->run < r->run ? -1 : 1;
	if (l->process != r->process)
		return l->process < r->process ? -1 : 1;
	return (l->repeat > r->repeat) - (l->repeat < r->repeat);
}

/* Every sample that has a panel, sorted; returns how many. */
static int sort_samples(const struct summary *summary, struct entry *entries)
{
	const struct results *results = summary->results;
	int nr = 0;

	for (int i = 0; i < results->nr_samples; i++) {
		const struct result_sample *sample = &results->samples[i];
		int at = find_panel(summary, sample);
		const struct panel *panel;

		if (at < 0)
			continue;
		panel = &summary->panels[at];
		entries[nr++] = (struct entry){
			.sample = sample,
			.panel = at,
			.cell = find_threads(panel, sample->key.threads) * panel->nr_rows +
				find_row(panel, &sample->key),
		};
	}
	qsort(entries, (size_t)nr, sizeof(*entries), compare_entries);
	return nr;
}

static int fill_panels(struct summary *summary, const struct entry *entries, int nr,
		       struct workspace *space)
{
	int ret = 0;

	for (int i = 0, end; !ret && i < nr; i = end) {
		for (end = i; end < nr && entries[end].panel == entries[i].panel;)
			end++;
		ret = summary_fill_cells(&summary->panels[entries[i].panel], summary->results,
					 entries + i, end - i, space);
		if (!ret)
			ret = summary_find_examples(&summary->panels[entries[i].panel], entries + i,
						    end - i);
	}
	return ret;
}

int summary_make(struct summary *summary, const struct results *results)
{
	struct workspace space = {0};
	struct entry *entries = calloc((size_t)results->nr_samples + 1, sizeof(*entries));
	int ret = entries ? workspace_make(&space, results->nr_samples) : -ENOMEM;

	*summary = (struct summary){.results = results};
	if (!ret)
		ret = find_machines(summary);
	if (!ret)
		ret = collect_panels(summary);
	for (int i = 0; !ret && i < summary->nr_panels; i++)
		ret = make_cells(&summary->panels[i]);
	if (!ret)
		ret = fill_panels(summary, entries, sort_samples(summary, entries), &space);
	if (!ret)
		ret = summary_make_ping_pongs(summary, &space);
	if (!ret)
		ret = summary_make_references(summary);
	if (!ret)
		ret = summary_make_node_matrices(summary);
	workspace_free(&space);
	free(entries);
	if (ret)
		summary_free(summary);
	return ret;
}

static void free_panel(struct panel *panel)
{
	/* Without cells where memory ran out before they were made. */
	for (int i = 0; panel->cells && i < panel->nr_rows * panel->nr_threads; i++) {
		struct cell *cell = &panel->cells[i];

		free(cell->events_per_op);
		free(cell->package_events_per_op);
		for (int n = 0; cell->nodes && n < panel->nr_nodes; n++)
			free(cell->nodes[n].events_per_op);
		free(cell->nodes);
	}
	free(panel->nodes);
	free(panel->packages);
	free(panel->package_events);
	free(panel->package_units);
	free(panel->cells);
	free(panel->rows);
	free(panel->bases);
	free(panel->threads);
	free(panel->events);
	free(panel->event_reasons);
	free(panel->examples);
	free(panel->references);
}

void summary_free(struct summary *summary)
{
	for (int i = 0; i < summary->nr_panels; i++)
		free_panel(&summary->panels[i]);
	free(summary->panels);
	for (int i = 0; i < summary->nr_ping_pongs; i++) {
		free(summary->ping_pongs[i].cpus);
		free(summary->ping_pongs[i].one_way_ns);
	}
	free(summary->ping_pongs);
	for (int i = 0; i < summary->nr_node_matrices; i++) {
		free(summary->node_matrices[i].cpu_nodes);
		free(summary->node_matrices[i].memory_nodes);
		free(summary->node_matrices[i].panels);
	}
	free(summary->node_matrices);
	free(summary->machines);
	*summary = (struct summary){0};
}

const struct cell *panel_cell(const struct panel *panel, int row, int threads)
{
	const struct cell *cell = &panel->cells[threads * panel->nr_rows + row];

	return cell->nr_valid || cell->nr_invalid ? cell : NULL;
}
