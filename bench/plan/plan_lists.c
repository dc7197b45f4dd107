// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_lists.c: the lists of a request, resolved: names become workloads, schemes and sharing, and
 * placements are worked out on the machine.
 */
#include "bench/plan/plan_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"
#include "bench/plan/names.h"

#define MAX_NAMES   256
#define MAX_THREADS (1 << 16)

static int add_all_placements(struct plan *plan, struct error *err)
{
	char **names = placement_all(plan->machine);
	int ret = names ? 0 : error_set(err, -ENOMEM, "out of memory");

	for (int i = 0; !ret && names[i]; i++)
		ret = plan_add_placement(plan, names[i], NULL, err);
	free(names);
	return ret;
}

static int resolve_placements(struct plan *plan, const char *text, struct error *err)
{
	char **names = names_split(text);
	int ret = names ? 0 : error_set(err, -ENOMEM, "out of memory");

	for (int i = 0; !ret && names[i]; i++)
		ret = strcmp(names[i], "all") ? plan_add_placement(plan, names[i], NULL, err)
					      : add_all_placements(plan, err);
	free(names);
	return ret;
}

static bool have_memory(const struct plan_lists *lists, const struct memory_policy *memory)
{
	for (int i = 0; i < lists->nr_memory; i++) {
		if (lists->memory[i].kind == memory->kind && lists->memory[i].node == memory->node)
			return true;
	}
	return false;
}

static int add_memory(struct plan_lists *lists, const struct machine *machine, const char *name,
		      struct error *err)
{
	struct memory_policy memory = {0}, *all;
	int ret = memory_policy_parse(&memory, machine, name, err);

	if (ret || have_memory(lists, &memory))
		return ret;
	all = grow(lists->memory, lists->nr_memory, sizeof(*all));
	if (!all)
		return error_set(err, -ENOMEM, "out of memory");
	lists->memory = all;
	lists->memory[lists->nr_memory++] = memory;
	return 0;
}

/* Each node that has memory for us. */
static int add_every_node(struct plan_lists *lists, const struct machine *machine,
			  struct error *err)
{
	char name[32];
	int ret = 0;

	for (int i = 0; !ret && i < machine->nr_nodes; i++) {
		const struct machine_node *node = &machine->nodes[i];

		if (!node->memory_bytes || !node->allowed)
			continue;
		snprintf(name, sizeof(name), "node:%d", node->os);
		ret = add_memory(lists, machine, name, err);
	}
	return ret;
}

static int add_all_memory(struct plan_lists *lists, const struct machine *machine,
			  struct error *err)
{
	int ret = add_memory(lists, machine, "local", err);

	if (!ret)
		ret = add_memory(lists, machine, "interleave", err);
	return ret ? ret : add_every_node(lists, machine, err);
}

static int add_memory_named(struct plan_lists *lists, const struct machine *machine,
			    const char *name, struct error *err)
{
	if (!strcmp(name, "all"))
		return add_all_memory(lists, machine, err);
	if (!strcmp(name, "node:all"))
		return add_every_node(lists, machine, err);
	return add_memory(lists, machine, name, err);
}

static int resolve_memory(struct plan_lists *lists, const struct machine *machine, const char *text,
			  struct error *err)
{
	char **names = names_split(text);
	int ret = names ? 0 : error_set(err, -ENOMEM, "out of memory");

	for (int i = 0; !ret && names[i]; i++)
		ret = add_memory_named(lists, machine, names[i], err);
	free(names);
	return ret;
}

static int resolve_names(struct plan_lists *lists, struct error *err)
{
	const struct plan_request *request = lists->request;
	const char *known[MAX_NAMES + 1] = {0};
	int ret, nr = 0;

	for (const struct workload *w = workloads; w->name && nr < MAX_NAMES; w++)
		known[nr++] = w->name;
	ret = names_resolve(&lists->workloads, "--workload", request->workloads, known, err);
	if (ret)
		return ret;

	memset(known, 0, sizeof(known));
	nr = 0;
	for (const struct scheme *const *s = scheme_all(); *s && nr < MAX_NAMES; s++)
		known[nr++] = (*s)->name;
	ret = names_resolve(&lists->schemes, "--scheme", request->schemes, known, err);
	if (ret)
		return ret;

	memset(known, 0, sizeof(known));
	memcpy(known, share_names, sizeof(share_names));
	return names_resolve(&lists->shares, "--share", request->share ? request->share : "all",
			     known, err);
}

/* "1,2,4,8,max": powers of two and every CPU. */
static void default_threads(char *text, size_t size, int max)
{
	size_t used = 0;

	for (int n = 1; n < max && used < size; n *= 2)
		used += (size_t)snprintf(text + used, size - used, "%d,", n);
	snprintf(text + used, size - used, "max");
}

static int ascending(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The thread counts for a placement: ascending, each once. */
int plan_thread_counts(struct int_list *counts, const struct plan *plan,
		       const struct plan_lists *lists, const struct placement *placement,
		       struct error *err)
{
	int allowed = machine_allowed_pus(plan->machine), unique = 0, ret;
	char text[160];

	default_threads(text, sizeof(text), placement->nr);
	ret = int_list_parse(counts, "--threads",
			     lists->request->threads ? lists->request->threads : text, 1,
			     MAX_THREADS, placement->nr, err);
	if (ret)
		return ret;
	qsort(counts->values, (size_t)counts->nr, sizeof(*counts->values), ascending);
	if (counts->values[counts->nr - 1] > allowed && !plan->oversubscribe) {
		ret = error_set(err, -EINVAL,
				"--threads: %d threads, but this process may use %d CPU%s; ask for "
				"at most %d, or add --oversubscribe",
				counts->values[counts->nr - 1], allowed, allowed == 1 ? "" : "s",
				allowed);
		int_list_free(counts);
		return ret;
	}
	for (int i = 0; i < counts->nr; i++) {
		if (!i || counts->values[i] != counts->values[unique - 1])
			counts->values[unique++] = counts->values[i];
	}
	counts->nr = unique;
	return 0;
}

int plan_lists_resolve(struct plan_lists *lists, struct plan *plan,
		       const struct plan_request *request, struct error *err)
{
	int ret;

	*lists = (struct plan_lists){.request = request};
	ret = resolve_names(lists, err);
	if (!ret)
		ret = knob_lists_resolve(&lists->knobs, request, err);
	if (!ret)
		ret = plan_check_knobs(lists, err);
	if (!ret && request->matrix)
		ret = plan_matrix_lists(lists, plan, err);
	if (!ret && !request->matrix)
		ret = resolve_placements(plan, request->placements, err);
	if (!ret && !request->matrix)
		ret = resolve_memory(lists, plan->machine, request->memory, err);
	lists->nr_placements = plan->nr_placements;
	if (ret)
		plan_lists_free(lists);
	return ret;
}

void plan_lists_free(struct plan_lists *lists)
{
	int_list_free(&lists->workloads);
	int_list_free(&lists->schemes);
	int_list_free(&lists->shares);
	knob_lists_free(&lists->knobs);
	free(lists->memory);
	*lists = (struct plan_lists){0};
}
