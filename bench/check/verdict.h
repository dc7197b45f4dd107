/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verdict.h: what is concluded of a scheme: one verdict for each law, layer and program that judges
 * it; and how lists of them are printed.
 */
#ifndef BENCH_CHECK_VERDICT_H
#define BENCH_CHECK_VERDICT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct yajl_gen_t; /* yajl's: what includes this is compiled where yajl need not be installed */

/*
 * The laws of a scheme, by the numbers of the design. The thirteenth is not the scheme's alone but
 * what it is for.
 */
enum law {
	LAW_INIT = 1,
	LAW_ADDS_NR,
	LAW_FROZEN_STAYS,
	LAW_FREE_REFUSES,
	LAW_ONE_LAST_PUT,
	LAW_FREEZE,
	LAW_FROZEN_COUNTS_0,
	LAW_RESTORED,
	LAW_VISIBLE,
	LAW_ZEROED,
	LAW_OVERFLOW,
	LAW_SAME_LIFETIME,
	LAW_LOOKUP,
	NR_LAWS /* one past the last; there is no law 0 */
};

#define LAW_BIT(law) (1U << (law))

/* In a few words: "exactly one last put a lifetime, none before". */
extern const char *const law_names[NR_LAWS];

/* From cheap to dear. */
enum layer { LAYER_CONFORMANCE, LAYER_EXPLORATION, LAYER_WEAK_MEMORY, LAYER_MODEL, NR_LAYERS };

extern const char *const layer_names[NR_LAYERS];

/* From the least to the most that somebody has to know of. */
enum ruling {
	RULING_NOT_APPLICABLE, /* with the reason */
	RULING_NOT_RUN, /* with the reason */
	RULING_HOLDS, /* everywhere that the program goes */
	RULING_HOLDS_TO_BOUND, /* everywhere that was looked at, and more could be */
	RULING_WARNING,
	RULING_VIOLATED,
	NR_RULINGS
};

extern const char *const ruling_names[NR_RULINGS];

struct verdict {
	int law;
	enum layer layer;
	enum ruling ruling;
	uint64_t executions; /* or states, or cases */
	double seconds;
	char program[40]; /* which program, model or case judged */
	char note[160]; /* its bound; or the reason; or what was violated */
	char *trace; /* malloc'ed text or NULL */
};

struct verdict_list {
	struct verdict *all;
	int nr;
	bool out_of_memory; /* some are missing */
};

/* Takes @verdict's trace over. */
void verdict_add(struct verdict_list *list, const struct verdict *verdict);
void verdict_list_free(struct verdict_list *list);

/* The gravest of a list; RULING_NOT_APPLICABLE where it is empty. */
enum ruling verdict_worst(const struct verdict_list *list);

/* The gravest of what one layer said. */
enum ruling verdict_worst_of(const struct verdict_list *list, enum layer layer);

/* A row for each law, and below it what was violated or is worth a warning, with traces. */
void verdict_print_table(FILE *out, const char *scheme, const struct verdict_list *list);

/* An array of all of them as the value of @key. */
void verdict_put_json(struct yajl_gen_t *json, const char *key, const struct verdict_list *list);

/*
 * Through a pipe, from a process that checks to the one that prints: lists as bytes. Reading returns
 * false where the other end died before its list was whole.
 */
bool verdict_write(FILE *out, const struct verdict_list *list);
bool verdict_read(FILE *in, struct verdict_list *list);

#endif
