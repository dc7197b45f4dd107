// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * weak_memory.c: the layer of memory orders. relacy needs C++, so each scheme header was compiled to
 * a program of its own at build time (scripts/build-weak.sh, bench/check/weak/); here it is run, and
 * what it prints becomes verdicts. Where it is not there the layer was not run, for a reason that is
 * said.
 */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/check/check.h"
#include "bench/cleanup.h"
#include "bench/command/data_dir.h"
#include "bench/user/user_scheme.h"
#include "bench/work.h"

/* How many context switches nobody forced are tried where three threads run. */
static const unsigned int context_bounds[NR_DEPTHS] = {
	[DEPTH_QUICK] = 4,
	[DEPTH_FULL] = 6,
	[DEPTH_LONG] = 8,
};

static const struct {
	const char *said;
	enum ruling ruling;
} rulings[] = {
	{"holds", RULING_HOLDS},       {"holds-to-bound", RULING_HOLDS_TO_BOUND},
	{"warning", RULING_WARNING},   {"not-applicable", RULING_NOT_APPLICABLE},
	{"violated", RULING_VIOLATED},
};

static void not_run(struct verdict_list *list, const char *why)
{
	struct verdict verdict = {
		.law = LAW_VISIBLE, .layer = LAYER_WEAK_MEMORY, .ruling = RULING_NOT_RUN};

	snprintf(verdict.note, sizeof(verdict.note), "%.159s", why);
	verdict_add(list, &verdict);
}

/* The program built for @name: beside ours, or where `make install` put it. */
static bool find_program(const char *name, char *path, size_t size)
{
	struct error err;
	char self[PATH_MAX], file[64];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[length > 0 ? length : 0] = '\0';
	if (snprintf(path, size, "%s/weak/%s", dirname(self), name) < (int)size &&
	    !access(path, X_OK))
		return true;
	snprintf(file, sizeof(file), "weak/%s", name);
	return !data_dir(file, path, size, &err) && !access(path, X_OK);
}

/* One "verdict" line, cut at its tabs. Returns false where it is not one. */
static bool parse_verdict(char *line, struct verdict *verdict)
{
	char *field[7];
	int nr = 0;

	for (char *at = line; nr < 7 && at;)
		field[nr++] = strsep(&at, "\t");
	if (nr != 7 || strcmp(field[0], "verdict"))
		return false;
	*verdict = (struct verdict){.law = atoi(field[1]),
				    .layer = LAYER_WEAK_MEMORY,
				    .ruling = RULING_NOT_RUN,
				    .executions = strtoull(field[4], NULL, 10),
				    .seconds = atof(field[5])};
	snprintf(verdict->program, sizeof(verdict->program), "%s", field[2]);
	snprintf(verdict->note, sizeof(verdict->note), "%s", field[6]);
	for (size_t i = 0; i < sizeof(rulings) / sizeof(rulings[0]); i++) {
		if (!strcmp(field[3], rulings[i].said))
			verdict->ruling = rulings[i].ruling;
	}
	return verdict->law > 0 && verdict->law < NR_LAWS;
}

/* Add @line and a newline to the trace of the last verdict. */
static void add_to_trace(struct verdict_list *list, const char *line)
{
	struct verdict *last = list->nr ? &list->all[list->nr - 1] : NULL;
	size_t length = last && last->trace ? strlen(last->trace) : 0;
	char *trace = last ? realloc(last->trace, length + strlen(line) + 2) : NULL;

	if (!trace)
		return;
	sprintf(trace + length, "%s\n", line);
	last->trace = trace;
}

static void read_verdicts(FILE *in, struct verdict_list *list)
{
	struct verdict verdict;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	while ((length = getline(&line, &size, in)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "trace\t", 6))
			add_to_trace(list, line + 6);
		else if (parse_verdict(line, &verdict))
			verdict_add(list, &verdict);
	}
	free(line);
}

/* Start @path; returns its standard output, or NULL with errno set. */
static FILE *start(const char *path, const char *bound, pid_t *pid)
{
	int ends[2];

	if (pipe(ends))
		return NULL;
	*pid = fork();
	if (!*pid) {
		cleanup_begin_command();
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execl(path, path, bound, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	if (*pid > 0)
		cleanup_command(*pid);
	if (*pid < 0) {
		close(ends[0]);
		return NULL;
	}
	return fdopen(ends[0], "r");
}

/* Run the program at @path, and make verdicts of what it prints. */
static void run_program(const char *path, enum check_depth depth, struct verdict_list *list)
{
	char bound[16], why[160];
	int status = 0, before = list->nr;
	pid_t pid = -1;
	FILE *out;

	snprintf(bound, sizeof(bound), "%u", context_bounds[depth]);
	out = start(path, bound, &pid);
	if (out) {
		read_verdicts(out, list);
		fclose(out);
	}
	if (pid > 0) {
		waitpid(pid, &status, 0);
		cleanup_forget_command(pid);
	}
	if (out && WIFEXITED(status) && !WEXITSTATUS(status) && list->nr > before)
		return;
	snprintf(why, sizeof(why), "%.100s did not come to its end (status %d)", path, status);
	not_run(list, why);
}

/* A header of the user's: its program is built first, over the engine of the others. */
static void check_user_header(const char *header, const char *engine, enum check_depth depth,
			      struct verdict_list *list)
{
	char dir[PATH_MAX], program[PATH_MAX + 16];
	struct error err;

	if (user_scheme_build_weak(header, engine, dir, &err)) {
		not_run(list, err.text);
	} else {
		snprintf(program, sizeof(program), "%s/program", dir);
		run_program(program, depth, list);
	}
	work_folder_remove(dir);
}

void check_weak_memory(const struct explored_scheme *scheme, enum check_depth depth,
		       struct verdict_list *list)
{
	char path[PATH_MAX];

	/* A planted fault that another layer must find is not compiled for this one. */
	if (scheme->fault && strcmp(scheme->fault->found_by, layer_names[LAYER_WEAK_MEMORY]))
		return;
	if (!find_program(scheme->header ? "engine" : scheme->name, path, sizeof(path)))
		not_run(list, "built without relacy: install relacy-dev and g++, then make again");
	else if (scheme->header)
		check_user_header(scheme->header, path, depth, list);
	else
		run_program(path, depth, list);
}
