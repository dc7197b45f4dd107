# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# lib.sh: what the tests on emulated machines share, besides what those of the command line do: the
# machine is booted once, runs a script of guest/, and the test judges the files that came out of it.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

guest=$tmp/guest

# boot MACHINE SCRIPT [OPTION...]: leaves the files in $guest and what was said in $guest/.said. A machine
# that did not do the whole script ends the test.
boot()
{
	local machine=$1 script=$2 status

	shift 2
	scripts/emulated-machine.sh --out "$guest" --with tests/emulated/guest/lib.sh "$@" "$machine" "tests/emulated/guest/$script" \
		>"$tmp/said" 2>"$tmp/console"
	status=$?
	case $status in
	0) ;;
	3)
		echo "1..0 # SKIP $(tail -n 1 "$tmp/console")"
		exit 0
		;;
	*)
		note "$(tail -n 60 "$tmp/console" "$tmp/said" | tr -d '\r')"
		echo "Bail out! $machine ended with status $status"
		exit 1
		;;
	esac
}
