# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every placement and every memory policy, as short as can be: where things run is looked at, not how
# fast. Read by busybox's shell on an emulated machine.
. lib.sh

# What the kernel says of the machine, to hold the program's word against.
cat /sys/devices/system/node/node*/distance >distances
for node in 0 1 2 3 4; do
	cat /sys/devices/system/node/node$node/cpulist >cpus$node
done
pageref topo --format json >topo.json

short -w get-put --placement all --memory local --threads 4 --share all,node -o placements.jsonl
short -w get-put --placement all --memory local --threads 16 --share node,all -o whole.jsonl
short -w get-put --placement scatter,node:1 --memory node:0,node:1,node:2,node:4,interleave \
	--pages 512 --threads 3 --share all,thread -o policies.jsonl
short -w get-put --matrix --threads 2 -o matrix.jsonl
short -w gup-fast,page-cache --placement scatter --memory local,node:4,interleave --threads 2 \
	--memmap memdesc8 --churn 0,1000 -o lookups.jsonl
short -w ping-pong --placement cpus:0,1,cpus:0,12 --threads 2 -o ping-pong.jsonl

# What cannot be had must be refused with the reason.
# shellcheck disable=SC2086 # two words
for what in '--memory node:3' '--memory node:5' '--placement node:4' '--placement cpus:16'; do
	short -w get-put $what --threads 1 -o refused.jsonl 2>refusal || echo $? >>refusal
	cat refusal >>refusals
done

# The kernel's own word on where pages lie, while they are used: a long window, and numa_maps of the
# process that holds them. Mappings that nobody placed have another policy.
for memory in node:0 node:1 node:2 node:4 interleave; do
	short -d 2s --placement cpus:0 --threads 1 --memory $memory --pages 4096 -o long.jsonl >/dev/null 2>&1 &
	process=$(at_work 1)
	grep ' bind:' "/proc/$process/numa_maps" |
		tr ' ' '\n' | sed -n 's/^N\([0-9]*\)=\([0-9]*\)$/\1 \2/p' |
		awk '{ pages[$1] += $2 } END { for (node in pages) print node, pages[node] }' | sort >"pages-$memory"
	wait
done

# A sweep that is killed.
pageref run -s plain -d 1ms -r 10000 --threads 1 -e none -o killed.jsonl >/dev/null 2>&1 &
has_lines killed.jsonl 20
kill -9 $!
wait $! || echo $? >killed.status
sleep 1
pidof pageref >left || true

# Energy, as powercap would tell it of four packages, in another order than theirs: ten times as much of
# each as of the one before. Files are moved into place, for whoever reads must not find an empty one.
mount -t tmpfs none /sys/class
zones=/sys/class/powercap
for package in 0 1 2 3; do
	mkdir -p $zones/intel-rapl:$((3 - package))
	echo package-$package >$zones/intel-rapl:$((3 - package))/name
	echo 1000000000 >$zones/intel-rapl:$((3 - package))/max_energy_range_uj
done
tell_energy() { # TICK
	for package in 0 1 2 3; do
		step=$((package == 0 ? 1 : package == 1 ? 10 : package == 2 ? 100 : 1000))
		echo $(($1 * step)) >$zones/new
		mv $zones/new $zones/intel-rapl:$((3 - package))/energy_uj
	done
}
tell_energy 1
(
	tick=1
	while [ ! -e energy.done ]; do
		tick=$((tick + 1))
		tell_energy $tick
	done
) &
short -w get-put -d 100ms -r 3 --threads 2 --package-events energy-package,memory-reads -o energy.jsonl
touch energy.done
wait
