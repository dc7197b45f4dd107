// SPDX-License-Identifier: GPL-2.0-or-later
/* event_report.c: missing events, one line a reason, and sets that take turns. See event_report.h. */
#include "bench/command/event_report.h"

#include <err.h>
#include <stdio.h>
#include <string.h>

/* Whether an earlier counter gave the same reason and so named this one too. */
static bool said_before(const struct counters *counters, int index)
{
	for (int i = 0; i < index; i++) {
		if (!counters->counter[i].available &&
		    !strcmp(counters->counter[i].reason, counters->counter[index].reason))
			return true;
	}
	return false;
}

static void say(const struct counters *counters, int index)
{
	const char *reason = counters->counter[index].reason;
	char names[600] = "";
	size_t used = 0;

	for (int i = index; i < counters->nr && used < sizeof(names); i++) {
		const struct counter *counter = &counters->counter[i];

		if (!counter->available && !strcmp(counter->reason, reason))
			used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s",
						 used ? ", " : "", counter->name);
	}
	warnx("not counted: %s (%s)", names, reason);
}

void event_report(const struct counters *counters, int repeats)
{
	for (int i = 0; i < counters->nr; i++) {
		if (!counters->counter[i].available && !said_before(counters, i))
			say(counters, i);
	}
	if (counters->nr_sets > 1 && !repeats)
		warnx("%d event sets take turns, round by round", counters->nr_sets);
	else if (counters->nr_sets > 1 && counters->nr_sets <= repeats)
		warnx("%d event sets take turns: each is carried by about %d of %d rounds",
		      counters->nr_sets, repeats / counters->nr_sets, repeats);
	else if (counters->nr_sets > repeats && repeats)
		warnx("the events need %d rounds, there are %d: some stay null (--repeat %d)",
		      counters->nr_sets, repeats, counters->nr_sets);
}
