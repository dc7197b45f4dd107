# SPDX-License-Identifier: GPL-2.0-or-later
#
# speedup.gp: each scheme against the baseline, from samples of the same round. A band that stays
# clear of 1 is a difference; one that touches it is not. The range fits the candidates: a reference
# line that leaves it says its ratio beside its name. Higher is better.

head = workload . ': speed relative to ' . baseline
unit = 'times the ' . operation . 's per second of ' . baseline
load 'plots/threads.gp'
