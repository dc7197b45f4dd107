// SPDX-License-Identifier: GPL-2.0-or-later
/* remedy.c: what helps against which error of which call. See remedy.h. */
#include "bench/kernel/remedy.h"

#include <errno.h>
#include <string.h>

/* The first row that fits; a NULL call fits any. */
static const struct {
	const char *call;
	int error;
	const char *remedy;
} remedies[] = {
	{"io_uring_setup", EPERM,
	 "set sysctl kernel.io_uring_disabled=0, or allow io_uring in the container's seccomp "
	 "profile"},
	{"io_uring_setup", ENOSYS, "boot a kernel with CONFIG_IO_URING"},
	{"io_uring_setup", ENOMEM, "raise ulimit -l"},
	{"io_uring_register", ENOMEM, "raise ulimit -l, or give fewer --pages or threads"},
	{"io_uring_register", EFAULT, "give fewer --pages: a buffer is at most 1G"},
	{"madvise", EINVAL, "boot a kernel of 5.14 or later, which has MADV_POPULATE_WRITE"},
	{"a file in tmpfs", EMEDIUMTYPE,
	 "allow memfd_create, or mount tmpfs at /dev/shm or name such a folder in TMPDIR"},
	{"a file in tmpfs", EFBIG, "raise ulimit -f, or give fewer --pages"},
	{"a file in tmpfs", ENOSPC, "give fewer --pages, or a larger tmpfs"},
	{"/proc/self/fd", ENOENT, "mount /proc"},
	{NULL, EMFILE, "raise ulimit -n, or give fewer threads"},
	{NULL, ENOMEM, "raise ulimit -v or the memory limit of this cgroup, or give fewer --pages"},
	{NULL, EAGAIN, "raise ulimit -l or -u"},
	{NULL, EPERM, "a security policy forbids the call: allow it in the seccomp profile"},
	{NULL, EACCES, "a security policy forbids the call"},
	{NULL, ENOSYS, "this kernel, or a seccomp profile, lacks the call"},
};

int kernel_explain(const char *call, int error, struct error *err)
{
	const char *problem = error == EMEDIUMTYPE ? "there is no tmpfs" : strerror(error);
	int code = error == EIO ? -ENXIO : -error;

	for (size_t i = 0; i < sizeof(remedies) / sizeof(remedies[0]); i++) {
		if (remedies[i].error == error &&
		    (!remedies[i].call || !strcmp(remedies[i].call, call)))
			return error_set(err, code, "%s: %s; %s", call, problem,
					 remedies[i].remedy);
	}
	return error_set(err, code, "%s: %s", call, problem);
}
