/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * results_parts.h: what the files of the reader share. results.c takes a file apart into lines,
 * results_run.c, results_sample.c and results_backlog.c make records of them; results_key.c,
 * results_topology.c, results_threads.c, results_events.c, results_nodes.c, results_packages.c,
 * results_lookup.c, results_kernel.c and results_conditions.c read parts of those, results_fields.c
 * single fields.
 */
#ifndef BENCH_RESULTS_PARTS_H
#define BENCH_RESULTS_PARTS_H

#include "bench/results/results.h"
#include "bench/results/results_arena.h"
#include "bench/results/results_json.h"

#define ARRAY_SIZE(a) ((int)(sizeof(a) / sizeof((a)[0])))

struct reader {
	struct results *results;
	struct json json;
	const char *name; /* of the file, for messages */
	long line; /* from 1 */
	struct error *err;
};

enum field_kind { FIELD_TEXT, FIELD_COUNT, FIELD_NUMBER, FIELD_BOOL };

/* What may be there instead of a value. A text is then "", a count 0, a number NAN. */
enum { MAY_BE_NULL = 1 << 0, MAY_BE_MISSING = 1 << 1, OPTIONAL = MAY_BE_NULL | MAY_BE_MISSING };

/* A member of an object, and where its value goes: const char *, int, double or bool. */
struct field {
	const char *name;
	enum field_kind kind;
	int may;
	size_t offset;
};

/* Leave "NAME: line N: ..." in the reader's error; returns -EINVAL. */
int reader_fail(struct reader *reader, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Fill @record from @object. No field may be negative: nothing that is counted or timed can be. */
int read_fields(struct reader *reader, const struct json_value *object, const struct field *fields,
		int nr_fields, void *record);

/* As if each of @fields were missing. */
void clear_fields(const struct field *fields, int nr_fields, void *record);

/* One value; @name is for the message. */
int read_count(struct reader *reader, const struct json_value *value, const char *name, int *count);
int read_number(struct reader *reader, const struct json_value *value, const char *name,
		double *number);

/* The member @name of @object, which must be a container of @type; NULL after an error. */
const struct json_value *read_container(struct reader *reader, const struct json_value *object,
					const char *name, enum json_type type);

/* The same where it may be missing or null: 0 with *@found, which is then NULL, or -EINVAL. */
int find_container(struct reader *reader, const struct json_value *object, const char *name,
		   enum json_type type, const struct json_value **found);

/* The counts in the array @name of @object: @nr of them, or as many as there are where it is -1. */
int read_column(struct reader *reader, const struct json_value *object, const char *name, int *nr,
		int **column);

/* The same, with -1 where a value is null. */
int read_column_with_gaps(struct reader *reader, const struct json_value *object, const char *name,
			  int *nr, int **column);

/* ---- parts of a line ---- */

/* All that a run line says in single values. 0 or -ENOMEM. */
int read_run_conditions(struct reader *reader, const struct json_value *line,
			struct result_run *run);

/* The machine: CPUs, nodes, and from node to node. */
int read_topology(struct reader *reader, const struct json_value *line, struct result_run *run);

int read_key(struct reader *reader, const struct json_value *line, struct result_key *key);

/* What the threads of one role did. */
struct role_total {
	double threads, ops, fail_ops;
};

/* 0 where there is no such role, 1 where @total has it, or an error. */
int read_role(struct reader *reader, const struct json_value *line, const char *name,
	      struct role_total *total);

/* What @run says of references that the kernel takes. */
int read_references(struct reader *reader, const struct json_value *line, struct result_run *run);

/* The CPUs of @sample, and its fairness. */
int read_threads(struct reader *reader, const struct json_value *line,
		 struct result_sample *sample);

/* The number of an event of @run by its name, the one before having been @after (-1: none); -1: there is none. */
typedef int find_event_fn(const struct result_run *run, const char *name, int after);

/* The "events" of @object over @ops, in @per_op by what @find says, of @nr; NAN where nothing was counted. */
int read_per_op(struct reader *reader, const struct json_value *object, find_event_fn *find,
		const struct result_run *run, int nr, double ops, double **per_op);

/* The "events" of @object, by operations of which there were @ops; in the order of @run's. */
int read_events(struct reader *reader, const struct json_value *object,
		const struct result_run *run, double ops, double **events_per_op);

/*
 * What the threads on each node did, and what pages of it were handed out, where the machine has several
 * and the line says so.
 */
int read_nodes(struct reader *reader, const struct json_value *line, struct result_sample *sample);

/* What @run says of the events of packages, and what @sample, of @ops operations, does of each. */
int read_package_events(struct reader *reader, const struct json_value *line,
			struct result_run *run);
int read_packages(struct reader *reader, const struct json_value *line, double ops,
		  struct result_sample *sample);

/* What only lookups have; sample->lookup stays NULL where the line has nothing of it. */
int read_lookup(struct reader *reader, const struct json_value *line, struct result_sample *sample);

/* ---- lines: append what one says to the results; return 0, -EINVAL or -ENOMEM ---- */

int read_run_line(struct reader *reader, const struct json_value *line);
int read_sample_line(struct reader *reader, const struct json_value *line);
int read_backlog_line(struct reader *reader, const struct json_value *line);

#endif
