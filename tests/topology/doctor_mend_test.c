// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * doctor_mend_test.c: commands that people paste, whatever the files held that they restore; and the
 * changes that --apply makes.
 */

#include "tests/topology/doctor_looking.h"

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
		TEST(commands_name_each_file_and_restore_what_it_held),
		TEST(hostile_texts_neither_print_nor_run),
		TEST(many_cpus_are_named_in_whole_commands),
		TEST(what_could_not_be_restored_whole_is_not_changed),
		TEST(what_is_mended_is_not_found_again),
		TEST(a_change_that_half_fails_says_which_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
