/*
 * sotto_build() from front to back: brand.json, feeds, statistics, sections, lint, signature, file.
 */
#include <sotto/build.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/codec.h"
#include "base/string.h"
#include "brand/event_log.h"
#include "brand/fit.h"
#include "brand/learn_mindset.h"
#include "brand/line_file.h"
#include "brand/lint.h"
#include "brand/noised_file.h"
#include "brand/pack_assemble.h"
#include "brand/price.h"
#include "brand/text_build.h"
#include "brand/vector_file.h"
#include "crypto/envelope.h"
#include "crypto/random.h"
#include "model/pack_question.h"

#define DAY_MS INT64_C(86400000)

/** One build under way. */
typedef struct building {
  const sotto_build_options *options;
  so_findings findings;
  so_brand brand;
  so_catalogue catalogue;
  so_statistics statistics;
  so_array mindset; /* float */
  struct so_text_build *search;
  so_learnt_mindset learnt;
  so_assembly assembly;
  so_array bytes;
  sotto_build_result result;
} building;

void sotto_build_options_init(sotto_build_options *ret_options) {
  memset(ret_options, 0, sizeof *ret_options);
  ret_options->struct_size = sizeof *ret_options;
}

static void tell_file(building *run, const char *path, const char *words) {
  so_find(&run->findings,
          (so_found){SO_FIND_ERROR(SOTTO_FINDING_FILE), (so_place){path, 0, {NULL, 0}}}, "%s",
          words);
}

static sotto_status read_brand(building *run) {
  const char *path = run->options->brand_file;
  so_brand_file_default(&run->brand);
  return path ? so_brand_file_read(&run->brand, path, &run->findings) : SOTTO_OK;
}

static uint32_t locale_of(const building *run, const char *tag) {
  if (!tag || !tag[0]) return 0;
  for (uint32_t n = 0; n < run->brand.locale_count; n++) {
    if (strcmp(run->brand.locales[n], tag) == 0) return n;
  }
  return UINT32_MAX;
}

/** Reads the given feeds of one locale. */
static sotto_status read_given(building *run, uint32_t locale) {
  for (uint32_t n = 0; n < run->options->feed_count; n++) {
    const sotto_feed *feed = &run->options->feeds[n];
    uint32_t own = locale_of(run, feed->locale);
    if (own == UINT32_MAX && locale == 0) {
      tell_file(run, feed->path, "brand.json does not name the locale of this feed");
      return SOTTO_E_ARGUMENT;
    }
    if (own != locale) continue;
    sotto_status status =
        so_catalogue_feed(&run->catalogue, feed->path, locale, &run->result.rejected);
    if (status) return status;
  }
  return SOTTO_OK;
}

/** Reads the feed brand.json names for a locale; its path is relative to brand.json. */
static sotto_status read_named(building *run, uint32_t locale) {
  const char *feed = run->brand.feeds[locale], *brand = run->options->brand_file;
  if (!feed) return SOTTO_OK;
  const char *slash = brand ? strrchr(brand, '/') : NULL;
  size_t folder = slash && feed[0] != '/' ? (size_t)(slash - brand) + 1 : 0;
  size_t size = folder + strlen(feed) + 1;
  char *path = malloc(size);
  if (!path) return SOTTO_E_MEMORY;
  (void)snprintf(path, size, "%.*s%s", (int)folder, folder ? brand : "", feed);
  sotto_status status = so_catalogue_feed(&run->catalogue, path, locale, &run->result.rejected);
  free(path);
  if (locale == 0) run->catalogue.file = feed;
  return status;
}

static uint32_t meet_item(void *context, sotto_text id) {
  building *run = context;
  return so_catalogue_meet(&run->catalogue, id);
}

static void take_nothing(void *context, const so_logged *events, size_t count, int again) {
  (void)context;
  (void)events;
  (void)count;
  (void)again;
}

/** Where there is no feed, the items are those of the log, by their ids alone. */
static sotto_status read_items_of_log(building *run) {
  so_event_counts counts;
  so_event_log log = {run->options->events_file, run, meet_item, take_nothing};
  so_findings quiet = {NULL, run->findings.progress, run->findings.context, {0}};
  sotto_status status = so_event_log_read(&log, &quiet, &counts);
  run->catalogue.file = run->options->events_file;
  if (status)
    tell_file(run, run->options->events_file, so_file_words(run->options->events_file, status));
  return status;
}

static sotto_status read_feeds(building *run) {
  for (uint32_t locale = 0; locale < run->brand.locale_count; locale++) {
    sotto_status status = run->options->feeds ? read_given(run, locale) : read_named(run, locale);
    if (status) return status;
  }
  int none = run->catalogue.items.count == 0 && !run->catalogue.file;
  if (none && run->options->events_file) {
    sotto_status status = read_items_of_log(run);
    if (status) return status;
  } else if (none) {
    tell_file(run, run->brand.path, "no product feed: neither given nor named by brand.json");
    return SOTTO_E_MISSING;
  }
  return so_catalogue_finish(&run->catalogue);
}

/** From the log, by a recipe fitted to users held out of it unless the brand set its own blend. */
static sotto_status learn_statistics(building *run) {
  so_learning *learning = calloc(1, sizeof *learning);
  if (!learning) return SOTTO_E_MEMORY;
  so_assembly assembly = {
      .brand = &run->brand, .catalogue = &run->catalogue, .findings = &run->findings};
  sotto_status status = so_learning_read(learning, &run->catalogue, run->options->events_file);
  if (!status && !run->brand.has_blend) status = so_fit(&assembly, learning, &run->statistics);
  if (!status) so_learning_release(learning);
  if (!status) status = so_statistics_make(&run->statistics, learning, NULL);
  if (!status && run->options->statistics_file)
    status = so_noised_file_read(&run->statistics, &run->catalogue, run->options->statistics_file);
  if (!status && run->options->vectors_file)
    status = so_vector_file_read(&run->statistics, &run->catalogue, run->options->vectors_file);
  run->result.events = learning->events;
  run->result.people = learning->users;
  run->statistics.users = learning->users;
  so_learning_free(learning);
  free(learning);
  return status;
}

static sotto_status learn(building *run) {
  const sotto_build_options *options = run->options;
  sotto_status status = learn_statistics(run);
  if (status || !options->sessions_file) return status;
  status = so_learn_mindset(&run->learnt, options->sessions_file, &run->findings);
  run->result.sessions = run->learnt.sessions;
  return status;
}

static int64_t now_ms(void) {
  return (int64_t)time(NULL) * 1000;
}

static so_pack_header header_of(building *run) {
  const sotto_build_options *options = run->options;
  so_pack_header header = {0};
  memcpy(header.magic, SO_PACK_MAGIC, sizeof header.magic);
  header.format = SO_PACK_FORMAT;
  header.minimum_sdk = SOTTO_VERSION;
  header.created_ms = options->created_ms ? options->created_ms : now_ms();
  header.sequence = options->sequence ? options->sequence : (uint64_t)header.created_ms;
  int64_t life_ms = (int64_t)run->brand.expires_days * DAY_MS;
  header.expires_ms = options->expires_ms ? options->expires_ms : header.created_ms + life_ms;
  header.brand_text = so_assembly_text(&run->assembly, so_text_of(run->brand.name));
  memcpy(header.currency, run->brand.currency, sizeof header.currency);
  header.currency_digits = so_price_exponent(run->brand.currency);
  if (options->report_key) memcpy(header.report_key, options->report_key, sizeof header.report_key);
  return header;
}

static sotto_status lay_out(building *run) {
  so_assembly *assembly = &run->assembly;
  const sotto_build_options *options = run->options;
  const so_picture_folders folders = {options->images_directory, options->brand_file,
                                      options->feeds ? options->feeds[0].path : NULL};
  *assembly = (so_assembly){.brand = &run->brand,
                            .catalogue = &run->catalogue,
                            .statistics = &run->statistics,
                            .mindset = &run->learnt,
                            .search = run->search,
                            .pictures = &folders,
                            .findings = &run->findings};
  so_assembly_init(assembly);
  sotto_status status = so_pack_assemble(assembly);
  assembly->pictures = NULL;
  if (status) return status;
  so_pack_header header = header_of(run);
  if (header.expires_ms <= header.created_ms) {
    tell_file(run, run->options->output_file, "the pack would expire before it is made");
    return SOTTO_E_ARGUMENT;
  }
  return so_pack_writer_layout(&assembly->writer, &header, &run->bytes);
}

static sotto_bytes bytes_of(const building *run) {
  return (sotto_bytes){run->bytes.data, run->bytes.count};
}

/** Two questions that ask the same could not be told apart by their reports. */
static sotto_status tell_twin(building *run, const so_pack *pack, uint32_t question) {
  sotto_text name = so_pack_text(pack, pack->questions[question].name_text);
  so_find(&run->findings,
          (so_found){SO_FIND_ERROR(SOTTO_FINDING_QUESTION), {run->brand.path, 0, name}},
          "asks exactly what a question before it asks");
  return SOTTO_E_STATE;
}

/** The digest of each question's canonical content goes beside it. */
static sotto_status digest_questions(building *run, const so_pack *pack) {
  uint8_t *room = malloc(SO_PACK_QUESTION_CONTENT_MAX);
  if (!room) return SOTTO_E_MEMORY;
  sotto_status status = SOTTO_OK;
  for (uint32_t n = 0; n < pack->question_count && !status; n++) {
    so_writer writer = so_writer_of(room, SO_PACK_QUESTION_CONTENT_MAX);
    so_pack_question_content(pack, n, &writer);
    if (writer.bad) {
      tell_file(run, run->brand.path, "a question lists more text than 64 KiB");
      status = SOTTO_E_LIMIT;
    }
    /* The pack is still our own memory; only readers of a finished one see it as constant. */
    so_pack_question *question = (so_pack_question *)(uintptr_t)&pack->questions[n];
    if (!status) so_digest(question->content, (sotto_bytes){room, writer.at});
    for (uint32_t m = 0; m < n && !status; m++)
      if (memcmp(pack->questions[m].content, question->content, sizeof question->content) == 0)
        status = tell_twin(run, pack, n);
  }
  free(room);
  return status;
}

/** Opens the pack as a device would, completes its questions and looks at it. */
static sotto_status inspect(building *run) {
  so_pack pack;
  sotto_status status = so_pack_open(&pack, bytes_of(run), 1);
  if (status) return SOTTO_E_INTERNAL;
  so_lint lint = {&pack, &run->brand, run->options->fleet_size, &run->findings};
  so_lint_pack(&lint);
  if (run->findings.counts[SOTTO_FINDING_ERROR]) return SOTTO_E_STATE;
  return digest_questions(run, &pack);
}

static sotto_status make(building *run) {
  sotto_status status = so_random_start();
  if (!status) status = read_brand(run);
  if (status) return status;
  so_catalogue_init(&run->catalogue, &run->brand, &run->findings);
  status = so_text_build_start(&run->search, &run->catalogue);
  if (!status) status = read_feeds(run);
  run->result.items = (uint32_t)run->catalogue.items.count;
  if (!status) status = learn(run);
  if (!status) status = lay_out(run);
  if (!status) status = inspect(run);
  if (status) return status;
  so_pack_writer_seal(&run->bytes, run->options->signing_key, run->result.hash);
  run->result.bytes = run->bytes.count;
  if (!run->options->output_file) return SOTTO_OK;
  status = so_pack_writer_save(&run->bytes, run->options->output_file);
  if (status)
    tell_file(run, run->options->output_file, so_file_words(run->options->output_file, status));
  return status;
}

static void clean(building *run) {
  so_assembly_free(&run->assembly);
  so_statistics_free(&run->statistics);
  so_catalogue_free(&run->catalogue);
  so_brand_file_free(&run->brand);
  so_text_build_free(run->search);
  so_array_free(&run->mindset);
  so_array_free(&run->bytes);
  free(run);
}

sotto_status sotto_build(const sotto_build_options *options, sotto_build_result *ret_result) {
  if (!options || !ret_result || options->struct_size != sizeof *options) return SOTTO_E_ARGUMENT;
  if (options->output_file && !options->signing_key) return SOTTO_E_ARGUMENT;
  building *run = calloc(1, sizeof *run);
  if (!run) return SOTTO_E_MEMORY;
  run->options = options;
  so_statistics_init(&run->statistics);
  run->findings = (so_findings){options->finding, options->progress, options->context, {0}};
  run->mindset = so_array_of(sizeof(float));
  run->learnt.model = &run->mindset;
  sotto_status status = make(run);
  run->result.struct_size = sizeof run->result;
  run->result.warnings = run->findings.counts[SOTTO_FINDING_WARNING];
  run->result.errors = run->findings.counts[SOTTO_FINDING_ERROR];
  *ret_result = run->result;
  clean(run);
  return status;
}
