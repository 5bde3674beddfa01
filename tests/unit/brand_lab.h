/*
 * A brand's folder in a temporary directory: files are written from text, packs built from them and
 * opened, and what the builder had to say is kept as lines to be searched.
 */
#ifndef TESTS_BRAND_LAB_H
#define TESTS_BRAND_LAB_H

#include <criterion/criterion.h>
#include <sotto/build.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/string.h"
#include "model/pack_reader.h"

#define LAB_CREATED_MS INT64_C(1767225600000)

/* Criterion hides leaks found at exit, so each build is looked at by itself. */
#ifndef __has_feature
# define __has_feature(feature) 0
#endif
#if __has_feature(address_sanitizer) || defined(__SANITIZE_ADDRESS__)
int __lsan_do_recoverable_leak_check(void);
# define lab_leaks() __lsan_do_recoverable_leak_check()
#else
# define lab_leaks() 0
#endif

typedef struct brand_lab {
  char *directory;
  char paths[16][128];
  uint32_t path_count;
  sotto_brand_keys keys;
  sotto_build_options options;
  sotto_build_result result;
  sotto_feed feeds[4];
  char said[65536]; /* "severity kind file:line where: words" per line */
  size_t said_size;
  uint8_t *bytes; /* of the pack */
  size_t size;
  so_pack pack;
} brand_lab;

static inline void lab_hear(void *context, const sotto_finding *finding) {
  brand_lab *lab = context;
  const char *file = finding->file.data ? finding->file.data : "";
  const char *slash = strrchr(file, '/');
  size_t room = sizeof lab->said - lab->said_size;
  int size =
      snprintf(lab->said + lab->said_size, room, "%u %u %s:%llu %.*s: %.*s\n", finding->severity,
               finding->kind, slash ? slash + 1 : file, (unsigned long long)finding->line,
               (int)finding->where.size, finding->where.data ? finding->where.data : "",
               (int)finding->words.size, finding->words.data);
  if (size > 0 && (size_t)size < room) lab->said_size += (size_t)size;
}

static inline void lab_open(brand_lab *lab) {
  memset(lab, 0, sizeof *lab);
  static const char template[] = "/tmp/sotto-brand-XXXXXX";
  lab->directory = malloc(sizeof template);
  memcpy(lab->directory, template, sizeof template);
  cr_assert_not_null(mkdtemp(lab->directory));
  cr_assert_eq(sotto_brand_keys_make(&lab->keys), SOTTO_OK);
  sotto_build_options_init(&lab->options);
  lab->options.feeds = lab->feeds;
  lab->options.signing_key = lab->keys.signing_secret;
  lab->options.report_key = lab->keys.report_public;
  lab->options.created_ms = LAB_CREATED_MS;
  lab->options.finding = lab_hear;
  lab->options.context = lab;
}

/** Writes a file and gives its path, which lives as long as the lab. */
static inline const char *lab_write_bytes(brand_lab *lab, const char *name, const void *data,
                                          size_t size) {
  char *path = lab->paths[lab->path_count++];
  (void)snprintf(path, sizeof lab->paths[0], "%s/%s", lab->directory, name);
  FILE *file = fopen(path, "wb");
  cr_assert_not_null(file);
  cr_assert_eq(fwrite(data, 1, size, file), size);
  cr_assert_eq(fclose(file), 0);
  return path;
}

static inline const char *lab_write(brand_lab *lab, const char *name, const char *text) {
  return lab_write_bytes(lab, name, text, strlen(text));
}

static inline const char *lab_path(brand_lab *lab, const char *name) {
  char *path = lab->paths[lab->path_count++];
  (void)snprintf(path, sizeof lab->paths[0], "%s/%s", lab->directory, name);
  return path;
}

static inline void lab_feed(brand_lab *lab, const char *locale, const char *path) {
  lab->feeds[lab->options.feed_count].locale = locale;
  lab->feeds[lab->options.feed_count++].path = path;
}

static inline void lab_load(brand_lab *lab, const char *path) {
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file);
  cr_assert_eq(fseek(file, 0, SEEK_END), 0);
  lab->size = (size_t)ftell(file);
  rewind(file);
  free(lab->bytes);
  cr_assert_eq(posix_memalign((void **)&lab->bytes, 64, lab->size), 0);
  cr_assert_eq(fread(lab->bytes, 1, lab->size, file), lab->size);
  cr_assert_eq(fclose(file), 0);
}

/** Builds into shop.sottopack and opens it where that worked. */
static inline sotto_status lab_build(brand_lab *lab) {
  lab->said_size = 0;
  lab->said[0] = 0;
  lab->options.output_file = lab_path(lab, "shop.sottopack");
  sotto_status status = sotto_build(&lab->options, &lab->result);
  if (status == SOTTO_OK) {
    lab_load(lab, lab->options.output_file);
    cr_assert_eq(so_pack_open(&lab->pack, (sotto_bytes){lab->bytes, lab->size}, 1), SOTTO_OK);
  }
  lab->path_count--;
  cr_assert_eq(lab_leaks(), 0, "memory was leaked");
  return status;
}

/** 1 when one line the builder said holds all of `words`. */
static inline int lab_said(const brand_lab *lab, const char *words) {
  return strstr(lab->said, words) != NULL;
}

static inline void lab_close(brand_lab *lab) {
  char path[128];
  static const char *const names[] = {
      "shop.sottopack", "brand.json",  "items.tsv",      "es.tsv",      "events.tsv", "items.gz",
      "sessions.tsv",   "items.jsonl", "statistics.tsv", "vectors.tsv", "task.json",  "other.json"};
  for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
    (void)snprintf(path, sizeof path, "%s/%s", lab->directory, names[n]);
    (void)unlink(path);
  }
  cr_assert_eq(rmdir(lab->directory), 0, "files were left behind in %s", lab->directory);
  free(lab->bytes);
  free(lab->directory);
  lab->bytes = NULL;
  lab->directory = NULL;
}

#define LAB_BRAND                                                                                  \
 "{\"brand\": \"Lab\", \"currency\": \"EUR\", \"default_locale\": \"en\","                         \
 " \"locales\": [\"en\", \"es\"],"                                                                 \
 " \"attributes\": [{\"key\": \"room\", \"column\": \"attr_room\", \"category\": \"internal\","    \
 "   \"label\": {\"en\": \"room\", \"es\": \"sala\"},"                                             \
 "   \"values\": {\"bath\": {\"en\": \"bath\", \"es\": \"aseo\"}},"                                \
 "   \"discreet_values\": [\"bath\"]}],"                                                           \
 " \"slots\": [{\"id\": \"home\", \"limit\": 2, \"rules\": [{\"rule\": \"in_stock\"},"             \
 "   {\"rule\": \"exclude\", \"attribute\": \"room\", \"value\": \"bath\"},"                       \
 "   {\"rule\": \"pin\", \"item\": \"b\", \"position\": 1}]}],"                                    \
 " \"questions\": [{\"name\": \"m\", \"kind\": \"mindset\", \"epsilon_micro\": 1000000},"          \
 "   {\"name\": \"r\", \"kind\": \"spend_recency\", \"bounds_days\": [7, 30],"                     \
 "    \"epsilon_micro\": 500000},"                                                                 \
 "   {\"name\": \"t\", \"kind\": \"top_value\", \"attribute\": \"room\","                          \
 "    \"epsilon_micro\": 1000000}]}"

#define LAB_ITEMS                                                                                  \
 "id\ttitle\tprice\tproduct_type\tbrand\tattr_room\tavailability\tdiscreet\n"                      \
 "a\tRed lamp\t10.00 EUR\tLamps > Floor\tLux\thall\tin_stock\tno\n"                                \
 "b\tBlue lamp\t12.50 EUR\tLamps > Desk\tLux\tstudy\tin_stock\tno\n"                               \
 "c\tSoap\t2.00 EUR\tBath\tFoam\tbath\tin_stock\tno\n"                                             \
 "d\tGreen lamp\t30.00 EUR\tLamps > Desk\tLar\tstudy\tout_of_stock\tno\n"                          \
 "e\tRug\t99.00 EUR\tRugs\tLar\thall\tin_stock\tyes\n"                                             \
 "f\tWhite lamp\t15.00 EUR\tLamps > Desk\tLar\tstudy\tin_stock\tno\n"                              \
 "g\tBlack lamp\t16.00 EUR\tLamps > Floor\tLar\thall\tin_stock\tno\n"

#define LAB_ITEMS_ES                                                                               \
 "id\ttitle\tproduct_type\tbrand\n"                                                                \
 "a\tLámpara roja\tLámparas > De pie\tLux\n"                                                     \
 "b\tLámpara azul\tLámparas > De mesa\tLux\n"                                                    \
 "c\tJabón\tBaño\tFoam\n"                                                                        \
 "d\tLámpara verde\tLámparas > De mesa\tLar\n"                                                   \
 "e\tAlfombra\tAlfombras\tLar\n"                                                                   \
 "f\tLámpara blanca\tLámparas > De mesa\tLar\n"                                                  \
 "g\tLámpara negra\tLámparas > De pie\tLar\n"

/** The lab's own shop, in two languages. */
static inline void lab_shop(brand_lab *lab) {
  lab->options.brand_file = lab_write(lab, "brand.json", LAB_BRAND);
  lab_feed(lab, "en", lab_write(lab, "items.tsv", LAB_ITEMS));
  lab_feed(lab, "es", lab_write(lab, "es.tsv", LAB_ITEMS_ES));
}

#endif
