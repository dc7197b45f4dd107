# SPDX-License-Identifier: GPL-2.0-or-later
#
# nodes.gp: what an operation takes a thread, by the node that the threads run on and the node that the
# memory lies on. Light is fast, dark is slow; the diagonal is local where the same nodes have both. In small
# stands what firmware says of the pair: does the time follow it?

head = workload . ': threads on a node by memory on a node'
subhead = conditions
load 'plots/style.gp'

map_top = is_dumb ? 1 - row(5) : 0.80
map_bottom = is_dumb ? map_top - row(nr_lines + 1) : 0.205
map_left = is_dumb ? box_left : 0.14
map_right = is_dumb ? box_left + 9.0 * (nr_columns + 1) / (columns - 1) \
	: map_left + (map_top - map_bottom) * 500 / 800 * 1.4 # wider than high: so are numbers
if (is_dumb && map_right > 1) { map_right = 1 }
edge = is_dumb ? 1 : 0.5
set lmargin at screen map_left
set rmargin at screen map_right
set tmargin at screen map_top
set bmargin at screen map_bottom
set xrange [-edge:nr_columns - 1 + edge] noextend
set yrange [nr_lines - 1 + edge:-edge] noextend
set border 15 linecolor rgb faint linewidth 0.6
set tics nomirror out scale 0.4
tick_font = font(12)
scale_font = font(11)
set xtics () font tick_font textcolor rgb ink
set ytics () font tick_font textcolor rgb ink
do for [i = 1:nr_columns] { set xtics add (column_text[i] i - 1) }
do for [i = 1:nr_lines] { set ytics add (line_text[i] i - 1) }
set label 110 'memory on node' at screen (map_left + map_right) / 2, \
	screen (is_dumb ? map_bottom - row(2) : 0.125) center noenhanced font font(12) \
	textcolor rgb ink
set label 111 'threads on node' at screen words_x, screen (is_dumb ? map_top + row(1) : map_top + 0.03) \
	left noenhanced font font(12) textcolor rgb ink
load 'plots/map.gp'
set label 112 'ns per ' . operation . ', per ' . worker at screen map_right + 0.04, \
	screen map_top + 0.03 left noenhanced font font(12) textcolor rgb ink

data = name . '.dat'
if (is_dumb) {
	unset colorbox
	unset border
	unset label 112
	unset object 1
	plot data using 1:2:(strcol(5)) with labels noenhanced
} else {
	# Boxes: an image takes two rows and two columns.
	says(word) = word eq '-' ? '' : word
	on_dark(is_dark) = is_dark == 1 ? 0xffffff : 0x333333
	line_at(n) = 0.45 * nr_claims - 0.85 * n
	plot data using 1:2:($1 - 0.5):($1 + 0.5):($2 - 0.5):($2 + 0.5):3 with boxxyerror \
		fillcolor palette fillstyle solid noborder, \
		data using 1:2:(numbered ? strcol(5) : ''):(on_dark($4)) with labels \
		offset character 0, line_at(0) noenhanced font font(nr_columns > 6 ? 11 : 13) textcolor rgb variable, \
		for [n = 1:nr_claims] data using 1:2:(says(strcol(5 + n))):(on_dark($4)) with labels \
		offset character 0, line_at(n) noenhanced font font(9.5) textcolor rgb variable
}
unset output
