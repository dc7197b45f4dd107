#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# stress.t: threads over every scheme header, here, under ThreadSanitizer, and as arm64 and riscv64
# programs under qemu-user; planted faults as the control; then seeded random runs of pageref itself.
# SEED=N repeats what was drawn; STRESS_SECONDS is what `make stress` gives all of it.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
build=$(realpath "${BUILD:-build}")
. tests/code/lib.sh

seed=${SEED:-1}
seconds=${STRESS_SECONDS:-0}
# Marks as relaxed as the kernel's free path: there ThreadSanitizer may find what core/FINDINGS.md
# says of the relaxed mark, in the freer first of all.
relaxed_mark='lock-bit frozen-bit inverted-high inverted-low'
tsan_bare=()
if setarch -R true 2>/dev/null; then
	tsan_bare=(setarch -R)
fi
export TSAN_OPTIONS="exitcode=66 ${TSAN_OPTIONS:-}"

# ---- what runs a target ----

command_for() { # TARGET: sets $run, or says in $reason why there is none
	local program=$build/stress/$1/stress emulator

	run=() reason=
	case $1 in
	native) ;;
	tsan) run=("${tsan_bare[@]}") ;;
	*)
		emulator=qemu-aarch64
		[ "$1" != riscv64 ] || emulator=qemu-riscv64
		run=("$(command -v "$emulator" || command -v "$emulator-static")") ||
			reason="$emulator is not installed (package qemu-user)"
		;;
	esac
	[ -x "$program" ] || reason="$1 was not built: no cross compiler"
	run+=("$program")
}

# Rounds enough for a moment of each scheme; by `make stress`, half of the time that is given it.
bounds() { # ROUNDS
	local ms=$((seconds * 1000 / 80))

	if [ "$seconds" -gt 0 ]; then
		printf -- '--rounds 1000000000 --seconds %d.%03d' $((ms / 1000)) $((ms % 1000))
	else
		echo --rounds "$1" --seconds 5
	fi
}

# ---- judging ----

# The first report is of the freer reading or writing what another CPU used. Later ones may be of the
# next owner, who inherits the missing order.
first_is_the_freer() { # REPORTS
	grep -m 1 'SUMMARY: ThreadSanitizer' "$1" | grep -qE ' in (check_uses|free_page)$'
}

judge() { # TARGET SCHEME STATUS
	local said

	said=$(grep -E '^(ok|not ok) ' "$scratch/out")
	if [ "$3" = 0 ]; then
		ok "$1: ${said#ok }"
	elif [ "$3" = 66 ] && [[ " $relaxed_mark " = *" $2 "* ]] && first_is_the_freer "$scratch/err"; then
		ok "$1: ${said#ok }; the freer races with a use, as core/FINDINGS.md says of the mark"
	else
		not_ok "$1: $2" "exit $3: ${run[*]} --seed $seed $2" "$said" \
			"$(head -n 60 "$scratch/err")"
	fi
}

stress() { # TARGET ROUNDS SCHEME
	# shellcheck disable=SC2046 # options
	"${run[@]}" --seed "$seed" $(bounds "$2") "$3" >"$scratch/out" 2>"$scratch/err"
}

each_scheme() { # TARGET ROUNDS
	local scheme

	command_for "$1"
	if [ -n "$reason" ]; then
		skip "$1: $reason"
		return
	fi
	for scheme in $("$build/stress/native/stress" --list); do
		stress "$1" "$2" "$scheme"
		judge "$1" "$scheme" $?
	done
}

found_as() {
	sed -n 's/^not ok [^:]*: //p' "$scratch/out"
	sed -n 's/^SUMMARY: //p' "$scratch/err" | head -n 1
}

# The control: had the threads not met, or the checks not looked, these would pass too.
each_fault() { # TARGET STATUS FAULT...
	local target=$1 expected=$2 fault found

	command_for "$target"
	for fault in "${@:3}"; do
		"${run[@]}" --seed "$seed" --rounds 1000000 --seconds 10 "$fault" \
			>"$scratch/out" 2>"$scratch/err"
		found=$?
		if [ $found = "$expected" ]; then
			ok "$target: planted $fault: $(found_as)"
		else
			not_ok "$target: planted $fault is found" "exit $found instead of $expected" \
				"$(cat "$scratch/out")"
		fi
	done
}

names() { # TARGET: the faults that were built for it
	basename -s .o -a "$build/stress/$1"/faults/*.o
}

random_runs() {
	local said

	if said=$(scripts/stress.sh --seed "$seed" --seconds 5 "${PAGEREF:-$build/pageref}" 2>&1); then
		ok "pageref run: $(tail -n 1 <<<"$said")"
	else
		not_ok 'pageref run keeps its laws whatever is asked of it' "$said"
	fi
}

echo '# An x86 host runs arm64 and riscv64 programs in its own memory order: barriers that are missing'
echo '# do not show there, nor does an exclusive store that fails. The weak-memory layer looks for them.'
each_scheme native 3000
each_scheme tsan 1500
each_scheme arm64-lse 800
each_scheme arm64-llsc 800
each_scheme riscv64 800
mapfile -t faults < <(names native)
each_fault native 1 "${faults[@]}"
mapfile -t faults < <(names tsan)
TSAN_OPTIONS+=' halt_on_error=1' each_fault tsan 66 "${faults[@]}"
[ "$seconds" -gt 0 ] || random_runs
finish
