// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * arena_test.c: within a process every scheme runs on the same memory, groups never share a memory
 * page, and all of it is given back. The memory is this machine's.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/measure/arena.h"

#define NR_GROUPS 3

struct fixture {
	struct machine machine;
	struct arena *arena;
	int homes[NR_GROUPS];
	struct assignment assignment;
	struct point point;
	struct error err;
};

static int set_up(void **state)
{
	static struct fixture f;

	f = (struct fixture){
		.arena = arena_new(),
		.assignment = {.nr_groups = NR_GROUPS, .homes = f.homes},
		.point = {.workload = &workloads[0], .memory = {.kind = MEMORY_LOCAL}, .pages = 4},
	};
	*state = &f;
	if (!f.arena || machine_load(&f.machine, NULL, &f.err))
		return -1;
	for (int i = 0; i < NR_GROUPS; i++)
		f.homes[i] = f.machine.pus[0].node;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_free(f->arena);
	machine_free(&f->machine);
	return 0;
}

static void get(struct fixture *f, struct folio **folios)
{
	size_t bytes = (size_t)f->point.pages * sizeof(struct folio);
	struct placed groups[NR_GROUPS];

	if (arena_place(f->arena, bytes, &f->point, &f->assignment, &f->machine, groups, &f->err))
		fail_msg("%s", f->err.text);
	for (int g = 0; g < f->assignment.nr_groups; g++)
		folios[g] = groups[g].memory;
}

static void every_scheme_has_the_same_memory(void **state)
{
	struct folio *plain[NR_GROUPS], *lock_bit[NR_GROUPS];
	struct fixture *f = *state;

	f->point.scheme = scheme_find("plain");
	get(f, plain);
	f->point.scheme = scheme_find("lock-bit");
	get(f, lock_bit);
	assert_memory_equal(plain, lock_bit, sizeof(plain));
}

/* Else all pairs would have the luck of one address. */
static void each_pair_of_cpus_has_memory_of_its_own(void **state)
{
	static const struct placement pairs[2];
	struct folio *first[NR_GROUPS], *second[NR_GROUPS], *again[NR_GROUPS];
	struct fixture *f = *state;

	f->point.workload = workload_find("ping-pong");
	f->assignment.nr_groups = 1;
	f->point.placement = &pairs[0];
	get(f, first);
	f->point.placement = &pairs[1];
	get(f, second);
	f->point.placement = &pairs[0];
	get(f, again);
	assert_ptr_not_equal(first[0], second[0]);
	assert_ptr_equal(first[0], again[0]);
}

static void fewer_groups_have_the_memory_of_the_first(void **state)
{
	struct folio *all[NR_GROUPS], *one[NR_GROUPS];
	struct fixture *f = *state;

	get(f, all);
	f->assignment.nr_groups = 1;
	get(f, one);
	assert_ptr_equal(one[0], all[0]);
}

static void more_pages_are_other_memory(void **state)
{
	struct folio *few[NR_GROUPS], *many[NR_GROUPS];
	struct fixture *f = *state;

	get(f, few);
	f->point.pages = 1000;
	get(f, many);
	for (int i = 0; i < NR_GROUPS; i++)
		assert_ptr_not_equal(few[i], many[i]);
}

static void each_group_begins_on_a_page_of_its_own(void **state)
{
	struct folio *folios[NR_GROUPS];
	struct fixture *f = *state;
	uintptr_t size = (uintptr_t)sysconf(_SC_PAGESIZE);

	get(f, folios);
	for (int i = 0; i < NR_GROUPS; i++) {
		assert_int_equal((uintptr_t)folios[i] % size, 0);
		for (int j = 0; j < i; j++)
			assert_ptr_not_equal(folios[i], folios[j]);
	}
}

static void all_pages_can_be_written_and_begin_zeroed(void **state)
{
	struct folio *folios[NR_GROUPS];
	struct fixture *f = *state;

	f->point.pages = 1000;
	get(f, folios);
	for (int i = 0; i < NR_GROUPS; i++) {
		for (int page = 0; page < f->point.pages; page++) {
			assert_int_equal(atomic_read(&folios[i][page]._refcount), 0);
			atomic_set(&folios[i][page]._refcount, i + 1);
		}
	}
}

static void what_was_written_is_kept(void **state)
{
	struct folio *folios[NR_GROUPS];
	struct fixture *f = *state;

	get(f, folios);
	atomic_set(&folios[1][3]._refcount, 42);
	get(f, folios);
	assert_int_equal(atomic_read(&folios[1][3]._refcount), 42);
}

static void a_node_that_is_not_there_is_an_error(void **state)
{
	struct placed groups[NR_GROUPS];
	struct fixture *f = *state;

	f->point.memory = (struct memory_policy){MEMORY_NODE, 1000};
	assert_true(arena_place(f->arena, 4096, &f->point, &f->assignment, &f->machine, groups,
				&f->err) < 0);
	assert_string_not_equal(f->err.text, "");
}

static void interleaved_memory_can_be_written(void **state)
{
	struct folio *folios[NR_GROUPS];
	struct fixture *f = *state;

	f->point.memory.kind = MEMORY_INTERLEAVE;
	get(f, folios);
	for (int i = 0; i < NR_GROUPS; i++)
		atomic_set(&folios[i][f->point.pages - 1]._refcount, 1);
}

/* msync() refuses an address at which nothing is mapped. */
static void memory_is_given_back(void **state)
{
	struct folio *folios[NR_GROUPS];
	struct fixture *f = *state;

	get(f, folios);
	assert_int_equal(msync(folios[0], 1, MS_ASYNC), 0);
	arena_free(f->arena);
	f->arena = NULL;
	for (int i = 0; i < NR_GROUPS; i++) {
		assert_int_equal(msync(folios[i], 1, MS_ASYNC), -1);
		assert_int_equal(errno, ENOMEM);
	}
}

#define test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(every_scheme_has_the_same_memory),
		test(each_pair_of_cpus_has_memory_of_its_own),
		test(fewer_groups_have_the_memory_of_the_first),
		test(more_pages_are_other_memory),
		test(each_group_begins_on_a_page_of_its_own),
		test(all_pages_can_be_written_and_begin_zeroed),
		test(what_was_written_is_kept),
		test(a_node_that_is_not_there_is_an_error),
		test(interleaved_memory_can_be_written),
		test(memory_is_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
