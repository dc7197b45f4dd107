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

/* Room for the numbers of the files that one command names. */
#define WHICH_SIZE 200

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

/*
 * A word as the shell must see it: in single quotes where anything in it could mean something. Of what
 * becomes a step no word has a quote of its own.
 */
static void quote(char *quoted, size_t size, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-_.,:/+=@%";
	const char *mark = *word && !word[strspn(word, plain)] ? "" : "'";

	snprintf(quoted, size, "%s%s%s", mark, word, mark);
}

/* How many of @numbers from @first on are evenly spaced, and by how much. */
static int evenly(const struct int_list *numbers, int first, int *step)
{
	int nr = 1;

	*step = first + 1 < numbers->nr ? numbers->values[first + 1] - numbers->values[first] : 0;
	while (*step > 0 && first + nr < numbers->nr &&
	       numbers->values[first + nr] == numbers->values[first + nr - 1] + *step)
		nr++;
	return nr;
}

/* 0-3 and 8 as bash expands it: "{{0..3},8}"; a number by itself stays one. False: no room. */
static bool braces(const struct int_list *numbers, char *text, size_t size)
{
	int step, nr = evenly(numbers, 0, &step);
	bool several = nr < numbers->nr || (nr == 2 && step > 1);
	size_t used = 0;

	used += (size_t)snprintf(text, size, "%s", several ? "{" : "");
	for (int i = 0; i < numbers->nr && used < size; i += nr) {
		const char *comma = i ? "," : "";
		int first = numbers->values[i], last;

		nr = evenly(numbers, i, &step);
		/* Two that are no neighbours are shorter by themselves. */
		if (nr == 2 && step > 1)
			nr = 1;
		last = numbers->values[i + nr - 1];
		if (nr == 1)
			used += (size_t)snprintf(text + used, size - used, "%s%d", comma, first);
		else if (step == 1)
			used += (size_t)snprintf(text + used, size - used, "%s{%d..%d}", comma,
						 first, last);
		else
			used += (size_t)snprintf(text + used, size - used, "%s{%d..%d..%d}", comma,
						 first, last, step);
	}
	if (several && used < size)
		used += (size_t)snprintf(text + used, size - used, "}");
	return used < size;
}

static bool same_step(const struct doctor_step *step, const char *path, const char *rest,
		      const char *value, const char *old)
{
	return !step->service && step->numbers.nr && !strcmp(step->path, path) &&
	       !strcmp(step->rest, rest) && !strcmp(step->value, value) && !strcmp(step->old, old);
}

/* A step takes as many numbers as its command has room for; then another begins. */
static int add_number(struct doctor_step *step, int number, bool *fits)
{
	char which[WHICH_SIZE];

	if (int_list_add(&step->numbers, number))
		return -ENOMEM;
	*fits = braces(&step->numbers, which, sizeof(which));
	step->numbers.nr -= !*fits;
	return 0;
}

int finding_write(struct doctor_finding *finding, const char *path, int number, const char *rest,
		  const char *value, const char *old)
{
	struct doctor_step *step;
	bool fits = false;
	int ret = 0;

	/* What could not be restored in full, or not by a plain line, is not changed. */
	if (strlen(old) >= sizeof(step->old) || strlen(path) >= sizeof(step->path) ||
	    strchr(old, '\'') || strchr(path, '\''))
		return 0;
	for (int i = 0; rest && i < finding->nr_steps && !fits && !ret; i++) {
		if (same_step(&finding->steps[i], path, rest, value, old))
			ret = add_number(&finding->steps[i], number, &fits);
	}
	if (fits || ret)
		return ret;
	step = add_step(finding);
	if (!step)
		return -ENOMEM;
	snprintf(step->path, sizeof(step->path), "%s", path);
	snprintf(step->rest, sizeof(step->rest), "%s", rest ? rest : "");
	snprintf(step->value, sizeof(step->value), "%s", value);
	snprintf(step->old, sizeof(step->old), "%s", old);
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

static void write_command(const struct doctor_step *step, const struct int_list *numbers,
			  const char *value, char *text, size_t size)
{
	char word[sizeof(step->old) + 3], path[sizeof(step->path) + 3], which[WHICH_SIZE];

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
