// SPDX-License-Identifier: GPL-2.0-or-later
/* dimension_test.c: in which order rows stand, what their values are called, what they are compared with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench/report/comparison.h"

/* As the reader does: equal texts are one pointer. */
static const struct result_key usual = {
	.workload = "gup-fast",
	.scheme = "plain",
	.placement = "compact",
	.memory = "local",
	.share = "all",
	.pages = 512,
	.batch = 1,
	.nr = 1,
	.memory_order = "full",
	.memmap = "embedded",
	.lifetime = "typesafe",
	.rcu = "memb",
	.pattern = "uniform",
	.churn = "0",
	.recheck = true,
	.verify = 1024,
};

static void assert_before(struct result_key a, struct result_key b)
{
	assert_true(key_compare_rows(&a, &b) < 0);
	assert_true(key_compare_rows(&b, &a) > 0);
	assert_int_equal(key_compare_rows(&a, &a), 0);
}

static struct result_key of_churn(const char *churn, int writers)
{
	struct result_key key = usual;

	key.churn = churn;
	key.writers = writers;
	return key;
}

static void churn_stands_by_its_number_and_max_is_most(void **state)
{
	(void)state;
	assert_before(of_churn("0", 0), of_churn("1000", 1));
	assert_before(of_churn("9000", 1), of_churn("10000", 1));
	assert_before(of_churn("1000000000", 1), of_churn("max", 1));
	assert_before(of_churn("1000", 1), of_churn("1000", 2));
}

static struct result_key of_memmap(const char *memmap)
{
	struct result_key key = usual;

	key.memmap = memmap;
	return key;
}

static struct result_key of_lifetime(const char *lifetime, bool recheck)
{
	struct result_key key = usual;

	key.lifetime = lifetime;
	key.recheck = recheck;
	return key;
}

static void known_values_stand_in_the_designs_order_and_strangers_last(void **state)
{
	(void)state;
	assert_before(of_memmap("memdesc8"), of_memmap("memdesc32"));
	assert_before(of_memmap("embedded"), of_memmap("memdesc8"));
	assert_before(of_memmap("memdesc32"), of_memmap("aardvark"));
	assert_before(of_lifetime("typesafe", true), of_lifetime("rcu-folio", true));
	assert_before(of_lifetime("rcu-folio", true), of_lifetime("rcu-memory", true));
}

static void with_the_recheck_comes_before_without(void **state)
{
	(void)state;
	assert_before(of_lifetime("rcu-folio", true), of_lifetime("rcu-folio", false));
	assert_before(of_lifetime("rcu-folio", false), of_lifetime("rcu-memory", true));
}

static void assert_called(struct result_key key, const char *expected)
{
	char value[DIMENSION_TEXT];

	dimension_value(value, DIMENSION_CHURN, &key);
	assert_string_equal(value, expected);
}

static void churn_is_called_by_round_numbers_and_its_mutators(void **state)
{
	(void)state;
	assert_called(of_churn("0", 0), "0");
	assert_called(of_churn("999", 1), "999");
	assert_called(of_churn("1000", 1), "1k");
	assert_called(of_churn("12345", 1), "12345");
	assert_called(of_churn("2500000", 1), "2.5M");
	assert_called(of_churn("max", 1), "max");
	assert_called(of_churn("10000", 4), "4x10k");
}

static void mutators_tell_rows_apart_and_no_panels(void **state)
{
	struct result_key one = of_churn("1000", 1), two = of_churn("1000", 2);

	(void)state;
	two.churn = one.churn;
	assert_true(key_same_conditions(&one, &two));
	assert_false(key_same_row(&one, &two, 0));
	one.memmap = two.memmap = ""; /* no lookup */
	assert_false(key_same_conditions(&one, &two));
}

static void the_base_is_the_same_point_but_for_one_member(void **state)
{
	struct result_key rows[4] = {usual, usual, usual, usual};

	(void)state;
	rows[1].memmap = "memdesc8";
	rows[2].scheme = "frozen-bit";
	rows[3].scheme = rows[2].scheme;
	rows[3].memmap = rows[1].memmap;
	assert_int_equal(comparison_base(VS_EMBEDDED, rows, 4, 0), 0);
	assert_int_equal(comparison_base(VS_EMBEDDED, rows, 4, 1), 0);
	assert_int_equal(comparison_base(VS_EMBEDDED, rows, 4, 3), 2);
	assert_int_equal(comparison_base(VS_PLAIN, rows, 4, 3), 1);
	assert_int_equal(comparison_base(VS_EMBEDDED, rows + 1, 1, 0), -1);
}

/* Among those that fit: the flavour of RCU that is its own, and with the recheck. */
static void a_lifetimes_base_is_type_safe_memory_with_its_recheck(void **state)
{
	struct result_key rows[5] = {usual, usual, usual, usual, usual};

	(void)state;
	rows[1].rcu = "qsbr";
	rows[2].recheck = false;
	rows[3].lifetime = "rcu-folio";
	rows[3].rcu = rows[1].rcu;
	rows[3].recheck = false;
	rows[4].lifetime = rows[3].lifetime;
	rows[4].rcu = "bp";
	assert_int_equal(comparison_base(VS_TYPESAFE, rows, 5, 3), 1);
	assert_int_equal(comparison_base(VS_TYPESAFE, rows, 5, 4), 0);
	assert_int_equal(comparison_base(VS_TYPESAFE, rows, 5, 0), 0);
	assert_int_equal(comparison_base(VS_TYPESAFE, rows, 5, 2), -1);
	assert_int_equal(comparison_base(VS_RECHECK, rows, 5, 2), 0);
	assert_int_equal(comparison_base(VS_RECHECK, rows, 5, 3), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(churn_stands_by_its_number_and_max_is_most),
		cmocka_unit_test(known_values_stand_in_the_designs_order_and_strangers_last),
		cmocka_unit_test(with_the_recheck_comes_before_without),
		cmocka_unit_test(churn_is_called_by_round_numbers_and_its_mutators),
		cmocka_unit_test(mutators_tell_rows_apart_and_no_panels),
		cmocka_unit_test(the_base_is_the_same_point_but_for_one_member),
		cmocka_unit_test(a_lifetimes_base_is_type_safe_memory_with_its_recheck),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
