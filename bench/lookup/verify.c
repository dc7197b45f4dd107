// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * verify.c: the close look at a folio that is held. Its owner, its place and its generation were
 * written before its count was published and stay as they are until the last reference is gone; so
 * whoever holds one reads them without any care. (Only under rcu-memory, where no reference is held,
 * they are read as what others may write.)
 */
#include "bench/lookup/lookup_worker.h"

/* What was seen of a folio: compared with what is seen a moment later. */
struct stamp {
	void *mapping;
	unsigned long index, generation;
};

static struct stamp read_stamp(const struct folio *folio, bool held)
{
	if (held)
		return (struct stamp){folio->mapping, folio->index, folio->private_data};
	return (struct stamp){
		READ_ONCE(folio->mapping),
		READ_ONCE(folio->index),
		READ_ONCE(folio->private_data),
	};
}

static void report(const struct lookup_worker *lookup, enum integrity_kind kind, const char *where,
		   const struct folio *folio, unsigned long pfn, unsigned long index,
		   unsigned long generation)
{
	integrity_report(lookup->world->zone.integrity, kind, where, folio, pfn, index, generation);
}

/* A folio is alive in its odd generations. False: reported. */
static bool is_alive(const struct lookup_worker *lookup, const char *where,
		     const struct folio *folio, const struct stamp *stamp, unsigned long pfn)
{
	if (likely(stamp->generation & 1 && stamp->mapping == lookup->world))
		return true;
	report(lookup,
	       stamp->mapping == ZONE_POISON ? INTEGRITY_USE_AFTER_FREE : INTEGRITY_WRONG_FOLIO,
	       where, folio, pfn, ~0UL, ~0UL);
	return false;
}

/* Is it, a moment later, what it was? */
static bool is_unchanged(const struct lookup_worker *lookup, const char *where,
			 const struct folio *folio, const struct stamp *before, unsigned long pfn,
			 bool held)
{
	struct stamp now = read_stamp(folio, held);

	if (likely(now.generation == before->generation && now.mapping == before->mapping &&
		   now.index == before->index))
		return true;
	report(lookup, INTEGRITY_REUSED, where, folio, pfn, before->index, before->generation);
	return false;
}

/* Long enough for another CPU to do harm. */
static void use(void)
{
	for (int i = 0; i < 4; i++)
		cpu_relax();
}

/*
 * A fixed step and a sequence of a power of two of places have a common measure: of 512 places it
 * would always be the same four that are looked at.
 */
int lookup_verify_interval(struct lookup_worker *lookup)
{
	uint64_t choices = 2 * (uint64_t)lookup->verify - 1;

	if (!lookup->verify || lookup->verify > INT32_MAX / 2)
		return INT32_MAX;
	/* Its upper bits are the random ones. */
	lookup->random = lookup->random * 1664525 + 1013904223;
	return (int)(1 + (lookup->random * choices >> 32));
}

void lookup_verify(struct lookup_worker *lookup, const char *where, struct folio *const *folios,
		   unsigned int nr, unsigned long first, unsigned int asked, bool held)
{
	struct stamp stamps[LOOKUP_VERIFY_MAX];
	unsigned int looked = nr < LOOKUP_VERIFY_MAX ? nr : LOOKUP_VERIFY_MAX;
	unsigned long least = 0;

	for (unsigned int i = 0; i < looked; i++) {
		unsigned long offset;

		stamps[i] = read_stamp(folios[i], held);
		if (!is_alive(lookup, where, folios[i], &stamps[i], ~0UL))
			return;
		/* In order, each place once, and no further on than the holes allow. */
		offset = stamps[i].index - first;
		if (offset < least || offset > i + (asked - nr)) {
			report(lookup, INTEGRITY_WRONG_FOLIO, where, folios[i], ~0UL, first + i,
			       ~0UL);
			return;
		}
		least = offset + 1;
	}
	use();
	for (unsigned int i = 0; i < looked; i++) {
		if (!is_unchanged(lookup, where, folios[i], &stamps[i], ~0UL, held))
			return;
	}
	lookup->thread.counts.verified += looked;
}

void lookup_verify_pfn(struct lookup_worker *lookup, const char *where, struct folio *folio,
		       unsigned long pfn, bool held)
{
	const struct memory_map *map = &lookup->thread.map;
	struct stamp stamp = read_stamp(folio, held);

	if (!is_alive(lookup, where, folio, &stamp, pfn))
		return;
	if (pfn - map_folio_pfn(map, map->kind, folio) >= 1UL << folio_order(folio)) {
		report(lookup, INTEGRITY_WRONG_FOLIO, where, folio, pfn, ~0UL, ~0UL);
		return;
	}
	use();
	if (is_unchanged(lookup, where, folio, &stamp, pfn, held))
		lookup->thread.counts.verified++;
}

void lookup_verify_holder(struct lookup_worker *lookup, const char *where, unsigned long pfn,
			  const struct folio *holder)
{
	if (!holder || !lookup->world->folio_ref_count(holder))
		report(lookup, INTEGRITY_LOST_REFERENCE, where, holder, pfn, ~0UL, ~0UL);
	else
		lookup->thread.counts.verified++;
}

void lookup_lost_folio(struct lookup_worker *lookup, const char *where, unsigned long pfn)
{
	report(lookup, INTEGRITY_USE_AFTER_FREE, where, NULL, pfn, ~0UL, ~0UL);
}
