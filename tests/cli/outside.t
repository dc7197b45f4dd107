#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# outside.t: schemes that `pageref run` is given as a header, a folder of headers or a shared object: they
# are measured like those that are built in, compiled once, and kept by their content.
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 51

plain=$PWD/core/schemes/plain.h
cache=$XDG_CACHE_HOME/pageref
root=$PWD
cd "$tmp" || exit 1
# Others may be at work in /tmp.
export TMPDIR=$tmp/temporary
mkdir "$TMPDIR"
cp "$plain" mine.h

measure() # WORD [OPTION...]: one short sample of it, into out.jsonl
{
	local word=$1

	shift
	rm -f out.jsonl
	try run --scheme "$word" --threads 1 --repeat 1 --duration 5ms --warmup 1ms --events none \
		--out out.jsonl "$@"
}

schemes()
{
	jq -r 'select(.type == "sample").scheme' out.jsonl | sort -u | paste -sd' '
}

# ---- what is measured ----

measure ./mine.h
is "a header is measured under the name of its file" "$status $(schemes)" "0 mine"
ok "the run says what it was" holds out.jsonl '.[0].schemes.mine | .word == "./mine.h" and
	.kind == "header" and .path == "./mine.h" and (.hash | test("^[0-9a-f]{32}$"))'
measure plain
ok "of what is built in a run has nothing to say" holds out.jsonl '.[0].schemes == {}'
measure plain,./mine.h,base=plain,mine.h
is "built in or not, all go together, each once" "$status $(schemes)" "0 base mine plain"
ok "a built-in one under another name says so" holds out.jsonl '.[0].schemes.base.kind == "built-in"'
hash=$(jq -r 'select(.type == "run").schemes.mine.hash' out.jsonl)
odd="my \"odd\" \$(touch ran) folder" # a shell that sees it would run what is in it
mkdir "$odd"
cp "$plain" "$odd/mine.h"
measure "again=$odd/mine.h"
is "the same text elsewhere has the same hash" \
	"$status $(jq -r 'select(.type == "run").schemes.again.hash' out.jsonl)" "0 $hash"
unlike "and no shell has seen its name" "$(ls)" $'(^|\n)ran'
measure ./mine.h --workload page-cache --lifetime rcu-folio
is "lookups are measured too" "$status $(schemes)" "0 mine"
measure ./mine.h --order full,acq-rel
is "in both memory orders" "$status $(jq -r 'select(.type == "sample").memory_order' out.jsonl | sort -u | paste -sd' ')" \
	"0 acq-rel full"
try run --dry-run --threads 1 --scheme ./mine.h
like "a plan may have it" "$status $stdout" '^0 .*schemes mine'
cp mine.h ./-x.h
measure -x.h --scheme=-x.h
is "a name may begin with a dash" "$status $(schemes)" "0 -x"

mkdir many
cp "$plain" many/second.h
cp "$plain" many/first.h
cp "$plain" many/.hidden.h
echo nothing >many/README
measure ./many/,plain
is "a folder is every header in it" "$status $(schemes)" "0 first plain second"
mkdir none
measure ./none/
is "a folder without any" "$status $stderr" "2 pageref: --scheme: ./none/: no header (*.h) in this folder"
measure x=./many/
like "a folder has no name to be given" "$status $stderr" '^2 .*its headers have names of their own'

# ---- names ----

mkdir other
cp "$plain" other/mine.h
measure ./mine.h,other/mine.h
is "two of a name could not be told apart" "$status $stderr" \
	"2 pageref: --scheme: ./mine.h and other/mine.h would both be called 'mine': name one, as in NAME=other/mine.h"
measure ./mine.h,second=other/mine.h
is "named they can" "$status $(schemes)" "0 mine second"
measure plain=./mine.h
like "nor may one be called like one that is built in" "$status $stderr" "^2 .*would both be called 'plain'"
measure x=nothing
like "what is named must exist" "$status $stderr" "^2 pageref: --scheme: 'nothing' does not exist; .*kernel:PATH"
measure nothing
like "and so must the rest" "$status $stderr" "^2 pageref: --scheme: 'nothing' does not exist; there are: plain"
cp mine.h ./all.h
measure ./all.h
like "all is every scheme" "$status $stderr" "^2 .*cannot be called 'all'"
measure $'./a\tb.h'
like "a control character is refused" "$status $stderr" '^2 .*a control character in its name$'
measure ./missing.h
is "a file that is not there" "$status $stderr" "2 pageref: --scheme: ./missing.h: No such file or directory"
sed 's/atomic_inc(/frobnicate(/' mine.h >typo.h
measure ./typo.h
like "one that does not compile is told with its place" "$status $stderr" \
	'^2 pageref: \./typo\.h does not compile: \./typo\.h:[0-9]+:[0-9]+: error: .*frobnicate'
is "nothing was measured" "$(ls out.jsonl 2>/dev/null)" ''
CC=no-such-compiler measure ./mine.h
like "without a compiler the remedy is told" "$status $stderr" '^3 .*no-such-compiler is not installed'

# ---- the cache ----

rm -rf "$cache"
measure ./mine.h
is "what was compiled is kept" "$(stat -c %a "$cache") $(find "$cache" -name '*.so' | wc -l)" "700 2"
kept=$(find "$cache" -printf '%p %i\n' | sort)
sed 's/^#include "core\/page.h"/\/* A remark. *\/\n&/' "$plain" >remark.h
measure ./remark.h
is "by its content, not its name" "$status $(find "$cache" -printf '%p %i\n' | sort)" "0 $kept"
sed 's/SCHEME_SOURCE *".*"/SCHEME_SOURCE "me"/' "$plain" >changed.h
measure ./changed.h
is "another text is another object" "$status $(find "$cache" -name '*.so' | wc -l)" "0 4"
CC="${CC:-gcc} -DOTHER" measure ./mine.h
is "so it is with another compiler's command" "$status $(find "$cache" -name '*.so' | wc -l)" "0 6"
for file in "$cache"/*.so; do truncate -s -1 "$file"; done
measure ./mine.h
is "a torn file is not loaded" "$status $(schemes)" "0 mine"
ok "but made again" test "$(find "$cache" -printf '%p %i\n' | sort)" != "$kept"
for file in "$cache"/*.so; do echo 'int main' >"$file"; done
measure ./mine.h
is "nor is what somebody else put there" "$status $(schemes)" "0 mine"
for i in {1..1100}; do echo >"$cache/$i.so"; done
touch -d 2001-01-01 "$cache"/{1..1100}.so
sed 's/SCHEME_SOURCE *".*"/SCHEME_SOURCE "more"/' "$plain" >more.h
measure ./mine.h,./more.h
is "what was not used for long makes room" "$status $(find "$cache" -name '*.so' | wc -l)" "0 502"
measure ./mine.h,./more.h
is "and what is used stays" "$status $(find "$cache" -name '*.so' | wc -l)" "0 502"
chmod 755 "$cache"
measure ./mine.h
like "a folder that others may look into is not used, and that is said" "$status $stderr" \
	'^0 .*nothing is kept in .*/pageref: others own it or may look into it'
is "once" "$(grep -c 'nothing is kept' stderr)" 1
chmod 700 "$cache"
rm -rf "$cache"
echo >"$cache"
measure ./mine.h
like "nor is what is no folder" "$status $stderr" '^0 .*nothing is kept in .*: it is not a folder'
rm -f "$cache"
(unset HOME XDG_CACHE_HOME && "$PAGEREF" run --scheme ./mine.h --threads 1 --repeat 1 --duration 5ms \
	--events none --out out.jsonl) >stdout 2>stderr
is "without a home nothing is kept, and nothing said of it" "$? $(grep -c kept stderr)" "0 0"
mkdir home
(unset XDG_CACHE_HOME && HOME=$tmp/home "$PAGEREF" run --scheme ./mine.h --threads 1 --repeat 1 \
	--duration 5ms --events none --out out.jsonl) >stdout 2>stderr
is "a home has it in .cache" "$? $(find home/.cache/pageref -name '*.so' | wc -l)" "0 2"
is "nothing is left behind" "$(ls "$TMPDIR")" ''

# ---- shared objects ----

echo 'int nothing;' | "${CC:-gcc}" -shared -fPIC -x c -o empty.so -
measure ./empty.so
like "an object that is no scheme" "$status $stderr" \
	'^2 pageref: \./empty\.so is no scheme: it has no pageref_user_version'$'\n'
command=$(tail -n 1 stderr)
like "is told how one is made" "$command" '-include \./MINE\.h -o MINE\.so'
ok "which makes one" sh -c "${command//MINE/mine}"
measure ./mine.so --workload get-put,gup-fast --memmap embedded
is "that is measured" "$status $(schemes)" "0 mine"
ok "without counting what it has no twin to count" holds out.jsonl 'all(.[]; .type != "sample" or .retries == null)'
try check --scheme ./mine.so
like "it has nothing to explore" "$status $stderr" '^2 .*carries nothing to explore: name its header'
ok "one for another version" sh -c "sed 's/define USER_INTERFACE 1/define USER_INTERFACE 99/' \
	'$root/bench/user/object.h' >object.h && cat mine.h object.h >new.h && ${command//MINE/new}"
measure ./new.so
like "is told so" "$status $stderr" '^2 pageref: \./new\.so was made for version 99 of the interface, and this program has 1'
echo text >text.so
measure ./text.so
like "a file that is no object" "$status $stderr" '^2 pageref: \./text\.so cannot be loaded: file too short'

# ---- installed ----

ok "make install has all that is needed" make -s -C "$root" DESTDIR="$tmp/installed" PREFIX=/usr \
	BUILD="$(dirname "$PAGEREF")" install-sources
PAGEREF_DATADIR=$tmp/installed/usr/share/pageref measure installed=./mine.h --workload get-put,pfn-walk
is "headers compile there" "$status $(schemes)" "0 installed"
