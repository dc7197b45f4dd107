#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bundle.sh BUNDLE.tar.gz: the bundle runs in the bare root of an older Debian and of a newer one: nothing
# is installed there but what every system has. Needs root, debootstrap and the network. TAP.
set -u
bundle=$(realpath "$1")
name=$(basename "$bundle" .tar.gz)
scratch=$(mktemp -d)
trap 'umount "$scratch"/*/proc "$scratch"/*/sys 2>/dev/null; rm -rf --one-file-system "$scratch"' EXIT

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
	echo '1..0 # SKIP it takes root and debootstrap to make a bare root'
	exit 0
fi

tests=0
verdict() { # NAME SAID COMMAND...
	local what=$1

	shift
	if said=$("$@" 2>&1); then
		echo "ok $((++tests)) - $what"
	else
		echo "not ok $((++tests)) - $what"
		printf '# %s\n' "${said//$'\n'/$'\n# '}"
	fi
}

# in_root RELEASE ARGUMENT...: the bundled program, in that root.
in_root() {
	local root=$scratch/$1

	shift
	chroot "$root" env -i PATH=/usr/bin:/bin HOME=/root "/opt/$name/pageref" "$@"
}

make_root() {
	debootstrap --variant=minbase "$1" "$scratch/$1" >"$scratch/$1.log" 2>&1 || {
		tail -n 3 "$scratch/$1.log"
		return 1
	}
	mkdir -p "$scratch/$1/opt"
	tar -xzf "$bundle" -C "$scratch/$1/opt"
	mount -t proc proc "$scratch/$1/proc"
	mount -t sysfs sysfs "$scratch/$1/sys"
}

measures() {
	in_root "$1" run --duration 1ms --warmup 1ms --repeat 1 --threads 1 --events none \
		--workload get-put,gup-fast --scheme plain,frozen-bit --out /tmp/r.jsonl &&
		in_root "$1" compare /tmp/r.jsonl /tmp/r.jsonl --format mail
}

echo '1..12'
for release in bullseye trixie; do
	verdict "$release: a bare root is made" make_root $release
	verdict "$release: lists" in_root $release list schemes
	verdict "$release: knows the machine" in_root $release topo
	verdict "$release: plans a profile" in_root $release run --profile quick --dry-run
	verdict "$release: measures, and reads what it wrote" measures $release
	verdict "$release: checks, weak memory too" in_root $release check --scheme frozen-bit
done
