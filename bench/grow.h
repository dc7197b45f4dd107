/* SPDX-License-Identifier: GPL-2.0-or-later */
/* grow.h: arrays that double as they fill. */
#ifndef BENCH_GROW_H
#define BENCH_GROW_H

#include <stdlib.h>

/*
 * Room for one more in an array of @nr elements of @size bytes each, which has only ever been grown
 * by this function. Returns the array, moved or not, or NULL when out of memory (it is then as it
 * was).
 */
static inline void *grow(void *array, int nr, size_t size)
{
	if (nr & (nr - 1))
		return array;
	return realloc(array, (nr ? (size_t)nr * 2 : 1) * size);
}

#endif
