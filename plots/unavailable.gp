# SPDX-License-Identifier: GPL-2.0-or-later
#
# unavailable.gp: the events that could not be counted, and why, where a picture of zeros would lie.

head = workload . ': events that were not counted'
subhead = conditions
box_right = 1
load 'plots/style.gp'

middle = (box_top + box_bottom) / 2
pitch = is_dumb ? 1.0 / rows : 0.036
set lmargin at screen 0
set rmargin at screen 1
do for [i = 1:nr_messages] {
	set label 300 + i safe(message[i]) at screen 0.5, \
		screen middle + ((nr_messages - 1) / 2.0 - (i - 1)) * pitch center noenhanced \
		font font(12.5) textcolor rgb ink
}
unset border
unset tics
set xrange [0:1]
set yrange [0:1]
plot NaN
unset output
