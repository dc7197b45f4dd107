// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record_lookup.c: what a lookup did besides succeeding, what was mutated under it, how much memory
 * waited for that, and what was found broken. In the sample's line, and as a series in a line of its
 * own.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "bench/json.h"
#include "bench/results/record_parts.h"

#define NOTHING_EXPECTED ULONG_MAX

static void put_unsigned(yajl_gen json, const char *key, uint64_t value)
{
	char text[24];
	int length = snprintf(text, sizeof(text), "%" PRIu64, value);

	json_key(json, key);
	yajl_gen_number(json, text, (size_t)length);
}

static void put_expected(yajl_gen json, const char *key, unsigned long value)
{
	if (value == NOTHING_EXPECTED)
		json_put_null(json, key);
	else
		put_unsigned(json, key, value);
}

static void put_counts(yajl_gen json, const struct point *point, const struct lookup_counts *counts)
{
	json_open_map(json, "lookup");
	put_unsigned(json, "lookups", counts->lookups);
	put_unsigned(json, "found", counts->lookups - counts->fallbacks);
	put_unsigned(json, "fallbacks", counts->fallbacks);
	json_open_map(json, "retries");
	for (int cause = 0; cause < NR_LOOKUP_CAUSES; cause++)
		put_unsigned(json, lookup_cause_names[cause], counts->retries[cause]);
	yajl_gen_map_close(json);
	json_open_map(json, "skipped");
	for (int kind = 0; kind < NR_PAGE_KINDS && point->workload->walks; kind++) {
		if (kind != PAGE_FOLIO)
			put_unsigned(json, page_kind_names[kind], counts->skipped[kind]);
	}
	yajl_gen_map_close(json);
	put_unsigned(json, "verified", counts->verified);
	put_unsigned(json, "freed", counts->freed);
	yajl_gen_map_close(json);
}

static void put_mutations(yajl_gen json, const struct sample *sample)
{
	const struct lookup_totals *totals = sample->lookup;

	json_open_map(json, "mutations");
	put_unsigned(json, "done", totals->mutations);
	put_unsigned(json, "busy", totals->busy);
	json_put_number(json, "per_sec", (double)totals->mutations / sample->seconds);
	put_unsigned(json, "allocation_failures", totals->allocation_failures);
	json_put_number(json, "waited_seconds", totals->waited_seconds);
	yajl_gen_map_close(json);
}

static void put_backlog(yajl_gen json, const struct backlog *backlog)
{
	json_open_map(json, "backlog");
	put_unsigned(json, "folios_peak", backlog->folios_peak);
	json_put_number(json, "folios_mean", backlog->folios_mean);
	put_unsigned(json, "bytes_peak", backlog->bytes_peak);
	json_put_number(json, "bytes_mean", backlog->bytes_mean);
	put_unsigned(json, "grace_periods", backlog->grace_periods);
	if (backlog->grace_periods) {
		json_put_number(json, "grace_period_mean_ns",
				(double)backlog->grace_period_total_ns /
					(double)backlog->grace_periods);
		put_unsigned(json, "grace_period_longest_ns", backlog->grace_period_longest_ns);
	} else {
		json_put_null(json, "grace_period_mean_ns");
		json_put_null(json, "grace_period_longest_ns");
	}
	yajl_gen_map_close(json);
}

static void put_integrity(yajl_gen json, const struct integrity *integrity)
{
	const struct folio *found = &integrity->found;
	char text[24];

	if (integrity->kind == INTEGRITY_FINE) {
		json_put_null(json, "integrity");
		return;
	}
	json_open_map(json, "integrity");
	json_put_text(json, "kind", integrity_kind_names[integrity->kind]);
	json_put_text(json, "where", integrity->where);
	put_expected(json, "pfn", integrity->pfn);
	snprintf(text, sizeof(text), "0x%08x", (unsigned int)atomic_read(&found->_refcount));
	json_put_text(json, "refcount", text);
	put_unsigned(json, "index", found->index);
	put_expected(json, "expected_index", integrity->expected_index);
	put_unsigned(json, "generation", found->private_data);
	put_expected(json, "expected_generation", integrity->expected_generation);
	snprintf(text, sizeof(text), "0x%" PRIxPTR, (uintptr_t)found->mapping);
	json_put_text(json, "mapping", text);
	yajl_gen_map_close(json);
}

/* A sample that could not be taken has no totals, and a point without churn nothing that changes. */
void record_lookup(yajl_gen json, const struct sample *sample)
{
	const struct point *point = sample->point;
	const struct lookup_totals *totals = sample->lookup;

	if (!(point->workload->knobs & KNOB_LOOKUP))
		return;
	json_put_bool(json, "unsafe", point_looks_unsafely(point) || point->scheme->unsafe);
	if (totals)
		put_counts(json, point, &totals->counts);
	else
		json_put_null(json, "lookup");
	if (totals && point->lookup.churn > 0) {
		put_mutations(json, sample);
		put_backlog(json, &totals->backlog);
	} else {
		json_put_null(json, "mutations");
		json_put_null(json, "backlog");
	}
	if (totals)
		put_integrity(json, &totals->integrity);
	else
		json_put_null(json, "integrity");
}

bool record_has_backlog(const struct sample *sample)
{
	const struct lookup_knobs *lookup = &sample->point->lookup;

	return sample->lookup && lookup->churn > 0 && lookup->lifetime != LIFETIME_TYPESAFE;
}

static void put_series(yajl_gen json, const char *key, const uint64_t *series, int nr)
{
	json_open_array(json, key);
	for (int i = 0; i < nr; i++)
		yajl_gen_integer(json, (long long)series[i]);
	yajl_gen_array_close(json);
}

char *record_backlog(const struct sample *sample, const struct sample_place *place, size_t *length)
{
	const struct backlog *backlog = &sample->lookup->backlog;
	yajl_gen json = json_new(false);
	char *line;

	if (!json)
		return NULL;
	yajl_gen_map_open(json);
	json_put_text(json, "type", "backlog");
	record_key(json, sample->point);
	record_place(json, place);
	json_put_bool(json, "valid", sample->valid);
	put_unsigned(json, "interval_ns", backlog->interval_ns);
	put_series(json, "folios", backlog->folios, backlog->nr);
	put_series(json, "bytes", backlog->bytes, backlog->nr);
	yajl_gen_map_close(json);
	line = json_line(json, length);
	yajl_gen_free(json);
	return line;
}
