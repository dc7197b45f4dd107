/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * no-grace-period: frozen-bit, but memory that has to wait for a grace period is taken back at
 * once, while readers that hold no reference still use it.
 *
 * Named by: Matthew Wilcox to David Hildenbrand, linux-mm, 24 Jun 2025 ("How should we RCU-free
 * folios?"): the second and third lifetime live from the wait.
 */
#ifndef CORE_FAULTS_NO_GRACE_PERIOD_H
#define CORE_FAULTS_NO_GRACE_PERIOD_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      13
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "folios freed through RCU do not wait"

#include "core/schemes/frozen-bit.h"

#define grace_period_done(gp, cookie) ((void)(gp), (void)(cookie), true)

#endif
