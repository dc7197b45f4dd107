// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_knobs.c: what a request may give to the workloads it chose. A knob that none of them has would
 * be parsed and ignored, and a value that one of them cannot take would measure something else: both
 * are refused.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "bench/lookup/loops.h"
#include "bench/plan/plan_parts.h"

#define DEFAULT_SIZE		64
#define DEFAULT_MEMORY_LIMIT	(512UL << 20)
#define DEFAULT_GRACE_PERIOD_NS 10000000U

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

unsigned int plan_knobs_of(const struct workload *workload)
{
	return workload->knobs | (workload->has_scheme ? KNOB_ORDER : 0);
}

static const struct workload *chosen(const struct plan_lists *lists, int i)
{
	return &workloads[lists->workloads.values[i]];
}

static int refuse_option(const char *option, unsigned int knob, struct error *err)
{
	char takers[160] = "";
	size_t used = 0;

	for (const struct workload *w = workloads; w->name; w++) {
		if (plan_knobs_of(w) & knob && used < sizeof(takers))
			used += (size_t)snprintf(takers + used, sizeof(takers) - used, "%s%s",
						 used ? ", " : "", w->name);
	}
	return error_set(err, -EINVAL,
			 "%s means nothing to the workloads chosen; those that take it: %s", option,
			 takers);
}

/* Each option that was given must mean something to one of the workloads. */
static int check_options(const struct plan_lists *lists, struct error *err)
{
	const struct plan_request *request = lists->request;
	const struct {
		unsigned int knob;
		const char *option;
		bool given;
	} options[] = {
		{KNOB_SHARE, "--share", request->share},
		{KNOB_PAGES, "--pages", request->pages},
		{KNOB_BATCH, "--batch", request->batch},
		{KNOB_WRITERS, "--writers", request->writers},
		{KNOB_NR, "--nr", request->nr},
		{KNOB_ORDER, "--order", request->orders},
		{KNOB_LOOKUP, "--memmap", request->memmaps},
		{KNOB_LOOKUP, "--lifetime", request->lifetimes},
		{KNOB_LOOKUP, "--rcu", request->rcu},
		{KNOB_LOOKUP, "--pattern", request->patterns},
		{KNOB_CHURN, "--churn", request->churn},
		{KNOB_RECHECK, "--recheck", request->recheck},
		{KNOB_LOOKUP, "--verify", request->verify},
		{KNOB_PIN, "--pin", request->pin},
		{KNOB_AS, "--as", request->as},
		{KNOB_SIZE, "--size", request->size},
		{KNOB_LOOKUP, "--memory-limit", request->memory_limit},
		{KNOB_LOOKUP, "--grace-period", request->grace_period_ns},
		{KNOB_RECHECK, "--unsafe", request->unsafe},
	};
	unsigned int known = 0;

	for (int i = 0; i < lists->workloads.nr; i++)
		known |= plan_knobs_of(chosen(lists, i));
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		if (options[i].given && !(options[i].knob & known))
			return refuse_option(options[i].option, options[i].knob, err);
	}
	return 0;
}

/* Whether some workload has threads that write: mutators do only where something changes. */
static bool anybody_writes(const struct plan_lists *lists)
{
	const struct knob_list *churn = &lists->knobs.list[LIST_CHURN];
	bool changes = false;

	for (int i = 0; i < churn->nr; i++)
		changes |= churn->values[i].churn > 0;
	for (int i = 0; i < lists->workloads.nr; i++) {
		unsigned int has = chosen(lists, i)->knobs;

		if (has & KNOB_WRITERS && (changes || !(has & KNOB_CHURN)))
			return true;
	}
	return false;
}

/* What is freed must find room beside what is in use, or mutators would only wait. */
static int check_memory_limit(const struct point *point, struct error *err)
{
	uint64_t least = 2 * ZONE_PAGE_SIZE * (uint64_t)point->pages;
	char limit[32], needed[32];

	if (point->lookup.memory_limit >= least)
		return 0;
	return error_set(err, -EINVAL,
			 "--memory-limit: %s is too little for %d pages of %s; it takes %s or more",
			 size_format(point->lookup.memory_limit, limit, sizeof(limit)),
			 point->pages, point->workload->name,
			 size_format(least, needed, sizeof(needed)));
}

/* A batch lies within the file, and each mutator has something of its own to change. */
static int check_lookup(const struct point *point, int writers, struct error *err)
{
	const struct workload *workload = point->workload;
	int unit = workload->lookup->unit ? (int)workload->lookup->unit : 1;

	if (point->batch > point->pages)
		return error_set(
			err, -EINVAL, "--batch: %s cannot hold %d of %d page%s; see --pages",
			workload->name, point->batch, point->pages, point->pages == 1 ? "" : "s");
	if (writers > point->pages / unit)
		return error_set(
			err, -EINVAL,
			"--writers: %s has %d page%s, enough for %d mutator%s; see --pages",
			workload->name, point->pages, point->pages == 1 ? "" : "s",
			point->pages / unit, point->pages / unit == 1 ? "" : "s");
	return check_memory_limit(point, err);
}

/* A call reads what is there: the file is no shorter. */
static int check_size(const struct point *point, uint64_t size, struct error *err)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), bytes = page * (uint64_t)point->pages;
	char text[32];

	if (size <= bytes && size <= INT_MAX)
		return 0;
	return error_set(err, -EINVAL,
			 "--size: %s cannot read %s a call from a file of %d page%s of %d bytes; "
			 "see --pages",
			 point->workload->name, size_format(size, text, sizeof(text)), point->pages,
			 point->pages == 1 ? "" : "s", (int)page);
}

static int check_values(const struct plan_lists *lists, const struct workload *workload,
			struct error *err)
{
	struct point point = {.workload = workload};

	plan_set_knobs(&point, lists, 0, SHARE_ALL);
	if (workload->pages_multiple && point.pages % workload->pages_multiple)
		return error_set(err, -EINVAL, "--pages: %s works in blocks of %d", workload->name,
				 workload->pages_multiple);
	if (workload->max_nr && point.nr > workload->max_nr)
		return error_set(err, -EINVAL, "--nr: %s takes at most %d at a time",
				 workload->name, workload->max_nr);
	if (workload->max_nr && point.nr > point.pages)
		return error_set(
			err, -EINVAL, "--nr: %s cannot take %d at a time of %d page%s; see --pages",
			workload->name, point.nr, point.pages, point.pages == 1 ? "" : "s");
	if (workload->knobs & KNOB_SIZE && check_size(&point, lists->request->size, err))
		return -EINVAL;
	return workload->lookup ? check_lookup(&point, lists->request->writers, err) : 0;
}

int plan_check_knobs(const struct plan_lists *lists, struct error *err)
{
	const struct plan_request *request = lists->request;
	int ret = check_options(lists, err);

	if (!ret && request->writers && !anybody_writes(lists))
		ret = error_set(err, -EINVAL,
				"--writers means nothing without --churn: nothing changes, so "
				"nobody writes");
	for (int i = 0; i < lists->workloads.nr && !ret; i++)
		ret = check_values(lists, chosen(lists, i), err);
	return ret;
}

static int pick(bool has, int given, int initial)
{
	if (has && given)
		return given;
	return has && initial ? initial : 1;
}

void plan_set_knobs(struct point *point, const struct plan_lists *lists, int combination,
		    enum share share)
{
	const struct plan_request *request = lists->request;
	const struct workload *workload = point->workload;
	unsigned int has = workload->knobs;

	point->share = has & KNOB_SHARE		 ? share
		       : workload->private_pages ? SHARE_THREAD
						 : SHARE_ALL;
	point->pages = pick(has & KNOB_PAGES, request->pages, workload->default_pages);
	point->batch = pick(has & KNOB_BATCH, request->batch, workload->default_batch);
	point->nr = pick(has & KNOB_NR, request->nr, 1);
	point->size = 0;
	if (has & KNOB_SIZE)
		point->size = request->size ? (int)request->size : DEFAULT_SIZE;
	knob_lists_apply(&lists->knobs, combination, point);
	if (has & KNOB_LOOKUP) {
		point->lookup.memory_limit = request->memory_limit ? request->memory_limit
								   : DEFAULT_MEMORY_LIMIT;
		point->lookup.grace_period_ns = request->grace_period_ns ? request->grace_period_ns
									 : DEFAULT_GRACE_PERIOD_NS;
	}
	point->writers = 0;
	if (has & KNOB_WRITERS && (!(has & KNOB_CHURN) || point->lookup.churn > 0))
		point->writers = request->writers ? request->writers : 1;
}
