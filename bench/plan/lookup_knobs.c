// SPDX-License-Identifier: GPL-2.0-or-later
/* lookup_knobs.c: patterns and churn as text, and when the knobs of two points are the same. */
#include "bench/plan/lookup_knobs.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The number that @text begins with, as a person writes it: digits and at most one point, where
 * strtod() alone would take "0x10", "inf" and "1e3" too. NAN where there is none; @end is what
 * follows.
 */
static double read_number(const char *text, const char **end)
{
	size_t length = strspn(text, "0123456789.");
	char copy[32], *stop;
	double value;

	*end = text + length;
	if (!isdigit((unsigned char)*text) || length >= sizeof(copy))
		return NAN;
	memcpy(copy, text, length);
	copy[length] = '\0';
	value = strtod(copy, &stop);
	return *stop ? NAN : value;
}

int pattern_parse(struct pattern *pattern, const char *text)
{
	const char *end;
	double value;

	*pattern = (struct pattern){.kind = PATTERN_UNIFORM};
	if (!strcmp(text, "uniform"))
		return 0;
	if (!strcmp(text, "sequential")) {
		pattern->kind = PATTERN_SEQUENTIAL;
		return 0;
	}
	if (!strncmp(text, "zipf:", 5)) {
		value = read_number(text + 5, &end);
		*pattern = (struct pattern){.kind = PATTERN_ZIPF, .theta = value};
		return *end || !(value > 0 && value < PATTERN_THETA_BELOW) ? -EINVAL : 0;
	}
	if (!strncmp(text, "hot:", 4)) {
		value = read_number(text + 4, &end);
		if (*end || !(value >= 1 && value <= PATTERN_MAX_HOT) || value != floor(value))
			return -EINVAL;
		*pattern = (struct pattern){.kind = PATTERN_HOT, .hot = (int)value};
		return 0;
	}
	return -EINVAL;
}

const char *pattern_format(const struct pattern *pattern, char *text, size_t size)
{
	switch (pattern->kind) {
	case PATTERN_ZIPF:
		snprintf(text, size, "zipf:%.15g", pattern->theta);
		return text;
	case PATTERN_HOT:
		snprintf(text, size, "hot:%d", pattern->hot);
		return text;
	case PATTERN_SEQUENTIAL:
		return "sequential";
	default:
		return "uniform";
	}
}

int churn_parse(double *churn, const char *text)
{
	const char *unit;
	double value = read_number(text, &unit);

	if (!strcmp(text, "max")) {
		*churn = INFINITY;
		return 0;
	}
	if (!strcmp(unit, "k"))
		value *= 1e3;
	else if (!strcmp(unit, "M"))
		value *= 1e6;
	else if (*unit)
		return -EINVAL;
	if (!(value >= 0 && value <= CHURN_MAX) || value != floor(value))
		return -EINVAL;
	*churn = value;
	return 0;
}

const char *churn_format(double churn, char *text, size_t size)
{
	if (isinf(churn))
		return "max";
	snprintf(text, size, "%.0f", churn);
	return text;
}

const char *size_format(uint64_t size, char *text, size_t room)
{
	static const char units[] = "KMG";
	int unit = -1;

	while (unit < 2 && size && !(size & 1023)) {
		size >>= 10;
		unit++;
	}
	if (unit < 0)
		snprintf(text, room, "%" PRIu64, size);
	else
		snprintf(text, room, "%" PRIu64 "%c", size, units[unit]);
	return text;
}

bool lookup_knobs_equal(const struct lookup_knobs *a, const struct lookup_knobs *b)
{
	return a->memmap == b->memmap && a->lifetime == b->lifetime && a->rcu == b->rcu &&
	       a->pattern.kind == b->pattern.kind && a->pattern.theta == b->pattern.theta &&
	       a->pattern.hot == b->pattern.hot && a->churn == b->churn &&
	       a->no_recheck == b->no_recheck && a->pin == b->pin && a->verify == b->verify &&
	       a->memory_limit == b->memory_limit && a->grace_period_ns == b->grace_period_ns;
}
