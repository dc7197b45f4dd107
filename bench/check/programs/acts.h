/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * acts.h: what threads of a program do to a folio, with what must be true then. Beside each folio
 * stands what really is ("ghost" state): who holds references, which life it is in. It changes in the
 * step of the operation that makes it so, and no operation sees it. Include a scheme first.
 */
#ifndef BENCH_CHECK_PROGRAMS_ACTS_H
#define BENCH_CHECK_PROGRAMS_ACTS_H

#include <string.h>

#include "bench/check/explored.h"
#include "core/page.h"

/* What freeing a folio writes to its count: nothing. A planted fault replaces it. */
#ifndef free_page_count
#define free_page_count(page) ((void)(page))
#endif

struct subject {
	const char *name;
	struct folio *folio;
	const char *is; /* "live"; what it is while nobody may get it */
	int lifetime; /* the first, the second ... */
	int references; /* that somebody has */
	int freed; /* in this lifetime */
	unsigned long place; /* where it can be looked up: an address, a slot, a frame */
};

struct held {
	struct subject *subject;
	int nr;
	int lifetime; /* in which it was taken */
};

static const char live[] = "live";
static const char freed[] = "free";
static const char frozen[] = "frozen";

static inline bool subject_is(const struct subject *subject, const char *what)
{
	return subject->is == what;
}

static inline struct held hold(struct subject *subject, int nr)
{
	return (struct held){.subject = subject, .nr = nr, .lifetime = subject->lifetime};
}

/* ---- how a program begins ---- */

/* Memory that was something else before, and its count frozen. */
static inline void begin_frozen(struct subject *subject, const char *name, const char *count_name,
				struct folio *folio)
{
	memset(folio, 0, sizeof(*folio));
	set_page_count_frozen(&folio->page);
	*subject = (struct subject){.name = name, .folio = folio, .is = frozen, .lifetime = 1};
	explore_name(&folio->_refcount, count_name);
}

static inline void begin_live(struct subject *subject, const char *name, const char *count_name,
			      struct folio *folio, int references)
{
	begin_frozen(subject, name, count_name, folio);
	folio_ref_unfreeze(folio, references);
	subject->is = live;
	subject->references = references;
}

/* ---- get and put ---- */

/* The getter has been told that it got @nr references. */
static inline void subject_got(struct subject *subject, int nr)
{
	if (!subject_is(subject, live))
		explore_fail(subject_is(subject, frozen) ? LAW_FREEZE : LAW_FREE_REFUSES,
			     "a get succeeds on %s, which is %s", subject->name, subject->is);
	subject->references += nr;
	explore_note("got %s", nr == 1 ? "a reference" : "references");
}

static inline bool try_get(struct subject *subject, int nr, struct held *held)
{
	bool got;

	explore_doing(nr == 1 ? "folio_try_get" : "folio_ref_try_add");
	got = nr == 1 ? folio_try_get(subject->folio) : folio_ref_try_add(subject->folio, nr);
	explore_doing(NULL);
	if (got) {
		subject_got(subject, nr);
		*held = hold(subject, nr);
	} else {
		explore_note("refused");
	}
	return got;
}

static inline void references_gone(void *arg)
{
	const struct held *held = (const struct held *)arg;

	held->subject->references -= held->nr;
}

/* A put has been told that it was the last, so it frees. */
static inline void subject_freed(struct subject *subject, int lifetime)
{
	if (subject->freed)
		explore_fail(LAW_ONE_LAST_PUT, "told: last reference, of %s, which is %s",
			     subject->name, subject->is);
	if (subject->references)
		explore_fail(LAW_ONE_LAST_PUT, "told: last reference; %d of %s are still held",
			     subject->references, subject->name);
	if (!subject_is(subject, live))
		explore_fail(LAW_ONE_LAST_PUT, "told: last reference, of %s, which is %s",
			     subject->name, subject->is);
	explore_note("told: last reference, frees %s", subject->name);
	if (lifetime != subject->lifetime)
		explore_warn(LAW_SAME_LIFETIME,
			     "who frees %s in its lifetime %d dropped its reference in lifetime %d",
			     subject->name, subject->lifetime, lifetime);
	subject->is = freed;
	subject->freed++;
	free_page_count(&subject->folio->page);
}

static inline void put(struct held *held)
{
	struct folio *folio = held->subject->folio;
	bool last;

	explore_doing(held->nr == 1 ? "folio_put" : "folio_put_refs");
	explore_with_next_change(references_gone, held);
	last = held->nr == 1 ? folio_ref_dec_and_test(folio)
			     : folio_ref_sub_and_test(folio, held->nr);
	explore_settle();
	if (last)
		subject_freed(held->subject, held->lifetime);
	explore_doing(NULL);
}

/* ---- freeze and thaw ---- */

static inline bool freeze(struct held *held)
{
	struct subject *subject = held->subject;
	bool done;

	explore_doing("folio_ref_freeze");
	done = folio_ref_freeze(subject->folio, held->nr);
	explore_doing(NULL);
	if (!done) {
		explore_note("cannot: somebody else has a reference");
		return false;
	}
	if (subject->references != held->nr)
		explore_fail(LAW_FREEZE, "frozen at %d, though %d references are held", held->nr,
			     subject->references);
	explore_note("froze %s", subject->name);
	subject->is = frozen;
	return true;
}

static inline void thawed(void *arg)
{
	struct held *held = (struct held *)arg;

	held->subject->is = live;
	held->subject->references = held->nr;
}

static inline void unfreeze(struct held *held)
{
	explore_doing("folio_ref_unfreeze");
	explore_with_next_change(thawed, held);
	folio_ref_unfreeze(held->subject->folio, held->nr);
	explore_settle();
	explore_doing(NULL);
	explore_note("%s is live again, with %d", held->subject->name, held->nr);
}

static inline void assert_counts_0(struct subject *subject)
{
	int count;

	explore_doing("folio_ref_count");
	count = folio_ref_count(subject->folio);
	explore_doing(NULL);
	if (count && subject_is(subject, frozen))
		explore_fail(LAW_FROZEN_COUNTS_0, "the count of %s is %d, though it is frozen",
			     subject->name, count);
}

/* ---- lives ---- */

static inline bool subject_is_free(void *subject)
{
	return subject_is((const struct subject *)subject, freed);
}

static inline void wait_until_free(struct subject *subject)
{
	explore_wait(subject_is_free, subject);
	explore_note("finds %s free", subject->name);
}

static inline void born(void *arg)
{
	struct subject *subject = (struct subject *)arg;

	subject->is = live;
	subject->lifetime++;
	subject->references = 1;
	subject->freed = 0;
}

/* Allocated anew: it has one reference, the caller's. */
static inline struct held allocate(struct subject *subject)
{
	explore_doing("init_page_count");
	explore_with_next_change(born, subject);
	init_page_count(&subject->folio->page);
	explore_settle();
	explore_doing(NULL);
	explore_note("%s begins lifetime %d", subject->name, subject->lifetime);
	return hold(subject, 1);
}

/* ---- how a program ends ---- */

/* Nobody holds it any more, so it has been freed, and refuses. */
static inline void assert_freed(struct subject *subject)
{
	if (subject->references)
		explore_fail(LAW_RESTORED, "at the end %d references of %s are held",
			     subject->references, subject->name);
	if (!subject_is(subject, freed))
		explore_fail(LAW_ONE_LAST_PUT, "nobody was told to free %s: it is lost",
			     subject->name);
	if (folio_try_get(subject->folio))
		explore_fail(LAW_FREE_REFUSES, "at the end a get succeeds on %s, which is free",
			     subject->name);
	if (folio_ref_count(subject->folio))
		explore_fail(LAW_FROZEN_COUNTS_0,
			     "at the end the count of %s, which is free, is %d", subject->name,
			     folio_ref_count(subject->folio));
}

static inline void assert_live(struct subject *subject, int count)
{
	if (folio_ref_count(subject->folio) != count)
		explore_fail(LAW_RESTORED, "at the end the count of %s is %d, not %d",
			     subject->name, folio_ref_count(subject->folio), count);
}

#endif
