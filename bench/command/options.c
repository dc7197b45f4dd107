// SPDX-License-Identifier: GPL-2.0-or-later
/* options.c: getopt_long(), driven by a table. See options.h. */
#include "bench/command/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "version.h"

#define MAX_COUNT 1000000
#define MAX_REAL  1e9
#define MAX_SIZE  (1024ULL << 30)

/* What getopt_long() returns for a row: above every letter. */
enum { FIRST_ROW = 256, HELP = FIRST_ROW + MAX_OPTIONS, VERSION };

void option_list_add(struct option_list *list, const struct option_row *rows, size_t nr)
{
	if (list->nr + nr > MAX_OPTIONS)
		abort();
	memcpy(list->rows + list->nr, rows, nr * sizeof(*rows));
	list->nr += nr;
}

static int set_count(const char *text, int *target)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || !isdigit((unsigned char)*text) || *end || value < 1 || value > MAX_COUNT)
		return -EINVAL;
	*target = (int)value;
	return 0;
}

static int set_number(const char *text, uint64_t *target)
{
	char *end;

	errno = 0;
	*target = strtoull(text, &end, 10);
	return errno || !isdigit((unsigned char)*text) || *end || *target > UINT32_MAX ? -EINVAL
										       : 0;
}

static int set_duration(const char *text, uint64_t *target)
{
	static const struct {
		const char *name;
		double ns;
	} units[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}};
	char *end;
	double value = strtod(text, &end);

	/* strtod() also reads "0x5". */
	if (!isdigit((unsigned char)*text) || !isfinite(value) || strpbrk(text, "xX"))
		return -EINVAL;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(end, units[i].name))
			continue;
		if (value * units[i].ns > 3600e9)
			return -EINVAL;
		*target = (uint64_t)(value * units[i].ns);
		return 0;
	}
	return -EINVAL;
}

/* Whole numbers, and powers of 1024. */
static int set_size(const char *text, uint64_t *target)
{
	static const char units[] = "KMG";
	unsigned long long value;
	const char *unit;
	int shift = 0;
	char *end;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || !isdigit((unsigned char)*text) || (*end && end[1]))
		return -EINVAL;
	unit = *end ? strchr(units, *end) : NULL;
	if (*end && !unit)
		return -EINVAL;
	if (unit)
		shift = 10 * (int)(unit - units + 1);
	if (!value || value > MAX_SIZE >> shift)
		return -EINVAL;
	*target = value << shift;
	return 0;
}

static int set_real(const char *text, double *target)
{
	char *end;

	/* strtod() also reads "0x5" and "nan". */
	*target = strtod(text, &end);
	return !isdigit((unsigned char)*text) || *end || strpbrk(text, "xX") || *target > MAX_REAL
		       ? -EINVAL
		       : 0;
}

static int set_value(const struct option_row *row, const char *text, struct error *err)
{
	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)row->target = row->sets;
		return 0;
	case OPTION_TEXT:
		*(const char **)row->target = text;
		return 0;
	case OPTION_MAYBE:
		*(const char **)row->target = text ? text : "";
		return 0;
	case OPTION_REAL:
		if (set_real(text, row->target))
			return error_set(err, -EINVAL, "--%s: '%.40s' is no number from 0 to %g",
					 row->name, text, MAX_REAL);
		return 0;
	case OPTION_COUNT:
		if (set_count(text, row->target))
			return error_set(err, -EINVAL, "--%s: '%.40s' is no number from 1 to %d",
					 row->name, text, MAX_COUNT);
		return 0;
	case OPTION_NUMBER:
		if (set_number(text, row->target))
			return error_set(err, -EINVAL, "--%s: '%.40s' is no number from 0 to %u",
					 row->name, text, UINT32_MAX);
		return 0;
	case OPTION_DURATION:
		if (set_duration(text, row->target))
			return error_set(err, -EINVAL,
					 "--%s: '%.40s' is no duration up to an hour; write it "
					 "like 200ms, 1.5s or 50us",
					 row->name, text);
		return 0;
	case OPTION_SIZE:
		if (set_size(text, row->target))
			return error_set(err, -EINVAL,
					 "--%s: '%.40s' is no size from 1 to 1024G; write it like "
					 "64K, 512M or 2G",
					 row->name, text);
		return 0;
	default:
		return -EINVAL;
	}
}

static void print_row(const struct option_row *row)
{
	bool maybe = row->kind == OPTION_MAYBE;
	char left[64];

	if (row->kind == OPTION_HEADING) {
		printf("\n%s\n", row->help);
		return;
	}
	snprintf(left, sizeof(left), "%c%c%s --%s%s%s%s", row->letter ? '-' : ' ',
		 row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
		 !row->argument ? ""
		 : maybe	? "[="
				: " ",
		 row->argument ? row->argument : "", maybe ? "]" : "");
	printf("  %-28s %s\n", left, row->help);
}

static void print_help(const struct command_usage *usage)
{
	static const struct option_row common[] = {
		{OPTION_FLAG, "help", 'h', .help = "print this and exit"},
		{OPTION_FLAG, "version", .help = "print the version and exit"},
	};

	printf("Usage: %s\n%s\n", usage->synopsis, usage->summary);
	if (usage->rows[0].kind != OPTION_HEADING && usage->rows[0].kind != OPTION_END)
		printf("\n");
	for (const struct option_row *row = usage->rows; row->kind != OPTION_END; row++)
		print_row(row);
	printf("\n");
	print_row(&common[0]);
	print_row(&common[1]);
}

/* What getopt_long() wants to know; returns the number of rows. */
static int fill_getopt(const struct option_row *rows, struct option *longs, char *letters)
{
	int nr = 0, nr_long = 0;

	*letters++ = ':'; /* a missing value is told from an unknown option */
	for (; rows[nr].kind != OPTION_END; nr++) {
		bool takes_value = rows[nr].kind != OPTION_FLAG;

		if (rows[nr].kind == OPTION_HEADING)
			continue;
		longs[nr_long++] = (struct option){
			.name = rows[nr].name,
			.has_arg = rows[nr].kind == OPTION_MAYBE ? optional_argument
				   : takes_value		 ? required_argument
								 : no_argument,
			.val = FIRST_ROW + nr,
		};
		if (rows[nr].letter)
			*letters++ = rows[nr].letter;
		if (rows[nr].letter && takes_value)
			*letters++ = ':';
	}
	longs[nr_long++] = (struct option){.name = "help", .val = HELP};
	longs[nr_long++] = (struct option){.name = "version", .val = VERSION};
	longs[nr_long] = (struct option){0};
	*letters++ = 'h';
	*letters = '\0';
	return nr;
}

static const struct option_row *find_row(const struct option_row *rows, int found)
{
	for (int i = 0; rows[i].kind != OPTION_END; i++) {
		if (found == FIRST_ROW + i || (rows[i].letter && found == rows[i].letter))
			return &rows[i];
	}
	return NULL;
}

/* What getopt_long() refused: @found says how. */
static int complain(int found, char **argv, struct error *err)
{
	/* It is still inside a group of letters, "-abc", when it refuses one of them. */
	char letter[] = {'-', (char)optopt, '\0'};
	const char *argument = optopt > 0 && optopt < FIRST_ROW ? letter : argv[optind - 1];

	if (found == ':')
		return error_set(err, -EINVAL, "option '%.40s' needs a value", argument);
	return error_set(err, -EINVAL,
			 "option '%.40s' is unknown, ambiguous or takes no value; "
			 "'pageref %s --help' lists the options",
			 argument, argv[0]);
}

int options_parse(const struct command_usage *usage, int argc, char **argv, int *operands,
		  struct error *err)
{
	struct option longs[MAX_OPTIONS + 3];
	char letters[2 * MAX_OPTIONS + 3];
	int found;

	fill_getopt(usage->rows, longs, letters);
	optind = 0; /* glibc: begin anew; a profile is parsed before the command line */
	opterr = 0;
	while ((found = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct option_row *row = find_row(usage->rows, found);

		if (found == HELP || found == 'h') {
			print_help(usage);
			return 1;
		}
		if (found == VERSION) {
			printf("pageref %s (%s)\n", PAGEREF_VERSION, PAGEREF_REVISION);
			return 1;
		}
		if (!row)
			return complain(found, argv, err);
		if (set_value(row, optarg, err))
			return -EINVAL;
		if (row->given)
			*row->given = row->name;
	}
	if (argc - optind > usage->max_operands)
		return error_set(err, -EINVAL, "'%.60s': one operand too many; usage: %s",
				 argv[optind + usage->max_operands], usage->synopsis);
	*operands = optind;
	return 0;
}
