/*
 * The canonical codec. Every read checks the room left before it moves, so that a hostile length
 * can neither overflow nor run past the end.
 */
#include "base/codec.h"

#include <string.h>

uint32_t so_load_u32(const void *at) {
  const uint8_t *b = at;
  return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

uint64_t so_load_u64(const void *at) {
  const uint8_t *b = at;
  return (uint64_t)so_load_u32(b) | (uint64_t)so_load_u32(b + 4) << 32;
}

void so_store_u32(void *at, uint32_t value) {
  uint8_t *b = at;
  for (int i = 0; i < 4; i++) b[i] = (uint8_t)(value >> (8 * i));
}

void so_store_u64(void *at, uint64_t value) {
  uint8_t *b = at;
  for (int i = 0; i < 8; i++) b[i] = (uint8_t)(value >> (8 * i));
}

so_reader so_reader_of(const void *data, size_t size) {
  return (so_reader){.data = data, .size = size};
}

/* The next `size` bytes, or NULL and a bad reader. */
static const uint8_t *take(so_reader *reader, size_t size) {
  if (reader->bad || size > reader->size - reader->at) {
    reader->bad = 1;
    return NULL;
  }
  const uint8_t *at = reader->data + reader->at;
  reader->at += size;
  return at;
}

uint8_t so_read_u8(so_reader *reader) {
  const uint8_t *at = take(reader, 1);
  return at ? at[0] : 0;
}

uint16_t so_read_u16(so_reader *reader) {
  const uint8_t *at = take(reader, 2);
  return at ? (uint16_t)(at[0] | at[1] << 8) : 0;
}

uint32_t so_read_u32(so_reader *reader) {
  const uint8_t *at = take(reader, 4);
  return at ? so_load_u32(at) : 0;
}

uint64_t so_read_u64(so_reader *reader) {
  const uint8_t *at = take(reader, 8);
  return at ? so_load_u64(at) : 0;
}

sotto_bytes so_read_bytes(so_reader *reader, size_t size) {
  if (size == 0) return (sotto_bytes){0};
  const uint8_t *at = take(reader, size);
  return (sotto_bytes){at, at ? size : 0};
}

sotto_bytes so_read_block(so_reader *reader) {
  return so_read_bytes(reader, so_read_u32(reader));
}

so_writer so_writer_of(void *data, size_t capacity) {
  return (so_writer){.data = data, .capacity = capacity};
}

static uint8_t *grow(so_writer *writer, size_t size) {
  if (writer->bad || size > writer->capacity - writer->at) {
    writer->bad = 1;
    return NULL;
  }
  uint8_t *at = writer->data + writer->at;
  writer->at += size;
  return at;
}

void so_write_u8(so_writer *writer, uint8_t value) {
  so_write_bytes(writer, &value, 1);
}

void so_write_u16(so_writer *writer, uint16_t value) {
  const uint8_t bytes[2] = {(uint8_t)value, (uint8_t)(value >> 8)};
  so_write_bytes(writer, bytes, sizeof bytes);
}

void so_write_u32(so_writer *writer, uint32_t value) {
  uint8_t *at = grow(writer, 4);
  if (at) so_store_u32(at, value);
}

void so_write_u64(so_writer *writer, uint64_t value) {
  uint8_t *at = grow(writer, 8);
  if (at) so_store_u64(at, value);
}

void so_write_bytes(so_writer *writer, const void *data, size_t size) {
  if (size == 0) return;
  uint8_t *at = grow(writer, size);
  if (at) memcpy(at, data, size);
}

void so_write_block(so_writer *writer, const void *data, size_t size) {
  if (size > UINT32_MAX) {
    writer->bad = 1;
    return;
  }
  so_write_u32(writer, (uint32_t)size);
  so_write_bytes(writer, data, size);
}
