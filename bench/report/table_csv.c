// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_csv.c: every figure with full digits, one row a cell, after RFC 4180 (lines end with CR LF).
 * Spreadsheets run a text that begins like a formula; since names come from files that others
 * wrote, such a text is given the apostrophe that makes it text.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <string.h>

#include "bench/scheme_order.h"

static const char header[] =
	"workload,placement,memory,share,pages,batch,writers,nr,threads,scheme,unsafe,samples,left_out,"
	"processes,coverage,ns_per_op,ns_per_op_low,ns_per_op_high,ops_per_sec,ops_per_sec_low,"
	"ops_per_sec_high,vs_plain,vs_plain_low,vs_plain_high,vs_plain_coverage,retries_per_op,fail_ratio,fairness,"
	"one_way_ns,freezes_per_sec,freezer_fail_ratio,host,cpu_model,kernel,version,revision\r\n";

static void put_last_text(FILE *out, const char *text)
{
	char safe[4096];
	bool quote;

	table_safe(safe, sizeof(safe), text);
	quote = strpbrk(safe, ",\"") != NULL;
	if (quote)
		fputc('"', out);
	if (*safe && strchr("=+-@", *safe))
		fputc('\'', out);
	for (const char *c = safe; *c; c++) {
		if (*c == '"')
			fputc('"', out);
		fputc(*c, out);
	}
	if (quote)
		fputc('"', out);
}

static void put_text(FILE *out, const char *text)
{
	put_last_text(out, text);
	fputc(',', out);
}

static void put_number(FILE *out, double value)
{
	if (isfinite(value))
		fprintf(out, "%.10g", value);
	fputc(',', out);
}

static void put_estimate(FILE *out, const struct estimate *estimate)
{
	put_number(out, estimate->n ? estimate->median : NAN);
	put_number(out, estimate->n > 1 ? estimate->low : NAN);
	put_number(out, estimate->n > 1 ? estimate->high : NAN);
}

static double value_of(const struct estimate *estimate)
{
	return estimate->n ? estimate->median : NAN;
}

static void put_conditions(FILE *out, const struct result_key *key)
{
	put_text(out, key->workload);
	put_text(out, key->placement);
	put_text(out, key->memory);
	put_text(out, key->share);
	fprintf(out, "%d,%d,%d,%d,", key->pages, key->batch, key->writers, key->nr);
}

/* Ends the row. */
static void put_machine(FILE *out, const struct result_run *run)
{
	put_text(out, run->host);
	put_text(out, run->cpu_model);
	put_text(out, run->kernel);
	put_text(out, run->version);
	put_last_text(out, run->revision);
	fputs("\r\n", out);
}

static void put_cell(FILE *out, const struct panel *panel, int scheme, int threads)
{
	const struct cell *cell = panel_cell(panel, scheme, threads);
	const char *name = panel->schemes[scheme];

	if (!cell)
		return;
	put_conditions(out, &panel->key);
	fprintf(out, "%d,", panel->threads[threads]);
	put_text(out, name);
	fprintf(out, "%s,%d,%d,%d,", scheme_is_reference_line(name) ? "yes" : "no", cell->nr_valid,
		cell->nr_invalid, cell->ns_per_op.n);
	put_number(out, cell->ns_per_op.n > 1 ? cell->ns_per_op.coverage : NAN);
	put_estimate(out, &cell->ns_per_op);
	put_estimate(out, &cell->ops_per_sec);
	put_estimate(out, &cell->speedup);
	put_number(out, cell->speedup.n > 1 ? cell->speedup.coverage : NAN);
	put_number(out, value_of(&cell->retries_per_op));
	put_number(out, value_of(&cell->fail_ratio));
	put_number(out, value_of(&cell->fairness));
	fputc(',', out); /* one_way_ns is empty */
	put_number(out, value_of(&cell->freezes_per_sec));
	put_number(out, value_of(&cell->freezer_fail_ratio));
	put_machine(out, panel->run);
}

/* A pair is told by its placement, as in the file. */
static void put_ping_pong(FILE *out, const struct ping_pong_matrix *matrix)
{
	for (int row = 0; row < matrix->nr_cpus; row++) {
		for (int i = row; i < matrix->nr_cpus; i++) {
			double one_way_ns = matrix->one_way_ns[row * matrix->nr_cpus + i];

			if (!isfinite(one_way_ns))
				continue;
			fprintf(out,
				"ping-pong,\"cpus:%d,%d\",,,,,,,2,none,,,,,,,,,,,,,,,,,,,%.10g,,,",
				matrix->cpus[row], matrix->cpus[i], one_way_ns);
			put_machine(out, matrix->run);
		}
	}
}

void table_print_csv(FILE *out, const struct summary *summary)
{
	fputs(header, out);
	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];

		for (int threads = 0; threads < panel->nr_threads; threads++) {
			for (int scheme = 0; scheme < panel->nr_schemes; scheme++)
				put_cell(out, panel, scheme, threads);
		}
	}
	for (int i = 0; i < summary->nr_ping_pongs; i++)
		put_ping_pong(out, &summary->ping_pongs[i]);
}
