#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# schemes.t [BUILD]: what the compiler made of the measured loops. Each scheme is inlined to the
# instructions that its header promises and nothing else; on arm64 and riscv64 so far as a cross
# compiler is at hand. Speaks TAP.
set -euo pipefail
build=$(realpath "${1:-${BUILD:-build}}")
cd "$(dirname "$0")/../.."
. tests/code/lib.sh

# ---- reading x86 ----

object() { # SCHEME
	echo "$build/schemes/$1.o"
}

# Follow the control flow of FUNCTION of SCHEME from its entry, or from each atomic of kind FROM, as
# far as the next atomic on every path. Prints the kinds reached (`end` is the return), or with
# MODE=passed the instructions on the way. LIMIT=below takes only the branches that a word below the
# reset limit takes.
follow() { # SCHEME FUNCTION FROM [LIMIT] [MODE]
	disassemble "$(object "$1")" "$2" | awk -v from="$3" -v limit="${4:-}" -v mode="${5:-}" '
	function kind(text, words) {
		split(text, words)
		if (words[1] == "ret")
			return "end"
		if (words[1] == "xchg" && text ~ /\(/)
			return "xchg"
		if (words[1] != "lock")
			return ""
		if (words[2] ~ /^(sub|dec)/)
			return "sub"
		return words[2] ~ /^(add|inc)/ ? "add" : words[2]
	}
	function visit(i) {
		if (!(i in seen)) {
			seen[i] = 1
			queue[last++] = i
		}
	}
	function branch(i, words, guard) {
		split(insn[i], words)
		guard = limit == "below" && insn[i - 1] ~ /^cmp +\$0x(bfffffff|c0000000),/
		if (words[1] !~ /^j/ || (guard && words[1] ~ /^ja/))
			visit(i + 1)
		else if (words[1] == "jmp" || (guard && words[1] ~ /^jb/))
			visit(place[words[2]])
		else {
			visit(i + 1)
			visit(place[words[2]])
		}
	}
	{
		address = $1
		sub(/:/, "", address)
		sub(/^[^\t]*\t/, "")
		place[address] = n
		insn[n++] = $0
	}
	END {
		if (from == "entry")
			visit(0)
		for (i = 0; i < n; i++)
			if (kind(insn[i]) == from)
				branch(i)
		for (first = 0; first < last; first++) {
			i = queue[first]
			what = kind(insn[i])
			if (what == "")
				branch(i)
			else if (mode != "passed")
				print what
			if (what == "" && mode == "passed")
				print insn[i]
		}
	}' | if [ -n "${5:-}" ]; then cat; else sort -u | paste -sd ' '; fi
}

# The atomics of FUNCTION, each as often as it stands there.
atomics() { # SCHEME FUNCTION
	disassemble "$(object "$1")" "$2" |
		sed -nE 's/.*\tlock ([a-z]+[a-km-z])l? .*/\1/p; s/.*\t(xchg) .*\(.*/\1/p' |
		sort | uniq -c | awk '{ print $2 "*" $1 }' | paste -sd ' '
}

# ---- what is asked of x86 ----

# A loop that equals another may be compiled into a jump to it.
loops_are_closed() { # SCHEME
	local strays
	strays=$(objdump -dr --no-show-raw-insn "$(object "$1")" | awk '
		/^[0-9a-f]+ <.*>:$/ {
			name = substr($2, 2, length($2) - 3)
			nr += name ~ /^loop_/
		}
		name !~ /^loop_/ || /^[0-9a-f]+ </ { next }
		/\tcall|\tj[a-z]+ +\*|PLT|GOT/ { print name ": " $0 }
		/\tj[a-z]+ +[0-9a-f]+ </ && !/<loop_/ { print name ": " $0 }
		END { if (!nr) print "no measured loop found" }')
	expect "$1: no measured loop calls, jumps out or jumps through a pointer" '' "$strays"
}

counts_only_in_the_twin() { # SCHEME
	local bare twin expected=0
	bare=$(nm "$(object "$1")" | grep -c atomic_cas_failures || true)
	twin=$(nm "$build/schemes/$1.counting.o" | grep -c atomic_cas_failures || true)
	expect "$1: the timed object knows no counter of retries" 0 "$bare"
	[ "$(disassemble "$(object "$1")" | grep -c cmpxchg)" = 0 ] || expected=1
	expect "$1: its twin counts retries if there can be any" "$expected" "$twin"
}

fetches_and_adds() { # SCHEME
	local f=loop_get_put
	expect "$1: the first atomic of $f is one xadd" xadd "$(follow "$1" $f entry)"
	expect "$1: below the reset limit no cmpxchg stands between get and put" \
		'end sub xadd' "$(follow "$1" $f xadd below)"
	expect "$1: only a word above it is reset" \
		'cmpxchg end sub xadd' "$(follow "$1" $f xadd)"
	expect "$1: after a put comes the next get, or the mark of the last" \
		'cmpxchg end xadd' "$(follow "$1" $f sub)"
	expect "$1: no atomic but get, put, mark and reset" \
		'cmpxchg*2 sub*1 xadd*1' "$(atomics "$1" $f)"
}

# Where the jump goes that follows the compare-and-swap: back before it, or on.
after_cmpxchg() { # SCHEME
	disassemble "$(object "$1")" loop_get_put | awk '
		found { print $2, (sprintf("%16s", $3) < address ? "back" : "on"); exit }
		/lock cmpxchg/ { found = 1; sub(/:/, "", $1); address = sprintf("%16s", $1) }'
}

# Instructions that read the count on the way to the first atomic.
reads_before_the_cmpxchg() { # SCHEME
	local operand
	operand=$(disassemble "$(object "$1")" loop_get_put |
		sed -nE 's/.*lock cmpxchg [^,]*,(.*)$/\1/p' | head -n 1)
	follow "$1" loop_get_put entry '' passed | grep -v '^lea' |
		grep -cF -e "$operand" -e '0x34(' || true
}

compares_and_swaps() {
	expect 'plain: one cmpxchg takes, one sub puts' 'cmpxchg*1 sub*1' "$(atomics plain loop_get_put)"
	expect 'plain: it reads the count once before' 1 "$(reads_before_the_cmpxchg plain)"
	expect 'plain: a page that reads 0 meets no atomic' \
		'cmpxchg end' "$(follow plain loop_get_put entry)"
	expect 'plain: a cmpxchg that fails is tried again' 'jne back' "$(after_cmpxchg plain)"
	expect 'optimistic: one cmpxchg takes, one sub puts' \
		'cmpxchg*1 sub*1' "$(atomics optimistic loop_get_put)"
	expect 'optimistic: it does not read the count before' 0 "$(reads_before_the_cmpxchg optimistic)"
	expect 'optimistic: no path leaves without a cmpxchg' \
		cmpxchg "$(follow optimistic loop_get_put entry)"
}

# Instructions from the target of the backward jump to the jump.
null_loop_length() {
	disassemble "$(object null)" loop_get_put | awk '
		{ sub(/:/, "", $1); place[$1] = NR }
		$2 ~ /^j/ && $3 in place { print NR - place[$3] + 1; exit }'
}

reference_lines() {
	local scheme length
	expect 'fetch-add: one add takes, one sub puts' 'add*1 sub*1' "$(atomics fetch-add loop_get_put)"
	for scheme in load null; do
		expect "$scheme: no atomic anywhere" '' "$(atomics $scheme '')"
	done
	length=$(null_loop_length)
	if [ "${length:-99}" -le 5 ]; then
		ok "null: its loop is $length instructions, at most 5"
	else
		not_ok 'null: its loop is at most 5 instructions' "found: ${length:-no loop}"
	fi
}

acquire_costs_nothing() {
	if found=$(diff <(disassemble "$(object lock-bit)") \
		<(disassemble "$(object lock-bit-acquire)")); then
		ok 'lock-bit-acquire: on x86 the same instructions as lock-bit'
	else
		not_ok 'lock-bit-acquire: on x86 the same instructions as lock-bit' "$found"
	fi
}

x86_is_asked() {
	local scheme path
	x86_objects_can_be_read "$build" || return 0
	for path in core/schemes/*.h; do
		scheme=$(basename "$path" .h)
		loops_are_closed "$scheme"
		counts_only_in_the_twin "$scheme"
	done
	for scheme in lock-bit frozen-bit lock-bit-acquire; do
		fetches_and_adds "$scheme"
	done
	compares_and_swaps
	reference_lines
	acquire_costs_nothing
}

# ---- other machines, through cross compilers ----

arm64_without_lse() { # SCHEME
	cross_compile $ARM "$1" -march=armv8-a -mno-outline-atomics
	expect "arm64 v8.0, $1: get and put are store-releases with a full barrier after each" \
		'dmb*2 stlxr*2' "$(mnemonics $ARM "$1" 'stlxr|dmb' loop_get_put)"
	expect "arm64 v8.0, $1: no operation is a call" '' "$(nm -u "$scratch/$1.o" | grep __aarch64_)"
}

arm64_with_lse() { # SCHEME EXPECTED
	cross_compile $ARM "$1" -march=armv8.1-a -mno-outline-atomics
	expect "arm64 v8.1, $1: get and put are single instructions, fully ordered" \
		"$2" "$(mnemonics $ARM "$1" 'ldadd.*|cas.+|dmb' loop_get_put)"
	expect "arm64 v8.1, $1: no load-linked or store-conditional anywhere" \
		'' "$(mnemonics $ARM "$1" 'ld[a]?xr|st[l]?xr')"
}

arm64_is_asked() {
	can_compile_for $ARM || return 0
	arm64_without_lse plain
	arm64_without_lse lock-bit
	arm64_with_lse plain 'casal*1 ldaddal*1'
	arm64_with_lse lock-bit 'ldaddal*2'
}

riscv64_is_asked() {
	can_compile_for $RISCV || return 0
	cross_compile $RISCV plain
	expect 'riscv64, plain: get is a reservation, put one instruction' \
		'amoadd.w*1 lr.w*1 sc.w*1' "$(mnemonics $RISCV plain 'amoadd.*|lr.*|sc.*' loop_get_put)"
	cross_compile $RISCV lock-bit
	expect 'riscv64, lock-bit: get and put one instruction each, mark and reset reservations' \
		'amoadd.w*2 lr.w*2 sc.w*2' \
		"$(mnemonics $RISCV lock-bit 'amoadd.*|lr.*|sc.*' loop_get_put)"
}

riscv64_by_clang_is_asked() {
	local CROSS_COMPILER

	can_compile_by_clang_for $RISCV || return 0
	CROSS_COMPILER=$(clang_for $RISCV)
	cross_compile $RISCV plain
	expect 'riscv64 by clang, plain: get is a reservation, put one instruction' \
		'amoadd.w.rl*1 lr.w*1 sc.w*1' "$(mnemonics $RISCV plain 'amoadd.*|lr.*|sc.*' loop_get_put)"
	cross_compile $RISCV lock-bit
	expect 'riscv64 by clang, lock-bit: get and put one instruction each, mark and reset reservations' \
		'amoadd.w.rl*2 lr.w*2 sc.w*2' \
		"$(mnemonics $RISCV lock-bit 'amoadd.*|lr.*|sc.*' loop_get_put)"
}

x86_is_asked
arm64_is_asked
riscv64_is_asked
riscv64_by_clang_is_asked
finish
