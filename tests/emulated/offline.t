#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# offline.t: a CPU that goes offline ends a run in one line, what was measured is kept and reads back, and
# the window in which it went does not count.
# shellcheck disable=SC2016 # $ is jq's
cd "$(dirname "$0")/../.." || exit 1
. tests/emulated/lib.sh

boot hmat offline.sh

plan 9

gone='3 pageref: cannot pin to PU 3: it is gone or not allowed here'

is 'a CPU goes in a window: this machine cannot, in one line' \
	"$(cat "$guest/window.status") $(grep '^pageref: cannot' "$guest/window.err")" "$gone"
ok 'the window in which it went does not count, and says why' holds "$guest/window.jsonl" '
	map(select(.type == "sample"))[0] | .valid == false and .ops > 0 and
	(.why | test("^migration: thread 3 ended on CPU [0-2], pinned to 3$"))'
like 'topo afterwards has the CPUs that are left' "$(cat "$guest/topology")" '3 CPUs.*this process may use 3: CPUs 0-2'
ok 'and so has a run' holds "$guest/after.jsonl" '.[0].topology.cpus.cpu == [0, 1, 2] and
	(map(select(.type == "sample")) | map(.threads) | unique == [1, 2, 3])'
ok 'whose threads ran where they were placed' holds "$guest/after.jsonl" '.[0].placements as $placements |
	map(select(.type == "sample")) |
	all(.threads as $n | .threads_detail.cpu == $placements[.placement][:$n])'

is 'a CPU goes in a sweep: this machine cannot, in one line' \
	"$(cat "$guest/sweep.status") $(grep '^pageref: cannot' "$guest/sweep.err")" "$gone"
ok 'what was measured by then is whole' whole_lines "$guest/sweep.jsonl"
ok 'with samples from before it went' holds "$guest/sweep.jsonl" \
	'map(select(.type == "sample" and .ops > 0)) | length >= 5 and
	all(.threads_detail.cpu == [0, 1, 2, 3] or (.why | startswith("migration: thread 3 ")))'
try plot --terminal "$guest/sweep.jsonl"
like 'and can be read' "$status" '^[03]$'
