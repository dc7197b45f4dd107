// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * counters.c: a thread's event set: open, start, mark, stop, close. What may be counted at all was decided
 * by counters_probe.c.
 */
#include "bench/measure/counters.h"

#include <errno.h>
#include <papi.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

static unsigned long thread_id(void)
{
	return (unsigned long)pthread_self();
}

int counters_start_papi(struct error *err)
{
	int ret = PAPI_library_init(PAPI_VER_CURRENT);

	if (ret != PAPI_VER_CURRENT)
		return error_set(err, -ENOSYS, "PAPI does not start: %s",
				 ret < 0 ? PAPI_strerror(ret) : "its library is another version");
	ret = PAPI_thread_init(thread_id);
	if (ret != PAPI_OK)
		return error_set(err, -ENOSYS, "PAPI has no threads: %s", PAPI_strerror(ret));
	return 0;
}

int counters_init(struct counters *counters, struct error *err)
{
	int ret = counters->papi_version[0] ? counters_start_papi(err) : 0;

	for (int i = 0; i < counters->nr && !ret; i++) {
		struct counter *counter = &counters->counter[i];

		if (!counter->available || counter->from_rusage)
			continue;
		ret = PAPI_event_name_to_code(counter->native, &counter->code);
		if (ret != PAPI_OK)
			ret = error_set(err, -ENODEV, "PAPI event %s: %s", counter->native,
					PAPI_strerror(ret));
	}
	return ret;
}

/* Switches away from the CPU, asked for or not: the fallback where perf may not count them. */
static long long context_switches(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage))
		return 0;
	return usage.ru_nvcsw + usage.ru_nivcsw;
}

static bool carried(const struct thread_counters *thread, const struct counter *counter)
{
	return counter->available && counter->sets & (1U << thread->set);
}

static int add_events(struct thread_counters *thread, struct error *err)
{
	for (int i = 0; i < thread->counters->nr; i++) {
		const struct counter *counter = &thread->counters->counter[i];
		int ret;

		if (!carried(thread, counter) || counter->from_rusage)
			continue;
		if (thread->eventset == PAPI_NULL) {
			ret = PAPI_create_eventset(&thread->eventset);
			if (ret != PAPI_OK)
				return error_set(err, -ENODEV, "PAPI event set: %s",
						 PAPI_strerror(ret));
		}
		ret = PAPI_add_event(thread->eventset, counter->code);
		if (ret != PAPI_OK)
			return error_set(err, -ENODEV, "PAPI event %s: %s", counter->native,
					 PAPI_strerror(ret));
	}
	return 0;
}

int counters_open(struct thread_counters *thread, const struct counters *counters, int set,
		  struct error *err)
{
	int ret;

	*thread = (struct thread_counters){
		.counters = counters,
		.set = set,
		.eventset = PAPI_NULL,
	};
	if (!counters->papi_version[0])
		return 0;
	ret = PAPI_register_thread();
	if (ret != PAPI_OK)
		return error_set(err, -ENODEV, "PAPI thread: %s", PAPI_strerror(ret));
	thread->registered = true;
	ret = add_events(thread, err);
	if (ret)
		counters_close(thread);
	return ret;
}

int counters_start(struct thread_counters *thread, struct error *err)
{
	int ret = PAPI_OK;

	if (thread->eventset != PAPI_NULL)
		ret = PAPI_start(thread->eventset);
	if (ret != PAPI_OK)
		return error_set(err, -ENODEV, "PAPI start: %s", PAPI_strerror(ret));
	/* The first reading faults in what it needs: it is done before it matters. */
	return counters_mark(thread, err);
}

int counters_mark(struct thread_counters *thread, struct error *err)
{
	int ret = PAPI_OK;

	thread->switches = context_switches();
	if (thread->eventset != PAPI_NULL)
		ret = PAPI_read(thread->eventset, thread->marked);
	if (ret != PAPI_OK)
		return error_set(err, -ENODEV, "PAPI read: %s", PAPI_strerror(ret));
	return 0;
}

int counters_stop(struct thread_counters *thread, long long *values, struct error *err)
{
	long long counts[COUNTERS_MAX_EVENTS] = {0};
	int ret = PAPI_OK, next = 0;

	if (thread->eventset != PAPI_NULL)
		ret = PAPI_stop(thread->eventset, counts);
	if (ret != PAPI_OK)
		return error_set(err, -ENODEV, "PAPI stop: %s", PAPI_strerror(ret));
	for (int i = 0; i < thread->counters->nr; i++) {
		const struct counter *counter = &thread->counters->counter[i];

		if (!carried(thread, counter)) {
			values[i] = -1;
		} else if (counter->from_rusage) {
			values[i] = context_switches() - thread->switches;
		} else {
			values[i] = counts[next] - thread->marked[next];
			next++;
		}
	}
	return 0;
}

void counters_close(struct thread_counters *thread)
{
	if (thread->eventset != PAPI_NULL) {
		PAPI_cleanup_eventset(thread->eventset);
		PAPI_destroy_eventset(&thread->eventset);
	}
	if (thread->registered)
		PAPI_unregister_thread();
	thread->registered = false;
}
