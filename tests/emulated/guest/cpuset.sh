# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# In a cgroup that has half of the CPUs and two of three nodes' memory. Read by busybox's shell on an
# emulated machine.
. lib.sh

echo +cpuset >/sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/small
echo 2-3 >/sys/fs/cgroup/small/cpuset.cpus
echo 1-2 >/sys/fs/cgroup/small/cpuset.mems
echo $$ >/sys/fs/cgroup/small/cgroup.procs

pageref topo >topology
short --placement all --memory local,node:1,node:2,interleave --pages 512 --threads 1,max -o run.jsonl
# shellcheck disable=SC2086 # two words
for what in '--memory node:0' '--placement node:0' '--placement cpus:1' '--threads 3'; do
	short $what -o refused.jsonl 2>refusal || echo $? >>refusal
	cat refusal >>refusals
done

# The cgroup loses a CPU while a thread runs on it.
short -d 3s -r 2 --threads 2 -o shrunk.jsonl >/dev/null 2>shrunk.err &
at_work 2
echo 2 >/sys/fs/cgroup/small/cpuset.cpus
wait $! || echo $? >shrunk.status
