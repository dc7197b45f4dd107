// SPDX-License-Identifier: GPL-2.0-or-later
/* event_report.c: missing events, one line a reason, and sets that take turns. See event_report.h. */
#include "bench/command/event_report.h"

#include <err.h>
#include <stdio.h>
#include <string.h>

/* What is not counted, and why. */
struct missing {
	const char *name, *reason;
};

/* Whether an earlier one gave the same reason and so named this one too. */
static bool said_before(const struct missing *missing, int index)
{
	for (int i = 0; i < index; i++) {
		if (!strcmp(missing[i].reason, missing[index].reason))
			return true;
	}
	return false;
}

static void say(const struct missing *missing, int nr, int index)
{
	char names[600] = "";
	size_t used = 0;

	for (int i = index; i < nr && used < sizeof(names); i++) {
		if (!strcmp(missing[i].reason, missing[index].reason))
			used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s",
						 used ? ", " : "", missing[i].name);
	}
	warnx("not counted: %s (%s)", names, missing[index].reason);
}

static void say_all(const struct missing *missing, int nr)
{
	for (int i = 0; i < nr; i++) {
		if (!said_before(missing, i))
			say(missing, nr, i);
	}
}

void event_report_packages(const struct package_events *events)
{
	struct missing missing[PACKAGE_MAX_EVENTS];
	int nr = 0;

	for (int i = 0; i < events->nr; i++) {
		const struct package_event *event = &events->event[i];

		if (!event->available)
			missing[nr++] = (struct missing){event->name, event->reason};
	}
	say_all(missing, nr);
}

void event_report(const struct counters *counters, int repeats)
{
	struct missing missing[COUNTERS_MAX_EVENTS];
	int nr = 0;

	for (int i = 0; i < counters->nr; i++) {
		const struct counter *counter = &counters->counter[i];

		if (!counter->available)
			missing[nr++] = (struct missing){counter->name, counter->reason};
	}
	say_all(missing, nr);
	if (counters->nr_sets > 1 && !repeats)
		warnx("%d event sets take turns, round by round", counters->nr_sets);
	else if (counters->nr_sets > 1 && counters->nr_sets <= repeats)
		warnx("%d event sets take turns: each is carried by about %d of %d rounds",
		      counters->nr_sets, repeats / counters->nr_sets, repeats);
	else if (counters->nr_sets > repeats && repeats)
		warnx("the events need %d rounds, there are %d: some stay null (--repeat %d)",
		      counters->nr_sets, repeats, counters->nr_sets);
}
