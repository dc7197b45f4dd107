// SPDX-License-Identifier: GPL-2.0-or-later
/* check_choice.c: a list of schemes, some of which come from outside. See check_choice.h. */
#include "bench/command/check_choice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"
#include "bench/plan/names.h"
#include "bench/user/folder.h"
#include "bench/user/user_scheme.h"

static int nr_of(const struct explored_scheme *const *all)
{
	int nr = 0;

	while (all[nr])
		nr++;
	return nr;
}

/* Two of a name could not be told apart in what is printed. One that is built in counts once. */
static int add(struct check_choice *choice, const struct explored_scheme *scheme, struct error *err)
{
	const struct explored_scheme **schemes;

	for (int i = 0; i < choice->nr; i++) {
		const struct explored_scheme *other = choice->schemes[i];

		if (other == scheme)
			return 0;
		if (!strcmp(other->name, scheme->name))
			return error_set(
				err, -EINVAL,
				"--scheme: %.150s and %.150s would both be called '%.40s': "
				"name one, as in NAME=WORD",
				other->header ? other->header : other->name,
				scheme->header ? scheme->header : scheme->name, scheme->name);
	}
	schemes = grow(choice->schemes, choice->nr, sizeof(*schemes));
	if (!schemes)
		return error_set(err, -ENOMEM, "out of memory");
	choice->schemes = schemes;
	choice->schemes[choice->nr++] = scheme;
	return 0;
}

static int add_outside(struct check_choice *choice, const char *word, bool faults,
		       struct error *err)
{
	struct explored_scheme *scheme, **loaded;
	int ret;

	if (faults)
		return error_set(err, -EINVAL,
				 "--faults: '%.200s' is a header, and planted faults are built in; "
				 "without --faults it is checked",
				 word);
	ret = user_scheme_load(word, &scheme, &choice->said, err);
	if (ret)
		return ret;
	loaded = grow(choice->loaded, choice->nr_loaded, sizeof(*loaded));
	if (!loaded)
		return error_set(err, -ENOMEM, "out of memory");
	choice->loaded = loaded;
	choice->loaded[choice->nr_loaded++] = scheme;
	return add(choice, scheme, err);
}

static int add_folder(struct check_choice *choice, const char *path, bool faults, struct error *err)
{
	char **headers;
	int ret = folder_headers(path, "--scheme", &headers, err);

	if (ret)
		return ret;
	for (int i = 0; !ret && headers[i]; i++)
		ret = add_outside(choice, headers[i], faults, err);
	folder_headers_free(headers);
	return ret;
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
	int ret = copy ? 0 : error_set(err, -ENOMEM, "out of memory");

	*choice = (struct check_choice){.nr = 0};
	while (!ret && (word = strsep(&rest, ","))) {
		if (word_is_folder(word))
			ret = add_folder(choice, word, faults, err);
		else if (word_is_outside(word))
			ret = add_outside(choice, word, faults, err);
		else
			ret = add_built_in(choice, word, all, err);
	}
	free(copy);
	return ret;
}

void check_choice_free(struct check_choice *choice)
{
	for (int i = 0; i < choice->nr_loaded; i++)
		user_scheme_free(choice->loaded[i]);
	free(choice->loaded);
	free(choice->schemes);
	free(choice->said);
	*choice = (struct check_choice){.nr = 0};
}
