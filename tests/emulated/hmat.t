#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# hmat.t: on a machine whose firmware tells how fast each node's memory is, one of them slow and without
# CPUs, every node's memory is used from every node with CPUs.
# shellcheck disable=SC2016 # $ is jq's
cd "$(dirname "$0")/../.." || exit 1
. tests/emulated/lib.sh

boot hmat hmat.sh

plan 8

is 'the kernel has the firmware'"'"'s figures' "$(cat "$guest/hmat")" \
	$'0: from node0 80 20480\n1: from node1 80 20480\n2: from node1 250 4096'
is 'topo passes the latencies on, and nothing where nothing is said' \
	"$(jq -c .latencies_ns "$guest/topo.json")" '[[80,null,null],[null,80,250],[null,null,null]]'
is 'and the bandwidths' \
	"$(jq -c .bandwidths_mib "$guest/topo.json")" '[[20480,null,null],[null,20480,4096],[null,null,null]]'
is 'the distances are the kernel'"'"'s' \
	"$(jq -r 'select(.type == "run").topology.distances[] | map(tostring) | join(" ")' "$guest/run.jsonl")" \
	"$(cat "$guest/distances")"
like 'a node matrix has them beside what was measured' "$(cat "$guest/.said")" \
	"latency, ns \\(HMAT\\) +1 +- +80 +250"
is 'the third node is memory alone' "$(jq -c 'select(.type == "run").topology.nodes[2] |
	[.cpus, .memory_bytes > 0, .allowed]' "$guest/run.jsonl")" '["",true,true]'
ok 'its memory was used from both nodes with CPUs, as was theirs' holds "$guest/run.jsonl" '
	map(select(.type == "sample") | select(.placement | test("node:")) | [.placement, .memory]) | unique ==
	[["node:0", "node:1"] | .[] as $on | ["node:0", "node:1", "node:2"] | .[] as $of | [$on, $of]]'
ok 'threads ran where they were placed' holds "$guest/run.jsonl" '.[0].placements as $placements |
	map(select(.type == "sample")) | length > 0 and all(.threads_detail.cpu == $placements[.placement][:2])'
