# SPDX-License-Identifier: GPL-2.0-or-later
#
# node-events.gp: one event and one scheme, a line for each node: who pays for the line that all share.

head = workload . ': ' . event . ' by node'
unit = 'per operation of the threads on the node'
load 'plots/threads.gp'
