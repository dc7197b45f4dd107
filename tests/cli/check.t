#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# check.t: `pageref check`: what it prints, and what it exits with.
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 14

try check --scheme plain
is "plain keeps every law" "$status" 0
like "a law has a row" "$stdout" 'one last put a lifetime, none before +holds +cases, schedules'
unlike "plain is warned of nothing" "$stdout" 'warning of law 12'
like "how fast it was goes to stderr" "$stderr" 'plain: [0-9]+ schedules executed'

try check --scheme lock-bit
is "a warning is no violation" "$status" 0
like "lock-bit frees in a later lifetime" "$stdout" \
	'warning of law 12.*next owner +init_page_count.*WARNING: who frees A in its lifetime 2'

try check --scheme null
is "a reference line has nothing to break" "$status" 0
like "and says why" "$stdout" 'not applicable .*a reference line'

try check --scheme lock-bit --format json
is "JSON says the same" "$(jq -r '.schemes[0].verdicts[] |
	select(.law == 12 and .ruling == "warning") | .program' "$tmp/stdout" | head -n 1)" two-lives

try check --faults --scheme mark-by-or,recheck-missing
is "planted faults that are found are a success" "$status" 0
like "with a row each" "$stdout" 'mark-by-or +frozen-bit +exploration +5 '

try check --scheme nonsense
is "an unknown scheme is a wrong command" "$status" 2
try check --depth deep
like "so is a depth" "$status $stderr" "^2 .*--depth: 'deep' does not exist; there are: quick, full, long"
try check --format xml
is "so is a format" "$status" 2
