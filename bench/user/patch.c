// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * patch.c: git takes a mailbox apart (encodings, signatures, several patches) and applies what is in it;
 * we say which file and which hunk it was that did not fit. See patch.h.
 */
#include "bench/user/patch.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/user/git.h"
#include "bench/user/text.h"

const char *const patch_files[] = {"include/linux/page_ref.h", "include/linux/page-flags.h", NULL};

/* What is being applied. */
struct patch {
	const char *path; /* as the user gave it */
	const char *dir;
	int touched; /* patches in it that change a file we have */
	char others[160]; /* files that it changes and we have not */
};

/* The file that a "+++ b/NAME" line at @line names; its length in *@length. NULL: it is none. */
static const char *changed_file(const char *line, size_t *length)
{
	const char *name;

	if (strncmp(line, "+++ ", 4) && strncmp(line, "--- ", 4))
		return NULL;
	name = line + 4;
	*length = strcspn(name, "\t\n\r");
	if (*length > 2 && (!strncmp(name, "a/", 2) || !strncmp(name, "b/", 2))) {
		name += 2;
		*length -= 2;
		return name;
	}
	return NULL;
}

static bool is_name(const char *name, size_t length, const char *file)
{
	return strlen(file) == length && !memcmp(file, name, length);
}

/* Does @text change any file that we have? Others are noted. */
static bool touches(struct patch *patch, const char *text)
{
	bool found = false;

	for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
		size_t length, used = strlen(patch->others);
		const char *name = changed_file(line, &length);
		bool ours = false;

		for (int i = 0; name && patch_files[i]; i++)
			ours |= is_name(name, length, patch_files[i]);
		found |= ours;
		if (name && !ours && !memmem(patch->others, used, name, length) &&
		    used + length + 3 < sizeof(patch->others))
			sprintf(patch->others + used, "%s%.*s", used ? ", " : "", (int)length,
				name);
		if (!line[strcspn(line, "\n")])
			break;
	}
	return found;
}

/* The header of the hunk of @file in @text that begins at its old line @number; "" where it is not. */
static const char *find_hunk(const char *text, const char *file, long number, size_t *hunk_length)
{
	bool inside = false;

	*hunk_length = 0;
	for (const char *line = text; line && *line; line = strchr(line, '\n')) {
		size_t length;
		const char *name;
		char *end;

		line += *line == '\n';
		name = changed_file(line, &length);
		if (name)
			inside = is_name(name, length, file);
		if (!inside || strncmp(line, "@@ -", 4) || strtol(line + 4, &end, 10) != number)
			continue;
		*hunk_length = strcspn(line, "\n\r");
		return line;
	}
	return "";
}

/* "error: patch failed: FILE:LINE" */
static int tell_failure(const struct patch *patch, const char *text, const char *said,
			struct error *err)
{
	static const char failed[] = "error: patch failed: ";
	const char *line = strstr(said, failed), *hunk, *colon;
	size_t length, hunk_length;
	char file[100];

	if (!line) {
		line = strstr(said, "error: ");
		line = line ? line + strlen("error: ") : said;
		return error_set(err, -EINVAL, "%.150s does not apply: %.*s", patch->path,
				 (int)strcspn(line, "\n"), line);
	}
	line += strlen(failed);
	length = strcspn(line, "\n");
	colon = memrchr(line, ':', length);
	if (!colon)
		colon = line + length;
	snprintf(file, sizeof(file), "%.*s", (int)(colon - line), line);
	hunk = find_hunk(text, file, strtol(colon + 1, NULL, 10), &hunk_length);
	return error_set(err, -EINVAL, "%.150s does not apply: %s, hunk %.*s", patch->path, file,
			 hunk_length ? (int)hunk_length : (int)length, hunk_length ? hunk : line);
}

/* Apply the diff in the file @diff, if it changes anything that we have. */
static int apply_one(struct patch *patch, const char *diff, struct error *err)
{
	const char *words[] = {"-c",
			       "core.autocrlf=false",
			       "apply",
			       "--whitespace=nowarn",
			       "-p1",
			       "--include=include/linux/page_ref.h",
			       "--include=include/linux/page-flags.h",
			       "--",
			       diff};
	const struct work_place place = {.dir = patch->dir};
	char *text = text_read(diff), *said = NULL;
	int ret = 0;

	if (!text)
		return error_set(err, -EINVAL, "%.200s: %s", patch->path, strerror(errno));
	if (touches(patch, text)) {
		patch->touched++;
		ret = git_run(&place, words, sizeof(words) / sizeof(words[0]), &said, err);
	}
	if (ret > 0)
		ret = tell_failure(patch, text, said, err);
	free(said);
	free(text);
	return ret;
}

/* One mail: its text goes to a file, its diff to another. */
static int apply_mail(struct patch *patch, const char *mail, struct error *err)
{
	char message[PATH_MAX + 16], diff[PATH_MAX + 16], info[PATH_MAX + 16], *said = NULL;
	const char *words[] = {"mailinfo", message, diff};
	const struct work_place place = {.dir = patch->dir, .input = mail, .output = info};
	int ret;

	snprintf(message, sizeof(message), "%s/message", patch->dir);
	snprintf(diff, sizeof(diff), "%s/diff", patch->dir);
	snprintf(info, sizeof(info), "%s/info", patch->dir);
	ret = git_run(&place, words, 3, &said, err);
	if (ret > 0)
		ret = error_set(err, -EINVAL, "%.150s: a mail in it cannot be read: %.*s",
				patch->path, (int)strcspn(said, "\n"), said);
	free(said);
	return ret ? ret : apply_one(patch, diff, err);
}

static int is_mail(const struct dirent *entry)
{
	return isdigit((unsigned char)entry->d_name[0]);
}

static int apply_mails(struct patch *patch, const char *mails, struct error *err)
{
	struct dirent **entries;
	int nr = scandir(mails, &entries, is_mail, alphasort), ret = 0;

	if (nr < 0)
		return error_set(err, -errno, "%.200s: %s", mails, strerror(errno));
	for (int i = 0; i < nr; i++) {
		char mail[PATH_MAX + 300];

		snprintf(mail, sizeof(mail), "%s/%s", mails, entries[i]->d_name);
		if (!ret)
			ret = apply_mail(patch, mail, err);
		remove(mail);
		free(entries[i]);
	}
	free(entries);
	return ret;
}

static int apply_mailbox(struct patch *patch, const char *copy, struct error *err)
{
	char mails[PATH_MAX + 16], output[PATH_MAX + 32], *said = NULL;
	const char *words[] = {"mailsplit", "-b", "-d6", output, "--", copy};
	const struct work_place place = {.dir = patch->dir};
	int ret;

	snprintf(mails, sizeof(mails), "%s/mails", patch->dir);
	snprintf(output, sizeof(output), "-o%s", mails);
	if (mkdir(mails, 0700) && errno != EEXIST)
		return error_set(err, -errno, "%.200s: %s", mails, strerror(errno));
	ret = git_run(&place, words, sizeof(words) / sizeof(words[0]), &said, err);
	if (ret > 0)
		ret = error_set(err, -EINVAL, "%.150s is no mailbox: %.*s", patch->path,
				(int)strcspn(said, "\n"), said);
	free(said);
	return ret < 0 ? ret : apply_mails(patch, mails, err);
}

/* Does it begin as a mail does, rather than as a diff or a commit's text? */
static bool is_mailbox(const char *text)
{
	static const char *const begins[] = {
		"From ",	 "From: ",    "Subject: ",	"Date: ",	  "Received: ",
		"Return-Path: ", "Message-I", "Delivered-To: ", "MIME-Version: ", "X-"};

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		if (!strncasecmp(text, begins[i], strlen(begins[i])))
			return true;
	}
	return false;
}

int patch_apply(const char *path, const char *dir, struct error *err)
{
	struct patch patch = {.path = path, .dir = dir};
	char copy[PATH_MAX + 16], *text = text_read(path);
	int ret;

	if (!text)
		return error_set(err, -EINVAL, "%.200s: %s", path, strerror(errno));
	/* Git runs in the folder of the copies, where the user's path may lead elsewhere. */
	snprintf(copy, sizeof(copy), "%s/patch", dir);
	ret = text_write(copy, text, err);
	if (!ret)
		ret = is_mailbox(text) ? apply_mailbox(&patch, copy, err)
				       : apply_one(&patch, copy, err);
	free(text);
	if (ret || patch.touched)
		return ret;
	if (!patch.others[0])
		return error_set(err, -EINVAL, "%.200s is no patch: it changes no file", path);
	return error_set(err, -EINVAL, "%.150s changes neither %s nor %s, but %s", path,
			 patch_files[0], patch_files[1], patch.others);
}
