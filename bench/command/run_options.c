// SPDX-License-Identifier: GPL-2.0-or-later
/* run_options.c: the options of `pageref run`, beside what they fill. See run_options.h. */
#include "bench/command/run_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "bench/command/options.h"
#include "bench/command/profile.h"

#define NO_SEED	  UINT64_MAX
#define NO_PERIOD UINT64_MAX

static const char *const formats[] = {"table", "csv", "jsonl", "mail", NULL};

static int parse(struct run_options *o, int argc, char **argv, struct error *err)
{
	const struct option_row rows[] = {
		{OPTION_HEADING,
		 .help = "What is measured (L is a comma list; all is every member):"},
		{OPTION_TEXT, "workload", 'w', &o->plan.workloads, .argument = "L",
		 .help = "workloads ('pageref list workloads'; default get-put)"},
		{OPTION_TEXT, "scheme", 's', &o->plan.schemes, .argument = "L",
		 .help = "schemes ('pageref list schemes'; default all)"},
		{OPTION_TEXT, "threads", 't', &o->plan.threads, .argument = "L",
		 .help = "counts: 1,2,4-16:4,max (default powers of two and every CPU)"},
		{OPTION_TEXT, "placement", 'p', &o->plan.placements, .argument = "L",
		 .help = "compact, cores, scatter, node:N, cpus:LIST (default compact)"},
		{OPTION_TEXT, "memory", 'm', &o->plan.memory, .argument = "L",
		 .help = "local, node:N, interleave (default local)"},
		{OPTION_TEXT, "share", 0, &o->plan.share, .argument = "L",
		 .help = "who shares a page: all, node, llc, core, thread (default all)"},
		{OPTION_COUNT, "pages", 0, &o->plan.pages, .argument = "N",
		 .help = "pages that a group shares (default 1; of lookups 512 or more)"},
		{OPTION_COUNT, "batch", 0, &o->plan.batch, .argument = "N",
		 .help = "references held before the puts (default 1; page-cache 15)"},
		{OPTION_COUNT, "writers", 0, &o->plan.writers, .argument = "N",
		 .help = "threads of each group that freeze or mutate (default 1)"},
		{OPTION_COUNT, "nr", 0, &o->plan.nr, .argument = "N",
		 .help = "references per try; pages a call of gup-fast (default 1)"},
		{OPTION_TEXT, "order", 0, &o->plan.orders, .argument = "L",
		 .help = "of memory, at gets and puts: full, acq-rel (default full)"},
		{OPTION_FLAG, "oversubscribe", 0, &o->plan.oversubscribe, true,
		 .help = "allow more threads than CPUs"},
		{OPTION_HEADING,
		 .help = "What is looked up, and in what (gup-fast, page-cache, pfn-walk, "
			 "put-page, large-folio):"},
		{OPTION_TEXT, "memmap", 0, &o->plan.memmaps, .argument = "L",
		 .help = "embedded, memdesc8, memdesc32 (default embedded,memdesc8)"},
		{OPTION_TEXT, "lifetime", 0, &o->plan.lifetimes, .argument = "L",
		 .help = "how a folio dies: typesafe, rcu-folio, rcu-memory\n"
			 "                               (default typesafe)"},
		{OPTION_TEXT, "rcu", 0, &o->plan.rcu, .argument = "L",
		 .help = "flavour of liburcu: memb, qsbr, bp (default memb)"},
		{OPTION_TEXT, "pattern", 0, &o->plan.patterns, .argument = "L",
		 .help = "uniform, zipf:THETA, sequential, hot:N (default uniform)"},
		{OPTION_TEXT, "churn", 0, &o->plan.churn, .argument = "L",
		 .help = "mutations a second of each writer: 0, 1000, 10k, max (default 0)"},
		{OPTION_TEXT, "recheck", 0, &o->plan.recheck, .argument = "L",
		 .help = "look again after a try_get: on, off (default on)"},
		{OPTION_TEXT, "pin", 0, &o->plan.pin, .argument = "L",
		 .help = "take 1024 references, as FOLL_PIN: off, on (default off)"},
		{OPTION_TEXT, "verify", 0, &o->plan.verify, .argument = "L",
		 .help = "look closely at one lookup in so many; 0: never (default 1024)"},
		{OPTION_SIZE, "memory-limit", 0, &o->plan.memory_limit, .argument = "SIZE",
		 .help = "modelled memory of a sharing group (default 512M)"},
		{OPTION_DURATION, "grace-period", 0, &o->plan.grace_period_ns, .argument = "T",
		 .help = "from one to the next, at least (default 10ms)"},
		{OPTION_FLAG, "unsafe", 0, &o->plan.unsafe, true,
		 .help = "allow --recheck off under typesafe: folios may be mistaken"},
		{OPTION_HEADING, .help = "How it is measured:"},
		{OPTION_DURATION, "duration", 'd', &o->duration_ns, .argument = "T",
		 .help = "of one sample (default 200ms)"},
		{OPTION_DURATION, "warmup", 0, &o->warmup_ns, .argument = "T",
		 .help = "before each sample (default 5ms)"},
		{OPTION_COUNT, "repeat", 'r', &o->repeats, .argument = "N",
		 .help = "rounds; each visits every point once (default 5)"},
		{OPTION_COUNT, "processes", 0, &o->processes, .argument = "N",
		 .help = "fresh processes the rounds are spread over (default one each)"},
		{OPTION_TEXT, "events", 'e', &o->events, .argument = "L",
		 .help = "'pageref list events', PAPI's names, default, none"},
		{OPTION_FLAG, "per-thread-events", 0, &o->per_thread_events, true,
		 .help = "record events of each thread too"},
		{OPTION_FLAG, "count-retries", 0, &o->count_retries, true,
		 .help = "count failed compare-and-swaps in rounds of their own (default)"},
		{OPTION_FLAG, "no-count-retries", 0, &o->count_retries, false, .help = "do not"},
		{OPTION_NUMBER, "seed", 0, &o->seed, .argument = "N",
		 .help = "of the order within rounds (default random, recorded)"},
		{OPTION_HEADING, .help = "Where it goes:"},
		{OPTION_TEXT, "out", 'o', &o->out, .argument = "FILE",
		 .help = "results to append to; - is standard output\n"
			 "                               (default results/HOST-DATE.jsonl)"},
		{OPTION_TEXT, "format", 'f', &o->format, .argument = "F",
		 .help = "on standard output: table, csv, jsonl, mail (default table)"},
		{OPTION_TEXT, "profile", 0, &o->profile, .argument = "NAME",
		 .help = "options from scripts/profiles/NAME; the command line overrides"},
		{OPTION_TEXT, "topology", 0, &o->topology, .argument = "T",
		 .help = "plan on an hwloc XML file or synthetic description"},
		{OPTION_FLAG, "dry-run", 'n', &o->dry_run, true, .help = "print the plan and stop"},
		{OPTION_END},
	};
	const struct command_usage usage = {
		.synopsis = "pageref run [OPTION]...",
		.summary = "Measure the cross product of the lists given.",
		.rows = rows,
	};
	int operands;

	return options_parse(&usage, argc, argv, &operands, err);
}

/* The profile first, then the command line over it. */
static int parse_all(struct run_options *options, int argc, char **argv, struct error *err)
{
	int profile_argc, ret = parse(options, argc, argv, err);
	const char *profile = options->profile;
	struct error wrong;

	if (ret || !profile)
		return ret;
	options->profile_words = profile_read(profile, argv[0], &profile_argc, err);
	if (!options->profile_words)
		return -EINVAL;
	ret = parse(options, profile_argc, options->profile_words, &wrong);
	if (!ret && options->profile != profile)
		ret = error_set(&wrong, -EINVAL, "a profile cannot name another");
	if (ret < 0)
		return error_set(err, ret, "--profile %.60s: %s", profile, wrong.text);
	return ret ? ret : parse(options, argc, argv, err);
}

static int check_format(const char *format, struct error *err)
{
	for (int i = 0; formats[i]; i++) {
		if (!strcmp(formats[i], format))
			return 0;
	}
	return error_set(err, -EINVAL,
			 "--format: '%.40s' does not exist; there are: table, csv, jsonl, mail",
			 format);
}

/* Drawn at random, the seed is recorded like one that was given: a run can be repeated. */
static uint64_t random_seed(void)
{
	uint32_t seed; /* 32 bits survive every JSON reader */

	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		seed = (uint32_t)time(NULL);
	return seed;
}

/* What depends on other options. */
static int settle(struct run_options *options, struct error *err)
{
	bool to_stdout = options->out && !strcmp(options->out, "-");

	if (options->seed == NO_SEED)
		options->seed = random_seed();
	if (!options->processes || options->processes > options->repeats)
		options->processes = options->repeats;
	if (options->plan.grace_period_ns == NO_PERIOD)
		options->plan.grace_period_ns = 0;
	else if (options->plan.grace_period_ns < 100000)
		return error_set(err, -EINVAL, "--grace-period: it takes at least 100us");
	if (options->duration_ns < 1000000)
		return error_set(err, -EINVAL, "--duration: a sample takes at least 1ms");
	if (!options->format)
		options->format = to_stdout ? "jsonl" : "table";
	if (to_stdout && strcmp(options->format, "jsonl"))
		return error_set(err, -EINVAL,
				 "--out - already takes standard output; leave out --format %s, or "
				 "give a file",
				 options->format);
	return check_format(options->format, err);
}

int run_options_parse(struct run_options *options, int argc, char **argv, struct error *err)
{
	int ret;

	*options = (struct run_options){
		.plan =
			{
				.workloads = "get-put",
				.schemes = "all",
				.placements = "compact",
				.memory = "local",
				.grace_period_ns = NO_PERIOD,
			},
		.duration_ns = 200000000,
		.warmup_ns = 5000000,
		.seed = NO_SEED,
		.repeats = 5,
		.count_retries = true,
		.events = "default",
	};
	ret = parse_all(options, argc, argv, err);
	return ret ? ret : settle(options, err);
}

void run_options_free(struct run_options *options)
{
	free(options->profile_words);
}
