# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# lib.sh: what the tests of the command line share: TAP, a folder that is gone at the end, and try(),
# which runs the program and keeps its status and what it said. Sourced from the repository's root.

set -u
PAGEREF=$(realpath "${PAGEREF:-build/pageref}")
# Wherever it was built, its scripts and profiles are those of this tree.
export PAGEREF PAGEREF_DATADIR=$PWD LC_ALL=C
if [ ! -x "$PAGEREF" ]; then
	echo "Bail out! $PAGEREF is not there: run make"
	exit 1
fi
# What is found on a quiet terminal must not depend on who runs the tests.
unset NO_COLOR TERM

tmp=$(mktemp -d "${TMPDIR:-/tmp}/pageref-cli.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
# A signal ends the script through the same door.
trap 'exit 130' INT
trap 'exit 143' TERM

# What tests compile is theirs.
export XDG_CACHE_HOME=$tmp/cache

tests=0

plan()
{
	echo "1..$1"
}

note()
{
	printf '# %s\n' "${1//$'\n'/$'\n# '}"
}

pass()
{
	echo "ok $((++tests)) - $1"
}

# fail NAME [WHY]
fail()
{
	echo "not ok $((++tests)) - $1"
	[ $# -lt 2 ] || note "$2"
}

# skip NAME REASON
skip()
{
	echo "ok $((++tests)) - $1 # SKIP $2"
}

# ok NAME COMMAND...: the command succeeds; what it prints explains a failure.
ok()
{
	local name=$1 said

	shift
	if said=$("$@" 2>&1); then
		pass "$name"
	else
		fail "$name" "$* failed: ${said:-it said nothing}"
	fi
}

# is NAME GOT EXPECTED
is()
{
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1" "got      '$2'"$'\n'"expected '$3'"
	fi
}

# like NAME GOT REGEX (POSIX extended)
like()
{
	if [[ $2 =~ $3 ]]; then
		pass "$1"
	else
		fail "$1" "got '$2'"$'\n'"which does not match '$3'"
	fi
}

# unlike NAME GOT REGEX
unlike()
{
	if [[ $2 =~ $3 ]]; then
		fail "$1" "got '$2'"$'\n'"which matches '$3'"
	else
		pass "$1"
	fi
}

# try ARGUMENT...: run the program; leaves $status, $stdout and $stderr (trailing newlines cut), and
# the same bytes in $tmp/stdout and $tmp/stderr.
try()
{
	"$PAGEREF" "$@" >"$tmp/stdout" 2>"$tmp/stderr" </dev/null
	status=$?
	stdout=$(tr -d '\0' <"$tmp/stdout")
	stderr=$(tr -d '\0' <"$tmp/stderr")
}

# holds FILE FILTER: the jq filter is true of all lines of a results file, read as one array.
holds()
{
	jq -es "$2" "$1"
}

# whole_lines FILE: it ends in a newline, and every line is JSON.
whole_lines()
{
	[ -s "$1" ] && [ -z "$(tail -c 1 "$1")" ] && jq -e . "$1" >/dev/null
}

# wait_for SECONDS COMMAND...: until it succeeds; fails when it does not in time.
wait_for()
{
	local deadline=$((SECONDS + $1 + 1))

	shift
	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$deadline" ] || return 1
		sleep 0.02
	done
}
