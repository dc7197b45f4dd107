// SPDX-License-Identifier: GPL-2.0-or-later
/* contrast_describe.c: a point in words, and why it met no other. */
#include <stdio.h>
#include <string.h>

#include "bench/compare/contrast_parts.h"
#include "bench/report/table_parts.h"

#define NAME_SIZE    160
#define MOST_MEMBERS 2 /* that may differ: else two points have nothing to do with each other */

/* What else a point's key says than its workload, threads and scheme: only what is not the usual. */
char *contrast_describe(const struct contrast *contrast, const struct result_key *key, char *text,
			size_t size)
{
	char workload[NAME_SIZE], scheme[NAME_SIZE], placement[NAME_SIZE];
	size_t used;

	snprintf(text, size, "%.60s%s%.60s, %d thread%s, %.60s",
		 table_safe(workload, sizeof(workload), key->workload),
		 contrast->by_scheme ? "" : " ",
		 contrast->by_scheme ? "" : table_safe(scheme, sizeof(scheme), key->scheme),
		 key->threads, key->threads == 1 ? "" : "s",
		 table_safe(placement, sizeof(placement), key->placement));
	for (int d = 0; d < NR_DIMENSIONS; d++) {
		char value[DIMENSION_TEXT], safe[DIMENSION_TEXT];

		if (d == DIMENSION_SCHEME || dimension_is_usual((enum dimension)d, key))
			continue;
		dimension_value(value, (enum dimension)d, key);
		used = strlen(text);
		snprintf(text + used, size - used, ", %s %s", dimension_names[d],
			 table_safe(safe, sizeof(safe), value));
	}
	return text;
}

/* What a description says anyhow, and makes it another point for anybody. */
static bool is_plain_to_see(const char *member)
{
	return !strcmp(member, "workload") || !strcmp(member, "scheme") ||
	       !strcmp(member, "threads");
}

/* How many members two keys say differently; too many where one of them is plain to see. */
static int count_members(const struct result_key *a, const struct result_key *b)
{
	char left[32], right[32];
	const char *name, *of_a, *of_b;
	enum result_member kind;
	int nr = 0;

	for (int i = 0; (name = result_key_member(a, i, left, &of_a, &kind)); i++) {
		result_key_member(b, i, right, &of_b, &kind);
		if (strcmp(of_a, of_b))
			nr += is_plain_to_see(name) ? MOST_MEMBERS + 1 : 1;
	}
	return nr;
}

/* The point that only the other side has and that differs in the fewest members, or NULL. */
static const struct contrast_unmatched *nearest(const struct contrast *contrast,
						const struct contrast_unmatched *to)
{
	const struct contrast_unmatched *best = NULL;
	int fewest = MOST_MEMBERS + 1;

	for (int i = 0; i < contrast->nr_unmatched; i++) {
		const struct contrast_unmatched *other = &contrast->unmatched[i];
		int nr;

		if (other->side != to->other || other->other != to->side)
			continue;
		nr = count_members(&to->key, &other->key);
		if (nr < fewest) {
			fewest = nr;
			best = other;
		}
	}
	return best;
}

char *contrast_why(const struct contrast *contrast, const struct contrast_unmatched *unmatched,
		   char *text, size_t size)
{
	const struct contrast_unmatched *other = nearest(contrast, unmatched);
	char left[32], right[32], here[NAME_SIZE], there[NAME_SIZE];
	const char *name, *of_this, *of_other;
	enum result_member kind;

	*text = '\0';
	for (int i = 0;
	     other && (name = result_key_member(&unmatched->key, i, left, &of_this, &kind)); i++) {
		size_t used = strlen(text);

		result_key_member(&other->key, i, right, &of_other, &kind);
		if (strcmp(of_this, of_other))
			snprintf(text + used, size - used, "%s%s %.60s | %.60s", used ? ", " : "",
				 name, table_safe(here, sizeof(here), of_this),
				 table_safe(there, sizeof(there), of_other));
	}
	return text;
}
