/*
 * collect_fixture DIRECTORY DEVICES SEED: a fleet of made-up devices for tests of sotto-collect.
 * Writes a hand-made pack (shop.sottopack) with its keys, the reports of every device to three
 * questions over two epochs (fleet.sottoreports), one damaged copy and one with a report of every
 * refused kind, and the truth behind the reports (truth.tsv).
 */
#include <stdio.h>

#include "hand_pack.h"
#include "privacy/oracle.h"

#define EPOCHS 2u

static const uint32_t buckets_of[HAND_QUESTIONS] = {7, 4, 3};
static const char *const names_of[HAND_QUESTIONS][7] = {
    {"none", "curious", "interested", "focused", "satisfied", "loyal", "fading"},
    {"none", "under 7 days", "7 to 29 days", "30 days or more"},
    {"none", "climbing", "hiking"}};
/* What share of devices is in each bucket, in percent. */
static const uint32_t shares_of[HAND_QUESTIONS][7] = {
    {10, 34, 26, 14, 9, 6, 1}, {38, 12, 30, 20}, {15, 30, 55}};

typedef struct fleet {
  hand_pack pack;
  so_oracle oracles[HAND_QUESTIONS];
  so_stream stream;
  so_bits bits;
  uint64_t truth[HAND_QUESTIONS][7];
  FILE *reports;
} fleet;

static FILE *create(const char *directory, const char *name) {
  char path[4096];
  (void)snprintf(path, sizeof path, "%s/%s", directory, name);
  FILE *file = fopen(path, "wb");
  if (!file) {
    perror(path);
    exit(1);
  }
  return file;
}

static void write_bytes(const char *directory, const char *name, const void *bytes, size_t size) {
  FILE *file = create(directory, name);
  if (fwrite(bytes, 1, size, file) != size || fclose(file) != 0) exit(1);
}

static void write_key(const char *directory, const char *name, const uint8_t key[32]) {
  FILE *file = create(directory, name);
  fputs("# Opens the reports of devices.\n", file);
  for (int i = 0; i < 32; i++) fprintf(file, "%02x", key[i]);
  fputc('\n', file);
  if (fclose(file) != 0) exit(1);
}

/* brand.public as `sotto-pack keygen` writes it. */
static void write_public(const char *directory, const uint8_t key[32]) {
  FILE *file = create(directory, "brand.public");
  fputs("{\n  \"signing_key\": \"", file);
  for (int i = 0; i < 32; i++) fprintf(file, "%02x", key[i]);
  fputs("\"\n}\n", file);
  if (fclose(file) != 0) exit(1);
}

static void write_body(FILE *file, const uint8_t *body, size_t size) {
  uint8_t length[4] = {(uint8_t)size, (uint8_t)(size >> 8), 0, 0};
  (void)fwrite(length, 1, sizeof length, file);
  (void)fwrite(body, 1, size, file);
}

static size_t seal(fleet *all, uint32_t question, uint32_t epoch, uint8_t *ret_body) {
  uint32_t draw = so_bits_below(&all->bits, 100), bucket = 0;
  while (draw >= shares_of[question][bucket]) draw -= shares_of[question][bucket++];
  all->truth[question][bucket]++;
  so_pack view;
  sotto_bytes bytes = {all->pack.bytes, all->pack.size};
  if (so_pack_view_bind(&view, bytes) != SOTTO_OK) exit(1);
  so_report report = {.epoch = epoch, .payload_size = all->oracles[question].bytes};
  so_report_question_id(report.question, view.questions[question].content, epoch);
  all->bits.fill(all->bits.context, report.id, sizeof report.id);
  so_oracle_randomize(report.payload, &all->oracles[question], bucket, &all->bits);
  if (so_report_seal(ret_body, all->pack.report_public, &report) != SOTTO_OK) exit(1);
  return report.payload_size + SO_REPORT_OVERHEAD;
}

static void write_truth(const fleet *all, const char *directory, uint64_t reports) {
  static const char *const questions[] = {"mindset", "spend recency", "favourite activity"};
  FILE *file = create(directory, "truth.tsv");
  fputs("question\tbucket\tshare\n", file);
  for (uint32_t q = 0; q < HAND_QUESTIONS; q++)
    for (uint32_t b = 0; b < buckets_of[q]; b++)
      fprintf(file, "%s\t%s\t%.9f\n", questions[q], names_of[q][b],
              (double)all->truth[q][b] / (double)reports);
  if (fclose(file) != 0) exit(1);
}

/* Reports of every refused kind: wrong question, wrong epoch, tampered, two malformed. */
static void write_refused(fleet *all, const char *directory) {
  uint8_t body[SO_REPORT_BODY_MAX];
  uint64_t kept[HAND_QUESTIONS][7];
  memcpy(kept, all->truth, sizeof kept);
  FILE *file = create(directory, "refused.sottoreports");
  size_t size = seal(all, 0, HAND_EPOCH, body);
  body[0] ^= 1;
  write_body(file, body, size);
  size = seal(all, 0, HAND_EPOCH + HAND_WEEKS + 20, body);
  write_body(file, body, size);
  size = seal(all, 1, HAND_EPOCH, body);
  body[size - 1] ^= 1;
  write_body(file, body, size);
  size = seal(all, 1, HAND_EPOCH, body);
  write_body(file, body, size - 1);
  write_body(file, body, 7);
  memcpy(all->truth, kept, sizeof kept);
  if (fclose(file) != 0) exit(1);
}

static void write_fleet(fleet *all, const char *directory, uint32_t devices) {
  uint8_t body[SO_REPORT_BODY_MAX] = {0};
  all->reports = create(directory, "fleet.sottoreports");
  for (uint32_t device = 0; device < devices; device++)
    for (uint32_t question = 0; question < HAND_QUESTIONS; question++)
      for (uint32_t epoch = HAND_EPOCH; epoch < HAND_EPOCH + EPOCHS; epoch++)
        write_body(all->reports, body, seal(all, question, epoch, body));
  if (fclose(all->reports) != 0) exit(1);
  uint64_t kept[HAND_QUESTIONS][7];
  memcpy(kept, all->truth, sizeof kept);
  FILE *damaged = create(directory, "damaged.sottoreports");
  write_body(damaged, body, seal(all, 2, HAND_EPOCH, body));
  (void)fwrite("\x90\0\0\0cut", 1, 7, damaged);
  memcpy(all->truth, kept, sizeof kept);
  if (fclose(damaged) != 0) exit(1);
}

int main(int count, char **words) {
  static fleet all;
  if (count != 4 || so_random_start() != SOTTO_OK) return 2;
  uint8_t seed[SO_STREAM_KEY_SIZE] = {0};
  seed[0] = (uint8_t)strtoul(words[3], NULL, 10);
  so_stream_init(&all.stream, seed);
  all.bits = so_stream_bits(&all.stream);
  hand_pack_make(&all.pack);
  for (uint32_t q = 0; q < HAND_QUESTIONS; q++)
    if (so_oracle_plan(&all.oracles[q], buckets_of[q], 1000000) != SOTTO_OK) return 1;
  write_bytes(words[1], "shop.sottopack", all.pack.bytes, all.pack.size);
  write_public(words[1], all.pack.sign_public);
  write_key(words[1], "brand.report.key", all.pack.report_secret);
  uint32_t devices = (uint32_t)strtoul(words[2], NULL, 10);
  write_fleet(&all, words[1], devices);
  write_refused(&all, words[1]);
  write_truth(&all, words[1], (uint64_t)devices * EPOCHS);
  return 0;
}
