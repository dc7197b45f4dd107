#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# package_events.t: what is counted of packages, where this machine counts nothing, and where it is made to
# seem that it does: powercap's files in a folder over /sys/class, and PAPI's perf_event_uncore with the
# number of perf's software events in place of the power PMU's, so that a real counter of the kernel is read
# through it. Both in a mount namespace of their own, which needs root; elsewhere they are skipped.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

r=$tmp/r.jsonl
quick=(run --workload get-put --scheme plain --threads 1 --duration 5ms --warmup 1ms --repeat 2
	--no-count-retries --events none -o "$r")
samples='[.[] | select(.type == "sample")]'

# measure LIST [ARGUMENT]...: a run with these events of packages.
measure()
{
	rm -f "$r"
	try "${quick[@]}" --package-events "$@"
}

# ---- nothing was asked for ----

rm -f "$r"
try "${quick[@]}"
is 'without the option nothing is measured of packages' "$status" 0
ok 'nor said of them' holds "$r" "(.[0].package_events == {}) and
	($samples | length > 0 and all(has(\"packages\") | not))"
unlike 'nor missed' "$stderr" 'energy'

# ---- what cannot be had ----

# An uncore that no machine has: there is a reason, a remedy, and null.
measure nonesuch::EVENT
is 'an event that is not there: the run goes on' "$status" 0
like 'it is said once, with reason and remedy' "$(grep -c nonesuch "$tmp/stderr"): $stderr" \
	'^1: .*not counted: nonesuch::EVENT \([^;]+; [^)]+'
ok 'the run line says so too' holds "$r" '.[0].package_events["nonesuch::EVENT"]
	| (.available | not) and .native == null and (.reason | length > 10)'
ok 'and every sample has null, for every package' holds "$r" "(.[0].topology.packages) as \$nr | $samples
	| length > 0 and all((.packages | length == \$nr) and
		all(.packages[]; .events == {\"nonesuch::EVENT\": null} and (.nodes | length > 0)))"

measure auto
is 'auto takes what there is' "$status" 0
ok 'each is available or has a reason' holds "$r" '.[0].package_events
	| keys == ["energy-cores", "energy-dram", "energy-package", "memory-reads", "memory-writes"]
	and all(.[]; if .available then .reason == null and .native != null
		else (.reason | length > 10) and .native == null end)'
ok 'what is not available is null, and the rest a number' holds "$r" ".[0].package_events as \$e | $samples
	| [.[].packages[].events | to_entries[]] | length > 0 and
		all(\$e[.key].available or .value == null)"

try "${quick[@]}" --package-events nonesuch
is 'a name that is none: status' "$status" 2
like 'and what there is' "$stderr" 'there are: auto, none, energy-package'
try compare --base plain --test plain --budget 1s --dry-run --package-events auto
is 'compare has the option' "$status" 0
try list package-events
is 'list package-events: each is counted, or not for a reason' \
	"$(grep -cE '^ +counted here as |^ +not counted here: .+; .+' <<<"$stdout")" 5

# ---- powercap ----

# In the namespace: a package of 1 mJ each 2 ms or longer, whose counter of cores begins anew now and then.
cat >"$tmp/powercap.sh" <<'END'
class=/sys/class/powercap
cp -a /sys/class "$1/class" 2>/dev/null
mount -t tmpfs none /sys/class || exit 77
cp -a "$1/class/." /sys/class
zone()
{
	mkdir -p "$class/$1"
	echo "$2" >"$class/$1/name"
	echo "$3" >"$class/$1/energy_uj"
	echo "$4" >"$class/$1/max_energy_range_uj"
}
# Whole or not at all: who reads meanwhile must not find an empty file.
put()
{
	echo "$2" >"$class/new"
	mv "$class/new" "$class/$1/energy_uj"
}
package=$(cat /sys/devices/system/cpu/cpu0/topology/physical_package_id)
zone intel-rapl:0 "package-$package" 1000000 262143328850
zone intel-rapl:0:0 core 19000 20000
zone intel-rapl:0:1 dram 5 65712999613
zone intel-rapl:1 psys 5 262143328850
shift
if [ -n "${ENERGY_MODE-}" ]; then
	chmod "$ENERGY_MODE" "$class"/intel-rapl:*/energy_uj
	exec "$@"
fi
(
	n=0
	while [ "$n" -lt 20000 ]; do
		n=$((n + 1))
		put intel-rapl:0 $((1000000 + n * 1000))
		put intel-rapl:0:0 $(((19000 + n * 100) % 20001))
		sleep 0.002
	done
) &
"$@"
status=$?
kill $!
exit $status
END

# within SCRIPT COMMAND...: in a mount namespace; status 77 where that cannot be had.
within()
{
	unshare --mount sh "$tmp/$1" "$tmp" "${@:2}" >"$tmp/stdout" 2>"$tmp/stderr" </dev/null
	status=$?
	stdout=$(cat "$tmp/stdout")
	stderr=$(cat "$tmp/stderr")
}

names=('powercap: energy is counted' 'of the package and its cores, not of a zone that stands still'
	'a counter that begins anew loses nothing' 'the readings lie around the window'
	'it stands in the table' 'and is a metric of comparisons')
if ! unshare --mount true 2>/dev/null; then
	for name in "${names[@]}"; do
		skip "$name" 'no mount namespace for this user'
	done
else
	rm -f "$r"
	within powercap.sh "$PAGEREF" "${quick[@]}" --duration 40ms --repeat 6 --package-events auto
	if [ "$status" = 77 ]; then
		for name in "${names[@]}"; do
			skip "$name" 'no tmpfs over /sys/class'
		done
	else
		is "${names[0]}" "$status $(jq -r 'select(.type == "run")
			| .package_events["energy-package"] | "\(.available) \(.native) \(.unit)"' "$r")" \
			'0 true powercap energy_uj J'
		ok "${names[1]}" holds "$r" ".[0].package_events as \$e
			| \$e[\"energy-cores\"].available and (\$e[\"energy-dram\"].available | not) and
			([${samples}[].packages[0].events] | any(.[\"energy-package\"] > 0) and
				all(.[\"energy-package\"] >= 0 and .[\"energy-dram\"] == null))"
		# A tenth of the package's, give or take one that was written between two readings.
		ok "${names[2]}" holds "$r" "[${samples}[].packages[0].events
			| .[\"energy-cores\"] >= 0 and
				.[\"energy-cores\"] < .[\"energy-package\"] + 0.00015] | all"
		ok "${names[3]}" holds "$r" "$samples | all(.package_seconds >= .seconds)"
		if holds "$r" "[${samples}[] | select(.valid)] | length > 0" >/dev/null; then
			like "${names[4]}" "$stdout" \
				'threads  scheme  energy-package J/Mop  energy-cores J/Mop'
		else
			skip "${names[4]}" 'no quiet moment'
		fi
		try compare "$r" --base plain --test plain --metric nonesuch
		like "${names[5]}" "$stderr" "no metric 'nonesuch'; there are: .*, energy-package"
	fi
fi

# Since CVE-2020-8694 the kernel's mode.
name='powercap: what only root may read is told, with the remedy'
doctor='and the doctor says so'
nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
if [ "$(id -u)" != 0 ] || ! "${nobody[@]}" "$PAGEREF" --version >/dev/null 2>&1; then
	skip "$name" 'no other user to be'
	skip "$doctor" 'no other user to be'
else
	ENERGY_MODE=0400 within powercap.sh "${nobody[@]}" "$PAGEREF" list package-events
	if [ "$status" = 77 ]; then
		skip "$name" 'no tmpfs over /sys/class'
		skip "$doctor" 'no tmpfs over /sys/class'
	else
		like "$name" "$stdout" \
			'only root may read energy_uj \(CVE-2020-8694\); as root: chmod a\+r /sys/class/powercap/'
		ENERGY_MODE=0400 within powercap.sh "${nobody[@]}" "$PAGEREF" doctor --format json
		like "$doctor" "$(jq -c '.. | objects | select(.name? == "energy")' "$tmp/stdout")" \
			'root only.*chmod a\+r '
	fi
fi

# ---- PAPI's uncore ----

cat >"$tmp/uncore.sh" <<'END'
echo 1 >"$1/software"
mount --bind "$1/software" /sys/bus/event_source/devices/power/type || exit 77
shift
exec "$@"
END

# libpfm4's power PMU: energy-cores is its event 1, of the software events the task clock in nanoseconds.
names=('perf_event_uncore: a counter of a whole CPU is read through PAPI' 'in units of 2^-32 J'
	'under its own name it is a bare count' 'of the time between the readings')
why=
[ -e /sys/bus/event_source/devices/power/type ] || why='no power PMU to put another in the place of'
unshare --mount true 2>/dev/null || why='no mount namespace for this user'
if [ -z "$why" ]; then
	rm -f "$r"
	LIBPFM_FORCE_PMU=rapl within uncore.sh "$PAGEREF" "${quick[@]}" --duration 20ms \
		--package-events energy-cores,rapl::RAPL_ENERGY_CORES
	[ "$status" != 77 ] || why='no bind mount over sysfs'
	[ -n "$why" ] || holds "$r" '.[0].package_events["energy-cores"].available' >"$tmp/said" 2>&1 ||
		why="PAPI does not count it: $(jq -r 'select(.type == "run")
			| .package_events["energy-cores"].reason' "$r")"
fi
if [ -n "$why" ]; then
	for name in "${names[@]}"; do
		skip "$name" "$why"
	done
else
	is "${names[0]}" "$status $(jq -r 'select(.type == "run")
		| .package_events["energy-cores"].native' "$r")" '0 rapl::RAPL_ENERGY_CORES'
	events="${samples}[].packages[0].events"
	ok "${names[1]}" holds "$r" "[$events | .[\"energy-cores\"] * 4294967296 /
		.[\"rapl::RAPL_ENERGY_CORES\"] | . > 0.999999 and . < 1.000001] | all"
	ok "${names[2]}" holds "$r" ".[0].package_events[\"rapl::RAPL_ENERGY_CORES\"].unit == null"
	ok "${names[3]}" holds "$r" "[${samples}[] | .packages[0].events[\"rapl::RAPL_ENERGY_CORES\"] /
		1e9 / .package_seconds | . > 0.5 and . < 1.5] | all"
fi

name='perf_event_uncore: what the kernel forbids is told, with the remedy'
if [ ! -e /sys/bus/event_source/devices/power/type ]; then
	skip "$name" 'no power PMU'
elif [ "$(cat /proc/sys/kernel/perf_event_paranoid)" -lt 1 ]; then
	skip "$name" 'the kernel lets everybody count'
elif [ "$(id -u)" != 0 ] || ! "${nobody[@]}" "$PAGEREF" --version >/dev/null 2>&1; then
	skip "$name" 'no other user to be'
else
	like "$name" "$(LIBPFM_FORCE_PMU=rapl "${nobody[@]}" "$PAGEREF" list package-events 2>&1)" \
		'not counted here: [^;]*; as root: sysctl kernel.perf_event_paranoid=0'
fi

plan "$tests"
