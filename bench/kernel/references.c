// SPDX-License-Identifier: GPL-2.0-or-later
/* references.c: counting references with perf_event_open(). See references.h. */
#include "bench/kernel/references.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KPROBE_TYPE "/sys/bus/event_source/devices/kprobe/type"

static const char *const tracefs[] = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};

/* The number that the file begins with. */
static int read_number(const char *path, uint64_t *number)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[32], *end;
	ssize_t length;

	if (fd < 0)
		return -errno;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length <= 0)
		return -EINVAL;
	text[length] = '\0';
	errno = 0;
	*number = strtoul(text, &end, 10);
	return end == text || errno || (*end && *end != '\n') || *text == '-' ? -EINVAL : 0;
}

int reference_find_tracepoint(struct reference_event *event, const char *root, const char *name)
{
	int found = -ENODEV;

	for (size_t i = 0; i < sizeof(tracefs) / sizeof(tracefs[0]); i++) {
		char path[PATH_MAX];
		int ret;

		snprintf(path, sizeof(path), "%s%s/events/%s/id", root, tracefs[i], name);
		event->type = PERF_TYPE_TRACEPOINT;
		ret = read_number(path, &event->config);
		if (!ret || ret == -EINVAL)
			return ret;
		if (ret == -EACCES || ret == -EPERM)
			found = -EACCES;
		/* An empty mount point is a folder too. */
		snprintf(path, sizeof(path), "%s%s/events", root, tracefs[i]);
		if (found == -ENODEV && ret == -ENOENT && !access(path, F_OK))
			found = -ENOENT;
	}
	return found;
}

int reference_find_kprobe(struct reference_event *event, const char *root)
{
	char path[PATH_MAX];
	uint64_t type;
	int ret;

	snprintf(path, sizeof(path), "%s%s", root, KPROBE_TYPE);
	ret = read_number(path, &type);
	if (ret)
		return ret == -EINVAL ? ret : -ENODEV;
	*event = (struct reference_event){.type = (uint32_t)type};
	return type > UINT32_MAX ? -EINVAL : 0;
}

/* Of the calling thread, wherever it runs; @function is a kprobe's. */
static int open_event(const struct reference_event *event, const char *function)
{
	struct perf_event_attr attr = {
		.type = event->type,
		.size = sizeof(attr),
		.config = event->config,
		.config1 = (uintptr_t)function,
	};
	int fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

static int open_tracepoint(struct kernel_reference *reference, const char *name)
{
	struct reference_event event;
	int ret = reference_find_tracepoint(&event, "", name);

	if (!ret)
		ret = open_event(&event, NULL);
	if (ret < 0)
		return ret;
	snprintf(reference->by, sizeof(reference->by), "tracepoint %s", name);
	*strchr(reference->by, '/') = ':'; /* as perf writes it */
	return ret;
}

static int open_kprobe(struct kernel_reference *reference, const char *const *functions)
{
	struct reference_event event;
	int ret = reference_find_kprobe(&event, "");

	for (int i = 0; ret >= 0 && i < KERNEL_MAX_FUNCTIONS && functions[i]; i++) {
		int fd = open_event(&event, functions[i]);

		if (fd >= 0) {
			snprintf(reference->by, sizeof(reference->by), "kprobe %s", functions[i]);
			return fd;
		}
		/* What does not exist, was inlined or must not be probed has a name elsewhere. */
		if (fd != -ENOENT && fd != -EINVAL && fd != -EADDRNOTAVAIL && fd != -EILSEQ)
			return fd;
	}
	return ret < 0 ? ret : -ENOENT;
}

static const char *explain_tracepoint(int error)
{
	switch (error) {
	case -ENOENT:
		return "the kernel has none (CONFIG_DEBUG_PAGE_REF)";
	case -ENODEV:
		return "tracefs is not mounted";
	default:
		return strerror(-error);
	}
}

static const char *explain_kprobe(int error)
{
	switch (error) {
	case -ENOENT:
		return "none of the functions can be probed";
	case -ENODEV:
		return "the kernel has none (CONFIG_KPROBE_EVENTS)";
	default:
		return strerror(-error);
	}
}

static bool is_forbidden(int error)
{
	return error == -EACCES || error == -EPERM;
}

static void explain(struct kernel_reference *reference, int tracepoint, int kprobe)
{
	const char *remedy =
		"boot a kernel with CONFIG_DEBUG_PAGE_REF or CONFIG_KPROBE_EVENTS, and "
		"mount tracefs at /sys/kernel/tracing";

	if (is_forbidden(tracepoint) || is_forbidden(kprobe))
		remedy =
			"run as root, or set sysctl kernel.perf_event_paranoid=-1 and let this user "
			"read tracefs";
	else if (tracepoint == -ENODEV)
		remedy = "mount -t tracefs tracefs /sys/kernel/tracing, on a kernel with "
			 "CONFIG_DEBUG_PAGE_REF or CONFIG_KPROBE_EVENTS";
	snprintf(reference->reason, sizeof(reference->reason),
		 "page_ref tracepoints: %s; kprobes: %s", explain_tracepoint(tracepoint),
		 explain_kprobe(kprobe));
	snprintf(reference->remedy, sizeof(reference->remedy), "%s", remedy);
}

int kernel_reference_open(struct kernel_reference *reference, const struct kernel_sites *sites)
{
	int tracepoint, kprobe;

	*reference = (struct kernel_reference){0};
	tracepoint = open_tracepoint(reference, sites->tracepoint);
	if (tracepoint >= 0)
		return tracepoint;
	kprobe = open_kprobe(reference, sites->functions);
	if (kprobe >= 0)
		return kprobe;
	explain(reference, tracepoint, kprobe);
	return -1;
}

void kernel_reference_close(struct kernel_reference *reference, int fd, uint64_t ops)
{
	uint64_t count;

	if (fd < 0)
		return;
	if (ops && read(fd, &count, sizeof(count)) == sizeof(count)) {
		reference->counted = true;
		reference->per_op = (double)count / (double)ops;
	} else {
		snprintf(reference->reason, sizeof(reference->reason), "the count cannot be read");
	}
	close(fd);
}
