// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * assignment_test.c: a point worked out thread by thread: who shares a page with whom, where each
 * group is at home, and who writes.
 */
#include "bench/plan/assignment.h"
#include "tests/bench/plan/planning.h"

struct setting {
	struct machine machine;
	struct placement placement;
	struct assignment assignment;
};

static void set_up(struct setting *s, const char *placement, struct point point)
{
	struct error err;

	s->machine = load_machine(SIXTY_FOUR);
	if (placement_make(&s->placement, &s->machine, placement, &err))
		fail_msg("%s", err.text);
	point.placement = &s->placement;
	assert_int_equal(assignment_make(&s->assignment, &point), 0);
}

static void tear_down(struct setting *s)
{
	assignment_free(&s->assignment);
	placement_free(&s->placement);
	machine_free(&s->machine);
}

/* A point of get-put; the placement is filled in by set_up(). */
static struct point point_of(enum share share, int threads)
{
	return (struct point){
		.workload = workload_find("get-put"), .share = share, .threads = threads};
}

static void threads_that_share_a_part_of_the_machine_share_a_group(void **state)
{
	static const struct {
		enum share share;
		int groups, size;
	} rows[] = {
		{SHARE_ALL, 1, 64},  {SHARE_NODE, 4, 16},   {SHARE_LLC, 8, 8},
		{SHARE_CORE, 32, 2}, {SHARE_THREAD, 64, 1},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct setting s;

		set_up(&s, "compact", point_of(rows[i].share, 64));
		assert_int_equal(s.assignment.nr_threads, 64);
		assert_int_equal(s.assignment.nr_groups, rows[i].groups);
		for (int g = 0; g < rows[i].groups; g++)
			assert_int_equal(s.assignment.sizes[g], rows[i].size);
		for (int t = 0; t < 64; t++) {
			assert_int_equal(s.assignment.lanes[t].group, t / rows[i].size);
			assert_int_equal(s.assignment.lanes[t].rank, t % rows[i].size);
		}
		tear_down(&s);
	}
}

static void threads_take_the_cpus_of_the_placement_in_order(void **state)
{
	static const int cpus[] = {9, 3, 60, 4};
	struct setting s;

	(void)state;
	set_up(&s, "cpus:9,3,60,4", point_of(SHARE_ALL, 4));
	for (int t = 0; t < 4; t++)
		assert_int_equal(s.assignment.lanes[t].pu->os, cpus[t]);
	tear_down(&s);
}

static void groups_are_numbered_as_their_first_threads_come(void **state)
{
	struct setting s;

	(void)state;
	set_up(&s, "cpus:50,2,51,3,20", point_of(SHARE_NODE, 5));
	assert_int_equal(s.assignment.nr_groups, 3);
	assert_int_equal(s.assignment.lanes[0].group, 0);
	assert_int_equal(s.assignment.lanes[1].group, 1);
	assert_int_equal(s.assignment.lanes[2].group, 0);
	assert_int_equal(s.assignment.lanes[3].group, 1);
	assert_int_equal(s.assignment.lanes[4].group, 2);
	tear_down(&s);
}

static void a_group_is_at_home_where_its_first_thread_runs(void **state)
{
	struct setting s;

	(void)state;
	set_up(&s, "scatter", point_of(SHARE_NODE, 8));
	assert_int_equal(s.assignment.nr_groups, 4);
	for (int g = 0; g < 4; g++) {
		assert_int_equal(s.assignment.homes[g], g);
		assert_int_equal(s.assignment.sizes[g], 2);
	}
	tear_down(&s);

	set_up(&s, "cpus:40,0", point_of(SHARE_ALL, 2));
	assert_int_equal(s.assignment.nr_groups, 1);
	assert_int_equal(s.assignment.homes[0], 2);
	tear_down(&s);
}

static void groups_may_differ_in_size(void **state)
{
	struct setting s;

	(void)state;
	set_up(&s, "compact", point_of(SHARE_LLC, 21));
	assert_int_equal(s.assignment.nr_groups, 3);
	assert_int_equal(s.assignment.sizes[0], 8);
	assert_int_equal(s.assignment.sizes[1], 8);
	assert_int_equal(s.assignment.sizes[2], 5);
	tear_down(&s);
}

static void private_pages_are_a_group_for_each_thread_whatever_is_shared(void **state)
{
	struct point point = point_of(SHARE_ALL, 16);
	struct setting s;

	(void)state;
	point.workload = workload_find("final-put");
	set_up(&s, "compact", point);
	assert_int_equal(s.assignment.nr_groups, 16);
	tear_down(&s);
}

static void the_last_threads_of_each_group_write(void **state)
{
	struct point point = point_of(SHARE_LLC, 21);
	struct setting s;

	(void)state;
	point.writers = 2;
	set_up(&s, "compact", point);
	for (int t = 0; t < 21; t++) {
		const struct lane *lane = &s.assignment.lanes[t];
		bool writes = lane->rank >= s.assignment.sizes[lane->group] - 2;

		assert_int_equal(lane->role, writes ? ROLE_WRITER : ROLE_WORKER);
	}
	assert_int_equal(s.assignment.lanes[5].role, ROLE_WORKER);
	assert_int_equal(s.assignment.lanes[6].role, ROLE_WRITER);
	assert_int_equal(s.assignment.lanes[18].role, ROLE_WORKER);
	assert_int_equal(s.assignment.lanes[19].role, ROLE_WRITER);
	tear_down(&s);
}

static void without_writers_everybody_works(void **state)
{
	struct setting s;

	(void)state;
	set_up(&s, "scatter", point_of(SHARE_CORE, 64));
	for (int t = 0; t < 64; t++)
		assert_int_equal(s.assignment.lanes[t].role, ROLE_WORKER);
	tear_down(&s);
}

static void threads_beyond_the_cpus_go_round_again(void **state)
{
	struct setting s;

	(void)state;
	set_up(&s, "cpus:7,40,8", point_of(SHARE_NODE, 8));
	for (int t = 0; t < 8; t++)
		assert_ptr_equal(s.assignment.lanes[t].pu, s.placement.pus[t % 3]);
	assert_int_equal(s.assignment.nr_groups, 2);
	assert_int_equal(s.assignment.sizes[0], 5);
	assert_int_equal(s.assignment.sizes[1], 3);
	tear_down(&s);
}

static void threads_that_share_a_cpu_need_not_share_a_page(void **state)
{
	struct setting s;

	(void)state;
	set_up(&s, "cpus:7", point_of(SHARE_THREAD, 5));
	assert_int_equal(s.assignment.nr_groups, 5);
	tear_down(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_that_share_a_part_of_the_machine_share_a_group),
		cmocka_unit_test(threads_take_the_cpus_of_the_placement_in_order),
		cmocka_unit_test(groups_are_numbered_as_their_first_threads_come),
		cmocka_unit_test(a_group_is_at_home_where_its_first_thread_runs),
		cmocka_unit_test(groups_may_differ_in_size),
		cmocka_unit_test(private_pages_are_a_group_for_each_thread_whatever_is_shared),
		cmocka_unit_test(the_last_threads_of_each_group_write),
		cmocka_unit_test(without_writers_everybody_works),
		cmocka_unit_test(threads_beyond_the_cpus_go_round_again),
		cmocka_unit_test(threads_that_share_a_cpu_need_not_share_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
