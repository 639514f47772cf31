// The answer to a Sec-WebSocket-Key (RFC 6455, section 4.2.2): base64 of SHA-1 of the key and a fixed id.
#pragma once

enum { ACCEPT_KEY_BYTES = 28 };

void accept_key(const char *key, char accept[ACCEPT_KEY_BYTES + 1]);
