#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bad_luck.t: what goes wrong around a run costs nothing that was measured: full and unwritable disks,
# signals, processes killed, a CPU or a permission taken away. Each ends with its own status and a line
# that says why, and the results file holds whole lines. What would disturb others on this machine is
# done in a mount namespace, or only when asked for.
# shellcheck disable=SC2016 # a $name in single quotes is jq's
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 71
cpus=$(nproc)
first_cpu=$(taskset -cp $$ | grep -oE '[0-9]+' | sed -n 2p)
small=(run --scheme plain --threads 1 --duration 5ms --warmup 1ms --repeat 2 --events none)
# Without end: the test ends it.
long=(run --scheme plain --threads 1 --duration 20ms --warmup 1ms --repeat 1000 --processes 1
	--events none --no-count-retries)
r=$tmp/r.jsonl
samples='[.[] | select(.type == "sample")]'

# What is wrong with the machine is another matter.
lines_said()
{
	grep -vc '^pageref: doctor: ' "$tmp/stderr"
}

has_samples()
{
	[ "$(grep -c '"type":"sample"' "$1" 2>/dev/null)" -ge "$2" ]
}

# Gone, or only waiting for somebody to ask how it ended.
is_gone()
{
	[ ! -e "/proc/$1" ] || grep -q '^State:[[:space:]]*Z' "/proc/$1/status"
}

# begin ARGUMENT...: start a run in a session of its own and wait for 3 samples in $r; leaves $run, the
# pid of the program, and $child, of the process that measures.
begin()
{
	rm -f "$r"
	setsid "$PAGEREF" "$@" -o "$r" >"$tmp/run.stdout" 2>"$tmp/run.stderr" </dev/null &
	run=$!
	wait_for 10 has_samples "$r" 3 || note "no samples: $(cat "$tmp/run.stderr")"
	child=$(pgrep -P "$run")
}

# finish: wait for the run; leaves $status, $stdout and $stderr as try() does.
finish()
{
	wait "$run" 2>/dev/null
	status=$?
	stdout=$(cat "$tmp/run.stdout")
	stderr=$(cat "$tmp/run.stderr")
}

# ---- where nothing can be written ----

touch "$tmp/file"
for path in "$tmp/file/r.jsonl" /proc/nonesuch/r.jsonl "$tmp"; do
	try "${small[@]}" -o "$path"
	is "${path/#$tmp/TMP} cannot be written: status, lines said" "$status $(lines_said)" '4 1'
done
try "${small[@]}" -o /dev/full
is 'a full device: status, lines said' "$status $(lines_said)" '4 1'
like 'and what it says' "$stderr" '/dev/full: No space left on device'
"$PAGEREF" "${small[@]}" -o - >/dev/full 2>"$tmp/stderr"
is 'standard output is full: status' $? 4
like 'and what it says' "$(cat "$tmp/stderr")" 'standard output: No space left on device'
"$PAGEREF" "${small[@]}" -o "$r" >/dev/full 2>"$tmp/stderr"
is 'the table cannot be written: status' $? 4
ok 'but the samples are kept' has_samples "$r" 2
rm -f "$r"
"$PAGEREF" "${small[@]}" -o "$r" >&- 2>"$tmp/stderr"
is 'standard output is closed: status' $? 4
ok 'and the table is not in the results file instead' whole_lines "$r"

# filled FILE: what a run says and leaves behind when there is no room for all of FILE.
filled()
{
	is "$1: status" "$status" 4
	like "$1: one line says so" "$(grep -c "$2" "$tmp/stderr")" '^1$'
	ok "$1: the file ends in a whole line" whole_lines "$r"
	ok "$1: some samples are in it" has_samples "$r" 1
	like "$1: and they are shown" "$(cat "$tmp/stdout")" 'get-put: .*plain '
}

rm -f "$r"
(
	ulimit -f 16
	exec "$PAGEREF" "${long[@]}" --duration 1ms -o "$r"
) >"$tmp/stdout" 2>"$tmp/stderr"
status=$?
filled 'a file as large as it may be' 'File too large'

# A namespace of our own, as root or as somebody who may only be root inside it.
unshare=()
for candidate in 'unshare -m' 'unshare -rm'; do
	mkdir -p "$tmp/disk"
	read -ra words <<<"$candidate"
	if "${words[@]}" mount -t tmpfs -o size=64k none "$tmp/disk" 2>/dev/null; then
		unshare=("${words[@]}")
		break
	fi
done
if [ ${#unshare[@]} -gt 0 ]; then
	"${unshare[@]}" bash -c 'disk=$1 copy=$2
		mount -t tmpfs -o size=64k none "$disk" || exit 99
		"${@:3}" -o "$disk/r.jsonl"; status=$?
		cp "$disk/r.jsonl" "$copy"; exit $status' \
		bash "$tmp/disk" "$r" "$PAGEREF" "${long[@]}" --duration 1ms \
		>"$tmp/stdout" 2>"$tmp/stderr"
	status=$?
	filled 'a full disk' 'No space left'
else
	for what in status line whole samples shown; do
		skip "a full disk: $what" 'no mount namespace for a small disk here'
	done
fi

# ---- signals ----

for signal in INT TERM HUP; do
	begin "${long[@]}"
	if [ $signal = INT ]; then
		kill -INT -- "-$run" # as a terminal does: to all of them
	else
		kill "-$signal" "$run"
	fi
	finish
	is "SIG$signal: status" "$status" $((128 + $(kill -l $signal)))
	ok "SIG$signal: every line is whole" whole_lines "$r"
	ok "SIG$signal: what was measured is kept" has_samples "$r" 3
	like "SIG$signal: and shown" "$stdout" 'get-put: .*plain '
	like "SIG$signal: and the reason said" "$stderr" 'ended by (Interrupt|Terminated|Hangup); what was measured is kept'
	ok "SIG$signal: the measuring process is gone" is_gone "$child"
done

# ---- killed ----

begin "${long[@]}"
kill -KILL "$run"
finish
is 'the parent is killed: status' "$status" 137
ok 'and the measuring process dies with it' wait_for 5 is_gone "$child"
ok 'and every line but the last is whole' jq -e . <(sed '$d' "$r")
grep '}$' "$r" >"$tmp/before"
printf '{"type":"sample","workl' >>"$r"
try "${small[@]}" -o "$r"
like 'the next run cuts a torn line off, and says so' "$stderr" 'its last line was torn \([0-9]+ bytes'
ok 'keeps what was before it' cmp "$tmp/before" <(head -n "$(wc -l <"$tmp/before")" "$r")
is 'adds its own' "$status $(jq -r .type "$r" | uniq | tr '\n' ' ')" '0 run sample run sample '
ok 'and leaves every line whole' whole_lines "$r"

begin "${long[@]}"
kill -KILL "$child"
finish
is 'the measuring process is killed: status' "$status" 3
is 'one line says so' "$(grep -c 'measuring process was ended by signal 9 (Killed)' <<<"$stderr")" 1
ok 'every line is whole' whole_lines "$r"
like 'and what was measured is shown' "$stdout" 'get-put: .*plain '

begin "${long[@]}"
mkfifo "$tmp/pipe"
"$PAGEREF" "${long[@]}" -o - 2>/dev/null >"$tmp/pipe" &
piped=$!
head -n 2 "$tmp/pipe" >/dev/null
ok 'a reader that leaves ends the run' wait_for 5 is_gone $piped

# ---- two at once ----

try "${small[@]}" -o "$r"
is 'a file that another run writes to: status, lines said' "$status $(lines_said)" '4 1'
like 'and what it says' "$stderr" 'another process is writing to it'
kill -TERM "$run"
finish
ok 'the first run is not disturbed' whole_lines "$r"

# ---- machines that are not there, and CPUs that are not ours ----

try "${small[@]}" --topology 'node:2 core:2 pu:1' -o "$tmp/never.jsonl"
is 'a machine that is only described is not measured: status, lines said' \
	"$status $(lines_said)" '3 1'
ok 'and no file is made' test ! -e "$tmp/never.jsonl"

rm -f "$r"
taskset -c "$first_cpu" "$PAGEREF" "${small[@]}" --threads max -o "$r" >/dev/null 2>&1
is 'confined to one CPU it runs' $? 0
ok 'with one thread, there' holds "$r" "$samples"' | length > 0 and all(
	.threads == 1 and .threads_detail.cpu == ['"$first_cpu"'])'

if [ "$cpus" -gt 1 ]; then
	other=$(taskset -cp $$ | grep -oE '[0-9]+$')
	begin "${long[@]}" --duration 100ms --repeat 8 --placement "cpus:$first_cpu"
	# The measuring process's main thread only waits; the other one is measured.
	for task in "/proc/$child/task/"*; do
		[ "${task##*/}" = "$child" ] || taskset -cp "$other" "${task##*/}" >/dev/null
	done
	finish
	ok 'a thread that was moved spoils its sample' holds "$r" "$samples"'
		| map(select(.why != null and (.why | test("^migration: thread 0 ended on CPU")))) | length == 1'
	ok 'which is taken again' holds "$r" "$samples"' | map(select(.why != null and (.why
		| startswith("migration"))))[0] as $bad | any(.repeat == $bad.repeat and .take > $bad.take)'
	is 'and the run goes on to its end' "$status" 0
else
	for what in spoiled retaken end; do
		skip "a thread that was moved: $what" 'one CPU: there is nowhere to move'
	done
fi

# A CPU that is taken away loosens the pins of everybody on it, so it is not done unasked.
last=$((cpus - 1))
online=/sys/devices/system/cpu/cpu$last/online
if [ "${PAGEREF_TEST_OFFLINE:-0}" != 1 ]; then
	why='set PAGEREF_TEST_OFFLINE=1 to have a CPU taken away for a moment'
elif [ ! -w "$online" ] || [ "$cpus" -lt 2 ]; then
	why="$online cannot be written"
else
	why=
fi
if [ -z "$why" ]; then
	trap 'echo 1 >"$online"; rm -rf "$tmp"' EXIT
	begin "${long[@]}" --threads max
	echo 0 >"$online"
	wait_for 5 is_gone "$run" || kill -TERM "$run"
	echo 1 >"$online"
	finish
	is 'a CPU goes away: status' "$status" 3
	is 'a CPU goes away: one line says so' "$(grep -c "cannot pin to PU $last: it is gone" <<<"$stderr")" 1
	ok 'a CPU goes away: nothing is lost' whole_lines "$r"
	like 'a CPU goes away: what was measured is shown' "$stdout" 'get-put: .*plain '
	trap 'rm -rf "$tmp"' EXIT
else
	for what in status line whole shown; do
		skip "a CPU goes away: $what" "$why"
	done
fi

# ---- permissions ----

nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if [ "$(id -u)" -eq 0 ] && "${nobody[@]}" test -x "$PAGEREF" 2>/dev/null; then
	mkdir -m 777 "$tmp/theirs"
	chmod 755 "$tmp"
	"${nobody[@]}" "$PAGEREF" "${small[@]}" --events default -o "$tmp/theirs/r.jsonl" \
		>"$tmp/stdout" 2>"$tmp/stderr"
	is 'an ordinary user can measure: status' $? 0
	ok 'an ordinary user can measure: samples' has_samples "$tmp/theirs/r.jsonl" 2
else
	skip 'an ordinary user can measure: status' 'not root, so every other test shows it'
	skip 'an ordinary user can measure: samples' 'not root, so every other test shows it'
fi

# PAPI, as everybody, asks this file whether it may count.
rm -f "$r"
echo 3 >"$tmp/paranoid"
if [ ${#unshare[@]} -gt 0 ] && [ -e /proc/sys/kernel/perf_event_paranoid ]; then
	"${unshare[@]}" bash -c 'mount --bind "$1" /proc/sys/kernel/perf_event_paranoid && "${@:2}"' \
		bash "$tmp/paranoid" "$PAGEREF" "${small[@]}" --events default -o "$r" \
		>"$tmp/stdout" 2>"$tmp/stderr"
	is 'perf_event_paranoid 3: the run goes on' $? 0
	is 'perf_event_paranoid 3: reason and remedy are said once' \
		"$(grep -c 'paranoid=3; as root: sysctl kernel.perf_event_paranoid=1' "$tmp/stderr")" 1
	ok 'perf_event_paranoid 3: what perf would count is null' holds "$r" \
		"$samples | length > 0 and all(.events | .\"task-clock\" == null and .cycles == null)"
	ok 'perf_event_paranoid 3: and the run line says why' holds "$r" \
		'.[0] | .paranoid == 3 and (.events."task-clock".reason | test("paranoid=3"))'
else
	for what in status reason null 'run line'; do
		skip "perf_event_paranoid 3: $what" 'no mount namespace to set it in'
	done
fi
