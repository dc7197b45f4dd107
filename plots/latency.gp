# SPDX-License-Identifier: GPL-2.0-or-later
#
# latency.gp: how long one operation takes the thread that does it: seconds x threads / operations.
# A line that rises with the threads says that they wait for each other. Lower is better.

head = workload . ': time per ' . operation
unit = 'ns per ' . operation . ', per ' . worker
load 'plots/threads.gp'
