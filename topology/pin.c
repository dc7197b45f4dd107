// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pin.c: which PUs a thread may run on, and where it does. Masks are sized at run time, because
 * cpu_set_t ends at 1024 CPUs and the kernel's do not. The process's own mask is remembered when
 * pin_avoid() first narrows it: read again later, it would shrink from call to call.
 */
#define _GNU_SOURCE 1 /* CPU_ALLOC, getcpu */
#include "topology/pin.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define CPU_LIMIT 1048576 /* far beyond any kernel's NR_CPUS; bounds what a mask may cost */

struct mask {
	cpu_set_t *set;
	size_t size;
	int nr;
};

static int mask_alloc(struct mask *mask, int nr)
{
	mask->set = CPU_ALLOC(nr);
	if (!mask->set)
		return -ENOMEM;
	mask->nr = nr;
	mask->size = CPU_ALLOC_SIZE(nr);
	CPU_ZERO_S(mask->size, mask->set);
	return 0;
}

static void mask_free(struct mask *mask)
{
	CPU_FREE(mask->set);
	*mask = (struct mask){0};
}

/* The kernel refuses with EINVAL a mask smaller than its own: grow until it fits. */
static int mask_read(struct mask *mask, pid_t pid)
{
	for (int nr = 1024; nr <= CPU_LIMIT; nr *= 2) {
		int ret = mask_alloc(mask, nr);

		if (ret)
			return ret;
		if (!sched_getaffinity(pid, mask->size, mask->set))
			return 0;
		ret = -errno;
		mask_free(mask);
		if (ret != -EINVAL)
			return ret;
	}
	return -EINVAL;
}

/* ---- the mask before pin_avoid() ---- */

/* One process, one original mask: a child made by fork() rightly inherits it. */
static struct {
	pthread_mutex_t lock;
	struct mask mask; /* no set before the first pin_avoid() */
} original = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* A copy of the process's mask: the remembered one, or else the main thread's. */
static int read_original(struct mask *mask, bool remember)
{
	int ret = 0;

	pthread_mutex_lock(&original.lock);
	if (!original.mask.set && remember)
		ret = mask_read(&original.mask, getpid());
	if (!ret && original.mask.set) {
		ret = mask_alloc(mask, original.mask.nr);
		if (!ret)
			memcpy(mask->set, original.mask.set, mask->size);
	} else if (!ret) {
		ret = mask_read(mask, getpid());
	}
	pthread_mutex_unlock(&original.lock);
	return ret;
}

int pin_allowed(struct int_list *cpus)
{
	struct mask mask;
	int ret = read_original(&mask, false);

	if (ret)
		return ret;
	for (int cpu = 0; cpu < mask.nr && !ret; cpu++) {
		if (CPU_ISSET_S(cpu, mask.size, mask.set))
			ret = int_list_add(cpus, cpu);
	}
	mask_free(&mask);
	return ret;
}

/* ---- pins ---- */

static int set_one(int cpu)
{
	struct mask mask;
	int ret;

	if (cpu < 0 || cpu >= CPU_LIMIT)
		return -EINVAL;
	ret = mask_alloc(&mask, cpu + 1);
	if (ret)
		return ret;
	CPU_SET_S(cpu, mask.size, mask.set);
	if (sched_setaffinity(0, mask.size, mask.set))
		ret = -errno;
	mask_free(&mask);
	return ret;
}

int pin_self(int cpu, struct error *err)
{
	int ret = set_one(cpu), at;

	if (ret == -EINVAL)
		return error_set(err, ret, "cannot pin to PU %d: it is gone or not allowed here",
				 cpu);
	if (ret)
		return error_set(err, ret, "cannot pin to PU %d: %s", cpu, strerror(-ret));
	at = pin_where(NULL);
	if (at < 0)
		return error_set(err, at, "cannot confirm the pin to PU %d: getcpu: %s", cpu,
				 strerror(-at));
	if (at != cpu)
		return error_set(err, -EXDEV, "pinned to PU %d, but the thread runs on PU %d", cpu,
				 at);
	return 0;
}

int pin_where(int *node)
{
	unsigned int cpu, on_node;

	if (getcpu(&cpu, &on_node))
		return -errno;
	if (node)
		*node = on_node;
	return cpu;
}

_Bool pin_avoid(const int *busy, int nr)
{
	struct mask all, rest;
	bool other = false;

	if (read_original(&all, true))
		return false;
	if (!mask_alloc(&rest, all.nr)) {
		memcpy(rest.set, all.set, all.size);
		for (int i = 0; i < nr; i++) {
			if (busy[i] >= 0 && busy[i] < rest.nr)
				CPU_CLR_S(busy[i], rest.size, rest.set);
		}
		other = CPU_COUNT_S(rest.size, rest.set) > 0 &&
			!sched_setaffinity(0, rest.size, rest.set);
		mask_free(&rest);
	}
	/* It must share: with any of them, not with those that an earlier call left over. */
	if (!other)
		sched_setaffinity(0, all.size, all.set);
	mask_free(&all);
	return other;
}
