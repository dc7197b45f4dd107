// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor_json.c: findings, gaps and changes as JSON. See doctor_print.h. */
#include <errno.h>
#include <stdlib.h>

#include "bench/command/doctor_print.h"
#include "bench/json.h"

static const char *text_or_null(const char *text)
{
	return text && *text ? text : NULL;
}

static void put_commands(yajl_gen json, const struct doctor_finding *finding)
{
	char text[DOCTOR_COMMAND_SIZE];

	json_open_array(json, "commands");
	for (int i = 0; i < finding->nr_steps; i++) {
		const struct doctor_step *step = &finding->steps[i];

		yajl_gen_map_open(json);
		doctor_step_command(step, &step->numbers, text, sizeof(text));
		json_put_text(json, "do", text);
		doctor_step_undo(step, &step->numbers, text, sizeof(text));
		json_put_text(json, "undo", text);
		yajl_gen_map_close(json);
	}
	yajl_gen_array_close(json);
}

static void put_finding(yajl_gen json, const struct doctor_finding *finding)
{
	yajl_gen_map_open(json);
	json_put_text(json, "name", doctor_name(finding->row));
	json_put_text(json, "severity", doctor_severity_names[finding->severity]);
	json_put_text(json, "value", finding->value);
	json_put_text(json, "what", finding->what);
	json_put_text(json, "why", doctor_why(finding->row));
	json_put_text(json, "mend", text_or_null(finding->mend));
	json_put_text(json, "undo", text_or_null(finding->undo));
	json_put_text(json, "advice", text_or_null(finding->advice));
	json_put_bool(json, "applies", finding->nr_steps);
	put_commands(json, finding);
	yajl_gen_map_close(json);
}

static void put_gaps(yajl_gen json, const struct doctor *doctor)
{
	json_open_map(json, "unread");
	for (int i = 0; i < doctor->nr_gaps; i++) {
		if (*doctor->gaps[i].reason)
			json_put_text(json, doctor_name(doctor->gaps[i].row),
				      doctor->gaps[i].reason);
	}
	yajl_gen_map_close(json);
	json_open_array(json, "absent");
	for (int i = 0; i < doctor->nr_gaps; i++) {
		if (!*doctor->gaps[i].reason)
			json_text(json, doctor_name(doctor->gaps[i].row));
	}
	yajl_gen_array_close(json);
}

static void put_changes(yajl_gen json, const struct doctor_changes *changes)
{
	json_open_array(json, "changes");
	for (int i = 0; i < changes->nr; i++) {
		const struct doctor_change *change = &changes->changes[i];

		yajl_gen_map_open(json);
		json_put_text(json, "name", doctor_name(change->finding->row));
		json_put_text(json, "did", text_or_null(change->command));
		json_put_text(json, "undo", text_or_null(change->undo));
		json_put_text(json, "failed", text_or_null(change->failed));
		yajl_gen_map_close(json);
	}
	yajl_gen_array_close(json);
}

int doctor_print_json(FILE *out, const struct doctor *doctor, const struct doctor_changes *changes)
{
	yajl_gen json = json_new(true);
	char *text = NULL;
	size_t length;

	if (!json)
		return -ENOMEM;
	yajl_gen_map_open(json);
	json_open_array(json, "cpus");
	for (int i = 0; i < doctor->cpus.nr; i++)
		yajl_gen_integer(json, doctor->cpus.values[i]);
	yajl_gen_array_close(json);
	json_open_array(json, "findings");
	for (int i = 0; i < doctor->nr_findings; i++)
		put_finding(json, &doctor->findings[i]);
	yajl_gen_array_close(json);
	put_gaps(json, doctor);
	if (changes)
		put_changes(json, changes);
	yajl_gen_map_close(json);
	text = json_line(json, &length);
	yajl_gen_free(json);
	if (!text)
		return -ENOMEM;
	fputs(text, out);
	free(text);
	return 0;
}
