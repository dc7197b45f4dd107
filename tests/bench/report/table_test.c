// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_test.c: the printed forms. The golden files are of fixtures/known.jsonl, whose figures
 * summary_test.c works out; a test that finds another prints what it got. What must hold of any file
 * is tested below them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/bench/report/table_printing.h"

static print_fn *const formats[] = {table_print, table_print_csv, table_print_mail};
enum { TERMINAL, CSV, MAIL, NR_FORMATS };

/* The golden file of @format for what fixtures/known.jsonl holds. */
static void assert_known(print_fn *format, const char *golden)
{
	assert_golden(format, slurp(FIXTURES "known.jsonl"), golden);
}

static void the_terminal_is_as_the_golden_file(void **state)
{
	(void)state;
	assert_known(table_print, "known.table");
}

static void the_csv_is_as_the_golden_file(void **state)
{
	(void)state;
	assert_known(table_print_csv, "known.csv");
}

static void the_mail_is_as_the_golden_file(void **state)
{
	(void)state;
	assert_known(table_print_mail, "known.mail");
}

#define TOPOLOGY                                                                          \
	"\"topology\":{\"packages\":1,\"nodes\":[{}],\"cpus\":{\"cpu\":[0],\"node\":[0]," \
	"\"package\":[0],\"llc\":[0]}}"

/* One run on @host under @virtualisation, and one sample of each of @nr processes. */
static char *make(const char *host, const char *virtualisation, const char *scheme,
		  const char *ns_per_op, int nr)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	fprintf(out,
		"{\"type\":\"run\",\"schema\":1,\"host\":\"%s\",\"kernel\":\"%s\","
		"\"virtualisation\":\"%s\"," TOPOLOGY "}\n",
		host, host, virtualisation);
	for (int i = 0; i < nr; i++)
		fprintf(out,
			"{\"type\":\"sample\",\"workload\":\"get-put\",\"scheme\":\"%s\","
			"\"threads\":1,\"placement\":\"compact\",\"memory\":\"local\","
			"\"share\":\"all\",\"pages\":1,\"batch\":1,\"writers\":0,\"nr\":1,"
			"\"repeat\":%d,\"order\":0,\"process\":%d,\"seconds\":1,\"ops\":10,"
			"\"ops_per_sec\":10,\"ns_per_op\":%s,\"fail_ops\":0,\"events\":{},"
			"\"threads_detail\":{\"cpu\":[0],\"ops\":[10]},\"valid\":true}\n",
			scheme, i, i, ns_per_op);
	fclose(out);
	return text;
}

static void the_footer_says_what_the_intervals_cover(void **state)
{
	(void)state;
	assert_prints(table_print, make("h", "none", "plain", "5", 1),
		      "none: one process (95 % needs 6)", true);
	assert_prints(table_print, make("h", "none", "plain", "5", 5),
		      "93.8 %, 5 processes (95 % needs 6)", true);
	assert_prints(table_print, make("h", "none", "plain", "5", 6), "96.9 %, 6 processes;",
		      true);
}

static void the_title_does_not_promise_more_than_the_intervals_have(void **state)
{
	(void)state;
	assert_prints(table_print_mail, make("h", "none", "plain", "5", 5), "93.8% interval", true);
	assert_prints(table_print_mail, make("h", "none", "plain", "5", 6), "95% interval", true);
}

static void only_a_virtual_machine_is_said_to_be_one(void **state)
{
	(void)state;
	for (int i = TERMINAL; i <= MAIL; i += MAIL) {
		assert_prints(formats[i], make("h", "kvm", "plain", "5", 1), "hold for", true);
		assert_prints(formats[i], make("h", "none", "plain", "5", 1), "virtual", false);
	}
}

static void an_emulated_machine_is_said_to_measure_nothing(void **state)
{
	(void)state;
	for (int i = TERMINAL; i <= MAIL; i += MAIL) {
		assert_prints(formats[i], make("h", "qemu-tcg", "plain", "5", 1),
			      "emulated (qemu-tcg):", true);
		assert_prints(formats[i], make("h", "qemu-tcg", "plain", "5", 1),
			      "emulated    not a measurement", true);
		assert_prints(formats[i], make("h", "qemu-tcg", "plain", "5", 1), "hold for",
			      false);
		assert_prints(formats[i], make("h", "kvm", "plain", "5", 1), "emulated", false);
	}
}

static void a_reference_line_is_marked_and_explained(void **state)
{
	(void)state;
	assert_prints(table_print, make("h", "none", "load", "5", 1), "load*", true);
	assert_prints(table_print, make("h", "none", "load", "5", 1), "unsafe", true);
	assert_prints(table_print, make("h", "none", "plain", "5", 1), "unsafe", false);
}

#define LONG_NAME "kernel:/home/somebody/src/linux-stable/include/linux@v6.18-rc7-dirty"

static void of_a_long_name_the_end_is_kept(void **state)
{
	(void)state;
	assert_prints(table_print, make("h", "none", LONG_NAME, "5", 1), "v6.18-rc7-dirty ", true);
	assert_prints(table_print, make("h", "none", LONG_NAME, "5", 1), "kernel:/home", false);
}

static void no_line_of_a_mail_is_wider_than_72_columns(void **state)
{
	char *jsonl = make("a-very-long-host-name." LONG_NAME LONG_NAME, "kvm", LONG_NAME,
			   "1.2345e300", 3);
	char *text = print(table_print_mail, jsonl);

	(void)state;
	assert_fits(text, 72);
	free(text);
	free(jsonl);
}

static void every_format_is_plain_printable_ascii(void **state)
{
	static const char hostile[] = "\\u001b[2J\\u009b\\r\\n\\t\\u202e\xc2\xb5"
				      "end";

	(void)state;
	for (int i = 0; i < NR_FORMATS; i++) {
		char *jsonl = make(hostile, hostile, hostile, "5", 2);
		char *text = print(formats[i], jsonl);

		for (char *c = text; *c; c++)
			assert_true((*c >= ' ' && *c <= '~') || *c == '\n' ||
				    (i == CSV && *c == '\r' && c[1] == '\n'));
		assert_non_null(strstr(text, "?[2J??????end")); /* one '?' a character */
		free(text);
		free(jsonl);
	}
}

static void a_csv_text_is_quoted_and_never_a_formula(void **state)
{
	(void)state;
	assert_prints(table_print_csv, make("h", "none", "a,b\\\"c", "5", 1), ",\"a,b\"\"c\",",
		      true);
	assert_prints(table_print_csv, make("h", "none", "=1+1", "5", 1), ",'=1+1,", true);
	assert_prints(table_print_csv, make("h", "none", "@x,y", "5", 1), ",\"'@x,y\",", true);
	assert_prints(table_print_csv, make("h", "none", "-", "5", 1), ",'-,", true);
}

static void what_was_not_measured_is_a_dash_or_an_empty_cell(void **state)
{
	(void)state;
	assert_prints(table_print, make("h", "none", "x", "null", 2), " x           -  -  ", true);
	assert_prints(table_print_csv, make("h", "none", "x", "null", 2), "nan", false);
}

/* Two runs in one file, of the hosts "one" and "two". */
static char *make_two_hosts(void)
{
	char *one = make("one", "none", "plain", "10", 1);
	char *two = make("two", "none", "plain", "50", 1);
	char *both = malloc(strlen(one) + strlen(two) + 1);

	assert_non_null(both);
	strcpy(both, one);
	strcat(both, two);
	free(one);
	free(two);
	return both;
}

static void each_machine_has_a_table_under_its_name(void **state)
{
	static const char *const in_order[] = {"host one", "10.00", "host two", "50.00"};

	(void)state;
	for (int i = TERMINAL; i <= MAIL; i += MAIL) {
		char *jsonl = make_two_hosts();
		char *text = print(formats[i], jsonl);
		const char *at = text;

		for (int word = 0; at && word < 4; word++)
			at = strstr(at, in_order[word]);
		if (!at)
			fail_msg("not two tables:\n%s", text);
		free(text);
		free(jsonl);
	}
	assert_prints(table_print, make_two_hosts(), "30.00", false);
	assert_prints(table_print_csv, make_two_hosts(), ",one,,one,,,", true);
	assert_prints(table_print_csv, make_two_hosts(), ",two,,two,,,", true);
}

/* Every pair of @nr CPUs, the pair A,B taking 10 * A + B ns; @valid is "true" or "false". */
static char *make_pairs(int nr, const char *valid)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	fprintf(out, "{\"type\":\"run\",\"schema\":1}\n");
	for (int a = 0; a < nr; a++) {
		for (int b = a + 1; b < nr; b++)
			fprintf(out,
				"{\"type\":\"sample\",\"workload\":\"ping-pong\","
				"\"scheme\":\"none\",\"threads\":2,\"placement\":\"cpus:%d,%d\","
				"\"memory\":\"local\",\"share\":\"all\",\"pages\":1,\"batch\":1,"
				"\"writers\":0,\"nr\":1,\"repeat\":0,\"order\":0,\"process\":0,\"seconds\":1,"
				"\"ops\":2,\"ops_per_sec\":%.9f,\"ns_per_op\":1,\"fail_ops\":0,"
				"\"events\":{},\"threads_detail\":{\"cpu\":[%d,%d],\"ops\":[1,1]},"
				"\"valid\":%s}\n",
				a, b, 1e9 / (10 * a + b), a, b, valid);
	}
	fclose(out);
	return text;
}

static void a_large_ping_pong_matrix_is_condensed(void **state)
{
	(void)state;
	assert_prints(table_print, make_pairs(16, "true"), "   15   15   25", true);
	assert_prints(table_print, make_pairs(17, "true"),
		      "17 CPUs, 136 pairs: smallest 1.0, median 54.5, largest 166.0", true);
	assert_prints(table_print_mail, make_pairs(8, "true"), "    7     7.0    17.0", true);
	assert_prints(table_print_mail, make_pairs(9, "true"), "9 CPUs, 36 pairs", true);
}

static void invalid_hand_overs_are_not_no_samples(void **state)
{
	(void)state;
	assert_prints(table_print, make_pairs(3, "false"),
		      "no valid sample: each of 3 says why in the results file\n", true);
}

static void no_samples_are_no_table(void **state)
{
	char nothing[] = "";

	(void)state;
	assert_prints(table_print, strdup(nothing), "no samples\n", true);
	assert_prints(table_print_csv, strdup(nothing), "workload,", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_terminal_is_as_the_golden_file),
		cmocka_unit_test(the_csv_is_as_the_golden_file),
		cmocka_unit_test(the_mail_is_as_the_golden_file),
		cmocka_unit_test(the_footer_says_what_the_intervals_cover),
		cmocka_unit_test(the_title_does_not_promise_more_than_the_intervals_have),
		cmocka_unit_test(only_a_virtual_machine_is_said_to_be_one),
		cmocka_unit_test(an_emulated_machine_is_said_to_measure_nothing),
		cmocka_unit_test(a_reference_line_is_marked_and_explained),
		cmocka_unit_test(of_a_long_name_the_end_is_kept),
		cmocka_unit_test(no_line_of_a_mail_is_wider_than_72_columns),
		cmocka_unit_test(every_format_is_plain_printable_ascii),
		cmocka_unit_test(a_csv_text_is_quoted_and_never_a_formula),
		cmocka_unit_test(what_was_not_measured_is_a_dash_or_an_empty_cell),
		cmocka_unit_test(each_machine_has_a_table_under_its_name),
		cmocka_unit_test(a_large_ping_pong_matrix_is_condensed),
		cmocka_unit_test(invalid_hand_overs_are_not_no_samples),
		cmocka_unit_test(no_samples_are_no_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
