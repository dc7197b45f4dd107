# SPDX-License-Identifier: GPL-2.0-or-later
#
# package-events.gp: energy, memory traffic and the like of whole packages, whoever ran there: what an
# operation costs beyond time. By package the heading names the scheme.

head = workload . ': ' . event
unit = 'per operation of ' . workers . ' (energy: joules per million)'
load 'plots/threads.gp'
