// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fidelity.c: does the measured loop cost what its instructions cost? Three loops run in turn on one
 * pinned thread, on the same folio and the same worker, in windows that another thread ends through
 * the stop flag as the harness does: get-put of scheme fetch-add; the same work by hand (hand_loop.h);
 * get-put of scheme null, which is the empty loop. A round is one window of each in random order.
 *
 * The answer is yes if fetch-add over by hand, the median of the rounds' ratios, lies within 2 % of 1
 * with its whole interval, and the empty loop costs less than 1 ns. An interval across such a limit
 * says that the machine was too noisy to tell: that has an exit status of its own (75).
 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/measure/clock.h"
#include "bench/exit_status.h"
#include "bench/measure/gate.h"
#include "bench/measure/rendezvous.h"
#include "bench/scheme.h"
#include "bench/report/stats.h"
#include "tests/fidelity/hand_loop.h"
#include "topology/pin.h"

#define ROUNDS	      61
#define MIN_PAIRS     30
#define WINDOW_NS     20000000
#define RATIO_LIMIT   0.02
#define EMPTY_LIMIT   1.0
#define EXIT_NOISY    75 /* EX_TEMPFAIL: try again */
#define MEMORY_PAGE   4096
#define COUNT_AT_REST 1

enum { FETCH_ADD, BY_HAND, EMPTY, NR_CONTESTANTS };
enum { NR_WINDOWS = ROUNDS * NR_CONTESTANTS };

/* All that the measured thread and its controller share; the windows are in the order they ran. */
struct contest {
	struct rendezvous meet;
	struct worker worker;
	loop_fn *loops[NR_CONTESTANTS];
	int order[NR_WINDOWS];
	double ns[ROUNDS][NR_CONTESTANTS]; /* an iteration; NAN where the thread was disturbed */
	int left_out;
	int cpu;
	int failed; /* negative errno */
	bool miscounted; /* a loop did other work than the rest */
	struct error err;
};

static void shuffle(int *order)
{
	for (int i = NR_CONTESTANTS - 1; i > 0; i--) {
		int j = (int)(random() % (i + 1)), swap = order[i];

		order[i] = order[j];
		order[j] = swap;
	}
}

static void draw_order(struct contest *contest)
{
	srandom((unsigned int)clock_now_ns());
	for (int i = 0; i < NR_WINDOWS; i++)
		contest->order[i] = i % NR_CONTESTANTS;
	for (int i = 0; i < NR_WINDOWS; i += NR_CONTESTANTS)
		shuffle(contest->order + i);
}

/* One window, timed as the harness times it: nanoseconds an iteration, NAN if it was disturbed. */
static double run_window(struct contest *contest, loop_fn *loop)
{
	struct worker *worker = &contest->worker;
	uint64_t begin, end, cpu_begin, cpu_end;

	cpu_begin = clock_thread_cpu_ns();
	begin = clock_now_ns();
	loop(worker);
	end = clock_now_ns();
	cpu_end = clock_thread_cpu_ns();

	if (worker->fail_ops || worker->freed ||
	    atomic_read(&worker->folios->_refcount) != COUNT_AT_REST)
		contest->miscounted = true;
	if ((double)(cpu_end - cpu_begin) < GATE_CPU_SHARE * (double)(end - begin)) {
		contest->left_out++;
		return NAN;
	}
	return (double)(end - begin) / (double)worker->ops;
}

static void *measured_thread(void *arg)
{
	struct contest *contest = arg;

	contest->failed = pin_self(contest->cpu, &contest->err);
	for (int i = 0; i < NR_WINDOWS && rendezvous_wait(&contest->meet, i + 1); i++) {
		int who = contest->order[i];

		contest->ns[i / NR_CONTESTANTS][who] = run_window(contest, contest->loops[who]);
	}
	return NULL;
}

/* The controller sleeps through each window, on another CPU if there is one. */
static void control(struct contest *contest)
{
	struct rendezvous *meet = &contest->meet;

	for (int i = 0; i < NR_WINDOWS; i++) {
		uint64_t begin;

		rendezvous_gather(meet, 1);
		if (contest->failed) {
			rendezvous_release(meet, -1);
			return;
		}
		begin = clock_now_ns();
		rendezvous_release(meet, i + 1);
		clock_sleep_until_ns(begin + WINDOW_NS);
		rendezvous_stop(meet);
	}
}

/* The last CPU that we may use: the first is where a small machine takes its interrupts. */
static int choose_cpu(struct contest *contest)
{
	struct int_list allowed = {0};
	int ret = pin_allowed(&allowed);

	if (ret || !allowed.nr)
		return error_set(&contest->err, ret ? ret : -1, "cannot read the affinity mask");
	contest->cpu = allowed.values[allowed.nr - 1];
	int_list_free(&allowed);
	pin_avoid(&contest->cpu, 1);
	return 0;
}

static int prepare(struct contest *contest)
{
	struct folio *folio = aligned_alloc(MEMORY_PAGE, MEMORY_PAGE);

	if (!folio)
		return error_set(&contest->err, -1, "out of memory");
	memset(folio, 0, MEMORY_PAGE);
	atomic_set(&folio->_refcount, COUNT_AT_REST);
	contest->worker = (struct worker){
		.stop = &contest->meet.stop, .folios = folio, .pages = 1, .batch = 1, .nr = 1};
	contest->loops[FETCH_ADD] = scheme_find("fetch-add")->loops[LOOP_GET_PUT];
	contest->loops[BY_HAND] = loop_by_hand;
	contest->loops[EMPTY] = scheme_find("null")->loops[LOOP_GET_PUT];
	draw_order(contest);
	return choose_cpu(contest);
}

static int run(struct contest *contest)
{
	pthread_t thread;
	int ret = prepare(contest);

	if (!ret) {
		ret = -pthread_create(&thread, NULL, measured_thread, contest);
		if (ret)
			error_set(&contest->err, ret, "cannot create a thread: %s", strerror(-ret));
	}
	if (!ret) {
		control(contest);
		pthread_join(thread, NULL);
		ret = contest->failed;
	}
	free(contest->worker.folios);
	return ret;
}

static struct estimate estimate_ns(const struct contest *contest, int who)
{
	double values[ROUNDS];

	for (int i = 0; i < ROUNDS; i++)
		values[i] = contest->ns[i][who];
	return stats_estimate(values, ROUNDS);
}

static struct estimate estimate_ratio(const struct contest *contest)
{
	double values[ROUNDS];

	for (int i = 0; i < ROUNDS; i++)
		values[i] = contest->ns[i][FETCH_ADD] / contest->ns[i][BY_HAND];
	return stats_estimate(values, ROUNDS);
}

static void print_row(const char *name, const struct estimate *estimate)
{
	printf("%-40s %8.4f   %.4f .. %.4f   %3d\n", name, estimate->median, estimate->low,
	       estimate->high, estimate->n);
}

/* Is what was measured between @low and @high, outside, or is its interval across a limit? */
static int judge(const char *claim, const struct estimate *estimate, double low, double high)
{
	int status = EXIT_NOISY;

	if (estimate->n >= MIN_PAIRS) {
		if (estimate->low >= low && estimate->high <= high)
			status = EXIT_DONE;
		else if (estimate->low > high || estimate->high < low)
			status = EXIT_ANSWER_IS_NO;
	}
	printf("%s - %s\n",
	       status == EXIT_DONE    ? "ok"
	       : status == EXIT_NOISY ? "too noisy to tell"
				      : "not ok",
	       claim);
	return status;
}

static int report(const struct contest *contest)
{
	struct estimate ratio = estimate_ratio(contest), empty = estimate_ns(contest, EMPTY);
	struct estimate fetch_add = estimate_ns(contest, FETCH_ADD);
	struct estimate by_hand = estimate_ns(contest, BY_HAND);
	int ratio_status, empty_status;

	printf("CPU %d, %d rounds of three windows of %d ms in random order; left out: %d of %d "
	       "windows,\nin which the thread had less than %.1f %% of its CPU\n\n",
	       contest->cpu, ROUNDS, WINDOW_NS / 1000000, contest->left_out, NR_WINDOWS,
	       GATE_CPU_SHARE * 100);
	printf("%-40s %8s   %-16s   %3s\n", "ns an iteration", "median", "95 % interval", "n");
	print_row("get-put of fetch-add", &fetch_add);
	print_row("the same by hand, " HAND_LOOP_FOR, &by_hand);
	print_row("the empty loop (null)", &empty);
	print_row("ratio, fetch-add / by hand", &ratio);
	putchar('\n');

	if (contest->miscounted) {
		puts("not ok - every loop leaves the count as it was and never frees");
		return EXIT_ANSWER_IS_NO;
	}
	ratio_status = judge("the measured loop is within 2 % of hand-written assembly", &ratio,
			     1 - RATIO_LIMIT, 1 + RATIO_LIMIT);
	empty_status =
		judge("the empty loop costs less than 1 ns an iteration", &empty, 0, EMPTY_LIMIT);
	if (ratio_status == EXIT_ANSWER_IS_NO || empty_status == EXIT_ANSWER_IS_NO)
		return EXIT_ANSWER_IS_NO;
	return ratio_status ? ratio_status : empty_status;
}

int main(void)
{
	static struct contest contest;

	if (!HAVE_HAND_LOOP) {
		fputs("fidelity: skipped: no loop is written by hand for this architecture\n",
		      stderr);
		return EXIT_CANNOT;
	}
	if (run(&contest)) {
		fprintf(stderr, "fidelity: %s\n", contest.err.text);
		return EXIT_CANNOT;
	}
	return report(&contest);
}
