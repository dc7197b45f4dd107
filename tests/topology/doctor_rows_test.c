// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor_rows_test.c: single rows: when each finds something, and how much it minds. */

#include "tests/topology/doctor_looking.h"

/* One CPU of each core: a list of which the kernel makes no ranges, and which is long. */
static void every_other_of_many_cpus_may_be_allowed(void **state)
{
	char text[2000] = "Name:\tx\nCpus_allowed_list:\t0";
	struct doctor doctor;

	put(*state, CPU "/online", "0-383\n");
	for (int cpu = 2; cpu < 384; cpu += 2)
		sprintf(text + strlen(text), ",%d", cpu);
	strcat(text, "\n");
	put(*state, "/proc/self/status", text);
	look(&doctor, *state);
	assert_int_equal(doctor.cpus.nr, 192);
	assert_int_equal(doctor.cpus.values[191], 382);
	assert_string_equal(find(&doctor, "cpuset")->value, "192 of 384 CPUs, 0 of 0 memory nodes");
	doctor_free(&doctor);
}

static void numbers_that_are_none_are_said(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0\n");
	put(*state, "/sys/kernel/mm/ksm/run", "yes\n");
	look(&doctor, *state);
	assert_string_equal(find_gap(&doctor, "ksm")->reason,
			    "/sys/kernel/mm/ksm/run: what it says makes no sense");
	doctor_free(&doctor);
}

static void interrupts_go_to_cpus_that_are_not_chosen(void **state)
{
	const struct doctor_finding *interrupts;
	struct doctor doctor;

	put_server(*state, true);
	begin(&doctor, *state, false);
	put_stat(*state, 0, 0, 1100);
	put_interrupts(*state, 100 + 200);
	end(&doctor, NULL);
	interrupts = find(&doctor, "interrupts");
	assert_int_equal(interrupts->severity, DOCTOR_BLURS);
	assert_string_equal(interrupts->what,
			    "devices interrupt CPU 3 200 times a second, mostly nvme0q1");
	assert_string_equal(interrupts->mend, "echo 8-15 > /proc/irq/31/smp_affinity_list");
	assert_string_equal(interrupts->undo, "echo 0-15 > /proc/irq/31/smp_affinity_list");
	doctor_free(&doctor);
}

/* While this program itself works, its CPU time is no sign of others. */
static void beside_a_run_the_tasks_that_run_tell_of_load(void **state)
{
	struct doctor doctor;

	put_server(*state, false);
	begin(&doctor, *state, true);
	put_stat(*state, 100, 0, 1100);
	end(&doctor, NULL);
	assert_null(find(&doctor, "load"));
	doctor_free(&doctor);

	put(*state, "/proc/loadavg", "0 0 0 3/100 1\n");
	begin(&doctor, *state, true);
	end(&doctor, NULL);
	assert_string_equal(find(&doctor, "load")->value, "2 running");
	doctor_free(&doctor);
}

static void a_version_1_quota_is_found(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0-3\n");
	put(*state, "/proc/self/cgroup", "3:cpuset:/x\n2:cpu,cpuacct:/docker/abc\n0::/\n");
	put(*state, "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "150000\n");
	put(*state, "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
	look(&doctor, *state);
	assert_string_equal(find(&doctor, "quota")->value, "1.5 CPUs");
	assert_string_equal(find(&doctor, "quota")->mend,
			    "echo -1 > /sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us");
	doctor_free(&doctor);
}

/* As of a container in a container in a container. */
static void a_quota_deep_down_is_found(void **state)
{
	char group[500] = "0::", path[600];
	struct doctor doctor;

	for (int i = 0; i < 30; i++)
		strcat(group, "/kubepods.slice");
	snprintf(path, sizeof(path), "/sys/fs/cgroup%s/cpu.max", group + strlen("0::"));
	put(*state, CPU "/online", "0-3\n");
	put(*state, "/proc/self/cgroup", group);
	put(*state, path, "100000 100000\n");
	look(&doctor, *state);
	assert_string_equal(find(&doctor, "quota")->value, "1 CPUs");
	doctor_free(&doctor);
}

static void a_hostile_cgroup_is_one_word(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0-3\n");
	put(*state, "/proc/self/cgroup", "0::/a$(reboot)\\x2d\n");
	put(*state, "/sys/fs/cgroup/a$(reboot)\\x2d/cpu.max", "50000 100000\n");
	look(&doctor, *state);
	assert_string_equal(find(&doctor, "quota")->mend,
			    "echo max > '/sys/fs/cgroup/a$(reboot)\\x2d/cpu.max'");
	doctor_free(&doctor);
}

/* No way out of the hierarchy. */
static void a_cgroup_above_the_root_is_not_looked_at(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0-3\n");
	put(*state, "/proc/self/cgroup", "0::/../../../tmp\n");
	put(*state, "/tmp/cpu.max", "50000 100000\n");
	look(&doctor, *state);
	assert_null(find(&doctor, "quota"));
	doctor_free(&doctor);
}

static void cpus_on_one_node_of_several_are_told(void **state)
{
	int values[] = {2, 3};
	const struct int_list cpus = {.values = values, .nr = 2};
	const struct doctor_request request = {.root = *state, .cpus = &cpus};
	struct doctor doctor;
	struct error err;

	put_server(*state, false);
	assert_int_equal(doctor_begin(&doctor, &request, &err), 0);
	end(&doctor, NULL);
	assert_string_equal(find(&doctor, "nodes")->what,
			    "the chosen CPUs lie on one NUMA node of 8");
	doctor_free(&doctor);
}

static void kinds_of_cpus_are_told_by_either_architecture(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0-3\n");
	put(*state, "/sys/devices/cpu_core/cpus", "0-1\n");
	put(*state, "/sys/devices/cpu_atom/cpus", "2-3\n");
	look(&doctor, *state);
	assert_int_equal(find(&doctor, "hybrid")->severity, DOCTOR_SPOILS);
	doctor_free(&doctor);

	put(*state, "/sys/devices/cpu_core/cpus", "0-3\n");
	put(*state, "/sys/devices/cpu_atom/cpus", "\n");
	look(&doctor, *state);
	assert_null(find(&doctor, "hybrid"));
	doctor_free(&doctor);

	put_cpu(*state, 0, "cpu_capacity", "1024\n");
	put_cpu(*state, 1, "cpu_capacity", "446\n");
	look(&doctor, *state);
	assert_non_null(find(&doctor, "hybrid"));
	doctor_free(&doctor);
}

static void isolated_cpus_that_are_not_chosen_are_offered(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0-7\n");
	put(*state, CPU "/isolated", "4-7\n");
	put(*state, "/proc/cmdline", "isolcpus=4-7 rcu_nocbs=4-7 -- nohz_full=1\n");
	look(&doctor, *state);
	assert_int_equal(find(&doctor, "isolation")->severity, DOCTOR_BLURS);
	assert_string_equal(find(&doctor, "isolation")->value,
			    "isolcpus 4-7, nohz_full none, rcu_nocbs 4-7");
	assert_string_equal(find(&doctor, "isolation")->mend,
			    "pageref run --placement cpus:4-7 ...");
	doctor_free(&doctor);
}

static void lists_that_are_too_long_end_in_no_half_number(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0-99\n");
	put(*state, CPU "/isolated", "80,82,84,86,88,90,92,94\n");
	put(*state, CPU "/nohz_full", "80,82,84,86,88,90,92,94\n");
	put(*state, "/proc/cmdline", "rcu_nocbs=80,82,84,86,88,90,92,94\n");
	look(&doctor, *state);
	assert_string_equal(find(&doctor, "isolation")->value,
			    "isolcpus 80,82,84,86,88,..., nohz_full 80,82,84,86,88,..., "
			    "rcu_nocbs 80,82,84,86,88,...");
	doctor_free(&doctor);
}

static void heat_of_the_past_is_a_note(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0\n");
	put_cpu(*state, 0, "thermal_throttle/core_throttle_count", "7\n");
	look(&doctor, *state);
	assert_int_equal(find(&doctor, "throttling")->severity, DOCTOR_NOTE);
	doctor_free(&doctor);
}

static void siblings_that_are_all_chosen_are_a_note(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0-1\n");
	put_cpu(*state, 0, "topology/thread_siblings_list", "0-1\n");
	put_cpu(*state, 1, "topology/thread_siblings_list", "0-1\n");
	look(&doctor, *state);
	assert_int_equal(find(&doctor, "smt")->severity, DOCTOR_NOTE);
	doctor_free(&doctor);
}

static void rights_make_the_paranoid_level_a_note_up_to_two(void **state)
{
	static const struct {
		const char *level, *capabilities;
		int severity; /* -1: nothing is found */
	} rows[] = {
		{"-1\n", "0", -1},
		{"1\n", "0", -1},
		{"2\n", "0", DOCTOR_LIMITS},
		{"2\n", "0000004000000000", DOCTOR_NOTE},
		{"2\n", "0000000000200000", DOCTOR_NOTE},
		{"3\n", "000001ffffffffff", DOCTOR_LIMITS},
	};

	put(*state, CPU "/online", "0\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct doctor_finding *found;
		struct doctor doctor;
		char status[100];

		snprintf(status, sizeof(status), "CapEff:\t%s\n", rows[i].capabilities);
		put(*state, "/proc/self/status", status);
		put(*state, "/proc/sys/kernel/perf_event_paranoid", rows[i].level);
		look(&doctor, *state);
		found = find(&doctor, "paranoid");
		assert_int_equal(found ? (int)found->severity : -1, rows[i].severity);
		doctor_free(&doctor);
	}
}

static void a_guest_without_counters_says_so(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0\n");
	put(*state, NODE "/online", "0\n");
	put(*state, "/proc/cpuinfo", "model name\t: A CPU\nflags\t\t: fpu hypervisor\n");
	put(*state, "/sys/class/dmi/id/sys_vendor", "QEMU\n");
	put(*state, "/sys/bus/event_source/devices/software/type", "1\n");
	put(*state, "/proc/sys/kernel/perf_event_paranoid", "2\n");
	look(&doctor, *state);
	assert_string_equal(find(&doctor, "virtualisation")->value, "qemu");
	assert_string_equal(find(&doctor, "pmu")->value, "absent");
	assert_string_equal(find(&doctor, "nodes")->value, "1 of 1");
	assert_int_equal(find(&doctor, "paranoid")->severity, DOCTOR_LIMITS);
	doctor_free(&doctor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_other_of_many_cpus_may_be_allowed),
		TEST(numbers_that_are_none_are_said),
		TEST(interrupts_go_to_cpus_that_are_not_chosen),
		TEST(beside_a_run_the_tasks_that_run_tell_of_load),
		TEST(a_version_1_quota_is_found),
		TEST(a_quota_deep_down_is_found),
		TEST(a_hostile_cgroup_is_one_word),
		TEST(a_cgroup_above_the_root_is_not_looked_at),
		TEST(cpus_on_one_node_of_several_are_told),
		TEST(kinds_of_cpus_are_told_by_either_architecture),
		TEST(isolated_cpus_that_are_not_chosen_are_offered),
		TEST(lists_that_are_too_long_end_in_no_half_number),
		TEST(heat_of_the_past_is_a_note),
		TEST(siblings_that_are_all_chosen_are_a_note),
		TEST(rights_make_the_paranoid_level_a_note_up_to_two),
		TEST(a_guest_without_counters_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
