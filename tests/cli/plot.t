#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# plot.t: `pageref plot` makes well-formed pictures of a results file, and only those; names in it that
# try to be shell, gnuplot, markup or paths harm nothing; files that are torn, foreign or not there,
# and a gnuplot that is missing, each end with their own status and line.
# shellcheck disable=SC2016 # a $name in single quotes is jq's or the attacker's
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

if ! command -v gnuplot >/dev/null; then
	echo '1..0 # SKIP gnuplot is not installed'
	exit 0
fi
plan 73

"$PAGEREF" run --workload get-put,ping-pong --scheme plain,frozen-bit,null --duration 5ms --warmup 1ms \
	--repeat 2 -o "$tmp/taken.jsonl" >/dev/null 2>"$tmp/stderr" || note "run: $(cat "$tmp/stderr")"
# What is drawn must not depend on who else uses this machine.
jq -c 'if .type == "sample" then select(.take == 0) | .valid = true | .why = null else . end' \
	"$tmp/taken.jsonl" >"$tmp/r.jsonl"
mkdir "$tmp/work"
cd "$tmp/work" || exit 1

lines_said()
{
	wc -l <"$tmp/stderr"
}

# Lines, and the form feed with which gnuplot begins a page of characters, are not counted.
control_characters()
{
	cat "$tmp/stdout" "$tmp/stderr" | tr -d '\n\f' | grep -c '[[:cntrl:]]'
}

well_formed()
{
	[ -n "$(find "$1" -name '*.svg')" ] && find "$1" -name '*.svg' -exec xmllint --noout {} +
}

# Every PNG begins like one.
signatures()
{
	find "$1" -name '*.png' -exec sh -c 'head -c 4 "$1" | tail -c 3' sh {} \;
}

# ---- all pictures ----

try plot "$tmp/r.jsonl" -o pics
is 'plot: status' "$status" 0
is 'the pictures drawn are those named' "$(sort <<<"$stdout")" "$(find pics -maxdepth 1 -type f | sort)"
is 'each in both formats' "$(find pics -name '*.svg' | wc -l)" "$(find pics -name '*.png' | wc -l)"
ok 'every SVG is well-formed' well_formed pics
like 'every PNG is one' "$(signatures pics)" '^(PNG)+$'
ok 'throughput is drawn' test -s pics/throughput-get-put-compact.svg
ok 'and speedup' test -s pics/speedup-get-put-compact.svg
[ "$(nproc)" -eq 1 ] || ping_pong=pics/ping-pong.svg
ok 'and the ping-pong matrix, where there are two CPUs' test -s "${ping_pong-pics/latency-get-put-compact.svg}"
like 'a picture names the schemes' "$(cat pics/throughput-get-put-compact.svg)" 'frozen-bit'
like 'and the machine' "$(cat pics/throughput-get-put-compact.svg)" "$(uname -r)"
mv pics/throughput-get-put-compact.svg old.svg
ok 'a picture can be drawn again from its data' sh -c 'cd pics/data && gnuplot throughput-get-put-compact.gp'
ok 'and is the same' cmp old.svg pics/throughput-get-put-compact.svg
rm -rf pics old.svg

# ---- choosing ----

try plot "$tmp/r.jsonl" -o pics --plot throughput --format svg
is '--plot, --format: only what was asked for' \
	"$(find pics -maxdepth 1 -type f)" pics/throughput-get-put-compact.svg
try plot "$tmp/r.jsonl" -o pics --plot throughput,throughput --format svg
is '--plot: what is named twice is drawn once' \
	"$status $stdout" '0 pics/throughput-get-put-compact.svg'
try plot "$tmp/r.jsonl" -o pics --plot latency,all --format svg
like '--plot: all may stand in a list' "$status $stdout" '^0 .*/latency-.*/throughput-'
try plot "$tmp/r.jsonl" -o pics --plot nonesuch
is '--plot nonesuch: status, lines said' "$status $(lines_said)" '2 1'
like '--plot nonesuch: what there is' "$stderr" "'nonesuch'.* there are: throughput, latency, speedup"
try plot "$tmp/r.jsonl" -o pics --plot ''
is '--plot without a name: status, lines said' "$status $(lines_said)" '2 1'
try plot "$tmp/r.jsonl" -o pics --format gif
is '--format gif: status, lines said' "$status $(lines_said)" '2 1'
like '--format gif: what there is' "$stderr" 'there are: svg, png'
rm -rf pics

mkdir "$tmp/scratch"
TMPDIR=$tmp/scratch try plot "$tmp/r.jsonl" --terminal --plot throughput
like '--terminal draws with characters' "$status $stdout" '^0 .*throughput.*threads'
is '--terminal leaves no file behind' "$(find . "$tmp/scratch" -mindepth 1)" ''
unlike '--terminal: no colour in a file' "$stdout" $'\033'

# ---- standard input ----

"$PAGEREF" plot - -o pics --plot latency --format png <"$tmp/r.jsonl" >"$tmp/stdout" 2>&1
is 'results from standard input' "$? $(cat "$tmp/stdout")" '0 pics/latency-get-put-compact.png'
rm -rf pics

# ---- hostile names ----

# A command that got to run would leave this file.
names=$(jq -nc '[
	"a_b\"c$(touch HARM)", "`touch HARM`", "new\nline", "<&>\u0027%@{}", "x\u0027; system(\"touch HARM\"); #",
	"\"; system \"touch HARM\"; \"", "|touch HARM", "@HARM", "\\", "x\\n%s%n%d", "]]><script/>",
	"{/Symbol a}^2_3~b", "\u001b]0;title\u0007\u009b31m", "\u202eright to left", "../../../HARM",
	"&amp;&nonesuch;&#0;", "-e", "", " ", ("long" * 300)
]')
jq -c --argjson names "$names" 'if .type == "sample" and .scheme == "frozen-bit"
	then . as $s | $names[] | . as $name | $s | .scheme = $name else . end' \
	"$tmp/r.jsonl" >"$tmp/schemes.jsonl"
try plot "$tmp/schemes.jsonl" -o pics
is 'hostile schemes: status, control characters' "$status $(control_characters)" '0 0'
ok 'hostile schemes: every SVG is well-formed' well_formed pics
is 'hostile schemes: nothing was run' "$(find "$tmp" / -maxdepth 1 -name '*HARM*'; find . -name '*HARM*')" ''
try plot "$tmp/schemes.jsonl" --terminal --plot throughput
is 'hostile schemes on the terminal: status, control characters' "$status $(control_characters)" '0 0'
is 'hostile schemes: nothing was run' "$(find . -name '*HARM*')" ''
rm -rf pics

# gnuplot reads a doubled quote at the start of a string as the end of an empty one.
jq -c 'if .type == "sample" and .scheme == "frozen-bit" then .scheme = "\u0027; system(\"touch HARM\"); #"
	else . end' "$tmp/r.jsonl" >"$tmp/quote.jsonl"
try plot "$tmp/quote.jsonl" -o pics --plot throughput --format svg
is 'a scheme that begins with a quote: status' "$status" 0
ok 'a scheme that begins with a quote: the SVG is well-formed' well_formed pics
is 'a scheme that begins with a quote: nothing was run' "$(find . -name '*HARM*')" ''
rm -rf pics

# Names that become file names and titles: a handful, for each gets pictures of its own.
for field in workload placement memory share; do
	jq -c --argjson names "$names" --arg field $field 'if .type == "sample" and .workload == "get-put"
		then . as $s | $names[0, 1, 2, 3, 4, 12, 14, 15, 17, 19] | . as $name
			| $s | .[$field] = $name else . end' "$tmp/r.jsonl" >"$tmp/$field.jsonl"
	try plot "$tmp/$field.jsonl" -o pics --plot throughput --format svg
	is "hostile ${field}s: status, control characters" "$status $(control_characters)" '0 0'
	ok "hostile ${field}s: every SVG is well-formed" well_formed pics
	is "hostile ${field}s: all is in its folder, nothing was run" \
		"$(find . "$tmp" -maxdepth 1 -newer "$tmp/$field.jsonl" ! -path . ! -path ./pics \
			! -path "$tmp" ! -path "$tmp/std*" ! -path "$tmp/work"; find . -iname 'harm')" ''
	rm -rf pics
done
jq -c --argjson names "$names" 'if .type == "run"
	then .host = $names[0] | .kernel = $names[3] | .cpu_model = $names[4] | .virtualisation = $names[12]
	else . end' "$tmp/r.jsonl" >"$tmp/machine.jsonl"
try plot "$tmp/machine.jsonl" -o pics --plot throughput --format svg
is 'a hostile machine: status, control characters' "$status $(control_characters)" '0 0'
ok 'a hostile machine: the SVG is well-formed' well_formed pics
is 'a hostile machine: nothing was run' "$(find . -name '*HARM*')" ''
rm -rf pics

# ---- files that are not what they should be ----

head -c -20 "$tmp/r.jsonl" >"$tmp/torn.jsonl"
try plot "$tmp/torn.jsonl" -o pics --plot throughput --format svg
is 'a torn last line: status, lines said' "$status $(lines_said)" '0 1'
like 'a torn last line: it is left out, and that is said' "$stderr" 'torn\.jsonl: its last line is torn'
rm -rf pics

# refused NAME FILE FRAGMENT: status 2, one line that says it, and no pictures.
refused()
{
	try plot "$2" -o pics
	is "$1: status, lines said, control characters" \
		"$status $(lines_said) $(control_characters)" '2 1 0'
	like "$1: what it says" "$stderr" "$3"
	ok "$1: no pictures are made" test ! -e pics
}

sed '1s/"schema":1/"schema":99/' "$tmp/r.jsonl" >"$tmp/schema.jsonl"
refused 'another schema' "$tmp/schema.jsonl" 'schema.*99'
printf '\033[31mnot json\n{}\n' >"$tmp/foreign.jsonl"
refused 'no results file' "$tmp/foreign.jsonl" 'foreign\.jsonl: line 1: not JSON'
refused 'no file' "$tmp/nonesuch.jsonl" 'nonesuch\.jsonl: No such file'
: >"$tmp/empty.jsonl"
head -n 1 "$tmp/r.jsonl" >"$tmp/begun.jsonl"
refused 'a run without samples' "$tmp/begun.jsonl" 'begun\.jsonl: there is no sample in it'
refused 'an empty file' "$tmp/empty.jsonl" 'empty\.jsonl: there is no sample in it'

# ---- what is missing ----

printf -v hostile '%s/\033[31m.jsonl' "$tmp"
cp "$tmp/torn.jsonl" "$hostile"
try plot "$hostile" -o pics --plot throughput --format svg
is 'a hostile file name: status, control characters' "$status $(control_characters)" '0 0'
rm -rf pics
touch file
try plot "$tmp/r.jsonl" -o file/pics
is 'pictures cannot be written: status, lines said' "$status $(lines_said)" '4 1'
try plot "$tmp/r.jsonl" -o nonesuch/pics
is 'pictures have no folder to lie in: status, lines said' "$status $(lines_said)" '4 1'
# As on a full disk, which gnuplot does not notice.
mkdir "$tmp/bin"
cat >"$tmp/bin/gnuplot" <<-END
	#!/bin/sh
	'$(command -v gnuplot)' "\$@" && case "\$*" in *throughput*) truncate -s 5000 ../throughput*.svg ;; esac
END
chmod +x "$tmp/bin/gnuplot"
PATH=$tmp/bin:$PATH try plot "$tmp/r.jsonl" -o pics --plot latency,throughput --format svg
is 'a picture is cut short: status, lines said' "$status $(lines_said)" '4 1'
is 'a picture is cut short: others are told' "$stdout" pics/latency-get-put-compact.svg
is 'a picture is cut short: it is not left there' "$(ls pics)" $'data\nlatency-get-put-compact.svg'
rm -rf pics
PATH=/nonexistent "$PAGEREF" plot "$tmp/r.jsonl" -o pics >"$tmp/stdout" 2>"$tmp/stderr"
is 'gnuplot is missing: status, lines said' "$? $(lines_said)" '3 1'
like 'gnuplot is missing: and how to get it' "$(cat "$tmp/stderr")" 'gnuplot is not installed.*apt install gnuplot'
ok 'gnuplot is missing: no pictures are made' test ! -e pics
