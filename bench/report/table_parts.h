/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table_parts.h: what the tables share. table.c lays out the terminal's and the mail's, which differ
 * in width, columns and rules; table_columns.c says what stands in a column; table_notes.c what
 * stands above and below; table_text.c makes texts safe and fits them in; table_csv.c is for
 * programs.
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
	int matrix_cpus; /* larger ping-pong matrices are condensed */
	bool mail; /* the short form of the notes */
};

/* What a column is asked to show. */
struct row {
	const struct panel *panel;
	const struct cell *cell;
	int scheme, threads; /* indexes */
	int name_width; /* what is left for a scheme's name */
	int ns_decimals, mops_decimals; /* alike in the whole panel, so that points align */
};

struct column {
	const char *title; /* "%" stands for the coverage of the panel's intervals */
	bool left; /* aligned */
	bool (*wanted)(const struct panel *panel); /* NULL: always */
	void (*show)(char text[TABLE_TEXT], const struct row *row);
};

extern const struct column table_terminal_columns[], table_mail_columns[], table_freezer_columns[];

/* Whether @panel has freezers, whose figures stand in a table of their own. */
bool table_has_freezers(const struct panel *panel);

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

/* The conditions of @panel, as a heading. */
void table_heading(FILE *out, const struct panel *panel, int width);

/* What the figures include, what the intervals cover, what was left out. */
void table_notes(FILE *out, const struct summary *summary, const struct layout *layout);

void table_ping_pong(FILE *out, const struct ping_pong_matrix *matrix, const struct layout *layout);

#endif
