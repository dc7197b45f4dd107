# SPDX-License-Identifier: GPL-2.0-or-later
# report.awk: reads "SCHEME THREADS PAIR PROGRAM ITEMS_PER_SECOND", PROGRAM being ours, or theirs in one
# of its two ways, work and time; prints a row for each (scheme, threads, way) and the verdict. Exits
# with 1 where a row that is held to the limit is past it, or has too few pairs.

function sort(values, n,   i, j, value) {
	for (i = 2; i <= n; i++) {
		value = values[i]
		for (j = i - 1; j > 0 && values[j] > value; j--)
			values[j + 1] = values[j]
		values[j + 1] = value
	}
}

# Sorts the values.
function median(values, n) {
	sort(values, n)
	return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
}

function rate(cell, program,   pair, values, n) {
	n = 0
	for (pair = 0; pair < nr_pairs; pair++)
		if ((cell, pair, program) in items)
			values[++n] = items[cell, pair, program]
	return n ? median(values, n) : 0
}

# A way that answers another question is shown and not judged (README.md).
function judge(ratio, n, held) {
	if (!held)
		return "(not judged)"
	if (n < MIN_PAIRS)
		return "too few pairs"
	return ratio > 1 + LIMIT || ratio < 1 - LIMIT ? "not ok" : "ok"
}

function row(cell, way, held,   pair, values, n, ratio, name, verdict) {
	n = 0
	for (pair = 0; pair < nr_pairs; pair++)
		if ((cell, pair, "ours") in items && (cell, pair, way) in items)
			values[++n] = items[cell, pair, "ours"] / items[cell, pair, way]
	ratio = n ? median(values, n) : 0
	verdict = judge(ratio, n, held)
	split(cell, name, " ")
	printf "%-11s %7d   %-5s %7.1f %7.1f   %5.3f   %.3f .. %.3f  %2d   %s\n", name[1], name[2], \
		way, rate(cell, "ours") / 1e6, rate(cell, way) / 1e6, ratio, values[1], values[n], \
		n, verdict
	if (verdict == "not ok" || verdict == "too few pairs")
		failed = failed "\n  " name[1] ", threads " name[2] ", " way ": " verdict
}

BEGIN {
	LIMIT = 0.1
	MIN_PAIRS = 7
}

{
	cell = $1 " " $2
	if (!(cell in seen))
		cells[++nr_cells] = cell
	seen[cell] = 1
	items[cell, $3, $4] = $5
	if ($3 >= nr_pairs)
		nr_pairs = $3 + 1
}

END {
	print "millions a second, medians; ours/theirs is the median of the pairs, with its extremes"
	print "scheme      threads   way      ours  theirs   ratio   least .. most   pairs"
	for (i = 1; i <= nr_cells; i++) {
		row(cells[i], "time", 1)
		row(cells[i], "work", cells[i] ~ / 1$/)
	}
	if (failed == "" && nr_cells) {
		print "ok - within 10 % of Google Benchmark"
		exit 0
	}
	print "not ok - more than 10 % apart, or too little measured:" failed
	exit 1
}
