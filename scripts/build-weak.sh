#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# build-weak.sh engine DIR, build-weak.sh scheme NAME HEADER PROGRAM [FLAG...]: the weak-memory layer of
# `pageref check`, with relacy. The engine is the same for all schemes and lies in engine/ beside the
# programs; a scheme header is compiled as C++ once fully ordered and once with gets that acquire and
# puts that release.
# ENGINE names the engine's folder where it lies elsewhere; with WEAK_STATIC set programs need no library.
# Exit status: 0 done, 1 the header does not compile as C++, 3 there is no relacy or no C++ compiler.
set -euo pipefail

usage() {
	echo 'usage: scripts/build-weak.sh engine DIR' >&2
	echo '       scripts/build-weak.sh scheme NAME HEADER PROGRAM [FLAG...]' >&2
	exit 2
}

missing() {
	echo "weak memory: $1" >&2
	exit 3
}

compile() { # SOURCE OBJECT FLAG...
	"$CXX" "${flags[@]}" "${@:3}" -c -o "$2" "$sources/bench/check/weak/$1"
}

build_engine() { # DIR
	mkdir -p "$1"
	compile weak.cc "$1/weak.o"
	compile history.cc "$1/history.o"
}

build_scheme() { # NAME HEADER PROGRAM FLAG...
	local engine header names

	engine=${ENGINE:-$(dirname "$3")/engine}
	header=$(realpath -s "$2")
	# By -include, which takes any path: within quotes one that holds a quote would end early.
	names=("${@:4}" -include "$header" '-DSCHEME_HEADER="core/page.h"' "-DSCHEME_NAME=\"$1\"")
	if ! compile scheme.cc "$scratch/full.o" "${names[@]}" -MMD -MP -MT "$3" -MF "$3.d" \
		2>"$scratch/said"; then
		echo "weak memory: $2 does not compile as C++, as relacy needs it:" >&2
		grep -m 3 'error:' "$scratch/said" >&2 || cat "$scratch/said" >&2
		exit 1
	fi
	cat "$scratch/said" >&2
	compile scheme.cc "$scratch/acq-rel.o" "${names[@]}" -DPAGEREF_ORDER_ACQ_REL
	"$CXX" ${WEAK_STATIC:+-static} -o "$scratch/program" "$engine"/{weak,history}.o "$scratch"/{full,acq-rel}.o
	mv "$scratch/program" "$3"
}

sources=$(realpath "$(dirname "$0")/..")
CXX=${CXX:-g++}
RELACY=${RELACY:-/usr/include}
# The kernel's atomics wrap; relacy jumps between stacks, which a fortified longjmp refuses.
flags=(-std=gnu++11 -O1 -fwrapv -U_FORTIFY_SOURCE -Wall -Wextra -DPAGEREF_RELACY "-I$sources")
# Named, /usr/include would hide the compiler's own headers.
[ "$RELACY" = /usr/include ] || flags+=(-isystem "$RELACY")

[ -e "$RELACY/relacy/relacy.hpp" ] || missing "no $RELACY/relacy/relacy.hpp: install relacy-dev"
command -v "$CXX" >/dev/null || missing "no C++ compiler ($CXX): install g++"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
case "${1:-} $#" in
'engine 2') build_engine "$2" ;;
'scheme '[0-3]) usage ;;
'scheme '*) build_scheme "${@:2}" ;;
*) usage ;;
esac
