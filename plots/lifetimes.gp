# SPDX-License-Identifier: GPL-2.0-or-later
#
# lifetimes.gp: how many lookups find a folio, for each way in which folios may die and each memory map.
# What a lifetime saves the readers is what its memory has to wait for: see backlog.gp. Higher is better.

head = workload . ': lookups by lifetime'
unit = 'lookups per second that found a folio, ' . workers
load 'plots/threads.gp'
