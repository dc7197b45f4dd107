// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compile.c: the compiler's command lines. Flags are those that the program was built with (version.h),
 * so that what is checked or timed is what a header of core/schemes/ would become. First everything is
 * preprocessed; what comes out, with the flags and the compiler's version, is the key under which the
 * cache may have the object, and it is what is compiled where the cache has not. See compile.h.
 */
#include "bench/user/compile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/command/data_dir.h"
#include "bench/user/command_line.h"
#include "bench/user/preprocessed.h"
#include "bench/user/said.h"
#include "bench/work.h"
#include "version.h"

#define FULL	(PAGEREF_TWO_ORDERS ? "-DPAGEREF_ORDER_FULL" : "-DPAGEREF_ORDER_ANY")
#define ACQ_REL "-DPAGEREF_ORDER_ACQ_REL"
#define COUNTS	"-DATOMIC_COUNT_RETRIES"

static const struct {
	const char *template, *defines[2];
} parts_table[NR_USER_PARTS] = {
	[PART_SCHEME] = {"bench/scheme_template.c", {FULL}},
	[PART_COUNTING] = {"bench/scheme_template.c", {FULL, COUNTS}},
	[PART_LOOKUPS] = {"bench/lookup_template.c", {FULL}},
	[PART_SCHEME_ACQ_REL] = {"bench/scheme_template.c", {ACQ_REL}},
	[PART_COUNTING_ACQ_REL] = {"bench/scheme_template.c", {ACQ_REL, COUNTS}},
	[PART_LOOKUPS_ACQ_REL] = {"bench/lookup_template.c", {ACQ_REL}},
	[PART_EXPLORED] = {"bench/check/explore_template.c", {"-DPAGEREF_EXPLORE"}},
};

#define LOOPS_FULL    (PART_BIT(PART_SCHEME) | PART_BIT(PART_COUNTING))
#define LOOPS_ACQ_REL (PART_BIT(PART_SCHEME_ACQ_REL) | PART_BIT(PART_COUNTING_ACQ_REL))

const unsigned int user_parts_loops = LOOPS_FULL | (PAGEREF_TWO_ORDERS ? LOOPS_ACQ_REL : 0);
const unsigned int user_parts_lookups = PART_BIT(PART_LOOKUPS) |
					(PAGEREF_TWO_ORDERS ? PART_BIT(PART_LOOKUPS_ACQ_REL) : 0);

static const char *const reads[] = {
	"-std=gnu11",
	"-D_GNU_SOURCE",
	"-DPAGEREF_USER_HEADER",
	"-DSCHEME_HEADER=\"bench/user/contract.h\"",
	"-DSCHEME_NAME=\"user\"",
	"-pthread",
	"-fPIC",
	"-fdiagnostics-color=never",
};

/*
 * Debug information takes as long as the code. Thread-local words are the program's or a library's that
 * it began with, so their place is known to a loop as it is where the loop is built in. A function that
 * nobody declared is no guess of ours.
 */
static const char *const compiles[] = {
	"-std=gnu11",
	"-pthread",
	"-g0",
	"-fPIC",
	"-ftls-model=initial-exec",
	"-shared",
	"-Wl,-Bsymbolic", /* its own functions, whatever ours are called */
	"-fdiagnostics-color=never",
	"-Wno-error",
	"-Werror=implicit-function-declaration",
	"-Werror=implicit-int",
	"-Werror=int-conversion",
	"-Werror=incompatible-pointer-types",
};

#define NR(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* One part on its way. */
struct job {
	char template[PATH_MAX], include[PATH_MAX + 2]; /* where it lies, and "-I" its tree */
	char text[PATH_MAX], object[PATH_MAX];
	char key[CACHE_KEY_SIZE];
	struct command_line line;
	struct work_child child;
	bool running;
};

struct compilation {
	const struct user_source *source;
	unsigned int parts;
	struct user_objects *objects;
	struct job jobs[NR_USER_PARTS];
	char *version; /* what the compiler says of itself */
};

/* The folder that @source lies in some way below: our tree, or its installed part. */
static int find_template(struct job *job, const char *source, struct error *err)
{
	int ret = data_dir(source, job->template, sizeof(job->template), err);

	if (!ret)
		snprintf(job->include, sizeof(job->include), "-I%.*s",
			 (int)(strlen(job->template) - strlen(source) - 1), job->template);
	return ret;
}

static int no_compiler(const char *name, struct error *err)
{
	return error_set(err, -ENOENT,
			 "%.100s is not installed, and a header must be compiled to be looked at "
			 "(Debian: apt install gcc; or set CC to the compiler there is)",
			 name);
}

static const char *compiler(void)
{
	const char *chosen = getenv("CC");

	return chosen && chosen[strspn(chosen, " \t")] ? chosen : PAGEREF_CC;
}

static void add_words(struct command_line *line, const char *const *words, int max)
{
	for (int i = 0; i < max && words[i]; i++)
		command_line_add(line, words[i]);
}

static void preprocess_line(struct job *job, const struct user_source *source, int part)
{
	struct command_line *line = &job->line;

	command_line_split(line, compiler());
	command_line_split(line, PAGEREF_FLAGS);
	command_line_add_all(line, reads, NR(reads));
	add_words(line, parts_table[part].defines, NR(parts_table[part].defines));
	add_words(line, source->words, MAX_USER_WORDS);
	command_line_add(line, job->include);
	command_line_split(line, PAGEREF_CPPFLAGS);
	for (int i = 0; i < MAX_USER_INCLUDES && source->includes[i]; i++) {
		command_line_add(line, "-include");
		command_line_add(line, source->includes[i]);
	}
	command_line_add(line, "-E");
	command_line_add(line, "-o");
	command_line_add(line, job->text);
	command_line_add(line, job->template);
}

/* But for the names of files: what it has in common wherever it runs. Returns how many words. */
static int compile_line(struct job *job)
{
	struct command_line *line = &job->line;
	int nr;

	command_line_split(line, compiler());
	command_line_split(line, PAGEREF_FLAGS);
	command_line_add_all(line, compiles, NR(compiles));
	nr = line->nr;
	command_line_add(line, "-o");
	command_line_add(line, job->object);
	command_line_add(line, job->text);
	return nr;
}

static int begin(struct job *job, struct error *err)
{
	int ret = command_line_check(&job->line, err);

	if (!ret)
		ret = work_begin(&job->child, NULL, job->line.argv, err);
	job->running = !ret;
	return ret;
}

/*
 * Wait for all that run; the first that failed is what is told. @ret is what went wrong before, with
 * @err.
 */
static int end_all(struct compilation *c, char **said, int ret, struct error *err)
{
	for (int part = 0; part < NR_USER_PARTS; part++) {
		struct job *job = &c->jobs[part];
		struct error wrong;
		char *words = NULL;
		int status;

		if (!job->running)
			continue;
		job->running = false;
		status = work_end(&job->child, &words, &wrong);
		if (ret || !status) {
			free(words);
		} else if (status > 0) {
			ret = said_interpret(c->source->shown, &words, err);
			*said = words;
		} else {
			free(words);
			ret = status;
			*err = wrong;
			if (status == -ENOENT)
				no_compiler(job->line.argv[0], err);
		}
	}
	for (int part = 0; part < NR_USER_PARTS; part++)
		command_line_free(&c->jobs[part].line);
	return ret;
}

static int preprocess(struct compilation *c, char **said, struct error *err)
{
	int ret = 0;

	for (int part = 0; part < NR_USER_PARTS && !ret; part++) {
		struct job *job = &c->jobs[part];

		if (!(c->parts & PART_BIT(part)))
			continue;
		ret = find_template(job, parts_table[part].template, err);
		if (ret)
			break;
		snprintf(job->text, sizeof(job->text), "%.*s/%d.i", PATH_MAX / 2, c->objects->dir,
			 part);
		snprintf(job->object, sizeof(job->object), "%.*s/%d.so", PATH_MAX / 2,
			 c->objects->dir, part);
		preprocess_line(job, c->source, part);
		ret = begin(job, err);
	}
	return end_all(c, said, ret, err);
}

/* A compiler told to make the best of the CPU it runs on makes something else on another one. */
static char *cpu_if_native(void)
{
	bool native = strstr(PAGEREF_FLAGS, "=native") || strstr(compiler(), "=native");
	FILE *file = native ? fopen("/proc/cpuinfo", "r") : NULL;
	char line[4096], *cpu = NULL;

	while (file && !cpu && fgets(line, sizeof(line), file)) {
		if (!strncmp(line, "flags", 5) || !strncmp(line, "Features", 8))
			cpu = strdup(line);
	}
	if (file)
		fclose(file);
	return cpu ? cpu : strdup("");
}

static int ask_version(struct compilation *c, struct error *err)
{
	struct command_line line = {.nr = 0};
	int ret;

	command_line_split(&line, compiler());
	command_line_add(&line, "--version");
	ret = command_line_check(&line, err);
	if (!ret)
		ret = work_run(NULL, line.argv, &c->version, err);
	if (ret == -ENOENT)
		no_compiler(line.argv[0], err);
	command_line_free(&line);
	return ret < 0 ? ret : 0;
}

static int hash_part(struct compilation *c, int part, struct error *err)
{
	struct job *job = &c->jobs[part];
	const char *words[MAX_COMMAND_WORDS + 2];
	int fd = open(job->text, O_RDONLY | O_CLOEXEC), nr;
	struct stat info = {.st_size = 0};
	void *text = MAP_FAILED;
	char *cpu;

	if (fd >= 0 && !fstat(fd, &info) && info.st_size)
		text = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd >= 0)
		close(fd);
	if (text == MAP_FAILED)
		return error_set(err, -EIO, "%.200s: the compiler left nothing there", job->text);
	nr = compile_line(job);
	memcpy(words, job->line.argv, (size_t)nr * sizeof(*words));
	cpu = cpu_if_native();
	words[nr++] = c->version;
	words[nr++] = cpu ? cpu : "";
	preprocessed_hash(text, (size_t)info.st_size, job->template, words, nr, job->key,
			  part == PART_SCHEME ? c->objects->hash : NULL);
	free(cpu);
	munmap(text, (size_t)info.st_size);
	return 0;
}

/* Find what the cache has, and compile the rest. */
static int compile(struct compilation *c, char **said, struct error *err)
{
	int ret = 0;

	c->objects->cached = true;
	for (int part = 0; part < NR_USER_PARTS && !ret; part++) {
		if (!(c->parts & PART_BIT(part)))
			continue;
		ret = hash_part(c, part, err);
		if (ret || cache_find(c->jobs[part].key, ".so", c->objects->path[part]))
			continue;
		c->objects->path[part][0] = '\0';
		c->objects->cached = false;
		ret = begin(&c->jobs[part], err);
	}
	return end_all(c, said, ret, err);
}

static void keep(struct compilation *c)
{
	for (int part = 0; part < NR_USER_PARTS; part++) {
		struct job *job = &c->jobs[part];
		char *path = c->objects->path[part];

		if (c->parts & PART_BIT(part) && !*path &&
		    !cache_keep(job->key, ".so", job->object, path))
			snprintf(path, PATH_MAX, "%s", job->object);
	}
}

int user_compile(const struct user_source *source, unsigned int parts, struct user_objects *objects,
		 char **said, struct error *err)
{
	struct compilation *c = calloc(1, sizeof(*c));
	int ret;

	*said = NULL;
	*objects = (struct user_objects){.dir = ""};
	if (!c)
		return error_set(err, -ENOMEM, "out of memory");
	*c = (struct compilation){.source = source, .parts = parts, .objects = objects};
	ret = work_folder_make(objects->dir, err);
	if (!ret)
		ret = ask_version(c, err);
	if (!ret)
		ret = preprocess(c, said, err);
	if (!ret)
		ret = compile(c, said, err);
	if (!ret)
		keep(c);
	free(c->version);
	free(c);
	return ret;
}

void user_objects_free(struct user_objects *objects)
{
	work_folder_remove(objects->dir);
	objects->dir[0] = '\0';
}

/* In a shell's quotes where it needs them: these words are the build's, and have no quote in them. */
static void tell_word(FILE *out, const char *word)
{
	const char *quote = strpbrk(word, " \"$&;()<>|*?`\\") ? "'" : "";

	fprintf(out, "%s%s%s ", quote, word, quote);
}

char *user_compile_command(void)
{
	static const char template[] = "bench/user/object_template.c";
	struct command_line line = {.nr = 0};
	char *command = NULL;
	struct error err;
	size_t size;
	FILE *out;
	struct job *job = calloc(1, sizeof(*job));

	out = job && !find_template(job, template, &err) ? open_memstream(&command, &size) : NULL;
	if (!out) {
		free(job);
		return NULL;
	}
	command_line_split(&line, compiler());
	command_line_split(&line, PAGEREF_FLAGS);
	command_line_add_all(&line, reads, NR(reads));
	command_line_add(&line, parts_table[PART_SCHEME].defines[0]);
	command_line_add(&line, "-ftls-model=initial-exec");
	command_line_add(&line, "-shared");
	command_line_split(&line, PAGEREF_CPPFLAGS);
	command_line_add(&line, job->include);
	for (int i = 0; i < line.nr; i++)
		tell_word(out, line.argv[i]);
	fputs("-include ./MINE.h -o MINE.so ", out);
	tell_word(out, job->template);
	command_line_free(&line);
	free(job);
	if (!fclose(out))
		return command;
	free(command);
	return NULL;
}
