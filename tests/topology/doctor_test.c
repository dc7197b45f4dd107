// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * doctor_test.c: machines that were never here, as folders of files: a large server with everything
 * wrong, the same with everything right, one of which nothing can be read, and hostile ones. Time
 * between the two moments is what /proc/stat says, so nothing here depends on a clock.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>

#include "tests/topology/root.h"
#include "topology/doctor.h"

#define CPU	"/sys/devices/system/cpu"
#define NODE	"/sys/devices/system/node"
#define NR_CPUS 16

/* ---- machines ---- */

static void put_cpu(const char *root, int cpu, const char *rest, const char *text)
{
	char path[200];

	snprintf(path, sizeof(path), CPU "/cpu%d/%s", cpu, rest);
	put(root, path, text);
}

/* The two moments: a second of each CPU's time, of which some was somebody's. */
static void put_stat(const char *root, int busy, int stolen, int all)
{
	char text[4096] = "cpu  0 0 0 0 0 0 0 0 0 0\n";

	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "cpu%d %d 0 0 %d 0 0 0 %d 0 0\n", cpu, busy, all - busy - stolen, stolen);
	strcat(text, "intr 1 0 0\n");
	put(root, "/proc/stat", text);
}

static void put_interrupts(const char *root, int count)
{
	char text[4096] = "    ";

	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		sprintf(text + strlen(text), " CPU%d", cpu);
	strcat(text, "\n 31:");
	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		sprintf(text + strlen(text), " %d", cpu == 3 ? count : 0);
	strcat(text, "  PCI-MSIX-0000:00:01.0   3-edge      nvme0q1\nLOC:");
	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		sprintf(text + strlen(text), " %d", 1000 * count);
	strcat(text, "  Local timer interrupts\n");
	put(root, "/proc/interrupts", text);
}

/* What every machine of 16 CPUs on 8 nodes shows; @wrong picks the state of it. */
static void put_server(const char *root, bool wrong)
{
	char path[100], list[16];

	put(root, "/proc/cpuinfo", "model name\t: A CPU\nflags\t\t: fpu vme\n");
	put(root, "/proc/cmdline",
	    wrong ? "quiet\n" : "isolcpus=0-15 nohz_full=0-15 rcu_nocbs=0-15\n");
	put(root, "/proc/loadavg", wrong ? "20.0 1 1 9/100 1\n" : "0.0 0 0 1/100 1\n");
	put(root, "/proc/self/status",
	    wrong ? "Name:\tx\nCapEff:\t0000000000000000\nCpus_allowed_list:\t0-7\n"
		    "Mems_allowed_list:\t0-3\n"
		  : "Name:\tx\nCapEff:\t000001ffffffffff\nCpus_allowed_list:\t0-15\n"
		    "Mems_allowed_list:\t0-7\n");
	put(root, "/proc/self/limits",
	    "Max locked memory         65536                65536                bytes\n");
	put(root, "/proc/self/cgroup", "0::/user.slice/me\n");
	put(root, "/sys/fs/cgroup/user.slice/cpu.max", wrong ? "200000 100000\n" : "max 100000\n");
	put(root, "/proc/7/comm", wrong ? "irqbalance\n" : "bash\n");
	put(root, "/proc/irq/31/smp_affinity_list", "0-15\n");
	put(root, "/proc/sys/kernel/perf_event_paranoid", wrong ? "4\n" : "1\n");
	put(root, "/proc/sys/kernel/nmi_watchdog", wrong ? "1\n" : "0\n");
	put(root, "/proc/sys/kernel/numa_balancing", wrong ? "2\n" : "0\n");
	put(root, "/sys/kernel/mm/transparent_hugepage/enabled",
	    wrong ? "[always] madvise never\n" : "always [madvise] never\n");
	put(root, "/sys/kernel/mm/ksm/run", wrong ? "1\n" : "0\n");
	put(root, "/sys/devices/system/clocksource/clocksource0/current_clocksource",
	    wrong ? "hpet\n" : "tsc\n");
	put(root, "/sys/devices/system/clocksource/clocksource0/available_clocksource",
	    "tsc hpet acpi_pm\n");
	put(root, "/sys/bus/event_source/devices/cpu/type", "4\n");
	put(root, CPU "/online", "0-15\n");
	put(root, CPU "/isolated", wrong ? "\n" : "0-15\n");
	put(root, CPU "/nohz_full", wrong ? "(null)\n" : "0-15\n");
	put(root, CPU "/intel_pstate/no_turbo", wrong ? "0\n" : "1\n");
	put(root, CPU "/vulnerabilities/meltdown", wrong ? "Mitigation: PTI\n" : "Not affected\n");
	put(root, NODE "/online", "0-7\n");
	put(root, NODE "/has_memory", "0-7\n");
	for (int node = 0; node < 8; node++) {
		snprintf(path, sizeof(path), NODE "/node%d/cpulist", node);
		snprintf(list, sizeof(list), "%d-%d\n", 2 * node, 2 * node + 1);
		put(root, path, list);
	}
	for (int cpu = 0; cpu < NR_CPUS; cpu++) {
		bool slow = wrong && cpu == 5;

		put_cpu(root, cpu, "cpufreq/scaling_governor",
			!wrong	  ? "performance\n"
			: cpu % 2 ? "powersave\n"
				  : "schedutil\n");
		put_cpu(root, cpu, "cpufreq/cpuinfo_max_freq", "3000000\n");
		put_cpu(root, cpu, "cpufreq/scaling_max_freq", slow ? "1500000\n" : "3000000\n");
		put_cpu(root, cpu, "cpufreq/scaling_min_freq", "800000\n");
		put_cpu(root, cpu, "cpuidle/state0/latency", "0\n");
		put_cpu(root, cpu, "cpuidle/state1/latency", "2\n");
		put_cpu(root, cpu, "cpuidle/state2/latency", "170\n");
		put_cpu(root, cpu, "cpuidle/state2/name", "C6\n");
		put_cpu(root, cpu, "cpuidle/state2/disable", wrong ? "0\n" : "1\n");
		put_cpu(root, cpu, "thermal_throttle/core_throttle_count", "0\n");
		snprintf(list, sizeof(list), wrong ? "%d,%d\n" : "%d\n", cpu % 8, cpu % 8 + 8);
		put_cpu(root, cpu, "topology/thread_siblings_list", list);
	}
	put_stat(root, 0, 0, 1000);
	put_interrupts(root, 100);
}

/* ---- looking ---- */

static void begin(struct doctor *doctor, const char *root, bool working)
{
	const struct doctor_request request = {.root = root, .working = working};
	struct error err;

	assert_int_equal(doctor_begin(doctor, &request, &err), 0);
}

static void end(struct doctor *doctor, const char *uncounted)
{
	struct error err;

	assert_int_equal(doctor_end(doctor, uncounted, &err), 0);
}

static void look(struct doctor *doctor, const char *root)
{
	begin(doctor, root, false);
	end(doctor, NULL);
}

static const struct doctor_finding *find(const struct doctor *doctor, const char *name)
{
	for (int i = 0; i < doctor->nr_findings; i++) {
		if (!strcmp(doctor_name(doctor->findings[i].row), name))
			return &doctor->findings[i];
	}
	return NULL;
}

static const struct doctor_gap *find_gap(const struct doctor *doctor, const char *name)
{
	for (int i = 0; i < doctor->nr_gaps; i++) {
		if (!strcmp(doctor_name(doctor->gaps[i].row), name))
			return &doctor->gaps[i];
	}
	return NULL;
}

/* "load spoils, quota spoils, ..." in the order in which they are told. */
static char *names_of(const struct doctor *doctor, char *text, size_t size)
{
	*text = '\0';
	for (int i = 0; i < doctor->nr_findings; i++)
		snprintf(text + strlen(text), size - strlen(text), "%s%s %s", i ? ", " : "",
			 doctor_name(doctor->findings[i].row),
			 doctor_severity_names[doctor->findings[i].severity]);
	return text;
}

/* ---- whole machines ---- */

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

/* ---- single rows ---- */

static void commands_name_each_file_and_restore_what_it_held(void **state)
{
	const struct doctor_finding *governor;
	struct doctor doctor;
	char text[DOCTOR_COMMAND_SIZE];

	put_server(*state, true);
	look(&doctor, *state);
	governor = find(&doctor, "governor");
	assert_int_equal(governor->nr_steps, 2);
	doctor_step_command(&governor->steps[1], &governor->steps[1].numbers, text, sizeof(text));
	assert_string_equal(text,
			    "echo performance | tee " CPU "/cpu{1..7..2}/cpufreq/scaling_governor");
	doctor_step_undo(&governor->steps[1], &governor->steps[1].numbers, text, sizeof(text));
	assert_string_equal(text,
			    "echo powersave | tee " CPU "/cpu{1..7..2}/cpufreq/scaling_governor");
	assert_string_equal(find(&doctor, "frequency")->mend,
			    "echo 3000000 > " CPU "/cpu5/cpufreq/scaling_max_freq");
	assert_string_equal(find(&doctor, "idle")->mend,
			    "echo 1 | tee " CPU "/cpu{0..7}/cpuidle/state2/disable");
	assert_string_equal(find(&doctor, "quota")->undo,
			    "echo '200000 100000' > /sys/fs/cgroup/user.slice/cpu.max");
	doctor_free(&doctor);
}

static void hostile_texts_neither_print_nor_run(void **state)
{
	struct doctor doctor;

	put(*state, CPU "/online", "0\n");
	put_cpu(*state, 0, "cpufreq/scaling_governor", "$(reboot); \033]0;x\a `id`\n");
	look(&doctor, *state);
	assert_string_equal(find(&doctor, "governor")->undo, "echo '$(reboot); ?]0;x? `id`' > " CPU
							     "/cpu0/cpufreq/scaling_governor");
	assert_null(strchr(find(&doctor, "governor")->what, '\033'));
	doctor_free(&doctor);
}

/* However many CPUs, and whatever they held: each command is whole, and together they name all. */
static void many_cpus_are_named_in_whole_commands(void **state)
{
	const struct doctor_finding *governor;
	char text[DOCTOR_COMMAND_SIZE];
	struct doctor doctor;
	int named = 0;

	put(*state, CPU "/online", "0-511\n");
	for (int cpu = 0; cpu < 512; cpu++)
		put_cpu(*state, cpu, "cpufreq/scaling_governor",
			cpu < 100	      ? (cpu % 2 ? "powersave\n" : "schedutil\n")
			: cpu < 110	      ? "ondemand\n"
			: (cpu * cpu / 3) % 2 ? "userspace\n"
					      : "performance\n");
	look(&doctor, *state);
	governor = find(&doctor, "governor");
	for (int i = 0; i < governor->nr_steps; i++) {
		const struct doctor_step *step = &governor->steps[i];

		doctor_step_undo(step, &step->numbers, text, sizeof(text));
		assert_non_null(strstr(text, "/cpufreq/scaling_governor"));
		assert_null(strstr(text, "..."));
		named += step->numbers.nr;
	}
	doctor_step_undo(&governor->steps[0], &governor->steps[0].numbers, text, sizeof(text));
	assert_string_equal(text,
			    "echo schedutil | tee " CPU "/cpu{0..98..2}/cpufreq/scaling_governor");
	doctor_step_undo(&governor->steps[2], &governor->steps[2].numbers, text, sizeof(text));
	assert_string_equal(text,
			    "echo ondemand | tee " CPU "/cpu{100..109}/cpufreq/scaling_governor");
	assert_true(governor->nr_steps > 4);
	assert_true(named > 200);
	doctor_free(&doctor);
}

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

static void what_could_not_be_restored_whole_is_not_changed(void **state)
{
	char text[500];
	struct doctor doctor;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	put(*state, CPU "/online", "0\n");
	put_cpu(*state, 0, "cpufreq/scaling_governor", text);
	look(&doctor, *state);
	assert_int_equal(find(&doctor, "governor")->nr_steps, 0);
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

/* ---- mending ---- */

struct tried {
	int nr, nr_failed;
	char failed[300], undo[DOCTOR_COMMAND_SIZE];
};

static void will(void *arg, const struct doctor_change *change)
{
	(void)arg;
	assert_true(*change->command && *change->undo);
}

static void did(void *arg, const struct doctor_change *change)
{
	struct tried *tried = arg;

	tried->nr++;
	if (!*change->failed)
		return;
	tried->nr_failed++;
	snprintf(tried->failed, sizeof(tried->failed), "%s", change->failed);
	snprintf(tried->undo, sizeof(tried->undo), "%s", change->undo);
}

static void what_is_mended_is_not_found_again(void **state)
{
	struct tried tried = {0};
	struct doctor doctor;

	put_server(*state, true);
	look(&doctor, *state);
	/* The service alone: it is not this machine's. */
	assert_int_equal(doctor_apply(&doctor, *state, will, did, &tried), 1);
	assert_string_equal(tried.failed,
			    "systemctl stop irqbalance: not done for files of another machine");
	assert_string_equal(tried.undo, "");
	doctor_free(&doctor);
	look(&doctor, *state);
	assert_null(find(&doctor, "governor"));
	assert_null(find(&doctor, "quota"));
	assert_null(find(&doctor, "idle"));
	assert_null(find(&doctor, "turbo"));
	assert_null(find(&doctor, "clock-source"));
	assert_null(find(&doctor, "paranoid"));
	assert_null(find(&doctor, "numa-balancing"));
	doctor_free(&doctor);
}

/* One CPU's file cannot be written: the others are, and their undo leaves it out. */
static void a_change_that_half_fails_says_which_half(void **state)
{
	struct tried tried = {0};
	char path[300], other[300];
	struct doctor doctor;

	put(*state, CPU "/online", "0-2\n");
	for (int cpu = 0; cpu < 3; cpu++)
		put_cpu(*state, cpu, "cpufreq/scaling_governor", "powersave\n");
	look(&doctor, *state);
	snprintf(path, sizeof(path), "%s" CPU "/cpu1/cpufreq/scaling_governor",
		 (const char *)*state);
	snprintf(other, sizeof(other), "%s" CPU "/cpu1/cpufreq/elsewhere", (const char *)*state);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(doctor_apply(&doctor, *state, will, did, &tried), 1);
	assert_string_equal(tried.failed,
			    CPU "/cpu1/cpufreq/scaling_governor: No such file or directory");
	assert_string_equal(tried.undo,
			    "echo powersave | tee " CPU "/cpu{0,2}/cpufreq/scaling_governor");
	doctor_free(&doctor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)
		TEST(everything_wrong_is_found),
		TEST(everything_right_is_nothing_to_mend),
		TEST(what_cannot_be_read_is_said_with_its_reason),
		TEST(energy_that_can_be_read_is_fine),
		TEST(without_time_nothing_is_said_of_load),
		TEST(what_is_not_there_is_no_problem),
		TEST(a_root_without_cpus_is_refused),
		TEST(a_cpu_that_is_not_there_is_refused),
		TEST(commands_name_each_file_and_restore_what_it_held),
		TEST(hostile_texts_neither_print_nor_run),
		TEST(many_cpus_are_named_in_whole_commands),
		TEST(every_other_of_many_cpus_may_be_allowed),
		TEST(what_could_not_be_restored_whole_is_not_changed),
		TEST(numbers_that_are_none_are_said),
		TEST(interrupts_go_to_cpus_that_are_not_chosen),
		TEST(beside_a_run_the_tasks_that_run_tell_of_load),
		TEST(a_version_1_quota_is_found),
		TEST(a_hostile_cgroup_is_one_word),
		TEST(a_cgroup_above_the_root_is_not_looked_at),
		TEST(cpus_on_one_node_of_several_are_told),
		TEST(kinds_of_cpus_are_told_by_either_architecture),
		TEST(isolated_cpus_that_are_not_chosen_are_offered),
		TEST(heat_of_the_past_is_a_note),
		TEST(siblings_that_are_all_chosen_are_a_note),
		TEST(rights_make_the_paranoid_level_a_note_up_to_two),
		TEST(a_guest_without_counters_says_so),
		TEST(what_is_mended_is_not_found_again),
		TEST(a_change_that_half_fails_says_which_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
