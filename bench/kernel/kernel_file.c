// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel_file.c: where tmpfs is. memfd_create() is tmpfs wherever the kernel has it, mounted or not;
 * where it may not be called, a folder is tried that usually is tmpfs. What a file really lies on,
 * fstatfs() says: a kernel without tmpfs calls ramfs by the same names.
 */
#include "bench/kernel/kernel_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "bench/kernel/remedy.h"
#include "topology/memory.h"

static bool is_tmpfs(int fd)
{
	struct statfs stat;

	return !fstatfs(fd, &stat) && stat.f_type == TMPFS_MAGIC;
}

static int make_memfd(const char *folder)
{
	(void)folder;
	return memfd_create("pageref", MFD_CLOEXEC);
}

static int make_in_folder(const char *folder)
{
	return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

/* The first way that leads to tmpfs. Returns a descriptor and *@place, or a negative errno. */
static int make_file(const char **place)
{
	const char *folder = getenv("TMPDIR");
	const struct {
		const char *place;
		int (*make)(const char *folder);
	} ways[] = {
		{"memfd_create", make_memfd},
		{"/dev/shm", make_in_folder},
		{folder ? folder : "/tmp", make_in_folder},
	};
	int error = EMEDIUMTYPE;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		int fd = ways[i].make(ways[i].place);

		*place = ways[i].place;
		if (fd >= 0 && is_tmpfs(fd))
			return fd;
		if (fd >= 0)
			close(fd);
		else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
			error = errno;
	}
	return -error;
}

const char *kernel_file_place(void)
{
	const char *place;
	int fd = make_file(&place);

	if (fd < 0)
		return NULL;
	close(fd);
	return place;
}

/* A page that does not fit would be a SIGBUS when it is touched: reserve them, and give them back. */
static int check_room(int fd, size_t bytes)
{
	if (ftruncate(fd, (off_t)bytes) || fallocate(fd, 0, 0, (off_t)bytes))
		return -errno;
	if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, (off_t)bytes))
		return -errno;
	return 0;
}

static int fill(struct kernel_file *file, const int *nodes, int nr_nodes, struct error *err)
{
	long page = sysconf(_SC_PAGESIZE);

	file->memory = mmap(NULL, file->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file->fd, 0);
	if (file->memory == MAP_FAILED) {
		file->memory = NULL;
		return kernel_explain("mmap", errno, err);
	}
	/* Refused only by kernels that have no huge pages to avoid. */
	madvise(file->memory, file->bytes, MADV_NOHUGEPAGE);
	if (nr_nodes)
		return memory_place(file->memory, file->bytes, nodes, nr_nodes, err);
	for (size_t i = 0; i < file->bytes; i += (size_t)page)
		*(volatile char *)(file->memory + i) = 0;
	return 0;
}

int kernel_file_open(struct kernel_file *file, int pages, const int *nodes, int nr_nodes,
		     struct error *err)
{
	const char *place;
	int ret;

	*file = (struct kernel_file){
		.fd = make_file(&place),
		.bytes = (size_t)pages * (size_t)sysconf(_SC_PAGESIZE),
	};
	if (file->fd < 0) {
		ret = file->fd;
		file->fd = -1;
		return kernel_explain("a file in tmpfs", -ret, err);
	}
	ret = check_room(file->fd, file->bytes);
	if (ret)
		return kernel_explain("a file in tmpfs", -ret, err);
	return fill(file, nodes, nr_nodes, err);
}

void kernel_file_unmap(struct kernel_file *file)
{
	if (file->memory)
		munmap(file->memory, file->bytes);
	file->memory = NULL;
}

void kernel_file_close(struct kernel_file *file)
{
	kernel_file_unmap(file);
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
}

int kernel_file_open_again(const struct kernel_file *file)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file->fd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}
