// SPDX-License-Identifier: GPL-2.0-or-later
/* waits.c: sleeping told from waiting for a CPU. See waits.h. */
#include "bench/measure/waits.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/* How often the calling thread has gone to sleep of its own accord. */
static long sleeps(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw;
}

/* How long it has waited for a CPU so far, wanting one; < 0 where nobody tells. */
static double queued_seconds(void)
{
	int fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
	unsigned long long ran, queued;
	char text[96];
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	text[length > 0 ? length : 0] = '\0';
	return sscanf(text, "%llu %llu", &ran, &queued) == 2 ? (double)queued / 1e9 : -1;
}

struct waits waits_so_far(void)
{
	return (struct waits){.sleeps = sleeps(), .queued_seconds = queued_seconds()};
}

/*
 * What was neither running nor waiting for a CPU was asleep in the kernel; or it was throttled, which is
 * nobody's own accord.
 */
double waits_asleep(const struct waits *before, double seconds, double cpu_seconds)
{
	struct waits now = waits_so_far();
	double queued = now.queued_seconds - before->queued_seconds;

	if (before->queued_seconds < 0 || now.sleeps <= before->sleeps)
		return 0;
	return fmax(0, seconds - cpu_seconds - queued);
}
