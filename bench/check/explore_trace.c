// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * explore_trace.c: what happened in one schedule, kept step by step and laid out in columns. Nothing
 * here runs while schedules are counted: only the one that will be printed is written down.
 */
#include "bench/check/explore_trace.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/check/explore.h"

#define MAX_NAMES 16

struct step {
	char thread[16];
	char what[96]; /* "folio_try_get: atomic_add_return(1)" */
	char word[72]; /* "A's count 0x00000001 -> 0x00000002" */
	char notes[240];
};

static struct step steps[EXPLORE_MAX_STEPS];
static int nr_steps;

static struct {
	const volatile void *word;
	char name[24];
	bool seen;
	unsigned int bytes;
	uint64_t before; /* what its first operation found */
} names[MAX_NAMES];
static int nr_names;

void trace_begin(void)
{
	nr_steps = 0;
	for (int i = 0; i < nr_names; i++)
		names[i].seen = false;
}

void trace_forget_names(void)
{
	memset(names, 0, sizeof(names));
	nr_names = 0;
}

static int find_name(const volatile void *word)
{
	for (int i = 0; i < nr_names; i++) {
		if (names[i].word == word)
			return i;
	}
	return -1;
}

void explore_name(const volatile void *word, const char *name)
{
	int i = nr_names;

	/* Each execution says it again. */
	if (find_name(word) >= 0 || nr_names == MAX_NAMES)
		return;
	nr_names++;
	names[i].word = word;
	snprintf(names[i].name, sizeof(names[i].name), "%s", name);
}

void trace_step(const char *thread)
{
	struct step *step = &steps[nr_steps++];

	*step = (struct step){0};
	snprintf(step->thread, sizeof(step->thread), "%s", thread);
}

static int hex_digits(unsigned int bytes)
{
	return (int)bytes * 2;
}

/* The operation as a caller would write it, without the word, which has a column. */
static void write_op(char *text, size_t size, const struct explore_op *op)
{
	switch (op->kind) {
	case EXPLORE_LOAD:
		snprintf(text, size, "%s", op->name);
		break;
	case EXPLORE_CHANGE:
		if (op->operand >= 1U << 16)
			snprintf(text, size, "%s(0x%" PRIx64 ")", op->name, op->operand);
		else if (op->operand)
			snprintf(text, size, "%s(%" PRIu64 ")", op->name, op->operand);
		else
			snprintf(text, size, "%s", op->name);
		break;
	case EXPLORE_STORE:
		snprintf(text, size, "%s(0x%" PRIx64 ")", op->name, op->operand);
		break;
	case EXPLORE_CAS:
		snprintf(text, size, "%s(0x%" PRIx64 " -> 0x%" PRIx64 ")%s", op->name, op->operand,
			 op->wanted, op->before == op->operand ? "" : ": fails");
		break;
	}
}

void trace_op(const struct explore_op *op, const char *doing)
{
	struct step *step = &steps[nr_steps - 1];
	int name = find_name(op->word), digits = hex_digits(op->bytes);
	char text[80];

	if (!nr_steps)
		return;
	write_op(text, sizeof(text), op);
	snprintf(step->what, sizeof(step->what), "%s%s%s", doing ? doing : "", doing ? ": " : "",
		 text);
	if (name >= 0 && !names[name].seen) {
		names[name].seen = true;
		names[name].bytes = op->bytes;
		names[name].before = op->before;
	}
	if (op->kind == EXPLORE_LOAD)
		snprintf(step->word, sizeof(step->word), "%s is 0x%0*" PRIx64,
			 name < 0 ? "?" : names[name].name, digits, op->after);
	else
		snprintf(step->word, sizeof(step->word), "%s 0x%0*" PRIx64 " -> 0x%0*" PRIx64,
			 name < 0 ? "?" : names[name].name, digits, op->before, digits, op->after);
}

void trace_note(const char *format, va_list arguments)
{
	struct step *step = &steps[nr_steps - 1];
	size_t length;

	if (!nr_steps)
		return;
	length = strlen(step->notes);
	if (length && length + 3 < sizeof(step->notes))
		length +=
			(size_t)snprintf(step->notes + length, sizeof(step->notes) - length, "; ");
	vsnprintf(step->notes + length, sizeof(step->notes) - length, format, arguments);
}

int trace_steps(void)
{
	return nr_steps;
}

struct widths {
	int thread, what, word;
};

static void widen(int *width, const char *text)
{
	int length = (int)strlen(text);

	if (length > *width)
		*width = length;
}

static struct widths column_widths(void)
{
	struct widths widths = {0};

	for (int i = 0; i < nr_steps; i++) {
		widen(&widths.thread, steps[i].thread);
		widen(&widths.what, steps[i].what);
		widen(&widths.word, steps[i].word);
	}
	return widths;
}

static void print_start(FILE *out)
{
	for (int i = 0; i < nr_names; i++) {
		if (names[i].seen)
			fprintf(out, "  at the start %s is 0x%0*" PRIx64 "\n", names[i].name,
				hex_digits(names[i].bytes), names[i].before);
	}
}

/* Without the blanks that an empty last column would leave. */
static void print_step(FILE *out, int number, const struct step *step, const struct widths *widths)
{
	char line[512];
	int length = snprintf(line, sizeof(line), "  %3d  %-*s  %-*s  %-*s  %s", number,
			      widths->thread, step->thread, widths->what, step->what, widths->word,
			      step->word, step->notes);

	if (length >= (int)sizeof(line))
		length = sizeof(line) - 1;
	while (length && line[length - 1] == ' ')
		length--;
	fprintf(out, "%.*s\n", length, line);
}

char *trace_text(void)
{
	struct widths widths = column_widths();
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	print_start(out);
	for (int i = 0; i < nr_steps; i++)
		print_step(out, i + 1, &steps[i], &widths);
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}
