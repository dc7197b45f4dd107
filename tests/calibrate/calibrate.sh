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

# plant N: a header with so many instructions added to a get; says its path.
plant() {
	local header=$scratch/planted-$1.h

	printf '#define PLANTED_NOPS %d\n#include "%s/tests/calibrate/planted.h"\n' "$1" "$PWD" >"$header"
	echo "$header"
}

# How many instructions cost $percent at $1 threads: from what a great many of them cost.
dose() {
	local many=96 slower

	slower=$(compare --base "$(plant 0)" --test "$(plant $many)" --threads "$1" \
		--precision 0.5 --budget 12s | jq '(1 / .points[0].ratio - 1) * 100')
	if [ -z "$slower" ]; then
		echo 'calibrate: the machine is too busy to measure anything' >&2
		exit 3
	fi
	awk -v many=$many -v slower="$slower" -v wanted="$percent" 'BEGIN {
		nr = slower > 0 ? int(many * wanted / slower + 0.5) : many
		print (nr < 1 ? 1 : nr > 1000 ? 1000 : nr)
	}'
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
	series "$planted" "$planted_budget" --base "$(plant 0)" --test "$(plant "$dose")" --threads "$1" >"$scratch/planted"
	found=$(jq -s 'map(select(.points[0].call == "less")) | length' "$scratch/planted")
	effect=$(jq -s 'map((1 - .points[0].ratio) * 100) | sort | .[length / 2 | floor] * 100 | round / 100' \
		"$scratch/planted")
	echo "planted      $1 thread(s): $effect % slower in the median table, $dose instructions in every get:" \
		"$(share "$found" "$(wc -l <"$scratch/planted")") of the tables called it slower"
}

status=0
echo "machine      $("$pageref" topo | sed -n 1p), kernel $(uname -r)"
echo "a table      $budget, samples of 10 ms"
self_tables
planted_tables 1
planted_tables 2
exit "$status"
