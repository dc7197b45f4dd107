// SPDX-License-Identifier: GPL-2.0-or-later
/* load.c: a shared object, and its symbols (bench/user/object.h). See load.h. */
#include "bench/user/load.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/user/compile.h"
#include "bench/user/object.h"

static int cannot_load(const char *object, const char *shown, struct error *err)
{
	const char *why = dlerror();

	/* "FILE: undefined symbol: NAME": the file is a temporary one and says nothing. */
	if (why && !strncmp(why, object, strlen(object)))
		why += strlen(object) + strspn(why + strlen(object), ": ");
	return error_set(err, -EINVAL, "%.200s cannot be loaded: %.200s", shown,
			 why ? why : "nobody says why");
}

static int check_version(void *handle, const char *shown, struct error *err)
{
	static const struct user_version ours = USER_VERSION;
	const struct user_version *version = dlsym(handle, USER_SYMBOL_VERSION);

	if (!version)
		return error_set(err, -EINVAL,
				 "%.200s is no scheme: it has no " USER_SYMBOL_VERSION, shown);
	if (version->interface != ours.interface)
		return error_set(
			err, -EINVAL,
			"%.200s was made for version %u of the interface, and this program "
			"has %u",
			shown, version->interface, ours.interface);
	if (memcmp(version, &ours, sizeof(ours)))
		return error_set(err, -EINVAL,
				 "%.200s was made with another layout of version %u of the "
				 "interface",
				 shown, ours.interface);
	return 0;
}

/* The table behind the pointer called @symbol, or NULL. */
static const void *table(void *handle, const char *symbol)
{
	const void *const *entry = dlsym(handle, symbol);

	return entry ? *entry : NULL;
}

int object_load(const char *object, const char *shown, struct loaded_object *loaded,
		struct error *err)
{
	void *handle = dlopen(object, RTLD_NOW | RTLD_LOCAL);
	int ret;

	*loaded = (struct loaded_object){.scheme = NULL};
	if (!handle)
		return cannot_load(object, shown, err);
	ret = check_version(handle, shown, err);
	if (ret)
		return ret;
	loaded->scheme = table(handle, USER_SYMBOL_SCHEME);
	loaded->counting = table(handle, USER_SYMBOL_COUNTING);
	loaded->lookups = table(handle, USER_SYMBOL_LOOKUPS);
	loaded->explored = table(handle, USER_SYMBOL_EXPLORED);
	return 0;
}

int object_hash(const char *object, char hash[CACHE_KEY_SIZE], struct error *err)
{
	if (cache_hash_file(object, hash))
		return 0;
	return error_set(err, -EINVAL, "%.200s cannot be read", object);
}

bool object_is_loaded(const char *object)
{
	void *handle = dlopen(object, RTLD_NOW | RTLD_NOLOAD);
	bool loaded = handle;

	if (loaded)
		dlclose(handle);
	return loaded;
}

char *object_advice(void)
{
	char *command = user_compile_command(), *advice = NULL;

	if (command &&
	    asprintf(&advice,
		     "  name its header instead, or make an object with the flags of this "
		     "program:\n  %s\n",
		     command) < 0)
		advice = NULL;
	free(command);
	return advice;
}
