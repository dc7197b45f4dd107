// SPDX-License-Identifier: GPL-2.0-or-later
/* check_choice.c: a list of schemes, some of which are headers. See check_choice.h. */
#include "bench/command/check_choice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plan/names.h"
#include "bench/user/user_scheme.h"

static int nr_of(const struct explored_scheme *const *all)
{
	int nr = 0;

	while (all[nr])
		nr++;
	return nr;
}

static int nr_words(const char *text)
{
	int nr = 1;

	while ((text = strchr(text, ','))) {
		text++;
		nr++;
	}
	return nr;
}

/* Two of a name could not be told apart in what is printed. One that is built in counts once. */
static int add(struct check_choice *choice, const struct explored_scheme *scheme, struct error *err)
{
	for (int i = 0; i < choice->nr; i++) {
		const struct explored_scheme *other = choice->schemes[i];

		if (other == scheme)
			return 0;
		if (!strcmp(other->name, scheme->name))
			return error_set(
				err, -EINVAL,
				"--scheme: %.150s and %.150s would both be called '%.40s': "
				"copy one under another name",
				other->header ? other->header : other->name,
				scheme->header ? scheme->header : scheme->name, scheme->name);
	}
	choice->schemes[choice->nr++] = scheme;
	return 0;
}

static int add_header(struct check_choice *choice, const char *path, bool faults, struct error *err)
{
	struct explored_scheme *scheme;
	int ret;

	if (faults)
		return error_set(err, -EINVAL,
				 "--faults: '%.200s' is a header, and planted faults are built in; "
				 "without --faults it is checked",
				 path);
	ret = user_scheme_load(path, &scheme, &choice->said, err);
	if (ret)
		return ret;
	choice->headers[choice->nr_headers++] = scheme;
	return add(choice, scheme, err);
}

static int add_built_in(struct check_choice *choice, const char *word,
			const struct explored_scheme *const *all, struct error *err)
{
	int nr = nr_of(all), ret;
	const char **names = calloc((size_t)nr + 1, sizeof(*names));
	struct int_list list = {0};

	if (!names)
		return error_set(err, -ENOMEM, "out of memory");
	for (int i = 0; i < nr; i++)
		names[i] = all[i]->name;
	ret = names_resolve(&list, "--scheme", word, names, err);
	for (int i = 0; !ret && i < list.nr; i++)
		ret = add(choice, all[list.values[i]], err);
	int_list_free(&list);
	free(names);
	return ret;
}

int check_choice_make(struct check_choice *choice, const char *text, bool faults, struct error *err)
{
	const struct explored_scheme *const *all = faults ? explored_faults() : explored_all();
	char *copy = strdup(text), *rest = copy, *word;
	size_t most = (size_t)nr_of(all) + (size_t)nr_words(text);
	int ret = 0;

	*choice = (struct check_choice){
		.schemes = calloc(most, sizeof(*choice->schemes)),
		.headers = calloc(most, sizeof(*choice->headers)),
	};
	if (!copy || !choice->schemes || !choice->headers)
		ret = error_set(err, -ENOMEM, "out of memory");
	while (!ret && (word = strsep(&rest, ","))) {
		if (user_scheme_is_header(word))
			ret = add_header(choice, word, faults, err);
		else
			ret = add_built_in(choice, word, all, err);
	}
	free(copy);
	return ret;
}

void check_choice_free(struct check_choice *choice)
{
	for (int i = 0; i < choice->nr_headers; i++)
		user_scheme_free(choice->headers[i]);
	free(choice->headers);
	free(choice->schemes);
	free(choice->said);
	*choice = (struct check_choice){0};
}
