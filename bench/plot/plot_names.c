// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_names.c: what a picture is called and what it says of its conditions. The name tells only those
 * conditions that differ from the usual; it goes into paths and into gnuplot, so only [a-z0-9._-]
 * survives.
 */
#include "bench/plot/plot_job.h"

#include <stdio.h>
#include <string.h>

static void append(char *out, size_t size, const char *text)
{
	size_t used = strlen(out);

	snprintf(out + used, size - used, "%s", text);
}

static void append_slug(char *out, size_t size, const char *text)
{
	append(out, size, "-");
	text_slug(out, size, text);
}

struct knob {
	const char *name;
	int value, usual;
};

#define NR_KNOBS 4

static void list_knobs(struct knob knobs[NR_KNOBS], const struct result_key *key)
{
	const struct knob list[NR_KNOBS] = {
		{"pages", key->pages, 1},
		{"batch", key->batch, 1},
		{"writers", key_is_lookup(key) ? 0 : key->writers, 0}, /* part of the churn */
		{"nr", key->nr, 1},
	};

	memcpy(knobs, list, sizeof(list));
}

/* A name is short enough without what a lookup has where nothing else was asked for. */
static bool is_usual_lookup(const struct result_key *key, const struct knob *knob)
{
	if (!key_is_lookup(key))
		return false;
	return !strcmp(knob->name, "pages")
		       ? knob->value == LOOKUP_USUAL_PAGES
		       : !strcmp(knob->name, "batch") && !strcmp(key->workload, "page-cache") &&
				 knob->value == PAGE_CACHE_USUAL_BATCH;
}

/* What all rows of a lookup's panel share. The scheme tells a picture only where there is a choice. */
static void append_shared(char *out, size_t size, const struct panel *panel)
{
	for (int d = 0; d < NR_DIMENSIONS; d++) {
		const enum dimension dimension = (enum dimension)d;
		char value[DIMENSION_TEXT];

		if (panel->varies & 1u << d || dimension_is_usual(dimension, &panel->rows[0]))
			continue;
		dimension_value(value, dimension, &panel->rows[0]);
		if (dimension == DIMENSION_RECHECK)
			snprintf(value, sizeof(value), "unchecked");
		if (dimension == DIMENSION_CHURN)
			append(out, size, "-churn");
		append_slug(out, size, value);
	}
}

/* Of a running kernel: threads, and calls of 64 bytes, go without saying. */
static void append_kernel(char *out, size_t size, const struct result_key *key)
{
	char text[32];

	snprintf(text, sizeof(text), "-size%d", key->size);
	if (key->size && key->size != 64)
		append(out, size, text);
	append(out, size, key->pin ? "-pin" : "");
	if (strcmp(key->as, "threads")) {
		append(out, size, "-as");
		append_slug(out, size, key->as);
	}
}

static void append_conditions(char *out, size_t size, const struct panel *panel)
{
	const struct result_key *key = &panel->key;
	struct knob knobs[NR_KNOBS];
	char text[32];

	append_slug(out, size, key->workload);
	append_slug(out, size, key->placement);
	list_knobs(knobs, key);
	for (int i = 0; i < NR_KNOBS; i++) {
		snprintf(text, sizeof(text), "-%s%d", knobs[i].name, knobs[i].value);
		if (knobs[i].value != knobs[i].usual && !is_usual_lookup(key, &knobs[i]))
			append(out, size, text);
	}
	if (strcmp(key->share, "all")) {
		append(out, size, "-share");
		append_slug(out, size, key->share);
	}
	if (strcmp(key->memory, "local"))
		append_slug(out, size, key->memory);
	if (key_is_lookup(key)) {
		if (strcmp(key->pattern, "uniform"))
			append_slug(out, size, key->pattern);
		append(out, size, key->pin ? "-pin" : "");
		append_shared(out, size, panel);
	}
	if (key_is_kernel(key))
		append_kernel(out, size, key);
}

/* Of a lookup what is usual goes without saying: there is much to say already. */
static void describe_place(char *out, size_t size, const struct result_key *key)
{
	char placement[160], memory[80], share[80];

	text_shorten(placement, sizeof(placement), key->placement, 36);
	text_shorten(memory, sizeof(memory), key->memory, 16);
	text_shorten(share, sizeof(share), key->share, 16);
	if (key_is_lookup(key) && !strcmp(key->memory, "local") && !strcmp(key->share, "all"))
		snprintf(out, size, "placement %s", placement);
	else
		snprintf(out, size, "placement %s, memory %s, share %s", placement, memory, share);
}

static void describe_shared(char *out, size_t size, const struct panel *panel)
{
	const struct result_key *key = &panel->key;
	char pattern[80];

	text_shorten(pattern, sizeof(pattern), key->pattern, 16);
	append(out, size, ", ");
	append(out, size, pattern);
	append(out, size, key->pin ? ", pinned" : "");
	for (int d = 0; d < NR_DIMENSIONS; d++) {
		char value[DIMENSION_TEXT], cut[DIMENSION_TEXT];

		if (panel->varies & 1u << d ||
		    dimension_is_usual((enum dimension)d, &panel->rows[0]))
			continue;
		dimension_value(value, (enum dimension)d, &panel->rows[0]);
		text_shorten(cut, sizeof(cut), value, 24);
		append(out, size, ", ");
		if (d == DIMENSION_CHURN || d == DIMENSION_RECHECK) {
			append(out, size, dimension_names[d]);
			append(out, size, " ");
		}
		append(out, size, cut);
	}
}

static void describe_kernel(char *out, size_t size, const struct result_key *key)
{
	char text[32], as[80];

	snprintf(text, sizeof(text), ", %d bytes a call", key->size);
	append(out, size, key->size ? text : "");
	append(out, size, key->pin ? ", pinned" : "");
	text_shorten(as, sizeof(as), key->as, 16);
	append(out, size, ", as ");
	append(out, size, as);
}

void describe_conditions(char *out, size_t size, const struct panel *panel)
{
	const struct result_key *key = &panel->key;
	struct knob knobs[NR_KNOBS];
	char text[32];

	describe_place(out, size, key);
	list_knobs(knobs, key);
	for (int i = 0; i < NR_KNOBS; i++) {
		snprintf(text, sizeof(text), ", %s %d", knobs[i].name, knobs[i].value);
		if (knobs[i].value != knobs[i].usual)
			append(out, size, text);
	}
	if (key_is_lookup(key))
		describe_shared(out, size, panel);
	if (key_is_kernel(key))
		describe_kernel(out, size, key);
}

void describe_machine(char *out, size_t size, const struct plot_job *job,
		      const struct result_run *run)
{
	char host[100], version[60], revision[80];

	out[0] = '\0';
	if (job->summary->nr_machines < 2)
		return;
	text_shorten(host, sizeof(host), *run->host ? run->host : "unknown", 20);
	text_shorten(version, sizeof(version), run->version, 10);
	text_shorten(revision, sizeof(revision), run->revision, 14);
	snprintf(out, size, "host %s, pageref %s%s%s: ", host, version, *version ? " " : "",
		 revision);
}

void make_name(char *name, const char *kind, const char *subject, const struct panel *panel)
{
	/* Room is left for a number that makes it unique. */
	const size_t size = PICTURE_NAME_SIZE - 16;

	name[0] = '\0';
	append(name, size, kind);
	if (subject)
		append_slug(name, size, subject);
	if (panel)
		append_conditions(name, size, panel);
}
