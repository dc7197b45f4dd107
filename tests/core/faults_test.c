// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * faults_test.c: each fault of core/faults/ says truly what it is: it spoils a scheme that is there,
 * the layer that it names finds it, and none that is cheaper does. (Those that weak memory finds are
 * looked for by the tests of that layer.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "bench/check/check.h"

static int set_up(void **state)
{
	(void)state;
	alarm(300);
	return 0;
}

static int layer_of(const struct planted_fault *fault)
{
	for (int i = 0; i < NR_LAYERS; i++) {
		if (!strcmp(layer_names[i], fault->found_by))
			return i;
	}
	fail_msg("%s is no layer", fault->found_by);
	return NR_LAYERS;
}

static void each_fault_names_a_scheme_a_law_and_a_layer(void **state)
{
	(void)state;
	assert_non_null(explored_faults()[0]);
	for (int i = 0; explored_faults()[i]; i++) {
		const struct planted_fault *fault = explored_faults()[i]->fault;
		char header[128];

		layer_of(fault);
		assert_in_range(fault->law, 1, NR_LAWS - 1);
		snprintf(header, sizeof(header), "core/schemes/%s.h", fault->of);
		assert_int_equal(access(header, R_OK), 0);
	}
}

typedef void layer_fn(const struct explored_scheme *scheme, enum check_depth depth,
		      struct verdict_list *list);

static layer_fn *const layers[NR_LAYERS] = {
	[LAYER_CONFORMANCE] = check_conformance,
	[LAYER_EXPLORATION] = check_exploration,
};

static bool is_guilty(const struct explored_scheme *scheme, layer_fn *layer)
{
	struct verdict_list list = {0};
	bool guilty;

	layer(scheme, DEPTH_QUICK, &list);
	guilty = verdict_worst(&list) == RULING_VIOLATED;
	verdict_list_free(&list);
	return guilty;
}

static void each_fault_is_found_by_the_layer_that_it_names(void **state)
{
	(void)state;
	for (int i = 0; explored_faults()[i]; i++) {
		const struct explored_scheme *fault = explored_faults()[i];
		layer_fn *layer = layers[layer_of(fault->fault)];

		if (layer && !is_guilty(fault, layer))
			fail_msg("%s is not found by %s", fault->name, fault->fault->found_by);
	}
}

/* What a schedule is needed for, and memory orders, one thread alone does not show. */
static void no_fault_is_found_by_a_cheaper_layer(void **state)
{
	(void)state;
	for (int i = 0; explored_faults()[i]; i++) {
		const struct explored_scheme *fault = explored_faults()[i];
		int named = layer_of(fault->fault);

		for (int layer = 0; layer < named; layer++) {
			if (layers[layer] && is_guilty(fault, layers[layer]))
				fail_msg("%s is found by %s already", fault->name,
					 layer_names[layer]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fault_names_a_scheme_a_law_and_a_layer),
		cmocka_unit_test(each_fault_is_found_by_the_layer_that_it_names),
		cmocka_unit_test(no_fault_is_found_by_a_cheaper_layer),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
