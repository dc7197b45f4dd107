/* SPDX-License-Identifier: GPL-2.0-or-later */
/* check_choice.h: what `pageref check --scheme` names: built in, planted, or from outside. */
#ifndef BENCH_CHECK_CHOICE_H
#define BENCH_CHECK_CHOICE_H

#include "bench/check/explored.h"
#include "topology/error.h"

struct check_choice {
	const struct explored_scheme **schemes; /* in the order given, each once */
	int nr;
	struct explored_scheme **loaded; /* those among them that were compiled now */
	int nr_loaded;
	char *said; /* more lines about a header that is no scheme, or NULL */
};

/*
 * Choose by the comma list @text, from the schemes or from the planted @faults. Returns 0, -EINVAL
 * with @err where @text is at fault, or another negative errno with @err where this machine cannot do
 * it. check_choice_free() in any case.
 */
int check_choice_make(struct check_choice *choice, const char *text, bool faults,
		      struct error *err);
void check_choice_free(struct check_choice *choice);

#endif
