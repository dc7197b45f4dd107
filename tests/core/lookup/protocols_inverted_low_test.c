// SPDX-License-Identifier: GPL-2.0-or-later
/* protocols_inverted_low_test.c: the protocols of core/lookup/ with inverted-low. */
#define HOOKED_SCHEME "core/schemes/inverted-low.h"
#include "tests/core/lookup/protocols.h"
#include "tests/core/lookup/protocols_pages.h"
