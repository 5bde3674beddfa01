/*
 * The operating system's bits and a key's bits. The stream hands out its bytes in order, so the
 * same key and the same requests give the same draws; used bytes are wiped as they are given.
 */
#include "crypto/random.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

sotto_status so_random_start(void) {
  return sodium_init() < 0 ? SOTTO_E_INTERNAL : SOTTO_OK;
}

static void fill_system(void *context, uint8_t *ret_bytes, size_t size) {
  (void)context;
  randombytes_buf(ret_bytes, size);
}

so_bits so_random_bits(void) {
  return (so_bits){fill_system, NULL};
}

void so_stream_init(so_stream *ret_stream, const uint8_t key[SO_STREAM_KEY_SIZE]) {
  *ret_stream = (so_stream){.used = sizeof ret_stream->block};
  memcpy(ret_stream->key, key, SO_STREAM_KEY_SIZE);
}

/* The block's bytes were wiped as they were given: it is zeros, which the keystream replaces. */
static void next_block(so_stream *stream) {
  static const uint8_t nonce[crypto_stream_chacha20_ietf_NONCEBYTES];
  assert(stream->counter < UINT32_MAX);
  crypto_stream_chacha20_ietf_xor_ic(stream->block, stream->block, sizeof stream->block, nonce,
                                     stream->counter, stream->key);
  stream->counter += sizeof stream->block / 64;
  stream->used = 0;
}

static void fill_stream(void *context, uint8_t *ret_bytes, size_t size) {
  so_stream *stream = context;
  while (size > 0) {
    if (stream->used == sizeof stream->block) next_block(stream);
    size_t left = sizeof stream->block - stream->used, part = size < left ? size : left;
    memcpy(ret_bytes, stream->block + stream->used, part);
    sodium_memzero(stream->block + stream->used, part);
    stream->used += (uint32_t)part;
    ret_bytes += part;
    size -= part;
  }
}

so_bits so_stream_bits(so_stream *stream) {
  return (so_bits){fill_stream, stream};
}

void so_stream_wipe(so_stream *stream) {
  sodium_memzero(stream, sizeof *stream);
  stream->used = sizeof stream->block;
}
