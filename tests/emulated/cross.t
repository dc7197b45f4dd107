#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# cross.t: the program as `make CROSS=aarch64-linux-gnu-` builds it starts, reads a machine, and checks a
# scheme, under qemu-user. That has neither mbind nor events: measuring is for counting.t's guest.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/lib.sh

build=${CROSS_BUILD:-build/aarch64-linux-gnu}
for needed in "$build/pageref" "$(command -v qemu-aarch64)"; do
	if [ ! -x "$needed" ]; then
		echo "1..0 # SKIP it takes qemu-aarch64 and $build/pageref, for which it takes aarch64-linux-gnu-gcc"
		exit 0
	fi
done

cat >"$tmp/pageref" <<END
#!/bin/sh
exec qemu-aarch64 -L "$PWD/$build/sysroot" "$PWD/$build/pageref" "\$@"
END
chmod +x "$tmp/pageref"
PAGEREF=$tmp/pageref

plan 5

try list schemes
like 'it lists what it was built with' "$status $stdout" '^0 .*plain'
try topo --format json
ok 'it reads the machine' jq -e '[.. | .cpus? // empty] | length > 0' "$tmp/stdout"
try run --topology 'package:2 numa:4 l3:2 core:8 pu:2' -s plain --placement all -n
like 'it plans' "$status $stdout" '^0 .*scatter'
try check --scheme plain
like 'it checks a scheme: every schedule' "$status $stdout" '^0 .* holds  *cases, schedules'
unlike 'and nothing is violated' "$stdout" 'VIOLATED'
