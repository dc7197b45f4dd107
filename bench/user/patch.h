/* SPDX-License-Identifier: GPL-2.0-or-later */
/* patch.h: a .patch or a mailed .mbox, applied to a private copy of the few files that are needed. */
#ifndef BENCH_USER_PATCH_H
#define BENCH_USER_PATCH_H

#include "topology/error.h"

/* What of a tree is copied, and may be patched; NULL behind the last. */
extern const char *const patch_files[];

/*
 * Apply what the file @patch changes of patch_files to the copies below folder @dir, which must not
 * be reached through a link. Patches of a mailbox are applied in its order. Returns 0; -EINVAL with @err
 * where it is no patch, changes none of those files, or does not apply; or another negative errno with
 * @err.
 */
int patch_apply(const char *patch, const char *dir, struct error *err);

#endif
