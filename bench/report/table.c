// SPDX-License-Identifier: GPL-2.0-or-later
/* table.c: which tables stand in a report for people, on a terminal and in a mail. */
#include "bench/report/table_parts.h"

static const struct layout terminal = {
	.width = 100,
	.table_width = 120,
	.columns = table_terminal_columns,
	.gap = "  ",
	.rule_gap = "--",
	.matrix_cpus = 16,
};

static const struct layout mail = {
	.width = 72,
	.table_width = 72,
	.columns = table_mail_columns,
	.gap = " | ",
	.rule_gap = "-+-",
	.rule_between = true,
	.matrix_cpus = 8,
	.mail = true,
};

static void print_panel(FILE *out, const struct panel *panel, const struct layout *layout)
{
	table_heading(out, panel, layout->width);
	fputc('\n', out);
	table_sheets(out, panel, layout, layout->columns, NULL);
	table_references(out, panel);
	table_by_node(out, panel, layout);
	table_pages(out, panel);
	table_packages(out, panel, layout);
	if (table_has_freezers(panel)) {
		fprintf(out, "in the same time, the freezers:\n\n");
		table_sheets(out, panel, layout, table_freezer_columns, NULL);
	}
	if (table_has_churn(panel)) {
		fprintf(out, "in the same time:\n\n");
		table_sheets(out, panel, layout, table_churn_columns, table_row_has_churn);
	}
}

/* A matrix stands where the first of its panels would. */
static void print_or_place(FILE *out, const struct summary *summary, const struct panel *panel,
			   const struct layout *layout)
{
	if (!panel->in_node_matrix) {
		print_panel(out, panel, layout);
		return;
	}
	for (int i = 0; i < summary->nr_node_matrices; i++) {
		if (summary->node_matrices[i].first == panel)
			table_node_matrix(out, &summary->node_matrices[i], layout);
	}
}

/* Ping-pong has no panel: where every sample of it is invalid there is nothing to print a row of. */
static void print_nothing(FILE *out, const struct summary *summary)
{
	if (summary->results->nr_samples)
		fprintf(out, "no valid sample: each of %d says why in the results file\n",
			summary->results->nr_samples);
	else
		fprintf(out, "no samples\n");
}

static void print_summary(FILE *out, const struct summary *summary, const struct layout *layout)
{
	const struct result_run *run = NULL;
	int machine = -1;

	if (!summary->nr_panels && !summary->nr_ping_pongs) {
		print_nothing(out, summary);
		return;
	}
	for (int i = 0; i < summary->nr_panels; i++) {
		if (summary->panels[i].run != run)
			table_machine(out, summary->panels[i].run, layout->width);
		run = summary->panels[i].run;
		machine = summary->panels[i].machine;
		print_or_place(out, summary, &summary->panels[i], layout);
	}
	for (int i = 0; i < summary->nr_ping_pongs; i++) {
		const struct ping_pong_matrix *matrix = &summary->ping_pongs[i];

		if (matrix->machine != machine)
			table_machine(out, matrix->run, layout->width);
		machine = matrix->machine;
		table_ping_pong(out, matrix, layout);
	}
	table_notes(out, summary, layout);
}

void table_print(FILE *out, const struct summary *summary)
{
	print_summary(out, summary, &terminal);
}

void table_print_mail(FILE *out, const struct summary *summary)
{
	print_summary(out, summary, &mail);
}
