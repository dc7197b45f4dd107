#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# full_output.t: whatever is printed, and however much of it at once: where it cannot be written the
# status is 4, and one line says so.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 15
for kind in vanilla patched; do
	tests/bench/fixtures/make_compare_fixture.sh $kind >"$tmp/$kind.jsonl"
done

# Rates of a check are no complaint.
while read -r command; do
	read -ra words <<<"${command//TMP/$tmp}"
	"$PAGEREF" "${words[@]}" >/dev/full 2>"$tmp/stderr"
	is "$command: status, lines said" "$? $(grep -c '^pageref: ' "$tmp/stderr")" '4 1'
done <<-'END'
	--help
	--version
	run --help
	run --dry-run
	compare TMP/vanilla.jsonl TMP/patched.jsonl
	compare TMP/vanilla.jsonl TMP/patched.jsonl --format csv
	compare TMP/vanilla.jsonl TMP/patched.jsonl --format json
	list schemes
	list events
	topo
	topo --format json
	doctor --watch 100ms
	doctor --watch 100ms --format json
	check --scheme plain
	check --scheme plain --format json
END
