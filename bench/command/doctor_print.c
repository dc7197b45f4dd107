// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor_print.c: findings in words. See doctor_print.h. */
#include "bench/command/doctor_print.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH  80
#define INDENT 8

/* Words of @text after what stands on the line already (@column), broken at @indent. */
static void wrap(FILE *out, const char *text, int column, int indent)
{
	while (*text) {
		int length = (int)strcspn(text, " ");

		if (column > indent && column + 1 + length > WIDTH) {
			fprintf(out, "\n%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', out);
			column++;
		}
		fprintf(out, "%.*s", length, text);
		column += length;
		text += length;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

static void labelled(FILE *out, const char *label, const char *text)
{
	wrap(out, text, fprintf(out, "  %-*s", INDENT - 2, label), INDENT);
}

static void command(FILE *out, const char *label, const char *text)
{
	if (*text)
		fprintf(out, "  %-*s%s\n", INDENT - 2, label, text);
}

/* Every step is a command; a finding without steps has one at most. */
static void print_mend(FILE *out, const struct doctor_finding *finding)
{
	char text[DOCTOR_COMMAND_SIZE];

	if (!finding->nr_steps) {
		command(out, "mend", finding->mend);
		command(out, "undo", finding->undo);
	}
	for (int i = 0; i < finding->nr_steps; i++) {
		const struct doctor_step *step = &finding->steps[i];

		doctor_step_command(step, &step->numbers, text, sizeof(text));
		command(out, i ? "" : "mend", text);
	}
	for (int i = finding->nr_steps - 1; i >= 0; i--) {
		const struct doctor_step *step = &finding->steps[i];

		doctor_step_undo(step, &step->numbers, text, sizeof(text));
		command(out, i < finding->nr_steps - 1 ? "" : "undo", text);
	}
	if (finding->advice)
		labelled(out, *finding->mend ? "" : "mend", finding->advice);
}

static void print_finding(FILE *out, const struct doctor_finding *finding)
{
	int column = fprintf(out, "\n%s:", doctor_name(finding->row));

	wrap(out, finding->what, column, 2);
	labelled(out, "why", doctor_why(finding->row));
	print_mend(out, finding);
}

static void print_gaps(FILE *out, const struct doctor *doctor)
{
	char names[1000] = "not here:";
	int absent = 0, unread = 0;

	for (int i = 0; i < doctor->nr_gaps; i++) {
		const struct doctor_gap *gap = &doctor->gaps[i];
		size_t used = strlen(names);

		if (!*gap->reason)
			snprintf(names + used, sizeof(names) - used, "%s %s", absent++ ? "," : "",
				 doctor_name(gap->row));
	}
	for (int i = 0; i < doctor->nr_gaps; i++) {
		const struct doctor_gap *gap = &doctor->gaps[i];

		if (!*gap->reason)
			continue;
		if (!unread++)
			fprintf(out, "\nCannot be read, so nothing is said of it\n");
		wrap(out, gap->reason, fprintf(out, "  %s:", doctor_name(gap->row)), 4);
	}
	if (absent) {
		fputc('\n', out);
		wrap(out, names, 0, 2);
	}
}

void doctor_print_text(FILE *out, const struct doctor *doctor)
{
	char list[200];
	int unread = 0, applies = 0;

	for (int i = 0; i < doctor->nr_gaps; i++)
		unread += *doctor->gaps[i].reason != '\0';
	fprintf(out, "CPU%s %s\n", doctor->cpus.nr == 1 ? "" : "s",
		int_list_format(&doctor->cpus, list, sizeof(list)));
	for (int s = 0; s < DOCTOR_NR_SEVERITIES; s++) {
		if (!doctor_count(doctor, s))
			continue;
		fprintf(out, "\n== %s: %s ==\n", doctor_severity_names[s],
			doctor_severity_meanings[s]);
		for (int i = 0; i < doctor->nr_findings; i++) {
			if ((int)doctor->findings[i].severity == s)
				print_finding(out, &doctor->findings[i]);
		}
	}
	if (!doctor->nr_findings)
		fprintf(out, "nothing to mend%s\n", unread ? " in what can be read" : "");
	print_gaps(out, doctor);
	for (int i = 0; i < doctor->nr_findings && !applies; i++)
		applies = doctor->findings[i].nr_steps;
	if (applies) {
		fputc('\n', out);
		wrap(out,
		     "As root, 'pageref doctor --apply' does what has an undo here, and prints it.",
		     0, 0);
	}
}

/* ---- what was changed ---- */

void doctor_will_change(void *arg, const struct doctor_change *change)
{
	struct doctor_changes *changes = arg;

	if (!changes->out)
		return;
	fprintf(changes->out, "%s:\n", doctor_name(change->finding->row));
	command(changes->out, "do", change->command);
	command(changes->out, "undo", change->undo);
	/* Before it is done: a program that is killed has said how to go back. */
	fflush(changes->out);
}

void doctor_did_change(void *arg, const struct doctor_change *change)
{
	struct doctor_changes *changes = arg;
	struct doctor_change *more =
		realloc(changes->changes, ((size_t)changes->nr + 1) * sizeof(*more));

	if (*change->failed)
		warnx("%s: not mended: %s", doctor_name(change->finding->row), change->failed);
	if (!more) {
		changes->lost = true;
		return;
	}
	changes->changes = more;
	more[changes->nr++] = *change;
}

void doctor_print_changes(FILE *out, const struct doctor_changes *changes)
{
	int done = 0;

	for (int i = changes->nr - 1; i >= 0; i--) {
		if (!*changes->changes[i].undo)
			continue;
		if (!done++)
			fprintf(out, "\nTo restore what was, in this order:\n");
		fprintf(out, "  %s\n", changes->changes[i].undo);
	}
	if (!done)
		fprintf(out, "nothing was changed\n");
	if (changes->lost)
		fprintf(out,
			"out of memory: not every change is in this list; each is told above\n");
	fputc('\n', out);
	fflush(out);
}

void doctor_changes_free(struct doctor_changes *changes)
{
	free(changes->changes);
	changes->changes = NULL;
	changes->nr = 0;
}
