#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# counting.t: on an arm64 machine whose counters are real, cycles and instructions of a known loop are
# right within 1 %; where the counter of instructions stands still, it is said not to count.
cd "$(dirname "$0")/../.." || exit 1
. tests/emulated/lib.sh

# The program for that machine, which `make CROSS=aarch64-linux-gnu-` builds.
build=${CROSS_BUILD:-build/aarch64-linux-gnu}
if [ ! -x "$build/tests/emulated/counted_loop" ]; then
	echo "1..0 # SKIP no $build/tests/emulated/counted_loop: it takes aarch64-linux-gnu-gcc"
	exit 0
fi
export PAGEREF=$build/pageref

plan 10

# within NAME EVENT: its count is that of the instructions, within 1 %
within()
{
	ok "$1" jq -e ".$2 | .available and (.count / $(jq .instructions "$guest/counted.json") - 1 | fabs) < 0.01" \
		"$guest/counted.json"
}

boot arm64-counting counting.sh --with "$build/tests/emulated/counted_loop" --limit 300
note "$(cat "$guest/counted.json")"
within 'instructions are counted right' PAPI_TOT_INS
within 'and cycles, one an instruction' PAPI_TOT_CYC
ok 'a run has both' holds "$guest/run.jsonl" '.[0].events | .cycles.available and .instructions.available'
ok 'in every sample' holds "$guest/run.jsonl" 'map(select(.type == "sample")) |
	length > 0 and all(.events.instructions > .ops and .events.cycles > 0)'
ok 'which was emulated' holds "$guest/run.jsonl" '.[0] | .virtualisation == "qemu-tcg" and .architecture == "aarch64"'

boot arm64 counting.sh --with "$build/tests/emulated/counted_loop" --limit 300
note "$(cat "$guest/counted.json")"
ok 'a counter that stands still is not available' jq -e '.PAPI_TOT_INS | .available == false and .count == null' \
	"$guest/counted.json"
ok 'and it is said why' jq -e '.PAPI_TOT_INS.reason | test("reads 0")' "$guest/counted.json"
ok 'cycles are, there' jq -e '.PAPI_TOT_CYC | .available and .count > 0' "$guest/counted.json"
ok 'a run says the same' holds "$guest/run.jsonl" '.[0].events | .cycles.available and
	.instructions.available == false and (.instructions.reason | test("reads 0"))'
ok 'and has null, never zero' holds "$guest/run.jsonl" 'map(select(.type == "sample")) |
	length > 0 and all(.events.instructions == null and .events.cycles > 0)'
