#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# kernel_tree.t: --scheme kernel:PATH[@REV][+FILE...]: page_ref.h of a tree, as it is, of a revision and
# patched, is measured and checked; and whatever is wrong with tree, revision or patch gets one line.
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 62

series=$PWD/tests/cli/fixtures/fetch-and-add.patch
newest() # RELEASE: the common headers of it that Debian installs
{
	find /usr/src -maxdepth 1 -name "linux-headers-$1.*-common" 2>/dev/null | sort -V | tail -n 1
}
v6_1=$(newest 6.1)
v6_12=$(newest 6.12)
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
unset GIT_DIR GIT_WORK_TREE
cd "$tmp" || exit 1
# Others may be at work in /tmp.
export TMPDIR=$tmp/temporary
mkdir "$TMPDIR"

# A tree of our own, no more than is needed: so that all of this is tested where Debian's are not.
mkdir -p tree/include/linux
cat >tree/include/linux/page_ref.h <<'EOF'
#ifndef _LINUX_PAGE_REF_H
#define _LINUX_PAGE_REF_H
#include <linux/atomic.h>
#include <linux/page-flags.h>

static inline int folio_ref_count(const struct folio *folio)
{
	return atomic_read(&folio->_refcount);
}

static inline void set_page_count(struct page *page, int v)
{
	atomic_set(&page->_refcount, v);
}

static inline void init_page_count(struct page *page)
{
	set_page_count(page, PAGEREF_ONE);
}

static inline void folio_ref_inc(struct folio *folio)
{
	VM_BUG_ON_FOLIO(folio_ref_count(folio) == 0, folio);
	atomic_inc(&folio->_refcount);
}

static inline bool folio_ref_add_unless(struct folio *folio, int nr, int u)
{
	return atomic_add_unless(&folio->_refcount, nr, u);
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_add_unless(folio, 1, 0);
}

static inline int folio_ref_sub_and_test(struct folio *folio, int nr)
{
	return atomic_sub_and_test(nr, &folio->_refcount);
}

static inline int folio_ref_dec_and_test(struct folio *folio)
{
	VM_BUG_ON_FOLIO(folio_ref_count(folio) <= 0, folio);
	return atomic_dec_and_test(&folio->_refcount);
}

static inline int folio_ref_freeze(struct folio *folio, int count)
{
	return likely(atomic_cmpxchg(&folio->_refcount, count, 0) == count);
}

static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	atomic_set_release(&folio->_refcount, count);
}
#endif
EOF
cat >tree/include/linux/page-flags.h <<'EOF'
#include <no/such/header.h>
#define PAGEREF_ONE \
	(1)
EOF
printf '# SPDX\nVERSION = 6\nPATCHLEVEL = 99\nSUBLEVEL = 3\nEXTRAVERSION = -rc1\n' >tree/Makefile

measure() # WORD [OPTION...]: one short sample of it, into out.jsonl
{
	local word=$1

	shift
	rm -f out.jsonl
	try run --scheme "$word" --threads 1 --repeat 1 --duration 5ms --warmup 1ms --events none \
		--out out.jsonl "$@"
}

# ---- a tree ----

measure kernel:tree
is "a tree is measured" "$status $(jq -r 'select(.type == "sample").scheme' out.jsonl | sort -u)" "0 kernel:tree"
ok "and the run says what it was" holds out.jsonl '.[0].schemes["kernel:tree"] |
	.kind == "kernel" and .path == "./tree" and .tree == "6.99.3-rc1" and .patches == [] and
	.revision == null and .commit == null and (.hash | test("^[0-9a-f]{32}$"))'
hash=$(jq -r 'select(.type == "run").schemes["kernel:tree"].hash' out.jsonl)
measure vanilla=kernel:tree/
is "NAME= names it, and the same text has the same hash" \
	"$status $(jq -r 'select(.type == "run").schemes.vanilla.hash' out.jsonl)" "0 $hash"
(cd tree && "$PAGEREF" run --scheme kernel:. --threads 1 --dry-run) >stdout 2>stderr
like "a dot has the name of the folder" "$(<stdout)" 'schemes kernel:tree'
cp -r tree "a tree+with@odd 'name\""
measure "kernel:a tree+with@odd 'name\""
is "its folder may be called anything" "$status" 0
cp -r tree ./-C
measure kernel:-C
is "even an option" "$status" 0
try check --scheme kernel:tree
is "a tree is checked" "$status $(head -n 1 stdout)" "0 kernel:tree"
like "by schedules of its own functions" "$stdout" 'one last put a lifetime, none before +holds +cases, schedules'
if [ -d "$(dirname "$PAGEREF")/weak/engine" ]; then
	like "and as C++ for weak memory" "$stdout" 'the freer sees what was written before +holds to bound +C11'
else
	skip "and as C++ for weak memory" "built without relacy"
fi

# Weak memory takes the longest, and is the same for all of them.
export RELACY=/nowhere

# ---- trees that are none ----

measure kernel:nowhere
is "a folder that is not there" "$status $stderr" "2 pageref: --scheme: ./nowhere: no such folder"
mkdir empty
measure kernel:empty
is "a tree without page_ref.h" "$status $stderr" \
	"2 pageref: ./empty is no kernel tree: it has no include/linux/page_ref.h"
measure kernel:
is "no tree at all" "$status $stderr" "2 pageref: --scheme: kernel: needs the path of a kernel tree"
cp -r tree lacks
sed -i 's/folio_ref_freeze(/folio_ref_freezes(/' lacks/include/linux/page_ref.h
measure kernel:lacks
is "a page_ref.h without what is needed" "$status $stderr" \
	"2 pageref: kernel:lacks: its include/linux/page_ref.h defines no folio_ref_freeze()"
cp -r tree uses
sed -i 's/return likely(/return unknown_to_us(count) \&\& likely(/' uses/include/linux/page_ref.h
measure kernel:uses
is "a name that is not known is told, with what to do" "$status $stderr" \
	"2 pageref: kernel:uses does not compile in include/linux/page_ref.h:$(grep -n unknown_to_us uses/include/linux/page_ref.h | cut -d: -f1): it uses 'unknown_to_us', which core/kernel/ does not have; declare it in a header of yours and name that with --kernel-extra FILE"
echo '#define unknown_to_us(x) ((x) >= 0)' >extra.h
measure kernel:uses --kernel-extra extra.h
is "declared there it compiles" "$status" 0
ok "and the run says so" holds out.jsonl '.[0].schemes["kernel:uses"].kernel_extra == "extra.h"'
try check --scheme kernel:uses --kernel-extra extra.h
is "so it does for check" "$status" 0
measure kernel:uses --kernel-extra missing.h
is "a header that is not there" "$status $stderr" "2 pageref: --kernel-extra: missing.h: No such file or directory"

# ---- a probe comes first ----

mutant() # SED-COMMAND: a tree that is spoiled by it
{
	rm -rf mutant
	cp -r tree mutant
	sed -i "$1" mutant/include/linux/page_ref.h
}

mutant 's/return folio_ref_add_unless(folio, 1, 0);/return !folio_ref_add_unless(folio, 1, 0);/'
measure kernel:mutant
like "a test the wrong way round is told by its step" "$status $stderr" \
	'^2 pageref: kernel:mutant counts no references: step 2 of [0-9]+, "folio_try_get\(\) of a live page takes one more": it does not$'
try check --scheme kernel:mutant
like "check shows what it breaks" "$status $stdout" '^1 .*VIOLATION of law'
mutant 's/return likely(.*/return true;/'
measure kernel:mutant
like "a freeze that always succeeds" "$status $stderr" '^2 .*"folio_ref_freeze\(2\) of one reference is refused"'
mutant 's/count, 0) == count/count, 7) == count/'
measure kernel:mutant
like "a frozen page that counts" "$status $stderr" '^2 .*"a frozen page counts 0"'
mutant 's/return atomic_dec_and_test.*/for (;;) barrier();/'
measure kernel:mutant
like "one that never ends" "$status $stderr" '^2 .*step 3 of .*: it never ends$'
mutant 's/return atomic_dec_and_test.*/__builtin_trap();/'
measure kernel:mutant
like "one that crashes" "$status $stderr" '^2 .*step 3 of .*: it is ended by signal 4$'

# ---- assertions ----

mutant 's/VM_BUG_ON_FOLIO(folio_ref_count(folio) <= 0/VM_BUG_ON_FOLIO(folio_ref_count(folio) == 1/'
measure kernel:mutant
is "assertions are off" "$status" 0
measure kernel:mutant --debug-vm
like "with --debug-vm one that fires is told, and is the end" "$status $stderr" \
	'^2 pageref: a bug of the scheme: VM_BUG_ON_FOLIO\(folio_ref_count\(folio\) == 1\) in folio_ref_dec_and_test\(\)'
mutant 's/VM_BUG_ON_FOLIO(folio_ref_count(folio) <= 0/VM_BUG_ON_FOLIO(folio_ref_count(folio) > 9/'
measure kernel:mutant --debug-vm --batch 20
like "in the middle of a run" "$status $stderr" '^1 .*a bug of the scheme: VM_BUG_ON_FOLIO\(folio_ref_count\(folio\) > 9\)'
mutant 's/VM_BUG_ON_FOLIO(folio_ref_count(folio) <= 0/VM_WARN_ON_ONCE_FOLIO(folio_ref_count(folio) > 1/'
try check --scheme kernel:mutant --debug-vm
like "in an exploration it has a schedule" "$stdout" 'WARNING: VM_WARN_ON_ONCE_FOLIO\(folio_ref_count\(folio\) > 1\)'
mutant 's/VM_BUG_ON_FOLIO(folio_ref_count(folio) <= 0/VM_BUG_ON_FOLIO(folio_ref_count(folio) == 1/'
try check --scheme kernel:mutant --debug-vm
like "a bug breaks a law" "$status $stdout" \
	'^1 .*VM_BUG_ON_FOLIO\(folio_ref_count\(folio\) == 1\) in folio_ref_dec_and_test\(\)'
like "and has a schedule too" "$stdout" 'owner +folio_put: atomic_read .*VIOLATED: VM_BUG_ON_FOLIO'
measure kernel:tree --debug-vm
is "a tree in order passes" "$status" 0
ok "and the run says that they were on" holds out.jsonl '.[0].schemes["kernel:tree"].debug_vm'

# ---- revisions ----

measure kernel:tree@v1
is "a folder that is no repository" "$status $stderr" "2 pageref: ./tree is no git repository: it has no revisions"
cp -r tree repository
git=(git -C repository -c user.name=n -c user.email=e@f)
"${git[@]}" init -q
"${git[@]}" add .
"${git[@]}" commit -q -m first
"${git[@]}" tag v1+a
sed -i 's/atomic_add_unless(/frobnicate(/' repository/include/linux/page_ref.h
before=$("${git[@]}" status --porcelain)
measure kernel:repository@v1+a
is "a revision is read, not the work tree" "$status" 0
ok "and the run says which commit" holds out.jsonl '.[0].schemes["kernel:repository@v1+a"] |
	.revision == "v1+a" and .commit == "'"$("${git[@]}" rev-parse HEAD)"'" and .tree == "6.99.3-rc1" and
	.hash == "'"$hash"'"'
is "the work tree is as it was" "$("${git[@]}" status --porcelain)" "$before"
try check --scheme kernel:repository@HEAD
is "a revision is checked" "$status $(head -n 1 stdout)" "0 kernel:repository@HEAD"
measure kernel:repository@v9
is "one that does not exist" "$status $stderr" "2 pageref: ./repository has no revision 'v9'"
measure kernel:repository@--all
is "one that would be an option" "$status $stderr" "2 pageref: ./repository has no revision '--all'"
measure kernel:repository@
is "none" "$status $stderr" "2 pageref: --scheme: an '@' without a revision behind it"
"${git[@]}" rm -q -r --cached include
"${git[@]}" commit -q -m without
measure kernel:repository@HEAD
is "one that has no page_ref.h" "$status $stderr" "2 pageref: ./repository at HEAD has no include/linux/page_ref.h"
mkdir bin
ln -s "$(command -v env)" bin/env
said=$(env PATH="$tmp/bin" "$PAGEREF" run --scheme kernel:repository@v1+a 2>&1)
like "without git the remedy is told" "$? $said" '^3 pageref: git is not installed.*apt install git'

# ---- patches ----

git -C repository reset -q --hard v1+a
change() # SED-COMMAND NAME [MESSAGE]: it as a commit, and its mail in NAME.mbox
{
	sed -i "$1" repository/include/linux/page_ref.h
	"${git[@]}" commit -q -a -m "${3:-change}"
	"${git[@]}" format-patch -q -1 --stdout >"$2.mbox"
}
change 's/return likely(/return unlikely(/' one
change 's/unlikely(atomic_cmpxchg(/unlikely(atomic_cmpxchg_relaxed(/' two 'façade — a subject that is encoded'
git -C repository diff v1+a >both.patch
cat one.mbox two.mbox >series.mbox
measure kernel:tree+both.patch
is "a patch is applied" "$status" 0
patched=$(jq -r 'select(.type == "run").schemes["kernel:tree+both"] | .hash + " " + .patches[0]' out.jsonl)
unlike "which makes another text" "$patched" "^$hash"
for word in kernel:tree+series.mbox kernel:tree+one.mbox+two.mbox kernel:repository@v1+a+both.patch; do
	measure "name=$word"
	is "$word is the same" "$status $(jq -r 'select(.type == "run").schemes.name.hash' out.jsonl)" "0 ${patched% *}"
done
ok "and no tree was changed" diff -r tree 'a tree+with@odd '"'name\""
try check --scheme kernel:tree+one.mbox,kernel:tree
is "patched and as it is are checked together" "$status $(grep -c ^kernel: stdout)" "0 2"
measure kernel:tree+two.mbox
like "one that does not apply is told with its hunk" "$status $stderr" \
	'^2 pageref: \./two\.mbox does not apply: include/linux/page_ref.h, hunk @@ -[0-9]+,[0-9]+ \+[0-9]+,[0-9]+ @@ static inline'
printf -- '--- a/fs/some.c\n+++ b/fs/some.c\n@@ -1 +1 @@\n-a\n+b\n' >other.patch
measure kernel:tree+other.patch
is "one for another file" "$status $stderr" \
	"2 pageref: ./other.patch changes neither include/linux/page_ref.h nor include/linux/page-flags.h, but fs/some.c"
measure kernel:tree+extra.h
is "one that is none" "$status $stderr" "2 pageref: ./extra.h is no patch: it changes no file"
measure kernel:tree+missing.patch
is "one that is not there" "$status $stderr" "2 pageref: ./missing.patch: No such file or directory"
measure kernel:tree+
is "none behind the plus" "$status $stderr" "2 pageref: --scheme: a '+' without a patch behind it"

# ---- Debian's trees ----

if [ -n "$v6_1" ]; then
	measure "k=kernel:$v6_1"
	is "6.1 is measured as it is" "$status" 0
else
	skip "6.1 is measured as it is" "no linux-headers-6.1.*-common in /usr/src"
fi
if [ -n "$v6_12" ]; then
	measure "k=kernel:$v6_12,p=kernel:$v6_12+$series" --workload get-put,pfn-walk --memmap embedded
	is "6.12 and the series' idea are measured" "$status" 0
	ok "side by side" holds out.jsonl '[.[] | select(.type == "sample").scheme] | unique == ["k", "p"]'
	try check --scheme "p=kernel:$v6_12+$series"
	like "what the series gives away is shown" "$status $stdout" \
		'^0 .*warning of law 12 .*folio_put: atomic_dec_and_test'
	# As an early version of it had it: pages frozen by writing 0, and the test the wrong way round.
	sed -e 's/set_page_count(page, (int)PAGEREF_FROZEN_BIT)/set_page_count(page, 0)/' \
		-e 's/bool ret = !(count/bool ret = (count/' "$series" >early.patch
	measure "kernel:$v6_12+early.patch"
	like "an early one is found out by the probe" "$status $stderr" '^2 .*counts no references: step 2 of'
	sed -e 's/bool ret = !(count/bool ret = !frobnicate(count/' "$series" >unknown.patch
	measure "kernel:$v6_12+unknown.patch"
	like "one that does not compile is told by what it uses" "$status $stderr" \
		"^2 .*does not compile in include/linux/page_ref.h:[0-9]+: it uses 'frobnicate'"
	sed -e 's/rcu_read_lock/rcu_read_look/' "$series" >stale.patch
	measure "kernel:$v6_12+stale.patch"
	like "one that does not apply by its hunk" "$status $stderr" \
		'^2 .*stale\.patch does not apply: include/linux/page_ref\.h, hunk @@ -229,13 \+242,13 @@'
else
	for name in "6.12 and the series' idea are measured" "side by side" "what the series gives away is shown" \
		"an early one is found out by the probe" "one that does not compile is told by what it uses" \
		"one that does not apply by its hunk"; do
		skip "$name" "no linux-headers-6.12.*-common in /usr/src"
	done
fi
is "nothing is left behind" "$(ls "$TMPDIR")" ''
