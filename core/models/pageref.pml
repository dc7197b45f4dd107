/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pageref.pml: the schemes of core/schemes/ for Spin: one page, and around it readers that try to get
 * it at any time (as a PFN walker does, without a slot to look at again), an owner that drops it and
 * gets it back from the allocator as a folio or as something frozen (a tail, a slab), and a freezer
 * that gives it back or frees it. Everybody goes on for ever, so no number of operations bounds what
 * is proven: only the number of threads does, and the width of the word.
 *
 * Every step is one atomic operation of the code, named beside it. The word is scaled: BITS wide
 * instead of 32, with the bit, the residue limit and the zones at the same fractions of the range.
 * Memory is sequentially consistent here, so lock-bit, lock-bit-acquire and frozen-bit are one model.
 *
 * Which scheme: one of -DPLAIN -DOPTIMISTIC -DLOCK_BIT -DINVERTED_HIGH -DINVERTED_LOW -DRCUREF.
 * -DREADERS=n; -DSKIP=set of laws (bit n for law n) not to ask about; -DROUNDS=n so many turns each
 * instead of for ever; -DNO_FREEZER; -DLOG_STATES writes each (word, holders) on standard output;
 * -DUNBOUNDED_RESIDUE drops what is assumed of rcuref, see below; -DFAULT_... plants a fault.
 *
 * Left out: memory order (law 9), counts near the end of the range (law 11), slots and PTEs.
 */
#ifndef READERS
#define READERS 2
#endif
#ifndef BITS
#define BITS 6
#endif
#ifndef SKIP
#define SKIP 0
#endif
#define THREADS (READERS + 2)

#define MASK	((1 << BITS) - 1)
#define TOP_BIT (1 << (BITS - 1)) /* bit 31 */
#define HALF	(1 << (BITS - 2)) /* bit 30 */

/* Laws: the end of the schemes section of the reference; the number is read from a failed assert. */
#define LAW(n, condition) assert((SKIP & (1 << n)) || (condition))

/* What no code can see. */
byte holders; /* references that somebody was given and has not dropped */
byte busy; /* threads in the middle of an operation */
bool excluded = true; /* nobody may get the page: it is free, a tail or a slab, or frozen */
bool freed = true; /* the allocator has it */
bool frozen; /* the freezer has it */
bool putting[THREADS]; /* between the decrement that found zero and the mark */
bool older[THREADS]; /* and since then the page began another life */

/* ---- words ---- */

#if defined(PLAIN) || defined(OPTIMISTIC)
#define UNITS(nr)    (nr)
#define LIVE(n)	     (n)
#define FROZEN	     0
#define IS_FROZEN(w) ((w) == 0)
#define COUNT(w)     (w)
#elif defined(LOCK_BIT)
#define UNITS(nr)     (nr)
#define LIVE(n)	      (n)
#define FROZEN	      TOP_BIT
#define IS_FROZEN(w)  (((w) & TOP_BIT) != 0)
#define COUNT(w)      (IS_FROZEN(w) -> 0 : (w))
#define PAST_LIMIT(w) ((w) >= (TOP_BIT | HALF))
#elif defined(INVERTED_HIGH)
#define UNITS(nr)     (nr)
#define LIVE(n)	      (TOP_BIT | (n))
#define FROZEN	      0
#define IS_FROZEN(w)  (((w) & TOP_BIT) == 0)
#define COUNT(w)      (IS_FROZEN(w) -> 0 : ((w) & ~TOP_BIT))
#define PAST_LIMIT(w) (IS_FROZEN(w) && (w) >= HALF)
#elif defined(INVERTED_LOW)
#define UNITS(nr)     ((nr) << 1)
#define LIVE(n)	      (UNITS(n) | 1)
#define FROZEN	      0
#define IS_FROZEN(w)  (((w) & 1) == 0)
#define COUNT(w)      (IS_FROZEN(w) -> 0 : ((w) >> 1))
#define PAST_LIMIT(w) false /* residue is even, and wraps to zero */
#elif defined(RCUREF)
#define UNITS(nr)    (nr)
#define LIVE(n)	     ((n) - 1)
#define RELEASED     (TOP_BIT | HALF)
#define FROZEN	     (RELEASED | HALF >> 1) /* PAGEREF_DEAD */
#define NOREF	     MASK
#define IS_FROZEN(w) ((w) >= RELEASED && (w) < NOREF)
#define COUNT(w)     ((w) >= RELEASED -> 0 : (w) + 1)
#else
#error "which scheme?"
#endif

byte word = FROZEN; /* folio->_refcount */

/*
 * A line of the trace, which Spin prints when it replays one: thread, word after the step, what was
 * done. It comes before whatever asserts, or the last step would be missing.
 */
#define STEP _pid, word

/* ---- what is asserted ---- */

/* After every step. @law: the one that a wrong count breaks, 2 after a get and 8 after a put. */
inline check(law)
{
#ifdef LOG_STATES
	c_code { printf("state %d %d\n", now.word, now.holders); };
#endif
	LAW(3, !excluded || IS_FROZEN(word));
	LAW(7, !excluded || COUNT(word) == 0);
	LAW(5, busy || excluded || holders);
	LAW(law, busy || excluded || COUNT(word) == holders)
}

/* A get succeeded. */
inline give(nr)
{
	LAW(6, !frozen);
	LAW(4, !excluded || frozen);
	holders = holders + nr
}

/* A put said that it was the last one: its caller frees the page. */
inline release()
{
	LAW(5, !excluded && holders == 0);
	LAW(12, !older[_pid]);
	excluded = true;
	freed = true
}

/* ---- try_get(nr): leaves its answer in ok ---- */

#if defined(PLAIN) || defined(OPTIMISTIC)
/* page_ref_add_unless_zero() */
inline try_get(nr)
{
#ifdef PLAIN
	d_step { /* atomic_read */
		printf("step|%d|%d|try_get(%d): atomic_read\n", STEP, nr);
		ok = false;
		seen = word;
		busy = busy + (seen != 0);
		check(2)
	}
#else
	d_step {
		ok = false;
		seen = 1;
		busy++
	}
#endif
	do
	:: d_step { /* pageref_get_cmpxchg(seen -> seen + nr) */
		seen != 0 ->
		if
		:: word == seen ->
			word = word + nr;
			printf("step|%d|%d|try_get(%d): cmpxchg, got\n", STEP, nr);
			give(nr);
			ok = true;
			seen = 0
		:: else ->
			printf("step|%d|%d|try_get(%d): cmpxchg, failed\n", STEP, nr);
			seen = word
		fi;
		busy = busy - (seen == 0);
		check(2)
	   }
	:: seen == 0 -> break
	od
}
#elif defined(RCUREF)
/*
 * folio_ref_try_add(), page_ref_get_slow(). A failed get tries once to pull the word back, so two
 * threads whose tries always fail could drive a dead word to life in 2^29 gets: the model assumes
 * that one succeeds before that. UNBOUNDED_RESIDUE does not.
 */
inline try_get(nr)
{
	d_step { /* atomic_add_return_relaxed */
#ifndef UNBOUNDED_RESIDUE
		!IS_FROZEN(word) || word < NOREF - 2 * THREADS;
#endif
		word = (word + nr) & MASK;
		seen = word;
		ok = seen < TOP_BIT;
		assert(ok || seen >= RELEASED); /* saturation is out of reach */
		if
		:: ok ->
			printf("step|%d|%d|try_get(%d): add_return, got\n", STEP, nr);
			give(nr);
			seen = 0
		:: else ->
			printf("step|%d|%d|try_get(%d): add_return, refused\n", STEP, nr);
			busy++
		fi;
		check(2)
	}
	if
	:: d_step { /* atomic_try_cmpxchg_relaxed(seen -> PAGEREF_DEAD) */
		seen != 0 ->
		if
		:: word == seen -> word = FROZEN
		:: else
		fi;
		printf("step|%d|%d|try_get(%d): cmpxchg from what it saw to DEAD\n", STEP, nr);
		seen = 0;
		busy--;
		check(2)
	   }
	:: seen == 0
	fi
}
#else
/* folio_ref_try_add(), page_ref_add_unless_frozen(), page_ref_reset_residue() */
inline try_get(nr)
{
	d_step { /* atomic_add_return */
		word = (word + UNITS(nr)) & MASK;
		seen = word;
		ok = !IS_FROZEN(seen);
		if
		:: ok ->
			printf("step|%d|%d|try_get(%d): add_return, got\n", STEP, nr);
			give(nr)
		:: else ->
			printf("step|%d|%d|try_get(%d): add_return, refused\n", STEP, nr)
		fi;
#ifdef FAULT_UNDO_BY_SUBTRACTION
		busy = busy + !ok;
#else
		seen = (PAST_LIMIT(seen) -> seen : FROZEN);
		busy = busy + PAST_LIMIT(seen);
#endif
		check(2)
	}
#ifdef FAULT_UNDO_BY_SUBTRACTION
	if
	:: d_step { /* atomic_sub */
		!ok ->
		word = (word - UNITS(nr)) & MASK;
		printf("step|%d|%d|try_get(%d): sub, undone\n", STEP, nr);
		busy--;
		check(2)
	   }
	:: ok
	fi;
	seen = FROZEN
#else
	do
	:: d_step { /* atomic_try_cmpxchg_relaxed(seen -> FROZEN) */
		PAST_LIMIT(seen) ->
		if
#ifdef FAULT_BLIND_RESET
		:: true ->
#else
		:: word == seen ->
#endif
			word = FROZEN;
			seen = FROZEN
#ifndef FAULT_BLIND_RESET
		:: else ->
			seen = (PAST_LIMIT(word) -> word : FROZEN)
#endif
		fi;
		printf("step|%d|%d|try_get(%d): cmpxchg, residue reset\n", STEP, nr);
		busy = busy - !PAST_LIMIT(seen);
		check(2)
	   }
	:: !PAST_LIMIT(seen) -> break
	od
#endif
}
#endif

/* ---- folio_ref_sub_and_test(nr) and what its caller does with the answer ---- */

#if defined(PLAIN) || defined(OPTIMISTIC)
inline put(nr)
{
	d_step { /* atomic_sub_and_test */
		word = word - nr;
		holders = holders - nr;
		printf("step|%d|%d|put(%d): sub_and_test\n", STEP, nr);
		if
		:: word == 0 -> release()
		:: else
		fi;
		check(8)
	}
}
#else
#ifdef RCUREF
#define NONE NOREF
#else
#define NONE LIVE(0)
#endif

inline put(nr)
{
	d_step { /* atomic_sub_and_test, atomic_sub_return, atomic_sub_return_release */
		word = (word - UNITS(nr)) & MASK;
		holders = holders - nr;
		printf("step|%d|%d|put(%d): sub_and_test\n", STEP, nr);
		putting[_pid] = (word == NONE);
		busy = busy + putting[_pid];
		check(8)
	}
	if
	:: d_step { /* page_ref_mark_locked(), page_ref_mark_frozen(): cmpxchg(NONE -> FROZEN) */
		putting[_pid] ->
		if
#if defined(FAULT_PUT_WITHOUT_CAS)
		:: true ->
			word = FROZEN;
			printf("step|%d|%d|put(%d): mark, frees the page\n", STEP, nr);
			release()
#elif defined(FAULT_MARK_BY_OR)
		:: !IS_FROZEN(word) ->
			word = word | FROZEN;
			printf("step|%d|%d|put(%d): mark, frees the page\n", STEP, nr);
			release()
		:: else ->
			printf("step|%d|%d|put(%d): mark, lost\n", STEP, nr)
#else
		:: word == NONE ->
			word = FROZEN;
			printf("step|%d|%d|put(%d): mark, frees the page\n", STEP, nr);
			release()
		:: else ->
			printf("step|%d|%d|put(%d): mark, lost\n", STEP, nr)
#endif
		fi;
#ifdef FAULT_FREE_WRITES_ZERO
		word = 0;
		printf("step|%d|%d|set_page_count(0)\n", STEP);
#endif
		putting[_pid] = false;
		older[_pid] = false;
		busy--;
		check(8)
	   }
	:: !putting[_pid]
	fi
}
#endif

/* ---- who is there ---- */

#ifdef ROUNDS
#define TURNS		   byte turn;
#define MAY_TURN	   (turn < ROUNDS)
#define COUNT_TURN	   turn++;
#define UNTIL_THE_LAST_ONE :: turn == ROUNDS -> break
#else
#define TURNS
#define MAY_TURN	   true
#define COUNT_TURN
#define UNTIL_THE_LAST_ONE
#endif

#define NR (1 + _pid % 2) /* references at once: some readers take two */

active [READERS] proctype reader()
{
	byte seen = FROZEN;
	bool ok;
	TURNS

	do
	:: MAY_TURN ->
		COUNT_TURN
		try_get(NR);
		if
		:: ok -> put(NR)
		:: else
		fi
	UNTIL_THE_LAST_ONE
	od
}

active proctype owner()
{
	byte thread;
	TURNS

end:	do
	:: d_step { /* init_page_count(): the allocator hands out a folio */
		freed && MAY_TURN ->
		COUNT_TURN
		word = LIVE(1);
		printf("step|%d|%d|allocates: init_page_count\n", STEP);
		holders = 1;
		excluded = false;
		freed = false;
		thread = 0;
		do
		:: thread < THREADS ->
			older[thread] = putting[thread];
			thread++
		:: else -> break
		od;
		thread = 0;
		check(2)
	   }
	   put(1)
#ifndef ROUNDS
	:: d_step { /* set_page_count_frozen(): a tail, a slab */
		freed ->
		freed = false;
		word = FROZEN;
		printf("step|%d|%d|allocates a tail: set_page_count_frozen\n", STEP);
		check(2)
	   }
	   freed = true
#endif
	UNTIL_THE_LAST_ONE
	od
}

#ifndef NO_FREEZER
/* Everything that the freezer holds it took itself: two references. */
#define FREEZER_REFS 2

active proctype freezer()
{
	byte seen = FROZEN;
	bool ok;
	TURNS

	do
	:: MAY_TURN ->
		COUNT_TURN
		try_get(FREEZER_REFS);
		if
		:: ok ->
			d_step { /* folio_ref_freeze(): atomic_try_cmpxchg(LIVE(n) -> FROZEN) */
				ok = (word == LIVE(FREEZER_REFS));
				if
				:: ok ->
					word = FROZEN;
					frozen = true;
					excluded = true;
					printf("step|%d|%d|freeze(2): cmpxchg\n", STEP)
				:: else ->
					printf("step|%d|%d|freeze(2): cmpxchg, failed\n", STEP)
				fi;
				LAW(6, ok == (holders == FREEZER_REFS));
				check(2)
			}
			if
			:: d_step { /* folio_ref_unfreeze(): atomic_set_release */
				ok ->
#ifdef FAULT_UNFREEZE_BY_ADDING
				word = (word + LIVE(FREEZER_REFS) - FROZEN) & MASK;
#else
				word = LIVE(FREEZER_REFS);
#endif
				printf("step|%d|%d|unfreeze(2)\n", STEP);
				frozen = false;
				excluded = false;
				LAW(6, COUNT(word) == FREEZER_REFS);
				check(2)
			   }
			   put(FREEZER_REFS)
			:: d_step { /* filemap_remove_folio(): it is freed as it is, frozen */
				ok ->
				printf("step|%d|%d|frees it as it is, frozen\n", STEP);
				frozen = false;
				holders = 0;
				freed = true;
				check(8)
			   }
			:: !ok -> put(FREEZER_REFS)
			fi
		:: else
		fi
	UNTIL_THE_LAST_ONE
	od
}
#endif
