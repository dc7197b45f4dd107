#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.t: what `pageref run` writes: every field of the results format with its type and its arithmetic,
# rounds in a seeded order, the formats on standard output, and progress that fits where it goes.
# shellcheck disable=SC2016 # a $name in single quotes is jq's
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

profiles=(scripts/profiles/*)
plan $((57 + ${#profiles[@]}))
quick=(run --duration 5ms --warmup 1ms --events none)
cpus=$(nproc)
r=$tmp/r.jsonl

# ---- one run line, one sample a point and repeat ----

try run --scheme plain,frozen-bit --workload get-put,final-put --threads 1,max --duration 5ms \
	--repeat 3 --seed 7 -o "$r"
points=$((cpus > 1 ? 8 : 4))
is 'a run succeeds' "$status" 0
ok 'every line is whole and JSON' whole_lines "$r"
is 'the run line comes first, and once' "$(jq -r .type "$r" | uniq -c | head -n 1 | tr -s ' ')" ' 1 run'
is 'one sample a point and repeat, retakes aside' \
	"$(jq -c 'select(.type == "sample" and .take == 0)' "$r" | wc -l)" $((3 * points))
ok 'the run line says what was planned' holds "$r" \
	".[0] | .points == $points and .repeats == 3 and .seed == 7 and .duration_ns == 5000000"
ok 'a sample is retaken only when the one before is invalid' holds "$r" '
	[.[] | select(.type == "sample")]
	| group_by([.workload, .scheme, .threads, .repeat])
	| all(map(.take) == [range(length)] and all(.[:-1][]; .valid == false))'

# ---- fields and types ----

types='
def wrong($want): . as $line | [$want | to_entries[] | . as $e
	| select(($line | has($e.key) | not)
		or ($line[$e.key] | type | IN($e.value | split("|")[]) | not)) | .key];
'
run_fields='{type: "string", schema: "number", program: "string", version: "string",
	revision: "string", compiler: "string", flags: "string", rcu_library: "string|null",
	command_line: "array",
	start_time: "string", seed: "number", host: "string", kernel: "string",
	kernel_version: "string", kernel_command_line: "string|null", architecture: "string",
	cpu_model: "string|null", microcode: "string|null", topology: "object",
	governor: "string|null", turbo: "boolean|null", smt: "string|null", thp: "string|null",
	numa_balancing: "boolean|null", paranoid: "number|null", virtualisation: "string|null",
	virtualised: "boolean|null", clock_source: "string|null", papi_version: "string|null",
	events: "object", doctor: "array|null", event_sets: "array", loop_overhead_ns: "number|null",
	placements: "object", skipped: "array", duration_ns: "number", warmup_ns: "number",
	repeats: "number", processes: "number", points: "number"}'
sample_fields='{type: "string", workload: "string", scheme: "string", threads: "number",
	placement: "string", memory: "string", share: "string", pages: "number", batch: "number",
	writers: "number", nr: "number", memory_order: "string", repeat: "number", order: "number", take: "number",
	process: "number", seconds: "number", ops: "number", ops_per_sec: "number",
	ns_per_op: "number", fail_ops: "number", retries: "number|null",
	retries_per_op: "number|null", retries_window: "object|null", events: "object",
	event_set: "number", nodes: "object", roles: "object", threads_detail: "object", page_faults: "number",
	valid: "boolean", why: "string|null"}'

is 'the run line has every field with its type' \
	"$(jq -c "$types"'select(.type == "run") | wrong('"$run_fields"')' "$r")" '[]'
is 'every sample has every field with its type' \
	"$(jq -c "$types"'select(.type == "sample") | wrong('"$sample_fields"')' "$r" | sort -u)" '[]'
is 'no line names a key twice' "$(while read -r line; do
	jq -c --stream 'select(length == 2)[0]' <<<"$line" | sort | uniq -d
done < <(head -n 3 "$r"))" ''
is 'the schema is version 1' "$(jq 'select(.type == "run").schema' "$r")" 1
ok 'the command line is what was typed' holds "$r" \
	'.[0].command_line | .[0:4] == ["pageref", "run", "--scheme", "plain,frozen-bit"]'
like 'the start time is UTC' "$(jq -r 'select(.type == "run").start_time' "$r")" \
	'^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-9:]{8}Z$'
is 'the kernel is the one that runs' "$(jq -r 'select(.type == "run").kernel' "$r")" "$(uname -r)"
governor=/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor
is 'the governor is the one in force, null where there is none' \
	"$(jq -r 'select(.type == "run").governor' "$r")" "$(cat $governor 2>/dev/null || echo null)"
paranoid=/proc/sys/kernel/perf_event_paranoid
is 'the paranoid level is the one in force' \
	"$(jq -r 'select(.type == "run").paranoid' "$r")" "$(cat $paranoid 2>/dev/null || echo null)"
ok 'the topology names nodes, and CPUs in columns of one length' holds "$r" '
	.[0].topology | (.nodes | length > 0 and all(has("node", "cpus", "memory_bytes")))
	and (.cpus | [.cpu, .core, .smt, .llc, .package, .node, .allowed] | map(length)
		| unique | length == 1)'

# ---- arithmetic ----

samples='[.[] | select(.type == "sample")]'
ok 'threads did something' holds "$r" "$samples | all(.ops > 0 and .seconds > 0)"
ok 'ns_per_op is seconds * threads / ops' holds "$r" "$samples"' | all(
	(.seconds * 1e9 * .threads / .ops) as $ns | (.ns_per_op - $ns | fabs) < $ns * 1e-6)'
ok 'ops_per_sec is ops / seconds' holds "$r" "$samples"' | all(
	(.ops / .seconds) as $rate | (.ops_per_sec - $rate | fabs) < $rate * 1e-6)'
# On a machine that is busy with other things some begin late, and some end late.
ok 'samples last as long as they were told' holds "$r" \
	"$samples | map(.seconds) | sort | .[length / 2 | floor] > 0.0045 and .[0] < 0.05"
ok 'every column of threads_detail has an entry a thread' holds "$r" "$samples"' | all(
	.threads as $n | .threads_detail | [.cpu, .node, .role, .ops, .fail_ops, .cpu_time, .page_faults]
	| all(length == $n))'
ok 'threads run where they are placed' holds "$r" '.[0].placements as $placed
	| '"$samples"' | map(select(.valid)) | all(.threads_detail.cpu == $placed[.placement][:.threads])'
ok 'the threads of threads_detail add up to the total' holds "$r" \
	"$samples | all((.threads_detail.ops | add) == .ops
		and (.threads_detail.page_faults | add) == .page_faults)"
ok 'the nodes add up to the total' holds "$r" "$samples"' | all(.ops as $ops | .threads as $n
	| .nodes | (map(.ops) | add) == $ops and (map(.threads) | add) == $n)'
ok 'the roles add up to the total' holds "$r" "$samples"' | all(.ops as $ops | .threads as $n
	| .roles | (map(.ops) | add) == $ops and (map(.threads) | add) == $n)'
ok 'the nodes add up to every event counted' holds "$r" "$samples"' | all(.nodes as $nodes
	| .events | to_entries | all(.key as $event | .value == ([$nodes[].events[$event]]
		| if any(. == null) then null else add end)))'
ok 'a valid sample gives no reason, an invalid one does' holds "$r" \
	"$samples | all(.valid == (.why == null))"

# ---- events ----

ok 'each event is available, or has its reason' holds "$r" '
	.[0].events | length > 0 and all(if .available then .native != null and .reason == null
		else .native == null and (.reason | length > 0) end)'
ok 'an event that is not available is null in every sample' holds "$r" '
	[.[0].events | to_entries[] | select(.value.available | not).key] as $none
	| '"$samples"' | all(.events as $e
		| all($none[]; . as $event | $e | has($event) and .[$event] == null))'
ok 'an event of the set that a sample carries is a number' holds "$r" '
	.[0].event_sets as $sets | '"$samples"' | all(.event_set as $set | .events as $e
		| all($sets[$set][] | $e[.]; type == "number"))'

p=$tmp/per-thread.jsonl
try run --scheme plain --threads max --duration 5ms --repeat 1 --per-thread-events -o "$p"
ok '--per-thread-events: a column of each event, summing to the sample' holds "$p" "$samples"' | all(
	.threads as $n | .events as $sum | .threads_detail.events | length == ($sum | length)
	and (to_entries | all((.value | length) == $n
		and (if any(.value[]; . == null) then null else .value | add end) == $sum[.key])))'
ok 'without it there is no such column' holds "$r" "$samples | all(.threads_detail | has(\"events\") | not)"

# ---- retries ----

# A machine that is busy all the time spoils every window in which a point's retries are counted.
if holds "$r" "$samples | any(.valid)" >/dev/null; then
	ok 'retries are counted, in a window of their own' holds "$r" "$samples"'
		| map(select(.retries != null)) | length > 0 and all(.retries_window.ops > 0
		and .retries_window.seconds > 0 and .retries >= 0
		and (.retries / .retries_window.ops - .retries_per_op | fabs) <= .retries_per_op * 1e-6)'
else
	skip 'retries are counted, in a window of their own' 'no sample was valid: the machine is busy'
fi
ok 'or not counted at all' holds "$r" "$samples"' | map(select(.retries == null))
	| all(.retries_per_op == null and .retries_window == null)'
try "${quick[@]}" --scheme plain --no-count-retries --repeat 1 -o "$tmp/n.jsonl"
ok '--no-count-retries leaves them null' holds "$tmp/n.jsonl" "$samples"' | length > 0 and all(
	.retries == null and .retries_per_op == null and .retries_window == null)'

# ---- order and processes ----

# The order of a results file: repeat, position, point.
order()
{
	jq -r 'select(.type == "sample" and .take == 0)
		| "\(.repeat) \(.order) \(.workload) \(.scheme) \(.threads)"' "$1" | sort -n
}

try "${quick[@]}" --no-count-retries --repeat 3 --seed 1 --threads 1 -o "$tmp/a.jsonl"
try "${quick[@]}" --no-count-retries --repeat 3 --seed 1 --threads 1 --processes 1 -o "$tmp/b.jsonl"
try "${quick[@]}" --no-count-retries --repeat 3 --seed 2 --threads 1 -o "$tmp/c.jsonl"
ok 'each round visits every point once' holds "$tmp/a.jsonl" '.[0].points as $n | '"$samples"'
	| map(select(.take == 0)) | group_by(.repeat)
	| length == 3 and all(map(.order) | sort == [range($n)])'
ok 'samples are written in the order they were taken' holds "$tmp/a.jsonl" "$samples"'
	| map([.repeat, .take, .order]) | . == sort'
ok 'rounds differ in their order' holds "$tmp/a.jsonl" "$samples"' | map(select(.take == 0))
	| group_by(.repeat) | map(sort_by(.order) | map(.scheme)) | unique | length > 1'
is 'the same seed gives the same order, however many processes' \
	"$(order "$tmp/a.jsonl")" "$(order "$tmp/b.jsonl")"
if [ "$(order "$tmp/a.jsonl")" != "$(order "$tmp/c.jsonl")" ]; then
	pass 'another seed gives another order'
else
	fail 'another seed gives another order' 'seeds 1 and 2 gave the same'
fi
ok 'by default every round has a process of its own' holds "$tmp/a.jsonl" \
	".[0].processes == 3 and ($samples | all(.process == .repeat))"
ok '--processes 1 keeps to one' holds "$tmp/b.jsonl" \
	".[0].processes == 1 and ($samples | all(.process == 0))"

# ---- one file, two runs ----

try "${quick[@]}" --scheme plain --threads 1 --repeat 1 -o "$tmp/a.jsonl"
is 'a second run is appended to the first' \
	"$(jq -r 'select(.type == "run").type' "$tmp/a.jsonl" | wc -l)" 2
ok 'and leaves every line whole' whole_lines "$tmp/a.jsonl"

# ---- standard output ----

small=("${quick[@]}" --scheme "plain,frozen-bit" --threads 1 --repeat 2)
try "${small[@]}" -o -
ok '-o -: nothing but JSON on standard output' whole_lines "$tmp/stdout"
try "${small[@]}" -o "$tmp/f.jsonl" --format jsonl
ok '--format jsonl: standard output is what the file holds' cmp "$tmp/stdout" "$tmp/f.jsonl"
try "${small[@]}" -o "$tmp/f.jsonl" --format csv
is '--format csv: a header, a line a point, columns of one number' \
	"$(awk -F, 'END { print NR } NF != n && NR > 1 { print "ragged" } { n = NF }' "$tmp/stdout")" 3
try "${small[@]}" -o "$tmp/f.jsonl" --format table
like '--format table: the machine, and both schemes' "$stdout" 'machine .*get-put: .*plain .*frozen-bit '
try "${small[@]}" --workload all --threads max -o "$tmp/f.jsonl" --format mail
is '--format mail: at most 72 columns' "$(awk 'length > 72' "$tmp/stdout")" ''
is '--format mail: plain ASCII' "$(grep -c '[^ -~]' "$tmp/stdout")" 0
try "${small[@]}" -o /dev/full --format table --dry-run
is 'a dry run writes no file and measures nothing' "$status${stdout:+ plan}" '0 plan'

# ---- progress ----

try "${small[@]}" -o "$tmp/f.jsonl"
unlike 'off a terminal, progress is plain lines' "$stderr" $'[\r\033]'
like 'and each round says that it is done' "$stderr" 'round 2 of 2 measured'
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	printf -v command '%q ' env TERM=xterm "$PAGEREF" "${small[@]}" -o "$tmp/f.jsonl"
	on_terminal=$(script -qec "$command >$tmp/shown" /dev/null </dev/null)
	like 'on one it rewrites its line' "$on_terminal" $'\r\\[[0-9]+/4\\]'
	printf -v command '%q ' env NO_COLOR=1 TERM=xterm "$PAGEREF" "${small[@]}" -o "$tmp/f.jsonl"
	unlike 'with NO_COLOR, no colour' "$(script -qec "$command" /dev/null </dev/null)" \
		$'\033\\[[0-9;]*m'
else
	skip 'on one it rewrites its line' 'no pseudo-terminal here'
	skip 'with NO_COLOR, no colour' 'no pseudo-terminal here'
fi

# ---- profiles and large machines ----

try run --profile quick --dry-run --repeat 3 --scheme plain --topology 'core:4 pu:1'
like 'a profile gives options, and the command line overrides them' "$stdout" \
	'freeze .*schemes plain.*, 3 rounds in 3 processes'
for profile in "${profiles[@]}"; do
	try run --profile "${profile##*/}" --dry-run --topology 'package:2 numa:2 l3:2 core:8 pu:2'
	like "profile ${profile##*/} plans for two packages" "$status $stdout" '^0 .*[1-9][0-9]* points'
done
begin=$(date +%s%N)
try run --dry-run --topology 'package:8 numa:4 l3:4 core:16 pu:2' --placement all
note "a plan for 4096 CPUs took $((($(date +%s%N) - begin) / 1000000)) ms"
like '4096 CPUs in 32 nodes can be planned on' "$stdout" '4096 threads .*points, 5 rounds'
