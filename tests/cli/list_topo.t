#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# list_topo.t: what the program says about itself and the machine: `list`, `topo`, --help, --version.
# A header dropped into core/schemes/ becomes a scheme with no other file touched; every option that
# --help lists is one that the parser takes.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

fixture=tests/topology/fixtures/memory_only_and_memoryless.xml

# ---- list ----

# The names that a list gives, one a line: what starts in the first column.
listed()
{
	"$PAGEREF" list "$1" | grep -oE '^[a-z][^ ]*'
}

is 'list schemes: those of core/schemes' "$(listed schemes | sed 1d | sort)" \
	"$(basename -s .h -a core/schemes/*.h | sort)"
is 'list schemes: the baseline comes first' "$(listed schemes | sed -n 2p)" plain
is 'list workloads: those that can be planned' "$(listed workloads | sort)" \
	"$("$PAGEREF" run --dry-run --topology 'core:4 pu:1' --workload all |
		grep -oE '^[a-z-]+ +[0-9]+ thread' | cut -d' ' -f1 | sort -u)"
is 'list placements: each can be planned on' "$(listed placements)" \
	$'compact\ncores\nscatter\nnode:N\ncpus:LIST'
try run --dry-run --scheme plain --placement compact,cores,scatter,node:0,cpus:0-1 \
	--topology 'core:4 pu:1'
is 'list placements: and is taken by run' "$status" 0
try list events
is 'list events: each is counted, or not for a reason' \
	"$(grep -cE '^ +counted here as |^ +not counted here: .+' <<<"$stdout")" \
	"$(grep -cE '^[a-z]' <<<"$stdout")"
is 'list events: the default ones' "$(listed events | head -n 2 | tr '\n' ' ')" 'cycles instructions '
is 'list plots: each has its script' "$(for plot in $(listed plots); do
	[ -e "plots/$plot.gp" ] || echo "$plot"
done)" ''
ok 'list plots: there are some' test -n "$(listed plots)"

# ---- a header becomes a scheme ----

tree=$tmp/tree
mkdir "$tree"
cp -a Makefile bench core topology scripts "$tree"
cp -a "$(dirname "$PAGEREF")" "$tree/build"
cat >"$tree/core/schemes/dropped-in.h" <<'END'
/* SPDX-License-Identifier: GPL-2.0-or-later */
#define SCHEME_SUMMARY "plain under another name"
#define SCHEME_SOURCE  "a test"
#include "core/schemes/plain.h"
END
ok 'a header dropped into core/schemes builds' env -u MAKEFLAGS -u MAKELEVEL -u BUILD \
	make -C "$tree" -j2 BUILD=build
dropped=$tree/build/pageref
like 'is listed' "$("$dropped" list schemes)" 'dropped-in .*plain under another name'
"$dropped" run --scheme dropped-in,plain --threads 1 --duration 5ms --repeat 2 --events none \
	-o "$tmp/dropped.jsonl" >"$tmp/stdout" 2>&1
is 'and is measured' $? 0
is 'as itself' "$(jq -r 'select(.type == "sample" and .scheme == "dropped-in") | .ops > 0' \
	"$tmp/dropped.jsonl" | sort -u)" true
like 'beside the baseline' "$(cat "$tmp/stdout")" 'get-put: .*plain .*dropped-in '

# ---- topo ----

try topo
is 'topo: status' "$status" 0
like 'topo: the CPUs that are ours' "$stdout" "this process may use $(nproc): CPUs "
first_cpu=$(taskset -cp $$ | grep -oE '[0-9]+' | sed -n 2p)
like 'topo: fewer, if confined' "$(taskset -c "$first_cpu" "$PAGEREF" topo)" \
	"this process may use 1: CPUs $first_cpu"$'\n'
try topo --format json
ok 'topo --format json: JSON about this machine' jq -e '.this_system and (.nodes | length > 0)' \
	"$tmp/stdout"
is 'topo --format json: the CPUs that are ours' \
	"$(jq '[.cpus.allowed[] | select(.)] | length' "$tmp/stdout")" "$(nproc)"
online=$(lscpu --parse=cpu --online | grep -vc '^#')
is 'topo --format json: every CPU that is online' "$(jq '.cpus.cpu | length' "$tmp/stdout")" "$online"

# described TOPOLOGY FILTER EXPECTED: what JSON says of a machine that is only described.
described()
{
	try topo --topology "$1" --format json
	is "topo of '${1##*/}'" "$(jq -c "$2" "$tmp/stdout")" "$3"
}

count='[.packages, (.nodes | length), .llcs, .cores, (.cpus.cpu | length)]'
described 'package:2 numa:2 l3:2 core:4 pu:2' "$count" '[2,4,8,32,64]'
described 'package:8 numa:4 l3:4 core:16 pu:2' "$count" '[8,32,128,2048,4096]'
described 'pu:3' '.cpus.cpu' '[0,1,2]'
described 'package:2 core:2 pu:2' '.cpus.smt' '[0,1,0,1,0,1,0,1]'
described "$fixture" "$count" '[2,3,2,4,8]'
described "$fixture" '.this_system' false
described "$fixture" '.distances' '[[10,21,17],[21,10,28],[17,28,10]]'
described "$fixture" '[.latencies_ns, .bandwidths_mib]' '[null,null]'
attributes=${fixture%/*}/memory_attributes.xml
described "$attributes" '.latencies_ns' '[[90,null,180],[150,null,null],[null,null,null]]'
described "$attributes" '.bandwidths_mib' \
	'[[40000,null,12000],[20000,null,null],[null,null,null]]'
described "$fixture" '[.nodes[] | .memory_bytes > 0]' '[true,false,true]'
described "$fixture" '.nodes[2].cpus' '""'
try topo --topology "$fixture"
like 'topo in words: a machine that is described' "$stdout" '^[^'$'\n'']*\(described\)'
like 'topo in words: a node without memory' "$stdout" 'node 1 [^'$'\n'']*\(no memory\)'
like 'topo in words: a node without CPUs' "$stdout" 'node 2 [^'$'\n'']*CPUs none  \(memory only\)'
like 'topo in words: distances' "$stdout" 'node 1 +21 +10 +28'
like 'topo in words: no HMAT' "$stdout" 'latency and bandwidth between nodes: not reported'
try topo --topology "$attributes"
like 'topo in words: latency' "$stdout" 'node 0 +90 +- +180'
like 'topo in words: bandwidth' "$stdout" 'node 1 +20000 +- +-'

# ---- help and version ----

try --help
like 'pageref --help' "$status $stdout" '^0 Usage: pageref COMMAND'
mapfile -t commands < <(grep -oE '^  [a-z]+' <<<"$stdout" | tr -d ' ')
for command in "${commands[@]}"; do
	try "$command" --help
	help=$stdout
	is "$command --help: status, words on standard error" "$status $stderr" '0 '
	# "-o, --out FILE": each of the two with a value that suits, and then --help, which must be reached.
	refused=
	while read -r letter name argument; do
		case $argument in
		N | P | PCT) value=(1) ;;
		T) value=(1ms) ;;
		SIZE) value=(1M) ;;
		'') value=() ;;
		*) value=(x) ;;
		esac
		for option in "$letter" "$name"; do
			[ "$option" = - ] && continue
			try "$command" "$option" "${value[@]}" --help
			[ "$status" -eq 0 ] || refused+="$option: $stderr"$'\n'
		done
	done < <(sed -nE 's/^  (-[a-z])?,? +(--[a-z-]+)( ([A-Z]+))? .*/\1|\2|\4/p' <<<"$help" |
		sed 's/^|/-|/' | tr '|' ' ')
	is "$command --help: every option it lists is taken" "$refused" ''
done
try --version
like '--version' "$status $stdout" '^0 pageref [0-9]+\.[0-9]+\.[0-9]+ \([^ ]+\)$'
for command in "${commands[@]}"; do
	is "$command --version says the same" "$("$PAGEREF" "$command" --version)" "$stdout"
done

# How many there are depends on how many commands and options there are.
plan "$tests"
