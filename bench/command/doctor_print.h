/* SPDX-License-Identifier: GPL-2.0-or-later */
/* doctor_print.h: what the doctor found and did, for people and as JSON. */
#ifndef BENCH_DOCTOR_PRINT_H
#define BENCH_DOCTOR_PRINT_H

#include <stdio.h>

#include "topology/doctor.h"

/* By severity, in 80 columns; commands are as long as they are. */
void doctor_print_text(FILE *out, const struct doctor *doctor);

/* What --apply did, kept so that it can be told in the order that restores. */
struct doctor_changes {
	FILE *out; /* each is told here as it is made; NULL: only at the end */
	struct doctor_change *changes;
	int nr;
	bool lost; /* out of memory: what was told as it was made is all there is */
};

/* For doctor_apply(), whose @arg is a struct doctor_changes. Failures go to standard error too. */
void doctor_will_change(void *arg, const struct doctor_change *change);
void doctor_did_change(void *arg, const struct doctor_change *change);

/* The undo commands, last change first. */
void doctor_print_changes(FILE *out, const struct doctor_changes *changes);
void doctor_changes_free(struct doctor_changes *changes);

/* @changes: NULL where nothing was to be changed. Returns 0 or -ENOMEM. */
int doctor_print_json(FILE *out, const struct doctor *doctor, const struct doctor_changes *changes);

#endif
