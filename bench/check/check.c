// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check.c: the layers in their order, and the processes that run them. A process leaves its verdicts
 * in a file of memory that it shares with its parent, so that none waits for another to be read.
 */
#include "bench/check/check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/cleanup.h"

#define MAX_JOBS_AT_A_TIME 8

static void (*const layers[])(const struct explored_scheme *scheme, enum check_depth depth,
			      struct verdict_list *list) = {
	check_conformance,
	check_exploration,
	check_weak_memory,
	check_model,
};

struct job {
	struct check_result result;
	pid_t pid; /* 0: not begun; negative: ended */
	FILE *file;
	double began;
};

struct jobs {
	struct job *all;
	int nr, begun, running;
	enum check_depth depth;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void __attribute__((noreturn)) run_layers(const struct job *job, enum check_depth depth)
{
	struct verdict_list list = {0};

	cleanup_follow_parent();
	for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++)
		layers[i](job->result.scheme, depth, &list);
	_exit(verdict_write(job->file, &list) ? 0 : 1);
}

static int begin_job(struct jobs *jobs, struct error *err)
{
	struct job *job = &jobs->all[jobs->begun];
	int fd = memfd_create("verdicts", MFD_CLOEXEC);

	job->file = fd < 0 ? NULL : fdopen(fd, "w+");
	if (!job->file)
		return error_set(err, -errno, "cannot make a file for the verdicts: %s",
				 strerror(errno));
	job->began = now();
	job->pid = fork();
	if (job->pid < 0)
		return error_set(err, -errno, "cannot make a process to check %s: %s",
				 job->result.scheme->name, strerror(errno));
	if (!job->pid)
		run_layers(job, jobs->depth);
	jobs->begun++;
	jobs->running++;
	return 0;
}

static void end_job(struct job *job, int status)
{
	job->pid = -1;
	job->result.seconds = now() - job->began;
	rewind(job->file);
	if (WIFSIGNALED(status))
		snprintf(job->result.crash, sizeof(job->result.crash), "ended by signal %d (%s)",
			 WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) || !verdict_read(job->file, &job->result.verdicts))
		snprintf(job->result.crash, sizeof(job->result.crash),
			 "could not hand over its verdicts");
}

static int wait_for_one(struct jobs *jobs, struct error *err)
{
	int status;
	pid_t pid;

	do
		pid = waitpid(-1, &status, 0);
	while (pid < 0 && errno == EINTR);
	if (pid < 0)
		return error_set(err, -errno, "cannot wait for a check: %s", strerror(errno));
	for (int i = 0; i < jobs->begun; i++) {
		if (jobs->all[i].pid == pid) {
			end_job(&jobs->all[i], status);
			jobs->running--;
		}
	}
	return 0;
}

static int at_a_time(void)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	return cpus < 1 ? 1 : cpus > MAX_JOBS_AT_A_TIME ? MAX_JOBS_AT_A_TIME : (int)cpus;
}

static void free_jobs(struct jobs *jobs)
{
	for (int i = 0; i < jobs->nr; i++) {
		if (jobs->all[i].file)
			fclose(jobs->all[i].file);
		verdict_list_free(&jobs->all[i].result.verdicts);
	}
	free(jobs->all);
}

int check_all(const struct explored_scheme *const *schemes, int nr, enum check_depth depth,
	      void (*done)(const struct check_result *result, void *arg), void *arg,
	      struct error *err)
{
	struct jobs jobs = {.all = calloc((size_t)nr, sizeof(*jobs.all)), .nr = nr, .depth = depth};
	int ret = 0, told = 0;

	if (!jobs.all)
		return error_set(err, -ENOMEM, "out of memory");
	for (int i = 0; i < nr; i++)
		jobs.all[i].result.scheme = schemes[i];
	fflush(stdout);
	while (!ret && told < nr) {
		if (jobs.begun < nr && jobs.running < at_a_time())
			ret = begin_job(&jobs, err);
		else
			ret = wait_for_one(&jobs, err);
		while (told < nr && jobs.all[told].pid < 0)
			done(&jobs.all[told++].result, arg);
	}
	free_jobs(&jobs);
	return ret;
}
