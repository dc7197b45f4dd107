// SPDX-License-Identifier: GPL-2.0-or-later
/* numastat_test.c: counts before and after, from a folder that looks like sysfs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "topology/numastat.h"

struct fixture {
	char dir[64];
	struct machine machine;
};

static void write_node(const struct fixture *f, int node, int local, int other)
{
	char command[256];

	snprintf(command, sizeof(command),
		 "mkdir -p %s/node%d && printf 'numa_hit 9\\nlocal_node %d\\nother_node %d\\n' "
		 ">%s/node%d/numastat",
		 f->dir, node, local, other, f->dir, node);
	assert_int_equal(system(command), 0);
}

static int set_up(void **state)
{
	static struct fixture f;
	struct error err;

	strcpy(f.dir, "/tmp/numastat-test-XXXXXX");
	*state = &f;
	return mkdtemp(f.dir) ? machine_load(&f.machine, "numa:3 core:1 pu:1", &err) : -1;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[128];

	machine_free(&f->machine);
	snprintf(command, sizeof(command), "rm -r %s", f->dir);
	return system(command);
}

static void what_was_added_is_left(void **state)
{
	struct fixture *f = *state;
	struct numastat before, after;

	write_node(f, 0, 1000, 20);
	write_node(f, 1, 5, 0);
	assert_int_equal(numastat_read(&before, &f->machine, f->dir), 0);
	write_node(f, 0, 1007, 20);
	write_node(f, 1, 5, 300);
	assert_int_equal(numastat_read(&after, &f->machine, f->dir), 0);
	numastat_subtract(&after, &before);
	assert_int_equal(after.nr, 3);
	assert_int_equal(after.nodes[0].local, 7);
	assert_int_equal(after.nodes[0].other, 0);
	assert_int_equal(after.nodes[1].local, 0);
	assert_int_equal(after.nodes[1].other, 300);
	numastat_free(&before);
	numastat_free(&after);
}

/* Node 2 has no file; and one that came in between has no count of before. */
static void what_is_not_told_is_no_zero(void **state)
{
	struct fixture *f = *state;
	struct numastat before, after;

	assert_int_equal(numastat_read(&before, &f->machine, f->dir), 0);
	write_node(f, 0, 1, 1);
	assert_int_equal(numastat_read(&after, &f->machine, f->dir), 0);
	numastat_subtract(&after, &before);
	assert_true(after.nodes[0].local < 0 && after.nodes[2].other < 0);
	numastat_free(&before);
	numastat_free(&after);
}

#define test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(what_was_added_is_left),
		test(what_is_not_told_is_no_zero),
	};

	return cmocka_run_group_tests_name("numastat", tests, NULL, NULL);
}
