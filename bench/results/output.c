// SPDX-License-Identifier: GPL-2.0-or-later
/* output.c: appending whole lines to a results file. See output.h. */
#include "bench/results/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Make the folders that @path lies in, as mkdir -p does. */
static int make_folders(const char *path)
{
	char folder[PATH_MAX];

	if (snprintf(folder, sizeof(folder), "%s", path) >= (int)sizeof(folder))
		return -ENAMETOOLONG;
	for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(folder, 0777) && errno != EEXIST)
			return -errno;
		*slash = '/';
	}
	return 0;
}

/* The length of the file up to and with its last newline. */
static off_t whole_lines(int fd, off_t size)
{
	char block[4096];

	while (size > 0) {
		off_t begin = size > (off_t)sizeof(block) ? size - (off_t)sizeof(block) : 0;
		ssize_t length = pread(fd, block, (size_t)(size - begin), begin);
		char *newline;

		if (length <= 0)
			return size;
		newline = memrchr(block, '\n', (size_t)length);
		if (newline)
			return begin + (newline - block) + 1;
		size = begin;
	}
	return 0;
}

/* Whether it begins as our lines do, as far as it goes: a slip of the keys must not cost another file. */
static bool is_ours(int fd, off_t size)
{
	static const char ours[] = "{\"type\":\"";
	char begin[sizeof(ours) - 1];
	size_t wanted = size < (off_t)sizeof(begin) ? (size_t)size : sizeof(begin);

	return pread(fd, begin, wanted, 0) == (ssize_t)wanted && !memcmp(begin, ours, wanted);
}

/* A torn last line would spoil the next one, which is whole. */
static int mend_end(struct output *output, struct error *notice, struct error *err)
{
	struct stat status;
	off_t size, whole;

	if (fstat(output->fd, &status))
		return error_set(err, -errno, "%s: %s", output->name, strerror(errno));
	output->regular = S_ISREG(status.st_mode);
	if (!output->regular)
		return 0;
	/* A file system that has no locks at all is no reason not to measure. */
	if (flock(output->fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
		return error_set(err, -EBUSY, "%s: another process is writing to it", output->name);
	size = lseek(output->fd, 0, SEEK_END); /* under the lock: it grows no more */
	if (!is_ours(output->fd, size))
		return error_set(err, -EINVAL,
				 "%s is no results file, and nothing is appended to it: name "
				 "another with --out",
				 output->name);
	whole = whole_lines(output->fd, size);
	if (whole == size)
		return 0;
	if (ftruncate(output->fd, whole))
		return error_set(err, -errno, "%s: cannot cut off its torn last line: %s",
				 output->name, strerror(errno));
	error_set(notice, 0,
		  "%s: its last line was torn (%lld bytes without an end) and is cut off",
		  output->name, (long long)(size - whole));
	return 0;
}

int output_open(struct output *output, const char *path, struct error *notice, struct error *err)
{
	int ret;

	notice->text[0] = '\0';
	/* A limit on file sizes is then an error of write(), which is mended, and not our end. */
	signal(SIGXFSZ, SIG_IGN);
	*output = (struct output){.fd = STDOUT_FILENO, .name = path};
	if (!strcmp(path, "-")) {
		output->name = "standard output";
		return 0;
	}
	ret = make_folders(path);
	if (ret)
		return error_set(err, ret, "cannot make the folder of %s: %s", path,
				 strerror(-ret));
	output->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (output->fd < 0)
		return error_set(err, -errno, "cannot write %s: %s", path, strerror(errno));
	ret = mend_end(output, notice, err);
	if (ret)
		close(output->fd);
	return ret;
}

int output_line(struct output *output, const char *line, size_t length, struct error *err)
{
	off_t before = output->regular ? lseek(output->fd, 0, SEEK_END) : -1;
	size_t done = 0;
	int code = 0;

	while (done < length && !code) {
		ssize_t step = write(output->fd, line + done, length - done);

		if (step > 0)
			done += (size_t)step;
		else if (step == 0 || errno != EINTR)
			code = step ? errno : ENOSPC;
	}
	if (!code)
		return 0;
	if (done && before >= 0 && ftruncate(output->fd, before))
		return error_set(err, -code, "cannot write %s: %s, and half a line is left in it",
				 output->name, strerror(code));
	return error_set(err, -code, "cannot write %s: %s; what was written before is kept",
			 output->name, strerror(code));
}

int output_close(struct output *output, struct error *err)
{
	int ret = 0;

	if (output->regular && fsync(output->fd))
		ret = error_set(err, -errno, "cannot write %s: %s", output->name, strerror(errno));
	if (output->fd != STDOUT_FILENO && close(output->fd) && !ret)
		ret = error_set(err, -errno, "cannot write %s: %s", output->name, strerror(errno));
	return ret;
}
