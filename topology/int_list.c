// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * int_list.c: "1,2,4-16:4,max" to numbers and back. The text comes from a command line, so every
 * way to get it wrong has its own message, which says what to write instead. Sorting and removing
 * repeats are left to callers: in `cpus:3,1` the order is the point.
 */
#include "topology/int_list.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_VALUES     1048576
#define FIRST_CAPACITY 16

/* One comma-separated piece and all that its messages need. */
struct piece {
	const char *what;
	const char *text; /* the whole list */
	const char *start;
	const char *end;
	int min, max_allowed, max;
};

/* What a piece means: first, first + step, ... up to last. */
struct range {
	long long first, last, step;
};

/* "--threads: '5-2' in '1,5-2'"; without the "in" where the piece is the whole list. */
static int complain(const struct piece *piece, struct error *err, const char *wrong)
{
	size_t length = piece->end - piece->start, whole = strlen(piece->text);
	char quote[ERROR_QUOTE_SIZE], context[ERROR_QUOTE_SIZE];

	error_quote(quote, piece->start, length);
	error_quote(context, piece->text, whole);
	if (length == whole)
		return error_set(err, -EINVAL, "%s: '%s' %s", piece->what, quote, wrong);
	return error_set(err, -EINVAL, "%s: '%s' in '%s' %s", piece->what, quote, context, wrong);
}

static int complain_syntax(const struct piece *piece, struct error *err)
{
	return complain(piece, err,
			"is not a number; write N, N-M, N-M:STEP or max, without blanks");
}

/* Read decimal digits at *@at, stopping at INT_MAX + 1, which no bound admits. */
static bool read_digits(const char **at, const char *end, long long *value)
{
	const char *c = *at;

	*value = 0;
	for (; c < end && *c >= '0' && *c <= '9'; c++) {
		*value = *value * 10 + (*c - '0');
		if (*value > INT_MAX)
			*value = (long long)INT_MAX + 1;
	}
	if (c == *at)
		return false;
	*at = c;
	return true;
}

static bool read_max(const char **at, const struct piece *piece, long long *value)
{
	static const char word[] = "max";
	const size_t length = sizeof(word) - 1;

	if ((size_t)(piece->end - *at) < length || strncmp(*at, word, length))
		return false;
	*at += length;
	*value = piece->max;
	return true;
}

/* Take the piece apart; what it asks for is not judged here. */
static bool read_range(const struct piece *piece, struct range *range)
{
	const char *at = piece->start;

	range->step = 1;
	if (read_max(&at, piece, &range->first)) {
		range->last = range->first;
		return at == piece->end;
	}
	if (!read_digits(&at, piece->end, &range->first))
		return false;
	range->last = range->first;
	if (at == piece->end)
		return true;
	if (*at++ != '-')
		return false;
	if (!read_max(&at, piece, &range->last) && !read_digits(&at, piece->end, &range->last))
		return false;
	if (at == piece->end)
		return true;
	if (*at++ != ':')
		return false;
	return read_digits(&at, piece->end, &range->step) && at == piece->end;
}

static int complain_backwards(const struct piece *piece, const struct range *range,
			      struct error *err)
{
	char wrong[128], step[32] = "";

	if (memchr(piece->start, 'm', piece->end - piece->start))
		snprintf(wrong, sizeof(wrong), "runs backwards: max is %d here", piece->max);
	else {
		if (range->step > 1)
			snprintf(step, sizeof(step), ":%lld", range->step);
		snprintf(wrong, sizeof(wrong), "runs backwards; write %lld-%lld%s", range->last,
			 range->first, step);
	}
	return complain(piece, err, wrong);
}

/* A "max" out of bounds is the caller's number, not the user's: name it. */
static int complain_bounds(const struct piece *piece, struct error *err)
{
	char wrong[128];

	if (memchr(piece->start, 'm', piece->end - piece->start))
		snprintf(wrong, sizeof(wrong), "must lie in %d-%d, and max is %d here", piece->min,
			 piece->max_allowed, piece->max);
	else
		snprintf(wrong, sizeof(wrong), "must lie in %d-%d", piece->min, piece->max_allowed);
	return complain(piece, err, wrong);
}

static bool in_bounds(const struct piece *piece, long long value)
{
	return value >= piece->min && value <= piece->max_allowed;
}

static int check_range(const struct piece *piece, const struct range *range, struct error *err)
{
	if (!in_bounds(piece, range->first) || !in_bounds(piece, range->last))
		return complain_bounds(piece, err);
	if (range->first > range->last)
		return complain_backwards(piece, range, err);
	if (range->step < 1 || range->step > INT_MAX)
		return complain(piece, err, "has a step that is not 1 or more");
	return 0;
}

static int add_range(struct int_list *list, const struct piece *piece, const struct range *range,
		     struct error *err)
{
	if ((range->last - range->first) / range->step + 1 > MAX_VALUES - list->nr) {
		complain(piece, err, "makes the list longer than 1048576 values");
		return -E2BIG;
	}
	for (long long value = range->first; value <= range->last; value += range->step) {
		if (int_list_add(list, value))
			return error_set(err, -ENOMEM, "%s: out of memory", piece->what);
	}
	return 0;
}

static int parse_piece(struct int_list *list, const struct piece *piece, struct error *err)
{
	struct range range;
	int ret;

	if (piece->start == piece->end)
		return complain(piece, err, "is an empty piece; write a number between the commas");
	if (!read_range(piece, &range))
		return complain_syntax(piece, err);
	ret = check_range(piece, &range, err);
	if (ret)
		return ret;
	return add_range(list, piece, &range, err);
}

int int_list_parse(struct int_list *list, const char *what, const char *text, int min,
		   int max_allowed, int max, struct error *err)
{
	struct piece piece = {
		.what = what, .text = text, .min = min, .max_allowed = max_allowed, .max = max};
	int ret;

	*list = (struct int_list){0};
	if (!*text)
		return error_set(err, -EINVAL, "%s: the list is empty; write numbers, as in 1,2,4",
				 what);
	for (piece.start = text;; piece.start = piece.end + 1) {
		piece.end = piece.start + strcspn(piece.start, ",");
		ret = parse_piece(list, &piece, err);
		if (ret || !*piece.end)
			break;
	}
	if (ret)
		int_list_free(list);
	return ret;
}

/*
 * The capacity is not stored: it follows from the length, being the least power of two that holds
 * it. So a list must grow only through this function.
 */
int int_list_add(struct int_list *list, int value)
{
	const bool full = !list->nr || (list->nr >= FIRST_CAPACITY && !(list->nr & (list->nr - 1)));

	if (full) {
		size_t capacity = list->nr ? 2 * (size_t)list->nr : FIRST_CAPACITY;
		int *values = realloc(list->values, capacity * sizeof(*values));

		if (!values)
			return -ENOMEM;
		list->values = values;
	}
	list->values[list->nr++] = value;
	return 0;
}

/* The number of values from @first on that each exceed the one before by 1. */
static int run_length(const struct int_list *list, int first)
{
	int next = first + 1;

	while (next < list->nr && list->values[next - 1] < INT_MAX &&
	       list->values[next] == list->values[next - 1] + 1)
		next++;
	return next - first;
}

char *int_list_format(const struct int_list *list, char *text, int size)
{
	static const char more[] = "...";
	int used = 0, cut = 0, run;

	if (size < 1)
		return text;
	text[0] = '\0';
	for (int i = 0; i < list->nr; i += run) {
		char piece[32];
		int length;

		run = run_length(list, i);
		length = run == 1 ? snprintf(piece, sizeof(piece), "%d", list->values[i])
				  : snprintf(piece, sizeof(piece), "%d-%d", list->values[i],
					     list->values[i + run - 1]);
		/* Cut between pieces: half of "128" would read as another number. */
		if (used + (used > 0) + (int)sizeof(more) <= size)
			cut = used;
		if (used + (i > 0) + length >= size) {
			snprintf(text + cut, size - cut, "%s%s", cut ? "," : "", more);
			break;
		}
		used += snprintf(text + used, size - used, "%s%s", i ? "," : "", piece);
	}
	return text;
}

void int_list_free(struct int_list *list)
{
	free(list->values);
	*list = (struct int_list){0};
}
