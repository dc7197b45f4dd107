// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor_test.c: whole machines: what is found, what cannot be read, and what is refused. */
#include <errno.h>

#include "tests/topology/doctor_looking.h"

static void everything_wrong_is_found(void **state)
{
	struct doctor doctor;
	char names[1000];

	put_server(*state, true);
	begin(&doctor, *state, false);
	put_stat(*state, 60, 5, 1100);
	put_interrupts(*state, 100 + 6000);
	put_cpu(*state, 2, "thermal_throttle/core_throttle_count", "3\n");
	end(&doctor, "nothing counts");
	assert_string_equal(
		names_of(&doctor, names, sizeof(names)),
		"load spoils, steal spoils, quota spoils, governor spoils, "
		"frequency spoils, throttling spoils, interrupts spoils, turbo blurs, "
		"idle blurs, smt blurs, irqbalance blurs, numa-balancing blurs, "
		"thp blurs, ksm blurs, clock-source blurs, pmu limits, paranoid limits, "
		"cpuset limits, memlock limits, isolation note, mitigations note");
	doctor_free(&doctor);
}

static void everything_right_is_nothing_to_mend(void **state)
{
	struct doctor doctor;
	char names[1000];

	put_server(*state, false);
	begin(&doctor, *state, false);
	put_stat(*state, 0, 0, 1100);
	put_interrupts(*state, 101);
	end(&doctor, "");
	assert_string_equal(names_of(&doctor, names, sizeof(names)), "");
	assert_int_equal(doctor.cpus.nr, NR_CPUS);
	doctor_free(&doctor);
}

/* A folder opens like a file, and cannot be read, whoever asks. */
static void what_cannot_be_read_is_said_with_its_reason(void **state)
{
	static const char *const paths[] = {
		"/proc/stat/x",
		"/proc/loadavg/x",
		"/proc/interrupts/x",
		"/proc/self/cgroup/x",
		"/proc/sys/kernel/perf_event_paranoid/x",
		"/proc/sys/kernel/numa_balancing/x",
		"/sys/kernel/mm/ksm/run/x",
		"/sys/class/powercap/intel-rapl:0/energy_uj/x",
		"/sys/kernel/mm/transparent_hugepage/enabled/x",
		CPU "/cpu0/cpufreq/scaling_governor/x",
		CPU "/cpu1/cpufreq/scaling_governor/x",
	};
	struct doctor doctor;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		put(*state, paths[i], "x");
	put(*state, "/sys/class/powercap/intel-rapl:0/name", "package-0\n");
	put(*state, CPU "/online", "0-1\n");
	look(&doctor, *state);
	assert_int_equal(doctor.nr_findings, 0);
	assert_string_equal(find_gap(&doctor, "energy")->reason,
			    "/sys/class/powercap/intel-rapl:0/energy_uj: Is a directory");
	assert_string_equal(find_gap(&doctor, "ksm")->reason,
			    "/sys/kernel/mm/ksm/run: Is a directory");
	assert_string_equal(find_gap(&doctor, "paranoid")->reason,
			    "/proc/sys/kernel/perf_event_paranoid: Is a directory");
	assert_string_equal(find_gap(&doctor, "load")->reason, "/proc/stat: Is a directory");
	assert_string_equal(find_gap(&doctor, "interrupts")->reason,
			    "/proc/interrupts: Is a directory");
	/* Once, however many CPUs there are. */
	assert_string_equal(find_gap(&doctor, "governor")->reason,
			    CPU "/cpu0/cpufreq/scaling_governor: Is a directory (and 1 more)");
	doctor_free(&doctor);
}

static void energy_that_can_be_read_is_fine(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0-1\n");
	put(*state, "/sys/class/powercap/intel-rapl:0/name", "package-0\n");
	put(*state, "/sys/class/powercap/intel-rapl:0/energy_uj", "17\n");
	look(&doctor, *state);
	assert_null(find(&doctor, "energy"));
	assert_null(find_gap(&doctor, "energy"));
	doctor_free(&doctor);
}

/* Files that stand still tell nothing of load: that is no reason to call it fine. */
static void without_time_nothing_is_said_of_load(void **state)
{
	static const char *const rows[] = {"load", "steal", "interrupts"};
	struct doctor doctor;

	put_server(*state, false);
	look(&doctor, *state);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(find_gap(&doctor, rows[i])->reason,
				    "no time passed between the two looks");
	doctor_free(&doctor);
}

static void what_is_not_there_is_no_problem(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0-1\n");
	look(&doctor, *state);
	assert_int_equal(doctor.nr_findings, 0);
	for (int i = 0; i < doctor.nr_gaps; i++)
		assert_string_equal(doctor.gaps[i].reason, "");
	assert_non_null(find_gap(&doctor, "governor"));
	doctor_free(&doctor);
}

static void a_root_without_cpus_is_refused(void **state)
{
	const struct doctor_request request = {.root = *state};
	struct doctor doctor;
	struct error err;

	assert_int_equal(doctor_begin(&doctor, &request, &err), -EINVAL);
	assert_non_null(strstr(err.text, "no CPUs are known"));
}

static void a_cpu_that_is_not_there_is_refused(void **state)
{
	int nine = 9;
	const struct int_list cpus = {.values = &nine, .nr = 1};
	const struct doctor_request request = {.root = *state, .cpus = &cpus};
	struct doctor doctor;
	struct error err;

	put(*state, CPU "/online", "0-3\n");
	assert_int_equal(doctor_begin(&doctor, &request, &err), -EINVAL);
	assert_string_equal(err.text, "CPU 9 is not there; there are: 0-3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything_wrong_is_found),
		TEST(everything_right_is_nothing_to_mend),
		TEST(what_cannot_be_read_is_said_with_its_reason),
		TEST(energy_that_can_be_read_is_fine),
		TEST(without_time_nothing_is_said_of_load),
		TEST(what_is_not_there_is_no_problem),
		TEST(a_root_without_cpus_is_refused),
		TEST(a_cpu_that_is_not_there_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
