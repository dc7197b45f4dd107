# SPDX-License-Identifier: GPL-2.0-or-later
#
# hop.gp: lookups that go from a page through its memdesc to a folio, against those whose folio is the
# page, from samples of the same round. A band that stays clear of 1 is a difference.

head = workload . ': what the hop through a memdesc costs'
unit = 'times the lookups per second of an embedded folio'
load 'plots/threads.gp'
