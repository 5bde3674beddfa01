/*
 * Encoding and decoding the head file. The order of the checks is what makes the statuses distinct:
 * magic, size, checksum, version, bounds.
 */
#include "vault/head.h"

#include <string.h>

#include "base/codec.h"

#define FORMAT 1
#define CIPHER_PROFILE 1
#define CHECKED 248

static const char magic[8] = {'S', 'O', 'T', 'T', 'O', 'H', 'D', '1'};

void so_head_encode(uint8_t ret_bytes[SO_HEAD_SIZE], const so_head *head) {
  uint8_t digest[SO_DIGEST_SIZE];
  so_writer writer = so_writer_of(ret_bytes, SO_HEAD_SIZE);
  so_write_bytes(&writer, magic, sizeof magic);
  so_write_u16(&writer, FORMAT);
  so_write_u16(&writer, CIPHER_PROFILE);
  so_write_u32(&writer, head->kdf);
  so_write_u32(&writer, head->argon.passes);
  so_write_u32(&writer, head->argon.memory_kib);
  so_write_bytes(&writer, head->argon.salt, sizeof head->argon.salt);
  so_write_bytes(&writer, head->key_check, sizeof head->key_check);
  so_write_u64(&writer, head->generation);
  so_write_u64(&writer, head->audit_count);
  so_write_bytes(&writer, head->audit_hash, sizeof head->audit_hash);
  so_write_u32(&writer, head->noise_epoch);
  so_write_u32(&writer, 0);
  so_write_bytes(&writer, head->nonce, sizeof head->nonce);
  so_write_bytes(&writer, head->wrapped, sizeof head->wrapped);
  so_digest(digest, (sotto_bytes){ret_bytes, CHECKED});
  so_write_bytes(&writer, digest, SO_HEAD_SIZE - CHECKED);
}

static sotto_status check(sotto_bytes bytes) {
  uint8_t digest[SO_DIGEST_SIZE];
  if (bytes.size < sizeof magic) return SOTTO_E_CORRUPT;
  if (memcmp(bytes.data, magic, sizeof magic) != 0) return SOTTO_E_FORMAT;
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

static void copy(so_reader *reader, uint8_t *ret_bytes, size_t size) {
  const sotto_bytes bytes = so_read_bytes(reader, size);
  if (bytes.size == size) memcpy(ret_bytes, bytes.data, size);
}

sotto_status so_head_decode(so_head *ret_head, sotto_bytes bytes) {
  const sotto_status status = check(bytes);
  if (status) return status;
  so_head head;
  so_reader reader = so_reader_of(bytes.data, bytes.size);
  (void)so_read_bytes(&reader, sizeof magic);
  const uint16_t format = so_read_u16(&reader);
  const uint16_t profile = so_read_u16(&reader);
  head.kdf = so_read_u32(&reader);
  head.argon.passes = so_read_u32(&reader);
  head.argon.memory_kib = so_read_u32(&reader);
  copy(&reader, head.argon.salt, sizeof head.argon.salt);
  copy(&reader, head.key_check, sizeof head.key_check);
  head.generation = so_read_u64(&reader);
  head.audit_count = so_read_u64(&reader);
  copy(&reader, head.audit_hash, sizeof head.audit_hash);
  head.noise_epoch = so_read_u32(&reader);
  (void)so_read_u32(&reader);
  copy(&reader, head.nonce, sizeof head.nonce);
  copy(&reader, head.wrapped, sizeof head.wrapped);
  if (reader.bad) return SOTTO_E_CORRUPT;
  if (format != FORMAT || profile != CIPHER_PROFILE) return SOTTO_E_FORMAT;
  if (!bounded(&head)) return SOTTO_E_TAMPERED;
  *ret_head = head;
  return SOTTO_OK;
}
