// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_key.c: what tells one point from another. What came with the lookups may be missing: files
 * from before have none of it, and other workloads need none.
 */
#include "bench/results/results_parts.h"

#include <math.h>
#include <stddef.h>

#define KEY(name) offsetof(struct result_key, name)
static const struct field key_fields[] = {
	{"workload", FIELD_TEXT, 0, KEY(workload)},
	{"scheme", FIELD_TEXT, 0, KEY(scheme)},
	{"threads", FIELD_COUNT, 0, KEY(threads)},
	{"placement", FIELD_TEXT, 0, KEY(placement)},
	{"memory", FIELD_TEXT, 0, KEY(memory)},
	{"share", FIELD_TEXT, 0, KEY(share)},
	{"pages", FIELD_COUNT, 0, KEY(pages)},
	{"batch", FIELD_COUNT, 0, KEY(batch)},
	{"writers", FIELD_COUNT, 0, KEY(writers)},
	{"nr", FIELD_COUNT, 0, KEY(nr)},
	{"memory_order", FIELD_TEXT, OPTIONAL, KEY(memory_order)},
	{"memmap", FIELD_TEXT, OPTIONAL, KEY(memmap)},
	{"lifetime", FIELD_TEXT, OPTIONAL, KEY(lifetime)},
	{"rcu", FIELD_TEXT, OPTIONAL, KEY(rcu)},
	{"pattern", FIELD_TEXT, OPTIONAL, KEY(pattern)},
	{"churn", FIELD_TEXT, OPTIONAL, KEY(churn)},
	{"recheck", FIELD_BOOL, OPTIONAL, KEY(recheck)},
	{"pin", FIELD_BOOL, OPTIONAL, KEY(pin)},
	{"verify", FIELD_COUNT, OPTIONAL, KEY(verify)},
	{"memory_limit", FIELD_NUMBER, OPTIONAL, KEY(memory_limit)},
	{"grace_period_ns", FIELD_NUMBER, OPTIONAL, KEY(grace_period_ns)},
	{"as", FIELD_TEXT, OPTIONAL, KEY(as)},
	{"size", FIELD_COUNT, OPTIONAL, KEY(size)},
};

/* Keys are compared, and a NAN is not even equal to itself. */
static void be_comparable(double *number)
{
	if (isnan(*number))
		*number = 0;
}

int read_key(struct reader *reader, const struct json_value *line, struct result_key *key)
{
	int ret = read_fields(reader, line, key_fields, ARRAY_SIZE(key_fields), key);

	if (!ret) {
		be_comparable(&key->memory_limit);
		be_comparable(&key->grace_period_ns);
	}
	return ret;
}
