// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * verdict.c: lists of verdicts, what they amount to, and how they travel from the process that checks
 * to the one that prints. The table and JSON are in verdict_print.c.
 */
#include "bench/check/verdict.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TRACE (1U << 20)

const char *const law_names[NR_LAWS] = {
	[LAW_INIT] = "init gives count 1",
	[LAW_ADDS_NR] = "a get adds exactly nr",
	[LAW_FROZEN_STAYS] = "frozen refuses, however often",
	[LAW_FREE_REFUSES] = "freed, buddy and tail pages refuse",
	[LAW_ONE_LAST_PUT] = "one last put a lifetime, none before",
	[LAW_FREEZE] = "freeze at exactly n, and then excludes",
	[LAW_FROZEN_COUNTS_0] = "the count of frozen is 0",
	[LAW_RESTORED] = "put back, the count is what it was",
	[LAW_VISIBLE] = "the freer sees what was written before",
	[LAW_ZEROED] = "zeroed memory is as stated",
	[LAW_OVERFLOW] = "counts up to the maximum work",
	[LAW_SAME_LIFETIME] = "the freer is of the same lifetime",
	[LAW_LOOKUP] = "lookups return what they looked for",
};

const char *const layer_names[NR_LAYERS] = {
	[LAYER_CONFORMANCE] = "conformance",
	[LAYER_EXPLORATION] = "exploration",
	[LAYER_WEAK_MEMORY] = "weak memory",
	[LAYER_MODEL] = "model",
};

const char *const ruling_names[NR_RULINGS] = {
	[RULING_NOT_APPLICABLE] = "not applicable",
	[RULING_NOT_RUN] = "not run",
	[RULING_HOLDS] = "holds",
	[RULING_HOLDS_TO_BOUND] = "holds to bound",
	[RULING_WARNING] = "warning",
	[RULING_VIOLATED] = "VIOLATED",
};

void verdict_add(struct verdict_list *list, const struct verdict *verdict)
{
	struct verdict *all = realloc(list->all, ((size_t)list->nr + 1) * sizeof(*list->all));

	if (!all) {
		list->out_of_memory = true;
		free(verdict->trace);
		return;
	}
	list->all = all;
	list->all[list->nr++] = *verdict;
}

void verdict_list_free(struct verdict_list *list)
{
	for (int i = 0; i < list->nr; i++)
		free(list->all[i].trace);
	free(list->all);
	*list = (struct verdict_list){0};
}

enum ruling verdict_worst(const struct verdict_list *list)
{
	enum ruling worst = RULING_NOT_APPLICABLE;

	for (int i = 0; i < list->nr; i++) {
		if (list->all[i].ruling > worst)
			worst = list->all[i].ruling;
	}
	return worst;
}

enum ruling verdict_worst_of(const struct verdict_list *list, enum layer layer)
{
	enum ruling worst = RULING_NOT_APPLICABLE;

	for (int i = 0; i < list->nr; i++) {
		if (list->all[i].layer == layer && list->all[i].ruling > worst)
			worst = list->all[i].ruling;
	}
	return worst;
}

/* ---- through a pipe ---- */

static bool write_one(FILE *out, const struct verdict *verdict)
{
	uint32_t length = verdict->trace ? (uint32_t)strlen(verdict->trace) : 0;

	return fwrite(verdict, sizeof(*verdict), 1, out) == 1 &&
	       fwrite(&length, sizeof(length), 1, out) == 1 &&
	       fwrite(verdict->trace, 1, length, out) == length;
}

bool verdict_write(FILE *out, const struct verdict_list *list)
{
	bool written = fwrite(&list->nr, sizeof(list->nr), 1, out) == 1;

	for (int i = 0; written && i < list->nr; i++)
		written = write_one(out, &list->all[i]);
	return written && !list->out_of_memory && !fflush(out);
}

static bool read_one(FILE *in, struct verdict *verdict)
{
	uint32_t length;

	if (fread(verdict, sizeof(*verdict), 1, in) != 1)
		return false;
	verdict->trace = NULL;
	if (fread(&length, sizeof(length), 1, in) != 1 || length > MAX_TRACE)
		return false;
	if (!length)
		return true;
	verdict->trace = calloc(1, length + 1);
	if (verdict->trace && fread(verdict->trace, 1, length, in) == length)
		return true;
	free(verdict->trace);
	return false;
}

bool verdict_read(FILE *in, struct verdict_list *list)
{
	int nr;

	if (fread(&nr, sizeof(nr), 1, in) != 1)
		return false;
	while (nr-- > 0) {
		struct verdict verdict;

		if (!read_one(in, &verdict))
			return false;
		verdict_add(list, &verdict);
	}
	return !list->out_of_memory;
}
