// SPDX-License-Identifier: GPL-2.0-or-later
/* plot_map.c: the colours of heat maps, and the numbers on them. */
#include "bench/plot/plot_map.h"

void map_write_colours(const struct picture *picture, const struct axis *colours)
{
	script_number(picture, "z_log", colours->log);
	script_number(picture, "z_min", colours->min);
	script_number(picture, "z_max", colours->max);
	fprintf(picture->script, "array z_tick_at[%d]\narray z_tick_text[%d]\n",
		colours->nr_ticks + 1, colours->nr_ticks + 1);
	for (int i = 0; i < colours->nr_ticks; i++)
		fprintf(picture->script, "z_tick_at[%d] = %.10g\nz_tick_text[%d] = '%s'\n", i + 1,
			colours->ticks[i].at, i + 1, colours->ticks[i].text);
	script_number(picture, "nr_z_ticks", colours->nr_ticks);
}

void map_number(char *out, size_t size, double value, int decimals)
{
	static const struct {
		double least, unit;
		const char *suffix;
	} units[] = {{999.5e6, 1e9, "G"}, {999.5e3, 1e6, "M"}, {9999.5, 1e3, "k"}};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (value >= units[i].least) {
			value /= units[i].unit;
			snprintf(out, size, "%.*f%s", value < 9.95 ? 1 : 0, value, units[i].suffix);
			return;
		}
	}
	snprintf(out, size, "%.*f", decimals, value);
}

bool map_is_dark(const struct axis *colours, double value)
{
	return axis_place(colours, value) > 0.45;
}
