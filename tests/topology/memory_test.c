// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory policies on described machines, and real memory on this one: zeroed, where it was asked
 * for, and refused with a reason where it cannot be. What needs a second node is skipped without.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <numaif.h>

#include "topology/memory.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))

/* Node 0 has CPUs and memory, node 1 CPUs alone, node 2 memory alone. */
#define FIXTURE "tests/topology/fixtures/memory_only_and_memoryless.xml"

static struct machine load(const char *topology)
{
	struct machine machine;
	struct error err;

	if (machine_load(&machine, topology, &err))
		fail_msg("%s", err.text);
	return machine;
}

/* ---- policies ---- */

static void policies_survive_the_way_to_text_and_back(void **state)
{
	static const struct {
		const char *text;
		enum memory_kind kind;
	} rows[] = {
		{"local", MEMORY_LOCAL},
		{"interleave", MEMORY_INTERLEAVE},
		{"node:0", MEMORY_NODE},
		{"node:2", MEMORY_NODE},
	};
	struct machine machine = load(FIXTURE);

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct memory_policy policy;
		struct error err;
		char text[32];

		assert_int_equal(memory_policy_parse(&policy, &machine, rows[i].text, &err), 0);
		assert_int_equal(policy.kind, rows[i].kind);
		assert_string_equal(memory_policy_format(&policy, text, sizeof(text)),
				    rows[i].text);
	}
	machine_free(&machine);
}

static void bad_policies_are_told_what_would_be_accepted(void **state)
{
#define KINDS "; there are local, node:N, interleave"
#define NODES "; nodes with memory to use: 0,2"
	static const struct {
		const char *text, *message;
	} rows[] = {
		{"", "unknown memory ''" KINDS},
		{"remote", "unknown memory 'remote'" KINDS},
		{"local ", "unknown memory 'local '" KINDS},
		{"node", "unknown memory 'node'" KINDS},
		{"node:", "memory node:: there is no such node" NODES},
		{"node:7", "memory node:7: there is no such node" NODES},
		{"node:-1", "memory node:-1: there is no such node" NODES},
		{"node:0,2", "memory node:0,2: there is no such node" NODES},
		{"node:0x0", "memory node:0x0: there is no such node" NODES},
		{"node:1", "memory node:1: that node has no memory" NODES},
	};
	struct machine machine = load(FIXTURE);

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct memory_policy policy;
		struct error err = {""};

		assert_int_equal(memory_policy_parse(&policy, &machine, rows[i].text, &err),
				 -EINVAL);
		assert_string_equal(err.text, rows[i].message);
	}
	machine_free(&machine);
}

static void a_forbidden_node_is_refused_and_not_interleaved(void **state)
{
	struct machine machine = load(FIXTURE);
	struct memory_policy policy;
	struct error err = {""};
	int nodes[3];

	(void)state;
	machine.nodes[2].allowed = false;
	assert_int_equal(memory_policy_parse(&policy, &machine, "node:2", &err), -EINVAL);
	assert_string_equal(err.text, "memory node:2: this process may not use that node; nodes "
				      "with memory to use: 0");
	assert_int_equal(memory_interleave_nodes(&machine, nodes), 1);
	machine_free(&machine);
}

static void interleave_uses_every_node_with_memory(void **state)
{
	struct machine machine = load(FIXTURE);
	int nodes[3];

	(void)state;
	assert_int_equal(memory_interleave_nodes(&machine, nodes), 2);
	assert_int_equal(nodes[0], 0);
	assert_int_equal(nodes[1], 2);
	machine_free(&machine);
}

/* ---- real memory ---- */

/* This machine's nodes with memory; skips the test where there are fewer than @wanted. */
static int real_nodes(int wanted, int **nodes)
{
	struct machine machine = load(NULL);
	int nr;

	*nodes = calloc(machine.nr_nodes, sizeof(**nodes));
	nr = memory_interleave_nodes(&machine, *nodes);
	machine_free(&machine);
	if (nr < wanted) {
		free(*nodes);
		print_message("needs %d nodes with memory; this machine has %d\n", wanted, nr);
		skip();
	}
	return nr;
}

/* A container may forbid mbind: with several nodes there is then nothing to test. */
static char *allocate(size_t bytes, const int *nodes, int nr)
{
	void *memory;
	struct error err;
	int ret = memory_alloc(&memory, bytes, nodes, nr, &err);

	if (ret == -EPERM) {
		print_message("%s\n", err.text);
		skip();
	}
	if (ret)
		fail_msg("%s", err.text);
	return memory;
}

static void memory_is_zeroed_aligned_and_long_enough(void **state)
{
	const size_t page = sysconf(_SC_PAGESIZE), bytes = 10 * page + 1;
	int *nodes, nr = real_nodes(1, &nodes);
	char *memory = allocate(bytes, nodes, nr);

	(void)state;
	assert_int_equal((uintptr_t)memory % page, 0);
	for (size_t i = 0; i < bytes; i++)
		assert_int_equal(memory[i], 0);
	memset(memory, 1, 11 * page);
	memory_free(memory, bytes);
	free(nodes);
}

static void one_byte_is_a_page(void **state)
{
	int *nodes;
	char *memory;

	(void)state;
	real_nodes(1, &nodes);
	memory = allocate(1, nodes, 1);
	memory[sysconf(_SC_PAGESIZE) - 1] = 1;
	memory_free(memory, 1);
	free(nodes);
}

/* Asked in another way than memory_alloc() asks. */
static void each_page_lies_on_its_node(void **state)
{
	const size_t page = sysconf(_SC_PAGESIZE);
	int *nodes, nr = real_nodes(2, &nodes);
	const size_t pages = 3 * nr + 1;
	char *memory = allocate(pages * page, nodes, nr);

	(void)state;
	for (size_t i = 0; i < pages; i++) {
		int node = -1;

		assert_int_equal(
			get_mempolicy(&node, NULL, 0, memory + i * page, MPOL_F_NODE | MPOL_F_ADDR),
			0);
		assert_int_equal(node, nodes[i % nr]);
	}
	memory_free(memory, pages * page);
	free(nodes);
}

static int count_mappings(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int c, nr = 0;

	assert_non_null(maps);
	while ((c = getc(maps)) != EOF)
		nr += c == '\n';
	fclose(maps);
	return nr;
}

/* vm.max_map_count is 65530 by default: 256 MB, had each page a mapping. */
static void interleaving_does_not_make_a_mapping_of_each_page(void **state)
{
	const size_t page = sysconf(_SC_PAGESIZE), pages = 1000;
	int *nodes, nr = real_nodes(2, &nodes), before = count_mappings();
	char *memory = allocate(pages * page, nodes, nr);

	(void)state;
	assert_true(count_mappings() < before + 10);
	memory_free(memory, pages * page);
	free(nodes);
}

static void a_node_may_be_listed_twice(void **state)
{
	int *nodes, twice[3];

	(void)state;
	real_nodes(1, &nodes);
	for (int i = 0; i < 3; i++)
		twice[i] = nodes[0];
	memory_free(allocate(100000, twice, 3), 100000);
	free(nodes);
}

static void requests_that_make_no_sense_are_refused(void **state)
{
	static const int good[] = {0}, negative[] = {-1}, huge[] = {1 << 30}, absent[] = {1023};
	static const struct {
		size_t bytes;
		const int *nodes;
		int nr, code;
	} rows[] = {
		{0, good, 1, -EINVAL},
		{4096, good, 0, -EINVAL},
		{4096, good, -1, -EINVAL},
		{4096, negative, 1, -EINVAL},
		{4096, huge, 1, -EINVAL},
		{SIZE_MAX, good, 1, -ENOMEM},
		{SIZE_MAX - 4096, good, 1, -ENOMEM},
		{(size_t)1 << 60, good, 1, -ENOMEM},
	};
	struct error err;
	void *memory = &err;
	int ret;

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		err.text[0] = '\0';
		assert_int_equal(
			memory_alloc(&memory, rows[i].bytes, rows[i].nodes, rows[i].nr, &err),
			rows[i].code);
		assert_null(memory);
		assert_true(*err.text);
	}
	/* The kernel's own refusal of an absent node; without NUMA calls it is another one. */
	ret = memory_alloc(&memory, 4096, absent, 1, &err);
	assert_true(ret == -EINVAL || ret == -ENOSYS || ret == -EPERM);
	assert_null(memory);
}

static void freeing_nothing_is_harmless(void **state)
{
	(void)state;
	memory_free(NULL, 4096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policies_survive_the_way_to_text_and_back),
		cmocka_unit_test(bad_policies_are_told_what_would_be_accepted),
		cmocka_unit_test(a_forbidden_node_is_refused_and_not_interleaved),
		cmocka_unit_test(interleave_uses_every_node_with_memory),
		cmocka_unit_test(memory_is_zeroed_aligned_and_long_enough),
		cmocka_unit_test(one_byte_is_a_page),
		cmocka_unit_test(each_page_lies_on_its_node),
		cmocka_unit_test(interleaving_does_not_make_a_mapping_of_each_page),
		cmocka_unit_test(a_node_may_be_listed_twice),
		cmocka_unit_test(requests_that_make_no_sense_are_refused),
		cmocka_unit_test(freeing_nothing_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
