#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# doctor.t: `pageref doctor` on this machine and on folders of files: status, words that fit a terminal,
# JSON, changes only with --apply and each with its undo, and the one line beside a measurement.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 33
root=$tmp/root
escape=$'\033]0;title\a'

# put PATH TEXT: a file of another machine.
put()
{
	mkdir -p "$(dirname "$root/$1")"
	printf '%s\n' "$2" >"$root/$1"
}

# A machine of four CPUs on two nodes, and what is wrong with it.
server()
{
	rm -rf "$root"
	put sys/devices/system/cpu/online 0-3
	put sys/devices/system/node/online 0-1
	put sys/devices/system/node/node0/cpulist 0-1
	put sys/devices/system/node/node1/cpulist 2-3
	put proc/sys/kernel/numa_balancing 1
	put sys/kernel/mm/transparent_hugepage/enabled '[always] madvise never'
	put proc/9/comm irqbalance
	for cpu in 0 1 2 3; do
		put "sys/devices/system/cpu/cpu$cpu/cpufreq/scaling_governor" powersave
	done
}

# ---- this machine ----

try doctor --watch 10ms --format json
ok 'JSON of this machine' jq -e . "$tmp/stdout"
is 'the status says whether something spoils' "$status" \
	"$(jq 'if any(.findings[]; .severity == "spoils") then 1 else 0 end' "$tmp/stdout")"
is 'nothing on standard error' "$stderr" ''
is 'every finding says what, why, and what to do' "$(jq -c '[.findings[] | select(
	(.name and .value and .what and .why and (.mend or .advice)) | not) | .name]' "$tmp/stdout")" '[]'
is 'every CPU that is ours is looked at' "$(jq '.cpus | length' "$tmp/stdout")" "$(nproc)"
found=$(jq -r '.findings[].name' "$tmp/stdout")
if grep -qw hypervisor /proc/cpuinfo; then
	like 'a virtual machine is told' "$found" virtualisation
else
	skip 'a virtual machine is told' 'this is none'
fi
if [ "$(find /sys/devices/system/node -maxdepth 1 -name 'node[0-9]*' | wc -l)" -eq 1 ]; then
	like 'a single node is told' "$found" nodes
else
	skip 'a single node is told' 'there are several'
fi
if [ -d /sys/bus/event_source/devices/cpu ] || compgen -G '/sys/bus/event_source/devices/*_*' >/dev/null; then
	skip 'a machine without a PMU is told' 'this has one'
else
	like 'a machine without a PMU is told' "$found" pmu
fi
if [ "$(cat /proc/sys/kernel/perf_event_paranoid)" -ge 2 ]; then
	like 'the paranoid level is told' "$found" paranoid
else
	skip 'the paranoid level is told' 'it is low'
fi
try doctor --watch 10ms
is 'in words: nothing but commands is wider than 80 columns' \
	"$(grep -vE '^  (mend|undo|    )  ' "$tmp/stdout" | awk 'length > 80')" ''

# ---- another machine's files ----

server
try doctor --root "$root" --watch 1ms
is 'governor, balancing, THP and irqbalance only blur' "$status" 0
like 'the command names every CPU' "$stdout" \
	'mend  echo performance \| tee /sys/devices/system/cpu/cpu\{0\.\.3\}/cpufreq/scaling_governor'
like 'and its undo restores' "$stdout" \
	'undo  echo powersave \| tee /sys/devices/system/cpu/cpu\{0\.\.3\}/cpufreq/scaling_governor'
like 'a service is stopped' "$stdout" 'mend  systemctl stop irqbalance'
is 'nothing is changed by looking' "$(cat "$root/sys/devices/system/cpu/cpu2/cpufreq/scaling_governor")" powersave
put sys/devices/system/cpu/cpu2/cpufreq/scaling_governor performance
try doctor --root "$root" --watch 1ms
is 'CPUs that differ spoil' "$status" 1
try doctor --root "$root" --watch 1ms --cpus 2
unlike 'of the CPU chosen nothing is wrong' "$stdout" governor
like 'but it lies on one node' "$stdout" 'one NUMA node of 2'

server
try doctor --root "$root" --watch 1ms --apply
is 'what could not be done makes it status 3' "$status" 3
is 'and is said in one line' "$stderr" \
	'pageref: irqbalance: not mended: systemctl stop irqbalance: not done for files of another machine'
is 'every CPU has its governor' \
	"$(cat "$root"/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor | sort | uniq -c | tr -s ' ')" ' 4 performance'
is 'balancing is off' "$(cat "$root/proc/sys/kernel/numa_balancing")" 0
# What it said restores: its own lines, on this root.
sed -n '/^To restore/,/^$/{/^  /p}' "$tmp/stdout" | sed "s, /\(sys\|proc\), $root/\1,g" >"$tmp/undo"
bash "$tmp/undo" >"$tmp/undo.said" 2>&1
is 'the undo lines are taken by bash' $? 0
is 'and restore what was' "$(cat "$root"/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor \
	"$root/proc/sys/kernel/numa_balancing" | tr '\n' ' ')" 'powersave powersave powersave powersave 1 '

server
rm -r "$root/proc/9"
try doctor --root "$root" --watch 1ms --apply --format json
is 'JSON of changes: each with its undo' "$status $(jq -c '[.changes[] | select(.did and .undo and .failed == null)]
	| length' "$tmp/stdout")" '0 3'
is 'and what is left' "$(jq -c '[.findings[].name] - ["isolation"]' "$tmp/stdout")" '[]'

rm -rf "$root"
put sys/devices/system/cpu/online 0
put sys/devices/system/cpu/cpu0/cpufreq/scaling_governor "\$(touch $tmp/ran)$escape"
try doctor --root "$root" --watch 1ms
is 'a hostile file: no control character' "$(tr -d '\n' <"$tmp/stdout" | grep -c '[[:cntrl:]]')" 0
try doctor --root "$root" --watch 1ms --format json
jq -r '.findings[] | select(.name == "governor") | .undo' "$tmp/stdout" >"$tmp/undo"
sed "s, /sys, $root/sys,g" "$tmp/undo" | bash
ok 'its undo is one word to the shell' test ! -e "$tmp/ran"

mkdir -p "$root/proc/sys/kernel/numa_balancing"
rm "$root/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"
try doctor --root "$root" --watch 1ms
is 'what cannot be read is told, and is no fault' \
	"$status $(grep -A 1 'Cannot be read' <<<"$stdout" | tail -n 1)" \
	'0   numa-balancing: /proc/sys/kernel/numa_balancing: Is a directory'
rm -r "$root/proc"
try doctor --root "$root" --watch 1ms
like 'nothing found is said' "$stdout" 'nothing to mend'

# ---- beside a measurement ----

try run --scheme plain --threads 1 --duration 5ms --warmup 1ms --repeat 1 --events none -o "$tmp/r.jsonl"
ok 'the run line carries it' holds "$tmp/r.jsonl" '.[0].doctor | type == "array"
	and all(.[]; keys == ["name", "severity", "value"])'
bad=$(jq -r 'select(.type == "run") | [.doctor[] | select(.severity | IN("spoils", "blurs")) | .name] | join(", ")' "$tmp/r.jsonl")
if [ -n "$bad" ]; then
	like 'one line warns' "$stderr" "doctor: [0-9]+ things? spoils? or blurs? this measurement: $bad \\('pageref doctor' says what to do\\)"
else
	unlike 'nothing warns of nothing' "$stderr" doctor
fi
if [ "$(id -u)" -eq 0 ] && setpriv --reuid=65534 --clear-groups true 2>/dev/null; then
	cp "$PAGEREF" "$tmp/pageref" && chmod 755 "$tmp" "$tmp/pageref"
	is '--apply needs root' "$(setpriv --reuid=65534 --clear-groups "$tmp/pageref" doctor --apply 2>&1; echo $?)" \
		$'pageref: --apply changes the machine: it needs root\n3'
else
	skip '--apply needs root' 'no other user to be'
fi
