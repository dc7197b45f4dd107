// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor_run.c: the doctor beside a measurement. See doctor_run.h. */
#include "bench/command/doctor_run.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- which CPUs ---- */

static int add_once(struct int_list *cpus, bool *used, int nr_used, int cpu)
{
	if (cpu < 0 || cpu >= nr_used || used[cpu])
		return 0;
	used[cpu] = true;
	return int_list_add(cpus, cpu);
}

static int highest_cpu(const struct machine *machine)
{
	int highest = 0;

	for (int i = 0; i < machine->nr_pus; i++) {
		if (machine->pus[i].os > highest)
			highest = machine->pus[i].os;
	}
	return highest;
}

/* Of each point the first CPUs of its placement, as many as it has threads. */
static int plan_cpus(const struct plan *plan, struct int_list *cpus)
{
	int nr_used = highest_cpu(plan->machine) + 1, ret;
	bool *used = calloc((size_t)nr_used, sizeof(*used));

	ret = used ? 0 : -1;
	for (int p = 0; !ret && p < plan->nr_points; p++) {
		const struct point *point = &plan->points[p];

		for (int i = 0; !ret && i < point->threads && i < point->placement->nr; i++)
			ret = add_once(cpus, used, nr_used, point->placement->pus[i]->os);
	}
	free(used);
	return ret;
}

/* ---- what is not counted ---- */

const char *doctor_uncounted(const struct counters *counters, char text[DOCTOR_UNCOUNTED_SIZE])
{
	static const char *const hardware[] = {"cycles", "instructions"};
	int nr = 0, available = 0, asked = 0;
	const char *reason = "";

	for (int i = 0; i < counters->nr; i++) {
		const struct counter *counter = &counters->counter[i];

		nr += !counter->available;
		for (int h = 0; h < 2; h++) {
			if (strcmp(counter->name, hardware[h]))
				continue;
			asked++;
			available += counter->available;
			if (!counter->available && !*reason)
				reason = counter->reason;
		}
	}
	*text = '\0';
	if (available < asked)
		snprintf(text, DOCTOR_UNCOUNTED_SIZE,
			 "%d of %d events do not count, cycles %s instructions among them "
			 "(%.180s)",
			 nr, counters->nr, available ? "or" : "and", reason);
	return asked ? text : NULL;
}

/* ---- beside a run ---- */

void doctor_run_begin(struct doctor *doctor, const struct plan *plan)
{
	struct int_list cpus = {0};
	const struct doctor_request request = {.root = "", .cpus = &cpus, .working = true};
	struct error err;

	*doctor = (struct doctor){0};
	if (!plan_cpus(plan, &cpus))
		doctor_begin(doctor, &request, &err);
	int_list_free(&cpus);
}

void doctor_run_end(struct doctor *doctor, const struct counters *counters)
{
	char uncounted[DOCTOR_UNCOUNTED_SIZE];
	struct error err;

	if (!doctor->look)
		return;
	if (doctor_end(doctor, doctor_uncounted(counters, uncounted), &err))
		doctor_free(doctor);
}

void doctor_run_warn(const struct doctor *doctor)
{
	int nr = doctor_count(doctor, DOCTOR_SPOILS) + doctor_count(doctor, DOCTOR_BLURS);
	char names[600] = "";
	size_t used = 0;

	/* They are in the order of their severity. */
	for (int i = 0; i < nr && used < sizeof(names); i++)
		used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s", i ? ", " : "",
					 doctor_name(doctor->findings[i].row));
	if (nr)
		warnx("doctor: %d thing%s this measurement: %s ('pageref doctor' says what to do)",
		      nr, nr == 1 ? " spoils or blurs" : "s spoil or blur", names);
}
