// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_csv.c: every figure with full digits, one row a cell, after RFC 4180 (lines end with CR LF).
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <string.h>

#include "bench/scheme_order.h"

static const char header[] =
	"workload,placement,memory,share,pages,batch,writers,nr,threads,scheme,unsafe,samples,left_out,"
	"processes,coverage,ns_per_op,ns_per_op_low,ns_per_op_high,ops_per_sec,ops_per_sec_low,"
	"ops_per_sec_high,vs_plain,vs_plain_low,vs_plain_high,vs_plain_coverage,retries_per_op,fail_ratio,fairness,"
	"one_way_ns,freezes_per_sec,freezer_fail_ratio,host,cpu_model,kernel,version,revision,"
	"memory_order,memmap,lifetime,rcu,pattern,churn,recheck,pin,verify,memory_limit,grace_period_ns";

static void put_text(FILE *out, const char *text)
{
	table_csv_text(out, text);
	fputc(',', out);
}

static void put_number(FILE *out, double value)
{
	table_csv_number(out, value);
	fputc(',', out);
}

static void put_estimate(FILE *out, const struct estimate *estimate)
{
	put_number(out, estimate->n ? estimate->median : NAN);
	put_number(out, estimate->n > 1 ? estimate->low : NAN);
	put_number(out, estimate->n > 1 ? estimate->high : NAN);
}

static void put_conditions(FILE *out, const struct result_key *key)
{
	put_text(out, key->workload);
	put_text(out, key->placement);
	put_text(out, key->memory);
	put_text(out, key->share);
	fprintf(out, "%d,%d,%d,%d,", key->pages, key->batch, key->writers, key->nr);
}

static void put_machine(FILE *out, const struct result_run *run)
{
	put_text(out, run->host);
	put_text(out, run->cpu_model);
	put_text(out, run->kernel);
	put_text(out, run->version);
	table_csv_text(out, run->revision);
}

/* ---- what was added later: every field begins with its comma ---- */

static void add_key(FILE *out, const struct result_key *key)
{
	table_csv_add_text(out, key->memory_order);
	table_csv_add_text(out, key->memmap);
	table_csv_add_text(out, key->lifetime);
	table_csv_add_text(out, key->rcu);
	table_csv_add_text(out, key->pattern);
	table_csv_add_text(out, key->churn);
	if (!key_is_lookup(key)) {
		fputs(key->pin ? ",,on,,," : ",,,,,", out);
		return;
	}
	fprintf(out, ",%s,%s,%d", key->recheck ? "on" : "off", key->pin ? "on" : "off",
		key->verify);
	table_csv_add_number(out, key->memory_limit);
	table_csv_add_number(out, key->grace_period_ns);
}

/* ---- what only a running kernel has: no file without one has the columns ---- */

static bool has_kernel(const struct summary *summary)
{
	for (int i = 0; i < summary->nr_panels; i++) {
		if (key_is_kernel(&summary->panels[i].key))
			return true;
	}
	return false;
}

static void add_kernel(FILE *out, const struct result_key *key, const struct cell *cell)
{
	if (!key_is_kernel(key)) {
		fputs(",,,,,", out);
		return;
	}
	table_csv_add_text(out, key->as);
	table_csv_add_number(out, key->size ? key->size : NAN);
	table_csv_add_number(out, table_value(&cell->faults_per_op));
	table_csv_add_number(out, table_value(&cell->munmap_share));
	table_csv_add_number(out, table_value(&cell->sleep_share));
}

/* ---- what only contended points beside a ping-pong matrix have ---- */

#define NR_REFERENCE_FIELDS 4

static bool has_references(const struct summary *summary)
{
	for (int i = 0; i < summary->nr_panels; i++) {
		if (summary->panels[i].references)
			return true;
	}
	return false;
}

static void add_references(FILE *out, const struct panel *panel, int threads,
			   const struct cell *cell)
{
	static const struct reference none = {NAN, NAN, NAN};
	const struct reference *reference = panel->references ? &panel->references[threads] : &none;

	table_csv_add_number(out, reference->alone_per_sec);
	table_csv_add_number(out, reference->alternation_per_sec);
	table_csv_add_number(out, reference->transfer_ns);
	table_csv_add_number(out, table_value(&cell->ops_per_visit));
}

/* ---- what only machines of several nodes have: a row for each node after the row of all ---- */

#define NR_UNPLACED 21 /* fields between the scheme and the host */
#define NR_OF_KEY   11 /* of those after the machine, the key's */

struct names {
	const char *name[RESULTS_MAX_EVENTS];
	int nr; /* 0: no panel has nodes */
};

static void add_name(struct names *names, const char *name)
{
	for (int i = 0; i < names->nr; i++) {
		if (names->name[i] == name)
			return;
	}
	if (names->nr < RESULTS_MAX_EVENTS)
		names->name[names->nr++] = name;
}

static bool has_nodes(const struct summary *summary, struct names *events)
{
	bool any = false;

	*events = (struct names){.nr = 0};
	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];

		any |= panel->nr_nodes > 0;
		for (int e = 0; panel->nr_nodes && e < panel->nr_events; e++)
			add_name(events, panel->events[e]);
	}
	return any;
}

static bool has_pages(const struct summary *summary)
{
	for (int i = 0; i < summary->results->nr_samples; i++) {
		if (summary->results->samples[i].nr_pages)
			return true;
	}
	return false;
}

static void add_events(FILE *out, const struct panel *panel, const struct estimate *per_op,
		       const struct names *names)
{
	for (int i = 0; i < names->nr; i++) {
		double value = NAN;

		for (int e = 0; e < panel->nr_events && per_op; e++) {
			if (panel->events[e] == names->name[i])
				value = table_value(&per_op[e]);
		}
		table_csv_add_number(out, value);
	}
}

static void put_empty(FILE *out, int nr)
{
	for (int i = 0; i < nr; i++)
		fputc(',', out);
}

/* What the file has, and so its columns. */
struct parts {
	bool kernel, references, nodes, pages;
	struct names events;
	struct csv_packages packages;
};

/* The fields of a row of a node, before its events. */
static int nr_of_node(const struct parts *parts)
{
	return parts->pages ? 5 : 3;
}

static int nr_after_key(const struct parts *parts)
{
	return table_csv_nr_of_lookup() + (parts->kernel ? 5 : 0) +
	       (parts->references ? NR_REFERENCE_FIELDS : 0);
}

static void put_nodes(FILE *out, const struct panel *panel, int row, int threads,
		      const struct parts *parts)
{
	const struct cell *cell = panel_cell(panel, row, threads);
	const struct result_key *key = &panel->rows[row];

	for (int n = 0; n < panel->nr_nodes && cell->nodes; n++) {
		const struct node_cell *node = &cell->nodes[n];

		if (!node->threads && !node->local_pages.n && !node->other_pages.n)
			continue;
		put_conditions(out, key);
		fprintf(out, "%d,", panel->threads[threads]);
		put_text(out, key->scheme);
		put_empty(out, NR_UNPLACED);
		put_machine(out, panel->run);
		add_key(out, key);
		put_empty(out, nr_after_key(parts));
		fprintf(out, ",%d,%d", panel->nodes[n], node->threads);
		table_csv_add_number(out, table_value(&node->ops_per_sec));
		if (parts->pages) {
			table_csv_add_number(out, table_value(&node->local_pages));
			table_csv_add_number(out, table_value(&node->other_pages));
		}
		add_events(out, panel, node->events_per_op, &parts->events);
		put_empty(out, csv_packages_columns(&parts->packages));
		fputs("\r\n", out);
	}
}

static void print_header(FILE *out, const struct parts *parts)
{
	fputs(header, out);
	table_csv_lookup_header(out);
	if (parts->kernel)
		fputs(",as,size,faults_per_op,munmap_share,sleep_share", out);
	if (parts->references)
		fputs(",alone_ops_per_sec,alternation_ops_per_sec,transfer_ns,ops_per_visit", out);
	if (parts->nodes)
		fputs(",node,node_threads,node_ops_per_sec", out);
	if (parts->pages)
		fputs(",node_local_pages,node_remote_pages", out);
	for (int i = 0; i < parts->events.nr; i++)
		table_csv_add_text(out, parts->events.name[i]);
	csv_packages_header(out, &parts->packages);
	fputs("\r\n", out);
}

/* ---- rows ---- */

static void put_cell(FILE *out, const struct panel *panel, int row, int threads,
		     const struct parts *parts)
{
	const struct cell *cell = panel_cell(panel, row, threads);
	const struct result_key *key = &panel->rows[row];
	const struct estimate *speedup;

	if (!cell)
		return;
	speedup = &cell->versus[VS_PLAIN];
	put_conditions(out, key);
	fprintf(out, "%d,", panel->threads[threads]);
	put_text(out, key->scheme);
	fprintf(out, "%s,%d,%d,%d,",
		cell->unsafe || scheme_is_reference_line(key->scheme) ? "yes" : "no",
		cell->nr_valid, cell->nr_invalid, cell->ns_per_op.n);
	put_number(out, cell->ns_per_op.n > 1 ? cell->ns_per_op.coverage : NAN);
	put_estimate(out, &cell->ns_per_op);
	put_estimate(out, &cell->ops_per_sec);
	put_estimate(out, speedup);
	put_number(out, speedup->n > 1 ? speedup->coverage : NAN);
	put_number(out, table_value(&cell->retries_per_op));
	put_number(out, table_value(&cell->fail_ratio));
	put_number(out, table_value(&cell->fairness));
	fputc(',', out); /* one_way_ns is empty */
	put_number(out, table_value(&cell->freezes_per_sec));
	put_number(out, table_value(&cell->freezer_fail_ratio));
	put_machine(out, panel->run);
	add_key(out, key);
	table_csv_lookup(out, cell);
	if (parts->kernel)
		add_kernel(out, key, cell);
	if (parts->references)
		add_references(out, panel, threads, cell);
	if (parts->nodes) {
		put_empty(out, nr_of_node(parts));
		add_events(out, panel, cell->events_per_op, &parts->events);
	}
	csv_packages_cell(out, panel, cell, &parts->packages);
	fputs("\r\n", out);
	put_nodes(out, panel, row, threads, parts);
}

/* A pair is told by its placement, as in the file. */
static void put_ping_pong(FILE *out, const struct ping_pong_matrix *matrix,
			  const struct parts *parts)
{
	int empty_fields = nr_after_key(parts) + NR_OF_KEY +
			   (parts->nodes ? nr_of_node(parts) + parts->events.nr : 0) +
			   csv_packages_columns(&parts->packages);

	for (int row = 0; row < matrix->nr_cpus; row++) {
		for (int i = row; i < matrix->nr_cpus; i++) {
			double one_way_ns = matrix->one_way_ns[row * matrix->nr_cpus + i];

			if (!isfinite(one_way_ns))
				continue;
			fprintf(out, "ping-pong,\"cpus:%d,%d\",", matrix->cpus[row],
				matrix->cpus[i]);
			put_text(out, matrix->memory);
			fprintf(out, ",,,,,2,none,,,,,,,,,,,,,,,,,,,%.10g,,,", one_way_ns);
			put_machine(out, matrix->run);
			for (int empty = 0; empty < empty_fields; empty++)
				fputc(',', out);
			fputs("\r\n", out);
		}
	}
}

void table_print_csv(FILE *out, const struct summary *summary)
{
	struct parts parts = {
		.kernel = has_kernel(summary),
		.references = has_references(summary),
	};

	parts.nodes = has_nodes(summary, &parts.events);
	parts.pages = has_pages(summary);
	csv_packages_find(&parts.packages, summary);
	print_header(out, &parts);
	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];

		for (int threads = 0; threads < panel->nr_threads; threads++) {
			for (int row = 0; row < panel->nr_rows; row++)
				put_cell(out, panel, row, threads, &parts);
		}
	}
	for (int i = 0; i < summary->nr_ping_pongs; i++)
		put_ping_pong(out, &summary->ping_pongs[i], &parts);
}
