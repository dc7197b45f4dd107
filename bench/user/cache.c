// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cache.c: objects by the hash of all that decides them. A file ends in the hash of what comes before
 * it (a loader does not look there), and is written under another name and renamed: so what is torn,
 * or was put there by anything else, is not taken for an object. See cache.h.
 */
#include "bench/user/cache.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "bench/grow.h"
#include "topology/error.h"

#define MAX_OBJECT (256 << 20)
#define MAX_KEPT   1000 /* files; where there are more, the older half goes */

/* What a kept file ends in. */
struct seal {
	char magic[16];
	XXH128_canonical_t hash;
};

static const char magic[16] = "pageref object\n";

static struct seal seal_of(const void *data, size_t size)
{
	struct seal seal;

	memcpy(seal.magic, magic, sizeof(magic));
	XXH128_canonicalFromHash(&seal.hash, XXH3_128bits(data, size));
	return seal;
}

/* All of the file behind @fd, with room for a seal, malloc'ed; NULL where it cannot be had. */
static char *read_whole(int fd, size_t *size)
{
	struct stat info;
	size_t done = 0;
	ssize_t got = 1;
	char *data;

	if (fstat(fd, &info) || !S_ISREG(info.st_mode) || info.st_size > MAX_OBJECT)
		return NULL;
	*size = (size_t)info.st_size;
	data = malloc(*size + sizeof(struct seal));
	while (data && done < *size && got > 0) {
		got = read(fd, data + done, *size - done);
		if (got > 0)
			done += (size_t)got;
	}
	if (data && done == *size)
		return data;
	free(data);
	return NULL;
}

static bool is_ours(int fd)
{
	struct stat info;

	return !fstat(fd, &info) && info.st_uid == geteuid() &&
	       !(info.st_mode & (S_IWGRP | S_IWOTH));
}

static bool is_whole(int fd)
{
	size_t size = 0;
	char *data = read_whole(fd, &size);
	bool whole = false;

	if (data && size > sizeof(struct seal)) {
		struct seal seal = seal_of(data, size - sizeof(struct seal));

		whole = !memcmp(&seal, data + size - sizeof(seal), sizeof(seal));
	}
	free(data);
	return whole;
}

/* Once for all of them, however many headers there are. */
static bool refuse(const char *dir, const char *why)
{
	static bool said;
	struct error line;

	if (!said) {
		error_set(&line, 0, "nothing is kept in %.300s: %s", dir, why);
		warnx("%s", line.text);
	}
	said = true;
	return false;
}

/* $XDG_CACHE_HOME counts only where it is absolute, as its specification says. */
static bool parent(char path[PATH_MAX])
{
	const char *chosen = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	int length;

	if (chosen && *chosen == '/')
		length = snprintf(path, PATH_MAX - 80, "%s", chosen);
	else if (home && *home == '/')
		length = snprintf(path, PATH_MAX - 80, "%s/.cache", home);
	else
		return false;
	return length < PATH_MAX - 80;
}

/* The folder, made where it is not there: a folder of this user's that nobody else may look into. */
static bool folder(char path[PATH_MAX], bool make)
{
	struct stat info;

	if (!parent(path))
		return false;
	if (make)
		mkdir(path, 0700);
	strcat(path, "/pageref");
	if (make && mkdir(path, 0700) && errno != EEXIST)
		return refuse(path, strerror(errno));
	if (lstat(path, &info))
		return make ? refuse(path, strerror(errno)) : false;
	if (!S_ISDIR(info.st_mode))
		return refuse(path, "it is not a folder");
	if (info.st_uid != geteuid() || info.st_mode & (S_IRWXG | S_IRWXO))
		return refuse(path, "others own it or may look into it (chmod 700 mends it)");
	return true;
}

bool cache_find(const char *key, const char *suffix, char path[PATH_MAX])
{
	bool found;
	int fd;

	if (!folder(path, false))
		return false;
	snprintf(path + strlen(path), PATH_MAX - strlen(path), "/%s%s", key, suffix);
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	found = is_ours(fd) && is_whole(fd);
	if (found)
		futimens(fd, NULL); /* it was of use: see make_room() */
	close(fd);
	return found;
}

char *cache_read(const char *key, const char *suffix, size_t *size)
{
	char path[PATH_MAX], *data = NULL;
	struct seal seal;
	int fd = -1;

	if (cache_find(key, suffix, path))
		fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0 && is_ours(fd))
		data = read_whole(fd, size);
	if (fd >= 0)
		close(fd);
	if (data && *size > sizeof(seal)) {
		*size -= sizeof(seal);
		seal = seal_of(data, *size);
		if (!memcmp(&seal, data + *size, sizeof(seal)))
			return data;
	}
	free(data);
	return NULL;
}

/* ---- what nobody has asked for in a long time makes room ---- */

struct kept {
	char name[64];
	struct timespec used;
};

static int by_use(const void *a, const void *b)
{
	const struct timespec *left = &((const struct kept *)a)->used;
	const struct timespec *right = &((const struct kept *)b)->used;

	if (left->tv_sec != right->tv_sec)
		return left->tv_sec < right->tv_sec ? -1 : 1;
	return (left->tv_nsec > right->tv_nsec) - (left->tv_nsec < right->tv_nsec);
}

/* All files in the folder @listing, with when they were last used, for free(). */
static struct kept *list_kept(DIR *listing, int *nr)
{
	struct kept *all = NULL, *grown;
	struct dirent *entry;
	struct stat info;

	*nr = 0;
	while ((entry = readdir(listing))) {
		if (strlen(entry->d_name) >= sizeof(all->name) ||
		    fstatat(dirfd(listing), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) ||
		    !S_ISREG(info.st_mode))
			continue;
		grown = grow(all, *nr, sizeof(*all));
		if (!grown)
			break;
		all = grown;
		strcpy(all[*nr].name, entry->d_name);
		all[(*nr)++].used = info.st_mtim;
	}
	return all;
}

static void make_room(const char *dir)
{
	DIR *listing = opendir(dir);
	struct kept *all;
	int nr;

	if (!listing)
		return;
	all = list_kept(listing, &nr);
	if (nr > MAX_KEPT) {
		qsort(all, (size_t)nr, sizeof(*all), by_use);
		for (int i = 0; i < nr - MAX_KEPT / 2; i++)
			unlinkat(dirfd(listing), all[i].name, 0);
	}
	free(all);
	closedir(listing);
}

static bool write_whole(const char *path, const char *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	bool whole = fd >= 0;

	for (size_t done = 0; whole && done < size;) {
		ssize_t put = write(fd, data + done, size - done);

		whole = put > 0;
		done += whole ? (size_t)put : 0;
	}
	return fd >= 0 && !close(fd) && whole;
}

bool cache_keep(const char *key, const char *suffix, const char *from, char path[PATH_MAX])
{
	char dir[PATH_MAX], temporary[PATH_MAX];
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	char *data = NULL;
	struct seal seal;
	bool kept = false;
	size_t size;

	if (fd >= 0)
		data = read_whole(fd, &size);
	if (data && folder(dir, true)) {
		make_room(dir);
		seal = seal_of(data, size);
		memcpy(data + size, &seal, sizeof(seal));
		snprintf(path, PATH_MAX, "%.*s/%s%s", PATH_MAX - 80, dir, key, suffix);
		snprintf(temporary, PATH_MAX, "%.*s/new-%d%s", PATH_MAX - 80, dir, getpid(),
			 suffix);
		kept = write_whole(temporary, data, size + sizeof(seal)) &&
		       !rename(temporary, path);
		if (!kept) {
			refuse(dir, strerror(errno));
			unlink(temporary);
		}
	}
	free(data);
	if (fd >= 0)
		close(fd);
	return kept;
}

bool cache_hash_file(const char *path, char hash[CACHE_KEY_SIZE])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t size = 0;
	char *data = fd < 0 ? NULL : read_whole(fd, &size);
	bool whole = data;
	XXH128_hash_t found;

	if (whole) {
		found = XXH3_128bits(data, size);
		snprintf(hash, CACHE_KEY_SIZE, "%016llx%016llx", (unsigned long long)found.high64,
			 (unsigned long long)found.low64);
	}
	if (fd >= 0)
		close(fd);
	free(data);
	return whole;
}
