/*
 * What a question by split trust promises of its task, and what becomes of one that is something
 * else: packs are built as a brand builds them, changed, and signed again with the brand's key.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <sotto/estimate.h>
#include <stdlib.h>
#include <string.h>

#include "brand/pack_writer.h"
#include "model/pack_reader.h"
#include "pair_lab.h"

/* What a signed pack says of the task, changed and signed again. */
typedef void (*tamper_fn)(const so_pack *pack);

static so_pack_task *task_in(const so_pack *pack) {
  return (so_pack_task *)(uintptr_t)pack->tasks;
}

static so_pack_question *question_in(const so_pack *pack) {
  return (so_pack_question *)(uintptr_t)pack->questions;
}

/* The first byte of a text in the section; changed, it is another text. */
static uint8_t *byte_in(const so_pack *pack, const char *text) {
  uint8_t *at = memmem(pack->task_bytes, pack->task_byte_count, text, strlen(text));
  cr_assert_not_null(at);
  return at;
}

static void other_helper(const so_pack *pack) {
  *byte_in(pack, "helper.example") = 'x';
}

static void other_id(const so_pack *pack) {
  task_in(pack)->id[31]++;
}

static void other_version(const so_pack *pack) {
  task_in(pack)->version = 18;
}

static void unknown_version(const so_pack *pack) {
  task_in(pack)->version = 10;
}

/* The minimum batch follows the time precision, both of 8 bytes. */
static void other_batch(const so_pack *pack) {
  uint8_t *at = byte_in(pack, "https://helper.example") + strlen("https://helper.example");
  at[15]++;
}

static void other_precision(const so_pack *pack) {
  uint8_t *at = byte_in(pack, "https://helper.example") + strlen("https://helper.example");
  at[7]++;
}

static void no_task(const so_pack *pack) {
  task_in(pack)->question = 99;
}

static void beyond_the_end(const so_pack *pack) {
  task_in(pack)->size = UINT32_MAX;
}

static void unknown_keys(const so_pack *pack) {
  const so_pack_task *task = task_in(pack);
  uint8_t *list = (uint8_t *)(uintptr_t)pack->task_bytes + task->start + task->size;
  list[3] = 0x77; /* of the KEM's number */
}

static void one_key(const so_pack *pack) {
  const so_pack_task *task = task_in(pack);
  uint8_t *list = (uint8_t *)(uintptr_t)pack->task_bytes + task->start + task->size;
  cr_assert_eq(task->leader_size, task->helper_size);
  memcpy(list + task->leader_size + 11, list + 11, 32); /* behind lengths, id and suite */
}

/* The helper's key; with it every secret is the same, and known. */
static void low_order(const so_pack *pack) {
  const so_pack_task *task = task_in(pack);
  uint8_t *key =
      (uint8_t *)(uintptr_t)pack->task_bytes + task->start + task->size + task->leader_size + 11;
  memset(key, 0, 32);
  key[0] = 1;
}

static void outside_the_table(const so_pack *pack) {
  question_in(pack)->epsilon_micro = 300000;
}

static void small_batch(const so_pack *pack) {
  question_in(pack)->minimum_batch = 999;
}

static void of_a_visit(const so_pack *pack) {
  question_in(pack)->unit = 2;
}

static void sign_tampered(const lab_world *lab, tamper_fn tamper) {
  so_pack pack;
  uint8_t hash[32];
  lab_file file = lab_read_file(lab->pack);
  so_array bytes = so_array_of(1);
  so_array_append(&bytes, file.data, file.size);
  cr_assert_eq(so_pack_open(&pack, (sotto_bytes){bytes.data, bytes.count}, 1), SOTTO_OK);
  tamper(&pack);
  so_pack_writer_seal(&bytes, lab->keys.signing_secret, hash);
  cr_assert_eq(so_pack_writer_save(&bytes, lab->pack), SOTTO_OK);
  so_array_free(&bytes);
  free(file.data);
}

Test(split_promise, a_task_that_is_not_what_the_question_promises_is_refused_by_its_reason) {
  static const struct {
    tamper_fn tamper;
    sotto_status status;
  } cases[] = {{other_helper, SOTTO_E_TAMPERED},  {other_id, SOTTO_E_TAMPERED},
               {other_version, SOTTO_E_TAMPERED}, {unknown_version, SOTTO_E_CORRUPT},
               {other_batch, SOTTO_E_CORRUPT},    {other_precision, SOTTO_E_CORRUPT},
               {no_task, SOTTO_E_MISSING},        {beyond_the_end, SOTTO_E_MISSING},
               {unknown_keys, SOTTO_E_FORMAT},    {outside_the_table, SOTTO_E_LIMIT},
               {small_batch, SOTTO_E_LIMIT},      {of_a_visit, SOTTO_E_ARGUMENT},
               {one_key, SOTTO_E_FORMAT},         {low_order, SOTTO_E_FORMAT}};
  lab_world lab;
  static pair_lab pair;
  pair_lab_begin(&pair, 9, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
    uint8_t id[SOTTO_QUESTION_ID_SIZE];
    lab_build_pack(&lab, &(lab_pack){.sequence = 2 + n, .swaps = pair_lab_swaps});
    sign_tampered(&lab, cases[n].tamper);
    cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
    const sotto_preview *preview = &lab_look(profile)->previews[0];
    memcpy(id, preview->question, sizeof id);
    cr_assert_eq(preview->state, SOTTO_QUESTION_INVALID, "case %zu", n);
    cr_assert_eq(preview->report_bytes, 0);
    sotto_status status = sotto_question_answer(profile, id);
    cr_assert_eq(status, cases[n].status, "case %zu: %s", n, sotto_status_name(status));
  }
  cr_assert_eq(lab_outbox(profile).count, 0);
  cr_assert_eq(lab_budget(profile).spent_micro, 0);
  lab_leave(&lab, profile);
}

Test(split_promise, another_pair_or_batch_is_another_question_and_another_key_is_not) {
  lab_world lab;
  static pair_lab pair, later;
  uint8_t ids[4][SOTTO_QUESTION_ID_SIZE];
  pair_lab_begin(&pair, 9, 0);
  pair_lab_begin(&later, 9, 1);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  memcpy(ids[0], lab_look(profile)->previews[0].question, sizeof ids[0]);
  pair_lab_write(&later, &lab, NULL);
  lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = pair_lab_swaps});
  memcpy(ids[1], lab_look(profile)->previews[0].question, sizeof ids[1]);
  pair_lab_write(&pair, &lab, ", \"chunk_length\": 2");
  lab_replace(&lab, profile, &(lab_pack){.sequence = 3, .swaps = pair_lab_swaps});
  memcpy(ids[2], lab_look(profile)->previews[0].question, sizeof ids[2]);
  pair_lab_begin(&pair, 18, 0);
  pair_lab_write(&pair, &lab, NULL);
  lab_replace(&lab, profile, &(lab_pack){.sequence = 4, .swaps = pair_lab_swaps});
  memcpy(ids[3], lab_look(profile)->previews[0].question, sizeof ids[3]);
  cr_assert_eq(memcmp(ids[0], ids[1], sizeof ids[0]), 0, "keys may change");
  cr_assert_neq(memcmp(ids[0], ids[2], sizeof ids[0]), 0);
  cr_assert_neq(memcmp(ids[0], ids[3], sizeof ids[0]), 0);
  lab_leave(&lab, profile);
}

Test(split_promise, a_collector_finds_the_question_of_a_task_and_takes_no_local_report_for_it) {
  lab_world lab;
  static pair_lab pair;
  sotto_collector_options options;
  sotto_collector_question question;
  sotto_collector *collector = NULL;
  sotto_bucket_label label;
  sotto_answer answer;
  pair_lab_begin(&pair, 18, 0);
  sotto *profile = pair_lab_contributor(&lab, &pair);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  lab_mail box = lab_outbox(profile);
  lab_file file = lab_read_file(lab.pack);
  sotto_collector_options_init(&options);
  options.pack = (sotto_bytes){file.data, file.size};
  options.trust = (sotto_bytes){lab.keys.signing_public, sizeof lab.keys.signing_public};
  options.report_key = (sotto_bytes){lab.keys.report_secret, sizeof lab.keys.report_secret};
  cr_assert_eq(sotto_collector_open(&options, &collector), SOTTO_OK);
  cr_assert_eq(sotto_collector_count(collector), LAB_QUESTIONS);
  cr_assert_eq(sotto_collector_question_get(collector, 0, &question), SOTTO_OK);
  cr_assert_eq(question.trust, SOTTO_TRUST_SPLIT);
  cr_assert_eq(question.mechanism.kind, SOTTO_MECHANISM_SPLIT);
  cr_assert_eq(question.mechanism.buckets, AGGREGATORS_BUCKETS);
  cr_assert_eq(question.task_version, 18);
  cr_assert_eq(memcmp(question.task_id, pair.task.id, sizeof question.task_id), 0);
  cr_assert_eq(question.task_configuration.size, pair.task.configuration.size);
  cr_assert_eq(sotto_collector_label(collector, 0, 1, &label), SOTTO_OK);
  cr_assert_str_eq(label.name, "curious");
  cr_assert_eq(sotto_collector_question_get(collector, 1, &question), SOTTO_OK);
  cr_assert_eq(question.trust, SOTTO_TRUST_LOCAL);
  cr_assert_neq(
      sotto_collector_read(collector, (sotto_bytes){box.body, box.last.body.size}, &answer),
      SOTTO_OK);
  memcpy(box.body, box.last.question, sizeof box.last.question);
  cr_assert_eq(sotto_collector_read(collector, (sotto_bytes){box.body, 112}, &answer),
               SOTTO_E_FORMAT);
  sotto_collector_close(collector);
  free(file.data);
  lab_leave(&lab, profile);
}
