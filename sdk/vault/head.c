/*
 * Encoding and decoding the head file. The order of the checks is what makes the statuses distinct:
 * magic, size, checksum, version, bounds.
 */
#include "vault/head.h"

#include <string.h>

#include "base/codec.h"

#define CHECKED 248

/* Magic, format 1, cipher profile 1. */
static const uint8_t start[] = {'S', 'O', 'T', 'T', 'O', 'H', 'D', '1', 1, 0, 1, 0};

#define MAGIC 8
#define FIELD(at, name)                                                                            \
 { at, sizeof((so_head *)0)->name, offsetof(so_head, name) }

/* Where each field lies; those of 4 and of 8 bytes are little-endian numbers. */
static const struct field {
  size_t at, size, offset;
} fields[] = {FIELD(12, kdf),        FIELD(16, argon.passes), FIELD(20, argon.memory_kib),
              FIELD(24, argon.salt), FIELD(40, key_check),    FIELD(56, generation),
              FIELD(64, tail.count), FIELD(72, tail.hash),    FIELD(104, noise_epoch),
              FIELD(112, nonce),     FIELD(136, wrapped)};

#define FIELDS (sizeof fields / sizeof fields[0])

void so_head_encode(uint8_t ret_bytes[SO_HEAD_SIZE], const so_head *head) {
  uint8_t digest[SO_DIGEST_SIZE];
  memset(ret_bytes, 0, SO_HEAD_SIZE);
  memcpy(ret_bytes, start, sizeof start);
  for (const struct field *field = fields; field < fields + FIELDS; field++) {
    const void *from = (const uint8_t *)head + field->offset;
    uint8_t *to = ret_bytes + field->at;
    if (field->size == 4)
      so_store_u32(to, *(const uint32_t *)from);
    else if (field->size == 8)
      so_store_u64(to, *(const uint64_t *)from);
    else
      memcpy(to, from, field->size);
  }
  so_digest(digest, (sotto_bytes){ret_bytes, CHECKED});
  memcpy(ret_bytes + CHECKED, digest, SO_HEAD_SIZE - CHECKED);
}

static sotto_status check(sotto_bytes bytes) {
  uint8_t digest[SO_DIGEST_SIZE];
  if (bytes.size < MAGIC) return SOTTO_E_CORRUPT;
  if (memcmp(bytes.data, start, MAGIC) != 0) return SOTTO_E_FORMAT;
  if (bytes.size != SO_HEAD_SIZE) return SOTTO_E_CORRUPT;
  so_digest(digest, (sotto_bytes){bytes.data, CHECKED});
  return memcmp(digest, bytes.data + CHECKED, SO_HEAD_SIZE - CHECKED) ? SOTTO_E_CORRUPT : SOTTO_OK;
}

static int bounded(const so_head *head) {
  const so_argon *argon = &head->argon;
  if (head->kdf == SO_KDF_SECRET) return argon->passes == 0 && argon->memory_kib == 0;
  return head->kdf == SO_KDF_ARGON2ID && argon->passes >= 1 && argon->passes <= 10 &&
         argon->memory_kib >= 8 && argon->memory_kib <= 1048576;
}

sotto_status so_head_decode(so_head *ret_head, sotto_bytes bytes) {
  const sotto_status status = check(bytes);
  if (status) return status;
  so_head head;
  for (const struct field *field = fields; field < fields + FIELDS; field++) {
    const uint8_t *from = bytes.data + field->at;
    void *to = (uint8_t *)&head + field->offset;
    if (field->size == 4)
      *(uint32_t *)to = so_load_u32(from);
    else if (field->size == 8)
      *(uint64_t *)to = so_load_u64(from);
    else
      memcpy(to, from, field->size);
  }
  if (memcmp(bytes.data, start, sizeof start) != 0) return SOTTO_E_FORMAT;
  if (!bounded(&head)) return SOTTO_E_TAMPERED;
  *ret_head = head;
  return SOTTO_OK;
}
