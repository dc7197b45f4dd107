#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# order.t [BUILD]: what --order acq-rel makes of a get and a put. On x86 the same instructions as full
# order, which is why one object serves both there; on arm64 and riscv64, so far as a cross compiler is
# at hand, the barriers that a reference count does not need are gone. Speaks TAP.
set -euo pipefail
build=$(realpath "${1:-${BUILD:-build}}")
cd "$(dirname "$0")/../.."
. tests/code/lib.sh

# ---- x86: the objects of this build against those that acquire and release ----

# Lookups take seconds to compile: a scheme that compares and swaps, and one that adds.
readonly LOOKUPS='plain frozen-bit'

# As the build compiles it, but for the order.
acq_rel_object() { # ENTRY SCHEME KIND FLAGS...
	local command

	read -ra command <"$build/flags"
	"${command[@]}" -g0 -DPAGEREF_ORDER_ACQ_REL "${@:4}" "-DSCHEME_HEADER=\"core/schemes/$2.h\"" \
		"-DSCHEME_NAME=\"$2\"" -c -o "$scratch/$2.$3" "bench/$1_template.c"
}

# What is measured. Cold code lies elsewhere: it may keep a register in another place of its stack.
measured_code() { # OBJECT
	objdump -d --no-show-raw-insn -j .text "$1" | tail -n +4
}

same_code() { # SCHEME KIND WHAT
	if diff <(measured_code "$build/schemes/$1.$2") <(measured_code "$scratch/$1.$2") \
		>"$scratch/diff"; then
		ok "x86, $1: $3, the same instructions in either order"
	else
		not_ok "x86, $1: $3, the same instructions in either order" \
			"$(head -n 20 "$scratch/diff")"
	fi
}

x86_is_asked() {
	local path scheme

	x86_objects_can_be_read "$build" || return 0
	for path in core/schemes/*.h; do
		scheme=$(basename "$path" .h)
		acq_rel_object scheme "$scheme" o
		acq_rel_object scheme "$scheme" counting.o -DATOMIC_COUNT_RETRIES
		same_code "$scheme" o 'bare loops'
		same_code "$scheme" counting.o 'their twins'
	done
	for scheme in $LOOKUPS; do
		acq_rel_object lookup "$scheme" lookup.o
		same_code "$scheme" lookup.o lookups
	done
}

# ---- other machines, through cross compilers ----

# The atomics and barriers of a get-put in the order that is asked for, each as often as it stands
# there: "full | acq-rel".
in_either_order() { # PREFIX SCHEME PATTERN FLAGS...
	local full

	cross_compile "$1" "$2" "${@:4}"
	full=$(mnemonics "$1" "$2" "$3" loop_get_put)
	cross_compile "$1" "$2" -DPAGEREF_ORDER_ACQ_REL "${@:4}"
	echo "$full | $(mnemonics "$1" "$2" "$3" loop_get_put)"
}

readonly ATOMICS='ldadd.*|cas.*|ldaxr|stlxr|dmb'

arm64_with_lse() { # SCHEME EXPECTED
	expect "arm64 v8.1, $1: the get acquires, the put releases" "$2" \
		"$(in_either_order $ARM "$1" "$ATOMICS" -march=armv8.1-a -mno-outline-atomics)"
}

arm64_without_lse() { # SCHEME
	expect "arm64 v8.0, $1: no full barrier is left" \
		'dmb*2 stlxr*2 | dmb*1 ldaxr*1 stlxr*1' \
		"$(in_either_order $ARM "$1" "$ATOMICS" -march=armv8-a -mno-outline-atomics)"
}

# What every barrier of the acq-rel object orders, and the kind of instruction before it: one that
# jumps, so that the barrier stands only on the path of a put that found zero.
last_barrier() { # PREFIX SCHEME
	"$1-objdump" -d --no-show-raw-insn --disassemble=loop_get_put "$scratch/$2.o" | awk -F'\t' '
		$2 == "dmb" { print (before ~ /^(cb|tb|b|ret)/ ? "after a branch" : before), $3 }
		NF > 1 { before = $2 }'
}

arm64_is_asked() {
	local scheme

	can_compile_for $ARM || return 0
	arm64_with_lse plain 'casal*1 ldaddal*1 | casa*1 dmb*1 ldaddl*1'
	expect 'arm64 v8.1, plain: only a put that found zero acquires' \
		'after a branch ishld' "$(last_barrier $ARM plain)"
	for scheme in lock-bit frozen-bit; do
		arm64_with_lse $scheme 'cas*2 ldaddal*2 | cas*2 dmb*1 ldadda*1 ldaddl*1'
		expect "arm64 v8.1, $scheme: only a put that found zero acquires" \
			'after a branch ishld' "$(last_barrier $ARM $scheme)"
	done
	for scheme in plain lock-bit frozen-bit; do
		arm64_without_lse $scheme
		expect "arm64 v8.0, $scheme: only a put that found zero acquires" \
			'after a branch ishld' "$(last_barrier $ARM $scheme)"
	done
	# It has asked for what it needs, and no more, from the beginning.
	arm64_with_lse rcuref 'cas*1 casl*1 dmb*1 ldadd*1 ldaddl*1 | cas*1 casl*1 dmb*1 ldadd*1 ldaddl*1'
}

# What the fences of a get-put order, as they stand there, sorted.
fences() { # PREFIX SCHEME
	"$1-objdump" -d --no-show-raw-insn --disassemble=loop_get_put "$scratch/$2.o" |
		awk -F'\t' '$2 == "fence" { print $3 }' | sort | paste -sd ' '
}

# gcc 12 knows one fence; the amoadd of a put brings one with it, which releases.
riscv64_is_asked() {
	can_compile_for $RISCV || return 0
	expect 'riscv64, plain: two of the fences around a get and a put are gone' \
		'amoadd.w*1 fence*4 lr.w*1 sc.w*1 | amoadd.w*1 fence*3 lr.w*1 sc.w*1' \
		"$(in_either_order $RISCV plain 'amoadd.*|lr.*|sc.*|fence')"
}

# clang has the release in the amoadd itself. What it compiles a program with where gcc is too old.
riscv64_by_clang_is_asked() {
	local CROSS_COMPILER
	local all='amoadd.*|lr.*|sc.*|fence'

	can_compile_by_clang_for $RISCV || return 0
	CROSS_COMPILER=$(clang_for $RISCV)
	expect 'riscv64 by clang, plain: a get is fenced on both sides, a put behind | behind a get, and a last put' \
		'amoadd.w.rl*1 fence*3 lr.w*1 sc.w*1 | amoadd.w.rl*1 fence*2 lr.w*1 sc.w*1' \
		"$(in_either_order $RISCV plain "$all")"
	expect 'riscv64 by clang, lock-bit: the get acquires, the put releases' \
		'amoadd.w.rl*2 fence*2 lr.w*2 sc.w*2 | amoadd.w.aq*1 amoadd.w.rl*1 fence*1 lr.w*2 sc.w*2' \
		"$(in_either_order $RISCV lock-bit "$all")"
	cross_compile $RISCV plain
	expect 'riscv64 by clang, plain: the fence before a get releases, the others are full' \
		'rw,rw rw,rw rw,w' "$(fences $RISCV plain)"
	cross_compile $RISCV plain -DPAGEREF_ORDER_ACQ_REL
	expect 'riscv64 by clang, plain, acq-rel: both acquire' 'r,rw r,rw' "$(fences $RISCV plain)"
}

x86_is_asked
arm64_is_asked
riscv64_is_asked
riscv64_by_clang_is_asked
finish
