/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists of numbers as the kernel and taskset write them: "0-3,8,10-14:2", and back again.
 */
#ifndef TOPOLOGY_INT_LIST_H
#define TOPOLOGY_INT_LIST_H

#include "topology/error.h"

struct int_list {
	int *values; /* in the order given; the list owns them */
	int nr;
};

/*
 * Parse @text: numbers, ranges "a-b" and strided ranges "a-b:step", separated by commas, no blanks.
 * The word "max" stands for @max, alone or as the end of a range. Each value must lie in
 * @min..@max_allowed. Repeated values are kept: whether they make sense is the caller's business.
 * Returns 0, or -EINVAL with @err naming @what, the piece that is wrong and what would be accepted,
 * or -E2BIG when the list would hold more than 1,048,576 values, or -ENOMEM. On error @list is
 * empty.
 */
int int_list_parse(struct int_list *list, const char *what, const char *text, int min,
		   int max_allowed, int max, struct error *err);

/* Append one value; returns 0 or -ENOMEM. */
int int_list_add(struct int_list *list, int value);

/*
 * Write @list to @text (at most @size bytes, always terminated) in the same notation, joining runs:
 * "0-3,8". The order of the values is kept. Returns @text. A text that does not fit ends in "...".
 */
char *int_list_format(const struct int_list *list, char *text, int size);

void int_list_free(struct int_list *list);

#endif
