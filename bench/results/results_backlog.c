// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_backlog.c: the backlog line: what waited for a grace period, looked at once an interval. A
 * long one is condensed as it is read, so that a file of thousands of them still fits into memory;
 * the most of each few points is kept, because a peak is what hurts.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>

#include "bench/grow.h"

#define BACKLOG(name) offsetof(struct result_backlog, name)
static const struct field backlog_fields[] = {
	{"repeat", FIELD_COUNT, 0, BACKLOG(repeat)},
	{"order", FIELD_COUNT, MAY_BE_MISSING, BACKLOG(order)},
	{"take", FIELD_COUNT, MAY_BE_MISSING, BACKLOG(take)},
	{"process", FIELD_COUNT, MAY_BE_MISSING, BACKLOG(process)},
	{"valid", FIELD_BOOL, 0, BACKLOG(valid)},
	{"interval_ns", FIELD_NUMBER, 0, BACKLOG(interval_ns)},
};

/* Every @each values of @array become one of @series. */
static int read_series(struct reader *reader, const struct json_value *array, const char *name,
		       int each, double *series)
{
	int i = 0;

	json_for_each(value, array)
	{
		double number;

		if (read_number(reader, value, name, &number))
			return -EINVAL;
		series[i / each] = fmax(series[i / each], number);
		i++;
	}
	return 0;
}

static int read_points(struct reader *reader, const struct json_value *line,
		       struct result_backlog *backlog)
{
	const struct json_value *folios = read_container(reader, line, "folios", JSON_ARRAY);
	const struct json_value *bytes = folios ? read_container(reader, line, "bytes", JSON_ARRAY)
						: NULL;
	int each, ret;

	if (!bytes)
		return -EINVAL;
	if (bytes->nr != folios->nr)
		return reader_fail(reader, "\"bytes\" has %d entries, expected %d", bytes->nr,
				   folios->nr);
	each = bytes->nr / RESULTS_BACKLOG_POINTS + (bytes->nr % RESULTS_BACKLOG_POINTS != 0);
	if (!each)
		return 0;
	backlog->nr = (bytes->nr - 1) / each + 1;
	backlog->interval_ns *= each;
	backlog->folios = results_arena_alloc(reader->results->arena,
					      2 * (size_t)backlog->nr * sizeof(double));
	if (!backlog->folios)
		return -ENOMEM;
	backlog->bytes = backlog->folios + backlog->nr;
	ret = read_series(reader, folios, "folios", each, backlog->folios);
	return ret ? ret : read_series(reader, bytes, "bytes", each, backlog->bytes);
}

int read_backlog_line(struct reader *reader, const struct json_value *line)
{
	struct results *results = reader->results;
	struct result_backlog read = {.run = results->nr_runs - 1};
	struct result_backlog *backlogs;
	int ret;

	if (!results->nr_runs)
		return reader_fail(reader, "a backlog before any run");
	ret = read_key(reader, line, &read.key);
	if (!ret)
		ret = read_fields(reader, line, backlog_fields, ARRAY_SIZE(backlog_fields), &read);
	if (!ret)
		ret = read_points(reader, line, &read);
	if (ret)
		return ret;
	backlogs = grow(results->backlogs, results->nr_backlogs, sizeof(*backlogs));
	if (!backlogs)
		return -ENOMEM;
	results->backlogs = backlogs;
	backlogs[results->nr_backlogs++] = read;
	return 0;
}
