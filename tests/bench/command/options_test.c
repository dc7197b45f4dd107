// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options_test.c: what a command line may say, and the words with which it is refused. One small
 * command, "try", has an option of each kind and takes one operand.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/command/options.h"

struct values {
	bool on;
	const char *text;
	int count;
	uint64_t number, duration_ns, size;
	double real;
	const char *maybe;
	int operands;
};

/* Parse "try" and @words, which a NULL ends. */
static int parse(struct values *values, const char *const *words, struct error *err)
{
	const struct option_row rows[] = {
		{OPTION_HEADING, .help = "What is tried:"},
		{OPTION_FLAG, "on", 'n', &values->on, true, .help = "switch on"},
		{OPTION_FLAG, "off", 0, &values->on, false, .help = "switch off"},
		{OPTION_TEXT, "text", 't', &values->text, .argument = "T", .help = "a text"},
		{OPTION_COUNT, "count", 'c', &values->count, .argument = "N", .help = "a count"},
		{OPTION_NUMBER, "number", 0, &values->number, .argument = "N", .help = "a number"},
		{OPTION_DURATION, "duration", 'd', &values->duration_ns, .argument = "D",
		 .help = "a duration"},
		{OPTION_SIZE, "size", 0, &values->size, .argument = "S", .help = "a size"},
		{OPTION_REAL, "real", 0, &values->real, .argument = "R", .help = "a real number"},
		{OPTION_MAYBE, "maybe", 0, &values->maybe, .argument = "M",
		 .help = "a value or none"},
		{OPTION_END},
	};
	const struct command_usage usage = {
		.synopsis = "pageref try [OPTION]... [FILE]",
		.summary = "Try the options.",
		.rows = rows,
		.max_operands = 1,
	};
	char *argv[16] = {(char *)"try"};
	int argc = 1;

	while (*words)
		argv[argc++] = (char *)*words++;
	err->text[0] = '\0';
	return options_parse(&usage, argc, argv, &values->operands, err);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct values accept(const char *const *words)
{
	struct values values = {0};
	struct error err;
	int ret = parse(&values, words, &err);

	assert_string_equal(err.text, "");
	assert_int_equal(ret, 0);
	return values;
}

static void refuse(const char *const *words, const char *message)
{
	struct values values = {0};
	struct error err;

	assert_int_equal(parse(&values, words, &err), -EINVAL);
	if (!strstr(err.text, message))
		fail_msg("\"%s\" does not say \"%s\"", err.text, message);
}

/* ---- values ---- */

static void durations_have_a_unit(void **state)
{
	static const struct {
		const char *text;
		uint64_t ns;
	} good[] = {
		{"200ms", 200000000},	 {"1.5s", 1500000000}, {"50us", 50000},
		{"2m", 120000000000},	 {"7ns", 7},	       {"0ms", 0},
		{"60m", 3600000000000U}, {"0.5us", 500},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct values values = accept(WORDS("--duration", good[i].text));

		if (values.duration_ns != good[i].ns)
			fail_msg("%s is %ju ns", good[i].text, (uintmax_t)values.duration_ns);
	}
}

static void what_is_no_duration_is_refused(void **state)
{
	static const char *const bad[] = {
		"",	"5",	  "-5ms",  "+5ms", " 5ms", "5 ms", "1h",   "nan", "nans",
		"infs", "1e999s", "0x5ms", "61m",  "ms",   ".5s",  "5ms ", "5MS", "5msx",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refuse(WORDS("--duration", bad[i]), "is no duration up to an hour");
}

static void counts_go_from_one_to_a_million(void **state)
{
	(void)state;
	assert_int_equal(accept(WORDS("--count", "1")).count, 1);
	assert_int_equal(accept(WORDS("--count=1000000")).count, 1000000);
}

static void what_is_no_count_is_refused(void **state)
{
	static const char *const bad[] = {
		"",    "0",   "-1",  "+1", " 1", "1 ", "1000001", "99999999999999999999",
		"1.5", "0x1", "one",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refuse(WORDS("--count", bad[i]), "is no number from 1 to 1000000");
}

static void numbers_have_32_bits(void **state)
{
	(void)state;
	assert_int_equal(accept(WORDS("--number", "0")).number, 0);
	assert_int_equal(accept(WORDS("--number", "4294967295")).number, UINT32_MAX);
}

static void what_is_no_number_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "-1", "4294967296", "18446744073709551616", "1e3", "0x1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refuse(WORDS("--number", bad[i]), "is no number from 0 to 4294967295");
}

static void sizes_are_powers_of_1024(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
	} good[] = {
		{"1", 1},
		{"4096", 4096},
		{"64K", 64 << 10},
		{"512M", 512 << 20},
		{"2G", 2ULL << 30},
		{"1024G", 1ULL << 40},
		{"1099511627776", 1ULL << 40},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct values values = accept(WORDS("--size", good[i].text));

		if (values.size != good[i].bytes)
			fail_msg("%s is %ju bytes", good[i].text, (uintmax_t)values.size);
	}
}

static void what_is_no_size_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"0",
		"0M",
		"-1",
		"+1",
		" 1",
		"1 ",
		"1.5G",
		"1m",
		"1T",
		"M1",
		"1KB",
		"1025G",
		"1099511627777",
		"0x1K",
		"K",
		"18446744073709551617",
		"17592186044417M", /* 16 TiB and a bit: it must not wrap */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refuse(WORDS("--size", bad[i]),
		       "is no size from 1 to 1024G; write it like 64K, 512M or 2G");
}

static void real_numbers_are_not_negative(void **state)
{
	static const char *const bad[] = {"", "-1", "0x5", "nan", "inf", "1e10", "5%", " 5"};

	(void)state;
	assert_true(accept(WORDS("--real", "0.05")).real == 0.05);
	assert_true(accept(WORDS("--real=3")).real == 3);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refuse(WORDS("--real", bad[i]), "is no number from 0 to 1e+09");
}

/* Only what stands behind "=" is its value: the next word is its own. */
static void a_value_may_be_left_out(void **state)
{
	(void)state;
	assert_null(accept(WORDS("file")).maybe);
	assert_string_equal(accept(WORDS("--maybe", "5")).maybe, "");
	assert_string_equal(accept(WORDS("--maybe=5")).maybe, "5");
}

static void a_refused_value_is_quoted_with_its_option(void **state)
{
	(void)state;
	refuse(WORDS("-c", "many"), "--count: 'many' is no number");
}

static void a_text_is_taken_as_it_is(void **state)
{
	(void)state;
	assert_string_equal(accept(WORDS("--text", "")).text, "");
	assert_string_equal(accept(WORDS("--text", "--on")).text, "--on");
	assert_string_equal(accept(WORDS("-t", "a,b c")).text, "a,b c");
}

/* ---- options ---- */

static void what_is_not_said_stays_as_it_was(void **state)
{
	struct values values = {.text = "before", .count = 3, .on = true};
	struct error err;

	(void)state;
	assert_int_equal(parse(&values, WORDS("--number", "1"), &err), 0);
	assert_string_equal(values.text, "before");
	assert_int_equal(values.count, 3);
	assert_true(values.on);
}

static void a_flag_sets_or_clears(void **state)
{
	(void)state;
	assert_true(accept(WORDS("--on")).on);
	assert_false(accept(WORDS("--on", "--off")).on);
}

static void of_an_option_said_twice_the_last_holds(void **state)
{
	(void)state;
	assert_int_equal(accept(WORDS("--count", "1", "-c2", "--count=3")).count, 3);
}

static void a_name_may_be_abbreviated(void **state)
{
	(void)state;
	assert_int_equal(accept(WORDS("--cou", "5")).count, 5);
}

static void an_abbreviation_of_two_names_is_refused(void **state)
{
	(void)state;
	refuse(WORDS("--o"), "'--o' is unknown, ambiguous or takes no value");
}

static void letters_may_stand_together(void **state)
{
	struct values values = accept(WORDS("-nc4"));

	(void)state;
	assert_true(values.on);
	assert_int_equal(values.count, 4);
}

static void an_unknown_option_is_refused_with_the_way_to_help(void **state)
{
	(void)state;
	refuse(WORDS("--bogus"), "option '--bogus' is unknown, ambiguous or takes no value; "
				 "'pageref try --help' lists the options");
}

static void an_unknown_letter_is_named(void **state)
{
	(void)state;
	refuse(WORDS("-x"), "option '-x' is unknown");
}

static void an_unknown_letter_among_others_is_named(void **state)
{
	(void)state;
	refuse(WORDS("-nxn"), "option '-x' is unknown");
}

static void a_flag_takes_no_value(void **state)
{
	(void)state;
	refuse(WORDS("--on=1"), "'--on=1' is unknown, ambiguous or takes no value");
}

static void a_missing_value_is_said(void **state)
{
	(void)state;
	refuse(WORDS("--count"), "option '--count' needs a value");
	refuse(WORDS("-n", "-c"), "option '-c' needs a value");
}

/* ---- operands ---- */

static void operands_come_after_the_options_wherever_they_stood(void **state)
{
	(void)state;
	assert_int_equal(accept(WORDS("file", "--count", "2")).operands, 3);
	assert_int_equal(accept(WORDS("--on")).operands, 2);
}

static void after_two_dashes_all_is_operands(void **state)
{
	(void)state;
	assert_false(accept(WORDS("--", "--on")).on);
}

static void one_operand_too_many_is_named(void **state)
{
	(void)state;
	refuse(WORDS("first", "second"), "'second': one operand too many; "
					 "usage: pageref try [OPTION]... [FILE]");
}

/* ---- help ---- */

/* What parsing @words prints on standard output; it must say that the command is done. */
static const char *printed(const char *const *words)
{
	static char text[4096];
	int saved, ret;
	struct values values = {0};
	struct error err;
	FILE *file = tmpfile();
	size_t length;

	assert_non_null(file);
	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	dup2(fileno(file), STDOUT_FILENO);
	ret = parse(&values, words, &err);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	rewind(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	assert_int_equal(ret, 1);
	return text;
}

static void help_lists_every_option(void **state)
{
	(void)state;
	assert_string_equal(printed(WORDS("--help")),
			    "Usage: pageref try [OPTION]... [FILE]\n"
			    "Try the options.\n"
			    "\n"
			    "What is tried:\n"
			    "  -n, --on                     switch on\n"
			    "      --off                    switch off\n"
			    "  -t, --text T                 a text\n"
			    "  -c, --count N                a count\n"
			    "      --number N               a number\n"
			    "  -d, --duration D             a duration\n"
			    "      --size S                 a size\n"
			    "      --real R                 a real number\n"
			    "      --maybe[=M]              a value or none\n"
			    "\n"
			    "  -h, --help                   print this and exit\n"
			    "      --version                print the version and exit\n");
}

static void help_is_printed_for_its_letter_too(void **state)
{
	(void)state;
	assert_memory_equal(printed(WORDS("-h")), "Usage: pageref try", 18);
}

static void version_names_the_program(void **state)
{
	(void)state;
	assert_memory_equal(printed(WORDS("--version")), "pageref ", 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations_have_a_unit),
		cmocka_unit_test(what_is_no_duration_is_refused),
		cmocka_unit_test(counts_go_from_one_to_a_million),
		cmocka_unit_test(what_is_no_count_is_refused),
		cmocka_unit_test(numbers_have_32_bits),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(sizes_are_powers_of_1024),
		cmocka_unit_test(what_is_no_size_is_refused),
		cmocka_unit_test(real_numbers_are_not_negative),
		cmocka_unit_test(a_value_may_be_left_out),
		cmocka_unit_test(a_refused_value_is_quoted_with_its_option),
		cmocka_unit_test(a_text_is_taken_as_it_is),
		cmocka_unit_test(what_is_not_said_stays_as_it_was),
		cmocka_unit_test(a_flag_sets_or_clears),
		cmocka_unit_test(of_an_option_said_twice_the_last_holds),
		cmocka_unit_test(a_name_may_be_abbreviated),
		cmocka_unit_test(an_abbreviation_of_two_names_is_refused),
		cmocka_unit_test(letters_may_stand_together),
		cmocka_unit_test(an_unknown_option_is_refused_with_the_way_to_help),
		cmocka_unit_test(an_unknown_letter_is_named),
		cmocka_unit_test(an_unknown_letter_among_others_is_named),
		cmocka_unit_test(a_flag_takes_no_value),
		cmocka_unit_test(a_missing_value_is_said),
		cmocka_unit_test(operands_come_after_the_options_wherever_they_stood),
		cmocka_unit_test(after_two_dashes_all_is_operands),
		cmocka_unit_test(one_operand_too_many_is_named),
		cmocka_unit_test(help_lists_every_option),
		cmocka_unit_test(help_is_printed_for_its_letter_too),
		cmocka_unit_test(version_names_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
