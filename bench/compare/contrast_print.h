/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contrast_print.h: what the formats of a contrast share. */
#ifndef BENCH_CONTRAST_PRINT_H
#define BENCH_CONTRAST_PRINT_H

#include "bench/compare/contrast.h"
#include "bench/report/table_parts.h"

/* Where it was measured, what was compared with what, and what else differs. */
void contrast_head(FILE *out, const struct contrast *contrast, int width);

/* The conditions of @panel, without the scheme that only one side has. */
void contrast_heading(FILE *out, const struct contrast_panel *panel, int width);

/* What the figures are, how sure, and what was left out. @narrow: verdicts are short. */
void contrast_notes(FILE *out, const struct contrast *contrast, int width, bool narrow);

/* Each returns 0 or -ENOMEM. */
int contrast_print_markdown(FILE *out, const struct contrast *contrast);
int contrast_print_csv(FILE *out, const struct contrast *contrast);
int contrast_print_json(FILE *out, const struct contrast *contrast);

#endif
