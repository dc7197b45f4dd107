// SPDX-License-Identifier: GPL-2.0-or-later
/* integrity.c: the first report is kept, and everybody stops. */
#include "core/lifetime/integrity.h"

const char *const integrity_kind_names[NR_INTEGRITY_KINDS] = {
	[INTEGRITY_FINE] = "fine",
	[INTEGRITY_WRONG_FOLIO] = "wrong folio",
	[INTEGRITY_USE_AFTER_FREE] = "use after free",
	[INTEGRITY_REUSED] = "reused while held",
	[INTEGRITY_DOUBLE_FREE] = "double free",
	[INTEGRITY_LOST_REFERENCE] = "lost reference",
	[INTEGRITY_TAIL_REFERENCE] = "reference on a tail",
	[INTEGRITY_BAD_PUT] = "put of a page without a count",
};

/* Others go on writing to it: word by word, each of them read once. */
static void copy_folio(struct folio *to, const struct folio *from)
{
	to->flags = READ_ONCE(from->flags);
	to->mapping = READ_ONCE(from->mapping);
	to->index = READ_ONCE(from->index);
	to->private_data = READ_ONCE(from->private_data);
	atomic_set(&to->_mapcount, atomic_read(&from->_mapcount));
	atomic_set(&to->_refcount, atomic_read(&from->_refcount));
}

void integrity_report(struct integrity *integrity, enum integrity_kind kind, const char *where,
		      const struct folio *folio, unsigned long pfn, unsigned long index,
		      unsigned long generation)
{
	int fine = INTEGRITY_FINE;

	/* Taken at once, before what was seen changes any further. */
	if (!__atomic_compare_exchange_n(&integrity->kind, &fine, kind, false, __ATOMIC_ACQ_REL,
					 __ATOMIC_RELAXED))
		return;
	if (folio)
		copy_folio(&integrity->found, folio);
	integrity->where = where;
	integrity->pfn = pfn;
	integrity->folio = (uintptr_t)folio;
	integrity->expected_index = index;
	integrity->expected_generation = generation;
	smp_store_release(integrity->stop, 1);
}
