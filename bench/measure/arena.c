// SPDX-License-Identifier: GPL-2.0-or-later
/* arena.c: placed memory for the sharing groups, kept while the process lives. See arena.h. */
#include "bench/measure/arena.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* One group's folios. Which nodes they lie on is all that tells one region from another. */
struct region {
	struct region *next;
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

static struct region *find(const struct arena *arena, int group, size_t bytes, const int *nodes,
			   int nr_nodes)
{
	for (struct region *r = arena->regions; r; r = r->next) {
		if (r->group == group && r->bytes == bytes && r->nr_nodes == nr_nodes &&
		    !memcmp(r->nodes, nodes, (size_t)nr_nodes * sizeof(*nodes)))
			return r;
	}
	return NULL;
}

static int add(struct arena *arena, int group, size_t bytes, const int *nodes, int nr_nodes,
	       struct error *err)
{
	struct region *region = calloc(1, sizeof(*region));
	int *copy = malloc((size_t)nr_nodes * sizeof(*copy));
	int ret = region && copy ? 0 : error_set(err, -ENOMEM, "out of memory");

	if (!ret)
		ret = memory_alloc(&region->memory, bytes, nodes, nr_nodes, err);
	if (ret) {
		free(region);
		free(copy);
		return ret;
	}
	memcpy(copy, nodes, (size_t)nr_nodes * sizeof(*copy));
	region->group = group;
	region->bytes = bytes;
	region->nodes = copy;
	region->nr_nodes = nr_nodes;
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
		int nr_nodes = group_nodes(nodes, point, assignment, machine, g);
		struct region *region = find(arena, g, bytes, nodes, nr_nodes);

		if (!region)
			ret = add(arena, g, bytes, nodes, nr_nodes, err);
		if (!ret)
			groups[g] = placed(find(arena, g, bytes, nodes, nr_nodes));
	}
	free(nodes);
	return ret;
}
