#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bundle.sh STAGE OUT.tar.gz: one file that runs on another machine of this architecture with nothing
# installed: what `make install DESTDIR=STAGE PREFIX=/` has put there, with the libraries it needs. Its C
# library and loader come along too, for a machine whose own are older; where they suffice they are used.
set -euo pipefail

if [ $# -ne 2 ]; then
	echo 'usage: scripts/bundle.sh STAGE OUT.tar.gz' >&2
	exit 2
fi
stage=$(realpath "$1")
out=$2
program=$stage/bin/pageref
name=$(basename "$out" .tar.gz)

# The paths of all libraries that the program loads, with its loader.
libraries() {
	ldd "$program" | grep -oE '/[^ ]+' | sort -u
}

# What belongs to the C library, and must match its loader.
is_libc() {
	[[ $(basename "$1") =~ ^(ld-.*|libc|libm|libdl|librt|libpthread)(-[0-9.]+)?\.so ]]
}

mkdir -p "$stage/lib" "$stage/libc"
while read -r library; do
	if is_libc "$library"; then
		cp -L "$library" "$stage/libc/"
	else
		cp -L "$library" "$stage/lib/"
	fi
done < <(libraries)
loader=$(basename "$(libraries | grep -E '/ld-[^/]*$')")

cat >"$stage/pageref" <<EOF
#!/bin/sh
# The program with the libraries beside it; with their C library too where the system's is older.
here=\$(dirname "\$(readlink -f "\$0")")
PAGEREF_DATADIR=\${PAGEREF_DATADIR:-\$here/share/pageref}
export PAGEREF_DATADIR
if "\$here/bin/pageref" --version >/dev/null 2>&1; then
	exec "\$here/bin/pageref" "\$@"
fi
exec "\$here/libc/$loader" --library-path "\$here/libc:\$here/lib" "\$here/bin/pageref" "\$@"
EOF
chmod 755 "$stage/pageref"
tar -C "$(dirname "$stage")" --transform "s,^$(basename "$stage"),$name," --owner=0 --group=0 \
	--sort=name -czf "$out" "$(basename "$stage")"
echo "bundle: $out ($(du -h "$out" | cut -f1)); unpack it anywhere and run $name/pageref"
