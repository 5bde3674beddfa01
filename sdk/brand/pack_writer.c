/* Layout, hashes, signature, rename. */
#include "brand/pack_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto/envelope.h"
#include "crypto/sign.h"

void so_pack_writer_init(so_pack_writer *ret_writer) {
  for (uint32_t n = 0; n < SO_PACK_SECTIONS_MAX; n++) ret_writer->sections[n] = so_array_of(1);
}

void so_pack_writer_free(so_pack_writer *writer) {
  for (uint32_t n = 0; n < SO_PACK_SECTIONS_MAX; n++) so_array_free(&writer->sections[n]);
}

so_array *so_pack_writer_section(so_pack_writer *writer, uint32_t id, size_t element_size) {
  so_array *section = &writer->sections[id];
  so_array_free(section);
  *section = so_array_of(element_size);
  return section;
}

static size_t aligned(size_t size) {
  return (size + SO_PACK_ALIGN - 1) / SO_PACK_ALIGN * SO_PACK_ALIGN;
}

/** The table with offsets; gives how many sections and moves `end` past the last. */
static uint32_t plan(const so_pack_writer *writer, so_pack_section *table, size_t *ret_end) {
  uint32_t count = 0;
  for (uint32_t id = 0; id < SO_PACK_SECTIONS_MAX; id++) count += writer->sections[id].count > 0;
  size_t end = sizeof(so_pack_header) + count * sizeof *table + SO_SIGNATURE_SIZE;
  for (uint32_t id = 0; id < SO_PACK_SECTIONS_MAX; id++) {
    const so_array *section = &writer->sections[id];
    if (section->count == 0) continue;
    so_pack_section entry = {0};
    entry.id = id;
    entry.element_size = (uint32_t)section->element_size;
    entry.offset = aligned(end);
    entry.size = section->count * section->element_size;
    entry.count = section->count;
    end = (size_t)(entry.offset + entry.size);
    *table++ = entry;
  }
  *ret_end = end;
  return count;
}

sotto_status so_pack_writer_layout(const so_pack_writer *writer, const so_pack_header *header,
                                   so_array *ret_bytes) {
  so_pack_section table[SO_PACK_SECTIONS_MAX];
  size_t end;
  for (uint32_t id = 0; id < SO_PACK_SECTIONS_MAX; id++) {
    if (writer->sections[id].failed) return SOTTO_E_MEMORY;
  }
  so_pack_header filled = *header;
  filled.section_count = plan(writer, table, &end);
  filled.total_size = end;
  so_array bytes = so_array_of(1);
  so_array_resize(&bytes, end);
  if (bytes.failed) return SOTTO_E_MEMORY;
  uint8_t *data = bytes.data;
  memcpy(data, &filled, sizeof filled);
  memcpy(data + sizeof filled, table, filled.section_count * sizeof *table);
  for (uint32_t n = 0; n < filled.section_count; n++) {
    memcpy(data + table[n].offset, writer->sections[table[n].id].data, (size_t)table[n].size);
  }
  *ret_bytes = bytes;
  return SOTTO_OK;
}

void so_pack_writer_seal(so_array *bytes, const uint8_t *secret, uint8_t ret_hash[32]) {
  uint8_t *data = bytes->data;
  so_pack_header *header = bytes->data;
  so_pack_section *table = (so_pack_section *)(void *)(data + sizeof *header);
  for (uint32_t n = 0; n < header->section_count; n++) {
    so_digest(table[n].hash, (sotto_bytes){data + table[n].offset, (size_t)table[n].size});
  }
  size_t size = sizeof *header + header->section_count * sizeof *table;
  if (secret) {
    /* libsodium keeps the public key in the second half of the secret one. */
    so_sign_key_id(header->key_id, secret + 32);
    so_sign(data + size, (sotto_bytes){data, size}, secret);
  }
  so_digest(ret_hash, (sotto_bytes){data, size});
}

static sotto_status storage_status(void) {
  switch (errno) {
  case ENOSPC:
  case EDQUOT: return SOTTO_E_DISK_FULL;
  case EROFS:
  case EACCES:
  case EPERM: return SOTTO_E_READ_ONLY;
  case ENOENT:
  case ENOTDIR: return SOTTO_E_MISSING;
  default: return SOTTO_E_STORAGE;
  }
}

static sotto_status write_all(FILE *file, const so_array *bytes) {
  int good = fwrite(bytes->data, 1, bytes->count, file) == bytes->count;
  good = good && fflush(file) == 0 && fsync(fileno(file)) == 0;
  return good ? SOTTO_OK : storage_status();
}

sotto_status so_pack_writer_save(const so_array *bytes, const char *path) {
  size_t size = strlen(path) + 16;
  char *beside = malloc(size);
  if (!beside) return SOTTO_E_MEMORY;
  (void)snprintf(beside, size, "%s.part", path);
  FILE *file = fopen(beside, "wb");
  sotto_status status = file ? write_all(file, bytes) : storage_status();
  if (file && fclose(file) != 0 && !status) status = storage_status();
  if (!status && rename(beside, path) != 0) status = storage_status();
  if (status && file) (void)remove(beside);
  free(beside);
  return status;
}
