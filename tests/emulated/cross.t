#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# cross.t: the program as `make CROSS=aarch64-linux-gnu-` and `make CROSS=riscv64-linux-gnu-` build it
# starts, reads a machine, plans, runs threads and checks a scheme, under qemu-user. That has neither mbind
# nor events, and its time means nothing: measuring is for counting.t's guest.
# shellcheck disable=SC2016 # $ is jq's
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/lib.sh

# use ARCHITECTURE: try() then runs that program; fails with a reason in $missing.
use()
{
	local build=build/$1-linux-gnu needed

	for needed in "$build/pageref" "$(command -v "qemu-$1")"; do
		if [ ! -x "$needed" ]; then
			missing="it takes qemu-$1 and $build/pageref, for which it takes $1-linux-gnu-gcc"
			return 1
		fi
	done
	cat >"$tmp/pageref" <<END
#!/bin/sh
exec qemu-$1 -L "$PWD/$build/sysroot" "$PWD/$build/pageref" "\$@"
END
	chmod +x "$tmp/pageref"
	PAGEREF=$tmp/pageref
}

tests_of()
{
	local machine=$1 r=$tmp/$1.jsonl

	if ! use "$machine"; then
		skip "$machine" "$missing"
		return
	fi
	try --version
	like "$machine: it starts" "$status $stdout" '^0 pageref [0-9]+\.[0-9]+\.[0-9]+ '
	try list schemes
	like "$machine: it lists what it was built with" "$status $stdout" '^0 .*plain'
	try topo --format json
	ok "$machine: it reads the machine" jq -e '[.. | .cpus? // empty] | length > 0' "$tmp/stdout"
	try topo --topology 'package:2 [numa] l3:2 core:2 pu:2' --format json
	is "$machine: and one that is described" "$status $(jq -c '[.packages, (.nodes | length), .cores,
		(.cpus.cpu | length)]' "$tmp/stdout")" '0 [2,2,8,16]'
	try run --topology 'package:2 numa:4 l3:2 core:8 pu:2' -s plain --placement all -n
	like "$machine: it plans" "$status $stdout" '^0 .*scatter'
	try run -w get-put -s plain,frozen-bit -d 5ms --warmup 1ms -r 1 --oversubscribe --threads 2 -o "$r"
	is "$machine: it runs threads, with what is there of events" "$status" 0
	ok "$machine: whose operations are on record" holds "$r" 'map(select(.type == "sample")) |
		(map(.scheme) | unique == ["frozen-bit", "plain"]) and all(.ops > 0 and .ops == (.threads_detail.ops | add))'
	ok "$machine: every event that is not there is null, with the reason" holds "$r" '
		[.[0].events | to_entries[] | select(.value.available | not)] as $none |
		($none | all(.value.reason | length > 0)) and (map(select(.type == "sample")) |
		all(.events as $e | all($none[]; $e[.key] == null)))'
	try check --scheme plain
	like "$machine: it checks a scheme: every schedule" "$status $stdout" '^0 .* holds  *cases, schedules'
	unlike "$machine: and nothing is violated" "$stdout" 'VIOLATED'
}

for machine in aarch64 riscv64; do
	tests_of "$machine"
done
plan "$tests"
