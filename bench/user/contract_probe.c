// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contract_probe.c: an early version of the series froze pages by writing 0 and asked for the frozen bit
 * the wrong way round. It compiles, and what is then measured is nothing. So before a tree's functions
 * are measured one life of a page is gone through. See contract_probe.h.
 */
#include "bench/user/contract_probe.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS 1

/* One life of a page: each step goes on from where the one before it left the count. */
static bool init(const struct scheme_ops *ops, struct folio *folio)
{
	ops->init_page_count(&folio->page);
	return ops->folio_ref_count(folio) == 1;
}

static bool get(const struct scheme_ops *ops, struct folio *folio)
{
	return ops->folio_try_get(folio) && ops->folio_ref_count(folio) == 2;
}

static bool put(const struct scheme_ops *ops, struct folio *folio)
{
	return !ops->folio_ref_dec_and_test(folio) && ops->folio_ref_count(folio) == 1;
}

static bool several(const struct scheme_ops *ops, struct folio *folio)
{
	ops->folio_get(folio);
	return ops->folio_ref_try_add(folio, 3) && ops->folio_ref_count(folio) == 5 &&
	       !ops->folio_ref_sub_and_test(folio, 4) && ops->folio_ref_count(folio) == 1;
}

static bool freeze_refused(const struct scheme_ops *ops, struct folio *folio)
{
	return !ops->folio_ref_freeze(folio, 2) && ops->folio_ref_count(folio) == 1;
}

static bool freeze(const struct scheme_ops *ops, struct folio *folio)
{
	return ops->folio_ref_freeze(folio, 1);
}

static bool frozen_count(const struct scheme_ops *ops, struct folio *folio)
{
	return ops->folio_ref_count(folio) == 0;
}

static bool get_refused(const struct scheme_ops *ops, struct folio *folio)
{
	return !ops->folio_try_get(folio) && !ops->folio_ref_try_add(folio, 2);
}

static bool unfreeze(const struct scheme_ops *ops, struct folio *folio)
{
	ops->folio_ref_unfreeze(folio, 1);
	return ops->folio_ref_count(folio) == 1;
}

static bool last_put(const struct scheme_ops *ops, struct folio *folio)
{
	return ops->folio_ref_dec_and_test(folio);
}

static bool frozen_by_setter(const struct scheme_ops *ops, struct folio *folio)
{
	ops->set_page_count_frozen(&folio->page);
	return frozen_count(ops, folio) && get_refused(ops, folio);
}

static const struct {
	const char *holds;
	bool (*step)(const struct scheme_ops *ops, struct folio *folio);
} steps[] = {
	{"init_page_count() gives one reference", init},
	{"folio_try_get() of a live page takes one more", get},
	{"folio_ref_dec_and_test() of two is not the last", put},
	{"references are added and taken by the number", several},
	{"folio_ref_freeze(2) of one reference is refused", freeze_refused},
	{"folio_ref_freeze(1) of one reference freezes", freeze},
	{"a frozen page counts 0", frozen_count},
	{"a frozen page refuses folio_try_get()", get_refused},
	{"folio_ref_unfreeze(1) gives one reference", unfreeze},
	{"folio_ref_dec_and_test() of one is the last", last_put},
	{"a freed page refuses folio_try_get()", get_refused},
	{"set_page_count_frozen() makes a page that counts 0 and refuses", frozen_by_setter},
	{"init_page_count() of a frozen page gives one reference", init},
};

#define NR_STEPS ((int)(sizeof(steps) / sizeof(steps[0])))

/* In the child. *@at is where it is. */
static void __attribute__((noreturn)) walk(const struct scheme_ops *ops, volatile int *at)
{
	struct folio folio;

	memset(&folio, 0, sizeof(folio));
	alarm(SECONDS);
	for (*at = 0; *at < NR_STEPS; ++*at) {
		if (!steps[*at].step(ops, &folio))
			_exit(1);
	}
	_exit(0);
}

static int judge(int at, int status, const char *shown, struct error *err)
{
	char how[60] = "it does not";

	if (at >= NR_STEPS)
		return 0;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		snprintf(how, sizeof(how), "it never ends");
	else if (WIFSIGNALED(status))
		snprintf(how, sizeof(how), "it is ended by signal %d", WTERMSIG(status));
	return error_set(err, -EINVAL, "%.200s counts no references: step %d of %d, \"%s\": %s",
			 shown, at + 1, NR_STEPS, steps[at].holds, how);
}

int contract_probe(const struct scheme_ops *ops, const char *shown, struct error *err)
{
	int *at =
		mmap(NULL, sizeof(*at), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int status = 0, ret;
	pid_t child;

	if (at == MAP_FAILED)
		return error_set(err, -errno, "probing %.200s: %s", shown, strerror(errno));
	fflush(NULL);
	child = fork();
	if (!child)
		walk(ops, at);
	if (child < 0) {
		ret = error_set(err, -errno, "probing %.200s: %s", shown, strerror(errno));
	} else {
		while (waitpid(child, &status, 0) < 0 && errno == EINTR)
			;
		ret = judge(*at, status, shown, err);
	}
	munmap(at, sizeof(*at));
	return ret;
}
