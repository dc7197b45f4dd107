// SPDX-License-Identifier: GPL-2.0-or-later
/* steal.c: stolen time from /proc/stat. See steal.h. */
#include "bench/measure/steal.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/measure/clock.h"

void steal_read(struct steal *steal)
{
	FILE *file = fopen("/proc/stat", "re");
	char line[512];

	memset(steal, 0, sizeof(*steal));
	steal->when_ns = clock_now_ns();
	while (file && fgets(line, sizeof(line), file)) {
		unsigned int cpu, ticks;

		/* cpuN user nice system idle iowait irq softirq steal; "cpu " alone is their sum. */
		if (!strncmp(line, "cpu", 3) && isdigit((unsigned char)line[3]) &&
		    sscanf(line, "cpu%u %*u %*u %*u %*u %*u %*u %*u %u", &cpu, &ticks) == 2 &&
		    cpu < STEAL_MAX_CPUS) {
			steal->ticks[cpu] = ticks;
			steal->nr = (int)cpu + 1;
		}
	}
	if (file)
		fclose(file);
}

double steal_since(const struct steal *before, const struct assignment *assignment)
{
	double tick = 1.0 / (double)sysconf(_SC_CLK_TCK), worst = 0, seconds;
	struct steal now;

	steal_read(&now);
	if (!before->nr || !now.nr)
		return -1;
	seconds = (double)(now.when_ns - before->when_ns) / 1e9;
	for (int i = 0; i < assignment->nr_threads; i++) {
		int cpu = assignment->lanes[i].pu->os;
		uint32_t ticks = cpu < STEAL_MAX_CPUS ? now.ticks[cpu] - before->ticks[cpu] : 0;

		if (ticks > 1 && (ticks - 1) * tick / seconds > worst)
			worst = (ticks - 1) * tick / seconds;
	}
	return worst;
}
