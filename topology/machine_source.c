// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine_source.c: whose topology is read: this machine's, an XML file's, or one made up in a line
 * of text. All that a user can get wrong about it is told here; machine.c reads the outcome.
 */
#include "topology/machine_source.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* x86's largest NR_CPUS. hwloc's time to build a flat tree is quadratic: a million PUs is hours. */
#define PU_LIMIT 8192

static bool is_file(const char *path)
{
	struct stat status;

	return !stat(path, &status) && !S_ISDIR(status.st_mode) && !access(path, R_OK);
}

/* No synthetic description holds a slash or ends in .xml; a mistyped path often does. */
static bool looks_like_path(const char *text)
{
	size_t length = strlen(text);

	return strchr(text, '/') || (length > 4 && !strcmp(text + length - 4, ".xml"));
}

static int complain_xml(const char *quote, struct error *err)
{
	return error_set(err, -EINVAL, "topology '%s': not an hwloc XML file", quote);
}

static int choose_xml(hwloc_topology_t topology, const char *path, const char *quote,
		      struct error *err)
{
	if (hwloc_topology_set_xml(topology, path))
		return complain_xml(quote, err);
	return 0;
}

/*
 * The product of the numbers in "package:2 [numa(memory=1GB)] core:4 pu:2", leaving out what is
 * bracketed; at most one past PU_LIMIT. A text that makes no sense is hwloc's to refuse.
 */
static unsigned long count_synthetic(const char *text)
{
	unsigned long product = 1;
	int depth = 0;

	for (const char *c = text; *c; c++) {
		bool starts = c == text || c[-1] == ' ' || c[-1] == ':';

		depth += (*c == '[' || *c == '(') - (*c == ']' || *c == ')');
		if (depth || !starts || *c < '0' || *c > '9')
			continue;
		product *= strtoul(c, NULL, 10) > PU_LIMIT ? PU_LIMIT + 1 : strtoul(c, NULL, 10);
		if (product > PU_LIMIT)
			return PU_LIMIT + 1;
	}
	return product;
}

static int choose_synthetic(hwloc_topology_t topology, const char *text, const char *quote,
			    struct error *err)
{
	if (count_synthetic(text) > PU_LIMIT)
		return error_set(err, -EINVAL,
				 "topology '%s': more than %d PUs, the most that Linux supports",
				 quote, PU_LIMIT);
	if (hwloc_topology_set_synthetic(topology, text))
		return error_set(err, -EINVAL,
				 "topology '%s': neither a file nor a description such as "
				 "\"package:2 numa:4 l3:2 core:8 pu:2\"",
				 quote);
	return 0;
}

static int choose_source(hwloc_topology_t topology, const char *text, struct error *err)
{
	char quote[ERROR_QUOTE_SIZE];
	struct stat status;

	if (!text)
		return 0;
	error_quote(quote, text, strlen(text));
	if (is_file(text))
		return choose_xml(topology, text, quote, err);
	if (!looks_like_path(text))
		return choose_synthetic(topology, text, quote, err);
	if (stat(text, &status))
		return error_set(err, -errno, "topology '%s': %s", quote, strerror(errno));
	if (S_ISDIR(status.st_mode))
		return error_set(err, -EISDIR, "topology '%s': a directory, not a file", quote);
	return error_set(err, -EACCES, "topology '%s': %s", quote, strerror(EACCES));
}

/* hwloc's two XML readers differ in when they notice a bad file: the answer is one. */
static int complain_load(const char *text, struct error *err)
{
	char quote[ERROR_QUOTE_SIZE];

	if (!text)
		return error_set(err, -EINVAL, "hwloc cannot read this machine's topology");
	error_quote(quote, text, strlen(text));
	if (is_file(text))
		return complain_xml(quote, err);
	return error_set(err, -EINVAL, "topology '%s': hwloc cannot build it", quote);
}

/*
 * Disallowed PUs are kept, so that a plan can say "not allowed" rather than "no such PU". hwloc
 * would print its own view of a bad description; we say it once, so it is told to hide errors,
 * unless the user asked otherwise.
 */
int machine_source_open(hwloc_topology_t *topology, const char *text, struct error *err)
{
	int ret;

	setenv("HWLOC_HIDE_ERRORS", "2", 0);
	if (hwloc_topology_init(topology))
		return error_set(err, -ENOMEM, "hwloc cannot start: out of memory");
	hwloc_topology_set_flags(*topology, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
	ret = choose_source(*topology, text, err);
	if (!ret && hwloc_topology_load(*topology))
		ret = complain_load(text, err);
	if (ret)
		hwloc_topology_destroy(*topology);
	return ret;
}
