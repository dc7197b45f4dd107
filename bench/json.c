// SPDX-License-Identifier: GPL-2.0-or-later
/* json.c: small steps over yajl's generator. See json.h. */
#include "bench/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

yajl_gen json_new(bool beautify)
{
	yajl_gen json = yajl_gen_alloc(NULL);

	if (json && beautify)
		yajl_gen_config(json, yajl_gen_beautify, 1);
	return json;
}

/* The length of the UTF-8 sequence at @text, or 0 if it is none (overlong, surrogate, cut off). */
static size_t utf8_length(const unsigned char *text)
{
	static const struct {
		unsigned char first, last, low, high; /* lead byte, and bounds of the next */
		size_t length;
	} forms[] = {
		{0x01, 0x7f, 0, 0, 1},	     {0xc2, 0xdf, 0x80, 0xbf, 2},
		{0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
		{0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
		{0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
		{0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (text[0] < forms[i].first || text[0] > forms[i].last)
			continue;
		if (forms[i].length > 1 && (text[1] < forms[i].low || text[1] > forms[i].high))
			return 0;
		for (size_t j = 2; j < forms[i].length; j++) {
			if ((text[j] & 0xc0) != 0x80)
				return 0;
		}
		return forms[i].length;
	}
	return 0;
}

void json_text(yajl_gen json, const char *text)
{
	char *clean = text ? strdup(text) : NULL;
	size_t step;

	if (!clean) {
		yajl_gen_null(json);
		return;
	}
	for (char *c = clean; *c; c += step) {
		step = utf8_length((const unsigned char *)c);
		if (!step) {
			*c = '?';
			step = 1;
		}
	}
	yajl_gen_string(json, (const unsigned char *)clean, strlen(clean));
	free(clean);
}

void json_key(yajl_gen json, const char *key)
{
	json_text(json, key);
}

void json_number(yajl_gen json, double value)
{
	char text[40];

	if (!isfinite(value)) {
		yajl_gen_null(json);
		return;
	}
	snprintf(text, sizeof(text), "%.9g", value);
	yajl_gen_number(json, text, strlen(text));
}

void json_put_text(yajl_gen json, const char *key, const char *text)
{
	json_key(json, key);
	json_text(json, text);
}

void json_put_number(yajl_gen json, const char *key, double value)
{
	json_key(json, key);
	json_number(json, value);
}

void json_put_integer(yajl_gen json, const char *key, long long value)
{
	json_key(json, key);
	yajl_gen_integer(json, value);
}

void json_put_bool(yajl_gen json, const char *key, bool value)
{
	json_key(json, key);
	yajl_gen_bool(json, value);
}

void json_put_null(yajl_gen json, const char *key)
{
	json_key(json, key);
	yajl_gen_null(json);
}

void json_put_maybe(yajl_gen json, const char *key, int value)
{
	if (value < 0)
		json_put_null(json, key);
	else
		json_put_bool(json, key, value);
}

void json_open_map(yajl_gen json, const char *key)
{
	json_key(json, key);
	yajl_gen_map_open(json);
}

void json_open_array(yajl_gen json, const char *key)
{
	json_key(json, key);
	yajl_gen_array_open(json);
}

char *json_line(yajl_gen json, size_t *length)
{
	const unsigned char *text;
	char *line;

	/* yajl hands out half a value too; only after a whole one does it refuse what follows. */
	if (yajl_gen_null(json) != yajl_gen_generation_complete ||
	    yajl_gen_get_buf(json, &text, length) != yajl_gen_status_ok)
		return NULL;
	line = malloc(*length + 2);
	if (!line)
		return NULL;
	memcpy(line, text, *length);
	if (line[*length - 1] != '\n')
		line[(*length)++] = '\n';
	line[*length] = '\0';
	return line;
}
