// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * faults_test.c: mistakes that a kernel could make are caught within seconds while it is measured,
 * each by the kind that it is; and where none is planted, nothing is.
 */
#define SCHEME_HEADER "tests/bench/fixtures/faulty_scheme.h"
#define SCHEME_NAME   "faulty"
#include "tests/bench/fixtures/compile_scheme.h"

#include "tests/bench/lookup/sampling.h"

#define LIMIT_SECONDS 40.0
#define FINE_SECONDS  0.2

static const char *const lookups[] = {"gup-fast", "page-cache", "pfn-walk", "put-page",
				      "large-folio"};
#define NR_LOOKUPS (int)(sizeof(lookups) / sizeof(lookups[0]))

static struct sampling s;

static int set_up(void **state)
{
	(void)state;
	alarm(400);
	return sampling_open(&s);
}

static int tear_down(void **state)
{
	(void)state;
	sampling_close(&s);
	return 0;
}

/* The fault is caught in every sample that sees anything. */
static void assert_caught(enum fault fault, struct plan_request request, struct integrity *seen)
{
	double seconds;

	request.schemes = "faulty";
	planted = fault;
	seconds = sample_until_caught(&s, request, LIMIT_SECONDS, seen);
	planted = FAULT_NONE;
	if (seconds < 0)
		fail_msg("%s: nothing was caught in %.0f s", request.workloads, LIMIT_SECONDS);
	print_message("%s, %s: %.2f s: %s\n", request.workloads, request.memmaps, seconds,
		      s.err.text);
}

/* As this kind. Its consequences may be seen first, but not always. */
static void assert_caught_as(enum integrity_kind kind, enum fault fault,
			     struct plan_request request)
{
	uint64_t begin_ns = clock_now_ns();
	struct integrity seen;

	do
		assert_caught(fault, request, &seen);
	while (seen.kind != (int)kind && (double)(clock_now_ns() - begin_ns) / 1e9 < LIMIT_SECONDS);
	assert_string_equal(integrity_kind_names[seen.kind], integrity_kind_names[kind]);
}

static void assert_fine(struct plan_request request)
{
	request.schemes = "faulty";
	if (sample_until_caught(&s, request, FINE_SECONDS, NULL) >= 0)
		fail_msg("%s", s.err.text);
}

static void without_a_fault_nothing_is_caught(void **state)
{
	(void)state;
	for (int i = 0; i < NR_LOOKUPS; i++)
		assert_fine(REQUEST(.workloads = lookups[i], .verify = "16", .threads = "3"));
}

static void a_second_free_is_caught(void **state)
{
	struct integrity seen;

	(void)state;
	for (int i = 0; i < NR_LOOKUPS; i++) {
		assert_caught(FAULT_FREES_TWICE,
			      REQUEST(.workloads = lookups[i], .memmaps = "embedded"), &seen);
		assert_caught(FAULT_FREES_TWICE,
			      REQUEST(.workloads = lookups[i], .memmaps = "memdesc8"), &seen);
	}
}

static void a_folio_freed_twice_is_a_double_free(void **state)
{
	(void)state;
	assert_caught_as(INTEGRITY_DOUBLE_FREE, FAULT_FREES_TWICE,
			 REQUEST(.workloads = "page-cache", .memmaps = "memdesc8"));
}

static void a_lost_put_is_caught_when_counts_are_looked_at(void **state)
{
	struct integrity seen;

	(void)state;
	for (int i = 0; i < NR_LOOKUPS; i++) {
		assert_caught(FAULT_LOSES_PUTS,
			      REQUEST(.workloads = lookups[i], .memmaps = "memdesc8"), &seen);
		assert_int_equal(seen.kind, INTEGRITY_FINE);
		assert_non_null(strstr(s.err.text, "lost"));
	}
}

static void a_pte_cleared_after_the_drop_leads_to_another_folio(void **state)
{
	(void)state;
	assert_caught_as(INTEGRITY_WRONG_FOLIO, FAULT_CLEARS_PTE_LATE,
			 REQUEST(.workloads = "gup-fast", .memmaps = "embedded"));
	assert_caught_as(INTEGRITY_WRONG_FOLIO, FAULT_CLEARS_PTE_LATE,
			 REQUEST(.workloads = "gup-fast", .memmaps = "memdesc8"));
}

static void tails_that_start_at_one_give_out_references(void **state)
{
	(void)state;
	assert_caught_as(INTEGRITY_TAIL_REFERENCE, FAULT_LIVE_TAILS,
			 REQUEST(.workloads = "large-folio", .memmaps = "embedded"));
	assert_caught_as(
		INTEGRITY_TAIL_REFERENCE, FAULT_LIVE_TAILS,
		REQUEST(.workloads = "large-folio", .memmaps = "embedded", .threads = "4"));
	assert_caught_as(INTEGRITY_TAIL_REFERENCE, FAULT_LIVE_TAILS,
			 REQUEST(.workloads = "pfn-walk", .memmaps = "embedded", .threads = "4"));
}

/* With hardly any churn no reader meets one, as a rule. */
static void tails_that_start_at_one_are_seen_in_the_end(void **state)
{
	(void)state;
	assert_caught_as(INTEGRITY_FINE, FAULT_LIVE_TAILS,
			 REQUEST(.workloads = "large-folio", .memmaps = "embedded", .churn = "1000",
				 .pages = 51200, .memory_limit = 512 << 20));
	assert_non_null(strstr(s.err.text, "tail page"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_fault_nothing_is_caught),
		cmocka_unit_test(a_second_free_is_caught),
		cmocka_unit_test(a_folio_freed_twice_is_a_double_free),
		cmocka_unit_test(a_lost_put_is_caught_when_counts_are_looked_at),
		cmocka_unit_test(a_pte_cleared_after_the_drop_leads_to_another_folio),
		cmocka_unit_test(tails_that_start_at_one_give_out_references),
		cmocka_unit_test(tails_that_start_at_one_are_seen_in_the_end),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
