# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# A CPU is switched off: in a window, and between windows of a sweep. Read by busybox's shell on an
# emulated machine.
. lib.sh
cpu3=/sys/devices/system/cpu/cpu3/online

short -d 3s -r 2 --threads 4 -o window.jsonl >/dev/null 2>window.err &
at_work 4
echo 0 >$cpu3
wait $! || echo $? >window.status

# What is left is a machine of its own.
pageref topo >topology
short --placement all --threads 1,max -o after.jsonl >/dev/null
echo 1 >$cpu3

pageref run -s plain,lock-bit --threads 4 -d 1ms -r 10000 --processes 1000 -e none -o sweep.jsonl >/dev/null 2>sweep.err &
has_lines sweep.jsonl 10
echo 0 >$cpu3
wait $! || echo $? >sweep.status
