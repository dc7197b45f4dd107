// SPDX-License-Identifier: GPL-2.0-or-later
/* names.c: comma lists of names. See names.h. */
#include "bench/plan/names.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int index_of(const char *const *known, const char *name)
{
	for (int i = 0; known[i]; i++) {
		if (!strcmp(known[i], name))
			return i;
	}
	return -1;
}

static int unknown(const char *option, const char *name, const char *const *known,
		   struct error *err)
{
	char list[360] = "";
	size_t used = 0;

	for (int i = 0; known[i] && used < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s", i ? ", " : "",
					 known[i]);
	if (!*name)
		return error_set(err, -EINVAL, "%s: an empty name in the list; there are: %s",
				 option, list);
	return error_set(err, -EINVAL, "%s: '%.60s' does not exist; there are: %s", option, name,
			 list);
}

static int add_once(struct int_list *chosen, int index)
{
	for (int i = 0; i < chosen->nr; i++) {
		if (chosen->values[i] == index)
			return 0;
	}
	return int_list_add(chosen, index);
}

static int add_name(struct int_list *chosen, const char *option, const char *name,
		    const char *const *known, struct error *err)
{
	int index = index_of(known, name), ret = 0;

	if (index >= 0)
		return add_once(chosen, index);
	if (strcmp(name, "all"))
		return unknown(option, name, known, err);
	for (int i = 0; known[i] && !ret; i++)
		ret = add_once(chosen, i);
	return ret;
}

int names_resolve(struct int_list *chosen, const char *option, const char *text,
		  const char *const *known, struct error *err)
{
	char *copy = strdup(text), *rest = copy, *name;
	int ret = copy ? 0 : -ENOMEM;

	*chosen = (struct int_list){0};
	while (!ret && (name = strsep(&rest, ",")))
		ret = add_name(chosen, option, name, known, err);
	if (ret)
		int_list_free(chosen);
	if (ret == -ENOMEM)
		error_set(err, ret, "%s: out of memory", option);
	free(copy);
	return ret;
}

char **names_split(const char *text)
{
	size_t length = strlen(text);
	char **names = malloc((length + 2) * sizeof(*names) + length + 1);
	char *copy, *piece;
	int nr = 0;

	if (!names)
		return NULL;
	copy = memcpy(names + length + 2, text, length + 1);
	while ((piece = strsep(&copy, ","))) {
		if (nr && isdigit((unsigned char)*piece))
			piece[-1] = ','; /* strsep cut here; it was one name */
		else
			names[nr++] = piece;
	}
	names[nr] = NULL;
	return names;
}
