// SPDX-License-Identifier: GPL-2.0-or-later
/* results_kernel.c: what a run that asked the kernel says of itself: whether its references were seen. */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#define REFERENCE(name) offsetof(struct result_reference, name)
static const struct field reference_fields[] = {
	{"counted", FIELD_NUMBER, OPTIONAL, REFERENCE(counted)},
	{"by", FIELD_TEXT, OPTIONAL, REFERENCE(by)},
	{"reason", FIELD_TEXT, OPTIONAL, REFERENCE(reason)},
};

int read_references(struct reader *reader, const struct json_value *line, struct result_run *run)
{
	const struct json_value *references;
	int ret = find_container(reader, line, "kernel_references", JSON_OBJECT, &references);

	if (ret || !references)
		return ret;
	json_for_each(member, references)
	{
		struct result_reference *reference = &run->references[run->nr_references];

		if (run->nr_references == RESULTS_MAX_REFERENCES)
			break;
		ret = read_fields(reader, member, reference_fields, ARRAY_SIZE(reference_fields),
				  reference);
		if (ret)
			return ret;
		reference->workload = results_arena_intern(reader->results->arena, member->key,
							   strlen(member->key));
		if (!reference->workload)
			return -ENOMEM;
		run->nr_references++;
	}
	return 0;
}
