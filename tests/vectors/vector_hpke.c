/*
 * RFC 9180 vectors, base mode with X25519 and HKDF-SHA256: keys from their material, encapsulation
 * both ways, the key schedule, each numbered encryption sealed and opened, each export.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/hpke.h"
#include "vector_kind.h"

#define EXPORT_MAX 8160 /* 255 blocks of SHA-256 (section 5.3) */

/* One vector. */
typedef struct hpke_run {
  const json_t *vector;
  so_hpke_receiver receiver;
  hex public_key, secret_key, ephemeral, enc, info;
  so_hpke sender, recipient;
  const char *wrong; /* what differed first */
} hpke_run;

static int expect(hpke_run *run, int good, const char *what) {
  if (!good && !run->wrong) run->wrong = what;
  return good;
}

/* Compares a member that the file may leave out. */
static void expect_member(hpke_run *run, const char *name, const void *data, size_t size) {
  const json_t *value = json_object_get(run->vector, name);
  expect(run, !value || same_hex(value, data, size), name);
}

static void check_pair(hpke_run *run, const char *material, const hex *public_key,
                       const hex *secret_key) {
  uint8_t public_made[32], secret_made[32];
  hex given = read_hex(json_object_get(run->vector, material));
  if (given.size) {
    so_hpke_derive_keypair(public_made, secret_made, bytes_of(&given));
    expect(run, !memcmp(public_made, public_key->data, 32), "a public key differs");
    expect(run, !memcmp(secret_made, secret_key->data, 32), "a secret key differs");
  }
  free_hex(&given);
}

static void check_schedule(hpke_run *run) {
  uint8_t shared[32], again[32], enc[32], context[SO_HPKE_CONTEXT_SIZE], secret[32];
  const so_aead *aead = run->receiver.aead;
  sotto_status status = so_hpke_encapsulate(shared, enc, run->public_key.data, run->ephemeral.data);
  if (!status) status = so_hpke_decapsulate(again, &run->receiver, run->enc.data);
  if (!expect(run, !status, "a key is refused")) return;
  expect(run, !memcmp(shared, again, 32), "the two sides' shared secrets differ");
  expect_member(run, "pkEm", enc, 32);
  expect_member(run, "shared_secret", shared, 32);
  so_hpke_schedule_context(context, aead, run->receiver.info);
  so_hpke_schedule_secret(secret, aead, shared);
  expect_member(run, "key_schedule_context", context, sizeof context);
  expect_member(run, "secret", secret, sizeof secret);
  status = so_hpke_sender(&run->sender, enc, &run->receiver, run->ephemeral.data);
  if (!status) status = so_hpke_recipient(&run->recipient, &run->receiver, run->enc.data);
  if (!expect(run, !status, "a key is refused")) return;
  expect(run, !memcmp(enc, run->enc.data, 32), "enc differs");
  expect_member(run, "key", run->sender.key, aead->key_size);
  expect_member(run, "base_nonce", run->sender.base_nonce, SO_AEAD_NONCE_SIZE);
  expect_member(run, "exporter_secret", run->sender.exporter, 32);
}

/* The number of a message is what its nonce has beyond the base nonce. */
static uint64_t number_of_message(const hpke_run *run, const json_t *encryption, size_t at) {
  hex nonce = read_hex(json_object_get(encryption, "nonce"));
  uint64_t number = at;
  if (nonce.size == SO_AEAD_NONCE_SIZE) {
    number = 0;
    for (size_t i = 4; i < SO_AEAD_NONCE_SIZE; i++)
      number = number << 8 | (uint8_t)(nonce.data[i] ^ run->sender.base_nonce[i]);
  }
  free_hex(&nonce);
  return number;
}

/* A member by its name in the RFC's file, or in the drafts' before. */
static const json_t *member_of(const json_t *object, const char *name, const char *older) {
  const json_t *value = json_object_get(object, name);
  return value ? value : json_object_get(object, older);
}

static void check_encryption(hpke_run *run, const json_t *encryption, size_t at) {
  const json_t *sealed_text = member_of(encryption, "ct", "ciphertext");
  hex plain = read_hex(member_of(encryption, "pt", "plaintext"));
  hex aad = read_hex(json_object_get(encryption, "aad")), sealed = read_hex(sealed_text);
  uint8_t *made = room_for(1, plain.size + SO_AEAD_TAG_SIZE + 1);
  uint64_t number = number_of_message(run, encryption, at);
  run->sender.sequence = run->recipient.sequence = number;
  sotto_status status = so_hpke_seal(&run->sender, made, bytes_of(&aad), bytes_of(&plain));
  expect(run, !status && same_hex(sealed_text, made, plain.size + SO_AEAD_TAG_SIZE),
         "a ciphertext differs");
  expect(run, run->sender.sequence == number + 1, "the sequence does not go on");
  if (expect(run, sealed.size == plain.size + SO_AEAD_TAG_SIZE, "a ciphertext's size")) {
    status = so_hpke_open(&run->recipient, made, bytes_of(&aad), bytes_of(&sealed));
    expect(run, !status && !memcmp(made, plain.data, plain.size), "does not open");
    run->recipient.sequence = number;
    sealed.data[number % sealed.size] ^= 1;
    status = so_hpke_open(&run->recipient, made, bytes_of(&aad), bytes_of(&sealed));
    expect(run, status == SOTTO_E_TAMPERED, "opens with a bit changed");
  }
  free(made);
  free_hex(&plain), free_hex(&aad), free_hex(&sealed);
}

static void check_export(hpke_run *run, const json_t *export) {
  size_t size = small_number_of(export, "L", 0);
  if (!expect(run, size && size <= EXPORT_MAX, "an export's length")) return;
  hex label = read_hex(json_object_get(export, "exporter_context"));
  uint8_t *made = room_for(1, size + 1);
  so_hpke_export(made, size, &run->recipient, bytes_of(&label));
  expect(run, same_hex(json_object_get(export, "exported_value"), made, size), "an export differs");
  free(made), free_hex(&label);
}

static void check(hpke_run *run) {
  const json_t *list = json_object_get(run->vector, "encryptions");
  const json_t *shared = json_object_get(run->vector, "shared_secret");
  expect(run, json_array_size(list) || shared, "it has neither encryptions nor a shared secret");
  check_pair(run, "ikmR", &run->public_key, &run->secret_key);
  check_pair(run, "ikmE", &run->enc, &run->ephemeral);
  check_schedule(run);
  if (!run->sender.aead || !run->recipient.aead) return;
  for (size_t i = 0; i < json_array_size(list); i++)
    check_encryption(run, json_array_get(list, i), i);
  list = json_object_get(run->vector, "exports");
  for (size_t i = 0; i < json_array_size(list); i++) check_export(run, json_array_get(list, i));
}

static void run_one(vector_tally *tally, const char *name, const json_t *vector) {
  hpke_run run = {.vector = vector};
  run.public_key = read_hex(json_object_get(vector, "pkRm"));
  run.secret_key = read_hex(json_object_get(vector, "skRm"));
  run.ephemeral = read_hex(json_object_get(vector, "skEm"));
  run.enc = read_hex(json_object_get(vector, "enc"));
  run.info = read_hex(json_object_get(vector, "info"));
  const so_aead *aead =
      number_of(vector, "aead_id", 0) == 1 ? &so_aead_aes128gcm : &so_aead_chacha20poly1305;
  run.receiver =
      (so_hpke_receiver){aead, run.public_key.data, run.secret_key.data, bytes_of(&run.info)};
  if (expect(&run,
             run.public_key.size == 32 && run.secret_key.size == 32 && run.ephemeral.size == 32 &&
                 run.enc.size == 32,
             "its keys are not 32 bytes"))
    check(&run);
  if (run.wrong)
    failed(tally, name, run.wrong);
  else
    passed(tally, name);
  free_hex(&run.public_key), free_hex(&run.secret_key), free_hex(&run.ephemeral);
  free_hex(&run.enc), free_hex(&run.info);
}

/* A vector's suite. */
typedef struct suite {
  int64_t mode, kem, kdf, aead;
} suite;

/* What of it is not implemented; NULL where all is. */
static const char *missing_in(const suite *of) {
  static const char *const modes[] = {NULL, "PSK", "Auth", "AuthPSK"};
  static char what[80];
  if (of->mode > 0 && of->mode < 4)
    snprintf(what, sizeof what, "the %s mode is not implemented", modes[of->mode]);
  else if (of->mode)
    snprintf(what, sizeof what, "mode %lld is not known", (long long)of->mode);
  else if (of->kem != 0x20)
    snprintf(what, sizeof what, "KEM 0x%04llx is not implemented", (long long)of->kem);
  else if (of->kdf != 1)
    snprintf(what, sizeof what, "KDF 0x%04llx is not implemented", (long long)of->kdf);
  else if (of->aead == 0xffff)
    snprintf(what, sizeof what, "export only is not implemented");
  else if (of->aead != 1 && of->aead != 3)
    snprintf(what, sizeof what, "AEAD 0x%04llx is not implemented", (long long)of->aead);
  else
    return NULL;
  return what;
}

void run_hpke(vector_tally *tally, const char *name, const json_t *list) {
  for (size_t i = 0; i < json_array_size(list); i++) {
    char line[512];
    const json_t *vector = json_array_get(list, i);
    const suite of = {number_of(vector, "mode", -1), number_of(vector, "kem_id", -1),
                      number_of(vector, "kdf_id", -1), number_of(vector, "aead_id", -1)};
    snprintf(line, sizeof line, "%s[%zu] mode %lld kem %lld kdf %lld aead %lld", name, i,
             (long long)of.mode, (long long)of.kem, (long long)of.kdf, (long long)of.aead);
    if (of.mode < 0 || of.kem < 0 || of.kdf < 0 || of.aead < 0)
      failed(tally, line, "its suite is not told");
    else if (missing_in(&of))
      skipped(tally, line, missing_in(&of));
    else
      run_one(tally, line, vector);
  }
}
