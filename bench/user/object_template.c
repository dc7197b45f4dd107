// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * object_template.c: both templates in one, for whoever makes a shared object of a header by hand; the
 * program prints the command when it is given an object that is none (load.c). It has no twin that
 * counts retries, and nothing to explore.
 */
#include "bench/scheme_template.c"

#include "bench/lookup_template.c"
