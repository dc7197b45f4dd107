// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * environment.c: what a reader of the results must know of the machine's state. Everything is a
 * small text file; a missing one leaves its field NULL or negative. Nothing is judged here: what
 * spoils a measurement is for the reader of this struct to say.
 */
#define _GNU_SOURCE 1 /* asprintf */
#include "topology/environment.h"

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "topology/build_id.h"
#include "topology/system_file.h"

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#define PATH_SIZE 1024

/* ---- /proc/cpuinfo ---- */

/* The value of the first line "key<blanks>: value", or NULL. */
static char *cpuinfo_value(const char *cpuinfo, const char *key)
{
	const size_t length = strlen(key);

	for (const char *line = cpuinfo; line; line = strchr(line, '\n')) {
		const char *after;
		char *copy, *value;

		line += *line == '\n';
		after = line + length;
		if (strncmp(line, key, length) || *(after += strspn(after, " \t")) != ':')
			continue;
		copy = strndup(after + 1, strcspn(after + 1, "\n"));
		value = copy ? system_copy_clean(copy) : NULL;
		free(copy);
		return value;
	}
	return NULL;
}

/* arm64 names no model: the two numbers identify it, and any reader can look them up. */
static char *arm_model(const char *cpuinfo)
{
	char *implementer = cpuinfo_value(cpuinfo, "CPU implementer");
	char *part = cpuinfo_value(cpuinfo, "CPU part"), *model = NULL;

	if (implementer && part &&
	    asprintf(&model, "implementer %s part %s", implementer, part) < 0)
		model = NULL;
	free(implementer);
	free(part);
	return model;
}

/* One key an architecture: x86, MIPS, POWER, RISC-V. */
static char *cpu_model(const char *cpuinfo)
{
	static const char *const keys[] = {"model name", "cpu model", "cpu", "uarch", "isa"};
	char *model = NULL;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && !model; i++)
		model = cpuinfo_value(cpuinfo, keys[i]);
	return model ? model : arm_model(cpuinfo);
}

static char *read_cpu_model(const char *root)
{
	char *cpuinfo = system_raw(root, "/proc/cpuinfo", NULL);
	char *model = cpuinfo ? cpu_model(cpuinfo) : NULL;

	free(cpuinfo);
	return model;
}

static char *read_microcode(const char *root)
{
	char *cpuinfo = system_raw(root, "/proc/cpuinfo", NULL);
	char *microcode = cpuinfo ? cpuinfo_value(cpuinfo, "microcode") : NULL;

	free(cpuinfo);
	return microcode;
}

/* ---- clocks ---- */

static int read_turbo(const char *root)
{
	int no_turbo = system_switch(root, "/sys/devices/system/cpu/intel_pstate/no_turbo");

	if (no_turbo >= 0)
		return !no_turbo;
	return system_switch(root, "/sys/devices/system/cpu/cpufreq/boost");
}

static bool has_word(const char *words, const char *word)
{
	const size_t length = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += length) {
		bool begins = at == words || at[-1] == ' ';

		if (begins && (at[length] == ' ' || !at[length]))
			return true;
	}
	return false;
}

/* Append @word to the blank-separated set @words, which is given up; NULL when out of memory. */
static char *add_word(char *words, const char *word)
{
	char *joined = NULL;

	if (words && has_word(words, word))
		return words;
	if (asprintf(&joined, "%s%s%s", words ? words : "", words ? " " : "", word) < 0)
		joined = NULL;
	free(words);
	return joined;
}

static char *gather_governors(const glob_t *paths)
{
	char *words = NULL;

	for (size_t i = 0; i < paths->gl_pathc; i++) {
		char *governor = system_text("", paths->gl_pathv[i]);

		if (governor)
			words = add_word(words, governor);
		free(governor);
	}
	return words;
}

static char *read_governor(const char *root)
{
	char pattern[PATH_SIZE], *words, *mixed = NULL;
	glob_t paths;

	if (snprintf(pattern, sizeof(pattern),
		     "%s/sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_governor",
		     root) >= (int)sizeof(pattern) ||
	    glob(pattern, 0, NULL, &paths))
		return NULL;
	words = gather_governors(&paths);
	globfree(&paths);
	if (!words || !strchr(words, ' '))
		return words;
	if (asprintf(&mixed, "mixed: %s", words) < 0)
		mixed = NULL;
	free(words);
	return mixed;
}

/* ---- virtualisation ---- */

#define EMULATION "qemu-tcg"

/* What a hypervisor or its firmware says of itself, and what people call it; the first hit wins. */
struct hint {
	const char *text;
	const char *name;
};

static const char *find_hint(const struct hint *hints, const char *text)
{
	for (; hints->text; hints++) {
		if (strstr(text, hints->text))
			return hints->name;
	}
	return NULL;
}

#if defined(__x86_64__) || defined(__i386__)
static const struct hint signatures[] = {
	{"KVMKVMKVM", "kvm"},	  {"VMwareVMware", "vmware"},  {"Microsoft Hv", "hyper-v"},
	{"XenVMMXenVMM", "xen"},  {"TCGTCGTCGTCG", EMULATION}, {"bhyve bhyve", "bhyve"},
	{"VBoxVBoxVBox", "vbox"}, {"ACRNACRNACRN", "acrn"},    {NULL, NULL},
};

static const char *signature_at(unsigned int leaf)
{
	unsigned int eax, words[3];
	char signature[sizeof(words) + 1] = "";

	__cpuid(leaf, eax, words[0], words[1], words[2]);
	(void)eax;
	memcpy(signature, words, sizeof(words));
	return find_hint(signatures, signature);
}

/*
 * KVM and Xen may show a guest Hyper-V's signature first, for Windows' sake, and then have their
 * own one step further: that one, where known, is the truth.
 */
static const char *ask_cpu(void)
{
	const char *truth = signature_at(0x40000100);

	return truth ? truth : signature_at(0x40000000);
}
#else
static const char *ask_cpu(void)
{
	return NULL;
}
#endif

static const char *ask_firmware(const char *root)
{
	static const char *const paths[] = {
		"/sys/hypervisor/type",		  "/proc/device-tree/hypervisor/compatible",
		"/sys/class/dmi/id/product_name", "/sys/class/dmi/id/sys_vendor",
		"/proc/device-tree/compatible",
	};
	static const struct hint hints[] = {
		{"xen", "xen"},
		{"Xen", "xen"},
		{"linux,kvm", "kvm"},
		{"KVM", "kvm"},
		{"VMware", "vmware"},
		{"vmware", "vmware"},
		{"VirtualBox", "vbox"},
		{"Virtual Machine", "hyper-v"},
		{"QEMU", "qemu"},
		{"linux,dummy-virt", "qemu"},
		{"Google Compute Engine", "kvm"},
		{NULL, NULL},
	};
	const char *name = NULL;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]) && !name; i++) {
		char *text = system_text(root, paths[i]);

		if (text)
			name = find_hint(hints, text);
		free(text);
	}
	return name;
}

/*
 * Whoever boots an emulated machine can say so: x86 has an instruction that tells, elsewhere QEMU looks
 * the same whether it emulates or not.
 */
static bool is_said_to_be_emulated(const char *root)
{
	char *words = system_text(root, "/proc/cmdline");
	bool said = words && has_word(words, "pageref.emulated");

	free(words);
	return said;
}

bool environment_is_emulation(const char *virtualisation)
{
	return virtualisation && !strcmp(virtualisation, EMULATION);
}

/* x86 alone says whether there is a hypervisor; elsewhere the lack of a hint proves nothing. */
static const char *find_virtualisation(const char *root)
{
	char *cpuinfo = system_raw(root, "/proc/cpuinfo", NULL);
	char *flags = cpuinfo ? cpuinfo_value(cpuinfo, "flags") : NULL;
	const bool bare = flags && !has_word(flags, "hypervisor");
	const bool guest = flags && !bare;
	const char *name = NULL;

	free(cpuinfo);
	free(flags);
	if (is_said_to_be_emulated(root))
		return EMULATION;
	if (bare)
		return "none";
	/* The instruction tells of this CPU, not of the one whose files lie below a root. */
	if (guest && !*root)
		name = ask_cpu();
	if (!name)
		name = ask_firmware(root);
	return name ? name : "unknown";
}

/* ---- the whole ---- */

static void read_uname(struct environment *environment)
{
	struct utsname names;

	if (uname(&names))
		return;
	environment->host = system_copy_clean(names.nodename);
	environment->kernel = system_copy_clean(names.release);
	environment->kernel_version = system_copy_clean(names.version);
	environment->architecture = system_copy_clean(names.machine);
}

void environment_read_from(struct environment *environment, const char *root)
{
	*environment = (struct environment){
		.kernel_command_line = system_text(root, "/proc/cmdline"),
		.kernel_build_id = build_id_read(root),
		.cpu_model = read_cpu_model(root),
		.microcode = read_microcode(root),
		.governor = read_governor(root),
		.turbo = read_turbo(root),
		.smt = system_text(root, "/sys/devices/system/cpu/smt/control"),
		.thp = system_chosen(root, "/sys/kernel/mm/transparent_hugepage/enabled"),
		.shmem_thp =
			system_chosen(root, "/sys/kernel/mm/transparent_hugepage/shmem_enabled"),
		.numa_balancing = system_switch(root, "/proc/sys/kernel/numa_balancing"),
		.perf_event_paranoid =
			system_int(root, "/proc/sys/kernel/perf_event_paranoid", -100),
		.virtualisation = strdup(find_virtualisation(root)),
		.clock_source = system_text(
			root, "/sys/devices/system/clocksource/clocksource0/current_clocksource"),
	};
	read_uname(environment);
}

void environment_read(struct environment *environment)
{
	environment_read_from(environment, "");
}

char *environment_cpu_model(void)
{
	return read_cpu_model("");
}

void environment_free(struct environment *environment)
{
	char *const texts[] = {
		environment->host,
		environment->kernel,
		environment->kernel_version,
		environment->kernel_command_line,
		environment->kernel_build_id,
		environment->architecture,
		environment->cpu_model,
		environment->microcode,
		environment->governor,
		environment->smt,
		environment->thp,
		environment->shmem_thp,
		environment->virtualisation,
		environment->clock_source,
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free(texts[i]);
	*environment = (struct environment){
		.turbo = -1, .numa_balancing = -1, .perf_event_paranoid = -100};
}
