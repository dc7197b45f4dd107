# SPDX-License-Identifier: GPL-2.0-or-later
#
# retries.gp: how many of a thousand lookups had to begin again, and why, by how much was really changed
# beside them in a second. A cause that never occurred has no line.

head = workload . ': lookups that began again'
unit = 'retries per 1000 lookups'
load 'plots/threads.gp'
