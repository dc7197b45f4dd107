// SPDX-License-Identifier: GPL-2.0-or-later
/* contrast_csv.c: a line for each point, after RFC 4180, with full digits. */
#include <math.h>
#include <string.h>

#include "bench/compare/contrast_columns.h"
#include "bench/compare/contrast_print.h"

static const char header[] =
	"base,test,metric,base_value,test_value,ratio,low,high,p,p_corrected,verdict,bound_percent,"
	"visible_percent,paired,base_processes,test_processes,base_samples,test_samples";

/* The scheme of a key tells a row; what it is of is told apart. */
static struct result_key key_of(const struct contrast_point *point)
{
	struct result_key key = point->key;

	key.scheme = point->scheme;
	return key;
}

static void put_titles(FILE *out, const struct result_key *key)
{
	char text[32];
	const char *name, *value;
	enum result_member kind;

	fputs(header, out);
	for (int i = 0; (name = result_key_member(key, i, text, &value, &kind)); i++)
		fprintf(out, ",%s", name);
	fputs("\r\n", out);
}

static void put_key(FILE *out, const struct result_key *key)
{
	char text[32];
	const char *value;
	enum result_member kind;

	for (int i = 0; result_key_member(key, i, text, &value, &kind); i++) {
		fputc(',', out);
		if (kind == MEMBER_TEXT)
			table_csv_text(out, value);
		else
			fputs(value, out);
	}
}

static void put_text(FILE *out, const char *text)
{
	table_csv_text(out, text);
	fputc(',', out);
}

static void put_figures(FILE *out, const struct contrast_point *point)
{
	const struct effect *effect = &point->effect;
	const double figures[] = {
		point->base,  point->test_value, effect->ratio,	     effect->low,
		effect->high, effect->p,	 point->p_corrected,
	};

	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		table_csv_number(out, figures[i]);
		fputc(',', out);
	}
}

static void put_point(FILE *out, const struct contrast *contrast,
		      const struct contrast_point *point)
{
	const struct result_key key = key_of(point);
	char verdict[TABLE_TEXT];

	put_text(out, contrast->sides[0].label);
	put_text(out, contrast->sides[point->test + 1].label);
	put_text(out, contrast->metric.name);
	put_figures(out, point);
	contrast_verdict(verdict, contrast, point);
	put_text(out, verdict);
	table_csv_number(out, point->bound_percent);
	fputc(',', out);
	table_csv_number(out, point->reach_percent);
	fprintf(out, ",%s,%d,%d,%d,%d", point->effect.paired ? "yes" : "no", point->effect.nr_base,
		point->effect.nr_test, point->nr_base, point->nr_test);
	put_key(out, &key);
	fputs("\r\n", out);
}

int contrast_print_csv(FILE *out, const struct contrast *contrast)
{
	put_titles(out, &contrast->points[0].key);
	for (int p = 0; p < contrast->nr_panels; p++) {
		const struct contrast_panel *panel = &contrast->panels[p];

		for (int i = 0; i < panel->panel.nr_rows * panel->panel.nr_threads; i++) {
			if (panel->points[i])
				put_point(out, contrast, panel->points[i]);
		}
	}
	return 0;
}
