// SPDX-License-Identifier: GPL-2.0-or-later
/* record_run.c: the first line of a run: what was asked, of which program, on which machine. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bench/json.h"
#include "bench/results/record_parts.h"
#include "bench/results/results.h"
#include "bench/user/outside.h"
#include "version.h"
#include "topology/environment.h"

static void put_program(yajl_gen json, const struct run *run)
{
	time_t now = time(NULL);
	char start[32];

	strftime(start, sizeof(start), "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
	json_put_text(json, "program", "pageref");
	json_put_text(json, "version", PAGEREF_VERSION);
	json_put_text(json, "revision", PAGEREF_REVISION);
	json_put_text(json, "compiler", PAGEREF_COMPILER);
	json_put_text(json, "flags", PAGEREF_FLAGS);
	json_put_text(json, "rcu_library", *PAGEREF_URCU_VERSION ? PAGEREF_URCU_VERSION : NULL);
	json_open_array(json, "command_line");
	json_text(json, "pageref");
	for (int i = 0; i < run->argc; i++)
		json_text(json, run->argv[i]);
	yajl_gen_array_close(json);
	json_put_text(json, "start_time", start);
	json_put_integer(json, "seed", (long long)run->seed);
}

static void put_environment(yajl_gen json)
{
	struct environment env;

	environment_read(&env);
	json_put_text(json, "host", env.host);
	json_put_text(json, "kernel", env.kernel);
	json_put_text(json, "kernel_version", env.kernel_version);
	json_put_text(json, "kernel_command_line", env.kernel_command_line);
	json_put_text(json, "kernel_build_id", env.kernel_build_id);
	json_put_text(json, "architecture", env.architecture);
	json_put_text(json, "cpu_model", env.cpu_model);
	json_put_text(json, "microcode", env.microcode);
	json_put_text(json, "governor", env.governor);
	json_put_maybe(json, "turbo", env.turbo);
	json_put_text(json, "smt", env.smt);
	json_put_text(json, "thp", env.thp);
	json_put_text(json, "shmem_thp", env.shmem_thp);
	json_put_maybe(json, "numa_balancing", env.numa_balancing);
	if (env.perf_event_paranoid < -1)
		json_put_null(json, "paranoid");
	else
		json_put_integer(json, "paranoid", env.perf_event_paranoid);
	json_put_text(json, "virtualisation", env.virtualisation);
	if (!env.virtualisation || !strcmp(env.virtualisation, "unknown"))
		json_put_null(json, "virtualised");
	else
		json_put_bool(json, "virtualised", strcmp(env.virtualisation, "none"));
	json_put_text(json, "clock_source", env.clock_source);
	environment_free(&env);
}

/* What was found, worst first: the states, not the explanations; null where nobody looked. */
static void put_doctor(yajl_gen json, const struct doctor *doctor)
{
	if (!doctor || !doctor->look) {
		json_put_null(json, "doctor");
		return;
	}
	json_open_array(json, "doctor");
	for (int i = 0; i < doctor->nr_findings; i++) {
		const struct doctor_finding *finding = &doctor->findings[i];

		yajl_gen_map_open(json);
		json_put_text(json, "name", doctor_name(finding->row));
		json_put_text(json, "severity", doctor_severity_names[finding->severity]);
		json_put_text(json, "value", finding->value);
		yajl_gen_map_close(json);
	}
	yajl_gen_array_close(json);
}

static void put_events(yajl_gen json, const struct counters *counters)
{
	json_put_text(json, "papi_version",
		      counters->papi_version[0] ? counters->papi_version : NULL);
	json_open_map(json, "events");
	for (int i = 0; i < counters->nr; i++) {
		const struct counter *counter = &counters->counter[i];

		json_open_map(json, counter->name);
		json_put_bool(json, "available", counter->available);
		json_put_text(json, "native", counter->native[0] ? counter->native : NULL);
		json_put_text(json, "reason", counter->reason[0] ? counter->reason : NULL);
		yajl_gen_map_close(json);
	}
	yajl_gen_map_close(json);
	json_open_array(json, "event_sets");
	for (int set = 0; set < counters->nr_sets; set++) {
		yajl_gen_array_open(json);
		for (int i = 0; i < counters->nr; i++) {
			if (counters->counter[i].available &&
			    counters->counter[i].sets & (1U << set))
				json_text(json, counters->counter[i].name);
		}
		yajl_gen_array_close(json);
	}
	yajl_gen_array_close(json);
}

static void put_package_events(yajl_gen json, const struct package_events *events)
{
	json_open_map(json, "package_events");
	for (int i = 0; i < events->nr; i++) {
		const struct package_event *event = &events->event[i];

		json_open_map(json, event->name);
		json_put_bool(json, "available", event->available);
		json_put_text(json, "unit", event->unit[0] ? event->unit : NULL);
		json_put_text(json, "native", event->native[0] ? event->native : NULL);
		json_put_text(json, "reason", event->reason[0] ? event->reason : NULL);
		yajl_gen_map_close(json);
	}
	yajl_gen_map_close(json);
}

/* The order in which threads take CPUs, so that a reader knows where a node ends on a thread axis. */
static void put_placements(yajl_gen json, const struct plan *plan)
{
	json_open_map(json, "placements");
	for (int p = 0; p < plan->nr_placements; p++) {
		json_open_array(json, plan->placements[p]->name);
		for (int i = 0; i < plan->placements[p]->nr; i++)
			yajl_gen_integer(json, plan->placements[p]->pus[i]->os);
		yajl_gen_array_close(json);
	}
	yajl_gen_map_close(json);
}

static void put_skips(yajl_gen json, const struct plan *plan)
{
	json_open_array(json, "skipped");
	for (int i = 0; i < plan->nr_skips; i++) {
		const struct skip *skip = &plan->skips[i];

		yajl_gen_map_open(json);
		record_key(json, &skip->point);
		json_put_text(json, "why", skip->why);
		yajl_gen_map_close(json);
	}
	yajl_gen_array_close(json);
}

/* How many there will be is not known of a run that ends when it is precise enough. */
static void put_rounds(yajl_gen json, const struct run *run)
{
	if (!run->budget_ns) {
		json_put_integer(json, "repeats", run->repeats);
		json_put_integer(json, "processes", run->processes);
		return;
	}
	json_put_null(json, "repeats");
	json_put_null(json, "processes");
	json_put_number(json, "precision_percent", run->precision_percent);
	json_put_integer(json, "budget_ns", (long long)run->budget_ns);
}

static void put_scheme(yajl_gen json, const struct outside_scheme *scheme)
{
	static const char *const kinds[] = {
		[WORD_BUILT_IN] = "built-in", [WORD_HEADER] = "header", [WORD_FOLDER] = "folder",
		[WORD_OBJECT] = "object",     [WORD_KERNEL] = "kernel",
	};

	json_open_map(json, scheme->word.name);
	json_put_text(json, "word", scheme->given);
	json_put_text(json, "kind", kinds[scheme->word.kind]);
	json_put_text(json, "path", scheme->word.path);
	if (scheme->word.kind == WORD_KERNEL) {
		json_put_text(json, "tree", scheme->tree);
		json_put_text(json, "revision", scheme->word.revision);
		json_put_text(json, "commit", scheme->commit);
		json_open_array(json, "patches");
		for (int i = 0; i < scheme->word.nr_patches; i++)
			json_text(json, scheme->word.patches[i]);
		yajl_gen_array_close(json);
	}
	if (scheme->kernel_extra)
		json_put_text(json, "kernel_extra", scheme->kernel_extra);
	json_put_bool(json, "debug_vm", scheme->debug_vm);
	json_put_text(json, "hash", scheme->hash);
	yajl_gen_map_close(json);
}

/* Those that are not built in: what a name stands for. */
static void put_schemes(yajl_gen json)
{
	const struct outside_scheme *scheme;

	json_open_map(json, "schemes");
	for (int i = 0; (scheme = outside_nth(i)); i++)
		put_scheme(json, scheme);
	yajl_gen_map_close(json);
}

static void put_measurement(yajl_gen json, const struct run *run)
{
	double overhead = run->probe->loop_overhead_ns;

	if (overhead < 0)
		json_put_null(json, "loop_overhead_ns");
	else
		json_put_number(json, "loop_overhead_ns", overhead);
	json_put_integer(json, "duration_ns", (long long)run->duration_ns);
	json_put_integer(json, "warmup_ns", (long long)run->warmup_ns);
	put_rounds(json, run);
	json_put_integer(json, "points", run->plan.nr_points);
}

char *record_run(const struct run *run, size_t *length)
{
	yajl_gen json = json_new(false);
	char *line;

	if (!json)
		return NULL;
	yajl_gen_map_open(json);
	json_put_text(json, "type", "run");
	json_put_integer(json, "schema", RESULTS_SCHEMA);
	put_program(json, run);
	put_schemes(json);
	put_environment(json);
	put_doctor(json, run->doctor);
	json_open_map(json, "topology");
	record_machine(json, run->machine);
	yajl_gen_map_close(json);
	put_events(json, &run->probe->counters);
	put_package_events(json, &run->probe->packages);
	put_measurement(json, run);
	record_kernel_run(json, &run->plan);
	put_placements(json, &run->plan);
	put_skips(json, &run->plan);
	yajl_gen_map_close(json);
	line = json_line(json, length);
	yajl_gen_free(json);
	return line;
}
