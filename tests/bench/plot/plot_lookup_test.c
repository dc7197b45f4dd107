// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_lookup_test.c: pictures of lookups: which there are, what they say, that what is in their data
 * is what was measured, and that no text of a results file does anything but appear in them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/bench/plot/plot_drawing.h"

#define MAKE_LOOKUPS "tests/bench/fixtures/make_lookup_fixture.sh "

static char *invent_lookups(const char *kind)
{
	char command[128];
	FILE *maker;
	char *text;

	snprintf(command, sizeof(command), MAKE_LOOKUPS "%s", kind);
	maker = popen(command, "r");
	text = read_all(maker);
	assert_int_equal(pclose(maker), 0);
	return text;
}

/* @text with every @from replaced by @to; frees @text. */
static char *replaced(char *text, const char *from, const char *to)
{
	char *made;
	size_t length;
	FILE *out = open_memstream(&made, &length);
	const char *at = text, *found;

	assert_non_null(out);
	for (; (found = strstr(at, from)); at = found + strlen(from))
		fprintf(out, "%.*s%s", (int)(found - at), at, to);
	fputs(at, out);
	fclose(out);
	free(text);
	return made;
}

static void assert_drawn(const struct drawing *drawing, const char *name)
{
	if (!was_drawn(drawing, name))
		fail_msg("%s was not drawn", name);
}

/* The first row of the block called @name in the data of @picture. */
static void first_point(const struct drawing *drawing, const char *picture, const char *name,
			double *x, double *y)
{
	char path[256], wanted[128], line[1024] = "";
	FILE *data;

	snprintf(path, sizeof(path), "%s/data/%s.dat", drawing->dir, picture);
	snprintf(wanted, sizeof(wanted), "# %s\n", name);
	data = fopen(path, "r");
	assert_non_null(data);
	while (strcmp(line, wanted)) {
		if (!fgets(line, sizeof(line), data))
			fail_msg("no \"%s\" in %s", name, path);
	}
	assert_non_null(fgets(line, sizeof(line), data)); /* what its columns are */
	assert_int_equal(fscanf(data, "%lf %lf", x, y), 2);
	fclose(data);
}

static void assert_script(const struct drawing *drawing, const char *picture, const char *text)
{
	char name[256];

	snprintf(name, sizeof(name), "data/%s.gp", picture);
	assert_says(drawing, name, text);
}

static void assert_skipped(const struct drawing *drawing, const char *text)
{
	for (int i = 0; i < drawing->nr_skipped; i++) {
		if (strstr(drawing->skipped[i], text))
			return;
	}
	fail_msg("nothing says \"%s\"", text);
}

static void every_kind_of_lookups_is_drawn_under_its_name(void **state)
{
	static const char *const expected[] = {
		"lifetimes-gup-fast-compact-plain.svg",
		"lifetimes-page-cache-compact-plain-churn-1k.svg",
		"hop-gup-fast-compact-typesafe-memdesc8.svg",
		"retries-2-threads-gup-fast-compact-plain-typesafe-embedded.svg",
		"backlog-2-threads-page-cache-compact-plain-churn-100k.svg",
		"latency-gup-fast-compact-typesafe-embedded.svg",
	};
	struct drawing *drawing = open_text(invent_lookups("churn"));

	(void)state;
	draw(drawing, NULL);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		assert_drawn(drawing, expected[i]);
	assert_well_formed(drawing);
	assert_says(drawing, expected[0], "fictitious: Invented CPU");
	assert_says(drawing, expected[0], "placement compact, pages 512, uniform, plain");
	assert_says(drawing, expected[0], "rcu-folio unchecked memdesc8");
	assert_says(drawing, expected[0], "unchecked: without the recheck");
	assert_says(drawing, expected[3], "retries per 1000 lookups");
	assert_says(drawing, expected[3], "mutations per second, all mutators together");
	assert_says(drawing, expected[4], "MiB that wait");
	assert_says(drawing, expected[4], "ms since the sample began");
	assert_says(drawing, expected[4], "of each the first valid sample");
	assert_says(drawing, expected[4], "churn 100k, 2 threads");
	assert_says(drawing, expected[5], "ns per lookup, per reader");
	close_drawing(drawing);
}

/* A file of one workload has at most 2 of each kind by schemes and 4 of each that only lookups have. */
static void however_much_varies_there_are_few_pictures(void **state)
{
	struct drawing *drawing = open_text(invent_lookups("churn"));

	(void)state;
	draw(drawing, NULL);
	assert_true(drawing->nr_drawn <= 2 * (4 * 2 + 4 * 4));
	assert_skipped(drawing, "more are left out, 4 drawn");
	close_drawing(drawing);
}

static void a_picture_of_one_scheme_says_which(void **state)
{
	static const char *const kinds[] = {"lifetimes", NULL};
	struct drawing *drawing = open_text(invent_lookups("large"));

	(void)state;
	draw(drawing, kinds);
	assert_says(drawing, "lifetimes-gup-fast-compact-plain.svg", "uniform, plain");
	assert_says(drawing, "lifetimes-gup-fast-compact-frozen-bit.svg", "uniform, frozen-bit");
	assert_says(drawing, "lifetimes-gup-fast-compact-plain.svg", "2 nodes");
	close_drawing(drawing);
}

/* Churn needs a reader beside the mutator: at one thread there is nothing. */
static void thread_counts_without_a_sample_have_no_place_on_the_axis(void **state)
{
	static const char *const kinds[] = {"lifetimes", NULL};
	struct drawing *drawing = open_text(invent_lookups("large"));
	double x, y;

	(void)state;
	draw(drawing, kinds);
	first_point(drawing, "lifetimes-gup-fast-compact-plain-churn-10k", "typesafe embedded", &x,
		    &y);
	assert_true(x == 2);
	assert_script(drawing, "lifetimes-gup-fast-compact-plain-churn-10k", "nr_x_ticks = 6\n");
	first_point(drawing, "lifetimes-gup-fast-compact-plain", "typesafe embedded", &x, &y);
	assert_true(x == 1);
	assert_script(drawing, "lifetimes-gup-fast-compact-plain", "nr_x_ticks = 7\n");
	close_drawing(drawing);
}

/* Retries are per lookup in the file; 970 mutations a second were achieved of 1000 asked for. */
static void retries_are_per_thousand_by_what_was_achieved(void **state)
{
	static const char *const kinds[] = {"retries", NULL};
	struct drawing *drawing = open_text(invent_lookups("churn"));
	double x, y;

	(void)state;
	draw(drawing, kinds);
	first_point(drawing, "retries-2-threads-gup-fast-compact-plain-typesafe-embedded", "frozen",
		    &x, &y);
	assert_true(x == 970);
	assert_true(y > 0.0095 && y < 0.0098);
	close_drawing(drawing);
}

/* Who was asked for 1000 a second did more than who was asked for the most there is. */
static void points_stand_by_what_was_achieved_whatever_was_asked_for(void **state)
{
	static const char *const kinds[] = {"retries", NULL};
	struct drawing *drawing = open_text(
		replaced(invent_lookups("churn"), "\"per_sec\":970,", "\"per_sec\":9700000,"));
	double x, y;

	(void)state;
	draw(drawing, kinds);
	first_point(drawing, "retries-2-threads-gup-fast-compact-plain-typesafe-embedded", "frozen",
		    &x, &y);
	assert_true(x == 97000);
	close_drawing(drawing);
}

static void what_waits_is_in_binary_units_over_the_time_of_the_first_sample(void **state)
{
	static const char *const kinds[] = {"backlog", NULL};
	struct drawing *drawing = open_text(invent_lookups("churn"));
	const struct results *results = &drawing->results;
	double x, y;
	int first = 0;

	(void)state;
	while (strcmp(results->backlogs[first].key.churn, "100000"))
		first++;
	assert_string_equal(results->backlogs[first].key.lifetime, "rcu-folio");
	assert_string_equal(results->backlogs[first].key.memmap, "embedded");
	draw(drawing, kinds);
	first_point(drawing, "backlog-2-threads-gup-fast-compact-plain-churn-100k",
		    "rcu-folio embedded", &x, &y);
	assert_true(x == 1);
	assert_true(y * 1048576 > results->backlogs[first].bytes[0] * 0.9999);
	assert_true(y * 1048576 < results->backlogs[first].bytes[0] * 1.0001);
	close_drawing(drawing);
}

static void an_invalid_sample_lends_no_backlog(void **state)
{
	static const char *const kinds[] = {"backlog", NULL};
	struct drawing *drawing = open_text(replaced(
		invent_lookups("few"), "\"valid\":true,\"inter", "\"valid\":false,\"inter"));

	(void)state;
	draw(drawing, kinds);
	assert_int_equal(drawing->nr_drawn, 0);
	assert_skipped(drawing, "nothing waited");
	close_drawing(drawing);
}

static void what_cannot_be_drawn_is_left_out_and_says_so_when_asked_for(void **state)
{
	static const char *const kinds[] = {"retries", "backlog", "hop", "lifetimes", NULL};
	char *text = replaced(invent_lookups("hop"), "\"memdesc8\"", "\"embedded\"");
	struct drawing *drawing = open_text(text);

	(void)state;
	draw(drawing, kinds);
	assert_int_equal(drawing->nr_drawn, 0);
	assert_skipped(drawing, "retries-gup-fast-compact-typesafe-embedded: fewer than two rates");
	assert_skipped(drawing, "nothing waited for a grace period");
	assert_skipped(drawing, "no memdesc to compare with");
	assert_skipped(drawing, "nothing to compare");
	close_drawing(drawing);
}

static void without_lookups_only_who_asks_is_told(void **state)
{
	static const char *const kinds[] = {"hop", NULL};
	struct drawing *drawing = open_text(invent("small"));

	(void)state;
	draw(drawing, kinds);
	assert_int_equal(drawing->nr_skipped, 1);
	assert_string_equal(drawing->skipped[0], "hop: no sample of a lookup");
	close_drawing(drawing);
	drawing = open_text(invent("small"));
	draw(drawing, NULL);
	assert_int_equal(drawing->nr_skipped, 0);
	close_drawing(drawing);
}

static void every_picture_can_be_redrawn_from_what_it_left(void **state)
{
	static const char *const kinds[] = {"lifetimes", "hop", "retries", "backlog", NULL};
	struct drawing *drawing = open_text(invent_lookups("churn"));
	char command[256];

	(void)state;
	draw(drawing, kinds);
	snprintf(
		command, sizeof(command),
		"cd %s/data && mkdir ../old && cp ../*.svg ../old && for f in *.gp; do gnuplot $f || "
		"exit 1; done && for f in ../old/*.svg; do cmp $f ../${f##*/} || exit 1; done && "
		"rm -r ../old",
		drawing->dir);
	assert_int_equal(system(command), 0);
	close_drawing(drawing);
}

/* In every text that tells a row or a picture, names that try to leave their quotes or the folder. */
static void hostile_text_does_nothing_but_appear(void **state)
{
	static const char *const enemies[][2] = {
		{"\"rcu-folio\"", "\"'; system('touch plot_pwned'); #\""},
		{"\"memdesc8\"", "\"]]><x/>`touch plot_pwned`&#x;\""},
		{"\"typesafe\"", "\"../../../plot_pwned\""},
		{"\"uniform\"", "\"\\\"; system \\\"touch plot_pwned\\\"\""},
		{"\"1000\"", "\"$(touch plot_pwned)\\n@x\""},
		{"\"memb\"", "\"\\u001b[2J\\u202e\""},
	};
	char *text = invent_lookups("churn"), path[128];
	struct drawing *drawing;

	(void)state;
	for (size_t i = 0; i < sizeof(enemies) / sizeof(enemies[0]); i++)
		text = replaced(text, enemies[i][0], enemies[i][1]);
	drawing = open_text(text);
	draw(drawing, NULL);
	assert_true(drawing->nr_drawn > 10);
	assert_well_formed(drawing);
	assert_true(access("plot_pwned", F_OK));
	snprintf(path, sizeof(path), "%s/data/plot_pwned", drawing->dir);
	assert_true(access(path, F_OK));
	for (int i = 0; i < drawing->nr_drawn; i++) {
		const char *name = strrchr(drawing->drawn[i], '/') + 1;

		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-"),
				 strlen(name));
	}
	close_drawing(drawing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_lookups_is_drawn_under_its_name),
		cmocka_unit_test(however_much_varies_there_are_few_pictures),
		cmocka_unit_test(a_picture_of_one_scheme_says_which),
		cmocka_unit_test(thread_counts_without_a_sample_have_no_place_on_the_axis),
		cmocka_unit_test(retries_are_per_thousand_by_what_was_achieved),
		cmocka_unit_test(points_stand_by_what_was_achieved_whatever_was_asked_for),
		cmocka_unit_test(what_waits_is_in_binary_units_over_the_time_of_the_first_sample),
		cmocka_unit_test(an_invalid_sample_lends_no_backlog),
		cmocka_unit_test(what_cannot_be_drawn_is_left_out_and_says_so_when_asked_for),
		cmocka_unit_test(without_lookups_only_who_asks_is_told),
		cmocka_unit_test(every_picture_can_be_redrawn_from_what_it_left),
		cmocka_unit_test(hostile_text_does_nothing_but_appear),
	};

	return cmocka_run_group_tests_name("plot_lookup", tests, NULL, NULL);
}
