// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pread.c: `--size` bytes of a tmpfs file, page after page. One operation is one call: it looks its
 * folio up in the page cache (try_get), locks and unlocks it, copies, and puts it. tmpfs because there
 * is no device behind it.
 *
 * Each thread has opened the file for itself. With one descriptor for all, every call would also
 * count up and down in the struct file that they share, which is no folio.
 *
 * What else is in the figure: entry and exit, the folio lock, the copy. Threads that read one page at
 * once meet at its lock too, which lies on the line of its count.
 */
#include <stdlib.h>
#include <string.h>

#include "bench/kernel/kernel_workload.h"
#include "bench/kernel/remedy.h"
#include "bench/kernel/syscalls.h"
#include "bench/plan/plan.h"

static size_t round_up(size_t bytes, size_t unit)
{
	return (bytes + unit - 1) / unit * unit;
}

/* A buffer on pages of its own, there before they are needed. */
static int enter(struct kernel_worker *worker, const struct point *point, struct error *err)
{
	worker->bytes = (size_t)point->size;
	worker->fd = kernel_file_open_again(worker->file);
	if (worker->fd < 0)
		return kernel_explain("/proc/self/fd", -worker->fd, err);
	worker->memory =
		aligned_alloc(worker->page_bytes, round_up(worker->bytes, worker->page_bytes));
	if (!worker->memory)
		return kernel_explain("malloc", ENOMEM, err);
	memset(worker->memory, 1, worker->bytes);
	return 0;
}

static void leave(struct kernel_worker *worker)
{
	if (worker->fd >= 0)
		close(worker->fd);
	free(worker->memory);
	worker->fd = -1;
	worker->memory = NULL;
}

static void loop_pread(struct worker *worker)
{
	struct kernel_worker *kernel = worker->kernel;
	const int *stop = worker->stop;
	long fd = kernel->fd, buffer = (long)kernel->memory, bytes = (long)kernel->bytes;
	long page = (long)kernel->page_bytes;
	long end = (long)worker->pages * page - bytes; /* the last place to read from */
	long step = (long)round_up(kernel->bytes, kernel->page_bytes);
	long offset = (long)worker->first * page;
	uint64_t ops = 0;

	do {
		long ret;

		if (unlikely(offset > end))
			offset = 0;
		ret = bare_syscall4(SYS_pread64, fd, buffer, bytes, offset);
		if (unlikely(ret != bytes)) {
			kernel_fail(kernel, "pread", ret < 0 ? ret : -ENODATA);
			break;
		}
		offset += step;
		ops++;
	} while (likely(!worker_stopped(stop)));
	kernel_end(worker, ops);
}

static double one_call(const struct point *point)
{
	(void)point;
	return 1;
}

const struct kernel_workload kernel_pread = {
	.has_file = true,
	.sites = {"page_ref/page_ref_mod_unless", {"filemap_get_entry", "__filemap_get_folio"}},
	.enter = enter,
	.leave = leave,
	.loop = loop_pread,
	.calls_per_op = one_call,
};
