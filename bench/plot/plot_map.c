// SPDX-License-Identifier: GPL-2.0-or-later
/* plot_map.c: the colours of heat maps. */
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

bool map_is_dark(const struct axis *colours, double value)
{
	return axis_place(colours, value) > 0.45;
}
