#include "accept_key.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_BYTES = 64, DIGEST_BYTES = 20 };

static uint32_t rotated(uint32_t word, int bits) {
    return word << bits | word >> (32 - bits);
}

// FIPS 180-4, section 6.1.2.
static void sha1_block(uint32_t state[5], const uint8_t *block) {
    uint32_t words[80];
    for (int index = 0; index < 16; index++) {
        const uint8_t *at = block + index * 4;
        words[index] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    }
    for (int index = 16; index < 80; index++)
        words[index] = rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int index = 0; index < 80; index++) {
        uint32_t mix, constant;
        if (index < 20) mix = (b & c) | (~b & d), constant = 0x5A827999;
        else if (index < 40) mix = b ^ c ^ d, constant = 0x6ED9EBA1;
        else if (index < 60) mix = (b & c) | (b & d) | (c & d), constant = 0x8F1BBCDC;
        else mix = b ^ c ^ d, constant = 0xCA62C1D6;
        uint32_t next = rotated(a, 5) + mix + e + constant + words[index];
        e = d, d = c, c = rotated(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

// Of at most 119 bytes: two blocks.
static void sha1(const char *text, uint8_t digest[DIGEST_BYTES]) {
    uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    uint8_t blocks[2 * BLOCK_BYTES] = {0};
    size_t count = strlen(text), used = count < BLOCK_BYTES - 8 ? BLOCK_BYTES : 2 * BLOCK_BYTES;
    memcpy(blocks, text, count);
    blocks[count] = 0x80;
    for (int index = 0; index < 8; index++) blocks[used - 1 - (size_t)index] = (uint8_t)((uint64_t)count * 8 >> (8 * index));
    for (size_t at = 0; at < used; at += BLOCK_BYTES) sha1_block(state, blocks + at);
    for (int index = 0; index < DIGEST_BYTES; index++) digest[index] = (uint8_t)(state[index / 4] >> (24 - 8 * (index % 4)));
}

void accept_key(const char *key, char accept[ACCEPT_KEY_BYTES + 1]) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char text[100];
    uint8_t digest[DIGEST_BYTES + 1] = {0};
    snprintf(text, sizeof text, "%.40s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
    sha1(text, digest);
    char *out = accept;
    for (int index = 0; index < DIGEST_BYTES + 1; index += 3) {
        uint32_t group = (uint32_t)digest[index] << 16 | (uint32_t)digest[index + 1] << 8 | digest[index + 2];
        for (int shift = 18; shift >= 0; shift -= 6) *out++ = digits[group >> shift & 63];
    }
    accept[ACCEPT_KEY_BYTES - 1] = '=';
    accept[ACCEPT_KEY_BYTES] = 0;
}
