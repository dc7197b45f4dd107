#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# running_kernel.t: system calls that take folio references in the kernel that runs: measured with no
# special rights, as threads and as processes; what a limit forbids is said with what helps.
cd "$(dirname "$0")/../.." || exit 1
. tests/cli/lib.sh

small=(--threads 1 -d 5ms --warmup 1ms -r 1 --processes 1 -e none)
all=pread,kernel-gup,munmap,page-fault

# A copy that others may run: what builds lie in may be root's own.
cp "$PAGEREF" "$tmp/pageref"
chmod 755 "$tmp" "$tmp/pageref"
nobody=()
if [ "$(id -u)" = 0 ]; then
	nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	"${nobody[@]}" true 2>/dev/null || nobody=()
fi

# as_user COMMAND...: as one without rights; like try.
as_user()
{
	"${nobody[@]}" "$@" >"$tmp/stdout" 2>"$tmp/stderr" </dev/null
	status=$?
	stderr=$(cat "$tmp/stderr")
}

plan 32

# ---- an ordinary user ----

as_user "$tmp/pageref" run -w "$all" --as all "${small[@]}" -o -
is 'an ordinary user may measure all of it' "$status" 0
cp "$tmp/stdout" "$tmp/user.jsonl"
ok 'every sample is one of the running kernel, and did something' holds "$tmp/user.jsonl" \
	'map(select(.type == "sample")) | length >= 8 and all(.scheme == "running-kernel" and .ops > 0)'
ok 'each workload ran as threads and as processes' holds "$tmp/user.jsonl" \
	'map(select(.type == "sample") | [.workload, .as]) | unique | length == 8'
ok 'the run says which kernel it was' holds "$tmp/user.jsonl" \
	'.[0] | (.kernel | length > 0) and (.kernel_command_line | length > 0) and has("kernel_build_id")'
ok 'and what an empty system call costs' holds "$tmp/user.jsonl" '.[0].syscall_overhead_ns > 0'
ok 'and where the file lies' holds "$tmp/user.jsonl" '.[0].tmpfs | length > 0'
ok 'and whether references were seen, or why not' holds "$tmp/user.jsonl" '.[0].kernel_references |
	length == 4 and all(.[]; if .counted == null then (.reason | length > 0) else .counted > 0 end)'
ok 'a call of pread is an operation, the others count pages' holds "$tmp/user.jsonl" \
	'map(select(.type == "sample")) | all(if .workload == "pread" or .workload == "kernel-gup"
		then .calls_per_op == 1 else .calls_per_op < 0.1 end)'
ok 'munmap knows its share, and nobody else has one' holds "$tmp/user.jsonl" \
	'map(select(.type == "sample")) | all(if .workload == "munmap"
		then .munmap_share > 0 and .munmap_share < 1 else .munmap_share == null end)'
ok 'a fault maps more than its page' holds "$tmp/user.jsonl" \
	'map(select(.workload == "page-fault")) | all(.page_faults > 0 and .page_faults <= .ops * 1.1 + 100)'

# ---- knobs ----

try run -w pread --size 100 --pages 3 --share thread --threads 2 --oversubscribe -d 5ms -r 1 -e none -o "$tmp/f.jsonl"
like 'the table says how it was read' "$stdout" 'share thread, pages 3, 100 bytes a call, as threads'
unlike 'and compares it with no scheme' "$stdout" 'vs plain|retries'
ok 'the key has the size' holds "$tmp/f.jsonl" 'map(select(.type == "sample")) | all(.size == 100 and .pages == 3)'
try run -w munmap "${small[@]}" -o "$tmp/f.jsonl" -f csv
like 'the CSV has columns for it' "$stdout" $'integrity,as,size,faults_per_op,munmap_share,sleep_share\r'
is 'as many as its lines have fields' "$(awk -F, '{ print NF }' <<<"$stdout" | sort -u | wc -l)" 1
try run -w get-put -s plain "${small[@]}" -o "$tmp/other.jsonl" -f csv
unlike 'where there is no such workload there are none' "$stdout" 'munmap_share'
ok 'and the run line has nothing of it' holds "$tmp/other.jsonl" \
	'.[0] | (has("kernel_references") or has("syscall_overhead_ns")) | not'
try run -n -w pread,get-put --as all -s plain,lock-bit --threads 1
is 'schemes do not multiply it' "$(grep -c 'schemes running-kernel' <<<"$stdout")" 2
like 'a dry run says how it would run' "$stdout" 'as processes, size 64'
try run --help
like '--help knows the options' "$stdout" '--as .*--size '

try run --profile running-kernel -n
like 'there is a profile of it' "$status $stdout" '^0 .*page-fault .*as processes'

# ---- pins ----

as_user "$tmp/pageref" run -w kernel-gup --pin on --pages 16 "${small[@]}" -o -
if [ "$status" = 0 ]; then
	ok 'long-term pins are told from references' holds "$tmp/stdout" \
		'map(select(.type == "sample")) | all(.pin == true and .calls_per_op == 0.125)'
else
	like 'long-term pins are refused with what helps' "$status $stderr" '^3 .*io_uring_.*: .*; '
fi
as_user prlimit --memlock=0 "$tmp/pageref" run -w kernel-gup --pin all --as all "${small[@]}" --threads 1,2 --oversubscribe -o -
if [ ${#nobody[@]} = 0 ]; then
	skip 'what may not be pinned is skipped, and said' 'limits on locked memory are not for this user'
	skip 'once' 'limits on locked memory are not for this user'
	skip 'and stands in the run line' 'limits on locked memory are not for this user'
else
	like 'what may not be pinned is skipped, and said' "$status $stderr" \
		'^0 skipped: kernel-gup \(running-kernel\), pinned: io_uring_.*; .*ulimit -l'
	is 'once' "$(grep -c skipped <<<"$stderr")" 1
	ok 'and stands in the run line' holds "$tmp/stdout" \
		'.[0].skipped | length == 4 and all((.why | contains("ulimit -l")) and .pin)'
fi

# ---- limits ----

as_user prlimit --fsize=1024 "$tmp/pageref" run -w pread --pages 64 "${small[@]}" -n
is 'a file that may not be made: this machine cannot' "$status" 3
is 'and that is one line, with what helps' "$stderr" \
	'pageref: nothing to measure: a file in tmpfs: File too large; raise ulimit -f, or give fewer --pages'
as_user prlimit --as=3000000000 "$tmp/pageref" run -w munmap --pages 900000 "${small[@]}" -n
is 'memory that may not be mapped: this machine cannot' "$status" 3
try run -w pread --size 5000 "${small[@]}" -o "$tmp/f.jsonl"
is 'a call longer than the file is a wrong command' "$status" 2
try run -w get-put --as threads "${small[@]}" -o "$tmp/f.jsonl"
like 'others have no use for --as' "$status $stderr" '^2 .*--as means nothing'

# ---- nothing is left ----

"$tmp/pageref" run -w pread,munmap --as processes --threads 2 --oversubscribe -d 20s -r 1 -e none \
	-o "$tmp/cut.jsonl" >/dev/null 2>&1 &
pid=$!
wait_for 10 sh -c "[ \$(pgrep -cf $tmp/pageref) -ge 4 ]"
kill -INT $pid
wait $pid
is 'a run that is cut short ends by its signal' $? 130
wait_for 5 sh -c "! pgrep -f $tmp/pageref"

is 'no process outlives the run' "$(pgrep -cf "$tmp/pageref")" 0
