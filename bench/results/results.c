// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results.c: a results file taken apart into lines. It is read in pieces and never held whole: a
 * sweep of a large machine writes hundreds of megabytes, of which the samples keep a tenth.
 *
 * A last line without its newline was cut by a kill or a full disk if it is not JSON. If it is, it
 * is whole, for no part of an object is an object: somebody's editor ate the newline.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PIECE	   (256 * 1024)
#define LINE_LIMIT (64 * 1024 * 1024) /* not a line of ours: without it /dev/zero fills memory */

static int read_line(struct reader *reader, const char *text, size_t length, bool ended)
{
	static const struct {
		const char *name;
		int (*read)(struct reader *reader, const struct json_value *line);
	} types[] = {
		{"run", read_run_line},
		{"sample", read_sample_line},
		{"backlog", read_backlog_line},
	};
	const struct json_value *line, *type;
	struct error problem;
	int ret = length > LINE_LIMIT
			  ? error_set(&problem, -EINVAL, "longer than %d bytes", LINE_LIMIT)
			  : json_parse(&reader->json, text, length, &problem);

	reader->line++;
	if (ret == -EINVAL && !ended) {
		reader->results->torn = true;
		return 0;
	}
	if (ret == -EINVAL)
		return reader_fail(reader, "%s", problem.text);
	if (ret)
		return ret;
	line = reader->json.values;
	if (line->type != JSON_OBJECT)
		return reader_fail(reader, "%s, expected an object", json_type_name(line));
	type = json_get(line, "type");
	if (!type || type->type != JSON_TEXT)
		return reader_fail(reader, "\"type\" is missing or not a text");
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!strcmp(type->text, types[i].name))
			return types[i].read(reader, line);
	}
	return 0;
}

/* Read the whole lines at the start of @text; *@used says how much they were. */
static int read_whole_lines(struct reader *reader, const char *text, size_t length, size_t *used)
{
	const char *newline;
	int ret = 0;

	*used = 0;
	while (!ret && (newline = memchr(text + *used, '\n', length - *used))) {
		const char *line = text + *used;

		ret = read_line(reader, line, (size_t)(newline - line), true);
		*used = (size_t)(newline + 1 - text);
	}
	return ret;
}

/* A message for what the parts report by number only. */
static int finish(struct reader *reader, int ret)
{
	json_free(&reader->json);
	if (ret == -ENOMEM)
		error_set(reader->err, ret, "%s: line %ld: out of memory", reader->name,
			  reader->line);
	return ret;
}

static int begin(struct reader *reader)
{
	if (!reader->results->arena)
		reader->results->arena = results_arena_new();
	reader->results->torn = false;
	return reader->results->arena ? 0 : -ENOMEM;
}

int results_parse(struct results *results, const char *text, size_t length, const char *name,
		  struct error *err)
{
	struct reader reader = {.results = results, .name = name, .err = err};
	size_t used = 0;
	int ret = begin(&reader);

	if (!ret)
		ret = read_whole_lines(&reader, text, length, &used);
	if (!ret && used < length)
		ret = read_line(&reader, text + used, length - used, false);
	return finish(&reader, ret);
}

/* Make @text hold at least PIECE more than its @length. */
static int make_room(char **text, size_t *room, size_t length)
{
	char *larger;

	if (*room - length >= PIECE)
		return 0;
	larger = realloc(*text, *room * 2 + PIECE);
	if (!larger)
		return -ENOMEM;
	*text = larger;
	*room = *room * 2 + PIECE;
	return 0;
}

static int read_stream(struct reader *reader, FILE *file)
{
	char *text = NULL;
	size_t room = 0, length = 0, got, used;
	int failure = 0, ret;

	do {
		ret = make_room(&text, &room, length);
		if (ret)
			break;
		got = fread(text + length, 1, PIECE, file);
		failure = ferror(file) ? errno : 0;
		length += got;
		ret = read_whole_lines(reader, text, length, &used);
		length -= used;
		memmove(text, text + used, length);
	} while (!ret && got == PIECE && length <= LINE_LIMIT);
	if (!ret && failure)
		ret = error_set(reader->err, -failure, "cannot read %s: %s", reader->name,
				strerror(failure));
	if (!ret && length)
		ret = read_line(reader, text, length, length > LINE_LIMIT);
	free(text);
	return ret;
}

int results_read(struct results *results, const char *path, struct error *err)
{
	bool standard_input = !strcmp(path, "-");
	struct reader reader = {
		.results = results,
		.name = standard_input ? "standard input" : path,
		.err = err,
	};
	FILE *file;
	int ret;

	*results = (struct results){0};
	file = standard_input ? stdin : fopen(path, "r");
	if (!file) {
		ret = -errno;
		return error_set(err, ret, "cannot open %s: %s", path, strerror(-ret));
	}
	ret = begin(&reader);
	if (!ret)
		ret = read_stream(&reader, file);
	ret = finish(&reader, ret);
	if (!standard_input)
		fclose(file);
	if (ret)
		results_free(results);
	return ret;
}

void results_free(struct results *results)
{
	results_arena_free(results->arena);
	free(results->runs);
	free(results->samples);
	free(results->backlogs);
	*results = (struct results){0};
}
