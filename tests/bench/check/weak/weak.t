#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# weak.t: the weak-memory programs, one built for each scheme: what they conclude of it, that they
# find planted faults, that their histories can be read, and what is said where one cannot be built.
set -euo pipefail
build=$(realpath "${BUILD:-build}")
cd "$(dirname "$0")/../../../.."
. tests/code/lib.sh
planted=tests/bench/check/weak

if [ ! -e /usr/include/relacy/relacy.hpp ]; then
	echo '1..0 # SKIP relacy-dev is not installed'
	exit 0
fi

# The rulings of SCHEME, in full order or with acquire and release: "program=ruling ...".
rulings() { # PROGRAM [ORDER]
	"$1" | awk -F'\t' -v order="${2:-full}" '$1 == "verdict" {
		acq_rel = sub("/acq-rel", "", $3)
		if (acq_rel == (order == "acq-rel"))
			print $3 "=" $4
	}' | paste -sd ' '
}

all_hold='walker=holds walker-2=holds-to-bound gup-fast=holds gup-fast-2=holds-to-bound '
all_hold+='page-cache=holds page-cache-2=holds-to-bound unfreeze=holds unfreeze-2=holds-to-bound'
# Where the freer's mark is relaxed, whoever loses to it may have used the page unseen.
relaxed_mark='walker=warning walker-2=warning gup-fast=warning gup-fast-2=warning '
relaxed_mark+='page-cache=holds page-cache-2=holds-to-bound unfreeze=holds unfreeze-2=holds-to-bound'
relaxed_get='walker=holds walker-2=holds-to-bound gup-fast=warning gup-fast-2=warning '
relaxed_get+='page-cache=warning page-cache-2=warning unfreeze=warning unfreeze-2=warning'

expected() { # SCHEME ORDER
	case $1-$2 in
	plain-* | optimistic-* | lock-bit-acquire-*) echo "$all_hold" ;;
	lock-bit-* | frozen-bit-* | inverted-*) echo "$relaxed_mark" ;;
	rcuref-*) echo "$relaxed_get" ;;
	esac
}

every_scheme_is_judged() {
	local program name order

	for program in "$build"/weak/*; do
		[ -f "$program" ] || continue
		name=$(basename "$program")
		[ -e "core/schemes/$name.h" ] || continue
		if grep -q SCHEME_UNSAFE "core/schemes/$name.h"; then
			expect "$name: a reference line is not judged" \
				'full=not-applicable acq-rel=not-applicable' \
				"$("$program" | cut -f 3,4 | tr '\t' '=' | paste -sd ' ')"
			continue
		fi
		for order in full acq-rel; do
			expect "$name, $order order" "$(expected "$name" $order)" \
				"$(rulings "$program" $order)"
		done
	done
}

# What is concluded of PROGRAM in full order.
worst() { # SCHEME PROGRAM
	"$1" | awk -F'\t' -v program="$2" '$1 == "verdict" && $3 == program { print $4 }'
}

build_planted() { # NAME
	mkdir -p "$scratch/weak"
	ln -sfn "$build/weak/engine" "$scratch/weak/engine"
	scripts/build-weak.sh scheme "$1" "$planted/$1.h" "$scratch/weak/$1"
}

# A failed get may stand between a mark and the next life's count, which then releases nothing.
assumptions_are_said() {
	expect 'lock-bit-acquire, acq-rel order: that the allocator has locks is said' 1 \
		"$("$build/weak/lock-bit-acquire" | grep 'gup-fast-2/acq-rel' | grep -c "given the allocator's locks")"
}

faults_are_found() {
	expect 'a relaxed decrement is a violation: nothing that others add cures it' \
		'walker=violated walker-2=violated' \
		"$(rulings "$build/weak/relaxed-decrement" | grep -o 'walker[^ ]*' | paste -sd ' ')"
	expect 'a final put without acquire after its mark is found' warning \
		"$(worst "$build/weak/rcuref-final-put-unordered" walker)"
	expect 'an unfreeze that publishes nothing is a violation' violated \
		"$(worst "$build/weak/unfreeze-relaxed" unfreeze)"
	build_planted release-alone
	expect 'a put without acquire is a warning: loads in the free path may be stale' \
		'walker=warning walker-2=warning' \
		"$(rulings "$scratch/weak/release-alone" | grep -o 'walker[^ ]*' | paste -sd ' ')"
}

# The history of lock-bit's finding, from numbered step to what was concluded.
histories_can_be_read() {
	local history

	[ -x "$build/weak/lock-bit" ] || return 0
	history=$("$build/weak/lock-bit" | awk -F'\t' '
		$1 == "verdict" { wanted = $3 == "walker" }
		$1 == "trace" && wanted { print $2 }')
	expect 'history: the mark that consumes another zero is named, with order and line' 1 \
		"$(grep -cE '^ +[0-9]+\. owner +count +compare-and-swap 0 -> 0x80000000, relaxed +lock-bit\.h:[0-9]+$' \
			<<<"$history")"
	expect 'history: it ends in the two steps that race' 1 \
		"$(tail -n 1 <<<"$history" | grep -cE '=> a data race: step [0-9]+ is not ordered after step [0-9]+$')"
	expect 'history: no address is left in it' 0 "$(grep -c '<0x\|0x7f' <<<"$history" || true)"
}

what_cannot_be_built_is_told() {
	local status=0

	build_planted not-cxx 2>"$scratch/said" || status=$?
	expect 'a header that is not C++: status 1' 1 $status
	expect 'a header that is not C++: which, and why' 1 \
		"$(grep -cE 'not-cxx\.h does not compile as C\+\+' "$scratch/said")"
	expect 'a header that is not C++: the line at fault' 1 \
		"$(grep -cE 'not-cxx\.h:9:.*error:' "$scratch/said")"
	status=0
	RELACY=/nowhere build_planted not-cxx 2>"$scratch/said" || status=$?
	expect 'no relacy: status 3, and what to install' '3 relacy-dev' \
		"$status $(grep -o relacy-dev "$scratch/said")"
}

every_scheme_is_judged
assumptions_are_said
faults_are_found
histories_can_be_read
what_cannot_be_built_is_told
finish
