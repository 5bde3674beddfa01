/*
 * The collector's eye: verifies a pack, derives the ids of its questions for every epoch near it,
 * and opens reports one at a time. Keeps no count and no report; what opens here is still only what
 * the device's noise let through.
 *
 * Ids are held sorted, so a report finds its question by its first 16 bytes. Epochs are known from
 * 60 weeks before the pack was made to 60 after it expires, but accepted only from one before to
 * one after: an early or late report is then told apart from one of a foreign question.
 */
#include "brand/report_open.h"

#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "base/secret.h"
#include "crypto/envelope.h"
#include "crypto/random.h"
#include "crypto/report_envelope.h"
#include "crypto/sign.h"
#include "model/pack_reader.h"

#define KNOWN_WEEKS 60u
#define ACCEPTED_WEEKS 1u
#define SPAN_WEEKS_MAX 1040u
_Static_assert(SOTTO_REPORT_ID_SIZE == SOTTO_QUESTION_ID_SIZE, "ids");
_Static_assert(SOTTO_REPORT_ID_SIZE == SO_REPORT_ID_SIZE, "ids");

void sotto_collector_options_init(sotto_collector_options *ret_options) {
  *ret_options = (sotto_collector_options){.struct_size = sizeof *ret_options};
}

static const uint8_t *trusted_key(const so_pack_header *header, sotto_bytes trust) {
  for (size_t at = 0; at + SO_SIGN_PUBLIC_SIZE <= trust.size; at += SO_SIGN_PUBLIC_SIZE) {
    uint8_t id[8];
    so_sign_key_id(id, trust.data + at);
    if (memcmp(id, header->key_id, sizeof id) == 0) return trust.data + at;
  }
  return NULL;
}

static sotto_status check_sections(sotto_bytes pack, const so_pack_header *header) {
  const so_pack_section *sections = (const void *)(pack.data + sizeof *header);
  for (uint32_t i = 0; i < header->section_count; i++) {
    uint8_t digest[SO_DIGEST_SIZE];
    so_digest(digest, (sotto_bytes){pack.data + sections[i].offset, (size_t)sections[i].size});
    if (memcmp(digest, sections[i].hash, sizeof digest) != 0) return SOTTO_E_TAMPERED;
  }
  return SOTTO_OK;
}

static sotto_status verify_pack(sotto_bytes pack, sotto_bytes trust) {
  sotto_status status = so_pack_check_table(pack);
  if (status != SOTTO_OK) return status;
  const so_pack_header *header = (const void *)pack.data;
  const uint8_t *key = trusted_key(header, trust);
  if (!key) return SOTTO_E_UNTRUSTED;
  size_t size = so_pack_signed_size(pack);
  status = so_sign_verify(pack.data + size, (sotto_bytes){pack.data, size}, key);
  return status == SOTTO_OK ? check_sections(pack, header) : status;
}

/* The secret opens what is sealed to the pack's report key, or it is another key. */
static sotto_status verify_report_key(const so_seal_keys *keys) {
  uint8_t sealed[SO_SEAL_OVERHEAD + 1], plain[1] = {0};
  sotto_bytes info = {(const uint8_t *)"key", 3};
  sotto_status status = so_seal(sealed, keys->public_key, info, (sotto_bytes){plain, sizeof plain});
  if (status == SOTTO_OK)
    status = so_seal_open(plain, keys, info, (sotto_bytes){sealed, sizeof sealed});
  return status == SOTTO_OK ? SOTTO_OK : SOTTO_E_KEY_WRONG;
}

/* Both begin with the same numbers. */
_Static_assert(offsetof(so_question, epoch) == offsetof(so_pack_question, values_start),
               "question");

static so_question question_of(const so_pack *pack, const so_pack_question *from) {
  so_question question = {0};
  memcpy(&question, from, offsetof(so_pack_question, values_start));
  question.value_count = from->values_count;
  if (from->values_count) question.values = pack->question_values + from->values_start;
  memcpy(question.content, from->content, sizeof question.content);
  return question;
}

/* How devices answer a question; fails for one that they drop. */
static sotto_status plan(so_oracle *ret_oracle, const so_question *question) {
  sotto_status status = so_question_check(question);
  uint32_t buckets = so_question_buckets(question);
  if (status || question->trust == SO_TRUST_LOCAL)
    return status ? status : so_oracle_plan(ret_oracle, buckets, question->epsilon_micro);
  *ret_oracle = (so_oracle){.buckets = buckets, .size = 1, .cells = buckets};
  return SOTTO_OK;
}

/* Keeps the questions that devices answer; they drop the others. */
static void take_questions(sotto_collector *collector) {
  const so_pack *pack = &collector->pack;
  for (uint32_t i = 0; i < pack->question_count; i++) {
    so_asked *asked = &collector->asked[collector->asked_count];
    asked->source = &pack->questions[i];
    asked->question = question_of(pack, asked->source);
    if (!plan(&asked->oracle, &asked->question)) collector->asked_count++;
  }
}

static int by_id(const void *a, const void *b) {
  return memcmp(((const so_asked_id *)a)->id, ((const so_asked_id *)b)->id, SOTTO_REPORT_ID_SIZE);
}

static sotto_status derive_ids(sotto_collector *collector) {
  const so_pack_header *header = collector->pack.header;
  uint32_t created = so_epoch_of(header->created_ms), expires = so_epoch_of(header->expires_ms);
  if (expires < created) return SOTTO_E_CORRUPT;
  if (expires - created > SPAN_WEEKS_MAX) expires = created + SPAN_WEEKS_MAX;
  uint32_t first = created > KNOWN_WEEKS ? created - KNOWN_WEEKS : 0, last = expires + KNOWN_WEEKS;
  size_t count = (size_t)(last - first + 1) * collector->asked_count;
  collector->ids = malloc((count ? count : 1) * sizeof *collector->ids);
  if (!collector->ids) return SOTTO_E_MEMORY;
  for (uint32_t i = 0; i < collector->asked_count; i++)
    for (uint32_t epoch = first; epoch <= last; epoch++) {
      so_asked_id *entry = &collector->ids[collector->id_count++];
      so_report_question_id(entry->id, collector->asked[i].question.content, epoch);
      entry->index = i;
      entry->epoch = epoch;
      entry->accepted = epoch + ACCEPTED_WEEKS >= created && epoch <= expires + ACCEPTED_WEEKS;
    }
  qsort(collector->ids, collector->id_count, sizeof *collector->ids, by_id);
  return SOTTO_OK;
}

/* Copies what must outlive the call: the pack at its alignment, the key in guarded memory. */
static sotto_status copy_inputs(sotto_collector *collector,
                                const sotto_collector_options *options) {
  size_t size = options->pack.size;
  size_t room = (size + SO_PACK_ALIGN - 1) / SO_PACK_ALIGN * SO_PACK_ALIGN;
  collector->bytes = aligned_alloc(SO_PACK_ALIGN, room ? room : SO_PACK_ALIGN);
  collector->secret = so_secret_new(SO_SEAL_SECRET_SIZE);
  if (!collector->bytes || !collector->secret) return SOTTO_E_MEMORY;
  if (size) memcpy(collector->bytes, options->pack.data, size);
  collector->opens = options->report_key.size > 0;
  if (collector->opens) memcpy(collector->secret, options->report_key.data, SO_SEAL_SECRET_SIZE);
  return SOTTO_OK;
}

static sotto_status fill(sotto_collector *collector, const sotto_collector_options *options) {
  sotto_status status = copy_inputs(collector, options);
  sotto_bytes pack = {collector->bytes, options->pack.size};
  if (status == SOTTO_OK) status = verify_pack(pack, options->trust);
  if (status == SOTTO_OK) status = so_pack_open(&collector->pack, pack, 1);
  if (status == SOTTO_OK && collector->opens)
    status =
        verify_report_key(&(so_seal_keys){collector->pack.header->report_key, collector->secret});
  if (status != SOTTO_OK) return status;
  collector->asked = calloc(collector->pack.question_count + 1, sizeof *collector->asked);
  if (!collector->asked) return SOTTO_E_MEMORY;
  take_questions(collector);
  return derive_ids(collector);
}

sotto_status sotto_collector_open(const sotto_collector_options *options,
                                  sotto_collector **ret_collector) {
  if (options->report_key.size && options->report_key.size != SO_SEAL_SECRET_SIZE)
    return SOTTO_E_ARGUMENT;
  sotto_status status = so_random_start();
  if (status != SOTTO_OK) return status;
  sotto_collector *collector = calloc(1, sizeof *collector);
  if (!collector) return SOTTO_E_MEMORY;
  status = fill(collector, options);
  if (status == SOTTO_OK)
    *ret_collector = collector;
  else
    sotto_collector_close(collector);
  return status;
}

void sotto_collector_close(sotto_collector *collector) {
  if (!collector) return;
  so_secret_free(collector->secret);
  free(collector->ids);
  free(collector->asked);
  free(collector->bytes);
  free(collector);
}

static sotto_status find_question(const sotto_collector *collector, sotto_bytes body,
                                  const so_asked_id **ret_entry) {
  if (body.size < SO_REPORT_OVERHEAD || body.size > SO_REPORT_BODY_MAX) return SOTTO_E_FORMAT;
  so_asked_id wanted;
  memcpy(wanted.id, body.data, sizeof wanted.id);
  const so_asked_id *entry =
      bsearch(&wanted, collector->ids, collector->id_count, sizeof wanted, by_id);
  if (!entry) return SOTTO_E_MISSING;
  if (!entry->accepted) return SOTTO_E_EXPIRED;
  *ret_entry = entry;
  return SOTTO_OK;
}

sotto_status sotto_collector_read(const sotto_collector *collector, sotto_bytes body,
                                  sotto_answer *ret_answer) {
  const so_asked_id *entry = NULL;
  if (!collector->opens) return SOTTO_E_KEY_WRONG;
  sotto_status status = find_question(collector, body, &entry);
  if (status != SOTTO_OK) return status;
  const so_oracle *oracle = &collector->asked[entry->index].oracle;
  if (collector->asked[entry->index].question.trust != SO_TRUST_LOCAL) return SOTTO_E_FORMAT;
  so_report report = {.epoch = entry->epoch, .payload_size = oracle->bytes};
  memcpy(report.question, entry->id, sizeof report.question);
  const so_seal_keys keys = {collector->pack.header->report_key, collector->secret};
  status = so_report_open(&report, &keys, body);
  if (status != SOTTO_OK) return status;
  sotto_answer answer = {.index = entry->index, .epoch = entry->epoch, .count = oracle->size};
  status = so_oracle_read(answer.cells, oracle, (sotto_bytes){report.payload, oracle->bytes});
  if (status != SOTTO_OK) return status;
  memcpy(answer.question, entry->id, sizeof answer.question);
  memcpy(answer.report, report.id, sizeof answer.report);
  *ret_answer = answer;
  return SOTTO_OK;
}
