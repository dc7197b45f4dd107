# shellcheck shell=bash disable=SC2034,SC2054
# SPDX-License-Identifier: GPL-2.0-or-later
# Three nodes whose firmware says how fast their memory is (ACPI HMAT): two with CPUs, and one, slow and
# far from both, without.
architecture=x86_64
arguments=(-machine hmat=on -smp 4,sockets=2,cores=2,threads=1 -m 960M)
for node in 0 1 2; do
	arguments+=(-object "memory-backend-ram,id=memory$node,size=320M")
done
arguments+=(-numa node,nodeid=0,cpus=0-1,memdev=memory0,initiator=0
	-numa node,nodeid=1,cpus=2-3,memdev=memory1,initiator=1
	-numa node,nodeid=2,memdev=memory2,initiator=1)
# From, to, latency in ns, bandwidth.
for pair in 0,0,80,20G 0,1,130,10G 0,2,300,3G 1,0,130,10G 1,1,80,20G 1,2,250,4G; do
	IFS=, read -r from to latency bandwidth <<<"$pair"
	arguments+=(-numa "hmat-lb,initiator=$from,target=$to,hierarchy=memory,data-type=access-latency,latency=$latency"
		-numa "hmat-lb,initiator=$from,target=$to,hierarchy=memory,data-type=access-bandwidth,bandwidth=$bandwidth")
done
