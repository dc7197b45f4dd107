// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_work.c: work that every event has something to count in: it computes, misses caches, bounces
 * a line with a near and a far CPU, reaches for a remote node, faults pages, sleeps and moves.
 */
#include "bench/measure/probe_work.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <time.h>

#include "topology/memory.h"
#include "topology/pin.h"

#define PROBE_BYTES   (16UL << 20)
#define PROBE_BOUNCES 4000
#define LINE	      64

struct bounce {
	_Atomic long *ball;
	int cpu;
};

static void play(_Atomic long *ball, long first)
{
	for (long turn = first; turn < PROBE_BOUNCES; turn += 2) {
		while (atomic_load(ball) != turn)
			sched_yield();
		atomic_store(ball, turn + 1);
	}
}

static void *return_ball(void *arg)
{
	const struct bounce *bounce = arg;
	struct error err;

	/* Where it cannot be pinned it still bounces the ball, if less well. */
	(void)pin_self(bounce->cpu, &err);
	play(bounce->ball, 1);
	return NULL;
}

/* Bounce a line of @node's memory: some CPUs tell caches apart by where the line's memory is. */
static void bounce_line(const struct machine_pu *other, int node)
{
	static _Alignas(LINE) _Atomic long anywhere;
	struct bounce bounce = {.ball = &anywhere, .cpu = other->os};
	void *memory = NULL;
	struct error err;
	pthread_t thread;

	/* A container may forbid mbind, and a node may have no memory. */
	if (!memory_alloc(&memory, LINE, &node, 1, &err))
		bounce.ball = memory;
	else
		memory = NULL;
	atomic_store(bounce.ball, 0);
	if (!pthread_create(&thread, NULL, return_ball, &bounce)) {
		play(bounce.ball, 0);
		pthread_join(thread, NULL);
	}
	if (memory)
		memory_free(memory, LINE);
}

static void bounce_lines(const struct probe_cpus *cpus)
{
	int node = cpus->home->node;

	if (cpus->near)
		bounce_line(cpus->near, node);
	if (cpus->far)
		bounce_line(cpus->far, node);
	if (cpus->far && cpus->far->node != node)
		bounce_line(cpus->far, cpus->far->node);
}

/* Write, then read, one word of each line: the second pass finds nothing left in small caches. */
static void walk(volatile char *memory)
{
	for (unsigned long i = 0; i < PROBE_BYTES; i += LINE)
		memory[i]++;
	for (unsigned long i = 0; i < PROBE_BYTES; i += LINE)
		(void)memory[i];
}

static void miss_caches(void)
{
	void *memory =
		mmap(NULL, PROBE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return;
	walk(memory);
	munmap(memory, PROBE_BYTES);
}

static bool reach_node(const struct machine_node *node)
{
	struct error err;
	void *memory;

	if (!node || !node->allowed || !node->memory_bytes ||
	    memory_alloc(&memory, PROBE_BYTES, &node->os, 1, &err))
		return false;
	walk(memory);
	memory_free(memory, PROBE_BYTES);
	return true;
}

/* The far PU's node, or any but home's. */
static void reach_remote_node(const struct machine *machine, const struct probe_cpus *cpus)
{
	int home = cpus->home->node;

	if (cpus->far && cpus->far->node != home &&
	    reach_node(machine_node(machine, cpus->far->node)))
		return;
	for (int i = 0; i < machine->nr_nodes; i++) {
		if (machine->nodes[i].os != home && reach_node(&machine->nodes[i]))
			return;
	}
}

void probe_work(const struct machine *machine, const struct probe_cpus *cpus)
{
	const struct timespec moment = {.tv_nsec = 1000000};
	struct error err;

	miss_caches();
	reach_remote_node(machine, cpus);
	bounce_lines(cpus);
	nanosleep(&moment, NULL);
	if (!cpus->far)
		return;
	/* There and back again: a migration that counts. */
	(void)pin_self(cpus->far->os, &err);
	(void)pin_self(cpus->home->os, &err);
}

static int remoteness(const struct machine_pu *pu, const struct machine_pu *home)
{
	if (pu->package != home->package)
		return 3;
	return pu->node != home->node ? 2 : pu->llc != home->llc;
}

/* Of the PUs we may use: the first, its neighbour, and the last of those most remote from it. */
static struct probe_cpus find_cpus(const struct machine *machine)
{
	struct probe_cpus cpus = {NULL};

	for (int i = 0; i < machine->nr_pus; i++) {
		const struct machine_pu *pu = &machine->pus[i], *home = cpus.home;

		if (!pu->allowed)
			continue;
		if (!home) {
			cpus.home = pu;
			continue;
		}
		if (!cpus.near && pu->core != home->core && pu->llc == home->llc)
			cpus.near = pu;
		if (!cpus.far || remoteness(pu, home) >= remoteness(cpus.far, home))
			cpus.far = pu;
	}
	return cpus;
}

int probe_go_home(const struct machine *machine, struct probe_cpus *cpus)
{
	struct error err;

	*cpus = find_cpus(machine);
	return cpus->home ? pin_self(cpus->home->os, &err) : -ENODEV;
}
