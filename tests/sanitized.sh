#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# sanitized.sh BUILD: every lookup, on every kind of map and under every lifetime, with a reader and a
# mutator that does what it can, by a pageref that was built with sanitizers. The windows are too short
# to measure anything; what counts is that no run ends with a report.
set -euo pipefail
cd "$(dirname "$0")/.."

pageref=$(realpath "$1/pageref")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# ThreadSanitizer of gcc 12 cannot run where the kernel spreads mappings widely.
bare=()
if setarch -R true 2>/dev/null; then
	bare=(setarch -R)
fi
export TSAN_OPTIONS="exitcode=66 suppressions=$PWD/tests/tsan.supp ${TSAN_OPTIONS:-}" PAGEREF_DATADIR=$PWD

# Gets that acquire and puts that release are the least that must be enough.
run() { # OPTION...
	"${bare[@]}" "$pageref" run -w gup-fast,page-cache,pfn-walk,put-page,large-folio \
		--memmap all --lifetime all --order acq-rel --churn max --verify 64 --threads 2 \
		--oversubscribe -d 10ms --warmup 1ms -r 1 --processes 1 -e none \
		-o "$scratch/results.jsonl" -f csv "$@" >/dev/null 2>"$scratch/said"
}

judge() { # OPTION...
	local status=0

	rm -f "$scratch/results.jsonl"
	run "$@" || status=$?
	if [ $status -ne 0 ] || grep -qE 'Sanitizer|runtime error' "$scratch/said"; then
		echo "not ok - $*: exit $status" >&2
		grep -vE '^(round|[0-9]+ points)' "$scratch/said" | head -n 120 >&2
		exit 1
	fi
	echo "ok - $*: $(grep -c '"type":"sample"' "$scratch/results.jsonl") samples without a report"
}

judge -s plain,frozen-bit,lock-bit,rcuref,null
judge -s plain,frozen-bit --rcu qsbr,bp --lifetime rcu-folio,rcu-memory
judge -s frozen-bit -w gup-fast --pin on,off
judge -s plain,frozen-bit -w gup-fast --nr 16

scripts/stress.sh --seed "${SEED:-1}" --seconds "${STRESS_SECONDS:-8}" "$pageref"
