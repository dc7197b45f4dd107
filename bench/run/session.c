// SPDX-License-Identifier: GPL-2.0-or-later
/* session.c: children measure, the parent keeps the record. See session.h. */
#include "bench/run/session.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/run/child.h"
#include "bench/exit_status.h"
#include "bench/run/progress.h"
#include "bench/results/record.h"
#include "bench/run/round.h"

/* A child that is silent for this much longer than a round should take hangs. */
#define PATIENCE_MS 60000

#define MAX_SIGNALS 8 /* more than there are child_signals */

static volatile sig_atomic_t caught;

static void catch_signal(int signal)
{
	caught = signal;
}

/* The rounds that one child is given, and where it sends their lines. */
struct share_of_rounds {
	const struct run *run;
	int process, first, last, fd;
};

struct session {
	struct share_of_rounds child;
	const struct session_rule *rule; /* NULL: all processes */
	struct output *output, *echo;
	struct results *results;
	struct progress progress;
	char *inbox; /* what the child has sent; whole lines are taken off its front */
	size_t length, size;
};

static int child_main(void *arg)
{
	const struct share_of_rounds *child = arg;

	return round_run(child->run, child->process, child->first, child->last, child->fd);
}

static void show_progress(struct session *session)
{
	const struct results *results = session->results;
	const struct result_sample *sample = &results->samples[results->nr_samples - 1];
	char what[80];

	snprintf(what, sizeof(what), "%s %s, %d thread%s", sample->key.workload, sample->key.scheme,
		 sample->key.threads, sample->key.threads == 1 ? "" : "s");
	progress_sample(&session->progress, sample->repeat, sample->order, sample->take, what);
}

/* Put one line on record, everywhere. Returns a status to exit with. */
static int keep_line(struct session *session, const char *line, size_t length)
{
	struct error err;

	if (output_line(session->output, line, length, &err) ||
	    (session->echo && output_line(session->echo, line, length, &err))) {
		warnx("%s", err.text);
		return EXIT_CANNOT_WRITE;
	}
	if (results_parse(session->results, line, length, session->output->name, &err)) {
		warnx("%s", err.text);
		return EXIT_CANNOT;
	}
	return 0;
}

/* Keep the whole lines of the inbox; a line that was cut by the child's end is left out. */
static int keep_lines(struct session *session)
{
	char *begin = session->inbox, *end = session->inbox + session->length, *newline;
	int status = 0;

	while (!status && begin < end && (newline = memchr(begin, '\n', (size_t)(end - begin)))) {
		int samples = session->results->nr_samples;

		status = keep_line(session, begin, (size_t)(newline + 1 - begin));
		if (session->results->nr_samples > samples && !session->rule)
			show_progress(session);
		begin = newline + 1;
	}
	session->length = (size_t)(end - begin);
	memmove(session->inbox, begin, session->length);
	return status;
}

/* Read what the child has sent. Returns the bytes read, 0 at its end, or a negative errno. */
static ssize_t receive(struct session *session, int fd)
{
	ssize_t done;

	if (session->size - session->length < 65536) {
		char *larger = realloc(session->inbox, session->size + 131072);

		if (!larger)
			return -ENOMEM;
		session->inbox = larger;
		session->size += 131072;
	}
	done = read(fd, session->inbox + session->length, session->size - session->length);
	if (done < 0)
		return -errno;
	session->length += (size_t)done;
	return done;
}

/*
 * Take the child's lines until it closes its end, or until there is a reason to end it. Signals are
 * blocked but while this waits, so none is missed in between.
 */
static int hear_out(struct session *session, int fd, const sigset_t *unblocked)
{
	const struct run *run = session->child.run;
	uint64_t patience_ms = PATIENCE_MS + 4 * round_estimate_ns(run) / 1000000;
	const struct timespec patience = {.tv_sec = (time_t)(patience_ms / 1000)};
	struct pollfd poll = {.fd = fd, .events = POLLIN};
	ssize_t received = 1;
	int status = 0;

	while (!status && received > 0) {
		int ready = ppoll(&poll, 1, &patience, unblocked);

		if (caught) {
			status = EXIT_SIGNAL + caught;
		} else if (ready == 0) {
			warnx("the measuring process has been silent for %d s: ended",
			      (int)patience.tv_sec);
			status = EXIT_CANNOT;
		} else if (ready > 0) {
			received = receive(session, fd);
			if (received < 0) {
				warnx("reading from the measuring process: %s",
				      strerror((int)-received));
				status = EXIT_CANNOT;
			} else {
				status = keep_lines(session);
			}
		}
	}
	return status;
}

/* After a signal: what the child had sent by then is kept too. */
static void keep_the_rest(struct session *session, int fd)
{
	while (receive(session, fd) > 0 && !keep_lines(session))
		;
}

static int explain_end(int status)
{
	if (status <= EXIT_SIGNAL)
		return status;
	warnx("the measuring process was ended by signal %d (%s)", status - EXIT_SIGNAL,
	      strsignal(status - EXIT_SIGNAL));
	return EXIT_CANNOT;
}

/* Run one child to its end. Returns a status to exit with. */
static int run_child(struct session *session, const sigset_t *unblocked)
{
	int ends[2], status;
	pid_t pid;

	if (pipe(ends)) {
		warn("pipe");
		return EXIT_CANNOT;
	}
	session->child.fd = ends[1];
	session->length = 0;
	pid = child_start(child_main, &session->child);
	close(ends[1]);
	if (pid < 0) {
		warnx("cannot fork: %s", strerror(-pid));
		close(ends[0]);
		return EXIT_CANNOT;
	}
	status = hear_out(session, ends[0], unblocked);
	if (status)
		kill(pid, SIGKILL);
	if (status > EXIT_SIGNAL)
		keep_the_rest(session, ends[0]);
	close(ends[0]);
	return status ? (child_wait(pid), status) : explain_end(child_wait(pid));
}

static bool is_enough(const struct session *session)
{
	return session->rule && session->rule->enough(session->rule->arg, session->results);
}

static int run_children(struct session *session, const sigset_t *unblocked)
{
	const struct run *run = session->child.run;
	int status = 0;

	for (int p = 0; p < run->processes && !status && !(p && is_enough(session)); p++) {
		session->child.process = p;
		session->child.first = round_first(run, p);
		session->child.last = round_first(run, p + 1);
		status = run_child(session, unblocked);
	}
	return status;
}

static int keep_run_line(struct session *session)
{
	int status = EXIT_CANNOT;
	size_t length;
	char *line = record_run(session->child.run, &length);

	if (line)
		status = keep_line(session, line, length);
	else
		warnx("out of memory");
	free(line);
	return status;
}

/* What signals did before the run, and which were let through. */
struct signals {
	struct sigaction before[MAX_SIGNALS];
	sigset_t unblocked;
};

/* Block and catch what ends a run; nohup's ignored SIGHUP stays ignored. */
static void catch_signals(struct signals *signals)
{
	struct sigaction action = {.sa_handler = catch_signal}, *before = signals->before;
	sigset_t ours;

	sigemptyset(&ours);
	for (const int *s = child_signals; *s; s++, before++) {
		sigaddset(&ours, *s);
		sigaction(*s, &action, before);
		if (*s == SIGHUP && before->sa_handler == SIG_IGN)
			sigaction(*s, before, NULL);
	}
	sigprocmask(SIG_BLOCK, &ours, &signals->unblocked);
}

/* What is printed and drawn now can be ended like anything else, and a second key press ends it. */
static void release_signals(const struct signals *signals)
{
	const struct sigaction *before = signals->before;

	sigprocmask(SIG_SETMASK, &signals->unblocked, NULL);
	for (const int *s = child_signals; *s; s++)
		sigaction(*s, before++, NULL);
}

int session_run(const struct run *run, const struct session_rule *rule, struct output *output,
		struct output *echo, struct results *results)
{
	struct session session = {
		.child.run = run,
		.rule = rule,
		.output = output,
		.echo = echo,
		.results = results,
	};
	struct signals signals;
	int status;

	catch_signals(&signals);
	status = keep_run_line(&session);
	if (!status) {
		if (!rule)
			progress_begin(&session.progress, run->repeats, run->plan.nr_points,
				       (uint64_t)run->repeats * round_estimate_ns(run));
		status = run_children(&session, &signals.unblocked);
		if (!rule)
			progress_end(&session.progress);
	}
	release_signals(&signals);
	free(session.inbox);
	return status;
}
