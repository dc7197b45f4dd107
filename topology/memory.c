// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory.c: pages on chosen nodes, and the kernel's word for it. hwloc's and libnuma's allocators
 * are not used: they fall back to other nodes in silence. What the kernel does when it cannot is
 * reported: a memoryless node is refused by mbind, and a page that strayed by move_pages.
 */
#include "topology/memory.h"

#include <errno.h>
#include <limits.h>
#include <numa.h>
#include <numaif.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "topology/int_list.h"

/* ---- policies ---- */

static bool usable(const struct machine_node *node)
{
	return node->allowed && node->memory_bytes;
}

int memory_interleave_nodes(const struct machine *machine, int *nodes)
{
	int nr = 0;

	for (int i = 0; i < machine->nr_nodes; i++) {
		if (usable(&machine->nodes[i]))
			nodes[nr++] = machine->nodes[i].os;
	}
	return nr;
}

static int complain_node(const struct machine *machine, const char *number, const char *wrong,
			 struct error *err)
{
	char quote[ERROR_QUOTE_SIZE], text[160] = "none";
	struct int_list list = {0};

	for (int i = 0; i < machine->nr_nodes; i++) {
		if (usable(&machine->nodes[i]))
			int_list_add(&list, machine->nodes[i].os);
	}
	if (list.nr)
		int_list_format(&list, text, sizeof(text));
	int_list_free(&list);
	return error_set(err, -EINVAL, "memory node:%s: %s; nodes with memory to use: %s",
			 error_quote(quote, number, strlen(number)), wrong, text);
}

static int parse_node(struct memory_policy *policy, const struct machine *machine,
		      const char *number, struct error *err)
{
	const struct machine_node *node = machine_node_named(machine, number);

	if (!node)
		return complain_node(machine, number, "there is no such node", err);
	if (!node->memory_bytes)
		return complain_node(machine, number, "that node has no memory", err);
	if (!node->allowed)
		return complain_node(machine, number, "this process may not use that node", err);
	*policy = (struct memory_policy){.kind = MEMORY_NODE, .node = node->os};
	return 0;
}

int memory_policy_parse(struct memory_policy *policy, const struct machine *machine,
			const char *text, struct error *err)
{
	static const char prefix[] = "node:";
	char quote[ERROR_QUOTE_SIZE];

	*policy = (struct memory_policy){.kind = MEMORY_LOCAL, .node = -1};
	if (!strcmp(text, "local"))
		return 0;
	if (!strcmp(text, "interleave")) {
		policy->kind = MEMORY_INTERLEAVE;
		return 0;
	}
	if (!strncmp(text, prefix, strlen(prefix)))
		return parse_node(policy, machine, text + strlen(prefix), err);
	return error_set(err, -EINVAL, "unknown memory '%s'; there are local, node:N, interleave",
			 error_quote(quote, text, strlen(text)));
}

char *memory_policy_format(const struct memory_policy *policy, char *text, size_t size)
{
	static const char *const names[] = {
		[MEMORY_LOCAL] = "local",
		[MEMORY_INTERLEAVE] = "interleave",
	};

	if (policy->kind == MEMORY_NODE)
		snprintf(text, size, "node:%d", policy->node);
	else
		snprintf(text, size, "%s", names[policy->kind]);
	return text;
}

/* ---- placing ---- */

#define NODE_LIMIT 1024 /* the kernel's: NODES_SHIFT is at most 10 */
#define WORD_BITS  (8 * sizeof(unsigned long))

/* The pages being placed and where each belongs. */
struct span {
	char *start;
	size_t nr_pages, page_size;
	const int *nodes;
	int nr_nodes;
};

static size_t span_bytes(const struct span *span)
{
	return span->nr_pages * span->page_size;
}

/*
 * A kernel without NUMA, or a container that forbids the NUMA calls, can neither bind nor tell.
 * Where node 0 is the only node and the only one wanted there is nothing to prove: every page lies
 * there.
 */
static bool needs_no_proof(const struct span *span, int error)
{
	if (error != ENOSYS && error != EPERM)
		return false;
	for (int i = 0; i < span->nr_nodes; i++) {
		if (span->nodes[i] != 0)
			return false;
	}
	return numa_max_node() == 0;
}

static int bind_span(const struct span *span, const unsigned long *mask, struct error *err,
		     const char *where)
{
	if (!mbind(span->start, span_bytes(span), MPOL_BIND, mask, NODE_LIMIT + 1, 0) ||
	    needs_no_proof(span, errno))
		return 0;
	if (errno == EINVAL)
		return error_set(err, -EINVAL,
				 "cannot bind memory to %s: it has none, or this process may not "
				 "use it",
				 where);
	return error_set(err, -errno, "cannot bind %zu bytes to %s: %s", span_bytes(span), where,
			 strerror(errno));
}

static void mask_add(unsigned long *mask, int node)
{
	mask[node / WORD_BITS] |= 1UL << node % WORD_BITS;
}

static int bind_to_node(const struct span *span, int node, struct error *err)
{
	unsigned long mask[NODE_LIMIT / WORD_BITS] = {0};
	char where[32];

	snprintf(where, sizeof(where), "node %d", node);
	mask_add(mask, node);
	return bind_span(span, mask, err, where);
}

static int bind_to_all(const struct span *span, struct error *err)
{
	unsigned long mask[NODE_LIMIT / WORD_BITS] = {0};

	for (int i = 0; i < span->nr_nodes; i++)
		mask_add(mask, span->nodes[i]);
	return bind_span(span, mask, err, "its nodes");
}

/*
 * A policy guides only pages that are not there yet. So the whole span is bound to one node after
 * the other, and that node's pages are touched meanwhile: binding page by page would make a mapping
 * of each, and the kernel limits their number (vm.max_map_count). What stays bound at last is the
 * span, to all its nodes: so automatic balancing leaves its pages alone.
 */
static int place(const struct span *span, struct error *err)
{
	bool several = false;
	int ret = 0;

	for (int i = 0; i < span->nr_nodes && (size_t)i < span->nr_pages; i++) {
		if (i == 0 || span->nodes[i] != span->nodes[i - 1])
			ret = bind_to_node(span, span->nodes[i], err);
		if (ret)
			return ret;
		several |= span->nodes[i] != span->nodes[0];
		for (size_t page = i; page < span->nr_pages; page += span->nr_nodes)
			*(volatile char *)(span->start + page * span->page_size) = 0;
	}
	return several ? bind_to_all(span, err) : 0;
}

/* ---- proof ---- */

#define PAGES_A_CALL 512

static int check_page(const struct span *span, size_t page, int status, struct error *err)
{
	int wanted = span->nodes[page % span->nr_nodes];

	if (status == wanted)
		return 0;
	if (status < 0)
		return error_set(err, -EXDEV, "page %zu was bound to node %d and lies nowhere: %s",
				 page, wanted, strerror(-status));
	return error_set(err, -EXDEV, "page %zu was bound to node %d and lies on node %d", page,
			 wanted, status);
}

static int check_pages(const struct span *span, size_t first, size_t nr, struct error *err)
{
	void *pages[PAGES_A_CALL];
	int status[PAGES_A_CALL], ret = 0;

	for (size_t i = 0; i < nr; i++)
		pages[i] = span->start + (first + i) * span->page_size;
	if (move_pages(0, nr, pages, NULL, status, 0)) {
		if (needs_no_proof(span, errno))
			return 0;
		return error_set(err, -errno, "cannot ask where pages lie: move_pages: %s",
				 strerror(errno));
	}
	for (size_t i = 0; i < nr && !ret; i++)
		ret = check_page(span, first + i, status[i], err);
	return ret;
}

static int confirm(const struct span *span, struct error *err)
{
	int ret = 0;

	for (size_t first = 0; first < span->nr_pages && !ret; first += PAGES_A_CALL) {
		size_t left = span->nr_pages - first;

		ret = check_pages(span, first, left < PAGES_A_CALL ? left : PAGES_A_CALL, err);
	}
	return ret;
}

/* ---- allocation ---- */

/*
 * Under a strict binding the kernel answers a full node with its OOM killer: refuse before the
 * first touch what a node could never hold.
 */
static int check_room(const struct span *span, struct error *err)
{
	const size_t share = span_bytes(span) / span->nr_nodes;

	for (int i = 0; i < span->nr_nodes && numa_available() >= 0; i++) {
		long long total = numa_node_size64(span->nodes[i], NULL);

		if (total > 0 && share > (unsigned long long)total)
			return error_set(err, -ENOMEM,
					 "node %d has %lld bytes of memory; %zu were asked for",
					 span->nodes[i], total, share);
	}
	return 0;
}

static int check_request(size_t bytes, const int *nodes, int nr_nodes, struct error *err)
{
	if (!bytes || nr_nodes < 1)
		return error_set(err, -EINVAL, "memory: no bytes or no node asked for");
	for (int i = 0; i < nr_nodes; i++) {
		if (nodes[i] < 0 || nodes[i] >= NODE_LIMIT)
			return error_set(err, -EINVAL, "memory: there is no node %d", nodes[i]);
	}
	return 0;
}

static void measure_span(struct span *span, size_t bytes)
{
	span->page_size = sysconf(_SC_PAGESIZE);
	span->nr_pages = bytes / span->page_size + (bytes % span->page_size > 0);
}

static int map(struct span *span, size_t bytes, struct error *err)
{
	measure_span(span, bytes);
	span->start = MAP_FAILED;
	if (bytes <= SIZE_MAX - span->page_size)
		span->start = mmap(NULL, span_bytes(span), PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (span->start == MAP_FAILED)
		return error_set(err, -ENOMEM, "cannot map %zu bytes of memory", bytes);
	/* Refused only by kernels that have no huge pages to avoid. */
	madvise(span->start, span_bytes(span), MADV_NOHUGEPAGE);
	return 0;
}

static int fill(const struct span *span, struct error *err)
{
	int ret = check_room(span, err);

	if (!ret)
		ret = place(span, err);
	return ret ? ret : confirm(span, err);
}

int memory_place(void *memory, size_t bytes, const int *nodes, int nr_nodes, struct error *err)
{
	struct span span = {.start = memory, .nodes = nodes, .nr_nodes = nr_nodes};
	int ret = check_request(bytes, nodes, nr_nodes, err);

	measure_span(&span, bytes);
	return ret ? ret : fill(&span, err);
}

int memory_bind_self(const int *nodes, int nr_nodes, struct error *err)
{
	const struct span nothing = {.nodes = nodes, .nr_nodes = nr_nodes};
	unsigned long mask[NODE_LIMIT / WORD_BITS] = {0};

	for (int i = 0; i < nr_nodes; i++)
		mask_add(mask, nodes[i]);
	if (!set_mempolicy(nr_nodes > 1 ? MPOL_INTERLEAVE : MPOL_BIND, mask, NODE_LIMIT + 1) ||
	    needs_no_proof(&nothing, errno))
		return 0;
	return error_set(err, -errno, "cannot bind a thread's memory to its nodes: %s",
			 strerror(errno));
}

int memory_alloc(void **memory, size_t bytes, const int *nodes, int nr_nodes, struct error *err)
{
	struct span span = {.nodes = nodes, .nr_nodes = nr_nodes};
	int ret;

	*memory = NULL;
	ret = check_request(bytes, nodes, nr_nodes, err);
	if (ret)
		return ret;
	ret = map(&span, bytes, err);
	if (ret)
		return ret;
	ret = fill(&span, err);
	if (ret)
		munmap(span.start, span_bytes(&span));
	else
		*memory = span.start;
	return ret;
}

void memory_free(void *memory, size_t bytes)
{
	if (memory)
		munmap(memory, bytes); /* the kernel rounds up to pages, as memory_alloc() did */
}
