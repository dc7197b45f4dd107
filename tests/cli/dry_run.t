#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# dry_run.t: what `pageref run --dry-run` tells of a plan: each point with all that was chosen for it,
# schemes on one line, and every gap once with its reason.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

plan 19

# dry ARGUMENT...: plan on a machine of four cores that everybody has.
dry()
{
	try run --dry-run --topology 'core:4 pu:1' --scheme plain,load "$@"
}

dry --workload get-put --threads 2
is 'a dry run succeeds and says nothing on standard error' "$status $stderr" '0 '
is 'a point, its schemes, its CPUs; then how many there are' "$stdout" \
	'on core:4 pu:1 (described, cannot be measured)
get-put        2 threads  compact, memory local, share all, pages 1, batch 1, writers 0, nr 1
  schemes plain, load
  CPUs 0-1
2 points, 5 rounds in 5 processes, about 0:00:02'

dry --workload get-put --threads 2 --order full,acq-rel
is 'the memory order is told where it is not the usual one' \
	"$(grep -o 'nr 1.*' <<<"$stdout")" $'nr 1\nnr 1, order acq-rel'

dry --workload gup-fast --threads 1 --memmap memdesc8
is 'a lookup tells what it looks into' "$(sed -n 3p <<<"$stdout")" \
	'  memmap memdesc8, lifetime typesafe, rcu memb, pattern uniform, churn 0, recheck on,'\
' pin off, verify 1024, memory limit 512M, grace period 10 ms'

dry --workload gup-fast --threads 2 --memmap all --lifetime rcu-folio --rcu qsbr \
	--pattern zipf:0.990 --churn 10k --recheck off --pin on --verify 0 --memory-limit 65536K \
	--grace-period 500us
is 'as it was asked, in the words of the record' "$(sed -n 3p <<<"$stdout")" \
	'  memmap embedded, lifetime rcu-folio, rcu qsbr, pattern zipf:0.99, churn 10000,'\
' recheck off, pin on, verify 0, memory limit 64M, grace period 0.5 ms'
is 'every memory map has its point' "$(grep -c '^gup-fast' <<<"$stdout")" 3
like 'with its mutators' "$stdout" 'writers 1'

dry --workload put-page --threads 1
unlike 'a knob that the workload lacks is not mentioned' "$stdout" 'recheck|pin'

dry --workload gup-fast,put-page --threads 1,2 --memmap all --churn 0,max
is 'a gap is told once, whatever it was met under' "$(grep '^skipped' <<<"$stdout")" \
	'skipped: gup-fast (plain), 1 thread, compact, memory local: a sharing group has 1 thread: no reader beside 1 mutator
skipped: gup-fast (load), 1 thread, compact, memory local: it takes no reference that a freeze could wait for
skipped: gup-fast (load), 2 threads, compact, memory local: it takes no reference that a freeze could wait for
skipped: put-page (plain), 1 thread, compact, memory local: a sharing group has 1 thread: no reader beside 1 mutator
skipped: put-page (load), 1 thread, compact, memory local: it takes no reference that a freeze could wait for
skipped: put-page (load), 2 threads, compact, memory local: it takes no reference that a freeze could wait for'
# Per workload and map: both schemes with 1 and 2 threads where nothing changes, plain with 2 else.
like 'and not counted as a point' "$stdout" $'\n30 points, '

dry --workload put-page --threads 1 --lifetime rcu-folio,rcu-memory,typesafe
is 'a gap names its schemes together' "$(grep '^skipped' <<<"$stdout" | cut -d: -f2,3)" \
	' put-page (plain, load), 1 thread, compact, memory local: rcu-folio
 put-page (plain, load), 1 thread, compact, memory local: rcu-memory'

dry --workload ping-pong,get-put --threads 1 --placement cpus:0
like 'a gap of a workload without schemes says so' "$stdout" 'skipped: ping-pong \(none\), 2 threads'

# ---- how long it will take ----

# about ARGUMENT...: the last words of the plan.
about()
{
	dry --threads 2 --memmap embedded --repeat 100 "$@"
	sed -n 's/.*about //p' <<<"$stdout"
}

is 'no time is planned to count the retries of lookups' "$(about --workload gup-fast)" \
	"$(about --workload gup-fast --no-count-retries)"
both=(--workload "get-put,gup-fast")
unlike 'it is to count those of others' "$(about "${both[@]}")" \
	"$(about "${both[@]}" --no-count-retries)"

# ---- a profile of lookups ----

mkdir -p "$tmp/scripts/profiles"
echo '--workload page-cache --lifetime rcu-folio --churn 1k --threads 2' >"$tmp/scripts/profiles/lookups"
PAGEREF_DATADIR=$tmp dry --profile lookups --memmap embedded
like 'a profile may say what is looked into' "$stdout" 'page-cache.*lifetime rcu-folio.*churn 1000'
PAGEREF_DATADIR=$tmp dry --profile lookups --churn 0
like 'and the command line overrides it' "$stdout" 'lifetime rcu-folio.*churn 0,'

# ---- threads on each node, memory on each ----

nodes=(--topology tests/topology/fixtures/memory_only_and_memoryless.xml)
try run --dry-run --matrix --scheme plain "${nodes[@]}"
is 'a matrix has each pair of nodes' "$(grep -o '^get-put .*, memory node:.' <<<"$stdout" | tr -s ' ')" \
	'get-put 4 threads node:0, memory node:0
get-put 4 threads node:0, memory node:2
get-put 4 threads node:1, memory node:0
get-put 4 threads node:1, memory node:2'
is 'and a reason where there can be none' "$(grep '^skipped' <<<"$stdout" | cut -d: -f5- | sort -u)" \
	' node 1 has no memory that this process may use
 node:2 has no CPU that this process may use'
try run --dry-run --matrix --placement compact
like 'it chooses the places itself' "$status $stderr" '^2 .*leave out --placement and --memory'
