// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stress.c [--seed N] [--rounds N] [--seconds N] [--list] [NAME...]: run the threads of
 * stress_template.c over each scheme named, or over all that keep the laws; a line each, and exit 1
 * where one broke. It needs nothing but pthread, so that it can be linked statically for another
 * machine and run under qemu-user. An x86 host runs every access of such a guest in x86's own order:
 * a barrier that is missing does not show there. What does show is what the compiler made of the
 * atomics.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/stress/stress.h"

extern const struct stressed *const __start_pageref_stressed[];
extern const struct stressed *const __stop_pageref_stressed[];

__thread uint64_t stress_state;

static double seconds_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double stress_now(void)
{
	return seconds_of(CLOCK_MONOTONIC);
}

void stress_watch_reset(struct stress_watch *watch)
{
	watch->wall = stress_now();
	watch->cpu = seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

/* Both, because a machine that is shared, or stops as a whole for a while, is no fault of a scheme. */
bool stress_watch_is_over(const struct stress_watch *watch)
{
	return stress_now() - watch->wall > 1 &&
	       seconds_of(CLOCK_THREAD_CPUTIME_ID) - watch->cpu > 0.01;
}

/* splitmix64, so that neighbouring seeds and threads draw nothing alike. */
void stress_begin(const struct stress_thread *thread)
{
	uint64_t z = thread->run->seed + (uint64_t)(thread->index + 1) * 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	stress_state = (z ^ (z >> 31)) | 1;
}

/* Mostly a moment; now and then as long as the CPU is somebody else's. */
void stress_pause(uint32_t random)
{
	if (!((random >> 4) & 63)) {
		sched_yield();
		return;
	}
	for (uint32_t i = (random >> 10) & 127; i; i--)
		cpu_relax();
}

void stress_fail(struct stress_run *run, const struct stress_page *page, const char *what)
{
	if (__atomic_exchange_n(&run->failed, true, __ATOMIC_RELAXED))
		return;
	snprintf(run->why, sizeof(run->why), "page %td, lifetime %lu, word 0x%08x: %s",
		 page - run->pages, READ_ONCE(page->lifetime),
		 (unsigned int)atomic_read(&page->folio._refcount), what);
	WRITE_ONCE(run->stop, true);
}

#define NR_THREADS (STRESS_READERS + 2)

static void run_threads(const struct stressed *scheme, struct stress_thread *threads)
{
	pthread_t ids[NR_THREADS];

	for (int i = 0; i < NR_THREADS; i++) {
		void *(*body)(void *) = i < STRESS_READERS    ? scheme->reader
					: i == STRESS_READERS ? scheme->owner
							      : scheme->freezer;

		if (pthread_create(&ids[i], NULL, body, &threads[i])) {
			fprintf(stderr, "stress: a thread could not be started\n");
			exit(3);
		}
	}
	for (int i = 0; i < NR_THREADS; i++)
		pthread_join(ids[i], NULL);
}

/* Returns whether the scheme kept its laws. */
static bool stress(const struct stressed *scheme, const struct stress_run *wanted)
{
	static struct stress_run run;
	struct stress_thread threads[NR_THREADS];
	double begin = stress_now();

	run = *wanted;
	for (int i = 0; i < NR_THREADS; i++)
		threads[i] = (struct stress_thread){.run = &run, .index = i};
	stress_begin(&threads[0]);
	scheme->prepare(&run);
	run_threads(scheme, threads);
	if (!run.failed)
		scheme->check_rest(&run);
	printf("%s %s: ", run.failed ? "not ok" : "ok", scheme->name);
	if (run.failed)
		printf("%s; ", run.why);
	printf("%lu lifetimes, %lu gets, %lu refused, %lu freezes in %.2f s, seed %llu\n",
	       threads[STRESS_READERS].done, threads[0].done + threads[1].done,
	       threads[0].refused + threads[1].refused, threads[STRESS_READERS + 1].done,
	       stress_now() - begin, (unsigned long long)run.seed);
	fflush(stdout);
	return !run.failed;
}

static bool is_named(const struct stressed *scheme, char **names, int nr)
{
	for (int i = 0; i < nr; i++) {
		if (!strcmp(names[i], scheme->name))
			return true;
	}
	return nr == 0 && !scheme->is_fault && !scheme->unsafe;
}

/* Returns how many words the options took, or -1. */
static int parse(struct stress_run *run, bool *list, int argc, char **argv)
{
	int i = 1;

	for (; i < argc && !strncmp(argv[i], "--", 2); i++) {
		if (!strcmp(argv[i], "--list"))
			*list = true;
		else if (!strcmp(argv[i], "--seed") && i + 1 < argc)
			run->seed = strtoull(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--rounds") && i + 1 < argc)
			run->rounds = strtoul(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--seconds") && i + 1 < argc)
			run->seconds = strtod(argv[++i], NULL);
		else
			return -1;
	}
	return i;
}

int main(int argc, char **argv)
{
	static struct stress_run run = {.seed = 1, .rounds = 20000, .seconds = 10};
	bool list = false, all_hold = true;
	int words = parse(&run, &list, argc, argv), nr = 0;

	if (words < 0) {
		fprintf(stderr, "usage: stress [--seed N] [--rounds N] [--seconds N] [--list] "
				"[NAME...]\n");
		return 2;
	}
	for (const struct stressed *const *s = __start_pageref_stressed;
	     s < __stop_pageref_stressed; s++) {
		if (!is_named(*s, argv + words, argc - words))
			continue;
		nr++;
		if (list)
			printf("%s\n", (*s)->name);
		else
			all_hold &= stress(*s, &run);
	}
	if (nr == 0) {
		fprintf(stderr, "stress: nothing of that name\n");
		return 2;
	}
	return all_hold ? 0 : 1;
}
