// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * placement.c: in which order threads take PUs. Every placement but `cpus:` is a sort of the
 * allowed PUs; only what they sort by differs. Ranks are counted over allowed PUs, so that a
 * process confined to the second siblings still gets one PU per core.
 */
#include "topology/placement.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An allowed PU and where it stands; slots tie in hwloc's logical order. */
struct slot {
	const struct machine_pu *pu;
	int sibling; /* rank among its core's allowed PUs */
	int turn; /* rank among its node's allowed PUs of the same sibling rank */
};

static int compare_ints(int a, int b)
{
	return (a > b) - (a < b);
}

static int by_logical(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;

	return (left->pu > right->pu) - (left->pu < right->pu);
}

static int by_sibling(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;
	int order = compare_ints(left->sibling, right->sibling);

	return order ? order : by_logical(a, b);
}

static int by_node(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;
	int order = compare_ints(left->sibling, right->sibling);

	if (!order)
		order = compare_ints(left->pu->node, right->pu->node);
	return order ? order : by_logical(a, b);
}

static int by_turn(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;
	int order = compare_ints(left->sibling, right->sibling);

	if (!order)
		order = compare_ints(left->turn, right->turn);
	return order ? order : by_node(a, b);
}

static void order_compact(struct slot *slots, int nr)
{
	qsort(slots, nr, sizeof(*slots), by_logical);
}

static void order_cores(struct slot *slots, int nr)
{
	qsort(slots, nr, sizeof(*slots), by_sibling);
}

/* Number each node's PUs, then deal them out: every node's first, every node's second ... */
static void order_scatter(struct slot *slots, int nr)
{
	qsort(slots, nr, sizeof(*slots), by_node);
	for (int i = 0; i < nr; i++) {
		const struct slot *before = i ? &slots[i - 1] : NULL;
		bool same = before && before->sibling == slots[i].sibling &&
			    before->pu->node == slots[i].pu->node;

		slots[i].turn = same ? before->turn + 1 : 0;
	}
	qsort(slots, nr, sizeof(*slots), by_turn);
}

/* ---- filling ---- */

/* A core's PUs are neighbours in logical order: count siblings while the core stays the same. */
static int collect(struct slot *slots, const struct machine *machine,
		   const struct machine_node *node)
{
	int nr = 0;

	for (int i = 0; i < machine->nr_pus; i++) {
		const struct machine_pu *pu = &machine->pus[i];
		int sibling = 0;

		if (!pu->allowed || (node && pu->node != node->os))
			continue;
		if (nr && slots[nr - 1].pu->core == pu->core)
			sibling = slots[nr - 1].sibling + 1;
		slots[nr++] = (struct slot){.pu = pu, .sibling = sibling};
	}
	return nr;
}

/* Every allowed PU, or @node's alone if it is not NULL, in the order that @order gives them. */
static int fill(struct placement *placement, const struct machine *machine,
		const struct machine_node *node, void (*order)(struct slot *, int),
		struct error *err)
{
	struct slot *slots = calloc(machine->nr_pus, sizeof(*slots));

	placement->pus = calloc(machine->nr_pus, sizeof(*placement->pus));
	if (!slots || !placement->pus) {
		free(slots);
		return error_set(err, -ENOMEM, "placement: out of memory");
	}
	placement->nr = collect(slots, machine, node);
	order(slots, placement->nr);
	for (int i = 0; i < placement->nr; i++)
		placement->pus[i] = slots[i].pu;
	free(slots);
	return 0;
}

/* ---- messages that list what there is ---- */

#define LIST_SIZE 160

static char *format_list(struct int_list *list, char text[LIST_SIZE])
{
	if (list->nr)
		int_list_format(list, text, LIST_SIZE);
	else
		strcpy(text, "none");
	int_list_free(list);
	return text;
}

static char *allowed_pus(const struct machine *machine, char text[LIST_SIZE])
{
	struct int_list list = {0};

	for (int i = 0; i < machine->nr_pus; i++) {
		if (machine->pus_by_os[i]->allowed)
			int_list_add(&list, machine->pus_by_os[i]->os);
	}
	return format_list(&list, text);
}

static bool has_allowed_pu(const struct machine *machine, const struct machine_node *node)
{
	for (int i = 0; i < machine->nr_pus; i++) {
		if (machine->pus[i].allowed && machine->pus[i].node == node->os)
			return true;
	}
	return false;
}

static char *nodes_with_pus(const struct machine *machine, char text[LIST_SIZE])
{
	struct int_list list = {0};

	for (int i = 0; i < machine->nr_nodes; i++) {
		if (has_allowed_pu(machine, &machine->nodes[i]))
			int_list_add(&list, machine->nodes[i].os);
	}
	return format_list(&list, text);
}

/* ---- the kinds ---- */

static int make_compact(struct placement *placement, const struct machine *machine,
			const char *argument, struct error *err)
{
	(void)argument;
	return fill(placement, machine, NULL, order_compact, err);
}

static int make_cores(struct placement *placement, const struct machine *machine,
		      const char *argument, struct error *err)
{
	(void)argument;
	return fill(placement, machine, NULL, order_cores, err);
}

static int make_scatter(struct placement *placement, const struct machine *machine,
			const char *argument, struct error *err)
{
	(void)argument;
	return fill(placement, machine, NULL, order_scatter, err);
}

static int make_node(struct placement *placement, const struct machine *machine,
		     const char *argument, struct error *err)
{
	const struct machine_node *node = machine_node_named(machine, argument);
	char quote[ERROR_QUOTE_SIZE], nodes[LIST_SIZE];
	const char *wrong = NULL;

	if (!node)
		wrong = "there is no such node";
	else if (!node->nr_pus)
		wrong = "that node has no CPUs";
	else if (!has_allowed_pu(machine, node))
		wrong = "this process may use none of that node's CPUs";
	if (!wrong)
		return fill(placement, machine, node, order_cores, err);
	return error_set(err, -EINVAL, "placement node:%s: %s; nodes with CPUs to use: %s",
			 error_quote(quote, argument, strlen(argument)), wrong,
			 nodes_with_pus(machine, nodes));
}

static int take_listed(struct placement *placement, const struct machine *machine,
		       const struct int_list *list, bool *taken, struct error *err)
{
	for (int i = 0; i < list->nr; i++) {
		const struct machine_pu *pu = machine_pu(machine, list->values[i]);
		const char *wrong = NULL;
		char allowed[LIST_SIZE];

		if (!pu)
			wrong = "does not exist";
		else if (!pu->allowed)
			wrong = "is not allowed to this process";
		else if (taken[pu - machine->pus])
			wrong = "is listed twice";
		if (wrong)
			return error_set(err, -EINVAL, "placement cpus: PU %d %s; PUs to use: %s",
					 list->values[i], wrong, allowed_pus(machine, allowed));
		taken[pu - machine->pus] = true;
		placement->pus[placement->nr++] = pu;
	}
	return 0;
}

static int make_cpus(struct placement *placement, const struct machine *machine,
		     const char *argument, struct error *err)
{
	const int last = machine->pus_by_os[machine->nr_pus - 1]->os;
	bool *taken = calloc(machine->nr_pus, sizeof(*taken));
	struct int_list list = {0};
	int ret = -ENOMEM;

	/* A PU is taken at most once, so the machine's number of PUs is room enough. */
	placement->pus = calloc(machine->nr_pus, sizeof(*placement->pus));
	if (!taken || !placement->pus)
		error_set(err, ret, "placement cpus: out of memory");
	else
		ret = int_list_parse(&list, "placement cpus", argument, 0, INT_MAX, last, err);
	if (!ret)
		ret = take_listed(placement, machine, &list, taken, err);
	int_list_free(&list);
	free(taken);
	return ret;
}

const struct placement_kind placement_kinds[] = {
	{"compact", "fill a core's SMT siblings, then the next core, LLC, node, package"},
	{"cores", "one PU per core in compact order, then the second siblings, and so on"},
	{"scatter", "round-robin over the nodes that have CPUs, one PU per core first"},
	{"node:N", "the PUs of node N, one per core first"},
	{"cpus:LIST", "the PUs listed, by OS number, in that order: cpus:0,2,8-15:2"},
	{NULL, NULL},
};

/* Beside placement_kinds, row for row. A prefix ends in ':' and is followed by an argument. */
static const struct maker {
	const char *word;
	int (*make)(struct placement *placement, const struct machine *machine,
		    const char *argument, struct error *err);
} makers[] = {
	{"compact", make_compact}, {"cores", make_cores}, {"scatter", make_scatter},
	{"node:", make_node},	   {"cpus:", make_cpus},
};

#define NR_MAKERS (sizeof(makers) / sizeof(makers[0]))

static const struct maker *find_maker(const char *name)
{
	for (size_t i = 0; i < NR_MAKERS; i++) {
		const char *word = makers[i].word;
		size_t length = strlen(word);
		bool prefix = word[length - 1] == ':';

		if (prefix ? !strncmp(name, word, length) : !strcmp(name, word))
			return &makers[i];
	}
	return NULL;
}

static int complain_unknown(const char *name, struct error *err)
{
	char quote[ERROR_QUOTE_SIZE], known[LIST_SIZE] = "";

	for (const struct placement_kind *kind = placement_kinds; kind->name; kind++) {
		strcat(known, known[0] ? ", " : "");
		strcat(known, kind->name);
	}
	return error_set(err, -EINVAL, "unknown placement '%s'; there are %s",
			 error_quote(quote, name, strlen(name)), known);
}

int placement_make(struct placement *placement, const struct machine *machine, const char *name,
		   struct error *err)
{
	const struct maker *maker = find_maker(name);
	int ret;

	*placement = (struct placement){0};
	if (!maker)
		return complain_unknown(name, err);
	placement->name = strdup(name);
	if (!placement->name)
		return error_set(err, -ENOMEM, "placement: out of memory");
	ret = maker->make(placement, machine, name + strlen(maker->word), err);
	if (!ret && !placement->nr)
		ret = error_set(err, -EINVAL, "placement %s: this process may use no CPU", name);
	if (ret)
		placement_free(placement);
	return ret;
}

void placement_free(struct placement *placement)
{
	free(placement->name);
	free(placement->pus);
	*placement = (struct placement){0};
}

/* ---- all of them ---- */

#define NAME_SIZE 24 /* "node:" and any int */

/* The pointers and the names they point to share one allocation, so that one free() frees all. */
char **placement_all(const struct machine *machine)
{
	static const char *const plain[] = {"compact", "cores", "scatter"};
	const size_t nr_plain = sizeof(plain) / sizeof(plain[0]);
	const size_t most = nr_plain + machine->nr_nodes;
	char **names = calloc(1, (most + 1) * sizeof(*names) + most * NAME_SIZE);
	char(*room)[NAME_SIZE] = (void *)(names + most + 1);
	size_t nr = 0;

	if (!names)
		return NULL;
	for (; nr < nr_plain; nr++)
		names[nr] = strcpy(room[nr], plain[nr]);
	for (int i = 0; i < machine->nr_nodes; i++) {
		if (!has_allowed_pu(machine, &machine->nodes[i]))
			continue;
		snprintf(room[nr], NAME_SIZE, "node:%d", machine->nodes[i].os);
		names[nr] = room[nr];
		nr++;
	}
	return names;
}
