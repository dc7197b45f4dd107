/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lookup_thread.h: what a thread that looks things up carries along. */
#ifndef CORE_LOOKUP_LOOKUP_THREAD_H
#define CORE_LOOKUP_LOOKUP_THREAD_H

#include "core/lifetime/zone.h"
#include "core/lookup/lookup.h"

struct lookup_thread {
	struct memory_map map; /* a copy: no pointer to follow */
	struct zone_thread *zone; /* where a folio goes whose last reference was ours */
	struct lookup_counts counts;
};

#endif
