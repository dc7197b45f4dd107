// SPDX-License-Identifier: GPL-2.0-or-later
/* measure_options.c: what `pageref run` and `pageref compare` are both told. See measure_options.h. */
#include "bench/command/measure_options.h"

#include <errno.h>
#include <sys/random.h>
#include <time.h>

#define NO_SEED	  UINT64_MAX
#define NO_PERIOD UINT64_MAX

const struct measure_options measure_defaults = {
	.plan =
		{
			.workloads = "get-put",
			.placements = "compact",
			.memory = "local",
			.grace_period_ns = NO_PERIOD,
		},
	.warmup_ns = 5000000,
	.seed = NO_SEED,
	.count_retries = true,
	.events = "default",
	.package_events = "none",
};

void measure_options_what(struct option_list *list, struct plan_request *plan)
{
	const struct option_row rows[] = {
		{OPTION_HEADING,
		 .help = "What is measured (L is a comma list; all is every member):"},
		{OPTION_TEXT, "workload", 'w', &plan->workloads, .argument = "L",
		 .help = "workloads ('pageref list workloads'; default get-put)"},
		{OPTION_TEXT, "threads", 't', &plan->threads, .argument = "L",
		 .help = "counts: 1,2,4-16:4,max (default powers of two and every CPU)"},
		{OPTION_TEXT, "placement", 'p', &plan->placements, .argument = "L",
		 .help = "compact, cores, scatter, node:N, cpus:LIST (default compact)"},
		{OPTION_TEXT, "memory", 'm', &plan->memory, .argument = "L",
		 .help = "local, node:N, node:all, interleave (default local)"},
		{OPTION_TEXT, "share", 0, &plan->share, .argument = "L",
		 .help = "who shares a page: all, node, llc, core, thread (default all)"},
		{OPTION_COUNT, "pages", 0, &plan->pages, .argument = "N",
		 .help = "pages that a group shares (default 1; of lookups 512 or more,\n"
			 "                               of munmap 128, of page-fault 512)"},
		{OPTION_COUNT, "batch", 0, &plan->batch, .argument = "N",
		 .help = "references held before the puts (default 1; page-cache 15)"},
		{OPTION_COUNT, "writers", 0, &plan->writers, .argument = "N",
		 .help = "threads of each group that freeze or mutate (default 1)"},
		{OPTION_COUNT, "nr", 0, &plan->nr, .argument = "N",
		 .help = "references per try; pages a call of gup-fast (default 1)"},
		{OPTION_TEXT, "order", 0, &plan->orders, .argument = "L",
		 .help = "of memory, at gets and puts: full, acq-rel (default full)"},
		{OPTION_FLAG, "oversubscribe", 0, &plan->oversubscribe, true,
		 .help = "allow more threads than CPUs"},
	};

	OPTION_LIST_ADD(list, rows);
}

void measure_options_kernel(struct option_list *list, struct plan_request *plan)
{
	const struct option_row rows[] = {
		{OPTION_HEADING,
		 .help = "What is asked of the running kernel (pread, kernel-gup, munmap, "
			 "page-fault):"},
		{OPTION_TEXT, "as", 0, &plan->as, .argument = "L",
		 .help = "what runs it: threads, processes (default threads)"},
		{OPTION_SIZE, "size", 0, &plan->size, .argument = "SIZE",
		 .help = "bytes a call of pread (default 64)"},
	};

	OPTION_LIST_ADD(list, rows);
}

void measure_options_lookups(struct option_list *list, struct plan_request *plan)
{
	const struct option_row rows[] = {
		{OPTION_HEADING,
		 .help = "What is looked up, and in what (gup-fast, page-cache, pfn-walk, "
			 "put-page, large-folio):"},
		{OPTION_TEXT, "memmap", 0, &plan->memmaps, .argument = "L",
		 .help = "embedded, memdesc8, memdesc32 (default embedded,memdesc8)"},
		{OPTION_TEXT, "lifetime", 0, &plan->lifetimes, .argument = "L",
		 .help = "how a folio dies: typesafe, rcu-folio, rcu-memory\n"
			 "                               (default typesafe)"},
		{OPTION_TEXT, "rcu", 0, &plan->rcu, .argument = "L",
		 .help = "flavour of liburcu: memb, qsbr, bp (default memb)"},
		{OPTION_TEXT, "pattern", 0, &plan->patterns, .argument = "L",
		 .help = "uniform, zipf:THETA, sequential, hot:N (default uniform)"},
		{OPTION_TEXT, "churn", 0, &plan->churn, .argument = "L",
		 .help = "mutations a second of each writer: 0, 1000, 10k, max (default 0)"},
		{OPTION_TEXT, "recheck", 0, &plan->recheck, .argument = "L",
		 .help = "look again after a try_get: on, off (default on)"},
		{OPTION_TEXT, "pin", 0, &plan->pin, .argument = "L",
		 .help = "take 1024 references, as FOLL_PIN: off, on (default off);\n"
			 "                               of kernel-gup too, through io_uring"},
		{OPTION_TEXT, "verify", 0, &plan->verify, .argument = "L",
		 .help = "look closely at one lookup in so many; 0: never (default 1024)"},
		{OPTION_SIZE, "memory-limit", 0, &plan->memory_limit, .argument = "SIZE",
		 .help = "modelled memory of a sharing group (default 512M)"},
		{OPTION_DURATION, "grace-period", 0, &plan->grace_period_ns, .argument = "T",
		 .help = "from one to the next, at least (default 10ms)"},
		{OPTION_FLAG, "unsafe", 0, &plan->unsafe, true,
		 .help = "allow --recheck off under typesafe: folios may be mistaken"},
	};

	OPTION_LIST_ADD(list, rows);
}

void measure_options_how(struct option_list *list, struct measure_options *measure)
{
	const struct option_row rows[] = {
		{OPTION_HEADING, .help = "How it is measured:"},
		{OPTION_DURATION, "duration", 'd', &measure->duration_ns, .argument = "T",
		 .help = "of one sample (default 200ms; of compare 20ms)"},
		{OPTION_DURATION, "warmup", 0, &measure->warmup_ns, .argument = "T",
		 .help = "before each sample (default 5ms)"},
		{OPTION_TEXT, "events", 'e', &measure->events, .argument = "L",
		 .help = "'pageref list events', PAPI's names, default, none"},
		{OPTION_TEXT, "package-events", 0, &measure->package_events, .argument = "L",
		 .help = "of packages, around each sample: energy, memory traffic, uncore:\n"
			 "                               auto, none, 'pageref list package-events'\n"
			 "                               (default none)"},
		{OPTION_FLAG, "per-thread-events", 0, &measure->per_thread_events, true,
		 .help = "record events of each thread too"},
		{OPTION_FLAG, "count-retries", 0, &measure->count_retries, true,
		 .help = "count failed compare-and-swaps in rounds of their own (default)"},
		{OPTION_FLAG, "no-count-retries", 0, &measure->count_retries, false,
		 .help = "do not"},
		{OPTION_NUMBER, "seed", 0, &measure->seed, .argument = "N",
		 .help = "of the order within rounds (default random, recorded)"},
	};

	OPTION_LIST_ADD(list, rows);
}

/* Drawn at random, the seed is recorded like one that was given: a run can be repeated. */
static uint64_t random_seed(void)
{
	uint32_t seed; /* 32 bits survive every JSON reader */

	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		seed = (uint32_t)time(NULL);
	return seed;
}

int measure_options_settle(struct measure_options *measure, struct error *err)
{
	if (measure->seed == NO_SEED)
		measure->seed = random_seed();
	if (measure->plan.grace_period_ns == NO_PERIOD)
		measure->plan.grace_period_ns = 0;
	else if (measure->plan.grace_period_ns < 100000)
		return error_set(err, -EINVAL, "--grace-period: it takes at least 100us");
	if (measure->duration_ns < 1000000)
		return error_set(err, -EINVAL, "--duration: a sample takes at least 1ms");
	return 0;
}
