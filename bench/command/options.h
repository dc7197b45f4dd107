/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h: long options from a table beside the variables they fill, with their --help.
 */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "topology/error.h"

enum option_kind {
	OPTION_END,
	OPTION_FLAG, /* bool *, set to `sets` */
	OPTION_TEXT, /* const char ** */
	OPTION_COUNT, /* int *, 1 to 1,000,000 */
	OPTION_NUMBER, /* uint64_t *, 0 to UINT32_MAX */
	OPTION_DURATION, /* uint64_t *, nanoseconds: "200ms", "1.5s", "50us", "2m" */
	OPTION_SIZE, /* uint64_t *, bytes, 1 to 1024G: "4096", "64K", "512M", "2G" */
	OPTION_REAL, /* double *, 0 to 1e9 */
	OPTION_MAYBE, /* const char **, "" where no "=VALUE" follows */
	OPTION_HEADING, /* only a line of the help */
};

struct option_row {
	enum option_kind kind;
	const char *name; /* without the dashes */
	char letter; /* its short form, or 0 */
	void *target;
	bool sets;
	const char *argument; /* how the help calls its value */
	const char *help;
	const char **given; /* receives the name when the option is used; NULL: nobody asks */
};

#define MAX_OPTIONS 64

/* A table put together from parts; zeroed, it is empty. It ends with OPTION_END however long it is. */
struct option_list {
	struct option_row rows[MAX_OPTIONS + 1];
	size_t nr;
};

/* Append @nr rows. A table of more than MAX_OPTIONS is a mistake of ours and ends the program. */
void option_list_add(struct option_list *list, const struct option_row *rows, size_t nr);
#define OPTION_LIST_ADD(list, rows) option_list_add(list, rows, sizeof(rows) / sizeof((rows)[0]))

struct command_usage {
	const char *synopsis; /* "pageref run [OPTION]..." */
	const char *summary;
	const struct option_row *rows; /* ends with OPTION_END */
	int max_operands;
};

/*
 * Parse @argv, whose first entry is the command's name. Every command knows --help and --version.
 * Returns 0 with *@operands the index of the first operand; 1 where help or version was printed and
 * the command is done; -EINVAL with @err for an unknown option, a value that is missing or wrong, or
 * an operand too many.
 */
int options_parse(const struct command_usage *usage, int argc, char **argv, int *operands,
		  struct error *err);

#endif
