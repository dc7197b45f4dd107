// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stress_template.c: readers, an owner and a freezer over one scheme header (-DSCHEME_HEADER,
 * -DSCHEME_NAME), on pages that are freed and allocated again all the while. What must hold:
 *
 *  - a lifetime is freed exactly once, after its owner let go and with nobody holding it;
 *  - who holds a page sees its stamp and no other until he puts it;
 *  - who freezes a page is alone with it, and a frozen page counts 0;
 *  - who frees a page sees whatever its holders wrote before their puts;
 *  - in the end every count is what it was.
 *
 * Left out: residue near its limit, which takes 2^30 failed gets; the explorer drives that.
 */
#include <sched.h>

#include "tests/stress/stress.h"

/*
 * A window between two atomic operations is a few instructions wide, and two threads rarely meet in
 * it. So each operation may be held up before it begins. Nothing in the pause is shared or a fence.
 */
static inline void hold_up(void)
{
	uint32_t random = stress_random();

	if (unlikely(!(random & 15)))
		stress_pause(random);
}

#define atomic_read(v)			      (hold_up(), atomic_read(v))
#define atomic_set(v, i)		      (hold_up(), atomic_set(v, i))
#define atomic_set_release(v, i)	      (hold_up(), atomic_set_release(v, i))
#define atomic_add(i, v)		      (hold_up(), atomic_add(i, v))
#define atomic_inc(v)			      (hold_up(), atomic_inc(v))
#define atomic_fetch_or(i, v)		      (hold_up(), atomic_fetch_or(i, v))
#define atomic_add_return(i, v)		      (hold_up(), atomic_add_return(i, v))
#define atomic_add_return_relaxed(i, v)	      (hold_up(), atomic_add_return_relaxed(i, v))
#define atomic_sub_return(i, v)		      (hold_up(), atomic_sub_return(i, v))
#define atomic_sub_return_relaxed(i, v)	      (hold_up(), atomic_sub_return_relaxed(i, v))
#define atomic_sub_return_release(i, v)	      (hold_up(), atomic_sub_return_release(i, v))
#define atomic_sub_and_test(i, v)	      (hold_up(), atomic_sub_and_test(i, v))
#define atomic_dec_and_test(v)		      (hold_up(), atomic_dec_and_test(v))
#define atomic_try_cmpxchg(v, old, i)	      (hold_up(), atomic_try_cmpxchg(v, old, i))
#define atomic_try_cmpxchg_relaxed(v, old, i) (hold_up(), atomic_try_cmpxchg_relaxed(v, old, i))
#define atomic_try_cmpxchg_acquire(v, old, i) (hold_up(), atomic_try_cmpxchg_acquire(v, old, i))
#define atomic_try_cmpxchg_release(v, old, i) (hold_up(), atomic_try_cmpxchg_release(v, old, i))

#include SCHEME_HEADER

/* What a freed page's count is set to besides: nothing, but in the fault that writes 0. */
#ifndef free_page_count
#define free_page_count(page) ((void)(page))
#endif

static struct stress_page *any_page(struct stress_run *run)
{
	return &run->pages[stress_random() % STRESS_PAGES];
}

static void expect(struct stress_run *run, const struct stress_page *page, bool holds,
		   const char *what)
{
	if (unlikely(!holds))
		stress_fail(run, page, what);
}

/* ---- freeing, by whoever put the last reference ---- */

static void check_uses(struct stress_run *run, struct stress_page *page)
{
	unsigned long seen = 0;

	for (int i = 0; i < STRESS_READERS; i++) {
		struct stress_use *use = &page->use[i];

		expect(run, page, use->before == use->after, "the freer sees half of a use");
		seen += use->before;
		use->before = 0;
		use->after = 0;
	}
	expect(run, page, seen == READ_ONCE(page->uses), "the freer does not see every use");
	WRITE_ONCE(page->uses, 0);
}

static void free_page(struct stress_run *run, struct stress_page *page)
{
	bool was_alive = __atomic_exchange_n(&page->alive, false, __ATOMIC_RELAXED);

	expect(run, page, was_alive, "freed twice");
	expect(run, page, !READ_ONCE(page->owned), "freed before its owner let go");
	expect(run, page, READ_ONCE(page->holders) == 0, "freed while somebody holds it");
	if (READ_ONCE(run->failed))
		return;
	check_uses(run, page);
	WRITE_ONCE(page->ready, false);
	page->stamp = STRESS_POISON;
	page->stamp_again = STRESS_POISON;
	free_page_count(&page->folio.page);
	/* Pairs with the acquire in begin_lifetime(). */
	smp_store_release(&page->freed, READ_ONCE(page->lifetime));
}

static void put(struct stress_run *run, struct stress_page *page, int nr)
{
	bool last = nr == 1 ? folio_ref_dec_and_test(&page->folio)
			    : folio_ref_sub_and_test(&page->folio, nr);

	if (last)
		free_page(run, page);
}

/* ---- readers ---- */

static bool try_get(struct stress_page *page, int nr)
{
	bool got = nr == 1 ? folio_try_get(&page->folio) : folio_ref_try_add(&page->folio, nr);

#ifdef SCHEME_GET_IS_RELAXED
	if (got) {
		smp_acquire__after_ctrl_dep();
		tsan_acquire(&page->folio._refcount.counter);
	}
#endif
	return got;
}

static void use(struct stress_run *run, struct stress_page *page, int reader)
{
	unsigned long stamp = page->stamp;

	expect(run, page, stamp != STRESS_POISON, "a holder finds it freed");
	__atomic_fetch_add(&page->uses, 1, __ATOMIC_RELAXED);
	page->use[reader].before++;
	hold_up();
	page->use[reader].after++;
	expect(run, page, stamp == page->stamp && stamp == page->stamp_again,
	       "its stamp changed under a holder");
}

static void *reader(void *context)
{
	struct stress_thread *thread = context;
	struct stress_run *run = thread->run;

	stress_begin(thread);
	while (!stress_over(run)) {
		struct stress_page *page = any_page(run);
		int nr = stress_random() % 4 ? 1 : 3;

		if (!try_get(page, nr)) {
			thread->refused++;
			continue;
		}
		thread->done++;
		__atomic_fetch_add(&page->holders, 1, __ATOMIC_RELAXED);
		/* Pairs with the release in begin_lifetime(): just allocated, it may not be ready. */
		if (smp_load_acquire(&page->ready))
			use(run, page, thread->index);
		__atomic_fetch_sub(&page->holders, 1, __ATOMIC_RELAXED);
		put(run, page, nr);
	}
	return NULL;
}

/* ---- the owner and the freezer: one of them at a time, as under a folio lock ---- */

static bool try_lock(struct stress_page *page)
{
	return !__atomic_exchange_n(&page->locked, true, __ATOMIC_ACQUIRE);
}

static void unlock(struct stress_page *page)
{
	smp_store_release(&page->locked, false);
}

static void write_stamp(struct stress_page *page)
{
	unsigned long stamp = STRESS_POISON + 1 + stress_random();

	page->stamp = stamp;
	page->stamp_again = stamp;
}

static void check_free(struct stress_run *run, const struct stress_page *page)
{
	bool untouched = page->stamp == STRESS_POISON && page->stamp_again == STRESS_POISON;

	for (int i = 0; i < STRESS_READERS; i++)
		untouched &= !page->use[i].before && !page->use[i].after;
	expect(run, page, untouched, "written to while it was free");
	expect(run, page, folio_ref_count(&page->folio) == 0, "free, and its count is not 0");
}

/* Out of the allocator: frozen and thawed when it is complete, or live at once. */
static void begin_lifetime(struct stress_run *run, struct stress_page *page)
{
	check_free(run, page);
	WRITE_ONCE(page->lifetime, page->lifetime + 1);
	WRITE_ONCE(page->alive, true);
	WRITE_ONCE(page->owned, true);
	if (stress_random() % 2) {
		write_stamp(page);
		smp_store_release(&page->ready, true);
		folio_ref_unfreeze(&page->folio, 1);
		return;
	}
	smp_mb(); /* the allocator's locks: who gets it sees that it is not ready */
	init_page_count(&page->folio.page);
	write_stamp(page);
	smp_store_release(&page->ready, true);
}

static void end_lifetime(struct stress_run *run, struct stress_page *page)
{
	int nr = 1;

	WRITE_ONCE(page->owned, false);
	if (stress_random() % 2) {
		folio_get(&page->folio);
		nr = 2;
	}
	put(run, page, nr);
}

/* Returns whether something was done to it. */
static bool own(struct stress_thread *thread, struct stress_page *page)
{
	struct stress_run *run = thread->run;
	bool owned = READ_ONCE(page->owned);

	if (!owned && smp_load_acquire(&page->freed) != page->lifetime)
		return false;
	if (!try_lock(page))
		return false;
	if (owned) {
		end_lifetime(run, page);
	} else {
		begin_lifetime(run, page);
		thread->done++;
	}
	unlock(page);
	return true;
}

static void *owner(void *context)
{
	struct stress_thread *thread = context;
	struct stress_run *run = thread->run;
	double end = stress_now() + run->seconds;
	struct stress_watch watch;

	stress_begin(thread);
	stress_watch_reset(&watch);
	while (!stress_over(run) && thread->done < run->rounds && stress_now() < end) {
		if (own(thread, any_page(run)))
			stress_watch_reset(&watch);
		else
			sched_yield();
		if (stress_watch_is_over(&watch))
			stress_fail(run, &run->pages[0], "nothing is freed any more");
		for (uint32_t i = stress_random() % 256; i; i--)
			cpu_relax();
	}
	WRITE_ONCE(run->stop, true);
	return NULL;
}

static void alone(struct stress_run *run, struct stress_page *page)
{
	expect(run, page, READ_ONCE(page->holders) == 0, "frozen while somebody holds it");
	expect(run, page, folio_ref_count(&page->folio) == 0, "frozen, and its count is not 0");
	expect(run, page, page->stamp == page->stamp_again, "frozen, and its stamp is torn");
	write_stamp(page);
	expect(run, page, !try_get(page, 1), "frozen, and gave out a reference");
}

static void freeze(struct stress_thread *thread, struct stress_page *page)
{
	struct stress_run *run = thread->run;
	int nr = 1 + (int)(stress_random() % 2);

	if (nr == 2)
		folio_get(&page->folio);
	if (folio_ref_freeze(&page->folio, nr)) {
		thread->done++;
		alone(run, page);
		folio_ref_unfreeze(&page->folio, nr);
	} else {
		thread->refused++;
	}
	if (nr == 2)
		put(run, page, 1);
}

static void *freezer(void *context)
{
	struct stress_thread *thread = context;
	struct stress_run *run = thread->run;

	stress_begin(thread);
	while (!stress_over(run)) {
		struct stress_page *page = any_page(run);

		if (try_lock(page)) {
			if (READ_ONCE(page->owned))
				freeze(thread, page);
			unlock(page);
		}
		for (uint32_t i = stress_random() % 512; i; i--)
			cpu_relax();
	}
	return NULL;
}

/* ---- before and after ---- */

static void prepare(struct stress_run *run)
{
	for (int i = 0; i < STRESS_PAGES; i++) {
		struct stress_page *page = &run->pages[i];

		set_page_count_frozen(&page->folio.page);
		page->stamp = STRESS_POISON;
		page->stamp_again = STRESS_POISON;
	}
}

static void check_rest(struct stress_run *run)
{
	for (int i = 0; i < STRESS_PAGES; i++) {
		struct stress_page *page = &run->pages[i];

		if (page->owned) {
			expect(run, page, folio_ref_count(&page->folio) == 1,
			       "only its owner is left, and its count is not 1");
			end_lifetime(run, page);
		}
		expect(run, page, page->freed == page->lifetime,
		       "everybody is gone, and it is not freed");
		expect(run, page, page->holders == 0, "everybody is gone, and somebody holds it");
		check_free(run, page);
	}
}

static const struct stressed stressed = {
	.name = SCHEME_NAME,
#ifdef FAULT_OF
	.is_fault = true,
#endif
#ifdef SCHEME_UNSAFE
	.unsafe = true,
#endif
	.prepare = prepare,
	.reader = reader,
	.owner = owner,
	.freezer = freezer,
	.check_rest = check_rest,
};

static const struct stressed *const entry
	__attribute__((used, section("pageref_stressed"))) = &stressed;
