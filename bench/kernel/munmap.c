// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * munmap.c: `--pages` pages of anonymous memory mapped, filled and unmapped, over and over. One
 * operation is one page. munmap() puts each page's last reference: the put that an additional
 * compare-and-swap would be paid in.
 *
 * The pages have to come from somewhere, so the figure is that of the whole cycle: mmap, allocation
 * and zeroing (MADV_POPULATE_WRITE, one call instead of a fault a page) and munmap. The share of the
 * time that was spent in munmap() is recorded beside it, from a clock read before and after each; that
 * share of the figure is what the puts, the zap and the free lists cost. No huge pages: a page is a
 * folio with a last put of its own.
 *
 * As threads the cycle also takes the mmap lock that all share; as processes it does not.
 */
#include <sys/mman.h>

#include "bench/kernel/kernel_workload.h"
#include "bench/kernel/syscalls.h"
#include "bench/measure/clock.h"
#include "bench/plan/plan.h"
#include "topology/memory.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/* What is mapped anew in each cycle goes where the thread's own policy says. */
static int enter(struct kernel_worker *worker, const struct point *point, struct error *err)
{
	worker->bytes = (size_t)point->pages * worker->page_bytes;
	return worker->nr_nodes ? memory_bind_self(worker->nodes, worker->nr_nodes, err) : 0;
}

static void leave(struct kernel_worker *worker)
{
	(void)worker; /* the policy goes with the thread */
}

/* Map and fill; NULL with what failed. */
static char *map_pages(struct kernel_worker *kernel)
{
	size_t bytes = kernel->bytes;
	char *memory =
		mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long ret;

	if (unlikely(memory == MAP_FAILED)) {
		kernel_fail(kernel, "mmap", -errno);
		return NULL;
	}
	/* Refused only by kernels that have no huge pages to avoid. */
	bare_syscall4(SYS_madvise, (long)memory, (long)bytes, MADV_NOHUGEPAGE, 0);
	ret = bare_syscall4(SYS_madvise, (long)memory, (long)bytes, MADV_POPULATE_WRITE, 0);
	if (likely(!ret))
		return memory;
	kernel_fail(kernel, "madvise", ret);
	munmap(memory, bytes);
	return NULL;
}

static void loop_munmap(struct worker *worker)
{
	struct kernel_worker *kernel = worker->kernel;
	const int *stop = worker->stop;
	uint64_t ops = 0, unmap_ns = 0;

	do {
		char *memory = map_pages(kernel);
		uint64_t begin_ns;
		long ret;

		if (unlikely(!memory))
			break;
		begin_ns = clock_now_ns();
		ret = bare_syscall4(SYS_munmap, (long)memory, (long)kernel->bytes, 0, 0);
		unmap_ns += clock_now_ns() - begin_ns;
		if (unlikely(ret)) {
			kernel_fail(kernel, "munmap", ret);
			break;
		}
		ops += worker->pages;
	} while (likely(!worker_stopped(stop)));
	kernel->unmap_ns = unmap_ns;
	kernel_end(worker, ops);
}

static double four_a_cycle(const struct point *point)
{
	return 4.0 / point->pages;
}

const struct kernel_workload kernel_munmap = {
	.has_clock = true,
	.sites = {"page_ref/page_ref_mod_and_test", {"folios_put_refs", "release_pages"}},
	.enter = enter,
	.leave = leave,
	.loop = loop_munmap,
	.calls_per_op = four_a_cycle,
};
