# SPDX-License-Identifier: GPL-2.0-or-later
#
# fairness.gp: the slowest thread's operations over the fastest's, among threads with the same role.
# 1 is fair; a core that keeps the line while others wait brings it down.

head = workload . ': fairness'
unit = 'slowest thread / fastest thread, operations'
load 'plots/threads.gp'
