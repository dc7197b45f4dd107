#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# sweep.sh PAGEREF PROFILE...: run profiles one after the other into one results file, draw its
# pictures, and say where both are. An interrupted sweep is drawn as far as it came.
set -euo pipefail

if [ $# -lt 2 ]; then
	echo "usage: scripts/sweep.sh PAGEREF PROFILE..." >&2
	exit 2
fi
pageref=$1
shift
results=results/$(uname -n | tr -c 'A-Za-z0-9\n-' _)-$(date +%Y%m%dT%H%M%S)-$1.jsonl
pictures=${results%.jsonl}-pictures

# Ctrl-C is for the run; this script goes on to draw what it left.
trap : INT TERM
status=0
for profile in "$@"; do
	[ "$status" -ne 0 ] || "$pageref" run --profile "$profile" --out "$results" || status=$?
done
if [ -s "$results" ]; then
	drawn=0
	"$pageref" plot "$results" --out "$pictures" >/dev/null || drawn=$?
	echo "results:  $results"
	[ "$drawn" -ne 0 ] || echo "pictures: $pictures/"
	[ "$status" -ne 0 ] || status=$drawn
fi
exit "$status"
