// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * doctor_step.c: the changes that mend a finding, and how they are written for people: one line that
 * bash takes. What a file held goes into the line that restores it, so it is quoted.
 */
#include "topology/doctor_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct doctor_step *add_step(struct doctor_finding *finding)
{
	struct doctor_step *steps =
		realloc(finding->steps, ((size_t)finding->nr_steps + 1) * sizeof(*steps));

	if (!steps)
		return NULL;
	finding->steps = steps;
	steps += finding->nr_steps++;
	*steps = (struct doctor_step){0};
	return steps;
}

static bool same_step(const struct doctor_step *step, const char *path, const char *rest,
		      const char *value, const char *old)
{
	return !step->service && step->numbers.nr && !strcmp(step->path, path) &&
	       !strcmp(step->rest, rest) && !strcmp(step->value, value) && !strcmp(step->old, old);
}

int finding_write(struct doctor_finding *finding, const char *path, int number, const char *rest,
		  const char *value, const char *old)
{
	struct doctor_step *step = NULL;

	/* What could not be restored in full is not changed. */
	if (strlen(old) >= sizeof(step->old))
		return 0;
	for (int i = 0; rest && i < finding->nr_steps && !step; i++) {
		if (same_step(&finding->steps[i], path, rest, value, old))
			step = &finding->steps[i];
	}
	if (!step) {
		step = add_step(finding);
		if (!step)
			return -ENOMEM;
		snprintf(step->path, sizeof(step->path), "%s", path);
		snprintf(step->rest, sizeof(step->rest), "%s", rest ? rest : "");
		snprintf(step->value, sizeof(step->value), "%s", value);
		snprintf(step->old, sizeof(step->old), "%s", old);
	}
	return rest ? int_list_add(&step->numbers, number) : 0;
}

int finding_stop(struct doctor_finding *finding, const char *service)
{
	struct doctor_step *step = add_step(finding);

	if (!step)
		return -ENOMEM;
	step->service = service;
	return 0;
}

/* A word as the shell must see it: in single quotes where anything in it could mean something. */
static void quote(char *quoted, size_t size, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-_.,:/+=@%";
	size_t used = 0;

	if (*word && !word[strspn(word, plain)]) {
		snprintf(quoted, size, "%s", word);
		return;
	}
	used += (size_t)snprintf(quoted, size, "'");
	for (; *word && used + 6 < size; word++)
		used += (size_t)snprintf(quoted + used, size - used, *word == '\'' ? "'\\''" : "%c",
					 *word);
	snprintf(quoted + used, size - used, "'");
}

/* "0-3,8" as bash expands it: "{{0..3},8}"; a number by itself stays one. */
static void braces(const struct int_list *numbers, char *text, size_t size)
{
	char list[200], *rest = list, *piece;
	size_t used = 0;
	bool several;

	int_list_format(numbers, list, sizeof(list));
	several = strchr(list, ',');
	used += (size_t)snprintf(text, size, "%s", several ? "{" : "");
	while ((piece = strsep(&rest, ",")) && used < size) {
		char *dash = strchr(piece, '-');

		if (dash)
			*dash = '\0';
		used += (size_t)snprintf(text + used, size - used, dash ? "{%s..%s}" : "%s", piece,
					 dash ? dash + 1 : "");
		if (rest && used < size)
			used += (size_t)snprintf(text + used, size - used, ",");
	}
	if (several && used < size)
		snprintf(text + used, size - used, "}");
}

static void write_command(const struct doctor_step *step, const struct int_list *numbers,
			  const char *value, char *text, size_t size)
{
	char word[256], path[256], which[256];

	quote(word, sizeof(word), value);
	if (!numbers->nr) {
		/* Whoever names a cgroup names a file. */
		quote(path, sizeof(path), step->path);
		snprintf(text, size, "echo %s > %s", word, path);
		return;
	}
	braces(numbers, which, sizeof(which));
	if (numbers->nr == 1)
		snprintf(text, size, "echo %s > %s%s%s", word, step->path, which, step->rest);
	else
		snprintf(text, size, "echo %s | tee %s%s%s", word, step->path, which, step->rest);
}

void doctor_step_command(const struct doctor_step *step, const struct int_list *numbers, char *text,
			 size_t size)
{
	if (step->service)
		snprintf(text, size, "systemctl stop %s", step->service);
	else
		write_command(step, numbers, step->value, text, size);
}

void doctor_step_undo(const struct doctor_step *step, const struct int_list *numbers, char *text,
		      size_t size)
{
	if (step->service)
		snprintf(text, size, "systemctl start %s", step->service);
	else
		write_command(step, numbers, step->old, text, size);
}
