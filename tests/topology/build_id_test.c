// SPDX-License-Identifier: GPL-2.0-or-later
/* build_id_test.c: a build id among ELF notes, whole, cut and hostile. */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "topology/build_id.h"

struct notes {
	unsigned char bytes[512];
	size_t length;
};

static void add(struct notes *notes, const char *name, uint32_t type, const char *says,
		uint32_t length)
{
	Elf32_Nhdr header = {(uint32_t)strlen(name) + 1, length, type};
	unsigned char *at = notes->bytes + notes->length;

	memcpy(at, &header, sizeof(header));
	memcpy(at + sizeof(header), name, header.n_namesz);
	memcpy(at + sizeof(header) + ((header.n_namesz + 3) & ~3U), says, length);
	notes->length += sizeof(header) + ((header.n_namesz + 3) & ~3U) + ((length + 3) & ~3U);
}

static void assert_id(const struct notes *notes, const char *expected)
{
	char *id = build_id_find(notes->bytes, notes->length);

	if (expected)
		assert_string_equal(id, expected);
	else
		assert_null(id);
	free(id);
}

static void it_is_found_behind_other_notes(void **state)
{
	struct notes notes = {.length = 0};

	(void)state;
	add(&notes, "Linux", 257, "\0\0\0\0", 4);
	add(&notes, "Xen", NT_GNU_BUILD_ID, "xyz", 3);
	add(&notes, "GNU", NT_GNU_ABI_TAG, "abcd", 4);
	add(&notes, "GNU", NT_GNU_BUILD_ID, "\x01\xab\xff\x00\x7f", 5);
	assert_id(&notes, "01abff007f");
}

static void there_may_be_none(void **state)
{
	struct notes notes = {.length = 0};

	(void)state;
	assert_id(&notes, NULL);
	add(&notes, "Linux", 257, "\0\0\0\0", 4);
	assert_id(&notes, NULL);
	add(&notes, "GNU", NT_GNU_BUILD_ID, "", 0);
	assert_id(&notes, NULL);
}

static void notes_that_were_cut_end_there(void **state)
{
	struct notes notes = {.length = 0};

	(void)state;
	add(&notes, "GNU", NT_GNU_BUILD_ID, "0123456789", 10);
	for (notes.length--; notes.length; notes.length--)
		assert_id(&notes, NULL);
}

static void lengths_that_lie_lead_nowhere(void **state)
{
	static const Elf32_Nhdr lies[] = {
		{UINT32_MAX, 4, NT_GNU_BUILD_ID},
		{4, UINT32_MAX, NT_GNU_BUILD_ID},
		{UINT32_MAX, UINT32_MAX, NT_GNU_BUILD_ID},
		{4, 400, NT_GNU_BUILD_ID},
	};
	struct notes notes = {.length = sizeof(notes.bytes)};

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		memcpy(notes.bytes, &lies[i], sizeof(lies[i]));
		memcpy(notes.bytes + sizeof(lies[i]), "GNU", 4);
		assert_id(&notes, NULL);
	}
}

static void it_is_read_below_a_root(void **state)
{
	char root[] = "/tmp/pageref-build-id.XXXXXX", path[128];
	struct notes notes = {.length = 0};
	FILE *file;
	char *id;

	(void)state;
	assert_non_null(mkdtemp(root));
	assert_null(build_id_read(root));
	snprintf(path, sizeof(path), "mkdir -p %s/sys/kernel", root);
	assert_int_equal(system(path), 0);
	snprintf(path, sizeof(path), "%s/sys/kernel/notes", root);
	file = fopen(path, "w");
	assert_non_null(file);
	add(&notes, "GNU", NT_GNU_BUILD_ID, "\x12\x34", 2);
	fwrite(notes.bytes, 1, notes.length, file);
	fclose(file);
	id = build_id_read(root);
	assert_string_equal(id, "1234");
	free(id);
	snprintf(path, sizeof(path), "rm -r %s", root);
	assert_int_equal(system(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_found_behind_other_notes),
		cmocka_unit_test(there_may_be_none),
		cmocka_unit_test(notes_that_were_cut_end_there),
		cmocka_unit_test(lengths_that_lie_lead_nowhere),
		cmocka_unit_test(it_is_read_below_a_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
