// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record_kernel_test.c: what a running kernel has besides is written, and comes back; and nothing of
 * it stands in the lines of others.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/bench/results/record_fixture.h"
#include "tests/bench/report/stats_assert.h"

#define EXACT 1e-9

static int set_up_kernel(void **state, const char *workload, int size, const char *pin)
{
	const struct plan_request request = {
		.workloads = workload,
		.schemes = "plain",
		.threads = "3",
		.placements = "scatter",
		.memory = "local",
		.as = "processes",
		.pages = 8,
		.size = (uint64_t)size,
		.pin = pin,
	};
	int ret = set_up_plan(state, &request);
	struct fixture *f = *state;

	if (!ret) {
		f->retries = (struct retry_count){0};
		f->sample.munmap_share = NAN;
		f->sample.threads[1].slept_seconds = 0.15;
	}
	return ret;
}

static int set_up_pread(void **state)
{
	return set_up_kernel(state, "pread", 100, NULL);
}

static int set_up_gup(void **state)
{
	return set_up_kernel(state, "kernel-gup", 0, "on");
}

static int set_up_munmap(void **state)
{
	int ret = set_up_kernel(state, "munmap", 0, NULL);

	((struct fixture *)*state)->sample.munmap_share = 0.25;
	return ret;
}

static const struct result_sample *read_back(struct fixture *f)
{
	write_and_read(f);
	assert_int_equal(f->results.nr_samples, 1);
	return &f->results.samples[0];
}

static void the_key_says_how_it_ran(void **state)
{
	const struct result_key *key = &read_back(*state)->key;

	assert_string_equal(key->scheme, "running-kernel");
	assert_string_equal(key->as, "processes");
	assert_int_equal(key->size, 100);
	assert_false(key->pin);
	assert_string_equal(key->memory_order, "");
}

static void a_pin_is_part_of_the_key(void **state)
{
	const struct result_key *key = &read_back(*state)->key;

	assert_true(key->pin);
	assert_int_equal(key->size, 0);
	assert_string_equal(key->memmap, "");
}

/* 150 ms of three times 250 were slept, 7 faults were taken in 600 operations. */
static void a_sample_has_its_shares(void **state)
{
	struct fixture *f = *state;
	const struct result_sample *sample = read_back(f);

	assert_near(sample->sleep_share, 0.2, EXACT);
	assert_near(sample->faults_per_op, 7.0 / 600, EXACT);
	assert_true(isnan(sample->munmap_share));
	assert_string_equal(YAJL_GET_NUMBER(at(&f->sample_line, "calls_per_op")), "1");
}

static void munmap_has_one_more(void **state)
{
	struct fixture *f = *state;

	assert_near(read_back(f)->munmap_share, 0.25, EXACT);
	assert_string_equal(YAJL_GET_NUMBER(at(&f->sample_line, "calls_per_op")), "0.5");
}

static void a_run_says_whether_references_were_seen(void **state)
{
	struct fixture *f = *state;
	const struct result_run *run;
	yajl_val counted;

	write_and_read(f);
	run = &f->results.runs[0];
	assert_true(run->syscall_overhead_ns > 0);
	assert_int_equal(run->nr_references, 1);
	assert_string_equal(run->references[0].workload, "pread");
	counted = at(&f->run_line, "kernel_references/pread/counted");
	if (YAJL_IS_NULL(counted))
		assert_true(*run->references[0].reason);
	else
		assert_true(run->references[0].counted >= 0.99 && *run->references[0].by);
	assert_present(&f->run_line,
		       (const char *const[]){"kernel_references/pread/by",
					     "kernel_references/pread/remedy", "tmpfs",
					     "kernel_build_id", "shmem_thp", NULL});
}

static void others_have_nothing_of_it(void **state)
{
	static const char *const names[] = {
		"\"as\"",      "\"size\"",	    "calls_per_op",	  "munmap_share",
		"sleep_share", "kernel_references", "syscall_overhead_ns"};
	struct fixture *f = *state;
	const struct result_sample *sample = read_back(f);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_null(strstr(f->sample_line.text, names[i]));
		assert_null(strstr(f->run_line.text, names[i]));
	}
	assert_string_equal(sample->key.as, "");
	assert_true(isnan(sample->faults_per_op));
	assert_true(isnan(f->results.runs[0].syscall_overhead_ns));
}

int main(void)
{
#define test(name, begin) cmocka_unit_test_setup_teardown(name, begin, tear_down)
	const struct CMUnitTest tests[] = {
		test(the_key_says_how_it_ran, set_up_pread),
		test(a_pin_is_part_of_the_key, set_up_gup),
		test(a_sample_has_its_shares, set_up_pread),
		test(munmap_has_one_more, set_up_munmap),
		test(a_run_says_whether_references_were_seen, set_up_pread),
		test(others_have_nothing_of_it, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
