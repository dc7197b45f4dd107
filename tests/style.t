#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# style.t: every script passes shellcheck, and every source says its licence in its first two lines.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t scripts < <(grep -rlE --include='*' '^#!/usr/bin/env bash' scripts tests .ci)
mapfile -t sources < <(find bench core topology plots scripts tests .ci -type f \
	\( -name '*.[ch]' -o -name '*.cc' -o -name '*.gp' -o -name '*.sh' -o -name '*.t' \))

echo 1..2
if found=$(shellcheck -x "${scripts[@]}"); then
	echo "ok 1 - shellcheck: ${#scripts[@]} scripts"
else
	echo "not ok 1 - shellcheck"
	echo "# ${found//$'\n'/$'\n# '}"
fi

unlicensed=()
for source in "${sources[@]}"; do
	head -n 2 "$source" | grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' ||
		unlicensed+=("$source")
done
if [ ${#unlicensed[@]} -eq 0 ]; then
	echo "ok 2 - ${#sources[@]} sources say their licence"
else
	echo "not ok 2 - sources without a licence line"
	printf '# %s\n' "${unlicensed[@]}"
fi
