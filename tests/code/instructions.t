#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# instructions.t [BUILD]: how many instructions a lookup takes, and a folio's way out of the slab and
# back, counted by callgrind: exact, whatever else the machine does. Prints them all; a few have limits.
# Speaks TAP.
set -euo pipefail
build=$(realpath "${1:-${BUILD:-build}}")
cd "$(dirname "$0")/../.."
. tests/code/lib.sh

# A lookup in the page cache, over its scheme's bare get and put.
readonly PAGE_CACHE_LIMIT=25
# A folio out of the slab and back.
readonly SLAB_LIMIT=50
# Of allocating or freeing with all that belongs to it. Claiming a folio in one step, so that of two who
# free it one is told, is 2 of them.
readonly FOLIO_LIMIT=52

# "WHAT OF INSTRUCTIONS" a line: of one operation.
count() {
	local what of ops n=0

	valgrind -q --tool=callgrind --callgrind-out-file="$scratch/count" --collect-atstart=no \
		--toggle-collect=counted_loop --dump-after=counted_loop \
		"$build/tests/code/instructions" >"$scratch/list"
	while read -r what of ops; do
		n=$((n + 1))
		echo "$what $of $ops $(sed -n 's/^totals: //p' "$scratch/count.$n")"
	done <"$scratch/list" | awk '{ printf "%s %s %.2f\n", $1, $2, $4 / $3 }'
}

of_one() { # WHAT OF
	awk -v what="$1" -v of="$2" '$1 == what && $2 == of { print $3 }' "$scratch/counts"
}

at_most() { # NAME FOUND LIMIT
	if awk -v found="$2" -v limit="$3" 'BEGIN { exit !(found + 0 > 0 && found <= limit) }'; then
		ok "$1: $2"
	else
		not_ok "$1" "at most $3" "found: $2"
	fi
}

sum() { # A B
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", a + b }'
}

page_cache() {
	local scheme bare rcu

	while read -r scheme; do
		bare=$(of_one get-put "$scheme")
		for rcu in memb qsbr bp; do
			at_most "$scheme, $rcu: instructions of a page-cache lookup over get-put's $bare" \
				"$(sum "$(of_one page-cache,$rcu "$scheme")" "-$bare")" \
				$PAGE_CACHE_LIMIT
		done
	done < <(awk '$1 == "get-put" { print $2 }' "$scratch/counts")
}

# The loop and the call, which a function of one instruction is measured with, belong to neither.
alone() { # WHAT NOTHING MAP
	awk -v a="$(of_one "$1" "$3")" -v b="$(of_one "$2" "$3")" \
		'BEGIN { printf "%.1f\n", a - b + 1 }'
}

allocator() {
	local map out back

	for map in embedded memdesc8 memdesc32; do
		at_most "$map: instructions to allocate a folio, with its frame and the map's entry" \
			"$(alone alloc get-nothing $map)" $FOLIO_LIMIT
		at_most "$map: instructions to free it" "$(alone free put-nothing $map)" $FOLIO_LIMIT
	done
	for map in memdesc8 memdesc32; do
		out=$(alone hand-out get-nothing $map)
		back=$(alone take-back put-nothing $map)
		at_most "$map: instructions of the slab itself, out $out and back $back" \
			"$(sum "$out" "$back")" $SLAB_LIMIT
	done
}

if ! valgrind --version >/dev/null 2>&1; then
	skip 'valgrind is not installed'
	finish
fi
x86_objects_can_be_read "$build" || finish
count >"$scratch/counts"
page_cache
allocator
sed -n 's/^gup-fast,/# instructions of gup-fast, one page: /p' "$scratch/counts"
finish
