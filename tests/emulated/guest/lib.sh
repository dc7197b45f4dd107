# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0-or-later
# lib.sh: what the scripts of the guests share. Read by busybox's shell on an emulated machine.
set -eu

# One short round; where things run is looked at, not how fast.
short() { # OPTION...
	pageref run -s plain -d 1ms --warmup 100us -r 1 --processes 1 -e none --no-count-retries "$@"
}

# Wait until a process of the program has $1 threads at work, and let them begin. Prints its number.
at_work() { # THREADS
	while :; do
		for process in $(pidof pageref || true); do
			if [ "$(find /proc/"$process"/task -maxdepth 1 2>/dev/null | wc -l)" -gt $(($1 + 1)) ]; then
				sleep 0.5
				echo "$process"
				return
			fi
		done
		sleep 0.05
	done
}

# Wait until a file has so many lines.
has_lines() { # FILE LINES
	touch "$1"
	until [ "$(grep -cs '' "$1")" -ge "$2" ]; do
		sleep 0.1
	done
}
