#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD [TEST...]: the tests on emulated machines, or some of them, one after the other: each takes
# all CPUs there are. Where Debian's packages cannot be had: one line, and exit status 3.
set -euo pipefail
cd "$(dirname "$0")/../.."

PAGEREF=$(realpath "$1/pageref")
CACHE=$(realpath -m "$1/packages")
export PAGEREF CACHE
shift
[ $# -gt 0 ] || set -- tests/emulated/*.t

# Before the tests: they skip where there are no packages, and nothing at all must not pass for success.
machines=five-nodes
[[ "$*" != *counting* ]] || machines+=' arm64'
for machine in $machines; do
	scripts/emulated-machine.sh --prepare "$machine" || exit $?
done
exec prove --timer --exec tests/tap.sh "$@"
