/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ping_pong_cache.h: --ping-pong-cache: what becomes of the ping-pong matrices that are kept (kept.h).
 */
#ifndef BENCH_PING_PONG_CACHE_H
#define BENCH_PING_PONG_CACHE_H

#include <stdbool.h>

#include "topology/error.h"

enum ping_pong_cache {
	PING_PONG_CACHE_USE, /* they stand in where nothing was measured; what is measured is kept */
	PING_PONG_CACHE_REFRESH, /* it is measured now, and kept in place of what there was */
	PING_PONG_CACHE_NONE, /* neither used nor kept */
};

/*
 * Parse the option's value; NULL is the default. Only a command that @measures can refresh. Returns 0, or
 * -EINVAL with @err, which names the values that there are.
 */
int ping_pong_cache_parse(enum ping_pong_cache *cache, const char *text, bool measures,
			  struct error *err);

#endif
