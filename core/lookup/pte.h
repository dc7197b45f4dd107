/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pte.h: a page table entry: present, and of which page. */
#ifndef CORE_LOOKUP_PTE_H
#define CORE_LOOKUP_PTE_H

#include "core/atomic.h"

#define PTRS_PER_PTE  512
#define _PAGE_PRESENT 1UL
#define PTE_PFN_SHIFT 12

typedef struct {
	unsigned long pte;
} pte_t;

static __always_inline pte_t pte_make(unsigned long pfn)
{
	return (pte_t){pfn << PTE_PFN_SHIFT | _PAGE_PRESENT};
}

static __always_inline pte_t pte_read(const pte_t *ptep)
{
	return (pte_t){READ_ONCE(ptep->pte)};
}

static __always_inline bool pte_present(pte_t pte)
{
	return pte.pte & _PAGE_PRESENT;
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return pte.pte >> PTE_PFN_SHIFT;
}

#endif
