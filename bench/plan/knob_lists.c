// SPDX-License-Identifier: GPL-2.0-or-later
/* knob_lists.c: a row for each knob that takes a list. See knob_lists.h. */
#include "bench/plan/knob_lists.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"
#include "bench/plan/names.h"
#include "bench/plan/plan_parts.h"

#define MAX_VALUES 64
#define MAX_VERIFY 1000000
#define MAX_MEMBER 8 /* names of a knob, and a NULL */

const char *const order_names[2] = {"full", "acq-rel"};
static const char *const recheck_names[2] = {"on", "off"};
static const char *const pin_names[2] = {"off", "on"};

static int parse_pattern(union knob_value *value, const char *text)
{
	return pattern_parse(&value->pattern, text);
}

static int parse_churn(union knob_value *value, const char *text)
{
	return churn_parse(&value->churn, text);
}

static int parse_verify(union knob_value *value, const char *text)
{
	char *end;
	long number = strtol(text, &end, 10);

	value->number = (int)number;
	return !isdigit((unsigned char)*text) || *end || number > MAX_VERIFY ? -EINVAL : 0;
}

static void set_order(struct point *point, const union knob_value *value)
{
	point->acq_rel = value->number;
}

static void set_memmap(struct point *point, const union knob_value *value)
{
	point->lookup.memmap = (enum memmap)value->number;
}

static void set_lifetime(struct point *point, const union knob_value *value)
{
	point->lookup.lifetime = (enum lifetime)value->number;
}

static void set_rcu(struct point *point, const union knob_value *value)
{
	point->lookup.rcu = (enum rcu_flavour)value->number;
}

static void set_pattern(struct point *point, const union knob_value *value)
{
	point->lookup.pattern = value->pattern;
}

static void set_churn(struct point *point, const union knob_value *value)
{
	point->lookup.churn = value->churn;
}

static void set_recheck(struct point *point, const union knob_value *value)
{
	point->lookup.no_recheck = value->number;
}

static void set_verify(struct point *point, const union knob_value *value)
{
	point->lookup.verify = value->number;
}

static void set_pin(struct point *point, const union knob_value *value)
{
	point->lookup.pin = value->number;
}

static void set_as(struct point *point, const union knob_value *value)
{
	point->as = (enum run_as)value->number;
}

#define REQUEST(name) offsetof(struct plan_request, name)

/* The values of a knob have either names, or a parser and a text that says what it accepts. */
static const struct knob {
	unsigned int knob; /* workloads that have it */
	const char *option;
	size_t text; /* where a request has the list */
	const char *initial; /* where it has none */
	void (*set)(struct point *point, const union knob_value *value);
	const char *const *names;
	int nr_names;
	int (*parse)(union knob_value *value, const char *text);
	const char *accepts;
} knobs[NR_KNOB_LISTS] = {
	[LIST_ORDER] = {KNOB_ORDER, "--order", REQUEST(orders), "full", set_order, order_names, 2},
	[LIST_MEMMAP] = {KNOB_LOOKUP, "--memmap", REQUEST(memmaps), "embedded,memdesc8", set_memmap,
			 memmap_names, NR_MEMMAPS},
	[LIST_LIFETIME] = {KNOB_LOOKUP, "--lifetime", REQUEST(lifetimes), "typesafe", set_lifetime,
			   lifetime_names, NR_LIFETIMES},
	[LIST_RCU] = {KNOB_LOOKUP, "--rcu", REQUEST(rcu), "memb", set_rcu, rcu_flavour_names,
		      NR_RCU_FLAVOURS},
	[LIST_PATTERN] = {KNOB_LOOKUP, "--pattern", REQUEST(patterns), "uniform", set_pattern,
			  .parse = parse_pattern,
			  .accepts = "uniform, sequential, zipf:THETA with THETA above 0 and below "
				     "10, hot:N with N from 1 to 1000000"},
	[LIST_CHURN] = {KNOB_CHURN, "--churn", REQUEST(churn), "0", set_churn, .parse = parse_churn,
			.accepts = "0, whole numbers from 1 to 1000000000 (10k and 1M are "
				   "numbers too), max"},
	[LIST_RECHECK] = {KNOB_RECHECK, "--recheck", REQUEST(recheck), "on", set_recheck,
			  recheck_names, 2},
	[LIST_VERIFY] = {KNOB_LOOKUP, "--verify", REQUEST(verify), "1024", set_verify,
			 .parse = parse_verify, .accepts = "numbers from 0 to 1000000"},
	[LIST_PIN] = {KNOB_PIN, "--pin", REQUEST(pin), "off", set_pin, pin_names, 2},
	[LIST_AS] = {KNOB_AS, "--as", REQUEST(as), "threads", set_as, run_as_names, NR_RUN_AS},
};

/* Two values are the same if they make the same of a point. */
static bool same_value(const struct knob *knob, const union knob_value *a,
		       const union knob_value *b)
{
	struct point of_a = {0}, of_b = {0};

	knob->set(&of_a, a);
	knob->set(&of_b, b);
	return point_equal(&of_a, &of_b);
}

static int add_value(struct knob_list *list, const struct knob *knob, const union knob_value *value,
		     struct error *err)
{
	union knob_value *values;

	for (int i = 0; i < list->nr; i++) {
		if (same_value(knob, &list->values[i], value))
			return 0;
	}
	if (list->nr == MAX_VALUES)
		return error_set(err, -EINVAL, "%s: more than %d values", knob->option, MAX_VALUES);
	values = grow(list->values, list->nr, sizeof(*values));
	if (!values)
		return error_set(err, -ENOMEM, "out of memory");
	list->values = values;
	values[list->nr++] = *value;
	return 0;
}

static int resolve_names(struct knob_list *list, const struct knob *knob, const char *text,
			 struct error *err)
{
	const char *known[MAX_MEMBER] = {0};
	struct int_list chosen;
	int ret;

	memcpy(known, knob->names, (size_t)knob->nr_names * sizeof(*known));
	ret = names_resolve(&chosen, knob->option, text, known, err);
	for (int i = 0; !ret && i < chosen.nr; i++)
		ret = add_value(list, knob, &(union knob_value){.number = chosen.values[i]}, err);
	int_list_free(&chosen);
	return ret;
}

static int resolve_values(struct knob_list *list, const struct knob *knob, const char *text,
			  struct error *err)
{
	char *copy = strdup(text), *rest = copy, *piece;
	int ret = copy ? 0 : error_set(err, -ENOMEM, "out of memory");

	while (!ret && (piece = strsep(&rest, ","))) {
		union knob_value value;

		if (knob->parse(&value, piece))
			ret = error_set(err, -EINVAL, "%s: '%.40s' cannot be; it takes %s",
					knob->option, piece, knob->accepts);
		else
			ret = add_value(list, knob, &value, err);
	}
	free(copy);
	return ret;
}

int knob_lists_resolve(struct knob_lists *lists, const struct plan_request *request,
		       struct error *err)
{
	int ret = 0;

	*lists = (struct knob_lists){0};
	for (int i = 0; i < NR_KNOB_LISTS && !ret; i++) {
		const struct knob *knob = &knobs[i];
		const char *given = *(const char *const *)((const char *)request + knob->text);
		const char *text = given ? given : knob->initial;

		ret = knob->names ? resolve_names(&lists->list[i], knob, text, err)
				  : resolve_values(&lists->list[i], knob, text, err);
	}
	if (ret)
		knob_lists_free(lists);
	return ret;
}

void knob_lists_free(struct knob_lists *lists)
{
	for (int i = 0; i < NR_KNOB_LISTS; i++)
		free(lists->list[i].values);
	*lists = (struct knob_lists){0};
}

int knob_lists_combinations(const struct knob_lists *lists, const struct workload *workload)
{
	int combinations = 1;

	for (int i = 0; i < NR_KNOB_LISTS; i++) {
		if (plan_knobs_of(workload) & knobs[i].knob)
			combinations *= lists->list[i].nr;
	}
	return combinations;
}

/* The number's digits, of which each has the base of its list; the last list changes fastest. */
void knob_lists_apply(const struct knob_lists *lists, int combination, struct point *point)
{
	for (int i = NR_KNOB_LISTS - 1; i >= 0; i--) {
		const struct knob_list *list = &lists->list[i];

		if (!(plan_knobs_of(point->workload) & knobs[i].knob))
			continue;
		knobs[i].set(point, &list->values[combination % list->nr]);
		combination /= list->nr;
	}
}
