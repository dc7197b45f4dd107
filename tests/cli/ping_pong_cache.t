#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# ping_pong_cache.t: what ping-pong found on this machine is kept for runs that leave it out; the command
# line uses it, measures it anew or does without.
# shellcheck disable=SC2016 # $ is jq's
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 16
quick=(run --duration 5ms --warmup 1ms --repeat 3 --events none --no-count-retries --scheme plain)
is_used="reference lines: from this machine's ping-pong of .*, which was kept"

# kept: the files that are kept, with their contents' sum.
kept()
{
	find "$XDG_CACHE_HOME" -name '*.ping-pong' -exec cksum {} + 2>/dev/null
}

# ---- what is refused ----

try run --ping-pong-cache often --dry-run
like 'run: another word is refused with those there are' "$status $stderr" \
	"^2 pageref: --ping-pong-cache: 'often' does not exist; there are: use, refresh, none\$"
try plot --ping-pong-cache refresh nothing.jsonl
like 'plot measures nothing, so it refreshes nothing' "$status $stderr" \
	"^2 pageref: --ping-pong-cache: 'refresh' does not exist; there are: use, none\$"

# ---- what is planned ----

try run --dry-run --topology 'core:4 pu:1' --scheme plain
unlike 'ping-pong is no part of a run that did not ask for it' "$stdout" ping-pong
try run --dry-run --topology 'core:4 pu:1' --scheme plain --ping-pong-cache refresh
like 'a refresh plans it' "$status $stdout" '^0 .*get-put .*ping-pong '
once=$(grep -c '^ping-pong' <<<"$stdout")
try run --dry-run --topology 'core:4 pu:1' --scheme plain --ping-pong-cache refresh --workload ping-pong,get-put
is 'but once, where it was asked for anyway' "$status $(grep -c '^ping-pong' <<<"$stdout")" "0 $once"
try run --dry-run --topology 'core:4 pu:1' --scheme plain --ping-pong-cache refresh --workload all
is 'or all was' "$status" 0
try run --dry-run --topology 'core:4 pu:1' --scheme plain --ping-pong-cache refresh --pages 64 --share core
is 'whatever the other workloads are told' "$status" 0

# ---- what is kept and used ----

# skip_rest REASON
skip_rest()
{
	while [ "$tests" -lt 16 ]; do
		skip 'what is kept and used' "$1"
	done
	exit 0
}

[ "$(nproc)" -gt 1 ] || skip_rest 'ping-pong takes two CPUs'
r=$tmp/r.jsonl
try "${quick[@]}" --workload ping-pong --ping-pong-cache none -o "$r"
is 'none: what was measured is not kept' "$status $(kept)" '0 '
# On a machine that is busy all the time a matrix may take a while.
measure_until_kept()
{
	"$PAGEREF" "${quick[@]}" --workload ping-pong --repeat 10 -o "$r" >/dev/null 2>&1
	[ -n "$(kept)" ]
}
wait_for 60 measure_until_kept || skip_rest 'no sample of ping-pong was valid: the machine is busy'
before=$(kept)

# Enough rounds that one is valid.
measure_contended()
{
	try "${quick[@]}" --threads 2 --repeat 10 "$@" -o "$tmp/new.jsonl"
	holds "$tmp/new.jsonl" 'any(.type == "sample" and .workload == "get-put" and .valid)'
}

measured()
{
	rm -f "$tmp/new.jsonl"
	wait_for 60 measure_contended "$@" || skip_rest 'no sample of two threads was valid: the machine is busy'
}

measured
like 'what is kept is used by a run without it, which says so' "$stderr" "$is_used"
like 'and says how to have it measured' "$stderr" "'pageref run --ping-pong-cache refresh' measures it anew"
measured --ping-pong-cache none
unlike 'none: it is not used' "$stderr$stdout" 'which was kept|strict alternation'
is 'nor replaced' "$(kept)" "$before"
cp "$tmp/new.jsonl" "$tmp/without.jsonl"
try plot -t -p throughput "$tmp/without.jsonl"
like 'plot uses it' "$stderr" "$is_used"
try plot -t -p throughput --ping-pong-cache none "$tmp/without.jsonl"
unlike 'and does without' "$stderr$stdout" 'which was kept|strict alternation'
sleep 1 # it tells when it was measured, in whole seconds
measured --ping-pong-cache refresh
unlike 'refresh: the old one is not used' "$stderr" 'which was kept'
if holds "$tmp/new.jsonl" 'any(.type == "sample" and .workload == "ping-pong" and .valid)' >/dev/null; then
	unlike 'and replaced' "$(kept)" "${before%% *}"
else
	skip 'and replaced' 'no sample of ping-pong was valid: the machine is busy'
fi
