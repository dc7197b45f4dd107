// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * said.c: who reads an error wants the first one, with its place. A function of the contract that is
 * missing shows as an error of contract.h, which is no file of the user's: it is told by name, with
 * what it should be. Reads the messages of gcc and clang.
 */
#include "bench/user/said.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/user/contract.h"

#define CONTRACT_FILE "bench/user/contract.h:"
#define TEMPLATE_FILE "_template.c:"

static const struct {
	const char *name, *type, *arguments;
} contract[] = {
#define CONTRACT_ROW(type, name, arguments) {#name, #type, #arguments},
	USER_CONTRACT(CONTRACT_ROW)
#undef CONTRACT_ROW
};

#define NR_CONTRACT (sizeof(contract) / sizeof(contract[0]))

static bool is_error(const char *line)
{
	return strstr(line, "error: ") || strstr(line, "undefined reference");
}

/*
 * The function of the contract that @error is about: its index, or -1. It is the first of its words
 * that is one: what comes after it is a guess at what was meant.
 */
static int function_in(const char *error)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
	size_t length;

	for (const char *word = error; (word = strpbrk(word, letters)); word += length) {
		length = strspn(word, letters);
		for (size_t i = 0; i < NR_CONTRACT; i++) {
			if (strlen(contract[i].name) == length &&
			    !strncmp(contract[i].name, word, length))
				return (int)i;
		}
	}
	return -1;
}

/* "lacks folio_get; it must be: ..." of an error in contract.h: of which function, or -1. */
static int tell_contract(const char *line, char text[200])
{
	const char *error = strstr(line, "error: ");
	int i = strstr(line, CONTRACT_FILE) && error ? function_in(error) : -1;
	bool exists = i >= 0 && strstr(error, "another type");

	if (i < 0)
		return -1;
	snprintf(text, 200, "%s %s%s; it must be: static inline %s %s%s",
		 exists ? "gives" : "lacks", contract[i].name, exists ? " another type" : "",
		 contract[i].type, contract[i].name, contract[i].arguments);
	return i;
}

/*
 * @text without its first error, which is told already; every line moved to the right. What follows
 * from an error of @header's own in our files is no news.
 */
static void tell_rest(FILE *out, const char *header, char *text)
{
	bool told = false, own = false;
	char *line;

	while ((line = strsep(&text, "\n"))) {
		if (!told && is_error(line)) {
			told = true;
			own = !strncmp(line, header, strlen(header));
		} else if (own && strstr(line, TEMPLATE_FILE)) {
			return;
		} else if (*line && !strstr(line, "<command-line>") &&
			   !strstr(line, "<built-in>")) {
			fprintf(out, "  %s\n", line);
		}
	}
}

/* As tell_rest(), where functions are missing: they, and nothing else. */
static void tell_functions(FILE *out, char *text)
{
	unsigned int told =
		0; /* one bit each: clang says of what is missing that its type is wrong too */
	char *line;

	while ((line = strsep(&text, "\n"))) {
		char function[200];
		int i = tell_contract(line, function);

		if (i < 0 || told & 1U << i)
			continue;
		if (told)
			fprintf(out, "  it %s\n", function);
		told |= 1U << i;
	}
}

static int set_first(const char *header, const char *text, bool *lacks, struct error *err)
{
	char *copy = strdup(text), *rest = copy, *line, function[200];
	int ret;

	*lacks = false;
	if (!copy)
		return error_set(err, -ENOMEM, "out of memory");
	while ((line = strsep(&rest, "\n")) && !is_error(line))
		;
	if (line && tell_contract(line, function) >= 0) {
		*lacks = true;
		ret = error_set(err, -EINVAL, "%.150s %s", header, function);
	} else if (line && strstr(line, strerror(ENOSPC))) {
		ret = error_set(err, -ENOSPC, "%.150s cannot be compiled: %s", header, line);
	} else {
		ret = error_set(err, -EINVAL, "%.150s does not compile: %s", header,
				line ? line : "the compiler does not say why");
	}
	free(copy);
	return ret;
}

/* gcc puts another "./" before a path: so that messages have it as it was given. */
static void cut_dots(char *text, const char *header)
{
	if (strncmp(header, "./", 2))
		return;
	while ((text = strstr(text, "././"))) {
		if (!strncmp(text + 2, header, strlen(header)))
			memmove(text, text + 2, strlen(text + 2) + 1);
		text += 2;
	}
}

int said_interpret(const char *header, char **said, struct error *err)
{
	char *rest = NULL;
	bool lacks;
	size_t size;
	FILE *out;
	int ret;

	/* It shows lines of the header, whoever wrote that. */
	error_defuse(*said, "\n\t");
	cut_dots(*said, header);
	ret = set_first(header, *said, &lacks, err);
	out = open_memstream(&rest, &size);
	if (out) {
		if (lacks)
			tell_functions(out, *said);
		else
			tell_rest(out, header, *said);
		fclose(out);
	}
	free(*said);
	*said = rest;
	return ret;
}
