# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# lib.sh: what the tests of compiled code share: TAP, a folder that is gone at the end, objects of a
# build and objects made for another machine. Sourced from the repository's root.

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
nr=0
failed=0

ok() {
	echo "ok $((++nr)) - $1"
}

not_ok() {
	failed=1
	echo "not ok $((++nr)) - $1"
	printf '%s\n' "${@:2}" | sed 's/^/# /'
}

skip() {
	echo "ok $((++nr)) # SKIP $1"
}

expect() { # WHAT EXPECTED FOUND
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "expected: ${2:-nothing}" "found: ${3:-nothing}"
	fi
}

finish() {
	echo "1..$nr"
	exit $failed
}

# ---- objects of a build ----

disassemble() { # OBJECT [FUNCTION]
	objdump -d --no-show-raw-insn ${2:+"--disassemble=$2"} "$1" | grep -P '^ +[0-9a-f]+:\t'
}

x86_objects_can_be_read() { # BUILD
	local plain=$1/schemes/plain.o

	if [ "$(objdump -f "$plain" | grep -c x86-64)" = 0 ]; then
		skip "x86: $1 is built for $(uname -m)"
		return 1
	fi
	if [ "$(nm "$plain" | grep -cE '__(asan|ubsan|tsan)')" != 0 ]; then
		skip "x86: $1 is built with sanitizers"
		return 1
	fi
}

# ---- objects for other machines, through cross compilers ----

# shellcheck disable=SC2034 # for those who source this
readonly ARM=aarch64-linux-gnu RISCV=riscv64-linux-gnu

can_compile_for() { # PREFIX
	command -v "$1-gcc" >/dev/null && return
	skip "${1%%-*}: $1-gcc is not installed"
	return 1
}

can_compile_by_clang_for() { # PREFIX
	can_compile_for "$1" || return 1
	command -v clang >/dev/null && return
	skip "${1%%-*}: clang is not installed"
	return 1
}

# What the Makefile's rules compile a scheme with: ENTRY is scheme or lookup, COMPILER one or more words.
compile() { # COMPILER ENTRY SCHEME OBJECT FLAGS...
	local compiler

	read -ra compiler <<<"$1"
	"${compiler[@]}" -D_GNU_SOURCE -I. -std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Werror -O2 \
		-fwrapv -fno-strict-aliasing "${@:5}" "-DSCHEME_HEADER=\"core/schemes/$3.h\"" \
		"-DSCHEME_NAME=\"$3\"" -c -o "$4" "bench/$2_template.c"
}

# By the cross gcc, or by $CROSS_COMPILER.
cross_compile() { # PREFIX SCHEME FLAGS...
	compile "${CROSS_COMPILER:-$1-gcc}" scheme "$2" "$scratch/$2.o" "${@:3}"
}

clang_for() { # PREFIX
	echo "clang --target=$1 -Wno-missing-field-initializers"
}

# How often each mnemonic that matches PATTERN stands in the whole object, or in FUNCTION of it.
mnemonics() { # PREFIX SCHEME PATTERN [FUNCTION]
	"$1-objdump" -d --no-show-raw-insn ${4:+"--disassemble=$4"} "$scratch/$2.o" |
		awk -F'\t' -v pattern="^($3)\$" 'NF > 1 && $2 ~ pattern { print $2 }' |
		sort | uniq -c | awk '{ print $2 "*" $1 }' | paste -sd ' '
}
