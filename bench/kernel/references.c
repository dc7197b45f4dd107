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

static void add(struct reference_counter *counter, int fd, const char *name)
{
	counter->fds[counter->nr] = fd;
	counter->names[counter->nr++] = name;
}

static int open_tracepoint(struct reference_counter *counter, const char *name)
{
	struct reference_event event;
	int ret = reference_find_tracepoint(&event, "", name);

	if (!ret)
		ret = open_event(&event, NULL);
	if (ret < 0)
		return ret;
	add(counter, ret, name);
	return 0;
}

static int open_kprobes(struct reference_counter *counter, const char *const *functions)
{
	struct reference_event event;
	int ret = reference_find_kprobe(&event, "");

	for (int i = 0; ret >= 0 && i < KERNEL_MAX_FUNCTIONS && functions[i]; i++) {
		int fd = open_event(&event, functions[i]);

		if (fd >= 0)
			add(counter, fd, functions[i]);
		/* What does not exist, was inlined or must not be probed has a name elsewhere. */
		else if (fd != -ENOENT && fd != -EINVAL && fd != -EADDRNOTAVAIL && fd != -EILSEQ)
			ret = fd;
	}
	counter->probes = counter->nr > 0;
	if (counter->nr)
		return 0;
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

void kernel_reference_open(struct reference_counter *counter, struct kernel_reference *reference,
			   const struct kernel_sites *sites)
{
	int tracepoint, kprobes;

	*counter = (struct reference_counter){0};
	*reference = (struct kernel_reference){0};
	tracepoint = open_tracepoint(counter, sites->tracepoint);
	if (!tracepoint)
		return;
	kprobes = open_kprobes(counter, sites->functions);
	if (kprobes)
		explain(reference, tracepoint, kprobes);
}

static void name_source(struct kernel_reference *reference, const struct reference_counter *counter,
			int i)
{
	char *slash;

	snprintf(reference->by, sizeof(reference->by),
		 counter->probes ? "calls of %s (kprobe)" : "tracepoint %s", counter->names[i]);
	slash = strchr(reference->by, '/');
	if (slash)
		*slash = ':'; /* as perf writes it */
}

void kernel_reference_close(struct reference_counter *counter, struct kernel_reference *reference,
			    uint64_t ops)
{
	for (int i = 0; i < counter->nr; i++) {
		uint64_t count;
		bool counted = ops && read(counter->fds[i], &count, sizeof(count)) == sizeof(count);

		close(counter->fds[i]);
		if (!counted || reference->per_op > 0)
			continue;
		reference->counted = true;
		reference->per_op = (double)count / (double)ops;
		if (count || !i)
			name_source(reference, counter, i);
	}
	if (counter->nr && !reference->counted)
		snprintf(reference->reason, sizeof(reference->reason), "the count cannot be read");
	counter->nr = 0;
}
