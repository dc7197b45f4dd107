#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# stress.sh [--seed N] [--seconds N] PAGEREF: runs that nobody thought of. Draws a workload and values
# for every option that it takes, runs them for a few milliseconds, and goes on until the time is over
# or a run breaks a law. The same seed draws the same runs; it and the command line that broke are
# printed. A sample that the gate calls invalid is no failure: nothing here is a measurement.
set -euo pipefail

usage() {
	echo 'usage: scripts/stress.sh [--seed N] [--seconds N] PAGEREF' >&2
	exit 2
}

seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ') seconds=60
while [[ ${1:-} = --* ]]; do
	[[ $# -ge 2 && $2 =~ ^[0-9]+$ ]] || usage
	case $1 in
	--seed) seed=$2 ;;
	--seconds) seconds=$2 ;;
	*) usage ;;
	esac
	shift 2
done
[[ $# = 1 && -x $1 ]] || usage
pageref=$(realpath "$1")
cd "$(dirname "$0")/.."
export PAGEREF_DATADIR=$PWD
export TSAN_OPTIONS="exitcode=66 suppressions=$PWD/tests/tsan.supp ${TSAN_OPTIONS:-}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# ThreadSanitizer of gcc 12 cannot run where the kernel spreads mappings widely.
bare=()
if nm "$pageref" 2>/dev/null | grep -q __tsan_init && setarch -R true 2>/dev/null; then
	bare=(setarch -R)
fi

# ---- drawing: our own generator, for bash changed its between versions ----

state=$seed

draw() { # N: sets $drawn to one of 0..N-1
	state=$(((state * 6364136223846793005 + 1442695040888963407) & 0x7fffffffffffffff))
	drawn=$(((state >> 31) % $1))
}

pick() { # VALUE...: sets $picked to one of them
	draw $#
	picked=${*:drawn+1:1}
}

option() { # NAME VALUE...: with one of the values; "-" leaves it at its default
	pick "${@:2}"
	[ "$picked" = - ] || args+=("$1" "$picked")
}

mapfile -t schemes < <("$pageref" list schemes | awk 'NR > 1 { print $1 }')
# Reference lines can be neither frozen nor freed: most workloads have nothing for them to do.
mapfile -t safe < <("$pageref" list schemes | awk 'NR > 1 && !/ unsafe: / { print $1 }')
mapfile -t workloads < <("$pageref" list workloads | awk '/^[^ ]/ { print $1 }')
cpus=$(nproc)

draw_threads() { # LEAST
	draw $((2 * cpus - $1 + 1))
	threads=$((drawn + $1))
	args+=(--threads "$threads" --oversubscribe)
}

draw_writers() {
	draw $((threads - 1))
	args+=(--writers $((drawn + 1)))
}

draw_lookup() { # PAGES...
	option --pages "$@"
	option --memmap embedded memdesc8 memdesc32
	option --lifetime typesafe rcu-folio rcu-memory
	lifetime=$picked
	option --rcu memb qsbr bp
	option --pattern uniform zipf:0.5 zipf:0.99 sequential hot:1 hot:8
	option --grace-period 100us 1ms 10ms
	draw 64
	args+=(--verify $((drawn + 1)))
	option --churn 0 1000 50k max max max
	[ "$picked" = 0 ] || draw_writers
}

draw_run() {
	args=()
	lifetime='' scheme=''
	option --workload "${workloads[@]}"
	workload=$picked
	case $workload in
	ping-pong)
		draw_threads 1
		return
		;;
	pread | kernel-gup | munmap | page-fault)
		draw_threads 1
		option --as threads processes
		option --pages 2 16 128
		[ "$workload" != pread ] || option --size 1 64 4096 5000
		[ "$workload" != kernel-gup ] || option --pin off on
		return
		;;
	get-put | frozen-get | final-put)
		draw_threads 1
		option --scheme "${schemes[@]}"
		;;
	*)
		draw_threads 2
		option --scheme "${safe[@]}"
		;;
	esac
	scheme=$picked
	option --order full acq-rel
	case $workload in
	get-put | frozen-get | freeze | final-put) option --pages - 2 3 16 64 ;;&
	get-put | freeze) option --batch - 2 7 32 ;;&
	final-put) option --batch - 2 7 32 ;;
	get-put | frozen-get) option --nr - 2 16 ;;
	freeze)
		option --nr - 2 16
		draw_writers
		;;
	gup-fast)
		draw_lookup 16 64 512 1024
		option --nr 1 1 2 16
		option --pin off on
		;;
	page-cache)
		draw_lookup 32 64 512 4096
		option --batch 1 4 15 32
		;;
	pfn-walk) draw_lookup 4096 8192 ;;
	put-page) draw_lookup - 1024 4096 ;;
	large-folio) draw_lookup 5120 10240 ;;
	esac
	# Under typesafe a lookup that does not look again is mistaken, as it must be.
	if [ "$lifetime" = rcu-folio ] && [ "$workload" != put-page ]; then
		option --recheck on on off
	fi
}

# ---- running ----

declare -A seen_workloads=() seen_schemes=()
runs=0 left_out=0 samples=0 invalid=0 slowest_ms=0
args=()

command_line() {
	echo "${bare[*]:+${bare[*]} }$pageref run ${args[*]} -d 3ms --warmup 1ms -r 1 --processes 1 -e none --seed $((seed + runs)) -o -"
}

break_off() { # STATUS
	local said

	said=$(head -c 6000 "$scratch/said")
	echo "stress: exit status $1 after $runs runs; seed $seed; this repeats it:"
	echo "    $(command_line)"
	echo "$said"
	exit 1
}

count_samples() {
	samples=$((samples + $(grep -c '"type":"sample"' "$scratch/out" || true)))
	invalid=$((invalid + $(grep '"type":"sample"' "$scratch/out" | grep -c '"valid":false' || true)))
}

run_it() {
	local status=0 begin_ms ms

	begin_ms=$(date +%s%3N)
	# shellcheck disable=SC2046 # words
	timeout 120 $(command_line) >"$scratch/out" 2>"$scratch/said" </dev/null || status=$?
	# A limit of this machine is 3: of pins, say.
	if { [ $status = 2 ] || [ $status = 3 ]; } && grep -q 'nothing to measure' "$scratch/said"; then
		left_out=$((left_out + 1))
		return
	fi
	if [ $status != 0 ] || grep -qE 'Sanitizer|runtime error' "$scratch/said"; then
		break_off $status
	fi
	ms=$(($(date +%s%3N) - begin_ms))
	slowest_ms=$((ms > slowest_ms ? ms : slowest_ms))
	seen_workloads[$workload]=1
	[ -z "$scheme" ] || seen_schemes[$scheme]=1
	count_samples
}

SECONDS=0 # bash takes it from the environment
while [ $runs = 0 ] || [ $SECONDS -lt "$seconds" ]; do
	draw_run
	run_it
	runs=$((runs + 1))
done
echo "stress: $runs runs, ${#seen_workloads[@]} of ${#workloads[@]} workloads," \
	"${#seen_schemes[@]} of ${#schemes[@]} schemes, $samples samples ($invalid too disturbed to" \
	"measure, and checked all the same), $left_out with nothing to measure; the longest took" \
	"$slowest_ms ms; no law broken; seed $seed"
