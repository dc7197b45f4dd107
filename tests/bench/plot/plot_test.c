// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_test.c: whole pictures: that they exist, are well-formed, say what they must, have a node's
 * boundary where it is, and that no text of a results file does anything but appear in them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <sys/stat.h>

#include "bench/plot/plot_boundary.h"
#include "tests/bench/plot/plot_drawing.h"

/* ---- boundaries ---- */

static void assert_boundary(const struct boundary_list *list, int i, int threads, const char *text)
{
	assert_true(i < list->nr);
	assert_int_equal(list->items[i].threads, threads);
	assert_string_equal(list->items[i].text, text);
}

/* The large machine has 32 PUs in a node, 4 nodes in a package. */
static void boundaries_are_where_another_node_or_package_begins(void **state)
{
	struct drawing *drawing = open_text(invent("large"));
	struct boundary_list list;

	(void)state;
	assert_string_equal(drawing->summary.panels[0].key.placement, "compact");
	assert_int_equal(boundaries_find(&list, &drawing->summary.panels[0], &drawing->results), 0);
	assert_int_equal(list.nr, 7);
	assert_boundary(&list, 0, 33, "2 nodes");
	assert_boundary(&list, 1, 65, "3 nodes");
	assert_boundary(&list, 3, 129, "2 packages");
	assert_boundary(&list, 6, 225, "8 nodes");
	boundaries_free(&list);

	assert_string_equal(drawing->summary.panels[1].key.placement, "scatter");
	assert_int_equal(boundaries_find(&list, &drawing->summary.panels[1], &drawing->results), 0);
	assert_int_equal(list.nr, 7);
	assert_boundary(&list, 0, 2, "2 nodes");
	assert_boundary(&list, 3, 5, "2 packages");
	boundaries_free(&list);
	close_drawing(drawing);
}

/* ---- pictures ---- */

static void every_kind_is_drawn_under_its_name(void **state)
{
	static const char *const expected[] = {
		"throughput-get-put-compact.svg",
		"latency-final-put-compact.svg",
		"speedup-get-put-compact.svg",
		"fairness-get-put-compact.svg",
		"events-task-clock-get-put-compact.svg",
		"throughput-frozen-get-compact-pages64-share-node-node0.svg",
		"ping-pong.svg",
	};
	struct drawing *drawing = open_text(invent("small"));

	(void)state;
	draw(drawing, NULL);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		if (!was_drawn(drawing, expected[i]))
			fail_msg("%s was not drawn", expected[i]);
	}
	assert_int_equal(drawing->nr_skipped, 0);
	assert_well_formed(drawing);
	assert_says(drawing, expected[0], "threads");
	assert_says(drawing, expected[0], "operations per second");
	assert_says(drawing, expected[0], "virtual machine (kvm): its CPUs may be moved");
	assert_says(drawing, expected[0], "fictitious: Invented CPU");
	close_drawing(drawing);
}

static void every_picture_of_an_emulated_machine_says_that_it_measures_nothing(void **state)
{
	struct drawing *drawing = open_text(invent("small"));

	(void)state;
	for (int i = 0; i < drawing->results.nr_runs; i++)
		drawing->results.runs[i].virtualisation = "qemu-tcg";
	draw(drawing, NULL);
	assert_true(drawing->nr_drawn > 0);
	for (int i = 0; i < drawing->nr_drawn; i++) {
		const char *name = strrchr(drawing->drawn[i], '/') + 1;

		if (strstr(name, ".svg"))
			assert_says(drawing, name, ">emulated: not a measurement<");
	}
	close_drawing(drawing);
}

static void events_that_are_null_say_why_and_are_no_zeros(void **state)
{
	static const char *const kinds[] = {"events", NULL};
	struct drawing *drawing = open_text(invent("small"));

	(void)state;
	draw(drawing, kinds);
	assert_false(was_drawn(drawing, "events-cycles-get-put-compact.svg"));
	assert_true(was_drawn(drawing, "events-unavailable-get-put-compact.svg"));
	assert_says(drawing, "events-unavailable-get-put-compact.svg",
		    "cycles, cache-misses: not available: no performance counters");
	close_drawing(drawing);
}

static void a_large_machine_has_its_boundaries_in_the_picture(void **state)
{
	static const char *const kinds[] = {"throughput", "ping-pong", NULL};
	struct drawing *drawing = open_text(invent("large"));

	(void)state;
	draw(drawing, kinds);
	assert_well_formed(drawing);
	assert_says(drawing, "throughput-get-put-compact.svg", "2 nodes");
	assert_says(drawing, "throughput-get-put-compact.svg", "2 packages");
	assert_says(drawing, "ping-pong.svg", "other package");
	close_drawing(drawing);
}

static void a_picture_can_be_redrawn_from_what_it_left(void **state)
{
	static const char *const kinds[] = {"latency", NULL};
	struct drawing *drawing = open_text(invent("small"));
	char command[256], path[128];
	struct stat status;

	(void)state;
	draw(drawing, kinds);
	snprintf(path, sizeof(path), "%s/latency-get-put-compact.svg", drawing->dir);
	assert_int_equal(unlink(path), 0);
	snprintf(command, sizeof(command), "cd %s/data && gnuplot latency-get-put-compact.gp",
		 drawing->dir);
	assert_int_equal(system(command), 0);
	assert_int_equal(stat(path, &status), 0);
	close_drawing(drawing);
}

/* Each name tries to leave its quotes, run a command, or break the XML; two panels look alike. */
static void hostile_text_does_nothing_but_appear(void **state)
{
	struct drawing *drawing = open_text(slurp(HOSTILE));
	char path[128];

	(void)state;
	draw(drawing, NULL);
	assert_well_formed(drawing);
	assert_true(access("plot_pwned", F_OK));
	snprintf(path, sizeof(path), "%s/data/plot_pwned", drawing->dir);
	assert_true(access(path, F_OK));
	for (int i = 0; i < drawing->nr_drawn; i++) {
		const char *name = strrchr(drawing->drawn[i], '/') + 1;

		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-"),
				 strlen(name));
		for (int k = 0; k < i; k++)
			assert_string_not_equal(drawing->drawn[i], drawing->drawn[k]);
	}
	close_drawing(drawing);
}

static void panels_that_differ_only_in_hidden_text_get_names_of_their_own(void **state)
{
	static const char *const kinds[] = {"fairness", NULL};
	char *text = invent("small"), *found = text;
	struct drawing *drawing;

	(void)state;
	/* final-put becomes "get put", whose slug is that of get-put. */
	while ((found = strstr(found, "\"final-put\"")))
		memcpy(found, "\"get put\"  ", strlen("\"final-put\""));
	drawing = open_text(text);
	draw(drawing, kinds);
	assert_true(was_drawn(drawing, "fairness-get-put-compact.svg"));
	assert_true(was_drawn(drawing, "fairness-get-put-compact-2.svg"));
	close_drawing(drawing);
}

static char *draw_on_terminal(struct drawing *drawing, const char *const *kinds)
{
	struct plot_options options = options_for(drawing, kinds);
	char path[128];
	int saved = dup(STDOUT_FILENO), ret;
	struct error err;
	FILE *out;

	options.terminal = true;
	snprintf(path, sizeof(path), "%s/terminal", drawing->dir);
	fflush(stdout);
	out = fopen(path, "w");
	assert_non_null(out);
	assert_true(dup2(fileno(out), STDOUT_FILENO) >= 0);
	ret = plot_draw(&drawing->summary, &options, &err);
	fflush(stdout);
	assert_true(dup2(saved, STDOUT_FILENO) >= 0);
	close(saved);
	fclose(out);
	if (ret)
		fail_msg("%s", err.text);
	return slurp(path);
}

static void a_terminal_shows_axis_titles_and_every_scheme(void **state)
{
	static const char *const kinds[] = {"throughput", NULL};
	static const char *const words[] = {
		"operations per second",
		"threads",
		"plain",
		"lock-bit\n",
		"lock-bit-acquire",
		"frozen-bit",
		"inverted-low",
		"inverted-high",
		"optimistic",
		"rcuref",
		"fetch-add",
		"load",
		"null",
		"may be moved",
	};
	struct drawing *drawing = open_text(invent("small"));
	char *text = draw_on_terminal(drawing, kinds);

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!strstr(text, words[i]))
			fail_msg("no \"%s\" in:\n%s", words[i], text);
	}
	assert_null(strpbrk(text, "\f\033")); /* no form feed, no colour in a file */
	assert_int_equal(drawing->nr_drawn, 0);
	free(text);
	close_drawing(drawing);
}

/* ---- refusals ---- */

static void an_unknown_kind_is_refused_with_the_list(void **state)
{
	static const char *const kinds[] = {"latency", "beauty", NULL};
	struct drawing *drawing = open_text(invent("small"));
	struct plot_options options = options_for(drawing, kinds);
	struct error err;

	(void)state;
	assert_int_equal(plot_draw(&drawing->summary, &options, &err), -EINVAL);
	assert_non_null(strstr(err.text, "'beauty'"));
	assert_non_null(strstr(err.text, "ping-pong"));
	close_drawing(drawing);
}

static void a_kind_without_samples_is_skipped_and_says_so(void **state)
{
	static const char *const kinds[] = {"ping-pong", NULL};
	struct drawing *drawing = open_text(slurp(HOSTILE));

	(void)state;
	draw(drawing, kinds);
	assert_int_equal(drawing->nr_drawn, 0);
	assert_int_equal(drawing->nr_skipped, 1);
	assert_string_equal(drawing->skipped[0], "ping-pong: no valid sample of ping-pong");
	close_drawing(drawing);
}

static void without_gnuplot_there_is_one_clear_line(void **state)
{
	struct drawing *drawing = open_text(slurp(HOSTILE));
	struct plot_options options = options_for(drawing, NULL);
	char *path = strdup(getenv("PATH"));
	struct error err;
	int ret;

	(void)state;
	setenv("PATH", "/nowhere", 1);
	ret = plot_draw(&drawing->summary, &options, &err);
	setenv("PATH", path, 1);
	free(path);
	assert_int_equal(ret, -ENOENT);
	assert_non_null(strstr(err.text, "gnuplot is not installed"));
	close_drawing(drawing);
}

static void gnuplots_complaint_is_the_error(void **state)
{
	struct drawing *drawing = open_text(slurp(HOSTILE));
	struct plot_options options = options_for(drawing, NULL);
	struct error err;
	char command[512], scripts[128];

	(void)state;
	snprintf(scripts, sizeof(scripts), "%s/scripts", drawing->dir);
	snprintf(command, sizeof(command), "cp -r plots %s && echo 'nonsense' >%s/style.gp",
		 scripts, scripts);
	assert_int_equal(system(command), 0);
	options.data_dir = scripts;
	assert_int_equal(plot_draw(&drawing->summary, &options, &err), -ENOEXEC);
	assert_non_null(strstr(err.text, "nonsense"));
	close_drawing(drawing);
}

/* The same machine's results twice, the second time under another name. */
static char *invent_two_hosts(void)
{
	char *one = invent("small"), *two = invent("small");
	char *both = malloc(strlen(one) + strlen(two) + 1);
	char *name;

	assert_non_null(both);
	strcpy(both, one);
	strcat(both, two);
	name = strstr(both + strlen(one), "fictitious");
	assert_non_null(name);
	memcpy(name, "elsewhere1", strlen("elsewhere1"));
	free(one);
	free(two);
	return both;
}

static void each_machine_has_pictures_that_say_which_it_is(void **state)
{
	static const char *const kinds[] = {"throughput", "ping-pong", NULL};
	struct drawing *drawing = open_text(invent_two_hosts());

	(void)state;
	draw(drawing, kinds);
	assert_says(drawing, "throughput-get-put-compact.svg",
		    "host fictitious, pageref 0.1.0 abc123");
	assert_says(drawing, "throughput-get-put-compact-2.svg", "host elsewhere1, pageref 0.1.0");
	assert_says(drawing, "ping-pong.svg", "host fictitious, pageref");
	assert_says(drawing, "ping-pong-2.svg", "host elsewhere1, pageref");
	assert_well_formed(drawing);
	close_drawing(drawing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boundaries_are_where_another_node_or_package_begins),
		cmocka_unit_test(each_machine_has_pictures_that_say_which_it_is),
		cmocka_unit_test(every_kind_is_drawn_under_its_name),
		cmocka_unit_test(
			every_picture_of_an_emulated_machine_says_that_it_measures_nothing),
		cmocka_unit_test(events_that_are_null_say_why_and_are_no_zeros),
		cmocka_unit_test(a_large_machine_has_its_boundaries_in_the_picture),
		cmocka_unit_test(a_picture_can_be_redrawn_from_what_it_left),
		cmocka_unit_test(hostile_text_does_nothing_but_appear),
		cmocka_unit_test(panels_that_differ_only_in_hidden_text_get_names_of_their_own),
		cmocka_unit_test(a_terminal_shows_axis_titles_and_every_scheme),
		cmocka_unit_test(an_unknown_kind_is_refused_with_the_list),
		cmocka_unit_test(a_kind_without_samples_is_skipped_and_says_so),
		cmocka_unit_test(without_gnuplot_there_is_one_clear_line),
		cmocka_unit_test(gnuplots_complaint_is_the_error),
	};

	return cmocka_run_group_tests_name("plot", tests, NULL, NULL);
}
