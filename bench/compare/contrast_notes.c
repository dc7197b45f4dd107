// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contrast_notes.c: what stands above and below a contrast's tables, so that a figure pasted into a
 * mail carries with it what was compared, where, how it was judged, and how far to trust it.
 */
#include <math.h>
#include <string.h>

#include "bench/compare/contrast_columns.h"
#include "bench/compare/contrast_parts.h"
#include "bench/compare/contrast_print.h"
#include "bench/scheme_order.h"

#define NAME_SIZE      160
#define SHOWN_POINTS   3 /* of those that did not match; the JSON has them all */
#define DESCRIBED_SIZE 300
/*
 * Ranks do not tell a wider spread from a shift where sides are of different sizes: of normal values,
 * 6 that spread 5 times as wide as 30 others are called in 6 tables of 100, at a level of 2.5 %.
 */
#define UNEVEN 1.5

static const char *safe_label(char label[NAME_SIZE], const struct contrast *contrast, int side)
{
	return table_safe(label, NAME_SIZE, contrast->sides[side].label);
}

static const char *plural(int n)
{
	return n == 1 ? "" : "s";
}

/* ---- above ---- */

static const struct run_scheme *find_scheme(const struct result_run *run, const char *name)
{
	for (int i = 0; i < run->nr_schemes; i++) {
		if (!strcmp(run->schemes[i].name, name))
			return &run->schemes[i];
	}
	return NULL;
}

/* "kernel:linux" of "vanilla=kernel:linux". */
static const char *without_name(const char *word)
{
	size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789-_.");

	return word[length] == '=' ? word + length + 1 : word;
}

/* Where a scheme that is not built in came from: what a reader of the mail would ask first. */
static void head_scheme(FILE *out, const struct contrast *contrast, int width, int side)
{
	const char *head = side ? "test" : "base";
	const struct run_scheme *scheme =
		find_scheme(contrast_run_of(&contrast->sides[side]), contrast->sides[side].scheme);
	char label[NAME_SIZE], word[NAME_SIZE], tree[NAME_SIZE], commit[NAME_SIZE], hash[NAME_SIZE];

	safe_label(label, contrast, side);
	if (!scheme) {
		table_note(out, width, head, "%s", label);
		return;
	}
	table_safe(word, sizeof(word), without_name(scheme->word));
	table_safe(tree, sizeof(tree), scheme->tree);
	table_safe(commit, sizeof(commit), scheme->commit);
	table_safe(hash, sizeof(hash), scheme->hash);
	table_note(out, width, head, "%s: %s%s%s%s%.12s, text %.8s", label, word,
		   *tree ? ", tree " : "", tree, *commit ? ", commit " : "", commit, hash);
}

static void head_sides(FILE *out, const struct contrast *contrast, int width)
{
	for (int s = 0; s < contrast->nr_sides; s++) {
		const struct result_run *run = contrast_run_of(&contrast->sides[s]);
		char label[NAME_SIZE], kernel[NAME_SIZE], scheme[NAME_SIZE];

		safe_label(label, contrast, s);
		table_safe(kernel, sizeof(kernel), *run->kernel ? run->kernel : "unknown");
		if (contrast->by_scheme)
			head_scheme(out, contrast, width, s);
		else if (contrast->only_scheme)
			table_note(out, width, s ? "test" : "base", "%s: scheme %s, kernel %s",
				   label, table_safe(scheme, sizeof(scheme), contrast->only_scheme),
				   kernel);
		else
			table_note(out, width, s ? "test" : "base", "%s: kernel %s", label, kernel);
	}
}

static void say_difference(FILE *out, const struct contrast *contrast, int width,
			   const struct contrast_difference *difference)
{
	char name[NAME_SIZE], base[NAME_SIZE], test[NAME_SIZE], label[NAME_SIZE] = "";

	if (!difference->test) {
		table_note(out, width, "mixed", "%s: %s: %s",
			   safe_label(label, contrast, difference->side),
			   table_safe(name, sizeof(name), difference->name),
			   table_safe(base, sizeof(base), difference->base));
		return;
	}
	if (contrast->nr_sides > 2)
		safe_label(label, contrast, difference->side);
	table_note(out, width, difference->machine ? "MACHINE" : "differs", "%s%s%s: %s | %s",
		   label, *label ? ": " : "", table_safe(name, sizeof(name), difference->name),
		   table_safe(base, sizeof(base), difference->base),
		   table_safe(test, sizeof(test), difference->test));
}

static bool another_machine(const struct contrast *contrast)
{
	for (int i = 0; i < contrast->nr_differences; i++) {
		if (contrast->differences[i].machine)
			return true;
	}
	return false;
}

static void head_differences(FILE *out, const struct contrast *contrast, int width)
{
	if (another_machine(contrast))
		table_note(out, width, "WARNING",
			   "another machine: what differs below may be the machines, not what was "
			   "changed");
	for (int machine = 1; machine >= 0; machine--) {
		for (int i = 0; i < contrast->nr_differences; i++) {
			if (contrast->differences[i].machine == machine)
				say_difference(out, contrast, width, &contrast->differences[i]);
		}
	}
}

void contrast_head(FILE *out, const struct contrast *contrast, int width)
{
	table_machine(out, contrast_run_of(&contrast->sides[0]), width);
	head_sides(out, contrast, width);
	head_differences(out, contrast, width);
	fputc('\n', out);
}

void contrast_heading(FILE *out, const struct contrast_panel *contrast_panel, int width)
{
	struct panel panel = contrast_panel->panel;
	struct result_key row = panel.rows[0];

	if (contrast_panel->contrast->by_scheme)
		row.scheme = "";
	panel.rows = &row;
	table_heading(out, &panel, width);
}

/* ---- below ---- */

/* What the notes have to say, gathered from every point. */
struct facts {
	int least, most; /* processes */
	bool pairs, groups, uneven, ratios, zeros, intervals;
	bool uncalled, below, none, too_few;
	int needed;
	double least_reach, most_reach;
};

static void gather_point(struct facts *facts, const struct contrast_point *point)
{
	const struct effect *effect = &point->effect;
	int fewer = effect->nr_base < effect->nr_test ? effect->nr_base : effect->nr_test;
	int more = effect->nr_base < effect->nr_test ? effect->nr_test : effect->nr_base;

	facts->least = facts->most && facts->least < fewer ? facts->least : fewer;
	facts->most = facts->most > more ? facts->most : more;
	facts->pairs |= effect->paired;
	facts->groups |= !effect->paired;
	facts->uneven |= !effect->paired && more > UNEVEN * fewer;
	facts->ratios |= !isnan(effect->ratio);
	facts->zeros |= isnan(effect->ratio);
	facts->intervals |= !isnan(effect->low);
	facts->uncalled |= point->uncalled && point->call == CALL_NONE;
	facts->below |= point->below_threshold;
	facts->none |= point->call == CALL_NONE;
	if (point->call == CALL_TOO_FEW) {
		facts->too_few = true;
		facts->needed = facts->needed > point->needed ? facts->needed : point->needed;
	}
	if (point->call == CALL_NONE && isfinite(point->reach_percent)) {
		facts->least_reach = fmin(facts->least_reach, point->reach_percent);
		facts->most_reach = fmax(facts->most_reach, point->reach_percent);
	}
}

static struct facts gather(const struct contrast *contrast)
{
	struct facts facts = {.least_reach = INFINITY};

	for (int i = 0; i < contrast->nr_points; i++)
		gather_point(&facts, &contrast->points[i]);
	return facts;
}

static void note_change(FILE *out, const struct contrast *contrast, int width,
			const struct facts *facts)
{
	char name[NAME_SIZE], range[32];

	table_note(out, width, "values", "%s, medians over processes (%s: %s)",
		   contrast->metric.unit, table_safe(name, sizeof(name), contrast->metric.name),
		   contrast->metric.meaning);
	if (facts->least == facts->most)
		snprintf(range, sizeof(range), "%d processes", facts->most);
	else
		snprintf(range, sizeof(range), "%d to %d processes", facts->least, facts->most);
	if (facts->pairs)
		table_note(out, width, "change",
			   "test over base%s: of samples of the same round, which are pairs; %s",
			   facts->groups ? ", where both were in one run" : "", range);
	if (facts->groups)
		table_note(out, width, "change",
			   "test over base%s: not pairs, two groups of processes; drift between "
			   "them is in it; %s each",
			   facts->pairs ? ", elsewhere" : "", range);
	if (facts->uneven)
		table_note(out, width, "uneven",
			   "one side has many more processes: where the fewer spread more widely, "
			   "false calls are up to twice as frequent; measure as many of either");
	if (facts->zeros)
		table_note(out, width, "no change",
			   "a zero has no ratio: only which side has more is judged");
}

static void note_interval(FILE *out, const struct contrast *contrast, int width,
			  const struct facts *facts)
{
	if (facts->intervals)
		table_note(out, width, "interval",
			   "of the change in percent, 95 %% for each line by itself; bootstrap "
			   "over processes, seed %llu",
			   (unsigned long long)contrast->options.seed);
	else if (facts->ratios)
		table_note(out, width, "interval", "none: it needs %d processes",
			   facts->pairs ? EFFECT_LEAST_PAIRS : EFFECT_LEAST_GROUPS);
}

static void note_verdicts(FILE *out, const struct contrast *contrast, int width, bool narrow,
			  const struct facts *facts)
{
	const struct contrast_options *options = &contrast->options;
	char least[TABLE_TEXT], most[TABLE_TEXT];

	if (contrast->family)
		table_note(
			out, width, "verdict",
			"a chance of at most %g %% of any false call in the %d line%s together (rank "
			"tests over processes, Holm's correction)",
			options->alpha * 100, contrast->family, plural(contrast->family));
	if (facts->none && narrow)
		table_note(out, width, "none",
			   "no difference larger than the interval's far end (>x%%)");
	if (facts->none && isfinite(facts->least_reach)) {
		contrast_bound(least, facts->least_reach);
		contrast_bound(most, facts->most_reach);
		table_note(out, width, "visible",
			   "where nothing was called, a difference of %s%s%s would have been, "
			   "four times in five",
			   strcmp(least, most) ? least : "", strcmp(least, most) ? " to " : "",
			   most);
	}
	if (facts->too_few)
		table_note(out, width, "too few",
			   "processes for any call in this table: %d would be enough",
			   facts->needed);
	if (facts->uncalled)
		table_note(out, width, "~",
			   "the interval leaves out 0, yet with so many lines one such is no "
			   "surprise: not called");
	if (options->threshold_percent > 0)
		table_note(out, width, "threshold", "a difference below %g %% is not called",
			   options->threshold_percent);
}

/* Points that one side has and another lacks, for one reason: the first few by name. */
static void note_unmatched(FILE *out, const struct contrast *contrast, int width, int side,
			   int other, bool invalid)
{
	char text[SHOWN_POINTS * 2 * DESCRIBED_SIZE + 16] = "", described[DESCRIBED_SIZE];
	char why[DESCRIBED_SIZE];
	char label[NAME_SIZE], lacks[NAME_SIZE];
	int nr = 0;

	for (int i = 0; i < contrast->nr_unmatched; i++) {
		const struct contrast_unmatched *unmatched = &contrast->unmatched[i];
		size_t used = strlen(text);

		if (unmatched->side != side || unmatched->other != other ||
		    unmatched->invalid != invalid || nr++ >= SHOWN_POINTS)
			continue;
		contrast_why(contrast, unmatched, why, sizeof(why));
		contrast_describe(contrast, &unmatched->key, described, sizeof(described));
		snprintf(text + used, sizeof(text) - used, "%s%s%s%s%s", used ? "; " : "",
			 described, *why ? " (" : "", why, *why ? ")" : "");
	}
	if (!nr)
		return;
	table_note(out, width, "left out", "%d point%s %s %s%s%s: %s%s", nr, plural(nr),
		   invalid ? "without a valid sample in" : "only in",
		   safe_label(label, contrast, invalid ? other : side),
		   contrast->nr_sides > 2 && !invalid ? ", not in " : "",
		   contrast->nr_sides > 2 && !invalid ? safe_label(lacks, contrast, other) : "",
		   text, nr > SHOWN_POINTS ? "; ..." : "");
}

static void note_left_out(FILE *out, const struct contrast *contrast, int width)
{
	for (int s = 1; s < contrast->nr_sides; s++) {
		for (int invalid = 0; invalid < 2; invalid++) {
			note_unmatched(out, contrast, width, 0, s, invalid);
			note_unmatched(out, contrast, width, s, 0, invalid);
		}
	}
	if (contrast->nr_invalid)
		table_note(out, width, "left out", "%d invalid sample%s", contrast->nr_invalid,
			   plural(contrast->nr_invalid));
	if (contrast->nr_without)
		table_note(out, width, "left out", "%d sample%s without this metric",
			   contrast->nr_without, plural(contrast->nr_without));
}

static void note_reference_lines(FILE *out, const struct contrast *contrast, int width)
{
	for (int i = 0; i < contrast->nr_points; i++) {
		if (!scheme_is_reference_line(contrast->points[i].key.scheme))
			continue;
		table_note(out, width, "*", "unsafe: no reference count, a yardstick");
		return;
	}
}

static void note_virtual(FILE *out, const struct contrast *contrast, int width)
{
	for (int s = 0; s < contrast->nr_sides; s++) {
		const struct result_run *run = contrast_run_of(&contrast->sides[s]);

		if (!table_is_virtual(run))
			continue;
		table_note_virtual(out, run, width);
		return;
	}
}

void contrast_notes(FILE *out, const struct contrast *contrast, int width, bool narrow)
{
	struct facts facts = gather(contrast);

	note_change(out, contrast, width, &facts);
	note_interval(out, contrast, width, &facts);
	note_verdicts(out, contrast, width, narrow, &facts);
	note_reference_lines(out, contrast, width);
	note_left_out(out, contrast, width);
	note_virtual(out, contrast, width);
}
