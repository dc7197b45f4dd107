# SPDX-License-Identifier: GPL-2.0-or-later
#
# throughput.gp: how much work all threads get done together. A line that rises says that threads
# help; one that falls, that each added thread costs more than it brings. Higher is better.

head = workload . ': throughput'
unit = operation . 's per second, ' . workers
load 'plots/threads.gp'
