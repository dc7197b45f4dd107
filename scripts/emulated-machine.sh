#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# emulated-machine.sh [--prepare] [--limit SECONDS] [--out FOLDER] [--with FILE]... MACHINE [SCRIPT]:
# run SCRIPT on a machine that is not here: one of scripts/machines/, emulated in software by QEMU, with
# Debian's cloud kernel and an initramfs that holds busybox and the program. For what a topology does to
# a run; time in it means nothing, and what is measured in it says so itself.
#
# SCRIPT is read by busybox's shell, as root, in an empty folder, with pageref and every --with FILE in
# the path. What it leaves in that folder is in FOLDER afterwards [build/emulated/MACHINE]; what it said
# is printed. Without a SCRIPT it is `pageref topo`. --prepare gets the packages and boots nothing.
#
# Exit status: the script's; 2 for a wrong command, 3 with one line where the packages cannot be had,
# 124 where the time was over. Where the guest ended otherwise its console is shown.
# PAGEREF is the program [build/pageref, or build/MACHINE'S/pageref as `make CROSS=` builds it], CACHE the folder for Debian's packages [build/packages].
set -euo pipefail

usage() {
	echo 'usage: scripts/emulated-machine.sh [--prepare] [--limit SECONDS] [--out FOLDER]' \
		'[--with FILE]... MACHINE [SCRIPT]' >&2
	echo "machines: $(cd "$here/machines" && echo *.sh | sed 's/\.sh//g')" >&2
	exit 2
}

here=$(dirname "$(realpath "$0")")
limit=240 out='' prepare='' with=()
while [[ ${1:-} = --* ]]; do
	if [ "$1" = --prepare ]; then
		prepare=yes
		shift
		continue
	fi
	[ $# -ge 2 ] || usage
	case $1 in
	--limit) limit=$2 ;;
	--out) out=$2 ;;
	--with) with+=("$2") ;;
	*) usage ;;
	esac
	shift 2
done
[[ ($# = 1 || $# = 2) && $1 =~ ^[a-z0-9-]+$ && -r $here/machines/$1.sh && $limit =~ ^[0-9]+$ ]] || usage
machine=$1 script=${2:-}

work=$(mktemp -d)
qemu_pid=''
# shellcheck disable=SC2317 # the trap's
cleanup() {
	[ -z "$qemu_pid" ] || kill -KILL "$qemu_pid" 2>/dev/null || true
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# shellcheck source=/dev/null
. "$here/machines/$machine.sh"
# shellcheck disable=SC2154 # of the machine
case $architecture in
x86_64)
	debian=amd64 qemu_package=qemu-system-x86 console=ttyS0 second=ttyS1
	# Plain max loses the siblings of a core.
	emulation=(-accel 'tcg,thread=multi' -cpu 'max,vendor=GenuineIntel' -serial "file:$work/results")
	;;
aarch64)
	# The board has one port; a second one is on its bus.
	debian=arm64 qemu_package=qemu-system-arm console=ttyAMA0 second=ttyS0
	# shellcheck disable=SC2054 # commas are QEMU's
	emulation=(-chardev "file,id=second,path=$work/results" -device pci-serial,chardev=second)
	;;
esac
host=$(dpkg --print-architecture 2>/dev/null || echo none)
foreign=build/$architecture-linux-gnu/
[ "$architecture" != "$(uname -m)" ] || foreign=''
pageref=${PAGEREF:-${foreign:-build/}pageref}
cache=${CACHE:-build/packages}
out=${out:-build/emulated/$machine}

check_files() {
	local file

	for file; do
		if [ ! -r "$file" ]; then
			echo "emulated-machine: $file cannot be read" >&2
			exit 2
		fi
	done
}
[ -n "$prepare" ] || check_files "$pageref" "${with[@]}" ${script:+"$script"}

# ---- what it takes: QEMU for this host, a kernel and busybox for the guest ----

"$here/unpack-packages.sh" "$host" "$cache/qemu-$debian" "$qemu_package" busybox-static
"$here/unpack-packages.sh" "$debian" "$cache/guest-$debian" "linux-image-cloud-$debian" busybox-static
tools=$(realpath "$cache/qemu-$debian")
guest=$(realpath "$cache/guest-$debian")

# first FILE...: the first that is there: what is installed does not come in a package.
first() {
	local file

	for file; do
		if [ -e "$file" ]; then
			echo "$file"
			return
		fi
	done
	echo "emulated-machine: there is no $1" >&2
	exit 3
}

qemu=$(first "$tools/usr/bin/qemu-system-$architecture" "/usr/bin/qemu-system-$architecture")
busybox=$(first "$tools/bin/busybox" /bin/busybox)
guest_busybox=$(first "$guest/bin/busybox" /bin/busybox)
kernel=$(first "$guest"/boot/vmlinuz-*-cloud-"$debian" /boot/vmlinuz-*-cloud-"$debian")

[ -z "$prepare" ] || exit 0

# ---- the initramfs ----

# A library or loader of another machine's, with all that it needs in turn, from the sysroot that its
# program was built with.
copy_foreign() { # FILE
	local sysroot name file

	sysroot=$(dirname "$pageref")/sysroot
	{
		readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
		readelf -l "$1" | sed -n 's/.*interpreter: \/lib\/\(.*\)\]/\1/p'
	} | while read -r name; do
		[ ! -e "$work/root/lib/$name" ] || continue
		file=$(first "$sysroot"/{lib,usr/lib}/"$architecture-linux-gnu/$name" "$sysroot/lib/$name")
		cp -L "$file" "$work/root/lib/$name"
		copy_foreign "$file"
	done
}

# Every shared library of the programs at where their loader looks for it.
copy_libraries() { # PROGRAM...
	local library

	if [ -n "$foreign" ]; then
		for library; do
			[ "$(head -c 4 "$library" | tr -d '\177')" != ELF ] || copy_foreign "$library"
		done
		return
	fi
	{ ldd "$@" 2>/dev/null || true; } | grep -o '/[^ ]*' | grep -v ':$' | sort -u | while read -r library; do
		mkdir -p "$work/root$(dirname "$library")"
		cp -L "$library" "$work/root$library"
	done
}

make_root() {
	local root=$work/root

	mkdir -p "$root"/{bin,dev,etc,lib,lib64,proc,run,sys,tmp}
	cp -L "$guest_busybox" "$root/bin/busybox"
	cp -L "$pageref" "$root/bin/pageref"
	[ ${#with[@]} = 0 ] || cp -L "${with[@]}" "$root/bin/"
	copy_libraries "$pageref" "${with[@]}"
	cp "$here/machines/init" "$root/init"
	echo "$second" >"$root/etc/second"
	if [ -n "$script" ]; then
		cp -L "$script" "$root/script"
	else
		echo 'pageref topo' >"$root/script"
	fi
	chmod 755 "$root/init" "$root"/bin/*
	(cd "$root" && find . | "$busybox" cpio -o -H newc 2>/dev/null) | gzip -1 >"$work/initramfs"
}
make_root

# ---- the guest ----

triplet=$(uname -m)-linux-gnu
export LD_LIBRARY_PATH=$tools/usr/lib/$triplet:$tools/lib/$triplet
rm -rf "$out"
mkdir -p "$out"
# The word tells the program that nothing here is a measurement: no instruction does on every machine.
# shellcheck disable=SC2154 # of the machine
timeout --kill-after=5 "$limit" "$qemu" -L "$tools/usr/share/qemu" -L "$tools/usr/share/seabios" \
	-L /usr/share/qemu -L /usr/share/seabios -serial "file:$work/console" "${emulation[@]}" "${arguments[@]}" \
	-display none -monitor none -no-reboot -nic none -kernel "$kernel" -initrd "$work/initramfs" \
	-append "console=$console panic=-1 quiet pageref.emulated" \
	</dev/null >"$work/qemu" 2>&1 &
qemu_pid=$!
status=0
wait "$qemu_pid" || status=$?
qemu_pid=''

# ---- what came of it ----

tar -xf "$work/results" -C "$out" 2>/dev/null || true
if [ $status = 0 ] && [ -r "$out/.status" ]; then
	cat "$out/.said"
	exit "$(cat "$out/.status")"
fi
cp "$work/console" "$out/.console" 2>/dev/null || true
cat "$work/qemu" >&2
tail -n 60 "$work/console" >&2 || true
case $status in
124 | 137)
	echo "emulated-machine: $machine was not done within $limit s; all of its console is in $out/.console" >&2
	exit 124
	;;
esac
echo "emulated-machine: $machine ended without a result (status $status); all of its console is in $out/.console" >&2
exit 1
