// SPDX-License-Identifier: GPL-2.0-or-later
/* record_sample.c: the line of one sample. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/json.h"
#include "bench/results/record_parts.h"

static void put_retries(yajl_gen json, const struct retry_count *retries)
{
	if (!retries->taken) {
		json_put_null(json, "retries");
		json_put_null(json, "retries_per_op");
		json_put_null(json, "retries_window");
		return;
	}
	json_put_integer(json, "retries", (long long)retries->retries);
	json_put_number(json, "retries_per_op", (double)retries->retries / (double)retries->ops);
	json_open_map(json, "retries_window");
	json_put_integer(json, "ops", (long long)retries->ops);
	json_put_number(json, "seconds", retries->seconds);
	yajl_gen_map_close(json);
}

/* The sum over the threads on @node (-1: all of them); null where the sample does not carry it. */
static void put_event_sums(yajl_gen json, const struct counters *counters,
			   const struct sample *sample, int node)
{
	json_open_map(json, "events");
	for (int e = 0; e < counters->nr; e++) {
		long long sum = 0;

		for (int i = 0; i < sample->assignment.nr_threads && sum >= 0; i++) {
			long long count = sample->threads[i].counts[e];

			if (node < 0 || sample->assignment.lanes[i].pu->node == node)
				sum = count < 0 ? -1 : sum + count;
		}
		if (!counters->counter[e].available || sum < 0)
			json_put_null(json, counters->counter[e].name);
		else
			json_put_integer(json, counters->counter[e].name, sum);
	}
	yajl_gen_map_close(json);
}

static void put_node(yajl_gen json, const struct counters *counters, const struct sample *sample,
		     int node)
{
	uint64_t ops = 0;
	int threads = 0;
	char key[16];

	for (int i = 0; i < sample->assignment.nr_threads; i++) {
		if (sample->assignment.lanes[i].pu->node != node)
			continue;
		threads++;
		ops += sample->threads[i].ops;
	}
	if (!threads)
		return;
	snprintf(key, sizeof(key), "%d", node);
	json_open_map(json, key);
	json_put_integer(json, "threads", threads);
	json_put_integer(json, "ops", (long long)ops);
	put_event_sums(json, counters, sample, node);
	yajl_gen_map_close(json);
}

static void put_pages(yajl_gen json, const char *key, long long pages)
{
	if (pages < 0)
		json_put_null(json, key);
	else
		json_put_integer(json, key, pages);
}

/* Of a machine with several nodes: what the kernel handed out meanwhile, to whomever. */
static void put_numastat(yajl_gen json, const struct numastat *stat)
{
	char key[16];

	if (!stat->nr)
		return;
	json_open_map(json, "numastat");
	for (int i = 0; i < stat->nr; i++) {
		snprintf(key, sizeof(key), "%d", stat->nodes[i].node);
		json_open_map(json, key);
		put_pages(json, "local_pages", stat->nodes[i].local);
		put_pages(json, "other_pages", stat->nodes[i].other);
		yajl_gen_map_close(json);
	}
	yajl_gen_map_close(json);
}

static void put_role(yajl_gen json, const struct sample *sample, int role)
{
	uint64_t ops = 0, fail_ops = 0;
	int threads = 0;

	for (int i = 0; i < sample->assignment.nr_threads; i++) {
		if (sample->assignment.lanes[i].role != role)
			continue;
		threads++;
		ops += sample->threads[i].ops;
		fail_ops += sample->threads[i].fail_ops;
	}
	if (!threads)
		return;
	json_open_map(json, sample->point->workload->roles[role]);
	json_put_integer(json, "threads", threads);
	json_put_integer(json, "ops", (long long)ops);
	json_put_integer(json, "fail_ops", (long long)fail_ops);
	yajl_gen_map_close(json);
}

static void put_per_thread_events(yajl_gen json, const struct counters *counters,
				  const struct sample *sample)
{
	json_open_map(json, "events");
	for (int e = 0; e < counters->nr; e++) {
		json_open_array(json, counters->counter[e].name);
		for (int i = 0; i < sample->assignment.nr_threads; i++) {
			long long count = sample->threads[i].counts[e];

			if (!counters->counter[e].available || count < 0)
				yajl_gen_null(json);
			else
				yajl_gen_integer(json, count);
		}
		yajl_gen_array_close(json);
	}
	yajl_gen_map_close(json);
}

/* One value of a column of threads_detail, for thread @i. */
typedef void put_value(yajl_gen json, const struct sample *sample, int i);

/* A thread that failed before it began ran nowhere. */
static void put_place(yajl_gen json, int place)
{
	if (place < 0)
		yajl_gen_null(json);
	else
		yajl_gen_integer(json, place);
}

static void put_cpu(yajl_gen json, const struct sample *sample, int i)
{
	put_place(json, sample->threads[i].cpu);
}

static void put_cpu_node(yajl_gen json, const struct sample *sample, int i)
{
	put_place(json, sample->threads[i].cpu < 0 ? -1 : sample->threads[i].node);
}

static void put_role_name(yajl_gen json, const struct sample *sample, int i)
{
	json_text(json, sample->point->workload->roles[sample->assignment.lanes[i].role]);
}

static void put_ops(yajl_gen json, const struct sample *sample, int i)
{
	yajl_gen_integer(json, (long long)sample->threads[i].ops);
}

static void put_fail_ops(yajl_gen json, const struct sample *sample, int i)
{
	yajl_gen_integer(json, (long long)sample->threads[i].fail_ops);
}

static void put_cpu_time(yajl_gen json, const struct sample *sample, int i)
{
	json_number(json, sample->threads[i].cpu_seconds);
}

static void put_page_faults(yajl_gen json, const struct sample *sample, int i)
{
	yajl_gen_integer(json, (long long)sample->threads[i].page_faults);
}

static const struct {
	const char *key;
	put_value *put;
} thread_columns[] = {
	{"cpu", put_cpu},
	{"node", put_cpu_node},
	{"role", put_role_name},
	{"ops", put_ops},
	{"fail_ops", put_fail_ops},
	{"cpu_time", put_cpu_time},
	{"page_faults", put_page_faults},
};

static void put_threads(yajl_gen json, const struct run *run, const struct sample *sample)
{
	json_open_map(json, "threads_detail");
	for (size_t c = 0; c < sizeof(thread_columns) / sizeof(thread_columns[0]); c++) {
		json_open_array(json, thread_columns[c].key);
		for (int i = 0; i < sample->assignment.nr_threads; i++)
			thread_columns[c].put(json, sample, i);
		yajl_gen_array_close(json);
	}
	if (run->per_thread_events)
		put_per_thread_events(json, &run->probe->counters, sample);
	yajl_gen_map_close(json);
}

/* The change furthest from none among the threads. */
static double clock_change(const struct sample *sample)
{
	double worst = 0;

	for (int i = 0; i < sample->assignment.nr_threads; i++) {
		if (fabs(sample->threads[i].clock_change) > fabs(worst))
			worst = sample->threads[i].clock_change;
	}
	return worst;
}

static uint64_t page_faults(const struct sample *sample)
{
	uint64_t sum = 0;

	for (int i = 0; i < sample->assignment.nr_threads; i++)
		sum += sample->threads[i].page_faults;
	return sum;
}

static void put_trust(yajl_gen json, const struct sample *sample)
{
	json_put_integer(json, "page_faults", (long long)page_faults(sample));
	json_put_number(json, "clock_change", clock_change(sample));
	if (sample->stolen < 0)
		json_put_null(json, "stolen");
	else
		json_put_number(json, "stolen", sample->stolen);
	json_put_bool(json, "valid", sample->valid);
	json_put_text(json, "why", sample->valid ? NULL : sample->why);
}

/* Where the line of a pair lies: under `local` the memory's name does not say it. */
static int home_node(const struct sample *sample)
{
	const struct memory_policy *memory = &sample->point->memory;

	return memory->kind == MEMORY_NODE ? memory->node : sample->assignment.homes[0];
}

char *record_sample(const struct run *run, const struct sample *sample,
		    const struct sample_place *place, const struct retry_count *retries,
		    size_t *length)
{
	const struct counters *counters = &run->probe->counters;
	yajl_gen json = json_new(false);
	char *line;

	if (!json)
		return NULL;
	yajl_gen_map_open(json);
	json_put_text(json, "type", "sample");
	record_key(json, sample->point);
	record_place(json, place);
	json_put_number(json, "seconds", sample->seconds);
	json_put_integer(json, "ops", (long long)sample->ops);
	json_put_number(json, "ops_per_sec", sample_ops_per_sec(sample));
	json_put_number(json, "ns_per_op", sample_ns_per_op(sample));
	json_put_integer(json, "fail_ops", (long long)sample->fail_ops);
	if (sample->point->workload->in_pairs)
		json_put_integer(json, "home", home_node(sample));
	put_retries(json, retries);
	put_event_sums(json, counters, sample, -1);
	json_put_integer(json, "event_set", sample->event_set);
	json_open_map(json, "nodes");
	for (int i = 0; i < run->machine->nr_nodes; i++)
		put_node(json, counters, sample, run->machine->nodes[i].os);
	yajl_gen_map_close(json);
	record_packages(json, run, sample);
	put_numastat(json, &sample->pages);
	json_open_map(json, "roles");
	for (int role = 0; role < NR_ROLES; role++)
		put_role(json, sample, role);
	yajl_gen_map_close(json);
	put_threads(json, run, sample);
	record_lookup(json, sample);
	record_kernel(json, sample);
	put_trust(json, sample);
	yajl_gen_map_close(json);
	line = json_line(json, length);
	yajl_gen_free(json);
	return line;
}
