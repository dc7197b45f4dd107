/* SPDX-License-Identifier: GPL-2.0-or-later */
/* not-cxx: valid C, and not C++: the message must say which line. */
#include "core/schemes/plain.h"

static inline int *folio_word_of(struct folio *folio)
{
	void *word = &folio->_refcount;

	return word;
}
