#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD: the tests on emulated machines, one after the other: each takes all CPUs there are. Where
# Debian's packages cannot be had: one line, and exit status 3.
set -euo pipefail
cd "$(dirname "$0")/../.."

PAGEREF=$(realpath "$1/pageref")
CACHE=$(realpath -m "$1/packages")
export PAGEREF CACHE

for machine in five-nodes arm64; do
	scripts/emulated-machine.sh --prepare "$machine" || exit $?
done
exec prove --timer --exec tests/tap.sh tests/emulated/*.t
