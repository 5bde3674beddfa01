/*
 * Fresh devices asked one question: see trial.h.
 */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WEEK_MS INT64_C(604800000)
#define FLEET 1000000000 /* so that no lint refuses a question of a high price */

static const char products[] =
    "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tbrand\tproduct_type\t"
    "attr_activity\n"
    "rope\tRope\tA rope.\t\t\tin_stock\t90.00 EUR\tTrial\tRopes\tclimbing\n"
    "fins\tFins\tFins.\t\t\tin_stock\t30.00 EUR\tTrial\tFins\twater\n";

static const char brand_json[] =
    "{\"brand\":\"Trial\",\"currency\":\"EUR\",\"locales\":[\"en\"],\"default_locale\":\"en\","
    "\"feeds\":{\"en\":\"en.tsv\"},\"attributes\":["
    "{\"key\":\"product_type\",\"column\":\"product_type\",\"category\":\"internal\","
    "\"label\":{\"en\":\"kind\"}},"
    "{\"key\":\"activity\",\"column\":\"attr_activity\",\"category\":\"internal\","
    "\"label\":{\"en\":\"activity\"}}],\"questions\":[{\"name\":\"climbs\",\"kind\":\"top_value\","
    "\"attribute\":\"activity\",\"values\":[\"climbing\"],\"trust\":\"local\",\"unit\":\"device\","
    "\"epsilon_micro\":%u,\"minimum_batch\":%d}]}";

static sotto_text text_of(const char *words) {
  return (sotto_text){words, strlen(words)};
}

static void write_text(const trial *brand, const char *name, const char *text) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", brand->folder, name);
  FILE *file = fopen(path, "w");
  if (!file) return;
  fputs(text, file);
  fclose(file);
}

static sotto_status build(trial *brand, uint32_t epsilon_micro) {
  char json[sizeof brand_json + 32], path[96];
  sotto_build_options options;
  sotto_build_result result;
  snprintf(json, sizeof json, brand_json, epsilon_micro, FLEET);
  write_text(brand, "en.tsv", products);
  write_text(brand, "brand.json", json);
  snprintf(path, sizeof path, "%s/brand.json", brand->folder);
  snprintf(brand->pack, sizeof brand->pack, "%s/trial.sottopack", brand->folder);
  sotto_build_options_init(&options);
  options.brand_file = path;
  options.output_file = brand->pack;
  options.signing_key = brand->keys.signing_secret;
  options.report_key = brand->keys.report_public;
  options.sequence = 1;
  options.created_ms = brand->now_ms;
  return sotto_build(&options, &result);
}

static sotto_status open_collector(trial *brand) {
  static uint8_t pack[1 << 20];
  sotto_collector_options options;
  sotto_collector_question question;
  FILE *file = fopen(brand->pack, "rb");
  if (!file) return SOTTO_E_MISSING;
  const size_t size = fread(pack, 1, sizeof pack, file);
  fclose(file);
  sotto_collector_options_init(&options);
  options.pack = (sotto_bytes){pack, size};
  options.trust = (sotto_bytes){brand->keys.signing_public, 32};
  options.report_key = (sotto_bytes){brand->keys.report_secret, 32};
  sotto_status status = sotto_collector_open(&options, &brand->collector);
  if (!status) status = sotto_collector_question_get(brand->collector, 0, &question);
  if (!status) brand->mechanism = question.mechanism;
  return status;
}

sotto_status trial_begin(trial *ret_trial, uint32_t epsilon_micro) {
  memset(ret_trial, 0, sizeof *ret_trial);
  ret_trial->now_ms = (int64_t)time(NULL) * 1000;
  snprintf(ret_trial->folder, sizeof ret_trial->folder, "/tmp/sotto-trial-XXXXXX");
  if (!mkdtemp(ret_trial->folder)) return SOTTO_E_STORAGE;
  sotto_status status = sotto_brand_keys_make(&ret_trial->keys);
  if (!status) status = build(ret_trial, epsilon_micro);
  return status ? status : open_collector(ret_trial);
}

void trial_end(trial *brand) {
  static const char *const names[] = {"en.tsv", "brand.json", "trial.sottopack"};
  char path[128];
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    snprintf(path, sizeof path, "%s/%s", brand->folder, names[i]);
    unlink(path);
  }
  rmdir(brand->folder);
  sotto_collector_close(brand->collector);
}

static sotto_status shop(sotto *profile) {
  static const sotto_event_type steps[] = {SOTTO_EVENT_VIEW_ITEM, SOTTO_EVENT_ADD_TO_CART,
                                           SOTTO_EVENT_PURCHASE};
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; i < 3 && !status; i++) {
    sotto_event event;
    sotto_event_init(&event);
    event.type = steps[i];
    event.item = text_of("fins");
    status = sotto_record(profile, &event);
  }
  return status;
}

/* Weeks pass, two at a time: the ledger believes no longer jumps. */
static sotto_status grow_old(sotto *profile, sotto_store_ram *store) {
  sotto_status status = SOTTO_OK;
  for (int i = 0; i < 2 && !status; i++) {
    store->now_ms += 2 * WEEK_MS;
    status = sotto_tick(profile);
  }
  return status;
}

static uint32_t take_question(void *context, const sotto_preview *preview) {
  memcpy(((trial_outcome *)context)->question, preview->question, SOTTO_QUESTION_ID_SIZE);
  return 1;
}

typedef struct reading {
  const trial *brand;
  trial_outcome *outcome;
} reading;

static uint32_t take_report(void *context, const sotto_report *report) {
  const reading *in = context;
  sotto_answer answer;
  in->outcome->reports++;
  in->outcome->bytes += report->body.size;
  in->outcome->cost_micro += report->cost_micro;
  if (sotto_collector_read(in->brand->collector, report->body, &answer) == SOTTO_OK)
    for (uint32_t i = 0; i < answer.count; i++) in->outcome->says_yes |= answer.cells[i] == 1;
  return 0;
}

static sotto_status live(const reading *in, const trial_device *device, sotto *profile,
                         sotto_store_ram *store) {
  sotto_status status = sotto_pack_install(profile, in->brand->pack);
  if (!status && device->shops) status = shop(profile);
  if (!status && device->prefers)
    status = sotto_state_preference(profile, text_of("activity"), text_of("climbing"), 100);
  if (!status && !device->exhausted) status = grow_old(profile, store);
  if (!status) status = sotto_question_each(profile, take_question, in->outcome);
  if (!status) status = sotto_question_answer(profile, in->outcome->question);
  return status ? status : sotto_outbox_each(profile, take_report, (void *)(uintptr_t)in);
}

sotto_status trial_run(const trial *brand, const trial_device *device, trial_outcome *ret_outcome) {
  sotto_store_ram store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto *profile = NULL;
  trial_outcome outcome = {0};
  sotto_store_ram_init(&store, &port);
  store.now_ms = brand->now_ms;
  sotto_options_init(&options);
  options.pack_keys[0] = brand->keys.signing_public;
  sotto_consent_init(&consent);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    sotto_consent_fill(&consent, purpose, SOTTO_GRANTED);
  if (device->denies)
    consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  sotto_status status = sotto_open(&options, &consent, &port, &profile);
  if (!status) status = live(&(reading){brand, &outcome}, device, profile, &store);
  sotto_close(profile);
  if (!status) *ret_outcome = outcome;
  return status;
}
