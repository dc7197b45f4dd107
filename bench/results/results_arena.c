// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_arena.c: blocks that only grow, and an open-addressed hash table of the interned pieces.
 * 200,000 samples name a handful of schemes and placements: interning makes a sample small and
 * turns comparing names into comparing pointers.
 */
#include "bench/results/results_arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE (64 * 1024)
#define ALIGNMENT  sizeof(double)

struct block {
	struct block *next;
	size_t used, size;
	char data[] __attribute__((aligned(sizeof(double))));
};

struct piece {
	const void *data; /* NULL: a free place */
	size_t length;
	uint64_t hash;
};

struct results_arena {
	struct block *blocks; /* the one being filled first */
	struct piece *pieces;
	size_t nr_pieces, nr_places; /* places are a power of two, at most half of them taken */
};

struct results_arena *results_arena_new(void)
{
	return calloc(1, sizeof(struct results_arena));
}

void results_arena_free(struct results_arena *arena)
{
	if (!arena)
		return;
	while (arena->blocks) {
		struct block *next = arena->blocks->next;

		free(arena->blocks);
		arena->blocks = next;
	}
	free(arena->pieces);
	free(arena);
}

void *results_arena_alloc(struct results_arena *arena, size_t size)
{
	struct block *block = arena->blocks;
	void *memory;

	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (!block || block->size - block->used < size) {
		size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;

		block = calloc(1, sizeof(*block) + room);
		if (!block)
			return NULL;
		block->size = room;
		block->next = arena->blocks;
		arena->blocks = block;
	}
	memory = block->data + block->used;
	block->used += size;
	return memory;
}

/* FNV-1a */
static uint64_t hash_bytes(const unsigned char *data, size_t length)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ data[i]) * 0x100000001b3;
	return hash;
}

/* Where the piece is, or where it belongs. */
static struct piece *find_place(const struct results_arena *arena, const void *data, size_t length,
				uint64_t hash)
{
	for (size_t i = hash;; i++) {
		struct piece *piece = &arena->pieces[i & (arena->nr_places - 1)];

		if (!piece->data || (piece->hash == hash && piece->length == length &&
				     !memcmp(piece->data, data, length)))
			return piece;
	}
}

static int make_room(struct results_arena *arena)
{
	struct results_arena larger = *arena;

	if (arena->nr_pieces < arena->nr_places / 2)
		return 0;
	larger.nr_places = arena->nr_places ? arena->nr_places * 2 : 256;
	larger.pieces = calloc(larger.nr_places, sizeof(*larger.pieces));
	if (!larger.pieces)
		return -1;
	for (size_t i = 0; i < arena->nr_places; i++) {
		const struct piece *piece = &arena->pieces[i];

		if (piece->data)
			*find_place(&larger, piece->data, piece->length, piece->hash) = *piece;
	}
	free(arena->pieces);
	*arena = larger;
	return 0;
}

const void *results_arena_intern(struct results_arena *arena, const void *data, size_t length)
{
	uint64_t hash = hash_bytes(data, length);
	struct piece *piece;
	char *copy;

	if (make_room(arena))
		return NULL;
	piece = find_place(arena, data, length, hash);
	if (piece->data)
		return piece->data;
	copy = results_arena_alloc(arena, length + 1);
	if (!copy)
		return NULL;
	memcpy(copy, data, length);
	*piece = (struct piece){.data = copy, .length = length, .hash = hash};
	arena->nr_pieces++;
	return copy;
}
