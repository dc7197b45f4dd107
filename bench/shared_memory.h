/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shared_memory.h: zeroed memory that children forked later share with this process. */
#ifndef BENCH_SHARED_MEMORY_H
#define BENCH_SHARED_MEMORY_H

#include <sys/mman.h>

/* On a page boundary; NULL when out of memory. */
static inline void *shared_memory_alloc(size_t bytes)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

static inline void shared_memory_free(void *memory, size_t bytes)
{
	if (memory)
		munmap(memory, bytes);
}

#endif
