#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# ended.t: a signal ends whatever the program was doing, and all that it had begun goes with it: the
# compiler and what that began, the processes that check, gnuplot, and every temporary folder. The
# compiler and gnuplot are scripts here that never end. What a signal does to a run is in bad_luck.t.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 17
export TMPDIR=$tmp/work
mkdir "$TMPDIR" "$tmp/bin"
# Once it has begun, and has begun something itself, a file says so.
cat >"$tmp/bin/endless" <<-END
	#!/bin/sh
	case " \$* " in *" --version "*) exit 0 ;; esac
	sleep 600 &
	touch '$tmp/begun'
	wait
END
chmod +x "$tmp/bin/endless"
ln -s endless "$tmp/bin/gnuplot"
tests/bench/fixtures/make_compare_fixture.sh vanilla >"$tmp/vanilla.jsonl"

# Who is left of the session of $1, the dead aside.
# shellcheck disable=SC2009 # pgrep knows no states
is_deserted()
{
	! ps -o stat= -s "$1" | grep -qv '^Z'
}

has_children()
{
	[ "$(pgrep -c -P "$1")" -ge "$2" ]
}

# ended SIGNAL NAME READY... -- ARGUMENT...: begin, wait until READY, end it with SIGNAL.
ended()
{
	local signal=$1 name=$2 ready=() pid

	shift 2
	while [ "$1" != -- ]; do
		ready+=("$1")
		shift
	done
	shift
	rm -f "$tmp/begun"
	# A shell has its background jobs ignore SIGINT.
	setsid env --default-signal=INT "$PAGEREF" "$@" >"$tmp/stdout" 2>"$tmp/stderr" </dev/null &
	pid=$!
	if ! wait_for 20 "${ready[@]//PID/$pid}"; then
		note "$name: it never came so far: $(cat "$tmp/stderr")"
	fi
	kill "-$signal" $pid
	wait $pid 2>/dev/null
	is "SIG$signal, $name: status" $? $((128 + $(kill -l "$signal")))
	ok "SIG$signal, $name: nothing runs on" wait_for 5 is_deserted $pid
	is "SIG$signal, $name: nothing lies about" "$(ls "$TMPDIR")" ''
}

cp core/schemes/plain.h "$tmp/mine.h"
for signal in TERM INT HUP; do
	CC=$tmp/bin/endless ended $signal 'compiling a header' test -e "$tmp/begun" -- \
		compare --base plain --test "$tmp/mine.h"
done
ended TERM 'checking schemes' has_children PID 1 -- \
	check --scheme plain,lock-bit --depth long
PATH=$tmp/bin:$PATH ended TERM 'drawing on a terminal' test -e "$tmp/begun" -- \
	plot --terminal "$tmp/vanilla.jsonl"

# The reader goes away before there is anything to read.
if command -v gnuplot >/dev/null; then
	"$PAGEREF" plot --terminal "$tmp/vanilla.jsonl" 2>/dev/null | true
	is 'a reader that goes away: nothing lies about' "${PIPESTATUS[0]} $(ls "$TMPDIR")" \
		"$((128 + $(kill -l PIPE))) "
else
	skip 'a reader that goes away: nothing lies about' 'gnuplot is not installed'
fi

# Whoever had a signal ignored goes on ignoring it.
rm -f "$tmp/begun"
CC=$tmp/bin/endless setsid env --ignore-signal=HUP "$PAGEREF" compare --base plain \
	--test "$tmp/mine.h" >/dev/null 2>&1 </dev/null &
pid=$!
wait_for 20 test -e "$tmp/begun"
kill -HUP $pid
sleep 0.2
ok "nohup's SIGHUP is ignored" test -e "/proc/$pid/exe"
kill -TERM $pid
wait $pid 2>/dev/null || true # it says how the signal ended it
