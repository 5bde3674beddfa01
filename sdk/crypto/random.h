/*
 * Random bits from the operating system through libsodium, and reproducible bits from a key
 * (ChaCha20 stream): the noise PRF of DESIGN 8 and seeded tests use the same source.
 */
#ifndef SO_CRYPTO_RANDOM_H
#define SO_CRYPTO_RANDOM_H

#include "base/bits.h"

#define SO_STREAM_KEY_SIZE 32
#define SO_STREAM_BLOCK_SIZE 256 /* four blocks of ChaCha20, which fast machines make at once */

/** A reproducible source: libsodium's ChaCha20 (IETF) keystream of a key, four blocks at a time. */
typedef struct so_stream {
  uint8_t key[SO_STREAM_KEY_SIZE];
  uint8_t block[SO_STREAM_BLOCK_SIZE];
  uint32_t counter;
  uint32_t used;
} so_stream;

/** Makes libsodium ready; safe to call again. #SOTTO_E_INTERNAL where it cannot start. */
SOTTO_CHECKED sotto_status so_random_start(void);
/** Gives the operating system's bits. */
so_bits so_random_bits(void);
/** Starts a stream; wipe it with so_stream_wipe(). */
void so_stream_init(so_stream *ret_stream, const uint8_t key[SO_STREAM_KEY_SIZE]);
/** Gives a stream as a source. */
so_bits so_stream_bits(so_stream *stream);
void so_stream_wipe(so_stream *stream);

#endif
