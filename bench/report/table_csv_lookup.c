// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_csv_lookup.c: the fields of a CSV that came with the lookups: what a point is compared with besides
 * plain, and what only a lookup has. Every field begins with its comma.
 */
#include "bench/report/table_parts.h"

#include <math.h>

#define FIGURE(name)                                      \
	{                                                 \
#name, offsetof(struct lookup_cell, name) \
	}
#define RETRIES(name, cause)                                                  \
	{                                                                     \
		name, offsetof(struct lookup_cell, retries_per_lookup[cause]) \
	}
static const struct {
	const char *name;
	size_t offset;
} figures[] = {
	RETRIES("frozen_per_lookup", RETRY_FROZEN),
	RETRIES("memdesc_changed_per_lookup", RETRY_MEMDESC_CHANGED),
	RETRIES("pte_changed_per_lookup", RETRY_PTE_CHANGED),
	RETRIES("slot_changed_per_lookup", RETRY_SLOT_CHANGED),
	RETRIES("wrong_type_per_lookup", RETRY_WRONG_TYPE),
	FIGURE(verified),
	FIGURE(mutations_per_sec),
	FIGURE(busy_ratio),
	FIGURE(allocation_failures),
	FIGURE(waited_seconds),
	FIGURE(folios_mean),
	FIGURE(folios_peak),
	FIGURE(bytes_mean),
	FIGURE(bytes_peak),
	FIGURE(grace_periods),
	FIGURE(grace_period_mean_ns),
	FIGURE(grace_period_longest_ns),
};

#define NR_FIGURES ((int)(sizeof(figures) / sizeof(figures[0])))

int table_csv_nr_of_lookup(void)
{
	return 4 * (NR_COMPARISONS - 1) + NR_FIGURES + 1;
}

void table_csv_lookup_header(FILE *out)
{
	for (int c = VS_PLAIN + 1; c < NR_COMPARISONS; c++) {
		const char *name = comparison_kinds[c].name;

		fprintf(out, ",%s,%s_low,%s_high,%s_coverage", name, name, name, name);
	}
	for (int i = 0; i < NR_FIGURES; i++)
		fprintf(out, ",%s", figures[i].name);
	fputs(",integrity", out);
}

void table_csv_lookup(FILE *out, const struct cell *cell)
{
	for (int c = VS_PLAIN + 1; c < NR_COMPARISONS; c++) {
		const struct estimate *ratio = &cell->versus[c];

		table_csv_add_number(out, table_value(ratio));
		table_csv_add_number(out, ratio->n > 1 ? ratio->low : NAN);
		table_csv_add_number(out, ratio->n > 1 ? ratio->high : NAN);
		table_csv_add_number(out, ratio->n > 1 ? ratio->coverage : NAN);
	}
	for (int i = 0; i < NR_FIGURES; i++)
		table_csv_add_number(
			out, table_value((const struct estimate *)((const char *)&cell->lookup +
								   figures[i].offset)));
	table_csv_add_text(out, cell->integrity ? cell->integrity : "");
}
