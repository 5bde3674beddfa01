/*
 * The TPM store. The secret is the exclusive or of a half in the sealed file and a half in an NV
 * slot; both are fresh for each secret. Replacing one:
 *
 *   1  the free slot is defined and written, the new file is written beside the old one
 *   2  the new file is renamed over the old one (the point of no return)
 *   3  the old slot is undefined
 *
 * Cut before 2, the old secret is whole; after it, the new one, and a slot that no file names any
 * more goes at the next load.
 */
#include <sotto/store_posix.h>
#include <sotto/store_tpm2.h>
#include <string.h>
#include <sys/random.h>

#include "anchor_record.h"
#include "durable_file.h"
#include "tpm2_seal.h"
#include "tpm2_slot.h"

#define NAME "tpm2"
#define WAIT_MS 10000
#define ANCHOR_AT 2 /* slots of the secret before it */

static sotto_status draw(uint8_t *ret_bytes, size_t size) {
  return getrandom(ret_bytes, size, 0) == (ssize_t)size ? SOTTO_OK : SOTTO_E_PORT;
}

static void mix(uint8_t *inout_key, const uint8_t *half) {
  for (size_t i = 0; i < SOTTO_KEY_SIZE; i++) inout_key[i] ^= half[i];
}

static sotto_status read_file(const tpm2_job *job, tpm2_sealed *ret_sealed) {
  uint8_t bytes[TPM2_FILE_MAX];
  size_t size = sizeof bytes;
  sotto_status status = durable_read(job->path, bytes, &size);
  if (!status) status = tpm2_sealed_decode(ret_sealed, (sotto_bytes){bytes, size});
  explicit_bzero(bytes, sizeof bytes);
  return status;
}

static tpm2_content half_of(const tpm2_sealed *sealed, uint8_t *half) {
  return (tpm2_content){half, SOTTO_KEY_SIZE, sealed->auth};
}

static int same_name(const TPM2B_NAME *a, const TPM2B_NAME *b) {
  return a->size == b->size && memcmp(a->name, b->name, a->size) == 0;
}

/* The storage key is another: a cleared chip, another chip, or a changed file? */
static sotto_status diagnose(tpm2_chip *chip, const tpm2_sealed *sealed) {
  TPM2B_NAME mark = {0};
  const int marked = sealed->mark.size > 0 && tpm2_chip_mark(chip, sealed->salt, &mark) == SOTTO_OK;
  if (marked && !same_name(&mark, &sealed->mark)) return SOTTO_E_KEY_WRONG;
  const sotto_status status = tpm2_slot_has(chip, chip->job->nv_index + sealed->slot);
  if (status) return status;
  return marked ? SOTTO_E_TAMPERED : SOTTO_E_KEY_WRONG;
}

static sotto_status open_halves(tpm2_chip *chip, const tpm2_sealed *sealed, uint8_t *ret_key) {
  uint8_t half[SOTTO_KEY_SIZE];
  const tpm2_content content = half_of(sealed, half);
  sotto_status status = tpm2_unseal(chip, sealed, ret_key);
  if (status) return status;
  status = tpm2_slot_read(chip, chip->job->nv_index + sealed->slot, &content);
  if (!status) mix(ret_key, half);
  explicit_bzero(half, sizeof half);
  /* The slot was defined anew since this file was written. */
  return status == SOTTO_E_KEY_DENIED ? SOTTO_E_ROLLBACK : status;
}

static sotto_status load_with(tpm2_chip *chip, const tpm2_sealed *sealed) {
  sotto_status status = tpm2_chip_secure(chip);
  if (status) return status;
  if (!same_name(&chip->name, &sealed->parent)) return diagnose(chip, sealed);
  status = open_halves(chip, sealed, chip->job->key);
  if (status) return status;
  /* What a cut left; where it cannot go now, the next load tries again. */
  (void)!tpm2_slot_undefine(chip, chip->job->nv_index + 1u - sealed->slot);
  return SOTTO_OK;
}

static sotto_status load_act(tpm2_job *job) {
  tpm2_sealed sealed;
  tpm2_chip chip;
  sotto_status status = read_file(job, &sealed);
  if (status) return status == SOTTO_E_STORAGE ? SOTTO_E_PORT : status;
  status = tpm2_chip_open(&chip, job);
  if (!status) status = load_with(&chip, &sealed);
  tpm2_chip_close(&chip);
  explicit_bzero(&sealed, sizeof sealed);
  return status;
}

/* Step 1. */
static sotto_status prepare(tpm2_chip *chip, tpm2_sealed *sealed) {
  tpm2_job *job = chip->job;
  uint8_t half[SOTTO_KEY_SIZE], bytes[TPM2_FILE_MAX];
  const tpm2_content content = half_of(sealed, half);
  sotto_status status = draw(half, sizeof half);
  if (!status) status = draw(sealed->auth, sizeof sealed->auth);
  if (!status) status = draw(sealed->salt, sizeof sealed->salt);
  if (!status) status = tpm2_slot_make(chip, job->nv_index + sealed->slot, &content);
  if (!status) {
    mix(job->key, half);
    status = tpm2_seal(chip, sealed, job->key);
  }
  explicit_bzero(half, sizeof half);
  if (status) return status;
  const size_t size = tpm2_sealed_encode(bytes, sealed);
  status = size ? durable_prepare(job->path, (sotto_bytes){bytes, size}) : SOTTO_E_PORT;
  explicit_bzero(bytes, sizeof bytes);
  return status;
}

/* Step 2. Whether a rename that failed to sync will stand only a later load can tell: both slots
 * stay. */
static sotto_status commit(tpm2_job *job) {
  const sotto_status status = durable_commit(job->path);
  tpm2_job_committed(job, status == SOTTO_OK);
  return status == SOTTO_E_STORAGE ? SOTTO_E_PORT : status;
}

static sotto_status replace(tpm2_chip *chip, tpm2_sealed *sealed) {
  tpm2_job *job = chip->job;
  sotto_status status = tpm2_chip_secure(chip);
  if (!status) status = prepare(chip, sealed);
  if (!status && tpm2_job_may_commit(job)) {
    status = commit(job);
    if (!status) (void)!tpm2_slot_undefine(chip, job->nv_index + 1u - sealed->slot);
    return status;
  }
  durable_cancel(job->path);
  (void)!tpm2_slot_undefine(chip, job->nv_index + sealed->slot);
  return status ? status : SOTTO_E_KEY_SLOW;
}

static sotto_status store_act(tpm2_job *job) {
  tpm2_sealed sealed = {.slot = 1};
  tpm2_chip chip;
  /* A file that is there and cannot be read now keeps its slot safe: nothing is replaced. */
  sotto_status status = read_file(job, &sealed);
  if (job->pcr_mask >> TPM2_PCRS) return SOTTO_E_PORT;
  if (status && status != SOTTO_E_MISSING && status != SOTTO_E_CORRUPT)
    return status == SOTTO_E_STORAGE ? SOTTO_E_PORT : status;
  const uint8_t slot = status ? 0 : 1u - sealed.slot;
  sealed = (tpm2_sealed){.slot = slot, .pcr_mask = job->pcr_mask};
  status = tpm2_chip_open(&chip, job);
  if (!status) status = replace(&chip, &sealed);
  tpm2_chip_close(&chip);
  explicit_bzero(&sealed, sizeof sealed);
  return status;
}

/* The chip first: what it forgets makes every copy of the file worthless. */
static sotto_status wipe_act(tpm2_job *job) {
  tpm2_chip chip;
  sotto_status status = tpm2_chip_open(&chip, job);
  for (uint32_t slot = 0; !status && slot < ANCHOR_AT; slot++)
    status =
        tpm2_job_given_up(job) ? SOTTO_E_KEY_SLOW : tpm2_slot_undefine(&chip, job->nv_index + slot);
  tpm2_chip_close(&chip);
  return status ? status : durable_remove(job->path);
}

/* The newer of the two records and where it lies. MISSING, CORRUPT: there are, none is whole. */
static sotto_status newest(tpm2_chip *chip, anchor_record *ret_record, uint32_t *ret_at) {
  sotto_status found = SOTTO_E_MISSING;
  for (uint32_t at = 0; at < 2; at++) {
    uint8_t bytes[ANCHOR_RECORD_SIZE];
    anchor_record record;
    const tpm2_content content = {bytes, sizeof bytes, NULL};
    sotto_status status = tpm2_slot_read(chip, chip->job->nv_index + ANCHOR_AT + at, &content);
    if (!status) status = anchor_record_decode(&record, (sotto_bytes){bytes, sizeof bytes});
    if (status == SOTTO_E_CORRUPT && found) found = status;
    if (status == SOTTO_E_CORRUPT || status == SOTTO_E_MISSING) continue;
    if (status) return status;
    if (found || record.sequence > ret_record->sequence) {
      *ret_record = record;
      *ret_at = at;
    }
    found = SOTTO_OK;
  }
  return found;
}

static sotto_status anchor_load_act(tpm2_job *job) {
  tpm2_chip chip;
  anchor_record record = {0};
  uint32_t at = 0;
  sotto_status status = tpm2_chip_open(&chip, job);
  if (!status) status = newest(&chip, &record, &at);
  tpm2_chip_close(&chip);
  job->anchor = record.anchor;
  return status;
}

static sotto_status write_anchor(tpm2_chip *chip, const anchor_record *record, uint32_t at) {
  uint8_t bytes[ANCHOR_RECORD_SIZE];
  const tpm2_content content = {bytes, sizeof bytes, NULL};
  const uint32_t index = chip->job->nv_index + ANCHOR_AT + at;
  anchor_record_encode(bytes, record);
  const sotto_status status = tpm2_slot_write(chip, index, &content);
  return status == SOTTO_E_MISSING ? tpm2_slot_make(chip, index, &content) : status;
}

static int same_anchor(const sotto_anchor *a, const sotto_anchor *b) {
  return anchor_record_follows(a, b) == SOTTO_OK && anchor_record_follows(b, a) == SOTTO_OK &&
         a->audit_count == b->audit_count &&
         memcmp(a->audit_hash, b->audit_hash, sizeof a->audit_hash) == 0;
}

static sotto_status advance(tpm2_chip *chip, const sotto_anchor *anchor) {
  anchor_record now = {0};
  uint32_t at = 1;
  sotto_status status = newest(chip, &now, &at);
  if (status != SOTTO_OK && status != SOTTO_E_MISSING) return status;
  if (!status && same_anchor(&now.anchor, anchor)) return SOTTO_OK; /* spares the NV a write */
  status = anchor_record_follows(&now.anchor, anchor);
  if (status) return status;
  const anchor_record next = {.sequence = now.sequence + 1, .anchor = *anchor};
  return tpm2_job_given_up(chip->job) ? SOTTO_E_KEY_SLOW : write_anchor(chip, &next, 1 - at);
}

static sotto_status anchor_advance_act(tpm2_job *job) {
  tpm2_chip chip;
  sotto_status status = tpm2_chip_open(&chip, job);
  if (!status) status = advance(&chip, &job->anchor);
  tpm2_chip_close(&chip);
  return status;
}

static sotto_status load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  tpm2_job *job = tpm2_job_new(context, load_act);
  if (!job) return SOTTO_E_PORT;
  const sotto_status status = tpm2_job_run(job);
  if (!status) memcpy(ret_key, job->key, SOTTO_KEY_SIZE);
  tpm2_job_end(job);
  return status;
}

static sotto_status keep(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  tpm2_job *job = tpm2_job_new(context, store_act);
  if (!job) return SOTTO_E_PORT;
  memcpy(job->key, key, SOTTO_KEY_SIZE);
  const sotto_status status = tpm2_job_run(job);
  tpm2_job_end(job);
  return status;
}

static sotto_status wipe(void *context) {
  tpm2_job *job = tpm2_job_new(context, wipe_act);
  const sotto_status status = job ? tpm2_job_run(job) : SOTTO_E_PORT;
  tpm2_job_end(job);
  return status;
}

static sotto_status anchor_load(void *context, sotto_anchor *ret_anchor) {
  tpm2_job *job = tpm2_job_new(context, anchor_load_act);
  if (!job) return SOTTO_E_PORT;
  const sotto_status status = tpm2_job_run(job);
  if (!status) *ret_anchor = job->anchor;
  tpm2_job_end(job);
  return status;
}

static sotto_status anchor_advance(void *context, const sotto_anchor *anchor) {
  tpm2_job *job = tpm2_job_new(context, anchor_advance_act);
  if (!job) return SOTTO_E_PORT;
  job->anchor = *anchor;
  const sotto_status status = tpm2_job_run(job);
  tpm2_job_end(job);
  return status;
}

sotto_status sotto_store_tpm2_init(sotto_store_tpm2 *ret_store, const char *path, uint32_t nv_index,
                                   sotto_port *ret_port) {
  if (!ret_store || !path || !path[0] || !ret_port) return SOTTO_E_ARGUMENT;
  if (nv_index < SOTTO_TPM2_NV_FIRST || nv_index > SOTTO_TPM2_NV_LAST) return SOTTO_E_ARGUMENT;
  *ret_store = (sotto_store_tpm2){
      .struct_size = sizeof *ret_store, .nv_index = nv_index, .wait_ms = WAIT_MS, .path = path};
  *ret_port = (sotto_port){
      .struct_size = sizeof *ret_port,
      .strength = SOTTO_STRENGTH_HARDWARE,
      .store_name = NAME,
      .context = ret_store,
      .key_load = load,
      .key_store = keep,
      .key_wipe = wipe,
      .anchor_load = anchor_load,
      .anchor_advance = anchor_advance,
  };
  sotto_posix_lend(ret_port);
  return SOTTO_OK;
}
