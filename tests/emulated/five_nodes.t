#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# five_nodes.t: on a machine with every kind of node, threads run and pages lie where they should, what
# cannot be had is skipped with its reason, and the run line has the machine right. Every sample that was
# taken is looked at, the invalid ones too: nothing is timed here.
# shellcheck disable=SC2016 # $ is jq's
cd "$(dirname "$0")/../.." || exit 1
. tests/emulated/lib.sh

boot five-nodes five-nodes.sh

# Of one file, as an array of its lines: the run line, and its samples.
defs='def run: .[0]; def taken: map(select(.type == "sample"));
	def nodes_of($run): [$run.topology.cpus | .cpu, .node] | transpose | map({"\(.[0])": .[1]}) | add;'

all_hold() { # NAME FILTER FILE...
	local name=$1 filter=$2 file

	shift 2
	for file; do
		if ! holds "$guest/$file.jsonl" "$defs $filter" >/dev/null 2>&1; then
			fail "$name" "not so in $file: $(jq -cs "$defs taken | .[0]" "$guest/$file.jsonl")"
			return
		fi
	done
	pass "$name"
}

is_lines() { # NAME FILE JQ-EXPECTED-FROM-RUN-LINE
	is "$1" "$(jq -rs "$defs run | $3" "$guest/placements.jsonl")" "$(cat "$guest/$2")"
}

runs=(placements whole policies matrix lookups ping-pong)

plan 41

# ---- the machine ----

is_lines 'distances are the kernel'"'"'s' distances '.topology.distances[] | map(tostring) | join(" ")'
for node in 0 1 2 3 4; do
	is_lines "node $node has the kernel's CPUs" "cpus$node" ".topology.nodes[$node].cpus"
done
all_hold 'one node has no memory, another no CPUs' 'run.topology.nodes | map([.node, .cpus == "", .memory_bytes == 0]) |
	. == [[0, false, false], [1, false, false], [2, false, false], [3, false, true], [4, true, false]]' placements
all_hold 'two CPUs a core, four packages' 'run.topology | .packages == 4 and .cores == 8 and
	(.cpus | .core == [range(16) | . / 2 | floor] and .smt == [range(16) | . % 2])' placements
ok 'topo says the same' jq -e --slurpfile run <(head -n 1 "$guest/placements.jsonl") \
	'[.. | .distances? // empty][0] == $run[0].topology.distances' "$guest/topo.json"
all_hold 'every run says that it was emulated' 'run | .virtualised and .virtualisation == "qemu-tcg"' "${runs[@]}"

like 'and so does its table' "$(cat "$guest/.said")" 'emulated +not a measurement'
# The gate believes hardly any of it: a picture is drawn as if it did.
jq -c 'if .type == "sample" then .valid = true | .why = null else . end' "$guest/placements.jsonl" \
	"$guest/whole.jsonl" >"$guest/believed.jsonl"
try plot -f svg -p throughput -o "$guest/pics" "$guest/believed.jsonl"
like 'and every picture' "$status $(grep -L '>emulated: not a measurement<' "$guest"/pics/*.svg) $(
	find "$guest/pics" -name '*.svg' | wc -l)" '^0  [1-9]'

# ---- threads ----

all_hold 'every thread runs where its placement puts it' 'run as $run | taken | length > 0 and
	all(.threads_detail.cpu == $run.placements[.placement][:.threads])' "${runs[@]}"
all_hold 'and on that node' 'nodes_of(run) as $nodes | taken |
	all(.threads_detail | .node == (.cpu | map($nodes["\(.)"])))' "${runs[@]}"
all_hold 'no two on one CPU' 'taken | all(.threads == (.threads_detail.cpu | unique | length))' "${runs[@]}"
all_hold 'every placement was measured' 'taken | map(.placement) | unique ==
	["compact", "cores", "node:0", "node:1", "node:2", "scatter"]' placements
all_hold 'compact begins with the siblings of a core' 'run.placements.compact[:4] == [0, 1, 2, 3]' placements
all_hold 'cores begins with another core' 'run.placements.cores[:4] == [0, 2, 4, 6]' placements
all_hold 'scatter begins with another node, without memory or with' 'run.placements.scatter[:4] == [0, 4, 8, 12]' placements
all_hold 'the whole machine was used' 'taken | length >= 3 and
	all(.threads == 16 and (.threads_detail.cpu | sort) == [range(16)])' whole

# ---- packages ----

all_hold 'each package is told of, with its nodes' 'run as $run | taken | length > 0 and all([.packages[] | .package]
	== [0, 1, 2, 3] and ([.packages[].nodes[]] | sort) == ($run.topology.nodes | map(select(.package >= 0).node)))' energy
all_hold 'each has the energy of the zones that bear its number' 'taken |
	[.[].packages | map(.events["energy-package"])] | transpose | map(add) |
	.[0] > 0 and .[1] > 5 * .[0] and .[2] > 5 * .[1] and .[3] > 5 * .[2]' energy
all_hold 'and null of what no emulated machine counts' '(run.package_events["memory-reads"].reason | length > 0) and
	(taken | all(.packages[].events["memory-reads"] == null))' energy

# ---- sums ----

all_hold 'operations per node add up to the total' 'taken | all(.ops == ([.nodes[].ops] | add))' "${runs[@]}"
all_hold 'and to those of the threads on it' 'taken | all(. as $sample | .nodes | to_entries |
	all(. as $node | $sample.threads_detail | [.node, .ops] | transpose |
		map(select(.[0] == ($node.key | tonumber))[1]) |
		add == $node.value.ops and length == $node.value.threads))' "${runs[@]}"

# ---- memory ----

all_hold 'every memory policy was measured' 'taken | map(.memory) | unique ==
	["interleave", "node:0", "node:1", "node:2", "node:4"]' policies
for node in 0 1 2 4; do
	is "node:$node: the kernel finds all pages there" "$(cat "$guest/pages-node:$node")" "$node 64"
done
is 'interleave: the kernel finds as many on each node that has memory' "$(cat "$guest/pages-interleave")" \
	$'0 16\n1 16\n2 16\n4 16'

# A page of 4096 bytes has 64 folios. Memory stays with a process, so it is handed out for the first.
all_hold 'pages on the node that is memory alone were handed out to other nodes' 'taken |
	map(select(.memory == "node:4") | .numastat["4"].other_pages) | any(. >= 8)' policies
all_hold 'and none of it to its own' 'taken | all(.numastat["4"].local_pages == 0)' policies

# ---- what cannot be had ----

is 'local memory of a group on the memoryless node is skipped, with the reason' \
	"$(jq -r 'select(.type == "run").skipped[] | select(.why | test("has no memory")) |
		"\(.placement) \(.share): \(.why)"' "$guest/placements.jsonl" | sort)" \
	"$(printf '%s\n' 'node:3 all: node 3 has no memory for `local`' 'node:3 node: node 3 has no memory for `local`' \
		'scatter node: node 3 has no memory for `local`')"
all_hold 'the matrix has every pair of a node with CPUs and one with memory' 'taken |
	map([.placement, .memory]) | unique == [range(4) as $on | (0, 1, 2, 4) as $of | ["node:\($on)", "node:\($of)"]]' matrix
is 'and the reason for the others' \
	"$(jq -r 'select(.type == "run").skipped[].why' "$guest/matrix.jsonl" | sort -u)" \
	$'node 3 has no memory that this process may use\nnode:4 has no CPU that this process may use'
is 'memory and CPUs that are not there are refused, with what there is' "$(cat "$guest/refusals")" \
	'pageref: memory node:3: that node has no memory; nodes with memory to use: 0-2,4
2
pageref: memory node:5: there is no such node; nodes with memory to use: 0-2,4
2
pageref: placement node:4: that node has no CPUs; nodes with CPUs to use: 0-3
2
pageref: placement cpus: PU 16 does not exist; PUs to use: 0-15
2'

# ---- a sweep that is killed ----

is 'it was killed' "$(cat "$guest/killed.status")" 137
is 'none of its processes outlives it' "$(cat "$guest/left")" ''
ok 'and it left a file of whole lines' whole_lines "$guest/killed.jsonl"
try plot --terminal "$guest/killed.jsonl"
is 'that reads back' "$status" 0
