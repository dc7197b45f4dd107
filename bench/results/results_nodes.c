// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_nodes.c: what a sample says of each node's threads, and of its pages. Of a machine with one node
 * that is what it says of all of them, and is not kept twice.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct node_line {
	int threads;
	double ops;
};

#define LINE(name) offsetof(struct node_line, name)
static const struct field node_fields[] = {
	{"threads", FIELD_COUNT, 0, LINE(threads)},
	{"ops", FIELD_NUMBER, 0, LINE(ops)},
};

static int node_number(const char *text)
{
	char again[16];
	int node;

	if (sscanf(text, "%4d", &node) != 1 || node < 0 || node >= RESULTS_MAX_NODES)
		return -1;
	snprintf(again, sizeof(again), "%d", node);
	return strcmp(again, text) ? -1 : node;
}

static int read_node(struct reader *reader, const struct json_value *object,
		     const struct result_sample *sample, struct result_node *node)
{
	const struct result_run *run = &reader->results->runs[sample->run];
	struct node_line line;
	int ret;

	node->node = node_number(object->key);
	if (node->node < 0)
		return reader_fail(reader, "\"nodes\" has a key that is no node's number");
	ret = read_fields(reader, object, node_fields, ARRAY_SIZE(node_fields), &line);
	if (ret)
		return ret;
	node->threads = line.threads;
	node->ops_per_sec = sample->seconds > 0 ? line.ops / sample->seconds : 0;
	return read_events(reader, object, run, line.ops, &node->events_per_op);
}

#define PAGES(name) offsetof(struct result_pages, name)
static const struct field pages_fields[] = {
	{"local_pages", FIELD_NUMBER, OPTIONAL, PAGES(local)},
	{"other_pages", FIELD_NUMBER, OPTIONAL, PAGES(other)},
};

static int read_pages(struct reader *reader, const struct json_value *line,
		      struct result_sample *sample)
{
	const struct json_value *numastat;
	int ret = find_container(reader, line, "numastat", JSON_OBJECT, &numastat);

	if (ret || !numastat)
		return ret;
	sample->pages = results_arena_alloc(reader->results->arena,
					    ((size_t)numastat->nr + 1) * sizeof(*sample->pages));
	if (!sample->pages)
		return -ENOMEM;
	json_for_each(member, numastat)
	{
		struct result_pages *pages = &sample->pages[sample->nr_pages];

		pages->node = node_number(member->key);
		if (pages->node < 0)
			return reader_fail(reader,
					   "\"numastat\" has a key that is no node's number");
		ret = read_fields(reader, member, pages_fields, ARRAY_SIZE(pages_fields), pages);
		if (ret)
			return ret;
		sample->nr_pages++;
	}
	return 0;
}

static int read_each_node(struct reader *reader, const struct json_value *line,
			  struct result_sample *sample)
{
	const struct json_value *nodes;
	int ret = find_container(reader, line, "nodes", JSON_OBJECT, &nodes);

	if (ret || !nodes)
		return ret;
	sample->nodes = results_arena_alloc(reader->results->arena,
					    ((size_t)nodes->nr + 1) * sizeof(*sample->nodes));
	if (!sample->nodes)
		return -ENOMEM;
	json_for_each(member, nodes)
	{
		ret = read_node(reader, member, sample, &sample->nodes[sample->nr_nodes]);
		if (ret)
			return ret;
		sample->nr_nodes++;
	}
	return 0;
}

int read_nodes(struct reader *reader, const struct json_value *line, struct result_sample *sample)
{
	int ret;

	if (reader->results->runs[sample->run].nr_nodes < 2)
		return 0;
	ret = read_each_node(reader, line, sample);
	return ret ? ret : read_pages(reader, line, sample);
}
