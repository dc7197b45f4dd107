# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the firmware's table says, as the kernel passes it on, and a short run from each node on each
# node's memory. Read by busybox's shell on an emulated machine.
. lib.sh

for node in 0 1 2; do
	cd /sys/devices/system/node/node$node/access0/initiators
	echo "$node: from $(echo node*) $(cat read_latency) $(cat read_bandwidth)"
done >/tmp/results/hmat
cd /tmp/results
cat /sys/devices/system/node/node*/distance >distances
pageref topo >topology
pageref topo --format json >topo.json
short --placement all --memory node:0,node:1,node:2 --threads 2 -o run.jsonl
