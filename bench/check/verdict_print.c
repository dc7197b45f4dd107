// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * verdict_print.c: verdicts for people and for programs. A table has one row a law: the gravest of
 * what was said about it, by which layers, over how many executions. What somebody has to read, and
 * the schedule that shows it, stands below.
 */
#include <inttypes.h>
#include <string.h>

#include "bench/check/verdict.h"

#include "bench/json.h"

/* What all layers and programs together say about one law. */
struct row {
	enum ruling ruling;
	bool by[NR_LAYERS];
	uint64_t executions;
	const char *note; /* of the gravest */
};

static bool has_judged(enum ruling ruling)
{
	return ruling >= RULING_HOLDS;
}

static struct row sum_up(const struct verdict_list *list, int law)
{
	struct row row = {.ruling = RULING_NOT_APPLICABLE, .note = ""};
	bool first = true;

	for (int i = 0; i < list->nr; i++) {
		const struct verdict *verdict = &list->all[i];

		if (verdict->law != law)
			continue;
		if (first || verdict->ruling > row.ruling) {
			row.ruling = verdict->ruling;
			row.note = verdict->note;
		}
		first = false;
		row.executions += verdict->executions;
		row.by[verdict->layer] |= has_judged(verdict->ruling);
	}
	return row;
}

static bool anybody_judged(const struct verdict_list *list, int law)
{
	for (int i = 0; i < list->nr; i++) {
		if (list->all[i].law == law)
			return true;
	}
	return false;
}

static void print_row(FILE *out, int law, const struct row *row)
{
	static const char *const short_names[NR_LAYERS] = {"cases", "schedules", "C11", "model"};
	char how[60] = "";

	for (int i = 0; i < NR_LAYERS; i++) {
		size_t length = strlen(how);

		if (row->by[i])
			snprintf(how + length, sizeof(how) - length, "%s%s", length ? ", " : "",
				 short_names[i]);
	}
	fprintf(out, "%3d  %-38s  %-14s  %-28s  %11" PRIu64 "  %s\n", law, law_names[law],
		ruling_names[row->ruling], how[0] ? how : "-", row->executions, row->note);
}

static void print_finding(FILE *out, const struct verdict *verdict)
{
	fprintf(out, "\n%s of law %d (%s)\n  found by %s, %s, after %" PRIu64 " executions: %s\n",
		verdict->ruling == RULING_VIOLATED ? "VIOLATION" : "warning", verdict->law,
		law_names[verdict->law], layer_names[verdict->layer], verdict->program,
		verdict->executions, verdict->note);
	if (verdict->trace)
		fputs(verdict->trace, out);
}

/* Whether an earlier verdict shows the same: one trace of a kind is enough. */
static bool is_told(const struct verdict_list *list, int i)
{
	for (int j = 0; j < i; j++) {
		if (list->all[j].ruling == list->all[i].ruling &&
		    list->all[j].law == list->all[i].law &&
		    list->all[j].layer == list->all[i].layer)
			return true;
	}
	return false;
}

static void print_findings(FILE *out, const struct verdict_list *list, enum ruling ruling)
{
	for (int i = 0; i < list->nr; i++) {
		if (list->all[i].ruling != ruling)
			continue;
		if (is_told(list, i))
			fprintf(out, "\nThe same, law %d: %s, %s\n", list->all[i].law,
				list->all[i].program, list->all[i].note);
		else
			print_finding(out, &list->all[i]);
	}
}

void verdict_print_table(FILE *out, const char *scheme, const struct verdict_list *list)
{
	fprintf(out, "%s\nlaw  %-38s  %-14s  %-28s  %11s  %s\n", scheme, "", "verdict", "how",
		"executions", "note");
	for (int law = 1; law < NR_LAWS; law++) {
		struct row row = sum_up(list, law);

		if (anybody_judged(list, law))
			print_row(out, law, &row);
	}
	print_findings(out, list, RULING_VIOLATED);
	print_findings(out, list, RULING_WARNING);
	fputc('\n', out);
}

static void put_verdict(yajl_gen json, const struct verdict *verdict)
{
	yajl_gen_map_open(json);
	json_put_integer(json, "law", verdict->law);
	json_put_text(json, "says", law_names[verdict->law]);
	json_put_text(json, "layer", layer_names[verdict->layer]);
	json_put_text(json, "program", verdict->program);
	json_put_text(json, "ruling", ruling_names[verdict->ruling]);
	json_put_integer(json, "executions", (long long)verdict->executions);
	json_put_number(json, "seconds", verdict->seconds);
	json_put_text(json, "note", verdict->note);
	json_put_text(json, "trace", verdict->trace);
	yajl_gen_map_close(json);
}

void verdict_put_json(yajl_gen json, const char *key, const struct verdict_list *list)
{
	json_open_array(json, key);
	for (int i = 0; i < list->nr; i++)
		put_verdict(json, &list->all[i]);
	yajl_gen_array_close(json);
}
