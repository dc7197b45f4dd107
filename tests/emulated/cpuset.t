#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# cpuset.t: a process that a cgroup restricts plans with what it has, uses nothing else, and says so when
# asked for more.
# shellcheck disable=SC2016 # $ is jq's
cd "$(dirname "$0")/../.." || exit 1
. tests/emulated/lib.sh

boot hmat cpuset.sh

plan 10

like 'topo says what it may use' "$(cat "$guest/topology")" 'this process may use 2: CPUs 2-3'
like 'and whose memory it may not' "$(cat "$guest/topology")" 'node 0 [^
]*\(its memory is not allowed\)'
ok 'the run line has it' holds "$guest/run.jsonl" '.[0].topology |
	(.cpus | [.cpu, .allowed] | transpose | map(select(.[1])[0]) | sort) == [2, 3] and
	(.nodes | map(.allowed)) == [false, true, true]'
ok 'max is as many threads as it has CPUs' holds "$guest/run.jsonl" \
	'map(select(.type == "sample").threads) | unique == [1, 2]'
ok 'threads ran on those alone' holds "$guest/run.jsonl" \
	'map(select(.type == "sample")) | all((.threads_detail.cpu - [2, 3]) == [])'
ok 'every memory policy that it may have was measured' holds "$guest/run.jsonl" \
	'map(select(.type == "sample").memory) | unique == ["interleave", "local", "node:1", "node:2"]'
is 'the rest is refused, with what there is' "$(cat "$guest/refusals")" \
	'pageref: memory node:0: this process may not use that node; nodes with memory to use: 1-2
2
pageref: placement node:0: this process may use none of that node'"'"'s CPUs; nodes with CPUs to use: 1
2
pageref: placement cpus: PU 1 is not allowed to this process; PUs to use: 2-3
2
pageref: --threads: 3 threads, but this process may use 2 CPUs; ask for at most 2, or add --oversubscribe
2'

# ---- the cgroup loses a CPU in a window ----

is 'a CPU that the cgroup loses: this machine cannot, in one line' \
	"$(cat "$guest/shrunk.status") $(grep '^pageref: cannot' "$guest/shrunk.err")" \
	'3 pageref: cannot pin to PU 3: it is gone or not allowed here'
ok 'the sample in which it happened does not count, and says why' holds "$guest/shrunk.jsonl" '
	map(select(.type == "sample"))[0] | .valid == false and .ops > 0 and
	.why == "migration: thread 1 ended on CPU 2, pinned to 3"'
ok 'nor does any other' holds "$guest/shrunk.jsonl" 'map(select(.type == "sample")) | all(.valid | not)'
