#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# quiet_window.t: who looks something up asks the kernel for nothing meanwhile: no system call between
# the two readings of a thread's CPU time, which stand around its window, and no page fault. The one
# exception is liburcu's: a reader that a grace period sleeps for wakes it when it is done.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/lib.sh

if ! strace -o "$tmp/true" true 2>/dev/null; then
	echo "1..0 # SKIP strace may trace nothing here"
	exit 0
fi

lookups=gup-fast,page-cache,pfn-walk,put-page,large-folio

# trace NAME OPTION...: short windows of every lookup, traced into $tmp/NAME, recorded in $tmp/NAME.jsonl.
trace()
{
	strace -f -s 0 -o "$tmp/$1" "$PAGEREF" run -w "$lookups" --oversubscribe -d 5ms --warmup 1ms -r 1 --processes 1 -e none -o "$tmp/$1.jsonl" -f csv \
		"${@:2}" >/dev/null 2>"$tmp/stderr" || note "$(cat "$tmp/stderr")"
}

# windows NAME: how many there were. A reading of the clock is a system call only where the kernel's
# vDSO cannot do it.
windows()
{
	awk '/\(CLOCK_THREAD_CPUTIME_ID/ && (inside[$1] = !inside[$1]) { n++ } END { print n + 0 }' "$tmp/$1"
}

# inside NAME: the system calls in them, each kind once.
inside()
{
	awk '/resumed>|\+\+\+ exited|--- SIG|\(CLOCK_MONOTONIC/ { next }
		/\(CLOCK_THREAD_CPUTIME_ID/ { inside[$1] = !inside[$1]; next }
		inside[$1] {
			sub(/^[0-9]+ +/, "")
			sub(/0x[0-9a-f]+/, "WORD")
			sub(/ *<unfinished.*|\) += .*/, "")
			print
		}' "$tmp/$1" | sort -u
}

plan 8

trace still --threads 1 --memmap all --lifetime all --scheme plain,frozen-bit
like 'windows were traced' "$(windows still)" '^[1-9][0-9]+$'
is 'readers alone make no system call' "$(inside still)" ''
# Whatever the machine does now and then: one window in all those of a point without is proof.
is 'nor do they touch memory that is not there yet' \
	"$(jq -s -c '[.[] | select(.type == "sample")] | group_by([.workload, .scheme, .memmap, .lifetime])
		| map(select(all(.page_faults > 0)) | .[0] | [.workload, .memmap, .lifetime])' "$tmp/still.jsonl")" '[]'

trace typesafe --threads 2 --churn max --scheme plain
like 'windows under churn were traced' "$(windows typesafe)" '^[1-9][0-9]+$'
is 'readers and mutators make no system call' "$(inside typesafe)" ''

for rcu in memb qsbr bp; do
	trace $rcu --threads 2 --churn max --grace-period 100us --scheme plain --lifetime rcu-folio,rcu-memory \
		--memmap memdesc8 --rcu $rcu
	calls=$(inside $rcu)
	like "$rcu: they wake the one who waits for a grace period, and that is all" \
		"$calls" '^(futex\(WORD, FUTEX_WAKE, 1)?$'
	note "${calls:-none seen}"
done
