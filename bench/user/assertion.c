// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * assertion.c: what core/kernel/base.h and core/bug.h call when an assertion of a page_ref.h does not
 * hold (--debug-vm). Under exploration that is a finding, with its schedule, and so it is for whoever
 * asked for it (assertion_catch()); else the first of its kind is told, and a bug ends the process.
 */
#include "bench/user/assertion.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/check/explore.h"
#include "bench/check/verdict.h"
#include "bench/exit_status.h"

void pageref_vm_bug(const char *what, const char *function);
void pageref_vm_warn(const char *what, const char *function);
void vm_warn_once(const char *condition, const char *function);

static struct assertion_catcher *catcher;

void assertion_catch(struct assertion_catcher *chosen)
{
	catcher = chosen;
}

/* The law that an assertion in @function is about, as near as its name tells. */
static int law_of(const char *function)
{
	if (strstr(function, "freeze"))
		return LAW_FREEZE;
	if (strstr(function, "sub") || strstr(function, "dec"))
		return LAW_ONE_LAST_PUT;
	return LAW_FREE_REFUSES;
}

/* Names as the tree has them: core/kernel/begin.h put something before some of them. */
static const char *in_words_of_the_tree(const char *text, char copy[250])
{
	static const char prefix[] = "tree_";
	size_t length = 0;

	while (*text && length < 249) {
		if (!strncmp(text, prefix, strlen(prefix)))
			text += strlen(prefix);
		else
			copy[length++] = *text++;
	}
	copy[length] = '\0';
	return copy;
}

/* One write: several threads may get here. */
static void tell(const char *kind, const char *what, const char *function)
{
	char line[400];
	int length = snprintf(line, sizeof(line), "pageref: %s: %.250s in %.80s()\n", kind, what,
			      function);

	if (length > (int)sizeof(line) - 1)
		length = (int)sizeof(line) - 1;
	if (write(STDERR_FILENO, line, (size_t)length) < 0)
		return;
}

void __attribute__((noreturn)) pageref_vm_bug(const char *raw_what, const char *raw_function)
{
	char copies[2][250];
	const char *what = in_words_of_the_tree(raw_what, copies[0]);
	const char *function = in_words_of_the_tree(raw_function, copies[1]);

	if (explore_is_running())
		explore_fail(law_of(function), "%.100s in %.60s()", what, function);
	if (catcher) {
		snprintf(catcher->what, sizeof(catcher->what), "%.100s in %.60s()", what, function);
		longjmp(catcher->back, 1);
	}
	tell("a bug of the scheme", what, function);
	_exit(EXIT_ANSWER_IS_NO);
}

void pageref_vm_warn(const char *raw_what, const char *raw_function)
{
	static int told;
	char copies[2][250];
	const char *what = in_words_of_the_tree(raw_what, copies[0]);
	const char *function = in_words_of_the_tree(raw_function, copies[1]);

	if (explore_is_running())
		explore_warn(law_of(function), "%.100s in %.60s()", what, function);
	else if (!__atomic_exchange_n(&told, 1, __ATOMIC_RELAXED))
		tell("a warning of the scheme", what, function);
}

/* Weak: a test has its own, to see which assertions fire. */
void __attribute__((weak)) vm_warn_once(const char *condition, const char *function)
{
	pageref_vm_warn(condition, function);
}
