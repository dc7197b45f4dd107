# SPDX-License-Identifier: GPL-2.0-or-later
#
# change.gp: test over base, as `pageref compare` judged it. A band that stays clear of 1 is a
# difference by itself; whether it is one among all that were compared, the table says.

head = workload . ': ' . metric . ' relative to ' . baseline
unit = 'times the ' . metric . ' of ' . baseline
load 'plots/threads.gp'
