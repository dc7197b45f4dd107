// SPDX-License-Identifier: GPL-2.0-or-later
/* backlog.c: see backlog.h. */
#include "bench/lookup/backlog.h"

#include <errno.h>
#include <stdlib.h>

#include "bench/lookup/world.h"

int backlog_make(struct backlog *backlog)
{
	backlog->folios = calloc(BACKLOG_MAX_POINTS, sizeof(*backlog->folios));
	backlog->bytes = calloc(BACKLOG_MAX_POINTS, sizeof(*backlog->bytes));
	return backlog->folios && backlog->bytes ? 0 : -ENOMEM;
}

void backlog_watch_begin(struct backlog_watch *watch, uint64_t now_ns)
{
	struct backlog *backlog = watch->backlog;

	backlog->nr = 0;
	backlog->interval_ns = BACKLOG_INTERVAL_NS;
	backlog->folios_peak = backlog->bytes_peak = 0;
	watch->folios_sum = watch->bytes_sum = watch->looks = 0;
	watch->next_ns = now_ns;
}

/* Every other one goes, and the interval doubles. */
static void thin_out(struct backlog *backlog)
{
	backlog->nr /= 2;
	for (int i = 0; i < backlog->nr; i++) {
		backlog->folios[i] = backlog->folios[2 * i];
		backlog->bytes[i] = backlog->bytes[2 * i];
	}
	backlog->interval_ns *= 2;
}

static void add_point(struct backlog_watch *watch, uint64_t folios, uint64_t bytes)
{
	struct backlog *backlog = watch->backlog;

	if (backlog->nr == BACKLOG_MAX_POINTS)
		thin_out(backlog);
	backlog->folios[backlog->nr] = folios;
	backlog->bytes[backlog->nr++] = bytes;
	watch->folios_sum += folios;
	watch->bytes_sum += bytes;
	watch->looks++;
	watch->next_ns += backlog->interval_ns;
}

void backlog_watch_look(struct backlog_watch *watch, uint64_t now_ns)
{
	struct backlog *backlog = watch->backlog;
	uint64_t folios = 0, bytes = 0;

	if (now_ns < watch->next_ns)
		return;
	for (int g = 0; g < watch->nr_worlds; g++) {
		const struct world *world = watch->worlds[g];

		for (int i = 0; i < world->nr_threads; i++) {
			folios += READ_ONCE(world->threads[i].waiting_folios_now);
			bytes += READ_ONCE(world->threads[i].waiting_bytes_now);
		}
	}
	if (folios > backlog->folios_peak)
		backlog->folios_peak = folios;
	if (bytes > backlog->bytes_peak)
		backlog->bytes_peak = bytes;
	while (watch->next_ns <= now_ns)
		add_point(watch, folios, bytes);
}

void backlog_watch_end(struct backlog_watch *watch)
{
	if (!watch->looks)
		return;
	watch->backlog->folios_mean = (double)watch->folios_sum / (double)watch->looks;
	watch->backlog->bytes_mean = (double)watch->bytes_sum / (double)watch->looks;
}
