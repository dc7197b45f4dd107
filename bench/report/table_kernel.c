// SPDX-License-Identifier: GPL-2.0-or-later
/* table_kernel.c: the columns and notes of the kernel that ran: what its figures are made of. */
#include "bench/report/table_parts.h"

#include <math.h>
#include <string.h>

#define NAME_SIZE 160

static const struct estimate *figure(const struct cell *cell, int what)
{
	switch (what) {
	case KERNEL_FAULTS:
		return &cell->faults_per_op;
	case KERNEL_MUNMAP:
		return &cell->munmap_share;
	default:
		return &cell->sleep_share;
	}
}

bool table_is_kernel(const struct panel *panel, int what)
{
	(void)what;
	return key_is_kernel(&panel->key);
}

static bool has_figure(const struct panel *panel, int what)
{
	/* Less of it would be 0.000, or 0.0 % beside the noise of a virtual machine. */
	double worth_a_column = what == KERNEL_SLEEP ? 0.01 : 0.0005;

	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		if (table_value(figure(&panel->cells[i], what)) >= worth_a_column)
			return true;
	}
	return false;
}

/* What munmap frees was faulted in, each page once: no news. */
bool table_wants_kernel(const struct panel *panel, int what)
{
	return key_is_kernel(&panel->key) && has_figure(panel, what) &&
	       !(what == KERNEL_FAULTS && has_figure(panel, KERNEL_MUNMAP));
}

void table_show_kernel(char text[TABLE_TEXT], const struct row *row)
{
	double value = table_value(figure(row->cell, row->what));

	if (row->what == KERNEL_FAULTS)
		table_number(text, value, 3);
	else
		table_number(text, value * 100, 1);
}

static bool same_proof(const struct result_reference *a, const struct result_reference *b)
{
	return isnan(a->counted) && isnan(b->counted) && a->reason == b->reason;
}

/* What could not be counted for one reason is said in one note. */
static void note_reference(FILE *out, int width, const struct result_run *run, int first)
{
	const struct result_reference *reference = &run->references[first];
	char workloads[NAME_SIZE] = "", name[NAME_SIZE], text[NAME_SIZE * 2];

	for (int i = 0; i < first; i++) {
		if (same_proof(&run->references[i], reference))
			return;
	}
	table_safe(workloads, sizeof(workloads), reference->workload);
	for (int i = first + 1; i < run->nr_references; i++) {
		size_t used = strlen(workloads);

		if (same_proof(&run->references[i], reference))
			snprintf(workloads + used, sizeof(workloads) - used, "; %s",
				 table_safe(name, sizeof(name), run->references[i].workload));
	}
	if (isnan(reference->counted))
		table_note(out, width, "references", "%s: not counted (%s)", workloads,
			   table_safe(text, sizeof(text), reference->reason));
	else
		table_note(out, width, "references", "%s: %.3g an operation, by %s", workloads,
			   reference->counted, table_safe(text, sizeof(text), reference->by));
}

void table_kernel_notes(FILE *out, const struct summary *summary, const struct layout *layout)
{
	const struct result_run *run = NULL;
	bool wanted[NR_KERNEL_FIGURES] = {false};
	int width = layout->width;

	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];

		if (!key_is_kernel(&panel->key))
			continue;
		for (int what = 0; what < NR_KERNEL_FIGURES; what++)
			wanted[what] |= !panel->in_node_matrix && table_wants_kernel(panel, what);
		if (run == panel->run)
			continue;
		run = panel->run;
		if (!isnan(run->syscall_overhead_ns))
			table_note(
				out, width, "kernel",
				"an operation is a call of pread, of the others a page; an empty "
				"system call takes %.0f ns here, and each is included",
				run->syscall_overhead_ns);
		for (int reference = 0; reference < run->nr_references; reference++)
			note_reference(out, width, run, reference);
	}
	if (wanted[KERNEL_MUNMAP])
		table_note(out, width, "munmap %",
			   "of the time; the rest maps and fills what munmap frees");
	if (wanted[KERNEL_FAULTS])
		table_note(out, width, "faults/op",
			   "page faults an operation; one maps its neighbours too");
	if (wanted[KERNEL_SLEEP])
		table_note(out, width, "asleep %",
			   "of the time: threads that waited for each other in the kernel");
}
