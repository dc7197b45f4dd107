// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record_key.c: which point a line is about, in every member that tells it from another. A workload
 * without a scheme has no memory order, and one that looks nothing up nothing of what begins with
 * the memory map: a member that would mean nothing is left out.
 */
#include "bench/results/record_parts.h"

#include "bench/json.h"

static void put_lookup_knobs(yajl_gen json, const struct lookup_knobs *lookup)
{
	char text[32];

	json_put_text(json, "memmap", memmap_names[lookup->memmap]);
	json_put_text(json, "lifetime", lifetime_names[lookup->lifetime]);
	json_put_text(json, "rcu", rcu_flavour_names[lookup->rcu]);
	json_put_text(json, "pattern", pattern_format(&lookup->pattern, text, sizeof(text)));
	json_put_text(json, "churn", churn_format(lookup->churn, text, sizeof(text)));
	json_put_bool(json, "recheck", !lookup->no_recheck);
	json_put_integer(json, "verify", lookup->verify);
	json_put_bool(json, "pin", lookup->pin);
	json_put_integer(json, "memory_limit", (long long)lookup->memory_limit);
	json_put_integer(json, "grace_period_ns", (long long)lookup->grace_period_ns);
}

void record_key(yajl_gen json, const struct point *point)
{
	char memory[32];

	json_put_text(json, "workload", point->workload->name);
	json_put_text(json, "scheme", point_scheme_name(point));
	json_put_integer(json, "threads", point->threads);
	json_put_text(json, "placement", point->placement->name);
	json_put_text(json, "memory", memory_policy_format(&point->memory, memory, sizeof(memory)));
	json_put_text(json, "share", share_names[point->share]);
	json_put_integer(json, "pages", point->pages);
	json_put_integer(json, "batch", point->batch);
	json_put_integer(json, "writers", point->writers);
	json_put_integer(json, "nr", point->nr);
	if (point->workload->has_scheme)
		json_put_text(json, "memory_order", order_names[point->acq_rel]);
	if (point->workload->knobs & KNOB_LOOKUP)
		put_lookup_knobs(json, &point->lookup);
	else if (point->workload->knobs & KNOB_PIN)
		json_put_bool(json, "pin", point->lookup.pin);
	if (point->workload->knobs & KNOB_AS)
		json_put_text(json, "as", run_as_names[point->as]);
	if (point->workload->knobs & KNOB_SIZE)
		json_put_integer(json, "size", point->size);
}

void record_place(yajl_gen json, const struct sample_place *place)
{
	json_put_integer(json, "repeat", place->repeat);
	json_put_integer(json, "order", place->order);
	json_put_integer(json, "take", place->take);
	json_put_integer(json, "process", place->process);
}
