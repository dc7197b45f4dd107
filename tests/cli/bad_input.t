#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bad_input.t: a wrong command ends with status 2, says nothing on standard output, and says exactly
# one line on standard error, which names what is wrong and what would be right. Whatever bytes it
# quotes, no control character reaches the terminal.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

# bad FRAGMENT ARGUMENT...: what is wrong with a command, if anything.
bad()
{
	local fragment=$1 faults='' shown

	shift
	try "$@"
	[ "$status" -eq 2 ] || faults+="its status is $status, not 2; "
	[ ! -s "$tmp/stdout" ] || faults+="it wrote to standard output; "
	[ "$(wc -l <"$tmp/stderr")" -eq 1 ] || faults+="it is not one line; "
	[[ $stderr == *"$fragment"* ]] || faults+="it does not say '$fragment'; "
	! tr -d '\n' <"$tmp/stderr" | grep -q '[[:cntrl:]]' || faults+="it has control characters; "
	printf -v shown '%q ' pageref "$@"
	if [ -z "$faults" ]; then
		pass "${shown:0:100}"
	else
		fail "${shown:0:100}" "$faults"$'\n'"$(cat -v "$tmp/stderr")"
	fi
}

# A run that would be short, should it start after all.
run()
{
	local fragment=$1

	shift
	bad "$fragment" run --duration 1ms --repeat 1 --events none -o "$tmp/r.jsonl" "$@"
}

cpus=$(nproc)
first_cpu=$(taskset -cp $$ | grep -oE '[0-9]+' | sed -n 2p)
escape=$'\033]0;title\a\r\n\b\177'
printf -v long '%5000s' ''
long=${long// /x}

plan 174

# ---- commands and options ----

bad 'there are: run, compare, check, plot, topo, doctor, list'
bad 'there are: run, compare, check, plot, topo, doctor, list' measure
bad 'there are: run, compare, check, plot, topo, doctor, list' ''
bad 'is no command' --frobnicate
bad 'is no command' "$escape"
bad 'is no command' "$long"
bad "option '--frobnicate' is unknown" run --frobnicate
bad "option '-z' is unknown" run -z
bad "pageref topo --help" topo --frobnicate
bad "option '--o' is unknown, ambiguous" run --o x
bad "option '--threads' needs a value" run --threads
bad 'takes no value' run --dry-run=yes
bad 'option' run "--$escape"
bad 'one operand too many' run get-put
bad 'one operand too many' run "$escape"
bad 'one operand too many' topo extra
bad 'one operand too many' list schemes workloads
bad 'one operand too many' plot a.jsonl b.jsonl
bad 'schemes, workloads, placements, events, package-events, plots' list
bad 'schemes, workloads, placements, events, package-events, plots' list colours
bad 'schemes, workloads, placements, events, package-events, plots' list "$escape"

# ---- names: what exists is listed ----

run "there are: get-put, frozen-get, freeze, final-put" --workload nonesuch
run "'nonesuch' does not exist; there are: plain, lock-bit, frozen-bit" --scheme plain,nonesuch
run 'there are: plain' --scheme ''
run 'an empty name' --scheme plain,
run 'an empty name' --workload ,get-put
run 'compact' --placement nonesuch
run 'cores, scatter' --placement ''
run 'compact' --placement Compact
run 'interleave' --memory nonesuch
run 'local' --memory ''
run 'there are: all, node, llc, core, thread' --share nonesuch
bad 'there are: cycles, instructions' run -o "$tmp/r.jsonl" --events nonesuch
bad 'there are: cycles, instructions' run -o "$tmp/r.jsonl" --events task-clock,
bad 'there are: cycles, instructions' run -o "$tmp/r.jsonl" --events ''
bad 'there are: cycles, instructions' run -o "$tmp/r.jsonl" --events "$escape"
run 'there are: table, csv, jsonl, mail' --format xml
run 'there are: table, csv, jsonl, mail' --format ''
run "there are: " --profile nonesuch
run 'quick' --profile ''
run '--profile' --profile ../../etc/passwd
run '--profile' --profile "$escape"
run '--profile' --profile "$tmp"
run '--profile' --profile /dev/zero
run 'does not exist' --scheme "$escape"
run 'does not exist' --workload "$escape"
run 'does not exist' --scheme "$long"
run 'does not exist' --format "$escape"
run 'compact' --placement "$escape"
run 'interleave' --memory "$escape"
run 'does not exist' --share "$escape"
bad 'there are: text, json' topo --format yaml
bad 'there are: text, json' topo --format "$escape"
bad 'there are: text, json' doctor --format csv
bad 'both say which CPUs' doctor --cpus 0 --placement cores
bad 'is not a number' doctor --cpus x
bad 'is not there; there are' doctor --cpus 60000
bad 'compact' doctor --placement nonesuch
bad 'with --root, use --cpus' doctor --root "$tmp" --placement cores
bad 'no CPUs are known' doctor --root "$tmp/nonesuch"
bad 'no CPUs are known' doctor --root "$tmp/$escape"

# ---- numbers ----

run '--threads' --threads 0
run 'runs backwards; write 2-5' --threads 5-2
run 'empty piece' --threads 1,,2
run 'empty piece' --threads 1,
run 'may use '"$cpus CPU" --threads 60000
run 'must lie in 1-65536' --threads 99999
run 'is not a number' --threads 1e3
run 'is not a number' --threads -1
run 'is not a number' --threads ' 1'
run 'list is empty' --threads ''
run 'step' --threads 1-2:0
run 'must lie in' --threads 99999999999999999999
run '--threads' --threads "$escape"
run '--threads' --threads "$long"
run 'is no duration' --duration 0
run 'at least 1ms' --duration 0ms
run 'at least 1ms' --duration 999us
run 'is no duration' --duration abc
run 'is no duration' --duration -5ms
run 'is no duration' --duration 1h
run 'is no duration' --duration 61m
run 'is no duration' --duration 5
run 'is no duration' --duration nan
run 'is no duration' --duration 1e999s
run 'is no duration' --duration ''
run 'is no duration' --duration "$escape"
run 'is no duration' --warmup 5x
run 'is no number from 1' --repeat 0
run 'is no number from 1' --repeat -1
run 'is no number from 1' --repeat 3.5
run 'is no number from 1' --repeat 99999999999999999999
run 'is no number from 1' --repeat "$escape"
run 'is no number from 1' --processes 0
run 'is no number from 1' --pages 0
run 'is no number from 1' --batch 0
run 'is no number from 0' --seed -1
run 'is no number from 0' --seed 4294967296

# ---- what is looked up, and in what ----

# A run of lookups that would be short.
lookup()
{
	local fragment=$1

	shift
	run "$fragment" --workload gup-fast --threads 1 --scheme plain "$@"
}

lookup 'there are: embedded, memdesc8, memdesc32' --memmap nonesuch
lookup 'an empty name' --memmap ''
lookup 'does not exist' --memmap "$escape"
lookup 'there are: typesafe, rcu-folio, rcu-memory' --lifetime rcu
lookup 'does not exist' --lifetime "$long"
lookup 'there are: memb, qsbr, bp' --rcu tree
lookup 'there are: on, off' --recheck yes
lookup 'there are: off, on' --pin 1
lookup 'there are: full, acq-rel' --order relaxed
lookup 'zipf:THETA with THETA above 0 and below 10' --pattern zipf
lookup "--pattern: 'zipf:10' cannot be" --pattern uniform,zipf:10
lookup 'hot:N with N from 1 to 1000000' --pattern hot:0
lookup "'' cannot be" --pattern ''
lookup 'cannot be' --pattern "$escape"
lookup 'cannot be' --pattern "$long"
lookup "--churn: '-1' cannot be" --churn -1
lookup 'whole numbers from 1 to 1000000000' --churn 0.5
lookup 'cannot be' --churn 1e3
lookup 'cannot be' --churn 2000M
lookup 'cannot be' --churn "$escape"
lookup 'numbers from 0 to 1000000' --verify -1
lookup 'numbers from 0 to 1000000' --verify 1000001
lookup 'numbers from 0 to 1000000' --verify "$long"
lookup 'write it like 64K, 512M or 2G' --memory-limit 0
lookup 'write it like 64K, 512M or 2G' --memory-limit 512m
lookup 'write it like 64K, 512M or 2G' --memory-limit 2T
lookup 'write it like 64K, 512M or 2G' --memory-limit "$escape"
lookup 'it takes 4M or more' --memory-limit 4095K
lookup 'it takes at least 100us' --grace-period 99us
lookup 'it takes at least 100us' --grace-period 0s
lookup 'is no duration' --grace-period 10
lookup 'gup-fast takes at most 512 at a time' --nr 513
lookup 'gup-fast cannot take 3 at a time of 2 pages' --nr 3 --pages 2
run 'page-cache cannot hold 15 of 8 pages' --workload page-cache --pages 8
run 'enough for 8 mutators' --workload pfn-walk --pages 64 --writers 9 --churn max
lookup 'add --unsafe' --recheck off
lookup '--writers means nothing without --churn' --writers 1
lookup 'nothing to measure: a sharing group has 1 thread: no reader beside 1 mutator' --churn 1
lookup 'nothing to measure: rcu-memory: no reference, nothing to pin' \
	--lifetime rcu-memory --pin on
lookup 'nothing to measure: hot:3 takes 3 pages, and there are 2' --pattern hot:3 --pages 2
run '--pages: large-folio works in blocks of 512' --workload large-folio --pages 100
run '--memmap means nothing' --memmap embedded
run '--churn means nothing' --churn 0
run '--unsafe means nothing' --unsafe
run '--pin means nothing' --workload page-cache --pin on
run '--order means nothing' --workload ping-pong --order full

# ---- places ----

run 'placement node:99: there is no such node; nodes with CPUs to use:' --placement node:99
run 'memory node:99: there is no such node; nodes with memory to use:' --memory node:99
run 'node' --placement node:
run 'node' --memory node:x
run '999' --placement cpus:999
run 'twice' --placement "cpus:$first_cpu,$first_cpu"
run 'cpus' --placement cpus:
run 'cpus' --placement cpus:x
run 'cpus' --placement "cpus:$escape"
bad "topology 'package:0': neither a file nor a description such as" topo --topology 'package:0'
bad 'neither a file nor a description' topo --topology 'nonesuch:4'
bad 'neither a file nor a description' topo --topology ''
bad 'No such file or directory' topo --topology "$tmp/nonesuch.xml"
bad 'neither a file nor a description' run --dry-run --topology "$escape"

# ---- what does not fit together ----

run '--nr means nothing to the workloads chosen' --workload final-put --nr 2
run '--writers means nothing' --workload get-put --writers 1
run 'nothing to measure: a batch larger than --pages' --workload final-put --batch 4 --pages 2
run 'nothing to measure: a sharing group has 1 thread' --workload freeze --threads 1
bad 'a process has at most 1000 rounds' compare --base plain --test null --repeat 1001
run '--debug-vm means nothing to schemes that are built in' --scheme plain --debug-vm
run 'nothing without kernel:TREE' --scheme plain --kernel-extra /dev/null
bad '--debug-vm means nothing' check --scheme plain --debug-vm
bad 'nothing without kernel:TREE' check --kernel-extra /dev/null
bad '--debug-vm means nothing' compare --base plain --test null --debug-vm
bad 'nothing without kernel:TREE' compare --base plain --test null --kernel-extra /dev/null
bad "no metric 'nonesuch'; there are: ops_per_sec" compare --base plain --test null \
	--metric nonesuch --threads 1 --budget 1s -o "$tmp/r.jsonl"
echo mine >"$tmp/mine.txt"
bad 'mine.txt is no results file' run --duration 1ms --repeat 1 --events none -o "$tmp/mine.txt"
bad '--out - already takes standard output' run -o - --format table

# ---- a name that is allowed, if nobody would choose it ----

try run --duration 1ms --warmup 1ms --repeat 1 --events none --scheme plain --threads 1 \
	-o "$tmp/$escape.jsonl"
is 'a results file may be named anything' "$status" 0
is 'and its name reaches the terminal without its control characters' \
	"$(tr -d '\n' <"$tmp/stderr" | grep -c '[[:cntrl:]]')" 0
