#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# compare_live.t: `pageref compare` without files: two versions side by side, in pairs, until it is
# precise enough or the time is spent; what it keeps, what it exits with, and what it refuses before
# anything is measured. No figure is looked at but those that no machine can turn around.
# shellcheck disable=SC2016 # a $name in single quotes is jq's
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
plan 32

cpus=$(nproc)
r=$tmp/r.jsonl
# Windows so short that some pass undisturbed on a busy machine, too.
quick=(compare --threads 1 --duration 1ms --warmup 1ms --events none --no-count-retries)

# refused NAME FRAGMENT ARGUMENT...: status 2, one line, nothing measured.
refused()
{
	local name=$1 fragment=$2

	shift 2
	try compare --out "$tmp/refused.jsonl" "$@"
	if [ "$status" -eq 2 ] && [ -z "$stdout" ] && [ "$(wc -l <"$tmp/stderr")" -eq 1 ] &&
		[[ $stderr == *"$fragment"* ]] && [ ! -e "$tmp/refused.jsonl" ]; then
		pass "$name"
	else
		fail "$name" "status $status, said: $stderr $stdout"
	fi
}

# ---- what is measured ----

try "${quick[@]}" --base plain --test plain,frozen-bit --threads "1,$cpus" --budget 3s --precision 0.001 \
	--out "$r" --format json --oversubscribe
is 'it ends when the time is spent' "$status" 0
like 'what is not precise enough by then is printed all the same' "$stdout" '"verdict"'
ok 'every line is whole and JSON' whole_lines "$r"
ok 'the run line says what ends the run, and not how long it will be' holds "$r" '
	.[0] | .repeats == null and .processes == null and .precision_percent == 0.001
		and .budget_ns == 3000000000'
ok 'a version against itself is a copy, and named so' holds "$r" '
	.[0].schemes["plain#2"] and ([.[1:][].scheme] | unique == ["frozen-bit", "plain", "plain#2"])'
ok 'a fresh process after three rounds, all of them in turn' holds "$r" '
	[.[] | select(.type == "sample" and .take == 0)] | group_by(.process)
	| length > 3 and all(.[:-1][]; map(.repeat) | unique | length == 3)'
ok 'what is compared is measured side by side' holds "$r" '
	[.[] | select(.type == "sample" and .take == 0)] | group_by([.repeat, .threads])
	| all(.[]; length < 3 or (map(.order) | max - min == 2))'
ok 'in random order' holds "$r" '
	[.[] | select(.type == "sample" and .take == 0 and .threads == 1)] | group_by(.repeat)
	| map(sort_by(.order) | .[0].scheme) | unique | length > 1'
try compare "$r" --base plain --test frozen-bit
like 'the file is compared later, too' "$status $stdout" '^0 .*pairs'

try "${quick[@]}" --base plain --test plain --precision 1000 --budget 1m --out "$tmp/early.jsonl"
is 'it ends early where it is precise enough' "$status" 0
ok 'long before the time is spent' holds "$tmp/early.jsonl" '[.[1:][].process] | max < 1000'

try "${quick[@]}" --base plain --test frozen-bit --count-retries --budget 1s --out "$tmp/count.jsonl" \
	--repeat 2
ok 'retries are counted in the first round of a process' holds "$tmp/count.jsonl" '
	[.[] | select(.type == "sample" and .repeat % 2 == 1)] | length > 0 and all(.retries == null)'
ok 'and --repeat says how many rounds that has' holds "$tmp/count.jsonl" '
	[.[] | select(.type == "sample")] | all(.process == (.repeat / 2 | floor))'

# ---- what it exits with ----

slow=("${quick[@]}" --workload frozen-get --base plain --test rcuref --budget 2s)
try "${slow[@]}" --out "$tmp/slow.jsonl" --fail-on-regression 20
is 'a regression that was asked about: status 1' "$status" 1
like 'and named' "$stderr" 'rcuref is slower than plain: frozen-get'
try "${slow[@]}" --out "$tmp/slow.jsonl"
is 'nobody asked: status 0' "$status" 0

try "${quick[@]}" --self-test --budget 2s --precision 0.001 --out "$tmp/self.jsonl"
like 'a self-test says what can be seen' "$stdout" 'get-put, 1 thread, .*: a difference of [0-9.e+]+ % can be seen'
like 'of plain and a copy of it' "$stdout" 'base +plain.*test +plain#2'

"$PAGEREF" "${quick[@]}" --base plain --test frozen-bit --budget 1m --precision 0.0001 --out "$tmp/int.jsonl" \
	>"$tmp/stdout" 2>"$tmp/stderr" &
pid=$!
wait_for 10 test -s "$tmp/int.jsonl"
sleep 1
kill -TERM $pid
wait $pid
is 'a signal ends it, and is the status' $? 143
like 'what was measured by then is compared' "$(cat "$tmp/stdout")" 'plain \| frozen-bit'
ok 'and is whole on file' whole_lines "$tmp/int.jsonl"

try "${quick[@]}" --base old=plain --test new=./core/schemes/plain.h --budget 1s --out "$tmp/named.jsonl"
like 'the table says where a scheme came from' "$stdout" \
	'base +old: plain, text [0-9a-f]{8}.*test +new: ./core/schemes/plain.h, text'

try compare --base plain --test all --dry-run --budget 90s
like 'a dry run says how it would go on' "$stdout" 'processes of 3 rounds until .* within \+-1 %, at most 90 s'
unlike 'and all is each scheme once' "$stdout" '#2'

# ---- what it refuses ----

refused 'nothing at all' 'give results files, or --base SCHEME --test SCHEME'
refused 'a base alone' '--base without --test' --base plain
refused 'a test alone' '--test without --base' --test plain
refused 'a base that is several' 'is more than one scheme' --base plain,lock-bit --test rcuref
refused 'a base that nobody knows' "--base: 'nonesuch' does not exist" --base nonesuch --test plain
refused 'a test that nobody knows' "--test: 'nonesuch' does not exist" --base plain --test nonesuch
refused 'a workload without a scheme' 'ping-pong has no scheme' --base plain --test rcuref -w ping-pong
refused 'a self-test with a test' 'leave out --test' --self-test --base plain --test rcuref
