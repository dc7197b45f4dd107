# SPDX-License-Identifier: GPL-2.0-or-later
#
# map.gp: what the heat maps share: a scale of colours from light to dark, read off beside the map.

set palette defined (0 '#ffffd9', 1 '#edf8b1', 2 '#c7e9b4', 3 '#7fcdbb', 4 '#41b6c4', \
	5 '#1d91c0', 6 '#225ea8', 7 '#253494', 8 '#081d58')
if (z_log) { set logscale cb 10 }
set cbrange [z_min:z_max]
set colorbox user origin screen map_right + 0.04, screen map_bottom \
	size screen 0.025, screen map_top - map_bottom noborder
set cbtics () scale 0.4 font scale_font textcolor rgb ink
do for [i = 1:nr_z_ticks] { set cbtics add (z_tick_text[i] z_tick_at[i]) }
set object 1 rectangle from graph 0, graph 0 to graph 1, graph 1 behind fillcolor rgb '#e4e4e4' \
	fillstyle solid noborder
set label 112 'ns' at screen map_right + 0.04, screen map_top + 0.03 left noenhanced \
	font font(12) textcolor rgb ink
