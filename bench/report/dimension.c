// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dimension.c: texts are compared by their pointers, as they are interned, and sorted by the design's
 * order. How many mutators there are belongs to the churn: without them there is none, and rows with
 * and without churn are worth standing side by side.
 */
#include "bench/report/dimension.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/scheme_order.h"

#define MAX_KNOWN 4

const char *const dimension_names[NR_DIMENSIONS] = {
	[DIMENSION_SCHEME] = "scheme",	   [DIMENSION_ORDER] = "order",
	[DIMENSION_LIFETIME] = "lifetime", [DIMENSION_RECHECK] = "recheck",
	[DIMENSION_RCU] = "rcu",	   [DIMENSION_CHURN] = "churn",
	[DIMENSION_MEMMAP] = "memmap",
};

/* A dimension that is one text of the key. */
struct text_dimension {
	size_t offset;
	const char *known[MAX_KNOWN]; /* in the design's order */
	const char *usual; /* NULL: a heading always says it */
};

#define KEY(name) offsetof(struct result_key, name)
static const struct text_dimension texts[NR_DIMENSIONS] = {
	[DIMENSION_SCHEME] = {KEY(scheme), {NULL}, NULL},
	[DIMENSION_ORDER] = {KEY(memory_order), {"full", "acq-rel"}, "full"},
	[DIMENSION_LIFETIME] = {KEY(lifetime), {"typesafe", "rcu-folio", "rcu-memory"}, NULL},
	[DIMENSION_RCU] = {KEY(rcu), {"memb", "qsbr", "bp"}, "memb"},
	[DIMENSION_CHURN] = {KEY(churn), {NULL}, "0"},
	[DIMENSION_MEMMAP] = {KEY(memmap), {"embedded", "memdesc8", "memdesc32"}, NULL},
};

static const char *text_of(enum dimension dimension, const struct result_key *key)
{
	return *(const char *const *)((const char *)key + texts[dimension].offset);
}

bool key_is_lookup(const struct result_key *key)
{
	return *key->memmap;
}

bool key_is_kernel(const struct result_key *key)
{
	return key->as && *key->as;
}

bool key_same_conditions(const struct result_key *a, const struct result_key *b)
{
	bool lookup = key_is_lookup(a);

	return a->workload == b->workload && a->placement == b->placement &&
	       a->memory == b->memory && a->share == b->share && a->pages == b->pages &&
	       a->batch == b->batch && a->nr == b->nr && key_is_lookup(b) == lookup &&
	       (lookup || a->writers == b->writers) && a->pattern == b->pattern &&
	       a->verify == b->verify && a->pin == b->pin && a->memory_limit == b->memory_limit &&
	       a->grace_period_ns == b->grace_period_ns && a->as == b->as && a->size == b->size;
}

bool dimension_same(enum dimension dimension, const struct result_key *a,
		    const struct result_key *b)
{
	if (dimension == DIMENSION_RECHECK)
		return a->recheck == b->recheck;
	if (dimension == DIMENSION_CHURN && a->writers != b->writers)
		return false;
	return text_of(dimension, a) == text_of(dimension, b);
}

bool key_same_row(const struct result_key *a, const struct result_key *b, unsigned int but)
{
	for (int i = 0; i < NR_DIMENSIONS; i++) {
		if (!(but & 1u << i) && !dimension_same((enum dimension)i, a, b))
			return false;
	}
	return true;
}

/* ---- order ---- */

static int rank(const struct text_dimension *dimension, const char *text)
{
	int i = 0;

	while (i < MAX_KNOWN && dimension->known[i] && strcmp(dimension->known[i], text))
		i++;
	return i;
}

static int compare_numbers(double a, double b)
{
	return (a > b) - (a < b);
}

/* "max" is more than any number; so is what nobody knows. */
static double churn_of(const struct result_key *key)
{
	char *end;
	double number = strtod(key->churn, &end);

	return end == key->churn || *end ? INFINITY : number;
}

int dimension_compare(enum dimension dimension, const struct result_key *a,
		      const struct result_key *b)
{
	const char *left, *right;
	int difference;

	if (dimension == DIMENSION_RECHECK)
		return b->recheck - a->recheck; /* with it first */
	left = text_of(dimension, a);
	right = text_of(dimension, b);
	if (dimension == DIMENSION_SCHEME)
		return scheme_name_compare(left, right);
	difference = dimension == DIMENSION_CHURN
			     ? compare_numbers(churn_of(a), churn_of(b))
			     : rank(&texts[dimension], left) - rank(&texts[dimension], right);
	if (!difference && dimension == DIMENSION_CHURN)
		difference = compare_numbers(a->writers, b->writers);
	return difference ? difference : strcmp(left, right);
}

int key_compare_rows(const struct result_key *a, const struct result_key *b)
{
	int difference = 0;

	for (int i = 0; !difference && i < NR_DIMENSIONS; i++)
		difference = dimension_compare((enum dimension)i, a, b);
	return difference;
}

/* ---- words ---- */

/* 10000 as 10k: mutations a second are round, and a column is narrow. */
static void churn_value(char out[DIMENSION_TEXT], const struct result_key *key)
{
	double churn = churn_of(key);
	char mutators[16] = "";

	if (churn == 0) {
		snprintf(out, DIMENSION_TEXT, "0");
		return;
	}
	if (key->writers > 1)
		snprintf(mutators, sizeof(mutators), "%dx", key->writers);
	if (isfinite(churn) && churn >= 1e6 && fmod(churn, 1e5) == 0)
		snprintf(out, DIMENSION_TEXT, "%s%gM", mutators, churn / 1e6);
	else if (isfinite(churn) && churn >= 1e3 && fmod(churn, 1e2) == 0)
		snprintf(out, DIMENSION_TEXT, "%s%gk", mutators, churn / 1e3);
	else
		snprintf(out, DIMENSION_TEXT, "%s%.100s", mutators, key->churn);
}

void dimension_value(char out[DIMENSION_TEXT], enum dimension dimension,
		     const struct result_key *key)
{
	if (dimension == DIMENSION_RECHECK)
		snprintf(out, DIMENSION_TEXT, "%s", key->recheck ? "on" : "off");
	else if (dimension == DIMENSION_CHURN)
		churn_value(out, key);
	else
		snprintf(out, DIMENSION_TEXT, "%s", text_of(dimension, key));
}

bool dimension_is_usual(enum dimension dimension, const struct result_key *key)
{
	const char *text;

	if (dimension != DIMENSION_ORDER && !key_is_lookup(key))
		return true;
	if (dimension == DIMENSION_RECHECK)
		return key->recheck;
	text = text_of(dimension, key);
	if (dimension == DIMENSION_ORDER && !*text)
		return true; /* from before there was another */
	return texts[dimension].usual && !strcmp(text, texts[dimension].usual);
}
