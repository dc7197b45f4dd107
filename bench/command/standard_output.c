// SPDX-License-Identifier: GPL-2.0-or-later
/* standard_output.c: see standard_output.h. */
#include "bench/command/standard_output.h"

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/exit_status.h"

int standard_output_flush(void)
{
	static bool told;
	int error;

	errno = 0;
	if (!fflush(stdout) && !ferror(stdout))
		return EXIT_DONE;
	error = errno;
	if (!told)
		warnx("standard output: %s",
		      error ? strerror(error) : "not all of it could be written");
	told = true;
	return EXIT_CANNOT_WRITE;
}
