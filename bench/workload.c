// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * workload.c: the workloads, a row each, and the laws that a sample must have kept. What each loop
 * does stands in bench/workloads/.
 */
#include "bench/workload.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "bench/kernel/kernel_workload.h"
#include "bench/lookup/loops.h"
#include "bench/plan/plan.h"
#include "bench/workloads/ping_pong.h"

static loop_fn *get_put_loop(const struct scheme *scheme, const struct point *point, int role)
{
	(void)role;
	if (point->nr > 1)
		return scheme->loops[LOOP_GET_PUT_NR];
	if (point->pages > 1 || point->batch > 1)
		return scheme->loops[LOOP_GET_PUT_BATCH];
	return scheme->loops[LOOP_GET_PUT];
}

static loop_fn *frozen_get_loop(const struct scheme *scheme, const struct point *point, int role)
{
	(void)role;
	return scheme
		->loops[point->pages > 1 || point->nr > 1 ? LOOP_FROZEN_GET_NR : LOOP_FROZEN_GET];
}

static loop_fn *freeze_loop(const struct scheme *scheme, const struct point *point, int role)
{
	return role == ROLE_WRITER ? scheme->loops[LOOP_FREEZE] : get_put_loop(scheme, point, role);
}

static loop_fn *final_put_loop(const struct scheme *scheme, const struct point *point, int role)
{
	(void)role;
	return scheme->loops[point->pages > 1 || point->batch > 1 ? LOOP_FINAL_PUT_BATCH
								  : LOOP_FINAL_PUT];
}

static loop_fn *ping_pong_loop(const struct scheme *scheme, const struct point *point, int role)
{
	(void)scheme;
	(void)point;
	(void)role;
	return loop_ping_pong;
}

static loop_fn *kernel_loop(const struct scheme *scheme, const struct point *point, int role)
{
	(void)scheme;
	(void)role;
	return kernel_workload_loop(point);
}

static const struct lookup_workload gup_fast = {
	.reader = READER_GUP_FAST,
	.reader_nr = READER_GUP_FAST_NR,
	.mutator = MUTATOR_GUP_FAST,
	.world = WORLD_PAGE_TABLE,
	.has_map = true,
	.has_ptes = true,
	.has_lifetime = true,
};

static const struct lookup_workload page_cache = {
	.reader = READER_PAGE_CACHE,
	.mutator = MUTATOR_PAGE_CACHE,
	.world = WORLD_PAGE_CACHE,
	.has_lifetime = true,
};

static const struct lookup_workload pfn_walk = {
	.reader = READER_PFN_WALK,
	.mutator = MUTATOR_PFN_WALK,
	.world = WORLD_CELLS,
	.step = WALK_PAGES,
	.call = WALK_PAGES,
	.unit = CELL_PAGES,
	.has_map = true,
	.has_lifetime = true,
};

static const struct lookup_workload put_page = {
	.reader = READER_PUT_PAGE,
	.mutator = MUTATOR_PUT_PAGE,
	.world = WORLD_PAGES,
	.has_map = true,
};

static const struct lookup_workload large_folio = {
	.reader = READER_LARGE_FOLIO,
	.mutator = MUTATOR_LARGE_FOLIO,
	.world = WORLD_BLOCKS,
	.step = WALK_PAGES,
	.call = WALK_PAGES,
	.unit = BLOCK_PAGES,
	.has_map = true,
	.has_ptes = true,
	.has_lifetime = true,
};

const struct workload workloads[] = {
	{
		.name = "get-put",
		.summary = "try_get, put, on a page shared by a group of threads",
		.answers = "what a lookup of a shared folio costs: the series' headline",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_BATCH | KNOB_NR,
		.roles = {"worker"},
		.has_scheme = true,
		.loop = get_put_loop,
		.begins = FOLIO_LIVE,
		.ends = FOLIO_LIVE,
		.fail_ops = NO_OPS,
		.freed = NO_OPS,
	},
	{
		.name = "frozen-get",
		.summary = "try_get that must fail, on frozen pages",
		.answers = "what the failure path costs, and what hammering a frozen page does",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_NR,
		.roles = {"worker"},
		.has_scheme = true,
		.loop = frozen_get_loop,
		.begins = FOLIO_FROZEN,
		.ends = FOLIO_FROZEN,
		.fail_ops = ALL_OPS,
		.freed = NO_OPS,
	},
	{
		.name = "freeze",
		.summary = "readers as get-put while others freeze and unfreeze the same pages",
		.answers = "who starves under migration, reclaim and splitting",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_BATCH | KNOB_WRITERS | KNOB_NR,
		.roles = {"reader", "freezer"},
		.has_scheme = true,
		.freezes = true,
		.loop = freeze_loop,
		.begins = FOLIO_LIVE,
		.ends = FOLIO_LIVE,
		.fail_ops = SOME_OPS,
		.freed = NO_OPS,
	},
	{
		.name = "final-put",
		.summary = "init, put to zero, init again, on pages private to the thread",
		.answers = "what the extra compare-and-swap costs at munmap",
		.knobs = KNOB_PAGES | KNOB_BATCH,
		.roles = {"worker"},
		.has_scheme = true,
		.private_pages = true,
		.loop = final_put_loop,
		.begins = FOLIO_FROZEN,
		.ends = FOLIO_FROZEN,
		.fail_ops = NO_OPS,
		.freed = ALL_OPS,
	},
	{
		.name = "gup-fast",
		.summary = "addresses to folios with a reference, while others zap and fault them",
		.answers = "what GUP-fast pays for the memdesc hop, the rechecks and each lifetime",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_WRITERS | KNOB_NR | KNOB_LOOKUP |
			 KNOB_CHURN | KNOB_RECHECK | KNOB_PIN,
		.default_pages = 512,
		.max_nr = PTRS_PER_PTE,
		.roles = {"reader", "mutator"},
		.has_scheme = true,
		.no_twin = true,
		.lookup = &gup_fast,
		.loop = lookup_loop,
	},
	{
		.name = "page-cache",
		.summary = "places in a file to folios, 15 at a time, while others truncate",
		.answers = "what a buffered read's lookup costs, and who is hammered when frozen",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_BATCH | KNOB_WRITERS | KNOB_LOOKUP |
			 KNOB_CHURN | KNOB_RECHECK,
		.default_pages = 512,
		.default_batch = 15,
		.roles = {"reader", "mutator"},
		.has_scheme = true,
		.no_twin = true,
		.lookup = &page_cache,
		.loop = lookup_loop,
	},
	{
		.name = "pfn-walk",
		.summary = "two passes over a mixed memory map while allocators change it",
		.answers = "what compaction's scan costs without a slot to recheck",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_WRITERS | KNOB_LOOKUP | KNOB_CHURN |
			 KNOB_RECHECK,
		.default_pages = 4096,
		.walks = true,
		.pages_multiple = WALK_PAGES,
		.roles = {"reader", "mutator"},
		.has_scheme = true,
		.no_twin = true,
		.lookup = &pfn_walk,
		.loop = lookup_loop,
	},
	{
		.name = "put-page",
		.summary = "get_page, put_page, out of line, on folios, tails and plain pages",
		.answers = "what put_page's dispatch by memdesc type costs",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_WRITERS | KNOB_LOOKUP | KNOB_CHURN,
		.default_pages = 512,
		.pages_multiple = PUT_PAGE_GROUP,
		.roles = {"reader", "mutator"},
		.has_scheme = true,
		.no_twin = true,
		.lookup = &put_page,
		.loop = lookup_loop,
	},
	{
		.name = "large-folio",
		.summary = "GUP and walks over folios of order 0 to 9 formed and taken apart",
		.answers = "whether tails refuse, and what lookups of large folios cost",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_WRITERS | KNOB_LOOKUP | KNOB_CHURN |
			 KNOB_RECHECK,
		.default_pages = 5120,
		.walks = true,
		.pages_multiple = BLOCK_PAGES,
		.roles = {"reader", "mutator"},
		.has_scheme = true,
		.no_twin = true,
		.lookup = &large_folio,
		.loop = lookup_loop,
	},
	{
		.name = "ping-pong",
		.summary = "one line bounced between each pair of CPUs",
		.answers = "how long a line takes from CPU to CPU: the machine's own limit",
		.roles = {"worker"},
		.in_pairs = true,
		.loop = ping_pong_loop,
		.fail_ops = NO_OPS,
		.freed = NO_OPS,
	},
	{
		.name = "pread",
		.summary = "pread of a tmpfs file, in the kernel that runs",
		.answers = "what a booted kernel's page-cache lookups cost a program",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_SIZE | KNOB_AS,
		.roles = {"worker"},
		.kernel = &kernel_pread,
		.loop = kernel_loop,
	},
	{
		.name = "kernel-gup",
		.summary = "GUP-fast of the kernel that runs, through futex or io_uring",
		.answers = "what a booted kernel's GUP-fast and pins cost a program",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_PIN | KNOB_AS,
		.roles = {"worker"},
		.kernel = &kernel_gup,
		.loop = kernel_loop,
	},
	{
		.name = "munmap",
		.summary = "anonymous pages mapped, filled and unmapped, in the kernel that runs",
		.answers = "what final puts cost in a booted kernel",
		.knobs = KNOB_PAGES | KNOB_AS,
		.default_pages = 128,
		.roles = {"worker"},
		.private_pages = true,
		.kernel = &kernel_munmap,
		.loop = kernel_loop,
	},
	{
		.name = "page-fault",
		.summary = "read faults of a mapped tmpfs file, in the kernel that runs",
		.answers = "what mapping a booted kernel's file pages costs a program",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_AS,
		.default_pages = 512,
		.roles = {"worker"},
		.kernel = &kernel_page_fault,
		.loop = kernel_loop,
	},
	{.name = NULL},
};

const struct workload *workload_find(const char *name)
{
	for (const struct workload *w = workloads; w->name; w++) {
		if (!strcmp(w->name, name))
			return w;
	}
	return NULL;
}

void workload_prepare(const struct workload *workload, const struct scheme *scheme,
		      struct folio *folios, int nr)
{
	for (int i = 0; i < nr; i++) {
		if (!workload->has_scheme)
			atomic_set(&folios[i]._refcount, 0);
		else if (workload->begins == FOLIO_LIVE)
			scheme->ops.init_page_count(&folios[i].page);
		else
			scheme->ops.set_page_count_frozen(&folios[i].page);
	}
}

int workload_check_folios(const struct workload *workload, const struct scheme *scheme,
			  struct folio *folios, int nr, struct error *err)
{
	int expected = workload->ends == FOLIO_LIVE ? 1 : 0;

	if (!workload->has_scheme || scheme->unsafe)
		return 0;
	for (int i = 0; i < nr; i++) {
		int count = scheme->ops.folio_ref_count(&folios[i]);

		if (count != expected)
			return error_set(err, -EIO,
					 "%s under %s: page %d ends with count %d (word 0x%08x), "
					 "expected %d",
					 scheme->name, workload->name, i, count,
					 (unsigned int)atomic_read(&folios[i]._refcount), expected);
		if (!expected && scheme->ops.folio_try_get(&folios[i]))
			return error_set(err, -EIO,
					 "%s under %s: page %d ends frozen, and a try_get on it "
					 "succeeds",
					 scheme->name, workload->name, i);
	}
	return 0;
}

static bool keeps(enum share_of_ops expected, uint64_t count, uint64_t ops)
{
	return expected == SOME_OPS || count == (expected == ALL_OPS ? ops : 0);
}

int workload_check_worker(const struct workload *workload, const struct scheme *scheme,
			  const struct worker *worker, struct error *err)
{
	if (!workload->has_scheme || scheme->unsafe)
		return 0;
	if (!keeps(workload->fail_ops, worker->fail_ops, worker->ops))
		return error_set(err, -EIO,
				 "%s under %s: %" PRIu64 " of %" PRIu64 " operations failed, "
				 "expected %s",
				 scheme->name, workload->name, worker->fail_ops, worker->ops,
				 workload->fail_ops == ALL_OPS ? "all" : "none");
	if (!keeps(workload->freed, worker->freed, worker->ops))
		return error_set(err, -EIO,
				 "%s under %s: %" PRIu64 " puts of %" PRIu64 " freed the page, "
				 "expected %s",
				 scheme->name, workload->name, worker->freed, worker->ops,
				 workload->freed == ALL_OPS ? "all" : "none");
	return 0;
}
