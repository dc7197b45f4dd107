#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD: every test through prove: cmocka programs speak TAP to it, and so do the scripts that
# test the command line.
set -euo pipefail
cd "$(dirname "$0")/.."

build=$1
PAGEREF=$(realpath "$build/pageref")
BUILD=$(realpath "$build")
export PAGEREF BUILD

exec prove --timer --exec tests/tap.sh "$build"/tests/*/*_test "$build"/tests/*/*/*_test \
	tests/*.t tests/code/*.t tests/cli/*.t tests/bench/check/weak/*.t
