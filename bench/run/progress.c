// SPDX-License-Identifier: GPL-2.0-or-later
/* progress.c: the progress line on standard error. See progress.h. */
#include "bench/run/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/measure/clock.h"

void progress_begin(struct progress *progress, int nr_rounds, int per_round, uint64_t estimate_ns)
{
	const char *term = getenv("TERM");
	int seconds = (int)(estimate_ns / 1000000000U) + 1;

	*progress = (struct progress){
		.terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb"),
		.nr_rounds = nr_rounds,
		.per_round = per_round,
		.begin_ns = clock_now_ns(),
	};
	fprintf(stderr, "%d point%s, %d round%s, about %d:%02d\n", per_round,
		per_round == 1 ? "" : "s", nr_rounds, nr_rounds == 1 ? "" : "s", seconds / 60,
		seconds % 60);
}

/* A plain line when a round has been measured; short rounds are not all worth one. */
static void say_round(struct progress *progress, int repeat, int left)
{
	uint64_t now = clock_now_ns();

	if (repeat + 1 < progress->nr_rounds && now - progress->said_ns < 1000000000U)
		return;
	progress->said_ns = now;
	fprintf(stderr, "round %d of %d measured, %d retaken before, %d:%02d left\n", repeat + 1,
		progress->nr_rounds, progress->retaken, left / 60, left % 60);
}

void progress_sample(struct progress *progress, int repeat, int order, int take, const char *what)
{
	/* Retakes come when all the others of their round are done. */
	int64_t done =
		(int64_t)repeat * progress->per_round + (take ? progress->per_round : order + 1);
	int64_t all = (int64_t)progress->nr_rounds * progress->per_round;
	double passed = (double)(clock_now_ns() - progress->begin_ns) / 1e9;
	int left = (int)(passed / (double)done * (double)(all - done) + 0.5);

	progress->retaken += take > 0;
	if (progress->terminal)
		fprintf(stderr, "\r[%" PRId64 "/%" PRId64 "] %d:%02d left  %.44s\033[K", done, all,
			left / 60, left % 60, what);
	else if (order + 1 == progress->per_round && !take)
		say_round(progress, repeat, left);
}

void progress_end(const struct progress *progress)
{
	if (progress->terminal)
		fprintf(stderr, "\r\033[K");
}
