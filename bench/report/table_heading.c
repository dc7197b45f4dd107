// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_heading.c: what stands above a table, so that a figure pasted into a mail carries with it
 * where it was measured, and under which conditions.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "topology/environment.h"

#define NAME_SIZE 160

/* Conditions strung together with commas. */
struct heading {
	char text[1024];
};

static void add(struct heading *heading, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct heading *heading, const char *format, ...)
{
	size_t used = strlen(heading->text);
	va_list args;

	va_start(args, format);
	vsnprintf(heading->text + used, sizeof(heading->text) - used, format, args);
	va_end(args);
}

static const char *plural(int n)
{
	return n == 1 ? "" : "s";
}

bool table_is_virtual(const struct result_run *run)
{
	return *run->virtualisation && strcmp(run->virtualisation, "none");
}

void table_note_virtual(FILE *out, const struct result_run *run, int width)
{
	char name[NAME_SIZE];

	table_safe(name, sizeof(name), run->virtualisation);
	if (environment_is_emulation(run->virtualisation))
		table_note(out, width, "emulated",
			   "not a measurement: software (%s) plays the CPUs; where threads ran is "
			   "true, no time is",
			   name);
	else
		table_note(out, width, "virtual",
			   "a hypervisor (%s) may move the CPUs: no figure is stable, ratios hold "
			   "for this run",
			   name);
}

/* Of a kernel that was measured itself, two of one release are told apart by their builds. */
static void add_build(char *text, size_t size, const struct result_run *run)
{
	size_t used = strlen(text);
	char id[NAME_SIZE];

	if (!isnan(run->syscall_overhead_ns) && *run->kernel_build_id)
		snprintf(text + used, size - used, ", build %.100s",
			 table_safe(id, sizeof(id), run->kernel_build_id));
}

void table_machine(FILE *out, const struct result_run *run, int width)
{
	char model[NAME_SIZE], host[NAME_SIZE], name[NAME_SIZE], version[NAME_SIZE];
	char cpus[NAME_SIZE] = "", virtual[NAME_SIZE] = "", kernel[2 * NAME_SIZE];

	if (run->nr_cpus)
		snprintf(cpus, sizeof(cpus), ", %d CPU%s, %d package%s, %d node%s", run->nr_cpus,
			 plural(run->nr_cpus), run->nr_packages, plural(run->nr_packages),
			 run->nr_nodes, plural(run->nr_nodes));
	if (table_is_virtual(run))
		snprintf(virtual, sizeof(virtual),
			 environment_is_emulation(run->virtualisation)
				 ? ", emulated (%.100s): not a measurement"
				 : ", virtual (%.100s)",
			 table_safe(name, sizeof(name), run->virtualisation));
	table_note(
		out, width, "machine", "%s%s%s, host %s",
		table_safe(model, sizeof(model), *run->cpu_model ? run->cpu_model : "unknown CPU"),
		cpus, virtual, table_safe(host, sizeof(host), *run->host ? run->host : "unknown"));
	table_safe(kernel, NAME_SIZE, *run->kernel ? run->kernel : "unknown");
	add_build(kernel, sizeof(kernel), run);
	table_note(out, width, "kernel", "%s", kernel);
	table_note(
		out, width, "measured", "%s by pageref%s%s%s%s",
		table_safe(host, sizeof(host), *run->start_time ? run->start_time : "at some time"),
		*run->version ? " " : "", table_safe(version, sizeof(version), run->version),
		*run->revision ? ", revision " : "", table_safe(name, sizeof(name), run->revision));
	fputc('\n', out);
}

/* What a lookup has besides, where it is not the usual; which pages are looked up always matters. */
static void add_lookup(struct heading *heading, const struct result_key *key)
{
	char name[NAME_SIZE], bytes[TABLE_TEXT];

	add(heading, ", pattern %s", table_safe(name, sizeof(name), key->pattern));
	if (key->pin)
		add(heading, ", pinned");
	if (!key->verify)
		add(heading, ", none verified");
	else if (key->verify != LOOKUP_USUAL_VERIFY)
		add(heading, ", 1 in %d verified", key->verify);
	table_bytes(bytes, key->memory_limit);
	if (key->memory_limit != LOOKUP_USUAL_MEMORY_LIMIT)
		add(heading, ", memory limit %s", bytes);
	if (key->grace_period_ns != LOOKUP_USUAL_GRACE_PERIOD_NS)
		add(heading, ", grace periods %g ms apart", key->grace_period_ns / 1e6);
}

static void add_kernel(struct heading *heading, const struct result_key *key)
{
	char name[NAME_SIZE];

	if (key->size)
		add(heading, ", %d bytes a call", key->size);
	if (key->pin)
		add(heading, ", pinned");
	add(heading, ", as %s", table_safe(name, sizeof(name), key->as));
}

/* What all rows share, as columns do not say it. */
static void add_shared(struct heading *heading, const struct panel *panel)
{
	for (int d = 0; d < NR_DIMENSIONS; d++) {
		char value[DIMENSION_TEXT], safe[DIMENSION_TEXT];

		if (dimension_is_usual((enum dimension)d, &panel->rows[0]) ||
		    table_wants_dimension(panel, d))
			continue;
		dimension_value(value, (enum dimension)d, &panel->rows[0]);
		if (!*value)
			continue; /* no row says it */
		add(heading, ", %s %s", dimension_names[d], table_safe(safe, sizeof(safe), value));
	}
	if (!table_wants_threads(panel, 0))
		add(heading, ", %d thread%s", panel->threads[0], plural(panel->threads[0]));
}

void table_heading(FILE *out, const struct panel *panel, int width)
{
	const struct result_key *key = &panel->key;
	const bool lookup = key_is_lookup(key);
	const struct {
		const char *name;
		int value, usual;
	} knobs[] = {
		{"pages", key->pages, 1},
		{"batch", key->batch, 1},
		{"writers", lookup ? 0 : key->writers, 0}, /* they are part of the churn */
		{"nr", key->nr, 1},
	};
	char workload[NAME_SIZE], placement[NAME_SIZE], memory[NAME_SIZE], share[NAME_SIZE];
	struct heading heading = {""};

	add(&heading, "%s: placement %s, memory %s, share %s",
	    table_safe(workload, sizeof(workload), key->workload),
	    table_safe(placement, sizeof(placement), key->placement),
	    table_safe(memory, sizeof(memory), key->memory),
	    table_safe(share, sizeof(share), key->share));
	for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++) {
		if (knobs[i].value != knobs[i].usual)
			add(&heading, ", %s %d", knobs[i].name, knobs[i].value);
	}
	if (lookup)
		add_lookup(&heading, key);
	if (key_is_kernel(key))
		add_kernel(&heading, key);
	add_shared(&heading, panel);
	table_paragraph(out, width, "", heading.text);
}
