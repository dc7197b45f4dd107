/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * planted.h: plain with work added to every get: PLANTED_NOPS instructions that do nothing. With 0 of
 * them it is plain in the same arrangement of code, and the base that the others are compared with:
 * the compiler lays plain itself out otherwise, which alone can be worth some percent.
 */
#ifndef TESTS_CALIBRATE_PLANTED_H
#define TESTS_CALIBRATE_PLANTED_H

#define folio_ref_try_add plain_ref_try_add
#define folio_try_get	  plain_try_get
#include "core/schemes/plain.h"
#undef folio_ref_try_add
#undef folio_try_get

#define PLANTED_TEXT(x)	 #x
#define PLANTED_VALUE(x) PLANTED_TEXT(x)

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	__asm__ volatile(".rept " PLANTED_VALUE(PLANTED_NOPS) "\n\tnop\n\t.endr");
	return plain_ref_try_add(folio, nr);
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

#endif
