#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# install-deps.sh GROUP...: install what is missing from the distribution's packages.
#   build   what pageref needs to be built and to draw
#   check   what its tests need besides
# Does nothing, and says nothing, where everything is there. Uses sudo only when not root.
set -euo pipefail

usage() {
	echo "usage: scripts/install-deps.sh [build] [check]" >&2
	exit 2
}

# Each need: how to see that it is there, and its package on Debian, Fedora, openSUSE and Arch.
# "-" where that distribution needs no package for it, or has none.
needs_build='
command:cc             gcc                    gcc                   gcc              gcc
header:stdlib.h        libc6-dev              glibc-devel           glibc-devel      glibc
command:make           make                   make                  make             make
command:pkg-config     pkg-config             pkgconf-pkg-config    pkg-config       pkgconf
command:gnuplot        gnuplot-nox            gnuplot               gnuplot          gnuplot
module:hwloc           libhwloc-dev           hwloc-devel           hwloc-devel      hwloc
module:numa            libnuma-dev            numactl-devel         libnuma-devel    numactl
module:papi            libpapi-dev            papi-devel            papi-devel       papi
module:yajl            libyajl-dev            yajl-devel            libyajl-devel    yajl
module:gsl             libgsl-dev             gsl-devel             gsl-devel        gsl
module:liburcu-memb    liburcu-dev            userspace-rcu-devel   liburcu-devel    liburcu
module:libxxhash       libxxhash-dev          xxhash-devel          xxhash-devel     xxhash
'
needs_check='
command:g++            g++                    gcc-c++               gcc-c++          gcc
header:relacy/relacy.hpp relacy-dev           -                     -                -
module:cmocka          libcmocka-dev          libcmocka-devel       libcmocka-devel  cmocka
command:prove          perl                   perl-Test-Harness     perl             perl
command:jq             jq                     jq                    jq               jq
command:strace         strace                 strace                strace           strace
command:shellcheck     shellcheck             ShellCheck            ShellCheck       shellcheck
command:valgrind       valgrind               valgrind              valgrind         valgrind
command:spin           spin                   -                     -                -
command:objdump        binutils               binutils              binutils         binutils
command:xmllint        libxml2-utils          libxml2               libxml2-tools    libxml2
command:script         bsdutils               util-linux            util-linux       util-linux
command:pgrep          procps                 procps-ng             procps           procps-ng
command:git            git                    git                   git              git
command:aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu gcc-aarch64-linux-gnu cross-aarch64-gcc13 aarch64-linux-gnu-gcc
crossheader:aarch64-linux-gnu libc6-dev-arm64-cross - - -
command:riscv64-linux-gnu-gcc gcc-riscv64-linux-gnu gcc-riscv64-linux-gnu cross-riscv64-gcc13 riscv64-linux-gnu-gcc
crossheader:riscv64-linux-gnu libc6-dev-riscv64-cross - - -
liburcucompiler:riscv64-linux-gnu clang         clang                 clang            clang
command:qemu-aarch64   qemu-user              qemu-user             -                qemu-user
'

# liburcu takes gcc for riscv64 from 13.3 on, and clang.
liburcu_takes() {
	local version

	version=$("$1-gcc" -dumpfullversion 2>/dev/null || echo 0)
	[ "$(printf '%s\n' 13.3 "$version" | sort -V | head -n 1)" = 13.3 ] || command -v clang >/dev/null
}

is_there() {
	local kind=${1%%:*} what=${1#*:}

	case $kind in
	command) command -v "$what" >/dev/null ;;
	header) [ -e "/usr/include/$what" ] ;;
	module) command -v pkg-config >/dev/null && pkg-config --exists "$what" ;;
	liburcucompiler) liburcu_takes "$what" ;;
	crossheader) [ -e "/usr/$what/include/stdlib.h" ] ;;
	esac
}

find_manager() {
	local manager

	for manager in apt-get dnf zypper pacman; do
		if command -v "$manager" >/dev/null; then
			echo "$manager"
			return
		fi
	done
}

# The packages of the needs on standard input that are not met, for column $1.
missing_packages() {
	local column=$1 need deb fed suse arch packages

	while read -r need deb fed suse arch; do
		[ -n "$need" ] || continue
		is_there "$need" && continue
		packages=("$deb" "$fed" "$suse" "$arch")
		[ "${packages[$column]}" = - ] || echo "${packages[$column]}"
	done | sort -u
}

install() {
	local manager=$1 as_root=()
	shift

	if [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null; then
			echo "install-deps: not root and no sudo; as root: $manager install $*" >&2
			exit 3
		fi
		as_root=(sudo)
	fi
	echo "install-deps: installing with $manager: $*"
	case $manager in
	apt-get)
		"${as_root[@]}" apt-get update -qq
		"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends "$@" >/dev/null
		;;
	dnf) "${as_root[@]}" dnf install -y -q "$@" ;;
	zypper) "${as_root[@]}" zypper --non-interactive --quiet install "$@" ;;
	pacman) "${as_root[@]}" pacman -S --needed --noconfirm "$@" ;;
	esac
}

# Real kernel trees for the tests of kernel:PATH, on Debian: the newest common headers of two releases.
# Names hold a version, so they are looked up; where there is none the tests say so and skip.
kernel_headers() {
	local release

	for release in 6.1 6.12; do
		compgen -G "/usr/src/linux-headers-$release.*-common" >/dev/null && continue
		apt-cache pkgnames "linux-headers-$release." |
			grep -E "^linux-headers-${release/./\\.}\.[0-9].*-common\$" | sort -V | tail -n 1
	done
}

needs=
wants_kernels=
for group in "$@"; do
	case $group in
	build) needs+=$needs_build ;;
	check)
		needs+=$needs_check
		wants_kernels=yes
		;;
	*) usage ;;
	esac
done
[ $# -gt 0 ] || usage

manager=$(find_manager)
case $manager in
apt-get) column=0 ;;
dnf) column=1 ;;
zypper) column=2 ;;
pacman) column=3 ;;
*)
	# Nothing to install with: the build will say what it misses.
	exit 0
	;;
esac
mapfile -t packages < <(missing_packages "$column" <<<"$needs")
[ ${#packages[@]} -eq 0 ] || install "$manager" "${packages[@]}"
if [ "$manager" = apt-get ] && [ -n "$wants_kernels" ]; then
	mapfile -t packages < <(kernel_headers || true)
	[ ${#packages[@]} -eq 0 ] || install "$manager" "${packages[@]}"
fi
