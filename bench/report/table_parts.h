/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table_parts.h: what the tables share. table.c says which tables there are, for a terminal and for a
 * mail, which differ in width, columns and rules; table_sheet.c lays one out and prints it;
 * table_columns.c says what stands in a column, table_lookup.c in those of lookups, table_kernel.c in those of a running kernel; table_heading.c
 * what stands above, table_notes.c what below; table_text.c makes texts safe and fits them in;
 * table_nodes.c shows threads on each node by memory on each, table_pages.c what pages were handed out, table_references.c the lines that contended figures lie between; table_csv.c is for programs, with table_csv_lookup.c,
 * table_markdown.c for web pages.
 */
#ifndef BENCH_TABLE_PARTS_H
#define BENCH_TABLE_PARTS_H

#include "bench/report/table.h"

#define TABLE_TEXT 128 /* room for anything that stands in one column */

/* How a table is laid out. */
struct layout {
	int width; /* of texts */
	int table_width; /* no line of a table is longer */
	const struct column *columns; /* ends with a NULL title */
	const char *gap, *rule_gap; /* between two columns, and where a rule crosses it */
	bool rule_between; /* thread counts are parted by a rule, else by an empty line */
	bool dense; /* thread counts of one row each stand together */
	int matrix_cpus; /* larger ping-pong matrices are condensed */
	bool mail; /* the short form of the notes */
};

/* What a column is asked to show. */
struct row {
	const struct panel *panel;
	const struct cell *cell;
	int index, threads; /* of the row in the panel, and of its thread count */
	int what; /* the column's */
	int name_width; /* what is left for a scheme's name */
	int ns_decimals, mops_decimals; /* alike in the whole panel, so that points align */
};

enum column_kind {
	COLUMN_FIGURE,
	COLUMN_MORE, /* of the figure before it, never parted from it */
	COLUMN_LABEL, /* tells the row: where the figures need several tables, each has it */
};

struct column {
	const char *title; /* "%" stands for the coverage of the panel's intervals */
	enum column_kind kind;
	bool left; /* aligned */
	int what; /* a dimension, a comparison, a cause; for the functions */
	bool (*wanted)(const struct panel *panel, int what); /* NULL: always */
	void (*show)(char text[TABLE_TEXT], const struct row *row);
};

/* What tells the row, at the beginning of every table. */
#define TABLE_LABEL(dimension, name)                                                  \
	{                                                                             \
		.title = name, .kind = COLUMN_LABEL, .left = true, .what = dimension, \
		.wanted = table_wants_dimension, .show = table_show_dimension         \
	}
#define TABLE_LABELS                                                                            \
	{.title = "threads",                                                                    \
	 .kind = COLUMN_LABEL,                                                                  \
	 .wanted = table_wants_threads,                                                         \
	 .show = table_show_threads},                                                           \
		TABLE_LABEL(DIMENSION_SCHEME, "scheme"), TABLE_LABEL(DIMENSION_ORDER, "order"), \
		TABLE_LABEL(DIMENSION_LIFETIME, "lifetime"),                                    \
		TABLE_LABEL(DIMENSION_RECHECK, "recheck"), TABLE_LABEL(DIMENSION_RCU, "rcu"),   \
		TABLE_LABEL(DIMENSION_CHURN, "churn"), TABLE_LABEL(DIMENSION_MEMMAP, "memmap")

extern const struct column table_terminal_columns[], table_mail_columns[], table_freezer_columns[];
extern const struct column table_churn_columns[];

/* Print the rows that are @wanted (NULL: all) in as many tables as their columns need. */
void table_sheets(FILE *out, const struct panel *panel, const struct layout *layout,
		  const struct column *columns, bool (*wanted)(const struct row *row));

/* Whether @panel has freezers, whose figures stand in a table of their own. */
bool table_has_freezers(const struct panel *panel);

/* Whether something happened to the lookups of @panel, or of one row, that a table should tell. */
bool table_has_churn(const struct panel *panel);
bool table_row_has_churn(const struct row *row);

/* What only a running kernel has: columns, and what is said below. */
enum kernel_figure { KERNEL_FAULTS, KERNEL_MUNMAP, KERNEL_SLEEP, NR_KERNEL_FIGURES };
bool table_is_kernel(const struct panel *panel, int what);
bool table_wants_kernel(const struct panel *panel, int what);
void table_show_kernel(char text[TABLE_TEXT], const struct row *row);
void table_kernel_notes(FILE *out, const struct summary *summary, const struct layout *layout);

/* Whether any cell of @panel is unsafe, and must be marked. */
bool table_has_unsafe(const struct panel *panel);

/* Whether some row of @panel is compared with another. */
bool table_compares(const struct panel *panel, int comparison);

/* A field of a CSV: @text quoted and harmless to a spreadsheet, or nothing for a NAN. */
void table_csv_text(FILE *out, const char *text);
void table_csv_number(FILE *out, double value);

/* The same behind a comma. */
void table_csv_add_text(FILE *out, const char *text);
void table_csv_add_number(FILE *out, double value);

/* The fields that came with the lookups, each behind its comma: their names, a cell's, how many. */
void table_csv_lookup_header(FILE *out);
void table_csv_lookup(FILE *out, const struct cell *cell);
int table_csv_nr_of_lookup(void);

/* The columns of a CSV that packages have: how many there are, their names, and those of one cell. */
#define CSV_MAX_PACKAGES 64
struct csv_packages {
	int nr_events, nr_packages;
	const char *events[RESULTS_MAX_PACKAGE_EVENTS];
	int packages[CSV_MAX_PACKAGES];
};
void csv_packages_find(struct csv_packages *columns, const struct summary *summary);
int csv_packages_columns(const struct csv_packages *columns);
void csv_packages_header(FILE *out, const struct csv_packages *columns);
void csv_packages_cell(FILE *out, const struct panel *panel, const struct cell *cell,
		       const struct csv_packages *columns);

/* The same @columns as a markdown table; and a text that markdown takes for nothing but text. */
void table_markdown(FILE *out, const struct panel *panel, const struct column *columns,
		    int name_width);
void table_markdown_text(FILE *out, const char *text);

/* ---- what several columns show ---- */
void table_show_threads(char text[TABLE_TEXT], const struct row *row);
void table_show_dimension(char text[TABLE_TEXT], const struct row *row);
bool table_wants_threads(const struct panel *panel, int what);
bool table_wants_dimension(const struct panel *panel, int what);

/* The median, NAN where there is none. */
double table_value(const struct estimate *estimate);

/* Three digits and k, M, G: 12.3k; and the same in KiB, MiB, GiB. "-" for a NAN. */
void table_magnitude(char text[TABLE_TEXT], double value);
void table_bytes(char text[TABLE_TEXT], double bytes);

/*
 * Copy @text, which may come from anybody's file, with '?' for every character that is not printable
 * ASCII. Returns @safe.
 */
char *table_safe(char *safe, size_t size, const char *text);

/* @value with @decimals, "-" for a NAN, and never longer than a column bears. */
void table_number(char text[TABLE_TEXT], double value, int decimals);

/* A share of 1 in percent, to one decimal: 0.9375 is 93.8. */
double table_percent(double share);

/* Decimals for figures of which @largest is the largest. */
int table_decimals(double largest);

/* "95% interval", or what coverage the intervals of @panel do have. */
void table_interval_title(char text[TABLE_TEXT], const struct panel *panel);

/* Print @text broken at spaces; @label stands before the first line, blanks before the others. */
void table_paragraph(FILE *out, int width, const char *label, const char *text);

/* The machine, its kernel, and the program that measured. */
void table_machine(FILE *out, const struct result_run *run, int width);

/* The conditions of @panel, and what all its rows share, as a heading. */
void table_heading(FILE *out, const struct panel *panel, int width);

/* A label and its text, as they stand above and below the tables. */
void table_note(FILE *out, int width, const char *label, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Of a virtual machine. */
bool table_is_virtual(const struct result_run *run);

/* What that means for the figures of @run. */
void table_note_virtual(FILE *out, const struct result_run *run, int width);

/* What the figures include, what the intervals cover, what was left out. */
void table_notes(FILE *out, const struct summary *summary, const struct layout *layout);

void table_node_matrix(FILE *out, const struct node_matrix *matrix, const struct layout *layout);

/* What the threads on each node did, where there are several. */
void table_by_node(FILE *out, const struct panel *panel, const struct layout *layout);

/* The pages that were handed out meanwhile, where there are several nodes. */
void table_pages(FILE *out, const struct panel *panel);

/* What was counted of packages, where anything was; and what to know of it, below the tables. */
void table_packages(FILE *out, const struct panel *panel, const struct layout *layout);
void table_package_notes(FILE *out, const struct summary *summary, const struct layout *layout);

/* What the contended figures of @panel lie between, where that is known. */
void table_references(FILE *out, const struct panel *panel);

/* What to know of those, below the tables. */
void table_reference_notes(FILE *out, const struct summary *summary, const struct layout *layout);

void table_ping_pong(FILE *out, const struct ping_pong_matrix *matrix, const struct layout *layout);

#endif
