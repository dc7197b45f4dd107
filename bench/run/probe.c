// SPDX-License-Identifier: GPL-2.0-or-later
/* probe.c: events and the empty loop, probed in a child. See probe.h. */
#include "bench/run/probe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/run/child.h"
#include "bench/measure/harness.h"

#define EMPTY_LOOP_NS 20000000U

struct request {
	const struct machine *machine;
	const char *events, *package_events;
	struct probe *probe; /* shared with the child */
};

/* The null scheme's get-put at one thread: stop flag, counters and loop, and nothing in it. */
static double empty_loop_ns(const struct machine *machine)
{
	const struct plan_request request = {
		.workloads = "get-put",
		.schemes = "null",
		.threads = "1",
		.placements = "compact",
		.memory = "local",
	};
	const struct window window = {.warmup_ns = EMPTY_LOOP_NS / 10,
				      .duration_ns = EMPTY_LOOP_NS};
	const struct counters none = {.nr_sets = 1};
	struct arena *arena = arena_new();
	double ns = -1;
	struct sample sample;
	struct plan plan;
	struct error err;

	if (arena && !plan_make(&plan, machine, &request, &err)) {
		if (!harness_run(&sample, &plan.points[0], &window, &none, arena, machine, &err))
			ns = sample_ns_per_op(&sample);
		sample_free(&sample);
		plan_free(&plan);
	}
	arena_free(arena);
	return ns;
}

static int probe_main(void *arg)
{
	struct request *request = arg;
	struct probe *probe = request->probe;

	probe->loop_overhead_ns = empty_loop_ns(request->machine);
	probe->failed =
		counters_probe(&probe->counters, request->events, request->machine, &probe->err);
	if (!probe->failed)
		probe->failed = package_events_probe(&probe->packages, request->package_events,
						     probe->counters.papi_version[0],
						     request->machine, &probe->err);
	return 0;
}

struct probe *probe_machine(const struct machine *machine, const char *events,
			    const char *package_events, int *code, struct error *err)
{
	struct request request = {
		.machine = machine, .events = events, .package_events = package_events};
	struct probe *probe = mmap(NULL, sizeof(*probe), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;
	int status;

	if (probe == MAP_FAILED) {
		*code = error_set(err, -ENOMEM, "out of memory");
		return NULL;
	}
	request.probe = probe;
	pid = child_start(probe_main, &request);
	status = pid < 0 ? -1 : child_wait(pid);
	if (pid < 0)
		*code = error_set(err, pid, "cannot fork: %s", strerror(-pid));
	else if (status)
		*code = error_set(err, -EIO, "probing this machine's events failed (status %d)",
				  status);
	else
		*code = probe->failed;
	if (!status && *code)
		*err = probe->err;
	if (!*code)
		return probe;
	probe_free(probe);
	return NULL;
}

void probe_free(struct probe *probe)
{
	if (probe)
		munmap(probe, sizeof(*probe));
}
