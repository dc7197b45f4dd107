/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.h: a results file being written. Append-only, one write(2) a line, one writer at a time; it
 * never ends in half a line.
 */
#ifndef BENCH_OUTPUT_H
#define BENCH_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "topology/error.h"

struct output {
	int fd;
	bool regular; /* a file whose end can be mended */
	const char *name;
};

/*
 * Open @path for appending, making the folders it names; "-" is standard output. A last line that an
 * earlier kill left torn is cut off, which @notice says ("" otherwise); a file that does not begin as
 * ours do is not touched. SIGXFSZ is ignored from then on. Returns 0 or a negative errno with @err
 * (-EBUSY: another process is writing to it; -EINVAL: it is no results file).
 */
int output_open(struct output *output, const char *path, struct error *notice, struct error *err);

/*
 * Append one line. On a short write (a full disk) the part that was written is taken back. Returns 0
 * or a negative errno with @err.
 */
int output_line(struct output *output, const char *line, size_t length, struct error *err);

/* Flush to the disk and close; the errors that only then show are errors. */
int output_close(struct output *output, struct error *err);

#endif
