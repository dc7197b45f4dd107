# SPDX-License-Identifier: GPL-2.0-or-later
#
# ping-pong.gp: what it costs to move a cache line between two CPUs: the machine's own limit for
# every scheme that writes to a shared line. Light is near, dark is far; blocks show what is shared.

head = 'ping-pong: one-way time of a cache line between two CPUs'
subhead = (strlen(machine) ? machine . 'half a round trip' : \
	'threads on two CPUs hand one line to and fro; half a round trip') . \
	(strlen(memory) ? '; the line in memory ' . memory : '')
load 'plots/style.gp'

# ---- a square map on the left, what it says in numbers on the right. On a terminal the map is of
# numbers, a row for each CPU, with the medians below; one too large is left out. ----
map_top = is_dumb ? 1 - row(4) : 0.87
map_bottom = is_dumb ? map_top - row(numbered ? nr_cpus + 1 : 1) : 0.205
cell = 5.0 * (nr_cpus + 1) < (1 - box_left) * columns ? 5.0 : 4.0 # characters, of which 4 may be a number
map_right = is_dumb ? box_left + cell * (nr_cpus + 1) / (columns - 1) \
	: box_left + (map_top - map_bottom) * 500 / 800
edge = is_dumb ? 1 : 0.5
if (is_dumb && !numbered) { map_right = 1 }
set lmargin at screen box_left
set rmargin at screen map_right
set tmargin at screen map_top
set bmargin at screen map_bottom

set xrange [-edge:nr_cpus - 1 + edge] noextend
set yrange [nr_cpus - 1 + edge:-edge] noextend
set border 15 linecolor rgb faint linewidth 0.6
set tics nomirror out scale 0.4
tick_font = font(10)
scale_font = font(11)
set xtics () font tick_font textcolor rgb ink
set ytics () font tick_font textcolor rgb ink
do for [i = 1:nr_ticks] {
	set xtics add (tick_text[i] tick_at[i])
	set ytics add (tick_text[i] tick_at[i])
}
set label 110 'CPU' at screen (box_left + map_right) / 2, \
	screen (is_dumb ? map_bottom - row(2) : 0.125) center noenhanced font font(12) \
	textcolor rgb ink
set label 111 'CPU' at screen words_x, screen (is_dumb ? map_top - row(1) : map_top) left \
	noenhanced font font(12) textcolor rgb ink

load 'plots/map.gp'

do for [i = 1:is_dumb ? 0 : nr_edges] {
	set arrow 500 + i from edge_at[i], graph 0 to edge_at[i], graph 1 nohead front \
		linewidth (edge_package[i] ? 1.8 : 0.7) linecolor rgb '#ffffff'
	set arrow 700 + i from graph 0, first edge_at[i] to graph 1, first edge_at[i] nohead front \
		linewidth (edge_package[i] ? 1.8 : 0.7) linecolor rgb '#ffffff'
}

do for [i = 1:nr_facts] {
	y = is_dumb ? map_bottom - row(3 + i) : map_top + 0.07 - 0.1 * i
	set label 300 + i fact_name[i] at screen (is_dumb ? words_x : map_right + 0.17), \
		screen y left noenhanced font font(12) textcolor rgb faint
	set label 320 + i fact_text[i] at screen (is_dumb ? 28.0 / columns : map_right + 0.17), \
		screen (is_dumb ? y : y - 0.04) left noenhanced font bold(13) textcolor rgb ink
}

# ---- numbers on the cells where there is room; on a terminal there is nothing else ----
data = name . '.dat'
if (is_dumb) {
	unset colorbox
	unset border
	unset label 112
	unset object 1
	if (!numbered) {
		unset tics
		unset label 110
		unset label 111
		set label 113 'The map is too large for a terminal.' \
			at screen words_x, screen map_top left
	}
	plot data using 1:2:(numbered ? strcol(5) : ' ') with labels noenhanced
} else {
	if (numbered) {
		plot data using 1:2:3 with image pixels, \
			data using 1:2:5:($4 == 1 ? 0xffffff : 0x333333) with labels \
			noenhanced font font(nr_cpus > 12 ? 8 : nr_cpus > 8 ? 9 : 12) \
			textcolor rgb variable
	} else {
		plot data using 1:2:3 with image
	}
}
unset output
