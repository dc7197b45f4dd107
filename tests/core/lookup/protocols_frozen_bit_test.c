// SPDX-License-Identifier: GPL-2.0-or-later
/* protocols_frozen_bit_test.c: the protocols of core/lookup/ with frozen-bit. */
#define HOOKED_SCHEME "core/schemes/frozen-bit.h"
#include "tests/core/lookup/protocols.h"
#include "tests/core/lookup/protocols_pages.h"
