#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# compare.t: `pageref compare` with files: schemes of one, boots in two, columns of three; every format
# and the pictures; a status that scripts can trust; and one clear line for each thing that is wrong.
# What the formats print in full is in tests/bench/compare.
# shellcheck disable=SC2016 # a $name in single quotes is jq's
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
plan 97

make=tests/bench/fixtures/make_compare_fixture.sh
for kind in one vanilla patched elsewhere hostile; do
	"$make" $kind >"$tmp/$kind.jsonl"
done
cd "$tmp" || exit 1

lines_said()
{
	wc -l <"$tmp/stderr"
}

# Lines are not counted.
control_characters()
{
	cat "$tmp/stdout" "$tmp/stderr" | tr -d '\n\r' | grep -c '[[:cntrl:]]'
}

# ---- what is compared ----

try compare --format table one.jsonl --base plain --test frozen-bit
is 'one file: status, lines said' "$status $(lines_said)" '0 0'
like 'one file: 8 % are found under a drift of 20 %' "$stdout" '2 +25.* \+7\.[0-9]+% .*faster'
like 'one file: where there is nothing, that is said, and how little could be seen' \
	"$stdout" 'no difference > 1\.[0-9]%'
like 'one file: samples of one round are pairs' "$stdout" 'same round, which are pairs; 12 processes'
like 'one file: the virtual machine is warned of' "$stdout" 'hypervisor \(kvm\)'
try compare --format table one.jsonl --base plain --test lock-bit,frozen-bit
like 'several tests: a row for each' "$stdout" 'lock-bit .*no difference.*frozen-bit .*faster'
like 'an invalid sample is left out, and that is said' "$stdout" '1 invalid sample'

try compare --format table vanilla.jsonl patched.jsonl
is 'two files: status, lines said' "$status $(lines_said)" '0 0'
like 'two files: named by their names' "$stdout" 'threads +vanilla +patched +change'
like 'two files: they are no pairs, and that is said' "$stdout" 'not pairs, two groups of processes'
like 'two files: the kernels are named' "$stdout" 'differs +kernel: 6\.12\.0 \| 6\.12\.0-patched'
like 'two files: and what else differs' "$stdout" 'differs +governor: performance \| powersave'
like 'two files: the text of a scheme, too' "$stdout" 'scheme mine: 1111 \| 2222'
like 'two files: what only one has' "$stdout" '1 point only in vanilla: get-put plain, 4 threads'
unlike 'two boots of a machine are no other machine' "$stdout" 'another machine'
try compare --format table vanilla.jsonl elsewhere.jsonl
like 'another machine is warned of' "$status $stdout" '^0 .*WARNING +another machine.*cpu_model: Invented CPU \| Another'
is 'another machine: on standard error too, in one line' "$(lines_said) $stderr" \
	'1 pageref: another machine: host: near | far'
try compare --format table vanilla.jsonl vanilla.jsonl
like 'a file and itself: no difference' "$status $stdout" '^0 .*0\.0+%.*no difference'
try compare --format table vanilla.jsonl patched.jsonl elsewhere.jsonl
like 'three files: a row for each but the first' "$stdout" 'plain \(elsewhere\).*plain \(patched\)'
unlike 'as many processes on either side: nothing is said of it' "$stdout" 'uneven'
jq -c 'select(.type != "sample" or .process < 5)' patched.jsonl >few.jsonl
try compare --format table vanilla.jsonl few.jsonl
like 'many more on one side: it is said what that does to calls' "$status $stdout" \
	'^0 .*uneven +one side has many more processes'
for files in 'vanilla.jsonl patched.jsonl' 'patched.jsonl vanilla.jsonl' patched.jsonl; do
	# shellcheck disable=SC2086 # two words
	try compare --format table --base vanilla.jsonl $files
	like "--base FILE with $files" "$status $stdout" '^0 .*base +vanilla.*test +patched'
done
try compare --format table one.jsonl vanilla.jsonl --base frozen-bit --test plain
like 'a scheme of one file against one of another' "$status $stdout" '^0 .*frozen-bit +plain +change'

# ---- metrics ----

for metric in ns_per_op retries_per_op fairness cycles; do
	try compare --format table one.jsonl --base plain --test frozen-bit --metric $metric
	is "--metric $metric: status, lines said" "$status $(lines_said)" '0 0'
	like "--metric $metric: it is named" "$stdout" "$metric"
done
try compare --format table one.jsonl --base plain --test frozen-bit --metric ns_per_op
like 'less time is faster' "$stdout" '-7\.[0-9]% .*faster'
try compare --format table one.jsonl --base plain --test frozen-bit --metric cycles
like 'fewer cycles are less' "$stdout" '-7\.[0-9]% .* less'

# ---- formats ----

try compare vanilla.jsonl patched.jsonl --format mail
is 'mail: at most 72 columns' "$(awk 'length > 72' "$tmp/stdout")" ''
like 'mail: a table to paste' "$stdout" 'threads \| vanilla \| patched \| change \| 95% interval'
try compare vanilla.jsonl patched.jsonl --format markdown
like 'markdown: a table' "$stdout" '\| threads \| vanilla \|.*\|--:\|--:\|'
try compare vanilla.jsonl patched.jsonl --format csv
is 'csv: a line for each point, and every line as many fields' \
	"$(tail -n +2 "$tmp/stdout" | wc -l) $(awk -F, '{ print NF }' "$tmp/stdout" | sort -u | wc -l)" '2 1'
try compare vanilla.jsonl patched.jsonl --format json
ok 'json: it is JSON, and says which is faster' jq -e '.type == "comparison" and
	(.points | map(.call)) == ["more", "none"] and (.unmatched | length) == 1 and
	(.points[0] | .low < .ratio and .ratio < .high and .low > 1)' "$tmp/stdout"
try compare one.jsonl --base plain --test frozen-bit --format json
cp stdout first
try compare one.jsonl --base plain --test frozen-bit --format json
ok 'asked again it says the same' cmp first stdout
try compare one.jsonl --base plain --test frozen-bit --format json --seed 7
ok 'with another seed only the interval moves' jq -e -n --slurpfile a first --slurpfile b stdout \
	'$a[0].points[0].low != $b[0].points[0].low and $a[0].points[0].p == $b[0].points[0].p and
	 $b[0].seed == 7'

# ---- hostile names ----

for format in table mail markdown csv json; do
	try compare hostile.jsonl hostile.jsonl --format $format
	is "hostile names, $format: status, control characters" "$status $(control_characters)" '0 0'
done

# ---- judging ----

try compare --format table vanilla.jsonl patched.jsonl --fail-on-regression
is 'what is faster is no regression' "$status $(lines_said)" '0 0'
try compare --format table patched.jsonl vanilla.jsonl --fail-on-regression
is 'what is slower is one: status, lines said' "$status $(lines_said)" '1 1'
like 'and it is named' "$stderr" 'vanilla is slower than patched: get-put plain, 1 thread, compact: ops_per_sec -4\.[0-9]% \['
ok 'and the table is printed all the same' grep -q slower stdout
try compare --format table patched.jsonl vanilla.jsonl --fail-on-regression 3
is 'a regression of 3 % was asked for' "$status" 1
try compare --format table patched.jsonl vanilla.jsonl --fail-on-regression=10
is 'a regression of 10 % is none' "$status" 0
try compare patched.jsonl vanilla.jsonl --fail-on-regression 10 --format csv
is 'the number may follow' "$status" 0
try compare --format table patched.jsonl vanilla.jsonl --threshold 10 --fail-on-regression
is '--threshold: what is below it is not called' "$status" 0
like '--threshold: and that is said' "$stdout" 'difference below 10 % is not called'
try compare --format table patched.jsonl vanilla.jsonl --alpha 0.0001
unlike '--alpha: less chance of a false call, fewer calls' "$stdout" ' (slower|faster)$'

# ---- pictures ----

if command -v gnuplot >/dev/null; then
	try compare --format table one.jsonl --base plain --test frozen-bit --plot pics
	is '--plot: status' "$status" 0
	ok '--plot: the change is drawn' test -s pics/change-get-put-compact.svg
	ok '--plot: and the event, of both sides' grep -q frozen-bit pics/events-cycles-get-put-compact.svg
	is '--plot: every file is told of' "$(sed 's/.*drawn: //' stderr | sort)" "$(find pics -maxdepth 1 -type f | sort)"
	try compare --format table vanilla.jsonl patched.jsonl --plot boots
	ok '--plot: two kernels share a picture' \
		grep -q 'plain (patched)' boots/events-cycles-get-put-compact.svg
	try compare --format table hostile.jsonl hostile.jsonl --plot bad
	is '--plot: hostile names: status, control characters' "$status $(control_characters)" '0 0'
	ok '--plot: hostile names: well-formed' \
		sh -c 'find bad -name "*.svg" -exec xmllint --noout {} +'
	touch file
	try compare --format table vanilla.jsonl patched.jsonl --plot file/pics
	is '--plot where nothing can be written: status, lines said' "$status $(lines_said)" '4 1'
else
	for name in status change event told kernels hostile formed written; do
		skip "--plot: $name" 'gnuplot is not installed'
	done
fi

# ---- what is wrong ----

# refused NAME FRAGMENT ARGUMENT...: status 2, one line that says it.
refused()
{
	local name=$1 fragment=$2

	shift 2
	try compare --format table "$@"
	is "$name: status, lines said, control characters" \
		"$status $(lines_said) $(control_characters)" '2 1 0'
	like "$name: what it says" "$stderr" "$fragment"
}

refused 'one file' 'one file.*--base SCHEME --test SCHEME' one.jsonl
refused '--test without --base' '--test without --base' one.jsonl --test plain
refused 'schemes of three files' 'these are 3' one.jsonl one.jsonl one.jsonl --base plain --test null
refused 'a scheme that is not there' "no sample of scheme 'nonesuch'; there are: plain, lock-bit, frozen-bit" \
	one.jsonl --base plain --test nonesuch
refused 'a metric that is not there' "no metric 'nonesuch'; there are: ops_per_sec.*cycles" \
	vanilla.jsonl patched.jsonl --metric nonesuch
refused 'a format that is not there' "'gif' does not exist; there are: table, mail" one.jsonl one.jsonl --format gif
refused 'an alpha of 2' '--alpha: it is above 0' one.jsonl one.jsonl --alpha 2
refused 'a regression of x' "'x' is no percentage" one.jsonl one.jsonl --fail-on-regression=x
refused 'a file that is not there' 'nonesuch\.jsonl: No such file' one.jsonl nonesuch.jsonl
sed '1s/"schema":1/"schema":2/' patched.jsonl >schema.jsonl
refused 'two schema versions' 'schema\.jsonl: schema 2 in run line 1: this pageref reads schema 1' \
	vanilla.jsonl schema.jsonl
sed '5s/.\{40\}$//' patched.jsonl >cut.jsonl
refused 'a file torn in its middle' 'cut\.jsonl: line 5: not JSON' vanilla.jsonl cut.jsonl
cat patched.jsonl patched.jsonl >twice.jsonl
refused 'a file put behind itself' 'twice\.jsonl: the run of 20.* is in it twice' vanilla.jsonl twice.jsonl
sed 's/"valid":true/"valid":false/' patched.jsonl >invalid.jsonl
refused 'nothing valid in common' 'no valid sample in common; none in invalid of: get-put plain' \
	vanilla.jsonl invalid.jsonl
head -n 1 patched.jsonl >begun.jsonl
refused 'a file without samples' 'begun\.jsonl: there is no sample in it' vanilla.jsonl begun.jsonl
sed 's/"pages":1/"pages":64/' patched.jsonl >pages.jsonl
refused 'nothing in common' 'no sample in common; only in vanilla: get-put plain, . threads?, compact \(pages 1 \| 64\)' vanilla.jsonl pages.jsonl
head -c -20 patched.jsonl >torn.jsonl
try compare --format table vanilla.jsonl torn.jsonl
is 'a torn last line: status, lines said' "$status $(lines_said)" '0 1'
like 'a torn last line: it is left out, and that is said' "$stderr" 'torn\.jsonl: its last line is torn'
