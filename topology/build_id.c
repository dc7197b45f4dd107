// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * build_id.c: ELF notes: three words (length of the name, length of what it says, type), the name, and
 * what it says, each padded to four bytes.
 */
#include "topology/build_id.h"

#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTES_SIZE 4096
#define MAX_ID	   64 /* bytes; SHA-1 has 20 */

static size_t padded(uint32_t length)
{
	return ((size_t)length + 3) & ~(size_t)3;
}

static char *to_text(const unsigned char *id, size_t length)
{
	char *text = malloc(2 * length + 1);

	for (size_t i = 0; text && i < length; i++)
		snprintf(text + 2 * i, 3, "%02x", id[i]);
	return text;
}

char *build_id_find(const unsigned char *notes, size_t length)
{
	while (length >= sizeof(Elf32_Nhdr)) {
		Elf32_Nhdr header;
		const unsigned char *name = notes + sizeof(header), *says;
		size_t whole;

		memcpy(&header, notes, sizeof(header));
		whole = sizeof(header) + padded(header.n_namesz) + padded(header.n_descsz);
		if (whole > length)
			return NULL;
		says = name + padded(header.n_namesz);
		if (header.n_type == NT_GNU_BUILD_ID && header.n_namesz == sizeof("GNU") &&
		    !memcmp(name, "GNU", sizeof("GNU")))
			return header.n_descsz && header.n_descsz <= MAX_ID
				       ? to_text(says, header.n_descsz)
				       : NULL;
		notes += whole;
		length -= whole;
	}
	return NULL;
}

char *build_id_read(const char *root)
{
	unsigned char notes[NOTES_SIZE];
	char path[1024];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/sys/kernel/notes", root);
	file = fopen(path, "re");
	if (!file)
		return NULL;
	length = fread(notes, 1, sizeof(notes), file);
	fclose(file);
	return build_id_find(notes, length);
}
