// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contrast_print_test.c: every format, as the golden files of what fixtures/make_compare_fixture.sh
 * invents; and what must hold of any of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/bench/compare/contrast_making.h"

static char *print(const struct contrast *contrast, enum contrast_format format)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	assert_int_equal(contrast_print(out, contrast, format), 0);
	fclose(out);
	return text;
}

static void assert_golden(const struct contrast *contrast, enum contrast_format format,
			  const char *name)
{
	char path[256], *expected = NULL, *text = print(contrast, format);
	size_t room = 0;
	FILE *golden;

	snprintf(path, sizeof(path), FIXTURES "%s.%s", name, contrast_format_names[format]);
	golden = fopen(path, "r");
	if (!golden)
		fail_msg("cannot open %s", path);
	assert_true(getdelim(&expected, &room, '\0', golden) > 0);
	fclose(golden);
	if (strcmp(text, expected)) {
		fputs(text, stderr); /* fail_msg() cuts what is longer than a kilobyte */
		fail_msg("the above is not what %s has", path);
	}
	free(text);
	free(expected);
}

static void schemes_of_one_file_are_as_the_golden_files(void **state)
{
	static const char *const tests[] = {"lock-bit", "frozen-bit", NULL};
	struct making making = {0};

	(void)state;
	invent(&making.results[0], "one");
	take_schemes(&making, tests);
	contrast(&making);
	for (int format = 0; format < NR_CONTRAST_FORMATS; format++)
		assert_golden(&making.contrast, (enum contrast_format)format, "compare_one");
	discard(&making);
}

static void two_boots_are_as_the_golden_files(void **state)
{
	static const char *const labels[] = {"vanilla", "patched", NULL};
	struct making making = {0};

	(void)state;
	invent(&making.results[0], "vanilla");
	invent(&making.results[1], "patched");
	take_files(&making, labels);
	contrast(&making);
	for (int format = 0; format < NR_CONTRAST_FORMATS; format++)
		assert_golden(&making.contrast, (enum contrast_format)format, "compare_boots");
	discard(&making);
}

static void another_machine_is_warned_of(void **state)
{
	static const char *const labels[] = {"vanilla", "patched", "elsewhere", NULL};
	struct making making = {0};

	(void)state;
	for (int i = 0; i < 3; i++)
		invent(&making.results[i], labels[i]);
	take_files(&making, labels);
	contrast(&making);
	assert_golden(&making.contrast, CONTRAST_TABLE, "compare_three");
	discard(&making);
}

static void assert_fits(const char *text, size_t width)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		if (length > width)
			fail_msg("%zu columns: %.*s", length, (int)length, text);
		text += length + (text[length] == '\n');
	}
}

/* Names that are commands, markup, formulas or escapes of a terminal. */
static void hostile_names_harm_no_format(void **state)
{
	static const char *const labels[] = {"=1+1,\"\x1b[31m", "`|<b>@all", NULL};
	struct making making = {0};

	(void)state;
	invent(&making.results[0], "hostile");
	invent(&making.results[1], "hostile");
	take_files(&making, labels);
	contrast(&making);
	for (int format = 0; format < NR_CONTRAST_FORMATS; format++) {
		char *text = print(&making.contrast, (enum contrast_format)format);

		for (const char *c = text; *c; c++) {
			if ((unsigned char)*c < ' ' && *c != '\n' && *c != '\r')
				fail_msg("format %d: byte %d", format, *c);
		}
		if (format == CONTRAST_CSV && (strstr(text, "\n=") || strstr(text, ",=")))
			fail_msg("a formula: %s", text);
		if (format == CONTRAST_MARKDOWN && (strstr(text, "@all") || strstr(text, " <b>")))
			fail_msg("markup: %s", text);
		if (format == CONTRAST_MAIL)
			assert_fits(text, 72);
		free(text);
	}
	discard(&making);
}

static void a_mail_of_long_names_fits(void **state)
{
	static const char *const labels[] = {"results/2026-11-21/the-vanilla-kernel-of-that-day",
					     "results/2026-11-21/the-patched-kernel-of-that-day",
					     NULL};
	struct making making = {0};
	char *text;

	(void)state;
	invent(&making.results[0], "one");
	invent(&making.results[1], "one");
	take_files(&making, labels);
	contrast(&making);
	text = print(&making.contrast, CONTRAST_MAIL);
	assert_fits(text, 72);
	free(text);
	discard(&making);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schemes_of_one_file_are_as_the_golden_files),
		cmocka_unit_test(two_boots_are_as_the_golden_files),
		cmocka_unit_test(another_machine_is_warned_of),
		cmocka_unit_test(hostile_names_harm_no_format),
		cmocka_unit_test(a_mail_of_long_names_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
