// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_files.c: where pictures are drawn. The scripts of plots/ are copied beside the data, so that a
 * directory of pictures can be moved to another machine and still be redrawn. On a terminal the same
 * happens in a temporary directory, removed at the end.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/cleanup.h"

static const char *const scripts[] = {
	"style.gp",  "threads.gp",     "throughput.gp",	 "latency.gp",	      "speedup.gp",
	"events.gp", "unavailable.gp", "fairness.gp",	 "ping-pong.gp",      "lifetimes.gp",
	"hop.gp",    "retries.gp",     "backlog.gp",	 "change.gp",	      "visits.gp",
	"nodes.gp",  "map.gp",	       "node-events.gp", "package-events.gp",
};

#define NR_SCRIPTS ((int)(sizeof(scripts) / sizeof(scripts[0])))

static int make_directory(const char *path, struct error *err)
{
	if (mkdir(path, 0777) && errno != EEXIST)
		return error_set(err, -EIO, "cannot make directory %s: %s", path, strerror(errno));
	return 0;
}

static int join(char *path, const char *dir, const char *name, struct error *err)
{
	if (snprintf(path, PATH_MAX, "%s/%s", dir, name) >= PATH_MAX - PICTURE_NAME_SIZE - 8)
		return error_set(err, -ENAMETOOLONG, "the name of the directory is too long");
	return 0;
}

static int copy_stream(FILE *from, FILE *to)
{
	char block[4096];
	size_t length;

	while ((length = fread(block, 1, sizeof(block), from)))
		fwrite(block, 1, length, to);
	return ferror(from) || ferror(to) ? -EIO : 0;
}

static int copy_script(const char *from_dir, const char *to_dir, const char *name,
		       struct error *err)
{
	char from_path[PATH_MAX], to_path[PATH_MAX];
	FILE *from, *to;
	int ret = join(from_path, from_dir, name, err);

	if (!ret)
		ret = join(to_path, to_dir, name, err);
	if (ret)
		return ret;
	from = fopen(from_path, "re");
	if (!from)
		return error_set(err, -errno, "cannot read %s: %s", from_path, strerror(errno));
	to = fopen(to_path, "we");
	ret = to ? copy_stream(from, to) : -errno;
	if (to && fclose(to) && !ret)
		ret = -errno;
	fclose(from);
	if (ret)
		return error_set(err, -EIO, "cannot write %s: %s", to_path, strerror(-ret));
	return 0;
}

int files_copy_scripts(struct plot_job *job, struct error *err)
{
	char to_dir[PATH_MAX];
	int ret = join(to_dir, job->dir, "plots", err);

	if (!ret)
		ret = make_directory(to_dir, err);
	for (int i = 0; i < NR_SCRIPTS && !ret; i++)
		ret = copy_script(job->options->data_dir, to_dir, scripts[i], err);
	return ret;
}

static int make_temporary(struct plot_job *job, struct error *err)
{
	const char *parent = getenv("TMPDIR");
	int ret = join(job->dir, parent && *parent ? parent : "/tmp", "pageref-plot-XXXXXX", err);

	if (!ret && !mkdtemp(job->dir))
		ret = error_set(err, -EIO, "cannot make directory %s: %s", job->dir,
				strerror(errno));
	if (ret)
		job->dir[0] = '\0';
	else
		cleanup_folder(job->dir);
	return ret;
}

int files_make_directories(struct plot_job *job, struct error *err)
{
	int ret;

	if (job->options->terminal)
		return make_temporary(job, err);
	ret = make_directory(job->options->out_dir, err);
	if (!ret)
		ret = join(job->dir, job->options->out_dir, "data", err);
	if (!ret)
		ret = make_directory(job->dir, err);
	return ret;
}

void files_remove_temporary(const struct plot_job *job)
{
	char path[PATH_MAX];

	for (int i = 0; i < NR_SCRIPTS; i++) {
		snprintf(path, sizeof(path), "%.*s/plots/%s", PATH_MAX - 64, job->dir, scripts[i]);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%.*s/plots", PATH_MAX - 64, job->dir);
	rmdir(path);
	rmdir(job->dir);
	cleanup_forget_folder(job->dir);
}
