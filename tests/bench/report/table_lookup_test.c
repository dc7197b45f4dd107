// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_lookup_test.c: the printed forms of lookups. The golden files are of what
 * fixtures/make_lookup_fixture.sh invents; what must hold of any file is tested below them, on
 * samples whose figures are few and round.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/bench/report/table_printing.h"

/* What fixtures/make_lookup_fixture.sh makes of @kind. */
static char *invent(const char *kind)
{
	char command[128], *text = NULL;
	size_t room = 0;
	FILE *maker;

	snprintf(command, sizeof(command), FIXTURES "make_lookup_fixture.sh %s", kind);
	maker = popen(command, "r");
	assert_non_null(maker);
	assert_true(getdelim(&text, &room, '\0', maker) > 0);
	assert_int_equal(pclose(maker), 0);
	return text;
}

static void the_cost_of_the_hop_is_as_the_golden_files(void **state)
{
	(void)state;
	assert_golden(table_print, invent("hop"), "lookup_hop.table");
	assert_golden(table_print_mail, invent("hop"), "lookup_hop.mail");
}

static void lifetimes_and_churn_are_as_the_golden_files(void **state)
{
	(void)state;
	assert_golden(table_print, invent("few"), "lookup_few.table");
	assert_golden(table_print_mail, invent("few"), "lookup_few.mail");
	assert_golden(table_print_csv, invent("few"), "lookup_few.csv");
}

/* ---- samples of our own ---- */

struct given {
	const char *key; /* what of the key is not as below */
	const char *beside; /* members of the sample besides */
	int round, ops_per_sec;
};

static void put_sample(FILE *out, const struct given *given)
{
	static const char *const usual[] = {
		"\"scheme\":\"plain\"",
		"\"memory_order\":\"full\"",
		"\"memmap\":\"embedded\"",
		"\"lifetime\":\"typesafe\"",
		"\"rcu\":\"memb\"",
		"\"pattern\":\"uniform\"",
		"\"churn\":\"0\"",
		"\"recheck\":true",
		"\"verify\":1024",
		"\"pin\":false",
		"\"memory_limit\":536870912",
		"\"grace_period_ns\":10000000",
		"\"writers\":0",
		"\"threads\":2",
	};

	fprintf(out,
		"{\"type\":\"sample\",\"workload\":\"gup-fast\",\"placement\":\"compact\","
		"\"memory\":\"local\",\"share\":\"all\",\"pages\":512,\"batch\":1,\"nr\":1,"
		"\"repeat\":%d,\"order\":0,\"process\":%d,\"seconds\":1,\"ops\":%d,"
		"\"ops_per_sec\":%d,\"ns_per_op\":%.6f,\"fail_ops\":0,\"events\":{},"
		"\"threads_detail\":{\"cpu\":[0,1],\"ops\":[1,1]},\"valid\":true,%s%s",
		given->round, given->round, given->ops_per_sec, given->ops_per_sec,
		2e9 / given->ops_per_sec, given->beside ? given->beside : "\"x\":0",
		given->key ? "," : "");
	fputs(given->key ? given->key : "", out);
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		size_t name = strcspn(usual[i], ":");

		if (!given->key || !memmem(given->key, strlen(given->key), usual[i], name))
			fprintf(out, ",%s", usual[i]);
	}
	fputs("}\n", out);
}

static char *make(const struct given *given, int nr)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	fputs("{\"type\":\"run\",\"schema\":1}\n", out);
	for (int i = 0; i < nr; i++)
		put_sample(out, &given[i]);
	fclose(out);
	return text;
}

#define LOOKUP(frozen)                                                                       \
	"\"lookup\":{\"lookups\":1000000,\"found\":1,\"fallbacks\":0,\"retries\":"           \
	"{\"frozen\":" frozen ",\"memdesc_changed\":0,\"pte_changed\":0,\"slot_changed\":0," \
	"\"wrong_type\":0},\"verified\":0}"

/* How many fields of CSV each line has; a comma in quotes is none of theirs. */
static int count_fields(const char *line)
{
	bool quoted = false;
	int nr = 1;

	for (; *line && *line != '\r'; line++) {
		quoted ^= *line == '"';
		nr += *line == ',' && !quoted;
	}
	return nr;
}

static void every_row_of_the_csv_has_as_many_fields_as_the_header(void **state)
{
	char *jsonl[] = {invent("few"), slurp(FIXTURES "known.jsonl")};

	(void)state;
	for (int i = 0; i < 2; i++) {
		char *text = print(table_print_csv, jsonl[i]);
		int wanted = count_fields(text);

		for (char *line = text; *line; line = strchr(line, '\n') + 1)
			assert_int_equal(count_fields(line), wanted);
		free(text);
		free(jsonl[i]);
	}
}

static void the_columns_that_were_there_keep_their_places(void **state)
{
	static const char before[] =
		"workload,placement,memory,share,pages,batch,writers,nr,threads,scheme,unsafe,"
		"samples,left_out,processes,coverage,ns_per_op,ns_per_op_low,ns_per_op_high,"
		"ops_per_sec,ops_per_sec_low,ops_per_sec_high,vs_plain,vs_plain_low,vs_plain_high,"
		"vs_plain_coverage,retries_per_op,fail_ratio,fairness,one_way_ns,freezes_per_sec,"
		"freezer_fail_ratio,host,cpu_model,kernel,version,revision,memory_order,";
	char *jsonl = invent("hop");
	char *text = print(table_print_csv, jsonl);

	(void)state;
	assert_memory_equal(text, before, strlen(before));
	free(text);
	free(jsonl);
}

static void points_that_differ_in_any_member_are_never_pooled(void **state)
{
	static const char *const others[] = {
		"\"memory_order\":\"acq-rel\"",
		"\"memmap\":\"memdesc32\"",
		"\"lifetime\":\"rcu-memory\"",
		"\"rcu\":\"qsbr\"",
		"\"pattern\":\"hot:16\"",
		"\"churn\":\"1000\",\"writers\":1",
		"\"recheck\":false",
		"\"verify\":0",
		"\"pin\":true",
		"\"memory_limit\":1073741824",
		"\"grace_period_ns\":1000000",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct given given[] = {
			{.ops_per_sec = 20000000},
			{.key = others[i], .ops_per_sec = 100000000},
		};

		/* 100 ns and 20 ns, and nowhere their median. */
		assert_prints(table_print, make(given, 2), "100.0", true);
		assert_prints(table_print, make(given, 2), "20.0", true);
		assert_prints(table_print, make(given, 2), "60.0", false);
	}
}

static void what_is_constant_stands_in_the_title_and_in_no_column(void **state)
{
	static const struct given given[] = {
		{.key = "\"pin\":true,\"verify\":16,\"pattern\":\"zipf:0.99\"", .ops_per_sec = 5},
		{.key = "\"pin\":true,\"verify\":16,\"pattern\":\"zipf:0.99\",\"memmap\":"
			"\"memdesc8\"",
		 .ops_per_sec = 5},
	};

	(void)state;
	assert_prints(table_print, make(given, 2),
		      "pages 512, pattern zipf:0.99, pinned, 1 in 16\nverified, scheme plain, "
		      "lifetime typesafe, 2 threads\n\nmemmap  ",
		      true);
}

static void a_memory_limit_and_grace_periods_are_told_where_they_are_unusual(void **state)
{
	static const struct given given = {
		.key = "\"memory_limit\":4294967296,\"grace_period_ns\":250000", .ops_per_sec = 5};

	(void)state;
	assert_prints(table_print, make(&given, 1),
		      "memory limit 4\nGiB, grace periods 0.25 ms apart", true);
}

/* 3 to 4 in two rounds, whose own speeds differ by ten. */
static void the_hop_is_compared_within_each_round(void **state)
{
	static const struct given given[] = {
		{.round = 0, .ops_per_sec = 400},
		{.round = 0, .ops_per_sec = 300, .key = "\"memmap\":\"memdesc8\""},
		{.round = 1, .ops_per_sec = 4000},
		{.round = 1, .ops_per_sec = 3000, .key = "\"memmap\":\"memdesc8\""},
	};

	(void)state;
	assert_prints(table_print, make(given, 4), "0.75x  [0.75, 0.75]", true);
}

static void a_comparison_wants_all_else_to_be_equal(void **state)
{
	static const struct given given[] = {
		{.ops_per_sec = 400, .key = "\"lifetime\":\"rcu-folio\""},
		{.ops_per_sec = 300, .key = "\"memmap\":\"memdesc8\""},
	};

	(void)state;
	assert_prints(table_print, make(given, 2), "vs embedded", false);
	assert_prints(table_print, make(given, 2), "vs typesafe", false);
}

/* The baseline of a lifetime is type-safe memory with its recheck, not the unsafe one without. */
static void a_lifetime_is_compared_with_what_it_would_replace(void **state)
{
	static const struct given given[] = {
		{.ops_per_sec = 500, .key = "\"recheck\":false,\"unsafe\":true"},
		{.ops_per_sec = 100},
		{.ops_per_sec = 150,
		 .key = "\"lifetime\":\"rcu-folio\",\"recheck\":false,"
			"\"rcu\":\"qsbr\""},
	};

	(void)state;
	assert_prints(table_print_csv, make(given, 3), ",1.5,,,,", true);
	assert_prints(table_print_csv, make(given, 3), ",0.3,,,,", false);
}

static void leaving_the_recheck_out_is_compared_with_itself(void **state)
{
	static const struct given given[] = {
		{.ops_per_sec = 100, .key = "\"lifetime\":\"rcu-folio\""},
		{.ops_per_sec = 125, .key = "\"lifetime\":\"rcu-folio\",\"recheck\":false"},
	};

	(void)state;
	assert_prints(table_print, make(given, 2), "vs recheck", true);
	assert_prints(table_print, make(given, 2), "1.25x", true);
}

static void memory_orders_are_rows_of_their_own_in_any_workload(void **state)
{
	static const struct given given[] = {
		{.ops_per_sec = 100, .key = "\"memmap\":null"},
		{.ops_per_sec = 175, .key = "\"memmap\":null,\"memory_order\":\"acq-rel\""},
	};

	(void)state;
	assert_prints(table_print, make(given, 2), "scheme  order    ", true);
	assert_prints(table_print, make(given, 2), "vs full", true);
	assert_prints(table_print, make(given, 2), "1.75x", true);
	assert_prints(table_print, make(given, 1), "order", false);
}

static void an_unsafe_row_is_marked_and_explained(void **state)
{
	static const struct given given[] = {
		{.ops_per_sec = 100},
		{.ops_per_sec = 125, .key = "\"recheck\":false,\"unsafe\":true"},
	};

	(void)state;
	assert_prints(table_print, make(given, 2), "plain*", true);
	assert_prints(table_print, make(given, 2), "unsafe: no recheck", true);
	assert_prints(table_print_mail, make(given, 2), "plain*", true);
	assert_prints(table_print_csv, make(given, 2), ",plain,yes,", true);
	assert_prints(table_print, make(given, 1), "*", false);
}

/* The scheme is what is unsafe about it: it does look again. */
static void an_unsafe_scheme_is_not_said_to_lack_the_recheck(void **state)
{
	static const struct given given = {.ops_per_sec = 100,
					   .key = "\"scheme\":\"fetch-add\",\"unsafe\":true"};

	(void)state;
	assert_prints(table_print, make(&given, 1), "fetch-add*", true);
	assert_prints(table_print, make(&given, 1), "unsafe: no reference count", true);
	assert_prints(table_print, make(&given, 1), "no recheck", false);
}

static void what_was_found_broken_is_not_kept_quiet(void **state)
{
	static const struct given given = {
		.ops_per_sec = 100,
		.beside = LOOKUP("0") ",\"integrity\":{\"kind\":\"use after free\"}"};

	(void)state;
	assert_prints(table_print, make(&given, 1),
		      "BROKEN      a lookup found what it must not (use", true);
	assert_prints(table_print_mail, make(&given, 1), "BROKEN", true);
	assert_prints(table_print_csv, make(&given, 1), ",use after free\r\n", true);
}

static void a_cause_that_never_occurred_has_no_column(void **state)
{
	static const struct given some = {.ops_per_sec = 100, .beside = LOOKUP("1500")};
	static const struct given none = {.ops_per_sec = 100, .beside = LOOKUP("0")};

	(void)state;
	assert_prints(table_print, make(&some, 1), "in the same time", true);
	assert_prints(table_print, make(&some, 1), "frozen\n------\n 1.500\n", true);
	assert_prints(table_print, make(&some, 1), "memdesc\n", false);
	assert_prints(table_print, make(&some, 1), "pte\n", false);
	assert_prints(table_print, make(&none, 1), "in the same time", false);
}

static void few_retries_are_not_none(void **state)
{
	static const struct given given = {.ops_per_sec = 100, .beside = LOOKUP("0.5")};

	(void)state;
	assert_prints(table_print, make(&given, 1), "<0.001", true);
}

/* A walk that hardly finds a folio, because all of them wait, is slow beyond two decimals. */
static void a_ratio_of_hardly_anything_is_not_nothing(void **state)
{
	static const struct given given[] = {
		{.ops_per_sec = 1000000},
		{.ops_per_sec = 4000, .key = "\"memmap\":\"memdesc8\""},
	};

	(void)state;
	assert_prints(table_print, make(given, 2), "<0.01x", true);
}

static void waiting_memory_has_units_that_people_read(void **state)
{
	static const struct given given = {
		.ops_per_sec = 100,
		.key = "\"churn\":\"10000\",\"writers\":2",
		.beside = LOOKUP(
			"0") ",\"mutations\":{\"done\":19000,\"busy\":1000,\"per_sec\":19000,"
			     "\"allocation_failures\":3,\"waited_seconds\":1},\"backlog\":{"
			     "\"folios_peak\":1,\"folios_mean\":1,\"bytes_peak\":1073741824,"
			     "\"bytes_mean\":1572864,\"grace_periods\":5,"
			     "\"grace_period_mean_ns\":null,\"grace_period_longest_ns\":null}",
	};

	(void)state;
	assert_prints(table_print, make(&given, 1), "churn 2x10k", true);
	assert_prints(table_print, make(&given, 1),
		      "        19k     5.0       1.5 MiB  1 GiB              5          3", true);
}

#define LONG_TEXT "a-lifetime-that-nobody-would-ever-type-or-want-to-read-in-a-mail-to-anybody"

static void no_line_of_a_mail_is_wider_than_72_columns(void **state)
{
	static const struct given given[] = {
		{.ops_per_sec = 400, .key = "\"scheme\":\"" LONG_TEXT "\""},
		{.ops_per_sec = 300, .key = "\"scheme\":\"" LONG_TEXT "\",\"memmap\":\"memdesc8\""},
		{.ops_per_sec = 300, .key = "\"lifetime\":\"" LONG_TEXT "\""},
		{.ops_per_sec = 300, .key = "\"rcu\":\"" LONG_TEXT "\""},
		{.ops_per_sec = 300, .key = "\"churn\":\"" LONG_TEXT "\",\"writers\":1"},
		{.ops_per_sec = 1, .key = "\"recheck\":false,\"memory_order\":\"" LONG_TEXT "\""},
		{.ops_per_sec = 1, .key = "\"pattern\":\"" LONG_TEXT "\""},
	};
	char *jsonl = make(given, 7), *text = print(table_print_mail, jsonl);

	(void)state;
	assert_fits(text, 72);
	free(text);
	free(jsonl);
	jsonl = invent("churn");
	text = print(table_print_mail, jsonl);
	assert_fits(text, 72);
	free(text);
	free(jsonl);
}

static void every_format_is_plain_printable_ascii(void **state)
{
#define HOSTILE "\\u001b[2J\\u009b\\r\\n\\t\\u202e\xc2\xb5"
	static print_fn *const formats[] = {table_print, table_print_csv, table_print_mail};
	static const struct given given[] = {
		{.ops_per_sec = 400, .beside = "\"roles\":{}"},
		{.ops_per_sec = 300, .key = "\"memmap\":\"" HOSTILE "\",\"rcu\":\"" HOSTILE "\""},
		{.ops_per_sec = 300,
		 .key = "\"lifetime\":\"" HOSTILE "\",\"churn\":\"" HOSTILE "\""},
		{.ops_per_sec = 300,
		 .key = "\"pattern\":\"" HOSTILE "\",\"memory_order\":\"" HOSTILE "\"",
		 .beside = LOOKUP("1") ",\"integrity\":{\"kind\":\"" HOSTILE "\"}"},
	};

	(void)state;
	for (int i = 0; i < 3; i++) {
		char *jsonl = make(given, 4), *text = print(formats[i], jsonl);

		for (char *c = text; *c; c++)
			assert_true((*c >= ' ' && *c <= '~') || *c == '\n' ||
				    (*c == '\r' && c[1] == '\n'));
		free(text);
		free(jsonl);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cost_of_the_hop_is_as_the_golden_files),
		cmocka_unit_test(lifetimes_and_churn_are_as_the_golden_files),
		cmocka_unit_test(every_row_of_the_csv_has_as_many_fields_as_the_header),
		cmocka_unit_test(the_columns_that_were_there_keep_their_places),
		cmocka_unit_test(points_that_differ_in_any_member_are_never_pooled),
		cmocka_unit_test(what_is_constant_stands_in_the_title_and_in_no_column),
		cmocka_unit_test(a_memory_limit_and_grace_periods_are_told_where_they_are_unusual),
		cmocka_unit_test(the_hop_is_compared_within_each_round),
		cmocka_unit_test(a_comparison_wants_all_else_to_be_equal),
		cmocka_unit_test(a_lifetime_is_compared_with_what_it_would_replace),
		cmocka_unit_test(leaving_the_recheck_out_is_compared_with_itself),
		cmocka_unit_test(memory_orders_are_rows_of_their_own_in_any_workload),
		cmocka_unit_test(an_unsafe_row_is_marked_and_explained),
		cmocka_unit_test(an_unsafe_scheme_is_not_said_to_lack_the_recheck),
		cmocka_unit_test(what_was_found_broken_is_not_kept_quiet),
		cmocka_unit_test(a_cause_that_never_occurred_has_no_column),
		cmocka_unit_test(few_retries_are_not_none),
		cmocka_unit_test(a_ratio_of_hardly_anything_is_not_nothing),
		cmocka_unit_test(waiting_memory_has_units_that_people_read),
		cmocka_unit_test(no_line_of_a_mail_is_wider_than_72_columns),
		cmocka_unit_test(every_format_is_plain_printable_ascii),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
