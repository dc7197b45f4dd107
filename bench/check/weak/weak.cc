// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * weak.cc: runs the programs of one scheme through relacy and says what it found, for pageref to
 * read. One scheme header is one such program (scripts/build-weak.sh); `pageref check` starts it.
 *
 *   verdict <TAB> law <TAB> program <TAB> ruling <TAB> executions <TAB> seconds <TAB> note
 *   trace <TAB> line of the history of the verdict before
 *
 * Two threads are searched in full; three up to a bound on the context switches that nothing forces.
 * "Full" is relacy's: where a load may be stale it tries the newest value and the one before.
 */
#include "bench/check/weak/weak.h"

#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>

#define LAW_FREER_SEES 9

namespace
{
/* Of the run at hand: relacy makes its suites itself, with no argument. */
const struct weak_scheme *scheme;
const struct weak_program *program;
int remedy; /* enum weak_remedy, added up */
struct weak_names names;

struct outcome {
	rl::test_result_e result;
	uint64_t executions;
	double seconds;
	rl::string history;
};

template <int threads> struct suite : rl::test_suite<suite<threads>, threads> {
	struct weak_world world;

	void before()
	{
		world.remedy = remedy;
		names.count = &world.folio._refcount.counter;
		names.slot = &world.slot;
		names.life = &world.life;
		for (int i = 0; i < WEAK_MAX_THREADS; i++)
			names.used[i] = &world.used[i];
		world.nr_used = program->uses ? threads : 0;
		scheme->publish(&world);
	}

	void thread(unsigned int self)
	{
		program->thread(&world, (int)self);
	}
};

double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Search; where something is found, go through that one execution again and keep its history. */
template <typename test, typename scheduler>
void search(rl::test_params *params, struct outcome *outcome)
{
	rl::ostringstream state, silence, told;
	double begin = now();

	params->output_stream = params->progress_stream = &silence;
	outcome->result = rl::run_test<test, scheduler>(*params, state, false);
	outcome->executions = params->stop_iteration;
	outcome->seconds = now() - begin;
	if (outcome->result == rl::test_result_success)
		return;
	params->initial_state = state.str();
	params->collect_history = true;
	params->output_stream = &told;
	rl::run_test<test, scheduler>(*params, silence, true);
	outcome->history = weak_history(told.str(), &names);
}

struct outcome run(const struct weak_program *chosen, int with, unsigned int bound)
{
	rl::test_params params;
	struct outcome outcome;

	program = chosen;
	remedy = with;
	names.thread[0] = chosen->owner;
	names.thread[1] = "reader";
	names.thread[2] = "reader 2";
	params.context_bound = bound;
	if (chosen->readers == 1) {
		params.search_type = rl::sched_full;
		search<suite<2>, rl::full_search_scheduler<2>>(&params, &outcome);
	} else {
		params.search_type = rl::sched_bound;
		search<suite<3>, rl::context_bound_scheduler<3>>(&params, &outcome);
	}
	return outcome;
}

/* The fewest remedies that make a finding go; REMEDY_NONE where nothing does. */
int cured_by(const struct weak_program *chosen, unsigned int bound)
{
	static const int fewest_first[] = {1, 2, 4, 3, 5, 6, REMEDY_ALL};

	for (int with : fewest_first) {
		if (run(chosen, with, bound).result == rl::test_result_success)
			return with;
	}
	return REMEDY_NONE;
}

std::string says(int cure)
{
	std::string said;

	if (cure & REMEDY_FREER)
		said += " and a free path of marked stores alone";
	if (cure & REMEDY_GETTER)
		said += " and an acquire behind the get";
	if (cure & REMEDY_ALLOCATOR)
		said += " and the allocator's locks before the next life";
	return said.empty() ? "nothing that others may add cures it" : "cured by" + said.substr(4);
}

void print_trace(const rl::string &history)
{
	size_t begin = 0, end;

	for (; (end = history.find('\n', begin)) != rl::string::npos; begin = end + 1)
		printf("trace\t%s\n", history.substr(begin, end - begin).c_str());
}

void judge(const struct weak_program *chosen, unsigned int bound)
{
	struct outcome outcome = run(chosen, REMEDY_NONE, bound);
	bool whole = chosen->readers == 1, found = outcome.result != rl::test_result_success;
	int cure = found ? cured_by(chosen, bound) : REMEDY_NONE;
	const char *given = "";
	char depth[32] = "full search";

	/* The kernel has those locks on every path: what they cure is no finding, but is said. */
	if (cure == REMEDY_ALLOCATOR) {
		outcome = run(chosen, cure, bound);
		found = false;
		given = ", given the allocator's locks before the next life";
	}
	if (!whole)
		snprintf(depth, sizeof(depth), "context bound %u", bound);
	printf("verdict\t%d\t%s%s\t%s\t%llu\t%.3f\t", LAW_FREER_SEES, chosen->name,
	       strcmp(scheme->order, "full") ? "/acq-rel" : "",
	       !found ? (whole ? "holds" : "holds-to-bound") : (cure ? "warning" : "violated"),
	       (unsigned long long)outcome.executions, outcome.seconds);
	if (found)
		printf("%s; %s\n", rl::test_result_str(outcome.result), says(cure).c_str());
	else
		printf("%d threads, %s%s\n", chosen->readers + 1, depth, given);
	print_trace(outcome.history);
	fflush(stdout);
}

void judge_scheme(const struct weak_scheme *chosen, unsigned int bound)
{
	scheme = chosen;
	if (scheme->not_applicable) {
		printf("verdict\t%d\t%s\tnot-applicable\t0\t0\t%s\n", LAW_FREER_SEES, scheme->order,
		       scheme->not_applicable);
		return;
	}
	for (const struct weak_program *each = scheme->programs; each->name; each++)
		judge(each, bound);
}
} // namespace

int main(int argc, char **argv)
{
	unsigned int bound = 4;

	if (argc > 2 || (argc == 2 && sscanf(argv[1], "%u", &bound) != 1)) {
		fprintf(stderr, "usage: %s [CONTEXT-BOUND]\n", argv[0]);
		return 2;
	}
	judge_scheme(&weak_scheme_full, bound);
	judge_scheme(&weak_scheme_acq_rel, bound);
	return 0;
}
