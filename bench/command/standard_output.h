/* SPDX-License-Identifier: GPL-2.0-or-later */
/* standard_output.h: whether all that was printed has arrived. */
#ifndef BENCH_STANDARD_OUTPUT_H
#define BENCH_STANDARD_OUTPUT_H

/*
 * Write out what is printed so far. Returns EXIT_DONE; EXIT_CANNOT_WRITE where any of it was lost, now
 * or before: a large text is written past the buffer, and then only the stream remembers. It is told
 * once, on standard error.
 */
int standard_output_flush(void);

#endif
