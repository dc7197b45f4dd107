// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * model.c: the last layer: the schemes as Promela, searched exhaustively by Spin. A law that is
 * broken is reported with the shortest way there, and the search is made again without asking about
 * it, so that one broken law hides no other. Where Spin or a compiler is missing, that is the verdict.
 */
#include "bench/check/model.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "bench/check/check.h"
#include "bench/command/data_dir.h"

static const int readers_at[NR_DEPTHS] = {
	[DEPTH_QUICK] = 2,
	[DEPTH_FULL] = 3,
	[DEPTH_LONG] = 4,
};

static const struct scheme_model plain = {"-DPLAIN", 6, 0, 0, .max_readers = 4};
static const struct scheme_model optimistic = {"-DOPTIMISTIC", 6, 0, 0, .max_readers = 4};
static const struct scheme_model lock_bit = {"-DLOCK_BIT", 6, 2, 0x20, .max_readers = 4};
static const struct scheme_model inverted_high = {"-DINVERTED_HIGH", 6, 2, 0, .max_readers = 4};
static const struct scheme_model inverted_low = {"-DINVERTED_LOW", 6, 0, 0, .max_readers = 4};
static const struct scheme_model rcuref = {
	.define = "-DRCUREF",
	.bits = 8,
	.zone_bits = 3,
	.frozen = 0xe0,
	.max_readers = 3,
	.assumed = "one reset in 2^29 failed gets succeeds",
	.unassumed = "-DUNBOUNDED_RESIDUE",
};

static const struct {
	const char *scheme;
	const struct scheme_model *model;
} models[] = {
	{"plain", &plain},
	{"optimistic", &optimistic},
	{"lock-bit", &lock_bit},
	{"lock-bit-acquire", &lock_bit}, /* the same where memory is sequentially consistent */
	{"frozen-bit", &lock_bit},
	{"inverted-high", &inverted_high},
	{"inverted-low", &inverted_low},
	{"rcuref", &rcuref},
};

static const char *const broken[NR_LAWS] = {
	[LAW_ADDS_NR] = "the count is not what was taken",
	[LAW_FROZEN_STAYS] = "nobody may get the page, and its word is not frozen",
	[LAW_FREE_REFUSES] = "a get succeeds on a page that is free, or a tail",
	[LAW_ONE_LAST_PUT] = "a page is freed that somebody holds, or twice, or never",
	[LAW_FREEZE] = "a freeze at another count, a get while frozen, or a wrong thaw",
	[LAW_FROZEN_COUNTS_0] = "the count of a page that nobody may get is not 0",
	[LAW_RESTORED] = "what is left is not what was taken and not put back",
	[LAW_SAME_LIFETIME] = "who frees dropped its reference in an older lifetime",
};

const struct scheme_model *scheme_model_find(const char *scheme)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++) {
		if (!strcmp(models[i].scheme, scheme))
			return models[i].model;
	}
	return NULL;
}

uint32_t scheme_model_word(const struct scheme_model *model, uint32_t scaled)
{
	uint32_t low = (1U << (model->bits - model->zone_bits)) - 1;

	if (!model->zone_bits)
		return scaled;
	if (scaled == (1U << model->bits) - 1)
		return UINT32_MAX;
	return (scaled & ~low) << (32 - model->bits) | (scaled & low);
}

/* ---- traces ---- */

static void name_thread(char name[24], int thread, int readers)
{
	if (thread < readers)
		snprintf(name, 24, "reader %d", thread + 1);
	else
		snprintf(name, 24, "%s", thread == readers ? "owner" : "freezer");
}

/* The lines that the model prints, "step|thread|word|what", as a numbered list; NULL without memory. */
static char *tell(const struct scheme_model *model, int readers, int law, char *trail)
{
	uint32_t before = scheme_model_word(model, model->frozen);
	char *text = NULL, *rest = trail, *line;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int nr = 0;

	if (!out)
		return NULL;
	fprintf(out, "  at the start the page is free, its count 0x%08" PRIx32 "\n", before);
	while ((line = strsep(&rest, "\n"))) {
		char name[24], what[80];
		int thread;
		uint32_t word;

		if (sscanf(line, " step|%d|%" SCNu32 "|%79[^\n]", &thread, &word, what) != 3)
			continue;
		word = scheme_model_word(model, word);
		name_thread(name, thread, readers);
		fprintf(out, "  %3d  %-9s  %-44s  0x%08" PRIx32 " -> 0x%08" PRIx32 "\n", ++nr, name,
			what, before, word);
		before = word;
	}
	fprintf(out, "       => %s\n", broken[law]); /* warning or violation: the ruling says */
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

/* ---- verdicts ---- */

static void add_for_each(struct verdict_list *list, struct verdict verdict, unsigned int laws)
{
	for (verdict.law = 1; verdict.law < NR_LAWS; verdict.law++) {
		if (laws & LAW_BIT(verdict.law))
			verdict_add(list, &verdict);
	}
}

static void add_not_run(struct verdict_list *list, unsigned int laws, const char *why)
{
	struct verdict verdict = {.layer = LAYER_MODEL, .ruling = RULING_NOT_RUN};

	snprintf(verdict.program, sizeof(verdict.program), "pageref.pml");
	snprintf(verdict.note, sizeof(verdict.note), "%.150s", why);
	add_for_each(list, verdict, laws);
}

/* What one search says. Returns the laws that it leaves open: all but the one that it broke, or none. */
static unsigned int add_result(const struct scheme_model *model, int readers, unsigned int laws,
			       const struct spin_result *result, struct verdict_list *list)
{
	struct verdict verdict = {
		.layer = LAYER_MODEL,
		.executions = result->states,
		.seconds = result->seconds,
	};

	snprintf(verdict.program, sizeof(verdict.program), "pageref.pml");
	if (!result->failed) {
		verdict.ruling = result->complete ? RULING_HOLDS : RULING_HOLDS_TO_BOUND;
		snprintf(verdict.note, sizeof(verdict.note),
			 "%d readers, owner, freezer, for ever, word of %d bits%s%s", readers,
			 model->bits, model->assumed ? "; if " : "",
			 model->assumed ? model->assumed : "");
		add_for_each(list, verdict, laws);
		return 0;
	}
	verdict.law = result->law;
	if (!(laws & LAW_BIT(result->law % 32))) {
		add_not_run(list, laws, "the model failed an assertion that is no law");
		return 0;
	}
	verdict.ruling = result->law == LAW_SAME_LIFETIME ? RULING_WARNING : RULING_VIOLATED;
	snprintf(verdict.note, sizeof(verdict.note), "%s", broken[result->law]);
	verdict.trace = tell(model, readers, result->law, result->trail);
	verdict_add(list, &verdict);
	return laws & ~LAW_BIT(result->law);
}

void scheme_model_judge(const struct scheme_model *model, int readers, const char *define,
			unsigned int laws, struct verdict_list *list)
{
	char dir[PATH_MAX], file[PATH_MAX + 16], nr[32], bits[32], skip[32];
	struct spin_model spin = {.file = file,
				  .defines = {model->define, nr, bits, skip, define},
				  .large = readers > 2};
	struct spin_result result;
	struct error err;
	int ret = data_dir("core/models", dir, sizeof(dir), &err);

	snprintf(file, sizeof(file), "%s/pageref.pml", dir);
	snprintf(nr, sizeof(nr), "-DREADERS=%d", readers);
	snprintf(bits, sizeof(bits), "-DBITS=%d", model->bits);
	while (!ret && laws) {
		snprintf(skip, sizeof(skip), "-DSKIP=%u", MODELLED_LAWS & ~laws);
		ret = spin_run(&spin, &result, &err);
		if (!ret)
			laws = add_result(model, readers, laws, &result, list);
		spin_result_free(&result);
	}
	if (ret)
		add_not_run(list, laws, err.text);
}

/*
 * What is assumed may be wrong: show what then happens, as a warning. With the fewest threads that
 * show it: one reader and the freezer.
 */
static void judge_unassumed(const struct scheme_model *model, struct verdict_list *list)
{
	struct verdict_list found = {0};

	scheme_model_judge(model, 1, model->unassumed, LAW_BIT(LAW_FROZEN_STAYS), &found);
	for (int i = 0; i < found.nr; i++) {
		struct verdict *verdict = &found.all[i];

		if (verdict->ruling == RULING_VIOLATED) {
			verdict->ruling = RULING_WARNING;
			snprintf(verdict->note, sizeof(verdict->note), "unless %s: %s",
				 model->assumed, broken[verdict->law]);
			verdict_add(list, verdict);
			verdict->trace = NULL;
		}
	}
	verdict_list_free(&found);
}

static int min_int(int a, int b)
{
	return a < b ? a : b;
}

void check_model(const struct explored_scheme *scheme, enum check_depth depth,
		 struct verdict_list *list)
{
	/* A header of the user's is no copy of the scheme that has its name. */
	const struct scheme_model *model = scheme->header ? NULL : scheme_model_find(scheme->name);
	struct verdict verdict = {.layer = LAYER_MODEL, .ruling = RULING_NOT_APPLICABLE};

	if (model) {
		scheme_model_judge(model, min_int(readers_at[depth], model->max_readers), NULL,
				   MODELLED_LAWS, list);
		if (model->unassumed)
			judge_unassumed(model, list);
		return;
	}
	snprintf(verdict.program, sizeof(verdict.program), "pageref.pml");
	snprintf(verdict.note, sizeof(verdict.note), "%s",
		 scheme->unsafe ? scheme->unsafe : "nobody has made a model of it");
	add_for_each(list, verdict, MODELLED_LAWS);
}
