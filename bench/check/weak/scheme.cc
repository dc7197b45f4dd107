// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scheme.cc: compiled as C++ for each header in core/schemes/ (-DPAGEREF_RELACY, -DSCHEME_HEADER,
 * -DSCHEME_NAME), once in full order and once with PAGEREF_ORDER_ACQ_REL: the weak-memory programs
 * over that scheme.
 */
#include SCHEME_HEADER

#include "bench/check/weak/programs.h"

#ifdef PAGEREF_ORDER_ACQ_REL
#define WEAK_TABLE weak_scheme_acq_rel
#define WEAK_ORDER "acq-rel"
#else
#define WEAK_TABLE weak_scheme_full
#define WEAK_ORDER "full"
#endif

#ifdef SCHEME_UNSAFE
#define WEAK_NOT_APPLICABLE "an unsafe reference line: it keeps no page alive"
#else
#define WEAK_NOT_APPLICABLE NULL
#endif

const struct weak_scheme WEAK_TABLE = {
	.name = SCHEME_NAME,
	.order = WEAK_ORDER,
	.not_applicable = WEAK_NOT_APPLICABLE,
	.programs = weak_programs,
	.publish = weak_publish,
};
