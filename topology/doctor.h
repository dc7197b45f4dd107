/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * doctor.h: what on this machine will spoil a measurement on some CPUs, why, and the command that
 * mends it. One check is one row of a table. It looks at files of /proc and /sys below a root; what
 * is not there is not an error, and what cannot be read is said with its reason, never guessed.
 * Looking changes nothing: only doctor_apply() does.
 */
#ifndef TOPOLOGY_DOCTOR_H
#define TOPOLOGY_DOCTOR_H

#include <stdbool.h>

#include "topology/error.h"
#include "topology/int_list.h"

enum doctor_severity {
	DOCTOR_SPOILS, /* the figure is wrong */
	DOCTOR_BLURS, /* its interval is wider */
	DOCTOR_LIMITS, /* something cannot be measured here */
	DOCTOR_NOTE, /* worth knowing beside the figure */
	DOCTOR_NR_SEVERITIES,
};

/* "spoils", "blurs", "limits", "note", and what that means in a few words. */
extern const char *const doctor_severity_names[DOCTOR_NR_SEVERITIES];
extern const char *const doctor_severity_meanings[DOCTOR_NR_SEVERITIES];

/*
 * One change that mends, and that can be undone: @value written to a file that holds @old, or to one
 * such file for each of @numbers, whose names lie between @path and @rest; or a service stopped.
 */
#define DOCTOR_COMMAND_SIZE 700

struct doctor_step {
	char path[200];
	char rest[100];
	struct int_list numbers; /* empty: @path is the file */
	char value[64], old[128]; /* printable */
	const char *service; /* to stop; NULL: files are written */
};

struct doctor_row;

struct doctor_finding {
	const struct doctor_row *row;
	enum doctor_severity severity;
	char value[100]; /* the state, in a few words, for a machine to keep */
	char what[300]; /* the same as a sentence */
	char mend[DOCTOR_COMMAND_SIZE]; /* the command; "" where only an advice is given */
	char undo[DOCTOR_COMMAND_SIZE]; /* what restores; "" where there is nothing to restore */
	const char *advice; /* what there is to do where no command does it, or what it costs */
	struct doctor_step *steps; /* what doctor_apply() does; none where it can do nothing */
	int nr_steps;
};

/* A row that was not looked at: its files are not there (@reason ""), or cannot be read. */
struct doctor_gap {
	const struct doctor_row *row;
	char reason[300];
};

struct doctor_request {
	const char *root; /* "": this machine */
	const struct int_list *cpus; /* OS numbers; NULL: all that this process may use */
	/*
	 * This program works between doctor_begin() and doctor_end(), so that time of the CPUs says
	 * nothing of others: the number of tasks that run, at both ends, does.
	 */
	bool working;
};

struct doctor {
	struct int_list cpus;
	struct doctor_finding *findings; /* by severity, and in the order of the table */
	int nr_findings;
	struct doctor_gap *gaps;
	int nr_gaps;
	struct doctor_look *look; /* what the checks share */
};

/*
 * Take the first moment, and read what stands still. Returns 0; -EINVAL with @err for a CPU that is
 * not there or no list of CPUs to be found; -ENOMEM. Time should pass before doctor_end(): what
 * arrives on the CPUs meanwhile is judged. doctor_free() frees it in either state.
 */
int doctor_begin(struct doctor *doctor, const struct doctor_request *request, struct error *err);

/*
 * Judge. @uncounted says what the hardware does not count and why; "" where all counts; NULL where
 * nobody asked, and then nothing is said of it. Returns 0 or -ENOMEM with @err.
 */
int doctor_end(struct doctor *doctor, const char *uncounted, struct error *err);
void doctor_free(struct doctor *doctor);

/* The number of findings of this severity. */
int doctor_count(const struct doctor *doctor, enum doctor_severity severity);

/* What a row is called, and why it matters: static texts. */
const char *doctor_name(const struct doctor_row *row);
const char *doctor_why(const struct doctor_row *row);

/*
 * The command of a step for people to paste into bash, and what undoes it. @numbers: those of the step,
 * or a part of them. DOCTOR_COMMAND_SIZE is always enough.
 */
void doctor_step_command(const struct doctor_step *step, const struct int_list *numbers, char *text,
			 size_t size);
void doctor_step_undo(const struct doctor_step *step, const struct int_list *numbers, char *text,
		      size_t size);

/* ---- changing the machine ---- */

/* One step that was tried. */
struct doctor_change {
	const struct doctor_finding *finding;
	char command[DOCTOR_COMMAND_SIZE],
		undo[DOCTOR_COMMAND_SIZE]; /* of what was really changed; "" where nothing was */
	char failed[300]; /* what was not, and why; "" where all was */
};

/*
 * Take every step of every finding, in their order. @will is called before a step with its command
 * and what will undo all of it, so that a program that is killed has said it; @did after it. With a
 * root of its own, files below it are written and no service is touched. Returns the number of
 * steps that failed, wholly or in part.
 */
int doctor_apply(const struct doctor *doctor, const char *root,
		 void (*will)(void *arg, const struct doctor_change *change),
		 void (*did)(void *arg, const struct doctor_change *change), void *arg);

#endif
