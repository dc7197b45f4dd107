/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * release-alone: plain with one fault, a put that releases and does not acquire where it was last.
 * The freer's loads may then be from before the other holders' last use; its stores are held back by
 * the branch.
 */
#include "core/page.h"

#define atomic_dec_and_test(v) (atomic_sub_return_release(1, v) == 0)

#include "core/schemes/plain.h"
