/* SPDX-License-Identifier: GPL-2.0-or-later */
/* remedy.h: a system call that failed, why, and what to do about it, in one line. */
#ifndef BENCH_KERNEL_REMEDY_H
#define BENCH_KERNEL_REMEDY_H

#include "topology/error.h"

/*
 * "CALL: what errno @error says; what helps". Returns the negative errno, EIO as ENXIO: elsewhere
 * -EIO is a law that was broken.
 */
int kernel_explain(const char *call, int error, struct error *err);

#endif
