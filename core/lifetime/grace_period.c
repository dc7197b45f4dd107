// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * grace_period.c: the thread that counts grace periods.
 *
 * Why a cookie never passes with a grace period that began too early. Who frees something unpublishes
 * it, then a full barrier, then reads the sequence (grace_period_snap()). This thread makes it odd,
 * then a full barrier, then looks which readers there are (rcu_synchronize()). So of the two at least
 * one sees what the other wrote:
 *  - the snap reads the odd number: readers may already have been looked at, and the cookie is the
 *    end of the next grace period;
 *  - or it reads the even one before: then this thread looks for readers after the unpublishing,
 *    and one that it does not find begins later than that and cannot find what was unpublished. The
 *    cookie is the end of this one.
 */
#include "core/lifetime/grace_period.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#define NS_PER_SEC 1000000000L

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NS_PER_SEC + (uint64_t)now.tv_nsec;
}

static bool is_wanted(const struct grace_periods *gp)
{
	return (long)(READ_ONCE(gp->wanted) - gp->seq) > 0;
}

static void one_grace_period(struct grace_periods *gp, uint64_t begin_ns)
{
	uint64_t took_ns;

	WRITE_ONCE(gp->seq, gp->seq + 1);
	smp_mb(); /* pairs with that in grace_period_snap(): see above */
	rcu_synchronize(gp->flavour);
	/* Pairs with grace_period_done(): what readers did is over before anything is reused. */
	smp_store_release(&gp->seq, gp->seq + 1);

	took_ns = now_ns() - begin_ns;
	gp->nr++;
	gp->total_ns += took_ns;
	if (gp->longest_ns < took_ns)
		gp->longest_ns = took_ns;
}

/* True if it is time to stop, as soon as it is; false if it became @deadline_ns. */
static bool stopped_before(struct grace_periods *gp, uint64_t deadline_ns)
{
	const struct timespec deadline = {
		.tv_sec = (time_t)(deadline_ns / NS_PER_SEC),
		.tv_nsec = (long)(deadline_ns % NS_PER_SEC),
	};
	int err;

	do
		err = sem_clockwait(&gp->stop, CLOCK_MONOTONIC, &deadline);
	while (err && errno == EINTR);
	return !err;
}

static void *count_grace_periods(void *context)
{
	struct grace_periods *gp = context;
	uint64_t begin_ns;

	do {
		begin_ns = now_ns();
		if (is_wanted(gp))
			one_grace_period(gp, begin_ns);
	} while (!stopped_before(gp, begin_ns + gp->interval_ns));
	return NULL;
}

int grace_periods_start(struct grace_periods *gp, enum rcu_flavour flavour, uint64_t interval_ns)
{
	sigset_t all, before;
	int err;

	memset(gp, 0, sizeof(*gp));
	gp->flavour = flavour;
	gp->interval_ns = interval_ns;
	if (sem_init(&gp->stop, 0, 0))
		return -errno;
	/* Signals are the controller's; a thread is born with the mask of its creator. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&gp->thread, NULL, count_grace_periods, gp);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (err) {
		sem_destroy(&gp->stop);
		return -err;
	}
	pthread_setname_np(gp->thread, "pageref-gp");
	return 0;
}

void grace_periods_stop(struct grace_periods *gp)
{
	sem_post(&gp->stop);
	pthread_join(gp->thread, NULL);
	sem_destroy(&gp->stop);
}
