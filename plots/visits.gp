# SPDX-License-Identifier: GPL-2.0-or-later
#
# visits.gp: how many operations a CPU gets done from when the line comes until it goes: the measured rate
# times the time that the line takes, as ping-pong has it. At 1 the line moves for each operation; what
# is above is throughput that others wait for: see fairness.gp.

head = workload . ': operations per visit of the line'
unit = operation . 's per visit'
load 'plots/threads.gp'
