// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_lookup_skips_test.c: what cannot be looked up, with its reason, and the words with which a
 * request for lookups is refused whole.
 */
#include "tests/bench/plan/planning.h"

#define EIGHT "core:4 pu:2"

static void assert_counts(struct plan_request request, int nr_points, int nr_skips)
{
	struct machine machine = load_machine(EIGHT);
	struct plan plan = plan_on(&machine, request);

	assert_int_equal(plan.nr_points, nr_points);
	assert_int_equal(plan.nr_skips, nr_skips);
	plan_free(&plan);
	machine_free(&machine);
}

static void assert_points(struct plan_request request, int nr)
{
	assert_counts(request, nr, 0);
}

/* So many points are planned, and each of @nr_skips gaps has this reason. */
static void assert_skips(struct plan_request request, int nr_points, int nr_skips, const char *why)
{
	struct machine machine = load_machine(EIGHT);
	struct plan plan = plan_on(&machine, request);

	assert_int_equal(plan.nr_points, nr_points);
	assert_int_equal(plan.nr_skips, nr_skips);
	for (int i = 0; i < plan.nr_skips; i++)
		assert_string_equal(plan.skips[i].why, why);
	plan_free(&plan);
	machine_free(&machine);
}

/* ---- what cannot be looked up ---- */

static void a_mutator_without_a_reader(void **state)
{
	(void)state;
	assert_skips(LOOKUP(.threads = "1,2", .churn = "1k"), 1, 1,
		     "a sharing group has 1 thread: no reader beside 1 mutator");
	assert_skips(LOOKUP(.threads = "2,3", .churn = "1k", .writers = 2), 1, 1,
		     "a sharing group has 2 threads: no reader beside 2 mutators");
	assert_points(LOOKUP(.threads = "1,2"), 2);
}

static void mutating_with_a_scheme_that_cannot_freeze(void **state)
{
	(void)state;
	assert_skips(LOOKUP(.schemes = "plain,load", .churn = "0,1k"), 3, 1,
		     scheme_find("load")->cannot_freeze);
}

static void what_takes_no_reference_has_nothing_to_recheck(void **state)
{
	(void)state;
	assert_skips(LOOKUP(.lifetimes = "rcu-folio,rcu-memory", .recheck = "off"), 1, 1,
		     "rcu-memory: no reference, nothing to recheck");
}

static void what_takes_no_reference_has_nothing_to_pin(void **state)
{
	(void)state;
	assert_skips(LOOKUP(.lifetimes = "rcu-folio,rcu-memory", .pin = "on"), 1, 1,
		     "rcu-memory: no reference, nothing to pin");
}

static void readers_that_hold_their_references_wait_for_nothing(void **state)
{
	(void)state;
	assert_skips(LOOKUP(.workloads = "put-page", .lifetimes = "typesafe,rcu-folio"), 1, 1,
		     "rcu-folio: its readers hold references, nothing to wait for");
	assert_skips(LOOKUP(.workloads = "put-page", .lifetimes = "typesafe,rcu-memory"), 1, 1,
		     "rcu-memory: its readers hold references, nothing to wait for");
}

static void more_hot_pages_than_there_are(void **state)
{
	(void)state;
	assert_skips(LOOKUP(.patterns = "hot:64,hot:65", .pages = 64), 1, 1,
		     "hot:65 takes 65 pages, and there are 64");
}

/* ---- what is refused ---- */

static void not_rechecking_what_may_be_another_folio_takes_unsafe(void **state)
{
	const char *words = "--recheck off: under --lifetime typesafe a folio may be another one "
			    "by the time it is got; add --unsafe to measure it all the same";

	(void)state;
	assert_refused(EIGHT, LOOKUP(.recheck = "off"), words);
	assert_refused(
		EIGHT,
		LOOKUP(.workloads = "get-put,gup-fast", .recheck = "on,off", .lifetimes = "all"),
		words);
	assert_points(LOOKUP(.recheck = "off", .unsafe = true), 1);
	assert_points(LOOKUP(.recheck = "off", .lifetimes = "rcu-folio"), 1);
}

/* put-page has no recheck to leave out, so --recheck off asks nothing dangerous of it. */
static void what_has_no_recheck_is_not_unsafe_without_one(void **state)
{
	(void)state;
	assert_points(LOOKUP(.workloads = "put-page,gup-fast", .recheck = "off", .unsafe = true),
		      2);
	assert_counts(LOOKUP(.workloads = "put-page,gup-fast", .recheck = "off",
			     .lifetimes = "rcu-folio"),
		      1, 1);
}

static void a_value_that_cannot_be_is_refused_with_those_that_can(void **state)
{
	static const struct {
		struct plan_request request;
		const char *message;
	} rows[] = {
		{{.memmaps = "memdesc"},
		 "--memmap: 'memdesc' does not exist; there are: embedded, memdesc8, memdesc32"},
		{{.lifetimes = "rcu"},
		 "--lifetime: 'rcu' does not exist; there are: typesafe, rcu-folio, rcu-memory"},
		{{.rcu = "mb"}, "--rcu: 'mb' does not exist; there are: memb, qsbr, bp"},
		{{.recheck = "no"}, "--recheck: 'no' does not exist; there are: on, off"},
		{{.pin = ""}, "--pin: an empty name in the list; there are: off, on"},
		{{.orders = "relaxed"},
		 "--order: 'relaxed' does not exist; there are: full, acq-rel"},
		{{.patterns = "uniform,zipf"},
		 "--pattern: 'zipf' cannot be; it takes uniform, sequential, zipf:THETA with THETA "
		 "above 0 and below 10, hot:N with N from 1 to 1000000"},
		{{.churn = "1e3"},
		 "--churn: '1e3' cannot be; it takes 0, whole numbers from 1 to 1000000000 (10k and "
		 "1M are numbers too), max"},
		{{.verify = "1,"}, "--verify: '' cannot be; it takes numbers from 0 to 1000000"},
		{{.verify = "1000001"},
		 "--verify: '1000001' cannot be; it takes numbers from 0 to 1000000"},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct plan_request request = rows[i].request;

		request.workloads = "gup-fast";
		assert_refused(EIGHT, request, rows[i].message);
	}
}

static void a_list_of_too_many_values_is_refused(void **state)
{
	char text[512] = "0";

	(void)state;
	for (int i = 1; i < 64; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), ",%d", i);
	assert_points(LOOKUP(.verify = text), 64);
	strcat(text, ",64");
	assert_refused(EIGHT, LOOKUP(.verify = text), "--verify: more than 64 values");
}

static void a_value_that_one_of_the_workloads_cannot_take_is_refused(void **state)
{
	static const struct {
		struct plan_request request;
		const char *message;
	} rows[] = {
		{{.workloads = "gup-fast,large-folio", .pages = 513},
		 "--pages: large-folio works in blocks of 512"},
		{{.workloads = "get-put,gup-fast", .nr = 513, .pages = 1024},
		 "--nr: gup-fast takes at most 512 at a time"},
		{{.workloads = "gup-fast", .nr = 2, .pages = 1},
		 "--nr: gup-fast cannot take 2 at a time of 1 page; see --pages"},
		{{.workloads = "gup-fast", .memory_limit = (4 << 20) - 1},
		 "--memory-limit: 4194303 is too little for 512 pages of gup-fast; it takes 4M or "
		 "more"},
		{{.workloads = "page-cache", .pages = 1 << 17},
		 "--memory-limit: 512M is too little for 131072 pages of page-cache; it takes 1G "
		 "or more"},
		{{.workloads = "gup-fast", .writers = 1},
		 "--writers means nothing without --churn: nothing changes, so nobody writes"},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++)
		assert_refused(EIGHT, rows[i].request, rows[i].message);
	assert_points(LOOKUP(.memory_limit = 4 << 20, .nr = 512), 1);
	assert_points(LOOKUP(.workloads = "large-folio", .pages = 1024), 1);
}

static void writers_may_be_asked_for_where_some_workload_has_them(void **state)
{
	(void)state;
	assert_points(LOOKUP(.workloads = "freeze,gup-fast", .writers = 1), 2);
	assert_points(LOOKUP(.writers = 1, .churn = "0,1"), 2);
}

static void a_knob_that_no_workload_takes_is_refused(void **state)
{
	static const struct {
		struct plan_request request;
		const char *option, *takers;
	} rows[] = {
		{{.memmaps = "all"}, "--memmap", "gup-fast, page-cache, pfn-walk, put-page"},
		{{.lifetimes = "all"}, "--lifetime", "gup-fast, page-cache, pfn-walk, put-page"},
		{{.rcu = "all"}, "--rcu", "gup-fast, page-cache, pfn-walk, put-page"},
		{{.patterns = "uniform"}, "--pattern", "gup-fast, page-cache, pfn-walk, put-page"},
		{{.churn = "0"}, "--churn", "gup-fast, page-cache, pfn-walk, put-page"},
		{{.verify = "1"}, "--verify", "gup-fast, page-cache, pfn-walk, put-page"},
		{{.memory_limit = 1}, "--memory-limit", "gup-fast, page-cache, pfn-walk, put-page"},
		{{.grace_period_ns = 1},
		 "--grace-period",
		 "gup-fast, page-cache, pfn-walk, put-page"},
		{{.recheck = "on"}, "--recheck", "gup-fast, page-cache, pfn-walk"},
		{{.unsafe = true}, "--unsafe", "gup-fast, page-cache, pfn-walk"},
		{{.pin = "off"}, "--pin", "gup-fast, kernel-gup"},
	};
	char message[256];

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		snprintf(message, sizeof(message),
			 "%s means nothing to the workloads chosen; those that take it: %s%s",
			 rows[i].option, rows[i].takers,
			 strcmp(rows[i].option, "--pin") ? ", large-folio" : "");
		assert_refused(EIGHT, rows[i].request, message);
	}
	assert_refused(EIGHT, REQUEST(.workloads = "ping-pong", .orders = "full"),
		       "--order means nothing to the workloads chosen; those that take it: "
		       "get-put, frozen-get, freeze, final-put, gup-fast, page-cache, pfn-walk, "
		       "put-page, large-folio");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mutator_without_a_reader),
		cmocka_unit_test(mutating_with_a_scheme_that_cannot_freeze),
		cmocka_unit_test(what_takes_no_reference_has_nothing_to_recheck),
		cmocka_unit_test(what_takes_no_reference_has_nothing_to_pin),
		cmocka_unit_test(readers_that_hold_their_references_wait_for_nothing),
		cmocka_unit_test(more_hot_pages_than_there_are),
		cmocka_unit_test(not_rechecking_what_may_be_another_folio_takes_unsafe),
		cmocka_unit_test(what_has_no_recheck_is_not_unsafe_without_one),
		cmocka_unit_test(a_value_that_cannot_be_is_refused_with_those_that_can),
		cmocka_unit_test(a_list_of_too_many_values_is_refused),
		cmocka_unit_test(a_value_that_one_of_the_workloads_cannot_take_is_refused),
		cmocka_unit_test(writers_may_be_asked_for_where_some_workload_has_them),
		cmocka_unit_test(a_knob_that_no_workload_takes_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
