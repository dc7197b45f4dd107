/* SPDX-License-Identifier: GPL-2.0-or-later */
/* model.h: the layer of the models: what Spin says of core/models/pageref.pml. */
#ifndef BENCH_CHECK_MODEL_H
#define BENCH_CHECK_MODEL_H

#include "bench/check/spin.h"
#include "bench/check/verdict.h"

/* Those that the model asks about. */
#define MODELLED_LAWS                                                                     \
	(LAW_BIT(LAW_ADDS_NR) | LAW_BIT(LAW_FROZEN_STAYS) | LAW_BIT(LAW_FREE_REFUSES) |   \
	 LAW_BIT(LAW_ONE_LAST_PUT) | LAW_BIT(LAW_FREEZE) | LAW_BIT(LAW_FROZEN_COUNTS_0) | \
	 LAW_BIT(LAW_RESTORED) | LAW_BIT(LAW_SAME_LIFETIME))

/* How a scheme is modelled. */
struct scheme_model {
	const char *define; /* "-DPLAIN" */
	int bits; /* of the scaled word */
	int zone_bits; /* of them, at the top, that are flags and limits and no count */
	uint32_t frozen; /* the scaled word at the start */
	int max_readers; /* that a machine has memory for */
	const char *assumed; /* what is taken for granted of it, or NULL; and to drop that: */
	const char *unassumed;
};

/* That of the scheme of this name, or NULL where nobody has made one. */
const struct scheme_model *scheme_model_find(const char *scheme);

/* The word that a scaled one stands for. */
uint32_t scheme_model_word(const struct scheme_model *model, uint32_t scaled);

/*
 * Everything that Spin has to say about @model and @laws (LAW_BIT()s among MODELLED_LAWS) with
 * @readers readers, and with one more definition or NULL: laws that are broken, one after the other,
 * each with its trace, and those that hold.
 */
void scheme_model_judge(const struct scheme_model *model, int readers, const char *define,
			unsigned int laws, struct verdict_list *list);

#endif
