# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# A loop of known instructions, counted through our counters; and a run, for what it says of its events.
# Read by busybox's shell on an emulated machine.
. lib.sh

counted_loop >counted.json
pageref run -w get-put -s plain -d 1ms --warmup 100us -r 1 --processes 1 -e cycles,instructions \
	--no-count-retries --threads 1 -o run.jsonl
