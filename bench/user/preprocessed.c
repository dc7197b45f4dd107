// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * preprocessed.c: line markers say whose a line is: # 12 "path" FLAG..., where flag 3 is a header of
 * the system. The template is named twice: when it is opened, before what -include names is read, and
 * when it begins. See preprocessed.h.
 */
#include "bench/user/preprocessed.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

static void write_key(char key[CACHE_KEY_SIZE], XXH128_hash_t hash)
{
	snprintf(key, CACHE_KEY_SIZE, "%016llx%016llx", (unsigned long long)hash.high64,
		 (unsigned long long)hash.low64);
}

/* Is @line, up to @end, the marker of a file; and of a file of the system's, and of @template? */
static bool is_marker(const char *line, const char *end, const char *template, bool *system,
		      bool *of_template)
{
	const char *open = memchr(line, '"', (size_t)(end - line));
	const char *close = open ? memrchr(line, '"', (size_t)(end - line)) : NULL;
	size_t length = strlen(template);

	if (end - line < 4 || line[0] != '#' || line[1] != ' ' ||
	    !isdigit((unsigned char)line[2]) || close <= open)
		return false;
	*system = memmem(close, (size_t)(end - close), " 3", 2);
	*of_template = (size_t)(close - open) - 1 == length && !memcmp(open + 1, template, length);
	return true;
}

void preprocessed_hash(const char *text, size_t length, const char *template,
		       const char *const *more, int nr, char key[CACHE_KEY_SIZE],
		       char own[CACHE_KEY_SIZE])
{
	XXH3_state_t *all = XXH3_createState(), *users = XXH3_createState();
	const char *stop = text + length, *end;
	bool system = false, of_template = false;
	int begun = 0;

	XXH3_128bits_reset(all);
	XXH3_128bits_reset(users);
	for (const char *line = text; line < stop; line = end + 1) {
		end = memchr(line, '\n', (size_t)(stop - line));
		if (!end)
			end = stop;
		if (is_marker(line, end, template, &system, &of_template)) {
			begun += of_template;
			continue;
		}
		if (end == line)
			continue;
		XXH3_128bits_update(all, line, (size_t)(end - line) + (end < stop));
		if (begun < 2 && !system)
			XXH3_128bits_update(users, line, (size_t)(end - line) + (end < stop));
	}
	for (int i = 0; i < nr; i++)
		XXH3_128bits_update(all, more[i], strlen(more[i]) + 1);
	write_key(key, XXH3_128bits_digest(all));
	if (own)
		write_key(own, XXH3_128bits_digest(users));
	XXH3_freeState(all);
	XXH3_freeState(users);
}
