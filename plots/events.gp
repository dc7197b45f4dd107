# SPDX-License-Identifier: GPL-2.0-or-later
#
# events.gp: one hardware or kernel event per operation: why a scheme is fast or slow.

head = workload . ': ' . event
unit = (event eq 'task-clock' ? 'task-clock, ns' : event) . ' per operation'
load 'plots/threads.gp'
