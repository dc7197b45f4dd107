// SPDX-License-Identifier: GPL-2.0-or-later
/* powercap_test.c: which zones are whose, and what a counter that begins anew has counted. */
#include <errno.h>

#include "tests/topology/root.h"
#include "topology/powercap.h"

#define CLASS "/sys/class/powercap/"

static void put_zone(const char *root, const char *zone, const char *name, const char *energy,
		     const char *range)
{
	char path[128];

	snprintf(path, sizeof(path), CLASS "%s/name", zone);
	put(root, path, name);
	snprintf(path, sizeof(path), CLASS "%s/energy_uj", zone);
	put(root, path, energy);
	if (!range)
		return;
	snprintf(path, sizeof(path), CLASS "%s/max_energy_range_uj", zone);
	put(root, path, range);
}

static struct powercap find(const char *root)
{
	struct powercap powercap;

	assert_int_equal(powercap_find(&powercap, root), 0);
	return powercap;
}

/* "package kind", one a word, in the order in which they were found. */
static void assert_zones(const char *root, const char *expected)
{
	struct powercap powercap = find(root);
	char text[256] = "";

	for (int i = 0; i < powercap.nr; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%d:%s", i ? " " : "",
			 powercap.zones[i].package, powercap.zones[i].kind);
	powercap_free(&powercap);
	assert_string_equal(text, expected);
}

/* ---- zones ---- */

static void a_machine_without_powercap_has_no_zones(void **state)
{
	assert_zones(*state, "");
}

static void sub_zones_belong_to_the_package_above_them(void **state)
{
	put_zone(*state, "intel-rapl:0", "package-1\n", "1\n", "9\n");
	put_zone(*state, "intel-rapl:0:0", "core\n", "1\n", "9\n");
	put_zone(*state, "intel-rapl:0:1", "dram\n", "1\n", "9\n");
	put_zone(*state, "intel-rapl:1", "package-0\n", "1\n", "9\n");
	assert_zones(*state, "1:package 1:core 1:dram 0:package");
}

static void the_platform_and_second_sights_are_left_out(void **state)
{
	put_zone(*state, "intel-rapl:0", "psys\n", "1\n", "9\n");
	put_zone(*state, "intel-rapl:1", "package-0\n", "1\n", "9\n");
	put_zone(*state, "intel-rapl-mmio:0", "package-0\n", "1\n", "9\n");
	assert_zones(*state, "0:package");
}

static void every_die_of_a_package_counts_for_it(void **state)
{
	put_zone(*state, "intel-rapl:0", "package-0-die-0\n", "1\n", "9\n");
	put_zone(*state, "intel-rapl:3", "package-0-die-1\n", "1\n", "9\n");
	assert_zones(*state, "0:package 0:package");
}

static void names_that_only_begin_like_a_package_are_none(void **state)
{
	put_zone(*state, "intel-rapl:0", "package-0x\n", "1\n", "9\n");
	put_zone(*state, "intel-rapl:1", "package-0-die-0x\n", "1\n", "9\n");
	put_zone(*state, "intel-rapl:2", "package--1\n", "1\n", "9\n");
	assert_zones(*state, "");
}

static void a_zone_tells_its_range_or_none(void **state)
{
	struct powercap powercap;

	put_zone(*state, "intel-rapl:0", "package-0\n", "1\n", "262143328850\n");
	put_zone(*state, "intel-rapl:1", "package-1\n", "1\n", NULL);
	put_zone(*state, "intel-rapl:2", "package-2\n", "1\n", "-1\n");
	powercap = find(*state);
	assert_int_equal(powercap.nr, 3);
	assert_true(powercap.zones[0].range_uj == 262143328850);
	assert_true(powercap.zones[1].range_uj == 0);
	assert_true(powercap.zones[2].range_uj == 0);
	powercap_free(&powercap);
}

/* ---- counters ---- */

static void a_counter_is_read_where_its_zone_says(void **state)
{
	struct powercap powercap;
	uint64_t uj = 0;

	put_zone(*state, "intel-rapl:0", "package-0\n", "123456789012\n", "262143328850\n");
	powercap = find(*state);
	assert_int_equal(powercap_read(*state, powercap.zones[0].path, &uj), 0);
	assert_true(uj == 123456789012);
	powercap_free(&powercap);
}

static void what_is_no_number_is_no_energy(void **state)
{
	static const char *const wrong[] = {
		"", "\n", "-1\n", "12x\n", "0x12\n", "1 2\n", "18446744073709551616\n"};
	uint64_t uj;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		put(*state, "/energy_uj", wrong[i]);
		assert_int_equal(powercap_read(*state, "/energy_uj", &uj), -EINVAL);
	}
	assert_int_equal(powercap_read(*state, "/nothing", &uj), -ENOENT);
}

static void a_counter_that_goes_on_has_counted_the_difference(void **state)
{
	(void)state;
	assert_true(powercap_used(100, 350, 1000) == 250);
	assert_true(powercap_used(100, 100, 1000) == 0);
}

static void a_counter_that_began_anew_has_counted_through_its_range(void **state)
{
	(void)state;
	assert_true(powercap_used(900, 50, 1000) == 150);
	assert_true(powercap_used(262143328850, 1, 262143328850) == 1);
}

static void without_a_range_a_step_back_says_nothing(void **state)
{
	(void)state;
	assert_true(powercap_used(900, 50, 0) < 0);
	assert_true(powercap_used(900, 50, 800) < 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_machine_without_powercap_has_no_zones),
		TEST(sub_zones_belong_to_the_package_above_them),
		TEST(the_platform_and_second_sights_are_left_out),
		TEST(every_die_of_a_package_counts_for_it),
		TEST(names_that_only_begin_like_a_package_are_none),
		TEST(a_zone_tells_its_range_or_none),
		TEST(a_counter_is_read_where_its_zone_says),
		TEST(what_is_no_number_is_no_energy),
		cmocka_unit_test(a_counter_that_goes_on_has_counted_the_difference),
		cmocka_unit_test(a_counter_that_began_anew_has_counted_through_its_range),
		cmocka_unit_test(without_a_range_a_step_back_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
