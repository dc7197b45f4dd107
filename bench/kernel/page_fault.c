// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * page_fault.c: a mapped tmpfs file of which the mapping is emptied (MADV_DONTNEED) and read again,
 * page by page. One operation is one page mapped and unmapped: a reference taken from the page cache
 * and put by the zap. It is not one fault: a read fault maps its neighbours as well (fault-around, 16
 * pages unless the machine says otherwise), and what it maps around it costs no fault of its own.
 * How many faults were taken is recorded beside the figure, as page_faults.
 *
 * Each thread has a mapping of its own; --share says who maps the same file. As threads the mappings
 * lie in one address space.
 */
#include <sys/mman.h>

#include "bench/kernel/kernel_workload.h"
#include "bench/kernel/remedy.h"
#include "bench/kernel/syscalls.h"
#include "bench/plan/plan.h"

static int enter(struct kernel_worker *worker, const struct point *point, struct error *err)
{
	size_t bytes = worker->file->bytes;
	void *memory = mmap(NULL, bytes, PROT_READ, MAP_SHARED, worker->file->fd, 0);

	(void)point;
	if (memory == MAP_FAILED)
		return kernel_explain("mmap", errno, err);
	worker->memory = memory;
	worker->bytes = bytes;
	return 0;
}

static void leave(struct kernel_worker *worker)
{
	if (worker->memory)
		munmap(worker->memory, worker->bytes);
	worker->memory = NULL;
}

static void loop_page_fault(struct worker *worker)
{
	struct kernel_worker *kernel = worker->kernel;
	const int *stop = worker->stop;
	const char *end = kernel->memory + kernel->bytes;
	uint64_t ops = 0;

	do {
		long ret = bare_syscall4(SYS_madvise, (long)kernel->memory, (long)kernel->bytes,
					 MADV_DONTNEED, 0);

		if (unlikely(ret)) {
			kernel_fail(kernel, "madvise", ret);
			break;
		}
		for (const char *page = kernel->memory; page < end; page += kernel->page_bytes)
			(void)*(const volatile char *)page;
		ops += worker->pages;
	} while (likely(!worker_stopped(stop)));
	kernel_end(worker, ops);
}

static double one_a_cycle(const struct point *point)
{
	return 1.0 / point->pages;
}

const struct kernel_workload kernel_page_fault = {
	.has_file = true,
	.sites = {"page_ref/page_ref_mod_unless", {"filemap_map_pages"}},
	.enter = enter,
	.leave = leave,
	.loop = loop_page_fault,
	.calls_per_op = one_a_cycle,
};
