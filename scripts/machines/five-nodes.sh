# shellcheck shell=bash disable=SC2034,SC2054
# SPDX-License-Identifier: GPL-2.0-or-later
# 16 CPUs, two a core, in four packages of a node each, and all that a node can be: nodes 0 to 2 are
# ordinary, node 3 has CPUs and no memory, node 4 memory and no CPUs. Memory without CPUs comes last:
# the kernel numbers such nodes again. No two distances of a row are alike.
architecture=x86_64
arguments=(-smp 16,sockets=4,cores=2,threads=2 -m 1280M)
for node in 0 1 2 4; do
	arguments+=(-object "memory-backend-ram,id=memory$node,size=320M")
done
for node in 0 1 2; do
	arguments+=(-numa "node,nodeid=$node,cpus=$((4 * node))-$((4 * node + 3)),memdev=memory$node")
done
arguments+=(-numa node,nodeid=3,cpus=12-15 -numa node,nodeid=4,memdev=memory4)
for distance in 0,1,12 0,2,21 0,3,22 0,4,27 1,2,22 1,3,21 1,4,28 2,3,12 2,4,17 3,4,29; do
	IFS=, read -r from to value <<<"$distance"
	arguments+=(-numa "dist,src=$from,dst=$to,val=$value")
	arguments+=(-numa "dist,src=$to,dst=$from,val=$value")
done
