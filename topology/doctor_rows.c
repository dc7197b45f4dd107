// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * doctor_rows.c: everything that the doctor looks at, a row each: why it matters to a count of
 * references that threads share, and what to do. `mend` and `undo` are for findings whose check gives
 * no steps; with steps, the command is made of them. Commands are root's unless they say pageref.
 */
#include "topology/doctor_parts.h"

#include <stddef.h>

const struct doctor_row doctor_rows[] = {
	{.name = "load",
	 .why = "A thread that loses its CPU leaves the contended line to its rivals, which then look "
		"faster than they are. Such samples are left out, and what remains are lucky moments.",
	 .severity = DOCTOR_SPOILS,
	 .mend = "top -o %CPU",
	 .advice = "The command shows who it is. End it, or choose other CPUs with --placement.",
	 .check = check_load},
	{.name = "steal",
	 .why = "A virtual CPU that the hypervisor takes away stops in mid-operation, and with it "
		"every thread that waits for its line.",
	 .severity = DOCTOR_SPOILS,
	 .advice = "Pin the virtual CPUs on the host, one to a core of its own, or use bare metal.",
	 .check = check_steal},
	{.name = "quota",
	 .why = "The scheduler stops the whole group for the rest of each period, in the middle of "
		"windows.",
	 .severity = DOCTOR_SPOILS,
	 .advice = "In a container its own settings decide (docker update --cpu-quota=-1 NAME).",
	 .check = check_quota},
	{.name = "hybrid",
	 .why = "Threads on slower CPUs hold the line for longer: a figure over several kinds is that "
		"of no kind.",
	 .severity = DOCTOR_SPOILS,
	 .mend = "lscpu --extended=CPU,CORE,MAXMHZ,MODELNAME",
	 .advice = "The command shows which is which: choose one kind, with --placement cpus:LIST.",
	 .check = check_hybrid},
	{.name = "governor",
	 .why = "The clock follows the load, so a sample depends on what ran before it.",
	 .severity = DOCTOR_BLURS,
	 .mend = "cpupower frequency-set -g performance",
	 .check = check_governor},
	{.name = "frequency",
	 .why = "CPUs with different limits give different figures. One limit for all is steady, but "
		"not this machine at its best.",
	 .severity = DOCTOR_NOTE,
	 .check = check_frequency},
	{.name = "turbo",
	 .why = "The clock falls as more cores work, so a curve over threads bends for another reason "
		"than contention.",
	 .severity = DOCTOR_BLURS,
	 .check = check_turbo},
	{.name = "throttling",
	 .why = "A CPU that is too hot runs slower, from one sample to the next.",
	 .severity = DOCTOR_NOTE,
	 .advice = "Better cooling, or turbo off; then measure again.",
	 .check = check_throttling},
	{.name = "idle",
	 .why = "A CPU that slept wakes up late and with cold caches: the first part of a window is "
		"another machine's. Costs power while it is off.",
	 .severity = DOCTOR_BLURS,
	 .check = check_idle},
	{.name = "smt",
	 .why = "Siblings share a core and its first caches: a line moves between them for next to "
		"nothing, and private work slows down.",
	 .severity = DOCTOR_NOTE,
	 .mend = "pageref run --placement cores ...",
	 .advice = "That gives each thread a core while there are cores; 'echo off > "
		   "/sys/devices/system/cpu/smt/control' takes the siblings away (undo: on).",
	 .check = check_smt},
	{.name = "interrupts",
	 .why = "Each takes its CPU for some microseconds and evicts what is in the first caches.",
	 .severity = DOCTOR_BLURS,
	 .mend = "less /proc/interrupts",
	 .advice =
		 "With CPUs to spare, leave out those that devices interrupt: --placement cpus:LIST.",
	 .check = check_interrupts},
	{.name = "irqbalance",
	 .why = "It moves interrupts between CPUs every ten seconds, so onto measured ones.",
	 .severity = DOCTOR_BLURS,
	 .check = check_irqbalance},
	{.name = "numa-balancing",
	 .why = "The kernel unmaps pages to see who uses them, and moves them to another node: faults "
		"and copies in mid-window.",
	 .severity = DOCTOR_BLURS,
	 .check = check_numa_balancing},
	{.name = "thp",
	 .why = "khugepaged copies pages together and interrupts every CPU to say so; workloads of "
		"the running kernel get larger folios than were asked for.",
	 .severity = DOCTOR_BLURS,
	 .check = check_thp},
	{.name = "ksm",
	 .why = "ksmd takes a CPU and write-protects pages that look alike.",
	 .severity = DOCTOR_BLURS,
	 .check = check_ksm},
	{.name = "virtualisation",
	 .why = "The hypervisor runs virtual CPUs when and where it likes, and says of nodes and caches "
		"what it was told to. Compare on one machine; do not publish absolute figures.",
	 .severity = DOCTOR_BLURS,
	 .advice =
		 "Use bare metal. Else, on the host: pin each virtual CPU to a core, pass through "
		 "the topology, and give the guest its PMU.",
	 .check = check_virtualisation},
	{.name = "clock-source",
	 .why = "Reading it is a system call or worse, which lengthens both ends of a window.",
	 .severity = DOCTOR_BLURS,
	 .advice = "The kernel's log says why it does not trust the tsc (dmesg | grep -i tsc).",
	 .check = check_clock_source},
	{.name = "pmu",
	 .why = "Without events the figures cannot be explained: no cycles, no cache lines that came "
		"from another core or node.",
	 .severity = DOCTOR_LIMITS,
	 .mend = "pageref list events",
	 .advice =
		 "The command says what counts, and why the rest does not. On the host: enable the virtual PMU (QEMU: -cpu "
		 "host,pmu=on); or use bare metal. Throughput needs none of it.",
	 .check = check_pmu},
	{.name = "paranoid",
	 .why = "It decides which events may be counted, and in whose code.",
	 .severity = DOCTOR_LIMITS,
	 .check = check_paranoid},
	{.name = "watchdog",
	 .why = "One counter less fits into each event set, so more sets take turns.",
	 .severity = DOCTOR_LIMITS,
	 .check = check_watchdog},
	{.name = "nodes",
	 .why = "Nothing can be said of memory or lines that cross nodes, which is where reference "
		"counts cost most.",
	 .severity = DOCTOR_LIMITS,
	 .mend = "pageref run --dry-run --topology 'package:2 numa:4 core:8 pu:2'",
	 .advice = "Measure on a machine with several nodes; the command plans for one.",
	 .check = check_nodes},
	{.name = "cpuset",
	 .why = "Threads and pages can only go where they are allowed: other CPUs and nodes are left "
		"out of every sweep.",
	 .severity = DOCTOR_LIMITS,
	 .advice = "Where the cgroup forbids it, widen its cpuset (container: --cpuset-cpus).",
	 .check = check_cpuset},
	{.name = "memlock",
	 .why = "Buffers of io_uring and of perf are locked: with many threads they are refused.",
	 .severity = DOCTOR_LIMITS,
	 .mend = "ulimit -l unlimited",
	 .advice = "In the shell that starts pageref; permanently in /etc/security/limits.conf.",
	 .check = check_memlock},
	{.name = "energy",
	 .why = "'--package-events auto' has no energy then, unless perf's rapl events may be counted.",
	 .severity = DOCTOR_LIMITS,
	 .mend = "chmod a+r /sys/class/powercap/intel-rapl:*/energy_uj",
	 .undo = "chmod go-r /sys/class/powercap/intel-rapl:*/energy_uj",
	 .advice =
		 "Who may read it can learn what others compute (CVE-2020-8694): undo it on a machine "
		 "that is shared. Or measure as root.",
	 .check = check_energy},
	{.name = "isolation",
	 .why = "The scheduler may put other tasks, the tick and RCU callbacks on measured CPUs.",
	 .severity = DOCTOR_NOTE,
	 .advice =
		 "Boot with isolcpus=LIST nohz_full=LIST rcu_nocbs=LIST, leave a CPU or two for the "
		 "rest, and choose the list with --placement cpus:LIST.",
	 .check = check_isolation},
	{.name = "mitigations",
	 .why = "They make entries into the kernel dearer: that concerns workloads of the running "
		"kernel, not the loops of user space.",
	 .severity = DOCTOR_NOTE,
	 .advice = "Leave them as users have them. To see their share, boot a machine that runs "
		   "nothing else with mitigations=off, and compare.",
	 .check = check_mitigations},
	{.name = NULL},
};
