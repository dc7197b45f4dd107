/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scheme.h: a reference-count scheme as the program sees it. scheme_template.c compiles each header
 * of core/schemes/ into the timed loops and their counting twins, in each memory order; each object
 * puts one struct scheme into the section pageref_schemes, which is how a new header is found without
 * a list.
 */
#ifndef BENCH_SCHEME_H
#define BENCH_SCHEME_H

#include "bench/worker.h"

/* Memory orders, as a set: what --order asks for, and what an object was compiled for. */
enum order_set { ORDER_FULL = 1, ORDER_ACQ_REL = 2 };

#if defined(PAGEREF_ORDER_ANY)
#define COMPILED_ORDERS (ORDER_FULL | ORDER_ACQ_REL) /* on this machine they are the same code */
#elif defined(PAGEREF_ORDER_ACQ_REL)
#define COMPILED_ORDERS ORDER_ACQ_REL
#else
#define COMPILED_ORDERS ORDER_FULL
#endif

static inline bool order_is_compiled(unsigned int compiled, bool acq_rel)
{
	return compiled & (acq_rel ? ORDER_ACQ_REL : ORDER_FULL);
}

/* The measured loops that every scheme is compiled into; bench/workloads/ says what each does. */
enum loop_id {
	LOOP_GET_PUT,
	LOOP_GET_PUT_BATCH,
	LOOP_GET_PUT_NR,
	LOOP_FROZEN_GET,
	LOOP_FROZEN_GET_NR,
	LOOP_FREEZE,
	LOOP_FINAL_PUT,
	LOOP_FINAL_PUT_BATCH,
	NR_LOOPS
};

/* The scheme's functions out of line: for setting up, checking and testing, never for measuring. */
struct scheme_ops {
	void (*init_page_count)(struct page *page);
	void (*set_page_count_frozen)(struct page *page);
	int (*folio_ref_count)(const struct folio *folio);
	void (*folio_get)(struct folio *folio);
	bool (*folio_try_get)(struct folio *folio);
	bool (*folio_ref_try_add)(struct folio *folio, int nr);
	bool (*folio_ref_dec_and_test)(struct folio *folio);
	bool (*folio_ref_sub_and_test)(struct folio *folio, int nr);
	bool (*folio_ref_freeze)(struct folio *folio, int count);
	void (*folio_ref_unfreeze)(struct folio *folio, int count);
};

struct scheme {
	const char *name; /* the header's, without .h */
	const char *summary; /* one line */
	const char *source; /* who proposed it, where, when */
	const char *frozen; /* which words are frozen, in words */
	const char *zeroed; /* what zeroed memory is: "frozen" or "live" (law 10) */
	const char *cannot_freeze; /* why it has no frozen state, or NULL */
	unsigned int max_count; /* the largest live count that works (law 11) */
	bool unsafe; /* a reference line: it does not keep the laws */
	bool counts_retries; /* this is the counting twin */
	unsigned int orders; /* enum order_set: it serves these */
	struct scheme_ops ops;
	loop_fn *loops[NR_LOOPS];
};

/* Failed compare-and-swaps of the calling thread; only counting twins add to it. */
extern __thread uint64_t atomic_cas_failures;

/*
 * Every scheme, ordered as in the design (baseline, candidates, reference lines; a header nobody
 * has heard of comes last, by name), as a NULL-terminated array that lives as long as the program and
 * has another scheme in it once one was registered.
 */
const struct scheme *const *scheme_all(void);

/* The scheme of this name, or NULL. */
const struct scheme *scheme_find(const char *name);

/*
 * The form of @scheme that counts failed compare-and-swaps or does not, in the memory order asked for;
 * NULL where it was not compiled.
 */
const struct scheme *scheme_variant(const struct scheme *scheme, bool counts_retries, bool acq_rel);

/*
 * Make one form of a scheme known that was loaded since the program began; it must live as long as the
 * program. Returns 0, -EEXIST where there is such a form of its name, or -ENOSPC.
 */
int scheme_register(const struct scheme *scheme);

#endif
