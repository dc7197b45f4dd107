# shellcheck shell=bash disable=SC2034,SC2054
# SPDX-License-Identifier: GPL-2.0-or-later
# Two arm64 CPUs. Their counter of cycles runs with the clock; that of instructions adds to an event set,
# starts, and reads 0 for ever: software that runs as fast as it can does not count.
architecture=aarch64
arguments=(-M virt -cpu cortex-a57 -accel tcg,thread=multi -smp 2 -m 512M)
