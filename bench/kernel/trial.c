// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial.c: a loop is left after its first round where its stop flag is set from the beginning, so that
 * the operations of a trial are known before it begins.
 */
#include "bench/kernel/trial.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "bench/exit_status.h"
#include "bench/kernel/kernel_session.h"
#include "bench/kernel/remedy.h"
#include "bench/plan/plan.h"
#include "bench/run/child.h"
#include "bench/shared_memory.h"

/* Shared with the child. */
struct trial {
	struct point point;
	int rounds;
	bool counts;
	struct kernel_reference reference;
	int failed; /* negative errno */
	struct error err;
};

/* Returns the operations. */
static uint64_t run_rounds(const struct trial *trial, struct kernel_worker *kernel)
{
	static const int stop = 1;
	struct worker worker = {
		.stop = &stop,
		.pages = (unsigned int)trial->point.pages,
		.kernel = kernel,
	};
	uint64_t ops = 0;

	for (int i = 0; i < trial->rounds && !kernel->failed; i++) {
		kernel_workload_loop (&trial->point)(&worker);
		ops += worker.ops;
		worker.first = (worker.first + 1) % worker.pages;
	}
	return ops;
}

static void run_counted(struct trial *trial, struct kernel_worker *kernel)
{
	const struct kernel_workload *workload = trial->point.workload->kernel;
	struct reference_counter counter = {0};

	if (trial->counts)
		kernel_reference_open(&counter, &trial->reference,
				      trial->point.lookup.pin ? &workload->pin_sites
							      : &workload->sites);
	kernel_reference_close(&counter, &trial->reference, run_rounds(trial, kernel));
}

static int run_session(struct trial *trial, struct kernel_session *session)
{
	int ret = kernel_session_enter(session, 0, &trial->err);

	if (!ret) {
		run_counted(trial, &session->workers[0]);
		ret = kernel_session_end(session, &trial->err);
	}
	kernel_session_leave(session, 0);
	return ret;
}

static int trial_main(void *arg)
{
	const struct placed anywhere = {0};
	struct trial *trial = arg;
	struct thread_sample thread = {0};
	struct lane lane = {0};
	struct sample sample = {
		.point = &trial->point,
		.assignment = {.nr_threads = 1, .nr_groups = 1, .lanes = &lane},
		.threads = &thread,
	};
	struct kernel_session session;

	/* The limit on the size of files is an answer, not a reason to die. */
	signal(SIGXFSZ, SIG_IGN);
	trial->failed = kernel_session_open(&session, &sample, &anywhere, &trial->err);
	if (!trial->failed)
		trial->failed = run_session(trial, &session);
	kernel_session_close(&session);
	return EXIT_DONE;
}

static int run_child(struct trial *trial, struct error *err)
{
	pid_t pid = child_start(trial_main, trial);
	int status = pid < 0 ? 0 : child_wait(pid);

	if (pid < 0)
		return kernel_explain("fork", -pid, err);
	if (status > EXIT_SIGNAL)
		return error_set(err, -EPERM, "trying it was ended by %s; %s",
				 strsignal(status - EXIT_SIGNAL),
				 status - EXIT_SIGNAL == SIGSYS
					 ? "allow its system calls in the seccomp profile"
					 : "give fewer --pages, or more memory");
	if (status)
		return error_set(err, -EPERM, "trying it failed (status %d)", status);
	if (trial->failed)
		*err = trial->err;
	return trial->failed;
}

int kernel_trial(const struct point *point, int rounds, struct kernel_reference *reference,
		 struct error *err)
{
	struct trial *trial = shared_memory_alloc(sizeof(*trial));
	int ret;

	if (!trial)
		return error_set(err, -ENOMEM, "out of memory");
	trial->point = *point;
	trial->rounds = rounds;
	trial->counts = reference != NULL;
	ret = run_child(trial, err);
	if (reference)
		*reference = trial->reference;
	shared_memory_free(trial, sizeof(*trial));
	return ret;
}
