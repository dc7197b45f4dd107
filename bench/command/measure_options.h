/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * measure_options.h: what is measured and how, as far as every command that measures is told it: the
 * options that `pageref run` and `pageref compare` share. Which schemes, how often and where it goes
 * are each command's own.
 */
#ifndef BENCH_MEASURE_OPTIONS_H
#define BENCH_MEASURE_OPTIONS_H

#include "bench/command/options.h"
#include "bench/plan/plan.h"

struct measure_options {
	struct plan_request plan;
	uint64_t duration_ns, warmup_ns, seed;
	bool count_retries, per_thread_events;
	const char *events, *package_events;
};

/* Where nothing is given; a command adds how long a sample is, and its schemes. */
extern const struct measure_options measure_defaults;

/*
 * Append the options to @list: which points, what the running kernel is asked, what lookups look up, how
 * samples are taken.
 */
void measure_options_what(struct option_list *list, struct plan_request *plan);
void measure_options_kernel(struct option_list *list, struct plan_request *plan);
void measure_options_lookups(struct option_list *list, struct plan_request *plan);
void measure_options_how(struct option_list *list, struct measure_options *measure);

/* What depends on more than one option, after all were parsed. 0 or -EINVAL with @err. */
int measure_options_settle(struct measure_options *measure, struct error *err);

#endif
