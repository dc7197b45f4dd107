/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where memory goes, and the proof that it went there: mbind, first touch, then move_pages asks the
 * kernel where each page lies.
 */
#ifndef TOPOLOGY_MEMORY_H
#define TOPOLOGY_MEMORY_H

#include <stddef.h>

#include "topology/error.h"
#include "topology/machine.h"

enum memory_kind {
	MEMORY_LOCAL, /* the node of the sharing group's first thread */
	MEMORY_NODE, /* one given node */
	MEMORY_INTERLEAVE, /* page by page over every allowed node that has memory */
};

struct memory_policy {
	enum memory_kind kind;
	int node; /* OS number, for MEMORY_NODE */
};

/*
 * Parse "local", "node:N" or "interleave" for @machine. Returns 0, or -EINVAL with @err: unknown
 * name, unknown node, a node without memory or one this process may not use (the message lists
 * those that would be accepted).
 */
int memory_policy_parse(struct memory_policy *policy, const struct machine *machine,
			const char *text, struct error *err);

/* Write the policy as the user would, into @text; returns @text. */
char *memory_policy_format(const struct memory_policy *policy, char *text, size_t size);

/* The nodes that `interleave` uses on @machine: OS numbers in @nodes (room for machine->nr_nodes). */
int memory_interleave_nodes(const struct machine *machine, int *nodes);

/*
 * Zeroed, page-aligned anonymous memory without huge pages, at least @bytes long: page i lies on
 * nodes[i % nr_nodes]. Bound strictly, touched, and confirmed page by page. memory_free() frees it.
 * Returns 0, or a negative errno with @err: -EINVAL (a memoryless node), -ENOMEM, -EXDEV (a page
 * lies elsewhere than it was bound; the message says which and where).
 */
int memory_alloc(void **memory, size_t bytes, const int *nodes, int nr_nodes, struct error *err);
void memory_free(void *memory, size_t bytes);

/*
 * The same for pages of a mapping that are not there yet, a shared one of a file included: placed,
 * touched and confirmed. @memory lies on a page boundary.
 */
int memory_place(void *memory, size_t bytes, const int *nodes, int nr_nodes, struct error *err);

/*
 * From now on the calling thread's own memory comes from @nodes, strictly: from the only one, or page
 * by page from several. Returns 0 or a negative errno with @err.
 */
int memory_bind_self(const int *nodes, int nr_nodes, struct error *err);

#endif
