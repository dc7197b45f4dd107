#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# check_header.t: `pageref check --scheme ./mine.h`: a header from anywhere is judged as a scheme that is
# built in, and one that is none is told what is wrong with it.
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 42

plain=$PWD/core/schemes/plain.h
fault=$PWD/core/faults/put-without-cas.h
engine=$(dirname "$PAGEREF")/weak/engine
installed=$tmp/installed
cd "$tmp" || exit 1
# What others leave in theirs is not ours to judge.
export TMPDIR=$tmp/work
mkdir work

# without NAME FILE...: plain.h without the function NAME
without()
{
	sed "/^static inline [a-z]* $1(/,/^}/d" "$plain"
}

# ---- headers that are schemes ----

cp "$plain" mine.h
try check --scheme ./mine.h
is "a header that keeps every law passes" "$status" 0
like "under the name of its file" "$stdout" '^mine'$'\n'
like "its real functions are explored" "$stdout" \
	'one last put a lifetime, none before +holds +cases, schedules'
like "its speed is told" "$stderr" 'mine: [0-9]+ schedules executed'
if [ -d "$engine" ]; then
	like "weak memory is searched" "$stdout" 'the freer sees what was written before +holds to bound +C11'
else
	like "weak memory says why it was not" "$stdout" 'not run .*relacy'
fi

try check --scheme mine.h --format json
is "JSON is JSON" "$(jq -r '.schemes[0] | [.scheme, .header, .ruling] | @csv' stdout)" \
	'"mine","./mine.h","holds to bound"'
is "no model is of a header" "$(jq -r '[.schemes[0].verdicts[] | select(.layer == "model") | .ruling] |
	unique[]' stdout)" "not applicable"

mkdir 'my schemes'
cp "$plain" 'my schemes/second.h'
# shellcheck disable=SC2016 # a shell that sees this name would run what is in it
odd='with "quotes" $(touch ran)'
echo '#include "second.h"' >"my schemes/$odd.h"
try check --scheme "my schemes/$odd.h"
is "a file may be called like that" "$status $(head -n 1 stdout)" "0 $odd"
if [ -d "$engine" ]; then
	unlike "by every layer" "$stdout" 'not run'
else
	skip "by every layer" "built without relacy"
fi
unlike "and no shell has seen its name" "$(ls)" ran

# Where no verdict is asked for: a header that no law applies to, and no weak memory.
{
	cat "$plain"
	echo '#define SCHEME_UNSAFE 1'
} >quick.h
export RELACY=/nowhere
for odd in -dash @list; do
	cp quick.h "./$odd.h"
	try check "--scheme=$odd.h"
	is "a file may be called $odd.h" "$status $(head -n 1 stdout)" "0 $odd"
done
ln -s quick.h link.h
try check --scheme ./link.h
is "a link will do" "$status" 0
CC='gcc -DFROM_CC' try check --scheme ./quick.h
is "CC may be several words" "$status" 0
like "a layer that cannot be run says why" "$stdout" 'not run .*install relacy-dev'

sed '/define SCHEME_/d; s/^#ifndef SCHEME_.*/#if 1/' "$plain" >silent.h
try check --scheme ./silent.h
is "what a header does not say of itself has a default" "$status" 0
like "or is not judged" "$stdout" '10 .*not applicable .*SCHEME_ZEROED'

try check --scheme plain,./mine.h,./silent.h,plain
is "headers and schemes go together" "$status $(grep -cE '^(plain|mine|silent)$' stdout)" "0 3"
like "in the order given" "$(grep -E '^(plain|mine|silent)$' stdout | paste -sd' ')" '^plain mine silent$'

# ---- headers that break a law ----

cp "$fault" broken.h
try check --scheme ./mine.h,./broken.h
is "one that breaks a law is found out" "$status" 1
like "with the schedule" "$stdout" 'broken'$'\n''.*VIOLATED.*reader 1 +.*->.*VIOLATED:'

# ---- headers that are none ----

sed 's/^static inline void folio_get(/static inline viod folio_get(/' "$plain" >typo.h
try check --scheme ./typo.h
is "one that does not compile is a wrong command" "$status" 2
like "the first error comes first, with its place" "$stderr" \
	"^pageref: \./typo\.h does not compile: \./typo\.h:[0-9]+:[0-9]+: error: unknown type name .viod"
like "the compiler's own lines follow, indented" "$stderr" $'\n''  .*static inline viod folio_get'
unlike "and nothing about files of ours" "$stderr" '_template\.c'
is "nothing goes to standard output" "$stdout" ''
try check --scheme ./typo.h --format json
is "nor of JSON" "$status $stdout" '2 '

without folio_ref_freeze >lacks.h
try check --scheme ./lacks.h
is "a function that is missing is told in one line" "$status $stderr" \
	"2 pageref: ./lacks.h lacks folio_ref_freeze; it must be: static inline bool folio_ref_freeze(struct folio *folio, int count)"
sed 's/^static inline bool folio_ref_freeze/static inline int folio_ref_freeze/' "$plain" >type.h
try check --scheme ./type.h
like "so is one of another type" "$status $stderr" \
	'^2 pageref: \./type\.h gives folio_ref_freeze another type; it must be: static inline bool folio_ref'
without folio_get | sed 's/atomic_set_release(/frobnicate(/' >unknown.h
try check --scheme ./unknown.h
like "a call of what there is not is an error of the header" "$status $stderr" \
	'^2 pageref: \./unknown\.h does not compile: .*unknown\.h:[0-9:]+ error: .*frobnicate'
sed 's/^#include "core\/page.h"/&\nint elsewhere(void);/
	s/atomic_inc(&folio->_refcount);/elsewhere();/' "$plain" >elsewhere.h
try check --scheme ./elsewhere.h
like "a function that is nowhere is told" "$status $stderr" \
	'^2 pageref: \./elsewhere\.h cannot be loaded: undefined symbol: elsewhere'
: >empty.h
try check --scheme ./empty.h
like "an empty file lacks all" "$status $(wc -l <stderr) $stderr" \
	'^2 10 pageref: \./empty\.h lacks init_page_count;.*  it lacks folio_ref_unfreeze;'

try check --scheme ./missing.h
is "a file that is not there is told" "$status $stderr" \
	"2 pageref: --scheme: ./missing.h: No such file or directory"
mkdir 'empty folder'
try check --scheme 'empty folder/'
is "a folder without a header is none" "$status $stderr" "2 pageref: --scheme: empty folder/: no header (*.h) in this folder"
try check --scheme $'./new\nline.h'
like "a control character is refused" "$status $stderr" '^2 .*a control character in its name$'
cp "$plain" plain.h
try check --scheme plain,./plain.h
like "two of a name could not be told apart" "$status $stderr" "^2 .*both be called 'plain'"
try check --faults --scheme ./mine.h
like "a header is no planted fault" "$status $stderr" '^2 .*planted faults are built in'

# ---- the compiler ----

CC=no-such-compiler try check --scheme ./mine.h
like "without a compiler the remedy is told" "$status $stderr" '^3 .*no-such-compiler is not installed.*apt install gcc'
TMPDIR=$tmp/nowhere try check --scheme ./mine.h
like "a folder to compile in is needed" "$status $stderr" '^3 .*cannot make a folder to compile in'
is "nothing is left behind" "$(ls work)" ''

# ---- installed ----

ok "make install has all that is needed" \
	make -s -C "$OLDPWD" DESTDIR="$installed" PREFIX=/usr BUILD="$(dirname "$PAGEREF")" install-sources
PAGEREF_DATADIR=$installed/usr/share/pageref try check --scheme ./quick.h
is "and headers compile there" "$status" 0
