#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# calibrate.sh: is `pageref compare` to be believed on this machine? Tables of plain against a copy of
# itself, at one thread and at two, in which nothing may be called different; and tables against a copy
# with work added that costs 3 %, which should be called slower. Prints how often it was wrong, and how
# often it found what is there. Exit status: 1 if more than 5 % of the tables called what is not there.
#
# TABLES=200 PLANTED=50 (at either number of threads) BUDGET=2s (a table of two lines) PLANTED_BUDGET=1s
# (of one) PERCENT=3
set -euo pipefail
cd "$(dirname "$0")/../.."

pageref=${PAGEREF:-./pageref}
tables=${TABLES:-200}
planted=${PLANTED:-50}
budget=${BUDGET:-2s}
planted_budget=${PLANTED_BUDGET:-1s}
percent=${PERCENT:-3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if [ "$(nproc)" -lt 2 ]; then
	echo 'calibrate: one CPU: threads that take turns on it measure nothing' >&2
	exit 3
fi

# compare ARGUMENT...: one table as JSON; its results are not kept. A machine so busy that no sample was
# valid gives none.
compare() {
	rm -f "$scratch/results.jsonl"
	"$pageref" compare "$@" --duration 10ms --warmup 2ms --no-count-retries --events none \
		--format json \
		--out "$scratch/results.jsonl" 2>"$scratch/said" || cat "$scratch/said" >&2
}

# plant N: a header in which N of 64 gets have work added; says its path.
plant() {
	local header=$scratch/planted-$1.h

	printf '#define PLANTED_GETS %d\n#include "%s/tests/calibrate/planted.h"\n' "$1" "$PWD" >"$header"
	echo "$header"
}

# slower THREADS N: by how many per cent work in N of 64 gets slows it.
slower() {
	local found

	found=$(compare --base "$(plant 0)" --test "$(plant "$2")" --threads "$1" --precision 0.5 --budget 8s |
		jq '(1 - .points[0].ratio) * 100')
	if [ -z "$found" ]; then
		echo 'calibrate: the machine is too busy to measure anything' >&2
		exit 3
	fi
	echo "$found"
}

# less A B: is A less than B? They may have fractions.
less() {
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(a < b) }'
}

# In how many of 64 gets work must be for them to cost $percent at $1 threads, searched for by halves.
dose() {
	local cheap=0 dear=64 middle cost

	while [ $((dear - cheap)) -gt 1 ]; do
		middle=$(((cheap + dear) / 2))
		cost=$(slower "$1" $middle) || exit $?
		if less "$cost" "$percent"; then
			cheap=$middle
		else
			dear=$middle
		fi
		echo "$1 thread(s): work in $middle of 64 gets costs $cost %" >&2
	done
	echo "$dear"
}

# series NUMBER BUDGET OPTION...: so many tables, one JSON object a line.
series() {
	local number=$1 time=$2 i
	shift 2

	for ((i = 1; i <= number; i++)); do
		compare "$@" --precision 0.0001 --budget "$time" | jq -c .
		[ $((i % 10)) -ne 0 ] || echo "$i of $number tables" >&2
	done
}

# Per cent, and what it is of.
share() { # COUNT OF
	awk -v n="$1" -v of="$2" 'BEGIN { printf "%d of %d (%.1f %%)", n, of, of ? 100 * n / of : 0 }'
}

# Only tables in which every point could have been called count.
self_tables() {
	local made wrong lines outside

	series "$tables" "$budget" --base plain --test plain --threads 1,2 |
		jq -c 'select(all(.points[]; .call != "too few") and (.points | length) == 2)' >"$scratch/same"
	made=$(wc -l <"$scratch/same")
	if [ "$made" -eq 0 ]; then
		echo 'calibrate: the machine is too busy for a single table' >&2
		exit 3
	fi
	wrong=$(jq -s 'map(select(any(.points[]; .call != "none"))) | length' "$scratch/same")
	lines=$(jq -s 'map(.points[]) | length' "$scratch/same")
	outside=$(jq -s 'map(.points[] | select(.low > 1 or .high < 1)) | length' "$scratch/same")
	echo "same code    $(share "$wrong" "$made") of the tables called a difference; 5 % is allowed"
	echo "intervals    $(share "$outside" "$lines") left out 1; of 95 % intervals 5 % do"
	jq -rs 'def median: sort | .[length / 2 | floor];
		[.[].points[]] | group_by(.key.threads)[] |
		"\(.[0].key.threads) thread(s)  interval +-\(map((.high - .low) * 50) | median * 100 | round / 100) %, \(
		map(.base_processes) | median) processes (medians)"' "$scratch/same"
	[ $((wrong * 20)) -le "$made" ] || status=1
}

planted_tables() { # THREADS
	local dose found effect

	dose=$(dose "$1") || exit $?
	series "$planted" "$planted_budget" --base "$(plant 0)" --test "$(plant "$dose")" --threads "$1" |
		jq -c 'select(.points[0].call != "too few")' >"$scratch/planted"
	found=$(jq -s 'map(select(.points[0].call == "less")) | length' "$scratch/planted")
	effect=$(jq -s 'map((1 - .points[0].ratio) * 100) | sort | .[length / 2 | floor] * 100 | round / 100' \
		"$scratch/planted")
	echo "planted      $1 thread(s): $effect % slower in the median table, work in $dose of 64 gets:" \
		"$(share "$found" "$(wc -l <"$scratch/planted")") of the tables called it slower"
}

status=0
echo "machine      $("$pageref" topo | sed -n 1p), kernel $(uname -r)"
echo "a table      $budget, samples of 10 ms"
self_tables
planted_tables 1
planted_tables 2
exit "$status"
