// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel_gup.c: GUP-fast, as an ordinary user may ask for it. One operation is one page.
 *
 * FUTEX_WAKE on a shared futex (no FUTEX_PRIVATE_FLAG) that nobody waits on: get_futex_key() takes
 * the page with get_user_pages_fast(address, 1, FOLL_WRITE), reads which file it belongs to, and puts
 * it. So in every kernel from 5.2, when GUP-fast got its flags, to 6.18; the page's lock is needed
 * only while it is truncated or swapped. The pages are those of a mapped tmpfs file, so that processes
 * share them as threads do; the key is then made of the inode's number, for which nothing is counted.
 * Besides, a call hashes the key and reads how many wait in that bucket. Nothing is woken.
 *
 * Why not another: process_vm_readv() and ptrace go the slow way, under the mmap lock; vmsplice() has
 * a pipe with its lock and its reader to pay for; O_DIRECT a file system and a device; move_pages()
 * and mincore() walk without GUP.
 *
 * --pin on: long-term pins, which an ordinary user has in io_uring. Its registered buffers are taken
 * by pin_user_pages_fast(FOLL_WRITE | FOLL_LONGTERM) in 6.12, in 6.1 by pin_user_pages() under the mmap
 * lock; a call registers all pages, the next unregisters them. The pages must fit RLIMIT_MEMLOCK. What
 * a registration costs besides is shared by its pages: more of them show more of the pins. (6.1 waits
 * for a grace period when it gives buffers up, some 15 ms: nearly all of the figure is then sleep, which
 * is recorded beside it.)
 */
#include <linux/futex.h>
#include <linux/io_uring.h>
#include <sys/uio.h>

#include "bench/kernel/kernel_workload.h"
#include "bench/kernel/remedy.h"
#include "bench/kernel/syscalls.h"
#include "bench/plan/plan.h"

/* A child has the mapping and none of its pages: what is looked up must be mapped, and writable. */
static int enter(struct kernel_worker *worker, const struct point *point, struct error *err)
{
	struct io_uring_params params = {0};
	long ret;

	worker->memory = worker->file->memory;
	worker->bytes = worker->file->bytes;
	for (size_t i = 0; i < worker->bytes; i += worker->page_bytes)
		__atomic_store_n(worker->memory + i, 0, __ATOMIC_RELAXED); /* others do too */
	if (!point->lookup.pin)
		return 0;
	ret = bare_syscall4(SYS_io_uring_setup, 1, (long)&params, 0, 0);
	if (ret < 0)
		return kernel_explain("io_uring_setup", (int)-ret, err);
	worker->fd = (int)ret;
	return 0;
}

static void leave(struct kernel_worker *worker)
{
	if (worker->fd >= 0)
		close(worker->fd);
	worker->fd = -1;
	worker->memory = NULL;
}

static void loop_futex(struct worker *worker)
{
	struct kernel_worker *kernel = worker->kernel;
	const int *stop = worker->stop;
	unsigned int index = worker->first;
	uint64_t ops = 0;

	do {
		long word = (long)(kernel->memory + index * kernel->page_bytes);
		long ret = bare_syscall4(SYS_futex, word, FUTEX_WAKE, 1, 0);

		if (unlikely(ret < 0)) {
			kernel_fail(kernel, "futex", ret);
			break;
		}
		index = worker_next(worker, index);
		ops++;
	} while (likely(!worker_stopped(stop)));
	kernel_end(worker, ops);
}

static void loop_pin(struct worker *worker)
{
	struct kernel_worker *kernel = worker->kernel;
	const struct iovec pages = {.iov_base = kernel->memory, .iov_len = kernel->bytes};
	const int *stop = worker->stop;
	uint64_t ops = 0;

	do {
		long ret = bare_syscall4(SYS_io_uring_register, kernel->fd, IORING_REGISTER_BUFFERS,
					 (long)&pages, 1);

		if (likely(!ret))
			ret = bare_syscall4(SYS_io_uring_register, kernel->fd,
					    IORING_UNREGISTER_BUFFERS, 0, 0);
		if (unlikely(ret)) {
			kernel_fail(kernel, "io_uring_register", ret);
			break;
		}
		ops += worker->pages;
	} while (likely(!worker_stopped(stop)));
	kernel_end(worker, ops);
}

static double calls(const struct point *point)
{
	return point->lookup.pin ? 2.0 / point->pages : 1;
}

const struct kernel_workload kernel_gup = {
	.has_file = true,
	.maps_file = true,
	.sites = {"page_ref/page_ref_mod_unless", {"get_user_pages_fast"}},
	.pin_sites = {"page_ref/page_ref_mod_unless", {"pin_user_pages_fast", "pin_user_pages"}},
	.enter = enter,
	.leave = leave,
	.loop = loop_futex,
	.pin_loop = loop_pin,
	.calls_per_op = calls,
};
