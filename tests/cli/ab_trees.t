#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# ab_trees.t: scripts/ab-trees.sh: both checked, compared, drawn, in one folder; its status is the
# checks' and the comparison's.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
plan 12

root=$PWD
cd "$tmp" || exit 1
quick=(--threads 1 --duration 1ms --warmup 1ms --events none --budget 2s)

# ab ARGUMENT...: leaves $status, $stdout, $stderr and the $folder that it named.
ab()
{
	"$root/scripts/ab-trees.sh" "$@" >"$tmp/stdout" 2>"$tmp/stderr" </dev/null
	status=$?
	stdout=$(<"$tmp/stdout")
	stderr=$(<"$tmp/stderr")
	folder=$(sed -n 's/^table to mail: \(.*\)\/mail.txt$/\1/p' "$tmp/stderr")
}

ab
is 'without trees: status' "$status" 2
like 'and how to use it' "$stderr" 'usage: scripts/ab-trees.sh BASE PATCHED'
ab plain nonesuch "${quick[@]}"
is 'a scheme that nobody knows: status' "$status" 2

# A tree is known by its header; the two are told apart although their folders have one name.
tree=$(find /usr/src -maxdepth 1 -name 'linux-headers-6.12.*-common' 2>/dev/null | sort -V | tail -n 1)
if [ -n "$tree" ]; then
	mkdir a b
	ln -s "$tree" a/linux
	ln -s "$tree" b/linux
	ab a/linux b/linux "${quick[@]}"
	is 'two trees: status' "$status" 0
	like 'the table is printed' "$stdout" 'threads \| +base \| +patched \| change'
	is 'and kept' "$(cat "$folder/mail.txt" 2>&1)" "$stdout"
	like 'so are the checks of both' "$(cat "$folder/check.txt" 2>&1)" '^base.*patched'
	ok 'the results' whole_lines "$folder/results.jsonl"
	ok 'and the pictures' test -s "$folder/pictures/change-get-put-compact.svg"
else
	for name in status table mail checks results pictures; do
		skip "two trees: $name" 'no kernel headers in /usr/src (Debian: linux-headers-6.12.*-common)'
	done
fi

ab plain "$root/core/faults/relaxed-decrement.h" "${quick[@]}"
like 'a law is broken: the comparison is made all the same' "$stdout" 'threads \| +base \| +patched'
is 'and the status says so' "$status" 1
like 'the trace is in the checks' "$(cat "$folder/check.txt" 2>&1)" 'VIOLATION of law 9'
