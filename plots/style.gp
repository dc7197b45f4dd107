# SPDX-License-Identifier: GPL-2.0-or-later
#
# style.gp: what all pictures share: paper, type, colours, where the words stand.
#
# Every picture that `pageref plot` drew left NAME.gp (its words and measures, as variables) and
# NAME.dat (its numbers) in OUT/data/, with copies of these scripts in OUT/data/plots/. To draw it
# again, perhaps after a change here or there:
#
#	cd OUT/data && gnuplot NAME.gp
#
# NAME.gp loads the script of its kind once for each of its `formats`; that script loads this one.
# Text is only ever passed on as a value, never put into a command: it comes from a results file.

reset
set encoding utf8

is_dumb = format eq 'dumb'
if (format eq 'svg') {
	set terminal svg size 800,500 dynamic noenhanced \
		font 'DejaVu Sans,Verdana,sans-serif,13' background '#ffffff' linewidth 1
	set output '../' . name . '.svg'
}
if (format eq 'png') {
	set terminal pngcairo size 1600,1000 noenhanced font 'DejaVu Sans,10' fontscale 1.95 \
		background '#ffffff' linewidth 2 pointscale 2
	set output '../' . name . '.png'
}
if (is_dumb) {
	if (colour_terminal) {
		set terminal dumb size columns,rows noenhanced ansi256
	} else {
		set terminal dumb size columns,rows noenhanced mono
	}
	set output name . '.txt'
}

# gnuplot's svg escapes < and most of &, but lets "&#x" and "]]>" through.
swap(s, c, by) = strstrt(s, c) == 0 ? s \
	: s[1:strstrt(s, c) - 1] . by . swap(s[strstrt(s, c) + 1:*], c, by)
safe(s) = format eq 'svg' ? swap(swap(s, '&', '&#x26;'), '>', '&#x3e;') : s

# ---- type: sizes in the points of an 800 x 500 picture. No family: the terminal's, with all it
# falls back on. gnuplot's svg cannot make plain text bold, only call a font that nobody has.
scale = format eq 'png' ? 10.0 / 13 : 1
font(size) = sprintf(',%.1f', size * scale)
bold(size) = format eq 'svg' ? font(size + 1) : sprintf('DejaVu Sans:Bold,%.1f', size * scale)

# ---- colours: Okabe and Ito's, which the colour-blind can tell apart; dashes and points differ.
# 1: the baseline. 2 to 13: candidates. 14 to 16: reference lines. 17 to 22: the colours of 2 to 7 and
# of 8 to 13 once more, as a third dash. 23 and 24: what contended lines lie between. Words are a shade darker: thin
# strokes of a light colour are hard to read on white.
ink = '#333333'
faint = '#767676'
hair = '#d9d9d9'
array line_colour[24] = ['#000000', \
	'#d55e00', '#0072b2', '#009e73', '#e69f00', '#cc79a7', '#56b4e9', \
	'#d55e00', '#0072b2', '#009e73', '#e69f00', '#cc79a7', '#56b4e9', \
	'#8c8c8c', '#8c8c8c', '#8c8c8c', \
	'#d55e00', '#0072b2', '#009e73', '#e69f00', '#cc79a7', '#56b4e9', '#7a4a9e', '#7a4a9e']
array word_colour[24] = ['#000000', \
	'#b34f00', '#005c8f', '#007a59', '#966800', '#a04d7b', '#2478a8', \
	'#b34f00', '#005c8f', '#007a59', '#966800', '#a04d7b', '#2478a8', \
	'#6b6b6b', '#6b6b6b', '#6b6b6b', \
	'#b34f00', '#005c8f', '#007a59', '#966800', '#a04d7b', '#2478a8', '#6a3f8a', '#6a3f8a']
# On a terminal, whose background may be black or white, this ink becomes a middle grey.
if (is_dumb) {
	faint = ink
	line_colour[1] = ink
	word_colour[1] = ink
}
array line_width[24] = [2.4, 1.8, 1.8, 1.8, 1.8, 1.8, 1.8, 1.8, 1.8, 1.8, 1.8, 1.8, 1.8, \
	1.2, 1.2, 1.2, 1.8, 1.8, 1.8, 1.8, 1.8, 1.8, 1.2, 1.2]
array line_dash[24] = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 4, 5, 4, 4, 4, 4, 4, 4, 2, 3]
array line_point[24] = [7, 5, 9, 11, 13, 15, 6, 4, 8, 10, 12, 14, 7, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]
set dashtype 2 (9,3)
set dashtype 3 (6,4)
set dashtype 4 (2,3)
set dashtype 5 (8,3,2,3)

# ---- where the words stand: on a terminal in rows, the lowest is 0 ----
row(n) = is_dumb ? n / (rows - 1.0) : 0
head_y = is_dumb ? 1 : 0.958
conditions_y = is_dumb ? 1 - row(1) : 0.913
unit_y = is_dumb ? 1 - row(3) : box_top + 0.055
words_x = is_dumb ? 1.0 / columns : 0.02
foot(n) = is_dumb ? row(n) : 0.025 + 0.030 * n

set label 101 safe(head) at screen words_x, screen head_y left noenhanced font bold(16) \
	textcolor rgb (is_dumb ? ink : '#000000')
set label 102 safe(subhead) at screen words_x, screen conditions_y left noenhanced font font(12) \
	textcolor rgb ink
set label 103 safe(footer_host) at screen words_x, screen foot(0) left noenhanced font font(10.5) \
	textcolor rgb faint
set label 104 safe(footer_note) at screen words_x, screen foot(1) left noenhanced font font(10.5) \
	textcolor rgb faint
set label 105 safe(footer_trust) at screen words_x, screen foot(footer_note eq '' ? 1 : 2) left \
	noenhanced font font(10.5) textcolor rgb faint
# Across the whole picture, so that no copy of it can lose it, and parted from what it lies on by white. On
# a terminal it would hide what it lies on.
if (emulated) {
	do for [i = 0:is_dumb ? -1 : 7] {
		set label 61 + i 'emulated: not a measurement' at screen 0.5 + 0.0016 * cos(i * pi / 4), \
			screen 0.52 + 0.0026 * sin(i * pi / 4) center noenhanced front font bold(30) \
			textcolor rgb '#80ffffff'
	}
	set label 106 'emulated: not a measurement' at screen 0.5, screen (is_dumb ? 1 - row(2) : 0.52) center \
		noenhanced front font bold(is_dumb ? 12 : 30) textcolor rgb (is_dumb ? ink : '#70b34f00')
}
unset key
