/*
 * The canonical codec. All reads and writes go through one check of the room left before anything
 * moves, so that a hostile length can neither overflow nor run past the end.
 */
#include "base/codec.h"

#include <string.h>

void so_store_u32(void *at, uint32_t value) {
  uint8_t *b = at;
  for (int i = 0; i < 4; i++) b[i] = (uint8_t)(value >> (8 * i));
}

void so_store_u64(void *at, uint64_t value) {
  so_store_u32(at, (uint32_t)value);
  so_store_u32((uint8_t *)at + 4, (uint32_t)(value >> 32));
}

so_reader so_reader_of(const void *data, size_t size) {
  return (so_reader){.data = data, .size = size};
}

sotto_bytes so_read_bytes(so_reader *reader, size_t size) {
  reader->bad |= size > reader->size - reader->at;
  if (reader->bad || size == 0) return (sotto_bytes){0};
  sotto_bytes view = {reader->data + reader->at, size};
  reader->at += size;
  return view;
}

static uint64_t read_integer(so_reader *reader, size_t size) {
  sotto_bytes bytes = so_read_bytes(reader, size);
  uint64_t value = 0;
  while (bytes.size-- > 0) value = value << 8 | bytes.data[bytes.size];
  return value;
}

uint16_t so_read_u16(so_reader *reader) {
  return (uint16_t)read_integer(reader, 2);
}

uint32_t so_read_u32(so_reader *reader) {
  return (uint32_t)read_integer(reader, 4);
}

uint64_t so_read_u64(so_reader *reader) {
  return read_integer(reader, 8);
}

so_writer so_writer_of(void *data, size_t capacity) {
  return (so_writer){.data = data, .capacity = capacity};
}

void so_write_bytes(so_writer *writer, const void *data, size_t size) {
  writer->bad |= size > writer->capacity - writer->at;
  if (writer->bad || size == 0) return;
  memcpy(writer->data + writer->at, data, size);
  writer->at += size;
}

static void write_integer(so_writer *writer, uint64_t value, size_t size) {
  uint8_t bytes[8];
  so_store_u64(bytes, value);
  so_write_bytes(writer, bytes, size);
}

void so_write_u16(so_writer *writer, uint16_t value) {
  write_integer(writer, value, 2);
}

void so_write_u32(so_writer *writer, uint32_t value) {
  write_integer(writer, value, 4);
}

void so_write_u64(so_writer *writer, uint64_t value) {
  write_integer(writer, value, 8);
}

void so_write_block(so_writer *writer, const void *data, size_t size) {
  writer->bad |= size > UINT32_MAX;
  so_write_u32(writer, (uint32_t)size);
  so_write_bytes(writer, data, size);
}
