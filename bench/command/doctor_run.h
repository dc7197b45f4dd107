/* SPDX-License-Identifier: GPL-2.0-or-later */
/* doctor_run.h: the doctor beside a measurement: on the CPUs of a plan, in one line. */
#ifndef BENCH_DOCTOR_RUN_H
#define BENCH_DOCTOR_RUN_H

#include "bench/measure/counters.h"
#include "bench/plan/plan.h"
#include "topology/doctor.h"

/*
 * Begin to look at the CPUs that @plan uses, while this program goes on. Whatever goes wrong, nothing
 * is refused for it: then *@doctor is empty, and doctor_run_end() does nothing with it.
 */
void doctor_run_begin(struct doctor *doctor, const struct plan *plan);

/* Judge. */
void doctor_run_end(struct doctor *doctor, const struct counters *counters);

/* Warn in one line where something spoils or blurs. */
void doctor_run_warn(const struct doctor *doctor);

/*
 * What the hardware does not count and why, as a sentence: "" where cycles and instructions count
 * (other events are other CPUs'). Returns @text, or NULL where neither was asked for.
 */
#define DOCTOR_UNCOUNTED_SIZE 300
const char *doctor_uncounted(const struct counters *counters, char text[DOCTOR_UNCOUNTED_SIZE]);

#endif
