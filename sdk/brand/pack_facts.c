/*
 * sotto_pack_read(): a pack file as a device would take it, told in facts and sections. And the
 * keys.
 */
#include <errno.h>
#include <sotto/build.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "crypto/dap_task.h"
#include "crypto/envelope.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "crypto/sign.h"
#include "model/arm_format.h"
#include "model/audience_format.h"
#include "model/pack_reader.h"
#include "model/picture_format.h"
#include "model/task_view.h"
#include "model/text_format.h"

#define SIZE_MAX_READ (UINT64_C(1) << 32)

static const struct {
  uint32_t id;
  const char *name;
} names[] = {
    {SO_PACK_TEXT, "text"},
    {SO_PACK_TEXT_INDEX, "text index"},
    {SO_PACK_LOCALES, "locales"},
    {SO_PACK_ITEMS, "items"},
    {SO_PACK_ITEM_TITLES, "item titles"},
    {SO_PACK_ITEM_LOOKUP, "item lookup"},
    {SO_PACK_ITEM_VALUES, "item values"},
    {SO_PACK_KEYS, "keys"},
    {SO_PACK_KEY_LABELS, "key labels"},
    {SO_PACK_VALUES, "values"},
    {SO_PACK_VALUE_LABELS, "value labels"},
    {SO_PACK_VALUE_ITEMS, "value items"},
    {SO_PACK_POPULAR_ORDER, "popular order"},
    {SO_PACK_NEIGHBOUR_ROWS, "neighbour rows"},
    {SO_PACK_NEIGHBOURS, "neighbours"},
    {SO_PACK_COMPLEMENT_ROWS, "complement rows"},
    {SO_PACK_COMPLEMENTS, "complements"},
    {SO_PACK_MINDSET, "mindset"},
    {SO_PACK_STATE, "state"},
    {SO_PACK_BLEND, "blend"},
    {SO_PACK_HISTORY, "history"},
    {SO_PACK_REPEATS, "repeats"},
    {SO_PACK_VECTOR_INFO, "vectors, how wide and good"},
    {SO_PACK_VECTORS, "vectors"},
    {SO_PACK_MOMENTS, "moments"},
    {SO_PACK_SLOTS, "slots"},
    {SO_PACK_RULES, "rules"},
    {SO_PACK_QUESTIONS, "questions"},
    {SO_PACK_QUESTION_VALUES, "question values"},
    {SO_PACK_CATEGORY_ORDER, "category order"},
    {SO_PICTURE_INFO, "pictures: how they are compared"},
    {SO_PICTURE_PROJECTION, "pictures: what was learnt"},
    {SO_PICTURE_VECTORS, "pictures: vectors"},
    {SO_TEXT_LOCALES, "search: locales"},
    {SO_TEXT_BYTES, "search: spellings"},
    {SO_TEXT_TERMS, "search: terms"},
    {SO_TEXT_POSTINGS, "search: postings"},
    {SO_TEXT_WORDS, "search: words"},
    {SO_TEXT_DELETES, "search: deletes"},
    {SO_TEXT_LEXICON, "search: lexicon"},
    {SO_TEXT_SYNONYMS, "search: synonyms"},
    {SO_TEXT_OCCASIONS, "search: occasions"},
    {SO_TEXT_PARTS, "search: parts"},
    {SO_TEXT_PART_VALUES, "search: values of parts"},
    {SO_TEXT_NAMES, "search: names"},
    {SO_PACK_ARM, "arms"},
    {SO_PACK_ARM_VALUES, "values of arms"},
    {SO_PACK_ARM_PRIORS, "priors of arms"},
    {SO_PACK_SLOT_CHOICE, "how slots choose"},
    {SO_PACK_ARM_TEXTS, "content and labels of arms"},
    {SO_AUDIENCE, "audiences"},
    {SO_AUDIENCE_TERMS, "terms of audiences"},
    {SO_AUDIENCE_USES, "uses of audiences"},
    {SO_AUDIENCE_WEIGHTS, "weights of audiences"},
#ifdef SOTTO_WITH_SPLIT
    {SO_PACK_TASKS, "tasks of split questions"},
    {SO_PACK_TASK_BYTES, "what their tasks say"},
#endif
};

static sotto_status read_file(const char *path, so_pack_header **ret_data, size_t *ret_size) {
  FILE *file = fopen(path, "rb");
  if (!file) return errno == ENOENT ? SOTTO_E_MISSING : SOTTO_E_STORAGE;
  sotto_status status = SOTTO_E_STORAGE;
  long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  void *data = NULL;
  if ((uint64_t)size < SIZE_MAX_READ && fseek(file, 0, SEEK_SET) == 0) {
    data = malloc((size_t)size + 1);
    if (!data)
      status = SOTTO_E_MEMORY;
    else if (fread(data, 1, (size_t)size, file) == (size_t)size)
      status = SOTTO_OK;
  }
  (void)fclose(file);
  if (status) {
    free(data);
    return status;
  }
  *ret_data = data;
  *ret_size = (size_t)size;
  return SOTTO_OK;
}

static sotto_status check_signature(sotto_bytes bytes, const uint8_t *signing_public) {
  const so_pack_header *header = (const so_pack_header *)(const void *)bytes.data;
  const so_pack_section *table = (const so_pack_section *)(const void *)(header + 1);
  size_t size = so_pack_signed_size(bytes);
  uint8_t id[8], hash[32];
  so_sign_key_id(id, signing_public);
  if (memcmp(id, header->key_id, sizeof id) != 0) return SOTTO_E_UNTRUSTED;
  sotto_status status =
      so_sign_verify(bytes.data + size, (sotto_bytes){bytes.data, size}, signing_public);
  for (uint32_t n = 0; n < header->section_count && !status; n++) {
    so_digest(hash, (sotto_bytes){bytes.data + table[n].offset, (size_t)table[n].size});
    if (memcmp(hash, table[n].hash, sizeof hash) != 0) status = SOTTO_E_TAMPERED;
  }
  return status;
}

/** Share of items with a partner, and the largest stated error of a row. */
static void measure_rows(const so_pack *pack, const so_pack_row *rows, sotto_pack_part *part) {
  uint32_t covered = 0;
  for (uint32_t n = 0; n < pack->item_count; n++) {
    covered += rows[n].count > 0;
    if (rows[n].error > part->error) part->error = rows[n].error;
  }
  part->coverage = (double)covered / pack->item_count;
}

static void measure_items(const so_pack *pack, sotto_pack_part *part) {
  uint32_t covered = 0;
  for (uint32_t n = 0; n < pack->item_count; n++) {
    covered += pack->items[n].popularity > 0;
    if (pack->items[n].popularity_error > part->error)
      part->error = pack->items[n].popularity_error;
  }
  part->coverage = (double)covered / pack->item_count;
}

/** Postings are told by number, one per item and term of it; in store they are bytes. */
static void count_postings(const so_pack *pack, sotto_pack_part *part) {
  part->count = 0;
  for (uint32_t n = 0; n < pack->header->section_count; n++) {
    const so_pack_section *section = &pack->sections[n];
    if (section->id != SO_TEXT_TERMS) continue;
    if (section->element_size != sizeof(so_text_term)) continue;
    const so_text_term *terms = (const void *)(pack->bytes.data + section->offset);
    for (uint64_t m = 0; m < section->count; m++) part->count += terms[m].count;
  }
}

static void measure(const so_pack *pack, sotto_pack_part *part) {
  if (part->id == SO_TEXT_POSTINGS) count_postings(pack, part);
  part->coverage = part->error = -1;
  if (part->id == SO_PACK_NEIGHBOUR_ROWS) measure_rows(pack, pack->neighbour_rows, part);
  if (part->id == SO_PACK_COMPLEMENT_ROWS) measure_rows(pack, pack->complement_rows, part);
  if (part->id == SO_PACK_ITEMS) measure_items(pack, part);
  for (uint32_t n = 0; part->id == SO_PACK_VALUES && n < pack->value_count; n++) {
    if (pack->values[n].baseline_error > part->error) part->error = pack->values[n].baseline_error;
  }
}

static void visit_parts(const so_pack *pack, const sotto_pack_visit *visit) {
  for (uint32_t n = 0; visit->part && n < pack->header->section_count; n++) {
    const so_pack_section *section = &pack->sections[n];
    sotto_pack_part part = {section->id, {"other", 5}, section->size, section->count, -1, -1};
    for (size_t m = 0; m < sizeof names / sizeof *names; m++) {
      if (names[m].id == section->id) part.name = so_text_of(names[m].name);
    }
    measure(pack, &part);
    if (visit->part(visit->context, &part)) return;
  }
}

static void visit_slots(const so_pack *pack, const sotto_pack_visit *visit) {
  for (uint32_t n = 0; visit->slot && n < pack->slot_count; n++) {
    if (visit->slot(visit->context, so_pack_text(pack, pack->slots[n].id_text))) return;
  }
}

#ifdef SOTTO_WITH_SPLIT
static sotto_text text_of(sotto_bytes bytes) {
  return (sotto_text){(const char *)bytes.data, bytes.size};
}

static void visit_tasks(const so_pack *pack, const sotto_pack_visit *visit) {
  for (uint32_t n = 0; visit->task && n < pack->question_count; n++) {
    so_task_view view;
    if (!so_task_view_find(pack, n, &view)) continue;
    so_dap_task from = {.version = (so_dap_version)view.version};
    if (so_dap_task_read(&from, view.configuration)) continue;
    sotto_pack_task task = {.question = so_pack_text(pack, pack->questions[n].name_text),
                            .version = view.version,
                            .buckets = from.buckets,
                            .chunk = from.chunk,
                            .minimum_batch = from.minimum_batch,
                            .time_precision_s = from.time_precision_s,
                            .leader = text_of(from.leader_url),
                            .helper = text_of(from.helper_url),
                            .leader_list = view.leader_list,
                            .helper_list = view.helper_list};
    memcpy(task.id, view.id, sizeof task.id);
    if (visit->task(visit->context, &task)) return;
  }
}
#else
# define visit_tasks(pack, visit) (void)(visit)
#endif

static void fill_facts(const so_pack *pack, sotto_pack_facts *facts) {
  const so_pack_header *header = pack->header;
  memset(facts, 0, sizeof *facts);
  facts->struct_size = sizeof *facts;
  facts->items = pack->item_count;
  facts->attributes = pack->key_count;
  facts->values = pack->value_count;
  facts->slots = pack->slot_count;
  facts->questions = pack->question_count;
  facts->locales = pack->locale_count;
  facts->sequence = header->sequence;
  facts->bytes = header->total_size;
  facts->created_ms = header->created_ms;
  facts->expires_ms = header->expires_ms;
  so_digest(facts->hash, (sotto_bytes){pack->bytes.data, so_pack_signed_size(pack->bytes)});
  memcpy(facts->key_id, header->key_id, sizeof facts->key_id);
  memcpy(facts->report_key, header->report_key, sizeof facts->report_key);
  memcpy(facts->currency, header->currency, sizeof facts->currency);
  sotto_text brand = so_pack_text(pack, header->brand_text);
  size_t size = brand.size < sizeof facts->brand ? brand.size : sizeof facts->brand - 1;
  memcpy(facts->brand, brand.data, size);
  so_sink sink = so_sink_of(facts->languages, sizeof facts->languages - 1);
  for (uint32_t n = 0; n < pack->locale_count; n++) {
    if (n) so_sink_string(&sink, " ");
    so_sink_text(&sink, so_pack_text(pack, pack->locales[n]));
  }
}

static sotto_status open_pack(so_pack *ret_pack, sotto_bytes bytes, const uint8_t *signing_public) {
  sotto_status status = so_pack_check_table(bytes);
  if (!status && signing_public) status = check_signature(bytes, signing_public);
  return status ? status : so_pack_open(ret_pack, bytes, 1);
}

sotto_status sotto_pack_read(const char *path, const uint8_t *signing_public,
                             sotto_pack_facts *ret_facts, const sotto_pack_visit *visit) {
  if (!path || !ret_facts) return SOTTO_E_ARGUMENT;
  so_pack_header *data;
  size_t size;
  so_pack pack;
  sotto_status status = so_random_start();
  if (!status) status = read_file(path, &data, &size);
  if (status) return status;
  status = open_pack(&pack, (sotto_bytes){(const uint8_t *)data, size}, signing_public);
  if (!status) {
    fill_facts(&pack, ret_facts);
    ret_facts->signature_holds = signing_public != NULL;
    if (visit) visit_parts(&pack, visit);
    if (visit) visit_slots(&pack, visit);
    if (visit) visit_tasks(&pack, visit);
  }
  free(data);
  return status;
}

sotto_status sotto_brand_keys_make(sotto_brand_keys *ret_keys) {
  if (!ret_keys) return SOTTO_E_ARGUMENT;
  sotto_status status = so_random_start();
  if (status) return status;
  so_sign_keypair(ret_keys->signing_public, ret_keys->signing_secret);
  so_seal_keypair(ret_keys->report_public, ret_keys->report_secret);
  return SOTTO_OK;
}
