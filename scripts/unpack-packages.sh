#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# unpack-packages.sh ARCHITECTURE FOLDER PACKAGE...: Debian packages, with whatever they need that is
# not installed here, downloaded and unpacked into FOLDER. Nothing is installed and nothing outside
# FOLDER is changed: apt works on lists and a cache of its own there. Of a foreign architecture all that
# is needed comes along, the C library included. What is there already is left alone.
#
# SUITE names another Debian release (trixie, say) than the one that is installed.
#
# Exit status: 2 for a wrong command, 3 with one line where the packages cannot be had.
set -euo pipefail

if [ $# -lt 3 ]; then
	echo 'usage: scripts/unpack-packages.sh ARCHITECTURE FOLDER PACKAGE...' >&2
	exit 2
fi
architecture=$1
mkdir -p "$2"
folder=$(realpath "$2")
shift 2

cannot() {
	echo "unpack-packages: $*" >&2
	exit 3
}

for tool in apt-get dpkg dpkg-deb flock; do
	command -v "$tool" >/dev/null || cannot "no $tool here: these packages come from Debian"
done
# Two at once would unpack over each other.
exec 9>"$folder/.lock"
flock 9
wanted="${SUITE:-} $architecture $*"
if [ "$(cat "$folder/.complete" 2>/dev/null)" = "$wanted" ]; then
	exit 0
fi
rm -f "$folder/.complete"
log=$folder/.log
apt=$folder/.apt
mkdir -p "$apt/lists/partial" "$apt/archives/partial"

# What is installed need not come again, but for another architecture or release nothing is.
status=/var/lib/dpkg/status
if [ "$architecture" != "$(dpkg --print-architecture)" ] || [ -n "${SUITE:-}" ]; then
	status=/dev/null
fi
options=(-qq -o APT::Sandbox::User=root -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt"
	-o Dir::State::status="$status" -o Debug::NoLocking=true -o Acquire::Retries=2
	-o APT::Install-Recommends=false -o Acquire::http::Timeout=30
	-o APT::Architecture="$architecture" -o APT::Architectures="$architecture")
if [ -n "${SUITE:-}" ]; then
	echo "deb http://deb.debian.org/debian $SUITE main" >"$apt/sources.list"
	options+=(-o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null)
fi
# Lists that cannot be had are a mere warning to apt-get, and the cause of what it says next.
if ! { apt-get "${options[@]}" update && apt-get "${options[@]}" -y --download-only install "$@"; } >"$log" 2>&1; then
	cannot "cannot download $* for $architecture: $(grep '^[EW]:' "$log" | head -n 1)"
fi
for package in "$apt"/archives/*.deb; do
	[ -e "$package" ] || continue
	dpkg-deb -x "$package" "$folder" 9>&- 2>"$log" ||
		cannot "cannot unpack $package: $(tail -n 1 "$log")"
done
# From trixie on /lib lies in /usr, and the link to it in a package that nothing needs.
[ -e "$folder/lib" ] || [ ! -d "$folder/usr/lib" ] || ln -s usr/lib "$folder/lib"
# Links that begin at the root would lead out of the folder.
find "$folder" -type l -lname '/*' | while read -r link; do
	target=$(readlink "$link")
	[ ! -e "$folder$target" ] || ln -sfnr "$folder$target" "$link"
done
# Pages of manuals and what was downloaded are half of it.
rm -rf "$apt" "$folder/usr/share/doc" "$folder/usr/share/man" "$folder/usr/share/locale" "$log"
echo "$wanted" >"$folder/.complete"
