#define _GNU_SOURCE
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Where the value begins. Peers may write a space after the colon, as Python's json does.
static const char *value_of(const char *json, size_t count, const char *name) {
    char wanted[64];
    int length = snprintf(wanted, sizeof wanted, "\"%s\":", name);
    const char *start = memmem(json, count, wanted, (size_t)length);
    if (!start) return NULL;
    start += length;
    return start < json + count && *start == ' ' ? start + 1 : start;
}

const char *json_text(const char *json, size_t count, const char *name, size_t *length) {
    const char *start = value_of(json, count, name), *last = json + count;
    if (!start || start >= last || *start != '"') return NULL;
    start++;
    const char *end = memchr(start, '"', (size_t)(last - start));
    if (!end) return NULL;
    *length = (size_t)(end - start);
    return start;
}

long json_number(const char *json, size_t count, const char *name) {
    const char *start = value_of(json, count, name);
    return start && *start >= '0' && *start <= '9' ? strtol(start, NULL, 10) : -1;
}

bool json_has_type(const char *json, size_t count, const char *type) {
    size_t length = 0;
    const char *value = json_text(json, count, "type", &length);
    return value && length == strlen(type) && memcmp(value, type, length) == 0;
}
