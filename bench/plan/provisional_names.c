// SPDX-License-Identifier: GPL-2.0-or-later
/* provisional_names.c: names that core/ will define; weak, so that it may do so at any time. */
#include "core/lifetime/integrity.h"
#include "core/lifetime/zone.h"
#include "core/lookup/lookup.h"

#define provisional __attribute__((weak))

provisional const char *const memmap_names[NR_MEMMAPS] = {"embedded", "memdesc8", "memdesc32"};
provisional const char *const lifetime_names[NR_LIFETIMES] = {"typesafe", "rcu-folio",
							      "rcu-memory"};
provisional const char *const rcu_flavour_names[NR_RCU_FLAVOURS] = {"memb", "qsbr", "bp"};
provisional const char *const page_kind_names[NR_PAGE_KINDS] = {
	"folio", "tail", "plain", "buddy", "slab", "table", "hugetlb_free"};
provisional const char *const lookup_cause_names[NR_LOOKUP_CAUSES] = {
	"frozen", "memdesc_changed", "pte_changed", "slot_changed", "wrong_type"};
provisional const char *const integrity_kind_names[NR_INTEGRITY_KINDS] = {
	"fine",	       "wrong folio",	 "use after free",	"reused",
	"double free", "lost reference", "reference on a tail", "bad put"};
