/*
 * The one canonical codec: little-endian integers and length-prefixed bytes in caller's buffers.
 * A reader or writer that runs past its end turns bad and stays bad; the caller checks once at the
 * end. Nothing is allocated.
 */
#ifndef SO_BASE_CODEC_H
#define SO_BASE_CODEC_H

#include <sotto/base.h>

/** Reads a bounded buffer front to back. */
typedef struct so_reader {
  const uint8_t *data;
  size_t size;
  size_t at;
  int bad;
} so_reader;

/** Writes a bounded buffer front to back. */
typedef struct so_writer {
  uint8_t *data;
  size_t capacity;
  size_t at;
  int bad;
} so_writer;

so_reader so_reader_of(const void *data, size_t size);
uint16_t so_read_u16(so_reader *reader);
uint32_t so_read_u32(so_reader *reader);
uint64_t so_read_u64(so_reader *reader);
/** Gives a view of the next `size` bytes, or an empty view and a bad reader. */
sotto_bytes so_read_bytes(so_reader *reader, size_t size);

so_writer so_writer_of(void *data, size_t capacity);
void so_write_u16(so_writer *writer, uint16_t value);
void so_write_u32(so_writer *writer, uint32_t value);
void so_write_u64(so_writer *writer, uint64_t value);
void so_write_bytes(so_writer *writer, const void *data, size_t size);
/** Writes bytes prefixed by their u32 length. */
void so_write_block(so_writer *writer, const void *data, size_t size);

/** Loads and stores little-endian integers at any address. */
static inline uint32_t so_load_u32(const void *at) {
  const uint8_t *b = at;
  return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static inline uint64_t so_load_u64(const void *at) {
  return so_load_u32(at) | (uint64_t)so_load_u32((const uint8_t *)at + 4) << 32;
}

void so_store_u32(void *at, uint32_t value);
void so_store_u64(void *at, uint64_t value);

#endif
