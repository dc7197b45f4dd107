# shellcheck shell=bash disable=SC2034,SC2054
# SPDX-License-Identifier: GPL-2.0-or-later
# One arm64 CPU whose counters are right: an instruction takes a nanosecond and a cycle, and is counted.
# PAPI has no model of a cortex-a72, and few events for a neoverse-n1.
architecture=aarch64
arguments=(-M virt -cpu cortex-a57 -icount shift=0,sleep=off -accel tcg,thread=single -smp 1 -m 512M)
