#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD: do we agree with Google Benchmark? Both programs measure the same three loops on the
# same CPUs in turn, and the median of the ratios of neighbouring runs must lie within 10 % of 1.
# README.md says which column is held to that, and why the other cannot be.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ $# -ne 1 ]; then
	echo "usage: tests/peer/run.sh BUILD" >&2
	exit 2
fi
build=$1
pageref=$build/pageref
peer=$build/tests/peer/peer
pairs=11
attempts=3
seconds=0.2
samples=$build/tests/peer/samples

cannot() {
	echo "peer: skipped: $1" >&2
	exit 3
}

# The first two CPUs that we may use, as "A B".
two_cpus() {
	awk '/^Cpus_allowed_list:/ {
		n = split($2, ranges, ",")
		for (i = 1; i <= n && found < 2; i++) {
			split(ranges[i], ends, "-")
			last = ends[2] == "" ? ends[1] : ends[2]
			for (cpu = ends[1]; cpu <= last && found < 2; cpu++)
				printf "%s%d", found++ ? " " : "", cpu
		}
	}' /proc/self/status
}

compile() {
	mkdir -p "$(dirname "$peer")"
	"${CXX:-g++}" -std=gnu++17 -O2 -g -Wall -Wextra -Wshadow -Werror -pthread \
		-o "$peer" tests/peer/peer.cc -lbenchmark
}

# One run of ours, of theirs: lines of "PROGRAM ITEMS_PER_SECOND", none where a thread did not have
# its CPU for 98.5 % of the time. Google Benchmark's cpu_time is that of all threads together.
ours() {
	"$pageref" run --workload get-put --scheme "$1" --threads "$2" \
		--placement "cpus:${cpus[0]},${cpus[1]}" --duration "${seconds}s" --repeat 1 \
		--events none --no-count-retries --out - 2>/dev/null |
		jq -r 'select(.type == "sample" and .valid) | "ours \(.ops_per_sec)"'
}

theirs() {
	PEER_CPUS="${cpus[0]},${cpus[1]}" "$peer" --benchmark_format=json \
		--benchmark_min_time="$seconds" --benchmark_filter="^$1/.*/threads:$2\$" 2>/dev/null |
		jq -r '.benchmarks[] | if .error_occurred then error(.error_message) else . end |
			select(.cpu_time >= 0.985 * .real_time * .threads) |
			"\(.name | split("/")[1]) \(.items_per_second)"'
}

both() {
	"$1" "$3" "$4"
	"$2" "$3" "$4"
}

# One pair: whoever begins one time comes second the next. Until all three figures are there, or the
# attempts are used up.
measure() {
	local scheme=$1 threads=$2 pair=$3 first=ours second=theirs found
	if ((pair % 2)); then
		first=theirs second=ours
	fi
	for ((attempt = 1; attempt <= attempts; attempt++)); do
		found=$(both "$first" "$second" "$scheme" "$threads")
		[ "$(grep -c . <<<"$found")" -lt 3 ] || break
	done
	sed -n "s/^./$scheme $threads $pair &/p" <<<"$found" >>"$samples"
}

command -v "${CXX:-g++}" >/dev/null || cannot "no C++ compiler; install g++"
[ -e /usr/include/benchmark/benchmark.h ] || cannot "no Google Benchmark; install libbenchmark-dev"
command -v jq >/dev/null || cannot "no jq; install jq"
read -r -a cpus <<<"$(two_cpus)"
[ "${#cpus[@]}" -eq 2 ] || cannot "two CPUs are needed"
compile
: >"$samples"

model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
read -r load _ </proc/loadavg
echo "${model:-unknown CPU} ($(uname -m)), CPUs ${cpus[*]}, Linux $(uname -r), load $load"

for ((pair = 0; pair < pairs; pair++)); do
	for threads in 1 2; do
		for scheme in fetch-add plain optimistic; do
			measure "$scheme" "$threads" "$pair"
		done
	done
done
sort -k1,1 -k2,2n -o "$samples" "$samples"
awk -f tests/peer/report.awk "$samples"
