/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kernel_file.h: a file that lies in tmpfs without a name: gone when the last descriptor is. */
#ifndef BENCH_KERNEL_FILE_H
#define BENCH_KERNEL_FILE_H

#include <stddef.h>

#include "topology/error.h"

struct kernel_file {
	int fd; /* -1 where there is none */
	char *memory; /* a shared mapping of all of it, or NULL */
	size_t bytes;
};

/*
 * Make a file of @pages pages, each there and zero, and map it. Page i lies on nodes[i % nr_nodes],
 * confirmed; with @nr_nodes 0, wherever the kernel put it. Returns 0 or a negative errno with @err;
 * close it all the same.
 */
int kernel_file_open(struct kernel_file *file, int pages, const int *nodes, int nr_nodes,
		     struct error *err);

/* Give the mapping back; the pages stay. */
void kernel_file_unmap(struct kernel_file *file);
void kernel_file_close(struct kernel_file *file);

/* Where such files are made here: "memfd_create" or a folder; NULL where they cannot be. */
const char *kernel_file_place(void);

/* A descriptor of @file with a struct file of its own, as if another had opened it; or -errno. */
int kernel_file_open_again(const struct kernel_file *file);

#endif
