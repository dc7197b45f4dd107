// SPDX-License-Identifier: GPL-2.0-or-later
/* arena.c: placed memory for the sharing groups, kept while the process lives. See arena.h. */
#include "bench/measure/arena.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * One group's folios. Which nodes they lie on tells one region from another; where it is the pair of
 * CPUs that is measured, so does the pair, or every pair would have the luck of one address: its slice
 * of the last-level cache, its directory, its neighbours.
 */
struct region {
	struct region *next;
	const struct placement *pair; /* NULL where the workload does not run in pairs */
	int group; /* two groups never share a region */
	size_t bytes;
	int nr_nodes, *nodes;
	void *memory;
};

struct arena {
	struct region *regions;
};

struct arena *arena_new(void)
{
	return calloc(1, sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
	struct region *region = arena ? arena->regions : NULL;

	while (region) {
		struct region *next = region->next;

		memory_free(region->memory, region->bytes);
		free(region->nodes);
		free(region);
		region = next;
	}
	free(arena);
}

static struct region *find(const struct arena *arena, const struct region *wanted)
{
	for (struct region *r = arena->regions; r; r = r->next) {
		if (r->pair == wanted->pair && r->group == wanted->group &&
		    r->bytes == wanted->bytes && r->nr_nodes == wanted->nr_nodes &&
		    !memcmp(r->nodes, wanted->nodes, (size_t)r->nr_nodes * sizeof(*r->nodes)))
			return r;
	}
	return NULL;
}

static int add(struct arena *arena, const struct region *wanted, struct error *err)
{
	struct region *region = calloc(1, sizeof(*region));
	size_t size = (size_t)wanted->nr_nodes * sizeof(*wanted->nodes);
	int *copy = malloc(size);
	int ret = region && copy ? 0 : error_set(err, -ENOMEM, "out of memory");

	if (!ret) {
		*region = *wanted;
		ret = memory_alloc(&region->memory, wanted->bytes, wanted->nodes, wanted->nr_nodes,
				   err);
	}
	if (ret) {
		free(region);
		free(copy);
		return ret;
	}
	memcpy(copy, wanted->nodes, size);
	region->nodes = copy;
	region->next = arena->regions;
	arena->regions = region;
	return 0;
}

/* The nodes of group @group's pages, in turn; returns how many. */
static int group_nodes(int *nodes, const struct point *point, const struct assignment *assignment,
		       const struct machine *machine, int group)
{
	int nr, first;

	switch (point->memory.kind) {
	case MEMORY_NODE:
		nodes[0] = point->memory.node;
		return 1;
	case MEMORY_INTERLEAVE:
		/* Each group begins one node further, or small groups would all lie on the first. */
		nr = memory_interleave_nodes(machine, nodes);
		for (int i = 0; i < group % (nr ? nr : 1); i++) {
			first = nodes[0];
			memmove(nodes, nodes + 1, (size_t)(nr - 1) * sizeof(*nodes));
			nodes[nr - 1] = first;
		}
		return nr;
	default:
		nodes[0] = assignment->homes[group];
		return 1;
	}
}

static struct placed placed(const struct region *region)
{
	return (struct placed){region->memory, region->nr_nodes, region->nodes};
}

int arena_place(struct arena *arena, size_t bytes, const struct point *point,
		const struct assignment *assignment, const struct machine *machine,
		struct placed *groups, struct error *err)
{
	int *nodes = calloc((size_t)machine->nr_nodes + 1, sizeof(*nodes));
	int ret = nodes ? 0 : error_set(err, -ENOMEM, "out of memory");

	for (int g = 0; !ret && g < assignment->nr_groups; g++) {
		const struct region wanted = {
			.pair = point->workload->in_pairs ? point->placement : NULL,
			.group = g,
			.bytes = bytes,
			.nr_nodes = group_nodes(nodes, point, assignment, machine, g),
			.nodes = nodes,
		};

		if (!find(arena, &wanted))
			ret = add(arena, &wanted, err);
		if (!ret)
			groups[g] = placed(find(arena, &wanted));
	}
	free(nodes);
	return ret;
}
