#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# ab-trees.sh BASE PATCHED [OPTION...]: two kernel trees, or two of whatever --scheme takes, through
# everything: build both, check both, compare them, and leave a folder that holds the table to mail, the
# pictures, the checks and the results they came from. OPTIONs are those of `pageref compare`.
# Exit status: 0 done; 1 a law is broken, or what --fail-on-regression asks for; else that of pageref.
set -euo pipefail

usage() {
	echo 'usage: scripts/ab-trees.sh BASE PATCHED [OPTION OF pageref compare]...' >&2
	echo 'BASE, PATCHED: a kernel tree, or what --scheme takes: kernel:TREE+FILE.patch, ./mine.h, plain' >&2
	exit 2
}

# A folder with the header in it is a tree; of all else pageref says what is wrong with it.
as_scheme() {
	if [ -e "$1/include/linux/page_ref.h" ]; then
		echo "kernel:${1%/}"
	else
		echo "$1"
	fi
}

# step STATUS_FILE COMMAND...: a step that says no does not keep the others from being made.
step() {
	local code=0

	"$@" || code=$?
	[ "$code" -le 1 ] || exit "$code"
	[ "$code" -eq 0 ] || status=1
}

[ $# -ge 2 ] || usage
base=base=$(as_scheme "$1")
patched=patched=$(as_scheme "$2")
shift 2
pageref=${PAGEREF:-$(dirname "$0")/../pageref}
folder=results/ab-$(uname -n | tr -c 'A-Za-z0-9\n-' _)-$(date +%Y%m%dT%H%M%S)
mkdir -p "$folder"
status=0

step "$pageref" check --scheme "$base,$patched" >"$folder/check.txt"
step "$pageref" compare --base "$base" --test "$patched" \
	--out "$folder/results.jsonl" --plot "$folder/pictures" "$@" >"$folder/mail.txt"
cat "$folder/mail.txt"
echo "table to mail: $folder/mail.txt" >&2
echo "checks:        $folder/check.txt" >&2
echo "results:       $folder/results.jsonl" >&2
echo "pictures:      $folder/pictures/" >&2
exit "$status"
