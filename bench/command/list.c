// SPDX-License-Identifier: GPL-2.0-or-later
/* list.c: `pageref list`: what there is to choose from, with what this machine makes of it. */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/command/command.h"
#include "bench/measure/events.h"
#include "bench/exit_status.h"
#include "bench/command/options.h"
#include "bench/plot/plot.h"
#include "bench/run/probe.h"
#include "bench/workload.h"

static int list_schemes(void)
{
	printf("%-17s %-12s %-8s %s\n", "scheme", "frozen is", "zeroed", "summary");
	for (const struct scheme *const *s = scheme_all(); *s; s++)
		printf("%-17s %-12s %-8s %s\n", (*s)->name, (*s)->frozen, (*s)->zeroed,
		       (*s)->summary);
	return EXIT_DONE;
}

static int list_workloads(void)
{
	for (const struct workload *w = workloads; w->name; w++)
		printf("%-11s %s\n%-11s   %s\n", w->name, w->summary, "", w->answers);
	return EXIT_DONE;
}

static int list_placements(void)
{
	for (const struct placement_kind *kind = placement_kinds; kind->name; kind++)
		printf("%-10s %s\n", kind->name, kind->summary);
	return EXIT_DONE;
}

static int list_plots(void)
{
	for (const struct plot_kind *kind = plot_kinds; kind->name; kind++)
		printf("%-11s %s\n", kind->name, kind->summary);
	return EXIT_DONE;
}

/* One event, what it is, and what this machine makes of it. */
static void print_event(const char *name, const char *summary, bool available, const char *native,
			const char *reason)
{
	printf("%-17s %s\n", name, summary);
	if (available)
		printf("%-17s   counted here as %s\n", "", native);
	else
		printf("%-17s   not counted here: %s\n", "", reason);
}

static void print_events(const struct counters *counters)
{
	for (int i = 0; i < counters->nr; i++) {
		const struct counter *counter = &counters->counter[i];

		print_event(counter->name, events[i].summary, counter->available, counter->native,
			    counter->reason);
	}
}

static void print_package_events(const struct package_events *packages)
{
	for (int i = 0; i < packages->nr; i++) {
		const struct package_event *event = &packages->event[i];

		print_event(event->name, package_kinds[i].summary, event->available, event->native,
			    event->reason);
	}
}

/* Of threads or of packages; those of the other are not asked for. */
static int probe_and_print(bool packages)
{
	struct machine machine;
	struct probe *probe;
	struct error err;
	int code;

	if (machine_load(&machine, NULL, &err)) {
		warnx("%s", err.text);
		return EXIT_CANNOT;
	}
	probe = probe_machine(&machine, packages ? "none" : "default", packages ? "auto" : "none",
			      &code, &err);
	if (probe && packages)
		print_package_events(&probe->packages);
	else if (probe)
		print_events(&probe->counters);
	else
		warnx("%s", err.text);
	probe_free(probe);
	machine_free(&machine);
	return probe ? EXIT_DONE : EXIT_CANNOT;
}

static int list_events(void)
{
	return probe_and_print(false);
}

static int list_package_events(void)
{
	return probe_and_print(true);
}

static const struct {
	const char *name;
	int (*list)(void);
} lists[] = {
	{"schemes", list_schemes},
	{"workloads", list_workloads},
	{"placements", list_placements},
	{"events", list_events},
	{"package-events", list_package_events},
	{"plots", list_plots},
};

int command_list(int argc, char **argv)
{
	static const struct option_row rows[] = {{.kind = OPTION_END}};
	const struct command_usage usage = {
		.synopsis = "pageref list schemes|workloads|placements|events|package-events|plots",
		.summary = "List what there is; for events, what this machine counts.",
		.rows = rows,
		.max_operands = 1,
	};
	struct error err;
	int operand, ret = options_parse(&usage, argc, argv, &operand, &err);

	if (ret > 0)
		return EXIT_DONE;
	if (ret < 0) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	for (size_t i = 0; operand < argc && i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (!strcmp(argv[operand], lists[i].name))
			return lists[i].list();
	}
	error_set(
		&err, -EINVAL,
		"list what? there are: schemes, workloads, placements, events, package-events, plots%s%.40s",
		operand < argc ? "; not " : "", operand < argc ? argv[operand] : "");
	warnx("%s", err.text);
	return EXIT_BAD_COMMAND;
}
