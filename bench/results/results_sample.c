// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_sample.c: the sample line. Every figure is required, for one that is left out would be
 * taken for a zero; what only some workloads have is read where they have it.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "bench/grow.h"

/* A sample, and what its figures are worked out from. */
struct sample_line {
	struct result_sample sample;
	double ops, fail_ops, page_faults;
};

#define SAMPLE(name) offsetof(struct sample_line, sample.name)
#define LINE(name)   offsetof(struct sample_line, name)
static const struct field sample_fields[] = {
	{"repeat", FIELD_COUNT, 0, SAMPLE(repeat)},
	{"order", FIELD_COUNT, 0, SAMPLE(order)},
	{"take", FIELD_COUNT, MAY_BE_MISSING, SAMPLE(take)},
	{"process", FIELD_COUNT, MAY_BE_MISSING, SAMPLE(process)},
	{"valid", FIELD_BOOL, 0, SAMPLE(valid)},
	{"seconds", FIELD_NUMBER, 0, SAMPLE(seconds)},
	{"ops_per_sec", FIELD_NUMBER, 0, SAMPLE(ops_per_sec)},
	{"ns_per_op", FIELD_NUMBER, MAY_BE_NULL, SAMPLE(ns_per_op)}, /* without operations */
	{"retries_per_op", FIELD_NUMBER, OPTIONAL, SAMPLE(retries_per_op)},
	{"unsafe", FIELD_BOOL, OPTIONAL, SAMPLE(unsafe)},
	{"ops", FIELD_NUMBER, 0, LINE(ops)},
	{"fail_ops", FIELD_NUMBER, 0, LINE(fail_ops)},
	{"page_faults", FIELD_NUMBER, OPTIONAL, LINE(page_faults)},
	{"munmap_share", FIELD_NUMBER, OPTIONAL, SAMPLE(munmap_share)},
	{"sleep_share", FIELD_NUMBER, OPTIONAL, SAMPLE(sleep_share)},
};

static int read_sample_events(struct reader *reader, const struct json_value *line,
			      struct sample_line *read)
{
	return read_events(reader, line, &reader->results->runs[read->sample.run], read->ops,
			   &read->sample.events_per_op);
}

/*
 * Where some threads read and others freeze, the figures are those of the gets that succeeded. A try
 * that is refused is cheap, and so is another role's work: counted in, they make starvation look
 * like speed.
 */
static int read_readers(struct reader *reader, const struct json_value *line,
			struct sample_line *read)
{
	struct result_sample *sample = &read->sample;
	struct role_total readers;
	int ret = read_role(reader, line, "reader", &readers);
	double got;

	if (ret <= 0)
		return ret;
	got = readers.ops - readers.fail_ops;
	sample->of_readers = true;
	sample->ops_per_sec = sample->seconds > 0 ? got / sample->seconds : NAN;
	sample->ns_per_op = got > 0 ? sample->seconds * readers.threads * 1e9 / got : NAN;
	read->ops = readers.ops;
	read->fail_ops = readers.fail_ops;
	return 0;
}

/* Elsewhere a fault is an accident, not part of the figure. */
static void work_out_faults(struct sample_line *read)
{
	read->sample.faults_per_op =
		*read->sample.key.as && read->ops > 0 ? read->page_faults / read->ops : NAN;
}

static int read_freezers(struct reader *reader, const struct json_value *line,
			 struct result_sample *sample)
{
	struct role_total total;
	int ret = read_role(reader, line, "freezer", &total);

	sample->freezes_per_sec = sample->freezer_fail_ratio = NAN;
	if (ret <= 0)
		return ret;
	if (sample->seconds > 0)
		sample->freezes_per_sec = (total.ops - total.fail_ops) / sample->seconds;
	if (total.ops > 0)
		sample->freezer_fail_ratio = total.fail_ops / total.ops;
	return 0;
}

int read_sample_line(struct reader *reader, const struct json_value *line)
{
	struct results *results = reader->results;
	struct sample_line read = {.sample.run = results->nr_runs - 1};
	struct result_sample *samples;
	int ret;

	if (!results->nr_runs)
		return reader_fail(reader, "a sample before any run");
	ret = read_key(reader, line, &read.sample.key);
	if (!ret)
		ret = read_fields(reader, line, sample_fields, ARRAY_SIZE(sample_fields), &read);
	if (!ret)
		ret = read_sample_events(reader, line, &read);
	if (!ret)
		ret = read_threads(reader, line, &read.sample);
	if (!ret)
		ret = read_nodes(reader, line, &read.sample);
	if (!ret)
		ret = read_packages(reader, line, read.ops, &read.sample);
	if (!ret)
		ret = read_readers(reader, line, &read);
	if (!ret)
		ret = read_freezers(reader, line, &read.sample);
	if (!ret)
		work_out_faults(&read);
	if (!ret)
		ret = read_lookup(reader, line, &read.sample);
	if (ret)
		return ret;
	read.sample.fail_ratio = read.ops > 0 ? read.fail_ops / read.ops : NAN;
	samples = grow(results->samples, results->nr_samples, sizeof(*samples));
	if (!samples)
		return -ENOMEM;
	results->samples = samples;
	samples[results->nr_samples++] = read.sample;
	return 0;
}
