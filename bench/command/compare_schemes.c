// SPDX-License-Identifier: GPL-2.0-or-later
/* compare_schemes.c: --base and --test, loaded. See compare_schemes.h. */
#include "bench/command/compare_schemes.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/exit_status.h"
#include "bench/user/outside.h"

static int say_more(int ret, char *said, const struct error *err)
{
	warnx("%s", err->text);
	if (said)
		fputs(said, stderr);
	free(said);
	return ret == -EINVAL ? EXIT_BAD_COMMAND : EXIT_CANNOT;
}

static int check_name(const char *option, const char *name, struct error *err)
{
	if (scheme_find(name))
		return 0;
	return error_set(err, -EINVAL,
			 "%s: '%.60s' does not exist; 'pageref list schemes' shows what is built "
			 "in, and a header, a shared object or kernel:PATH may be given",
			 option, name);
}

static int load_base(struct compare_schemes *schemes)
{
	const char *word = schemes->options->base ? schemes->options->base : SUMMARY_BASELINE;
	char *said = NULL;
	struct error err;
	int ret = outside_schemes("--base", word, schemes->parts, &schemes->base, &said, &err);

	if (!ret && (strchr(schemes->base, ',') || !strcmp(schemes->base, "all")))
		ret = error_set(&err, -EINVAL, "--base: '%.100s' is more than one scheme", word);
	if (!ret)
		ret = check_name("--base", schemes->base, &err);
	return ret ? say_more(ret, said, &err) : EXIT_DONE;
}

static int add_test(struct compare_schemes *schemes, const char *name, struct error *err)
{
	int ret = check_name("--test", name, err);

	if (ret)
		return ret;
	if (schemes->nr_tests == COMPARE_MAX_TESTS)
		return error_set(err, -EINVAL, "--test: more than %d schemes", COMPARE_MAX_TESTS);
	schemes->tests[schemes->nr_tests] = strdup(name);
	if (!schemes->tests[schemes->nr_tests])
		return error_set(err, -ENOMEM, "out of memory");
	schemes->nr_tests++;
	return 0;
}

/* Whether what is called @name stands in the table already. */
static bool is_taken(const struct compare_schemes *schemes, const char *name)
{
	for (int i = 0; i < schemes->nr_tests; i++) {
		if (!strcmp(schemes->tests[i], name))
			return true;
	}
	return !strcmp(schemes->base, name);
}

/* A version against itself is two objects all the same: else it would be the same code twice. */
static int add_again(struct compare_schemes *schemes, const char *word, char **said,
		     struct error *err)
{
	char *name = NULL;
	int ret = outside_copy("--test", word, schemes->parts, &name, said, err);

	if (!ret)
		ret = add_test(schemes, name, err);
	free(name);
	return ret;
}

static int add_all(struct compare_schemes *schemes, struct error *err)
{
	int ret = 0;

	for (const struct scheme *const *s = scheme_all(); *s && !ret; s++) {
		if (!is_taken(schemes, (*s)->name))
			ret = add_test(schemes, (*s)->name, err);
	}
	return ret;
}

static int load_test(struct compare_schemes *schemes, const char *word, char **said,
		     struct error *err)
{
	char *names = NULL, *rest, *name;
	int ret = outside_schemes("--test", word, schemes->parts, &names, said, err);

	rest = names;
	while (!ret && (name = strsep(&rest, ",")))
		ret = is_taken(schemes, name) ? add_again(schemes, word, said, err)
					      : add_test(schemes, name, err);
	free(names);
	return ret;
}

static int load_tests(struct compare_schemes *schemes)
{
	const char *test = schemes->options->test ? schemes->options->test : schemes->options->base;
	char *words = strdup(test ? test : SUMMARY_BASELINE), *rest = words, *word, *said = NULL;
	struct error err;
	int ret = words ? 0 : error_set(&err, -ENOMEM, "out of memory");

	while (!ret && (word = strsep(&rest, ",")))
		ret = strcmp(word, "all") ? load_test(schemes, word, &said, &err)
					  : add_all(schemes, &err);
	free(words);
	return ret ? say_more(ret, said, &err) : EXIT_DONE;
}

/* Of a version against itself one is compiled, whatever it is. */
static int check_sources(const struct compare_options *options)
{
	const char *const lists[] = {options->base, options->test, NULL};
	bool copies = options->self_test || !strcmp(options->base, options->test);
	struct source_options sources = options->sources;
	struct error err;

	sources.debug_vm &= !copies;
	if (!source_options_check(&sources, options->base ? lists : lists + 2, &err))
		return EXIT_DONE;
	warnx("%s", err.text);
	return EXIT_BAD_COMMAND;
}

/* A self-test compares one scheme with itself; without one, test and base are both named. */
static int check(const struct compare_options *options)
{
	if (options->self_test && options->test) {
		warnx("--self-test compares --base with a copy of itself: leave out --test");
		return EXIT_BAD_COMMAND;
	}
	if (options->self_test || (options->base && options->test))
		return check_sources(options);
	if (options->base || options->test)
		warnx("%s without %s: compare %s?", options->base ? "--base" : "--test",
		      options->base ? "--test" : "--base",
		      options->base ? "what with it" : "it with what");
	else
		warnx("compare what? give results files, or --base SCHEME --test SCHEME to measure "
		      "now");
	return EXIT_BAD_COMMAND;
}

int compare_schemes_load(struct compare_schemes *schemes, const struct compare_options *options)
{
	int status = check(options);

	*schemes = (struct compare_schemes){
		.options = options,
		.parts = outside_parts(options->measure.plan.workloads),
	};
	outside_configure(&options->sources);
	if (!status)
		status = load_base(schemes);
	return status ? status : load_tests(schemes);
}

void compare_schemes_free(struct compare_schemes *schemes)
{
	free(schemes->base);
	for (int i = 0; i < schemes->nr_tests; i++)
		free(schemes->tests[i]);
}

char *compare_schemes_join(const struct compare_schemes *schemes)
{
	size_t size = strlen(schemes->base) + 1;
	char *joined;

	for (int i = 0; i < schemes->nr_tests; i++)
		size += strlen(schemes->tests[i]) + 1;
	joined = malloc(size);
	if (!joined)
		return NULL;
	strcpy(joined, schemes->base);
	for (int i = 0; i < schemes->nr_tests; i++) {
		strcat(joined, ",");
		strcat(joined, schemes->tests[i]);
	}
	return joined;
}

void compare_schemes_sides(const struct compare_schemes *schemes, const struct results *results,
			   struct contrast_side sides[1 + COMPARE_MAX_TESTS])
{
	sides[0] = (struct contrast_side){results, schemes->base, schemes->base};
	for (int i = 0; i < schemes->nr_tests; i++)
		sides[1 + i] =
			(struct contrast_side){results, schemes->tests[i], schemes->tests[i]};
}
