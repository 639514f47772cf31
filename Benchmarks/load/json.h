// As much of JSON as flat frames without escapes need.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// The value of a text field; NULL when it is not there.
const char *json_text(const char *json, size_t count, const char *name, size_t *length);
// The value of a number field; -1 when it is not there.
long json_number(const char *json, size_t count, const char *name);
bool json_has_type(const char *json, size_t count, const char *type);
