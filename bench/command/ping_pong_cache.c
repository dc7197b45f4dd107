// SPDX-License-Identifier: GPL-2.0-or-later
/* ping_pong_cache.c: see ping_pong_cache.h. */
#include "bench/command/ping_pong_cache.h"

#include <errno.h>
#include <string.h>

int ping_pong_cache_parse(enum ping_pong_cache *cache, const char *text, bool measures,
			  struct error *err)
{
	*cache = PING_PONG_CACHE_USE;
	if (!text || !strcmp(text, "use"))
		return 0;
	if (measures && !strcmp(text, "refresh")) {
		*cache = PING_PONG_CACHE_REFRESH;
		return 0;
	}
	if (!strcmp(text, "none")) {
		*cache = PING_PONG_CACHE_NONE;
		return 0;
	}
	return error_set(err, -EINVAL,
			 "--ping-pong-cache: '%.40s' does not exist; there are: use, %snone", text,
			 measures ? "refresh, " : "");
}
