/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data_dir.h: where the program's own files are: gnuplot scripts and sweep profiles. */
#ifndef BENCH_DATA_DIR_H
#define BENCH_DATA_DIR_H

#include <stddef.h>

#include "topology/error.h"

/*
 * The folder that holds @name ("plots", "scripts/profiles"), written to @path: below
 * $PAGEREF_DATADIR, beside the program in its source tree, in share/pageref beside an installed
 * bin/, where `make install` put it, or in the tree that it was built from. Returns 0, or -ENOENT with @err naming the places looked at.
 */
int data_dir(const char *name, char *path, size_t size, struct error *err);

#endif
