// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor.c: two moments, a walk over the rows, and findings in order. See doctor.h. */
#include "topology/doctor_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology/system_file.h"

const char *const doctor_severity_names[DOCTOR_NR_SEVERITIES] = {"spoils", "blurs", "limits",
								 "note"};
const char *const doctor_severity_meanings[DOCTOR_NR_SEVERITIES] = {
	"the figures are wrong",
	"the intervals get wider",
	"some things cannot be measured here",
	"worth knowing beside the figures",
};

const char *doctor_name(const struct doctor_row *row)
{
	return row->name;
}

const char *doctor_why(const struct doctor_row *row)
{
	return row->why;
}

int doctor_count(const struct doctor *doctor, enum doctor_severity severity)
{
	int nr = 0;

	for (int i = 0; i < doctor->nr_findings; i++)
		nr += doctor->findings[i].severity == severity;
	return nr;
}

/* ---- the beginning: which CPUs, and the first moment ---- */

/* What the affinity mask and the cpuset permit, or else every CPU that is online. */
static int allowed_cpus(struct doctor *doctor, struct error *err)
{
	char *status = system_raw(doctor->look->root, "/proc/self/status", NULL);
	char *value = status ? look_field(status, "Cpus_allowed_list") : NULL;
	int ret = 0, told;

	if (value)
		ret = int_list_parse(&doctor->cpus, "Cpus_allowed_list", value, 0, 65535, 65535,
				     err);
	free(value);
	free(status);
	told = doctor->cpus.nr;
	for (int i = 0; !ret && !told && i < doctor->look->online.nr; i++)
		ret = int_list_add(&doctor->cpus, doctor->look->online.values[i]);
	if (!ret && !doctor->cpus.nr)
		ret = error_set(
			err, -EINVAL,
			"no CPUs are known: neither /proc/self/status nor %s/online of '%.100s' "
			"tells; name them with --cpus",
			DOCTOR_CPU, doctor->look->root);
	return ret;
}

static int copy_cpus(struct doctor *doctor, const struct int_list *cpus, struct error *err)
{
	const struct int_list *online = &doctor->look->online;
	char list[100];

	for (int i = 0; i < cpus->nr; i++) {
		if (online->nr && !look_has(online, cpus->values[i]))
			return error_set(err, -EINVAL, "CPU %d is not there; there are: %s",
					 cpus->values[i],
					 int_list_format(online, list, sizeof(list)));
		if (!look_has(&doctor->cpus, cpus->values[i]) &&
		    int_list_add(&doctor->cpus, cpus->values[i]))
			return error_set(err, -ENOMEM, "out of memory");
	}
	return 0;
}

int doctor_begin(struct doctor *doctor, const struct doctor_request *request, struct error *err)
{
	struct doctor_look *look = calloc(1, sizeof(*look));
	int ret = 0;

	*doctor = (struct doctor){.look = look};
	if (look)
		look->root = strdup(request->root);
	if (!look || !look->root) {
		free(look);
		doctor->look = NULL;
		return error_set(err, -ENOMEM, "out of memory");
	}
	look->working = request->working;
	look_list(look, DOCTOR_CPU "/online", &look->online);
	environment_read_from(&look->environment, look->root);
	ret = request->cpus ? copy_cpus(doctor, request->cpus, err) : allowed_cpus(doctor, err);
	if (!ret && moment_take(&look->begin, look->root, &doctor->cpus))
		ret = error_set(err, -ENOMEM, "out of memory");
	if (ret)
		doctor_free(doctor);
	return ret;
}

/* ---- the end: a walk over the rows ---- */

/* What the row says where the check has said nothing, and commands made of the steps. */
static void fill_in(struct doctor_finding *finding)
{
	const struct doctor_row *row = finding->row;
	const struct doctor_step *step = finding->steps;

	if (finding->nr_steps) {
		doctor_step_command(step, &step->numbers, finding->mend, sizeof(finding->mend));
		doctor_step_undo(step, &step->numbers, finding->undo, sizeof(finding->undo));
	}
	if (!*finding->mend && row->mend)
		snprintf(finding->mend, sizeof(finding->mend), "%s", row->mend);
	if (!*finding->undo && row->undo)
		snprintf(finding->undo, sizeof(finding->undo), "%s", row->undo);
}

static void free_finding(struct doctor_finding *finding)
{
	for (int i = 0; i < finding->nr_steps; i++)
		int_list_free(&finding->steps[i].numbers);
	free(finding->steps);
	finding->steps = NULL;
	finding->nr_steps = 0;
}

static int add_finding(struct doctor *doctor, struct doctor_finding *finding)
{
	struct doctor_finding *more = realloc(doctor->findings, ((size_t)doctor->nr_findings + 1) *
									sizeof(*doctor->findings));

	if (!more)
		return -ENOMEM;
	fill_in(finding);
	doctor->findings = more;
	more[doctor->nr_findings++] = *finding;
	return 0;
}

static int add_gap(struct doctor *doctor, const struct doctor_row *row, bool unread)
{
	const struct doctor_look *look = doctor->look;
	struct doctor_gap *more =
		realloc(doctor->gaps, ((size_t)doctor->nr_gaps + 1) * sizeof(*doctor->gaps));

	if (!more)
		return -ENOMEM;
	doctor->gaps = more;
	more += doctor->nr_gaps++;
	*more = (struct doctor_gap){.row = row};
	if (unread && look->nr_problems > 1)
		snprintf(more->reason, sizeof(more->reason), "%.250s (and %d more)", look->problem,
			 look->nr_problems - 1);
	else if (unread)
		snprintf(more->reason, sizeof(more->reason), "%s", look->problem);
	return 0;
}

static int check_row(struct doctor *doctor, const struct doctor_row *row)
{
	struct doctor_finding finding = {
		.row = row, .severity = row->severity, .advice = row->advice};
	struct doctor_look *look = doctor->look;
	int ret = 0;

	look->nr_problems = 0;
	switch (row->check(look, &finding)) {
	case DOCTOR_FOUND:
		ret = add_finding(doctor, &finding);
		if (!ret)
			return 0; /* its steps are the doctor's now */
		break;
	case DOCTOR_ABSENT:
		ret = add_gap(doctor, row, false);
		break;
	case DOCTOR_UNREAD:
		ret = add_gap(doctor, row, true);
		break;
	case DOCTOR_NO_MEMORY:
		ret = -ENOMEM;
		break;
	case DOCTOR_FINE:
	case DOCTOR_UNASKED:
		break;
	}
	free_finding(&finding);
	return ret;
}

static int by_severity(const void *a, const void *b)
{
	const struct doctor_finding *x = a, *y = b;

	if (x->severity != y->severity)
		return x->severity < y->severity ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

int doctor_end(struct doctor *doctor, const char *uncounted, struct error *err)
{
	struct doctor_look *look = doctor->look;
	int ret = moment_take(&look->end, look->root, &doctor->cpus);

	look->cpus = &doctor->cpus;
	look->uncounted = uncounted;
	for (const struct doctor_row *row = doctor_rows; row->name && !ret; row++)
		ret = check_row(doctor, row);
	if (ret)
		return error_set(err, ret, "out of memory");
	if (doctor->nr_findings)
		qsort(doctor->findings, (size_t)doctor->nr_findings, sizeof(*doctor->findings),
		      by_severity);
	return 0;
}

void doctor_free(struct doctor *doctor)
{
	struct doctor_look *look = doctor->look;

	for (int i = 0; i < doctor->nr_findings; i++)
		free_finding(&doctor->findings[i]);
	free(doctor->findings);
	free(doctor->gaps);
	int_list_free(&doctor->cpus);
	if (look) {
		moment_free(&look->begin);
		moment_free(&look->end);
		environment_free(&look->environment);
		int_list_free(&look->online);
		free(look->root);
		free(look);
	}
	*doctor = (struct doctor){0};
}
