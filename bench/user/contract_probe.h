/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contract_probe.h: a few calls that tell whether a page_ref.h counts references at all. */
#ifndef BENCH_USER_CONTRACT_PROBE_H
#define BENCH_USER_CONTRACT_PROBE_H

#include "bench/scheme.h"
#include "topology/error.h"

/*
 * Call @ops, which messages call @shown, in a child process and for a second at most. Returns 0, or
 * -EINVAL with @err: the step that went wrong, or where it hung or crashed; or another negative errno
 * with @err.
 */
int contract_probe(const struct scheme_ops *ops, const char *shown, struct error *err);

#endif
