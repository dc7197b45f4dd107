// SPDX-License-Identifier: GPL-2.0-or-later
/* numastat.c: nodeN/numastat, a count a line. See numastat.h. */
#include "topology/numastat.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_node(struct numastat_node *node, const char *dir)
{
	char path[PATH_MAX], name[32];
	long long count;
	FILE *file;

	node->local = node->other = -1;
	snprintf(path, sizeof(path), "%s/node%d/numastat", dir, node->node);
	file = fopen(path, "re");
	while (file && fscanf(file, "%31s %lld", name, &count) == 2) {
		if (!strcmp(name, "local_node"))
			node->local = count;
		else if (!strcmp(name, "other_node"))
			node->other = count;
	}
	if (file)
		fclose(file);
}

int numastat_read(struct numastat *stat, const struct machine *machine, const char *dir)
{
	*stat = (struct numastat){
		.nodes = calloc((size_t)machine->nr_nodes + 1, sizeof(*stat->nodes)),
	};
	if (!stat->nodes)
		return -ENOMEM;
	for (; stat->nr < machine->nr_nodes; stat->nr++) {
		stat->nodes[stat->nr].node = machine->nodes[stat->nr].os;
		read_node(&stat->nodes[stat->nr], dir);
	}
	return 0;
}

void numastat_free(struct numastat *stat)
{
	free(stat->nodes);
	*stat = (struct numastat){0};
}

static void subtract(long long *after, long long before)
{
	*after = *after < 0 || before < 0 ? -1 : *after - before;
}

void numastat_subtract(struct numastat *after, const struct numastat *before)
{
	for (int i = 0; i < after->nr && i < before->nr; i++) {
		subtract(&after->nodes[i].local, before->nodes[i].local);
		subtract(&after->nodes[i].other, before->nodes[i].other);
	}
}
