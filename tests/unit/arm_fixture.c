/*
 * arm_fixture PACK REPORTS DEVICES SEED: writes the answers of a fleet to the questions of a pack,
 * all of arms or the hold-out, one report a device and question. Every cell is as likely, a third
 * of the devices have no answer, and how often a cell had its outcome is rate_of()'s.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/epoch.h"
#include "crypto/random.h"
#include "crypto/report_envelope.h"
#include "model/pack_reader.h"
#include "privacy/question.h"

#define PACK_MAX (1 << 20)
#define MINDSETS 6u

static uint8_t pack_bytes[PACK_MAX] __attribute__((aligned(64)));

typedef struct fleet {
  so_pack pack;
  so_stream stream;
  so_bits bits;
  uint32_t devices;
  FILE *reports;
} fleet;

static size_t read_whole(const char *path) {
  FILE *file = fopen(path, "rb");
  size_t size = file ? fread(pack_bytes, 1, sizeof pack_bytes, file) : 0;
  if (!file || fclose(file) != 0) exit(1);
  return size;
}

/* Thousandths of the showings of a cell that end in its outcome. */
static uint32_t rate_of(const so_question *question, uint32_t cell) {
  if (question->kind == SO_QUESTION_HOLDOUT) return cell ? 200 : 300;
  return 100 + 300 * ((cell / MINDSETS + cell % MINDSETS) % 3 == 0);
}

static uint32_t bucket_of(fleet *all, const so_question *question) {
  uint32_t cells = (so_question_buckets(question) - 1) / 2;
  if (so_bits_below(&all->bits, 3) == 0) return 0;
  uint32_t cell = so_bits_below(&all->bits, cells);
  return 1 + 2 * cell + (so_bits_below(&all->bits, 1000) < rate_of(question, cell));
}

static void send(fleet *all, const so_question *question, const so_oracle *oracle) {
  uint8_t body[SO_REPORT_BODY_MAX], length[4];
  so_report report = {.epoch = question->epoch, .payload_size = oracle->bytes};
  so_report_question_id(report.question, question->content, question->epoch);
  all->bits.fill(all->bits.context, report.id, sizeof report.id);
  so_oracle_randomize(report.payload, oracle, bucket_of(all, question), &all->bits);
  if (so_report_seal(body, all->pack.header->report_key, &report) != SOTTO_OK) exit(1);
  uint32_t size = report.payload_size + SO_REPORT_OVERHEAD;
  so_store_u32(length, size);
  (void)fwrite(length, 1, sizeof length, all->reports);
  (void)fwrite(body, 1, size, all->reports);
}

/* The question as the collector reads it: the first members are the pack's. */
static void answer(fleet *all, uint32_t number, uint32_t epoch) {
  const so_pack_question *from = &all->pack.questions[number];
  so_question question = {0};
  so_oracle oracle;
  memcpy(&question, from, offsetof(so_question, epoch));
  question.values = all->pack.question_values + from->values_start;
  question.value_count = from->values_count;
  question.epoch = epoch;
  memcpy(question.content, from->content, sizeof question.content);
  if (so_oracle_plan(&oracle, so_question_buckets(&question), question.epsilon_micro)) exit(1);
  for (uint32_t device = 0; device < all->devices; device++) send(all, &question, &oracle);
}

int main(int count, char **words) {
  static fleet all;
  uint8_t seed[SO_STREAM_KEY_SIZE] = {0};
  if (count != 5 || so_random_start() != SOTTO_OK) return 2;
  size_t size = read_whole(words[1]);
  if (so_pack_open(&all.pack, (sotto_bytes){pack_bytes, size}, 1) != SOTTO_OK) return 1;
  all.devices = (uint32_t)strtoul(words[3], NULL, 10);
  seed[0] = (uint8_t)strtoul(words[4], NULL, 10);
  so_stream_init(&all.stream, seed);
  all.bits = so_stream_bits(&all.stream);
  all.reports = fopen(words[2], "wb");
  if (!all.reports) return 1;
  for (uint32_t n = 0; n < all.pack.question_count; n++)
    answer(&all, n, so_epoch_of(all.pack.header->created_ms));
  return fclose(all.reports) ? 1 : 0;
}
