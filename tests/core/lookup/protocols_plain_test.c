// SPDX-License-Identifier: GPL-2.0-or-later
/* protocols_plain_test.c: the protocols of core/lookup/ with plain. */
#define HOOKED_SCHEME "core/schemes/plain.h"
#include "tests/core/lookup/protocols.h"
#include "tests/core/lookup/protocols_pages.h"
