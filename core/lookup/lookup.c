// SPDX-License-Identifier: GPL-2.0-or-later
/* lookup.c: what the causes of a retry are called in results. */
#include "core/lookup/lookup.h"

const char *const lookup_cause_names[NR_LOOKUP_CAUSES] = {
	[CAUSE_FROZEN] = "frozen",	     [CAUSE_MEMDESC_CHANGED] = "memdesc_changed",
	[CAUSE_PTE_CHANGED] = "pte_changed", [CAUSE_SLOT_CHANGED] = "slot_changed",
	[CAUSE_WRONG_TYPE] = "wrong_type",
};
