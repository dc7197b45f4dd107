/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.h: writing JSON with yajl, one member a call. A NULL text and a NAN are null. Text from hosts
 * and files may be no UTF-8: bytes that are not are written as '?'.
 */
#ifndef BENCH_JSON_H
#define BENCH_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <yajl/yajl_gen.h>

/* NULL when out of memory; yajl_gen_free() frees it. @beautify: for people. */
yajl_gen json_new(bool beautify);

void json_key(yajl_gen json, const char *key);
void json_text(yajl_gen json, const char *text);
void json_number(yajl_gen json, double value);

/* A key and its value. */
void json_put_text(yajl_gen json, const char *key, const char *text);
void json_put_number(yajl_gen json, const char *key, double value);
void json_put_integer(yajl_gen json, const char *key, long long value);
void json_put_bool(yajl_gen json, const char *key, bool value);
void json_put_null(yajl_gen json, const char *key);

/* true, false, or null where @value is negative. */
void json_put_maybe(yajl_gen json, const char *key, int value);

/* A key and the beginning of its value. */
void json_open_map(yajl_gen json, const char *key);
void json_open_array(yajl_gen json, const char *key);

/*
 * The text made so far, followed by a newline, as one malloc'ed string of *@length bytes; NULL when
 * out of memory or where the calls did not make one whole value.
 */
char *json_line(yajl_gen json, size_t *length);

#endif
