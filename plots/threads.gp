# SPDX-License-Identifier: GPL-2.0-or-later
#
# threads.gp: one line for each scheme over the number of threads, or of whatever else over `x_title`.
# The script of the kind sets `head` and `unit`, and loads this. Where names, ticks and boundaries stand was worked out when the
# picture's script was written; here it is only drawn.

subhead = conditions
load 'plots/style.gp'

set lmargin at screen box_left
set rmargin at screen box_right
set tmargin at screen box_top
set bmargin at screen box_bottom

# ---- axes: two, not a box, and quiet lines across at the ticks ----
if (x_log) { set logscale x 2 }
if (y_log) { set logscale y 10 }
set xrange [x_min:x_max]
set yrange [y_min:y_max]
tick_font = font(12)
set border 3 linecolor rgb faint linewidth 0.8
set xtics nomirror out scale 0.6 font tick_font textcolor rgb ink
set ytics nomirror out scale 0.6 font tick_font textcolor rgb ink
set xtics ()
set ytics ()
do for [i = 1:nr_x_ticks] { set xtics add (x_tick_text[i] x_tick_at[i]) }
do for [i = 1:nr_y_ticks] { set ytics add (y_tick_text[i] y_tick_at[i]) }
if (!is_dumb) { set grid ytics back linetype 1 linecolor rgb hair linewidth 0.6 }
set xlabel x_title noenhanced font font(12) textcolor rgb ink offset 0, (is_dumb ? 0 : 0.3)
set label 110 safe(unit) at screen words_x, screen unit_y left noenhanced font font(12) \
	textcolor rgb ink

# ---- where another node or package begins ----
do for [i = 1:nr_boundaries] {
	dash = boundary_package[i] ? 1 : 3
	set arrow 200 + i from graph boundary_at[i], graph 0 \
		to graph boundary_at[i], graph (is_dumb ? 0.97 : 1) \
		nohead back dashtype dash linewidth 0.9 \
		linecolor rgb (boundary_package[i] ? '#8c8c8c' : '#b0b0b0')
	set label 200 + i boundary_text[i] at graph boundary_at[i], graph 1 center noenhanced \
		font font(10.5) textcolor rgb faint offset 0, (is_dumb ? 1 : 0.5)
}

# ---- each line's name at its end, with its point; a thin line leads there from the end.
# From one that ends early it would look like more of the line. On a terminal the point is a letter.
name_x = is_dumb ? box_right + 2.0 / columns : box_right + 0.030
text_gap = is_dumb ? 2.0 / columns : 0.012
do for [i = 1:nr_lines] {
	s = line_style[i]
	y = box_bottom + label_place[i] * (box_top - box_bottom)
	if (!is_dumb && !line_beyond[i] && line_complete[i]) {
		set arrow 400 + i from graph line_end_x[i], graph line_end_y[i] \
			to screen name_x - 0.008, screen y nohead back linewidth 0.7 \
			linecolor rgb line_colour[s] dashtype 4
	}
	set label 400 + i '' at screen name_x, screen y \
		point pointtype (is_dumb ? s : line_point[s]) pointsize 0.75 * label_scale \
		linecolor rgb line_colour[s]
	set label 600 + i safe(label_text[i]) at screen name_x + text_gap, screen y left \
		noenhanced font font(12.5 * label_scale) textcolor rgb word_colour[s]
}

# ---- bands below, then the lines; one thread count has whiskers, as a band needs two ----
# gnuplot clips a band that leaves the picture wrongly, so it gets none; and its integers overflow
# on what lies very far outside, hence near(). Points that share one thread count stand side by side;
# lines of hundreds of points show none.
data = name . '.dat'
far = y_max + 100 * (y_max - y_min)
near(y) = y > far ? far : y
if (is_dumb) {
	plot for [i = 1:nr_lines] data index i - 1 using ($1 + line_aside[i]):(near($2)) \
		with linespoints linetype line_style[i] pointtype line_style[i] \
		linecolor rgb line_colour[line_style[i]]
} else {
	plot for [i = 1:nr_lines] data index i - 1 using 1:(line_banded[i] && !bare ? $3 : NaN):4 \
		with filledcurves fillcolor rgb line_colour[line_style[i]] \
		fillstyle transparent solid 0.14 noborder, \
		for [i = 1:nr_lines] data index i - 1 \
		using ($1 + line_aside[i]):(nr_x_ticks == 1 ? $2 : NaN):3:4 \
		with yerrorbars pointtype 0 linewidth 1 linecolor rgb line_colour[line_style[i]], \
		for [i = 1:nr_lines] data index i - 1 using ($1 + line_aside[i]):(near($2)) \
		with linespoints dashtype line_dash[line_style[i]] \
		linewidth line_width[line_style[i]] pointtype line_point[line_style[i]] \
		pointsize (bare ? 0 : 0.75) linecolor rgb line_colour[line_style[i]]
}
unset output
