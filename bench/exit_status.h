/* SPDX-License-Identifier: GPL-2.0-or-later */
/* exit_status.h: what the program exits with (design section 6). */
#ifndef BENCH_EXIT_STATUS_H
#define BENCH_EXIT_STATUS_H

enum {
	EXIT_DONE = 0,
	EXIT_ANSWER_IS_NO = 1, /* a check failed, a law was broken */
	EXIT_BAD_COMMAND = 2,
	EXIT_CANNOT = 3, /* this machine cannot do it */
	EXIT_CANNOT_WRITE = 4, /* results could not be written */
	EXIT_SIGNAL = 128, /* plus the signal that ended it; what was measured is kept */
};

#endif
