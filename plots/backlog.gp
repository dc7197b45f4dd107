# SPDX-License-Identifier: GPL-2.0-or-later
#
# backlog.gp: how much memory has died and waits for a grace period, over the time of one sample: what a
# lifetime that saves the readers something costs everybody else.

head = workload . ': memory that waits for a grace period'
unit = bytes_unit . ' that wait, all threads together'
load 'plots/threads.gp'
