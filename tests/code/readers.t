#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# readers.t [BUILD]: what the compiler made of the loops of those who look something up: no allocator, no
# lock, no pointer to a function; calls only to what is rare, by name; and no locked instruction of a
# kind that the scheme's own get-put has not. Speaks TAP.
set -euo pipefail
build=$(realpath "${1:-${BUILD:-build}}")
cd "$(dirname "$0")/../.."
. tests/code/lib.sh

# Before and after the window, or out of the way of nearly every turn. The last two are liburcu's: a
# reader that a grace period sleeps for wakes it.
readonly RARE='lookup_begin|lookup_end_reader|lookup_free_folio|lookup_put_changed|lookup_verify\w*
|lookup_lost_folio|gup_fast_pte_slowly|put_page_\w+|page_has_no_count|free_plain_page|zone_\w+
|_?urcu_\w+|syscall|compat_futex_async|__errno_location'

# The relocations and direct calls of the readers of OBJECT, cold parts too: the name that each leads to.
calls_of_readers() { # OBJECT
	objdump -dr --no-show-raw-insn "$1" | awk '
		/^[0-9a-f]+ <.*>:$/ { reader = $2 ~ /^<loop_/ && $2 !~ /_mutator/; next }
		!reader { next }
		/R_X86_64_PL(T|T32)/ { sub(/[-+]0x.*/, "", $3); print $3; next }
		/\t(call|jmp) +\*/ { print "through-a-pointer" }
		/\tcall +[0-9a-f]+ <[a-z]/ { gsub(/[<>]/, "", $NF); if ($NF !~ /^loop_/) print $NF }' |
		sed -E 's/\+0x.*//; s/\.(part|isra|constprop|cold).*//' | sort -u
}

# Kinds of locked instructions in functions whose name begins with PREFIX, mutators left out.
locked() { # OBJECT PREFIX
	objdump -d --no-show-raw-insn "$1" | awk -v prefix="<$2" '
		/^[0-9a-f]+ <.*>:$/ { inside = index($2, prefix) == 1 && $2 !~ /_mutator/; next }
		inside && /\tlock / { sub(/.*\tlock /, ""); print $1 }' |
		sed -E 's/^(inc|add)l?$/add/; s/^(dec|sub)l?$/sub/' | sort -u
}

x86_objects_can_be_read "$build" || finish
for path in core/schemes/*.h; do
	scheme=$(basename "$path" .h)
	lookups=$build/schemes/$scheme.lookup.o
	expect "$scheme: readers call only what is rare" '' \
		"$(calls_of_readers "$lookups" | grep -vxE "${RARE//$'\n'/}" | paste -sd ' ')"
	# A folio that is held is got by an add, whatever a try_get is.
	expect "$scheme: they lock nothing that its get and put do not" '' \
		"$(comm -23 <(locked "$lookups" loop_ | grep -vx add) \
			<(locked "$build/schemes/$scheme.o" loop_get_put) | paste -sd ' ')"
done
finish
