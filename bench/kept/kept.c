// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kept.c: matrices written as a results file of their medians, and read back as one. See kept.h.
 */
#include "bench/kept/kept.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "bench/json.h"
#include "bench/user/cache.h"

#define SUFFIX ".ping-pong"

/* What makes a machine this machine. The texts' ends keep them apart. */
static void key_of(char key[CACHE_KEY_SIZE], const struct result_run *run)
{
	const char *const texts[] = {run->host,	   run->cpu_model,
				     run->kernel,  run->kernel_build_id,
				     run->version, run->revision};
	XXH3_state_t *state = XXH3_createState();
	XXH128_hash_t hash = {0, 0};

	if (state && XXH3_128bits_reset(state) == XXH_OK) {
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
			XXH3_128bits_update(state, texts[i], strlen(texts[i]) + 1);
		hash = XXH3_128bits_digest(state);
	}
	XXH3_freeState(state);
	snprintf(key, CACHE_KEY_SIZE, "%016llx%016llx", (unsigned long long)hash.high64,
		 (unsigned long long)hash.low64);
}

/* ---- writing ---- */

static void put_column(yajl_gen json, const char *name, const int *column, int nr)
{
	if (!column)
		return;
	json_open_array(json, name);
	for (int i = 0; i < nr; i++)
		yajl_gen_integer(json, column[i]);
	yajl_gen_array_close(json);
}

static void put_run(yajl_gen json, const struct result_run *run)
{
	json_put_text(json, "type", "run");
	json_put_integer(json, "schema", RESULTS_SCHEMA);
	json_put_text(json, "host", run->host);
	json_put_text(json, "cpu_model", run->cpu_model);
	json_put_text(json, "kernel", run->kernel);
	json_put_text(json, "kernel_build_id", run->kernel_build_id);
	json_put_text(json, "version", run->version);
	json_put_text(json, "revision", run->revision);
	json_put_text(json, "start_time", run->start_time);
	json_open_map(json, "topology");
	json_open_map(json, "cpus");
	put_column(json, "cpu", run->cpu, run->nr_cpus);
	put_column(json, "core", run->cpu_core, run->nr_cpus);
	put_column(json, "llc", run->cpu_llc, run->nr_cpus);
	put_column(json, "package", run->cpu_package, run->nr_cpus);
	put_column(json, "node", run->cpu_node, run->nr_cpus);
	yajl_gen_map_close(json);
	yajl_gen_map_close(json);
}

static void put_pair(yajl_gen json, const char *memory, int a, int b, double one_way_ns)
{
	static const struct {
		const char *name;
		int value;
	} counts[] = {{"threads", 2}, {"pages", 1}, {"batch", 1}, {"writers", 0}, {"nr", 1},
		      {"repeat", 0},  {"order", 0}, {"ops", 2},	  {"fail_ops", 0}};
	char placement[48];

	snprintf(placement, sizeof(placement), "cpus:%d,%d", a, b);
	json_put_text(json, "type", "sample");
	json_put_text(json, "workload", "ping-pong");
	json_put_text(json, "scheme", "none");
	json_put_text(json, "placement", placement);
	json_put_text(json, "memory", memory);
	json_put_text(json, "share", "all");
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		json_put_integer(json, counts[i].name, counts[i].value);
	json_put_number(json, "seconds", 2 * one_way_ns / 1e9);
	json_put_number(json, "ops_per_sec", 1e9 / one_way_ns);
	json_put_number(json, "ns_per_op", 2 * one_way_ns);
	json_open_map(json, "events");
	yajl_gen_map_close(json);
	json_open_map(json, "threads_detail");
	put_column(json, "cpu", (const int[]){a, b}, 2);
	put_column(json, "ops", (const int[]){1, 1}, 2);
	yajl_gen_map_close(json);
	json_put_bool(json, "valid", true);
}

/* The line that @json holds; 0 or -ENOMEM. */
static int write_line(FILE *out, yajl_gen json)
{
	size_t length;
	char *line;

	yajl_gen_map_close(json);
	line = json_line(json, &length);
	if (line)
		fwrite(line, 1, length, out);
	free(line);
	yajl_gen_free(json);
	return line ? 0 : -ENOMEM;
}

static yajl_gen begin_line(void)
{
	yajl_gen json = json_new(false);

	if (json)
		yajl_gen_map_open(json);
	return json;
}

static int write_matrix(FILE *out, const struct ping_pong_matrix *matrix)
{
	int ret = 0;

	for (int i = 0; i < matrix->nr_cpus; i++) {
		for (int k = i + 1; k < matrix->nr_cpus && !ret; k++) {
			double ns = matrix->one_way_ns[i * matrix->nr_cpus + k];
			yajl_gen json = isnan(ns) ? NULL : begin_line();

			if (isnan(ns))
				continue;
			if (!json)
				return -ENOMEM;
			put_pair(json, matrix->memory, matrix->cpus[i], matrix->cpus[k], ns);
			ret = write_line(out, json);
		}
	}
	return ret;
}

static int write_machine(FILE *out, const struct summary *summary, int machine,
			 const struct result_run *run)
{
	yajl_gen json = begin_line();
	int ret;

	if (!json)
		return -ENOMEM;
	put_run(json, run);
	ret = write_line(out, json);
	for (int i = 0; !ret && i < summary->nr_ping_pongs; i++) {
		if (summary->ping_pongs[i].machine == machine)
			ret = write_matrix(out, &summary->ping_pongs[i]);
	}
	return ret;
}

static void save(const struct summary *summary, const struct ping_pong_matrix *first)
{
	char name[] = "/tmp/pageref-kept-XXXXXX", key[CACHE_KEY_SIZE], path[PATH_MAX];
	int fd = mkstemp(name);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	bool whole;

	if (!out)
		return; /* nothing is lost that cannot be measured again */
	whole = !write_machine(out, summary, first->machine, first->run) && !ferror(out);
	whole &= !fclose(out);
	key_of(key, first->run);
	if (whole)
		cache_keep(key, SUFFIX, name, path);
	unlink(name);
}

void kept_save(const struct summary *summary)
{
	for (int i = 0; i < summary->nr_ping_pongs; i++) {
		const struct ping_pong_matrix *matrix = &summary->ping_pongs[i];

		if (!i || matrix[-1].machine != matrix->machine)
			save(summary, matrix);
	}
}

/* ---- reading ---- */

static bool has_matrix(const struct summary *summary, int machine)
{
	for (int i = 0; i < summary->nr_ping_pongs; i++) {
		if (summary->ping_pongs[i].machine == machine)
			return true;
	}
	return false;
}

/* Append what is kept for the machine of @run. What does not read is not there. */
static void read_kept(struct kept *kept, const struct result_run *run)
{
	char key[CACHE_KEY_SIZE], *text;
	struct error err;
	size_t size;

	key_of(key, run);
	text = cache_read(key, SUFFIX, &size);
	if (text)
		results_parse(&kept->results, text, size, "what is kept of ping-pong", &err);
	free(text);
}

static void say_used(const struct summary *summary)
{
	const struct panel *said = NULL;

	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];
		struct error line;

		if (!panel->transfers || !panel->transfers_kept ||
		    (said && said->machine == panel->machine))
			continue;
		said = panel;
		error_set(
			&line, 0,
			"reference lines: from this machine's ping-pong of %.40s, which was kept; "
			"'pageref run --ping-pong-cache refresh' measures it anew",
			panel->transfers->run->start_time);
		fprintf(stderr, "%s\n", line.text);
	}
}

int kept_use(struct kept *kept, struct summary *summary)
{
	int machine = -1, ret;

	*kept = (struct kept){.results = {0}};
	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];

		if (panel->machine == machine || has_matrix(summary, panel->machine))
			continue;
		machine = panel->machine;
		read_kept(kept, panel->run);
	}
	ret = summary_make(&kept->summary, &kept->results);
	if (!ret)
		ret = summary_use_kept(summary, &kept->summary);
	if (!ret)
		say_used(summary);
	return ret;
}

void kept_free(struct kept *kept)
{
	summary_free(&kept->summary);
	results_free(&kept->results);
}
