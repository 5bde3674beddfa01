/*
 * Fresh devices asked one question: see trial.h.
 */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STEP_MS INT64_C(1209600000) /* two weeks: the ledger believes no longer jumps */
#define FLEET 1000000000            /* so that no lint refuses a question of a high price */

static const char products[] =
    "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tbrand\tproduct_type\t"
    "attr_trait0\tattr_trait1\tattr_trait2\tattr_trait3\n"
    "rope\tRope\tA rope.\t\t\tin_stock\t90.00 EUR\tTrial\tRopes\tyes\tyes\tyes\tyes\n"
    "fins\tFins\tFins.\t\t\tin_stock\t30.00 EUR\tTrial\tFins\tno\tno\tno\tno\n";

static const char brand_head[] =
    "{\"brand\":\"Trial\",\"currency\":\"EUR\",\"locales\":[\"en\"],\"default_locale\":\"en\","
    "\"feeds\":{\"en\":\"en.tsv\"},\"attributes\":["
    "{\"key\":\"product_type\",\"column\":\"product_type\",\"category\":\"internal\","
    "\"label\":{\"en\":\"kind\"}}";
static const char brand_attribute[] =
    ",{\"key\":\"trait%d\",\"column\":\"attr_trait%d\",\"category\":\"internal\","
    "\"label\":{\"en\":\"trait %d\"}}";
static const char brand_question[] =
    "%s{\"name\":\"asks%d\",\"kind\":\"top_value\",\"attribute\":\"trait%d\",\"values\":[\"yes\"],"
    "\"trust\":\"local\",\"unit\":\"device\",\"epsilon_micro\":%u,\"minimum_batch\":%d}";

static sotto_text text_of(const char *words) {
  return (sotto_text){words, strlen(words)};
}

static FILE *create(const trial *brand, const char *name) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", brand->folder, name);
  return fopen(path, "w");
}

static int write_brand(const trial *brand) {
  FILE *file = create(brand, "brand.json");
  if (!file) return 0;
  fputs(brand_head, file);
  for (int i = 0; i < TRIAL_QUESTIONS; i++) fprintf(file, brand_attribute, i, i, i);
  fputs("],\"questions\":[", file);
  for (int i = 0; i < TRIAL_QUESTIONS; i++)
    fprintf(file, brand_question, i ? "," : "", i, i, brand->epsilon_micro, FLEET);
  fputs("]}", file);
  return fclose(file) == 0;
}

static int write_feed(const trial *brand) {
  FILE *file = create(brand, "en.tsv");
  if (!file) return 0;
  fputs(products, file);
  return fclose(file) == 0;
}

static sotto_status build(trial *brand) {
  char path[96];
  sotto_build_options options;
  sotto_build_result result;
  if (!write_feed(brand) || !write_brand(brand)) return SOTTO_E_STORAGE;
  snprintf(path, sizeof path, "%s/brand.json", brand->folder);
  snprintf(brand->pack, sizeof brand->pack, "%s/trial.sottopack", brand->folder);
  sotto_build_options_init(&options);
  options.brand_file = path;
  options.output_file = brand->pack;
  options.signing_key = brand->keys.signing_secret;
  options.report_key = brand->keys.report_public;
  options.sequence = 1;
  options.created_ms = brand->now_ms;
  options.expires_ms = brand->now_ms + TRIAL_STEPS_MAX * STEP_MS;
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
  ret_trial->epsilon_micro = epsilon_micro;
  snprintf(ret_trial->folder, sizeof ret_trial->folder, "/tmp/sotto-trial-XXXXXX");
  if (!mkdtemp(ret_trial->folder)) return SOTTO_E_STORAGE;
  sotto_status status = sotto_brand_keys_make(&ret_trial->keys);
  if (!status) status = build(ret_trial);
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

static sotto_status prefer(sotto *profile) {
  char key[24];
  sotto_status status = SOTTO_OK;
  for (int i = 0; i < TRIAL_QUESTIONS && !status; i++) {
    snprintf(key, sizeof key, "trait%d", i);
    status = sotto_state_preference(profile, text_of(key), text_of("yes"), 100);
  }
  return status;
}

/* A device with its key store and clock. */
typedef struct fresh {
  sotto_store_ram store;
  sotto_port port;
  sotto *profile;
} fresh;

static sotto_status set_up(const trial *brand, const trial_device *device, fresh *ret_fresh) {
  sotto_options options;
  sotto_consent consent;
  ret_fresh->profile = NULL;
  sotto_store_ram_init(&ret_fresh->store, &ret_fresh->port);
  ret_fresh->store.now_ms = brand->now_ms;
  sotto_options_init(&options);
  options.pack_keys[0] = brand->keys.signing_public;
  sotto_consent_init(&consent);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    sotto_consent_fill(&consent, purpose, SOTTO_GRANTED);
  if (device->denies)
    consent.verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_DENIED;
  sotto_status status = sotto_open(&options, &consent, &ret_fresh->port, &ret_fresh->profile);
  if (!status) status = sotto_pack_install(ret_fresh->profile, brand->pack);
  if (!status && device->shops) status = shop(ret_fresh->profile);
  if (!status && device->prefers) status = prefer(ret_fresh->profile);
  return status;
}

static sotto_status pass_time(fresh *device) {
  device->store.now_ms += STEP_MS;
  return sotto_tick(device->profile);
}

static uint32_t take_question(void *context, const sotto_preview *preview) {
  memcpy(((trial_outcome *)context)->question, preview->question, SOTTO_QUESTION_ID_SIZE);
  return 1;
}

static uint32_t take_report(void *context, const sotto_report *report) {
  trial_outcome *outcome = context;
  outcome->reports++;
  outcome->bytes += report->body.size;
  return 0;
}

sotto_status trial_run(const trial *brand, const trial_device *device, trial_outcome *ret_outcome) {
  fresh of;
  trial_outcome outcome = {0};
  sotto_status status = set_up(brand, device, &of);
  for (int i = 0; i < 2 && !status && !device->exhausted; i++) status = pass_time(&of);
  if (!status) status = sotto_question_each(of.profile, take_question, &outcome);
  if (!status) status = sotto_question_answer(of.profile, outcome.question);
  if (!status) status = sotto_outbox_each(of.profile, take_report, &outcome);
  sotto_close(of.profile);
  if (!status) *ret_outcome = outcome;
  return status;
}

/* A life being lived, and what of its outbox was read. */
typedef struct living {
  trial *brand;
  fresh device;
  uint32_t step;
  uint32_t asked;   /* answers given */
  uint32_t read;    /* and found in the outbox */
  uint64_t last_id; /* of the last report read */
  uint8_t *says_yes;
} living;

static uint32_t learn_id(void *context, const sotto_preview *preview) {
  living *in = context;
  trial_week *week = &in->brand->weeks[in->step];
  memcpy(week->ids[week->known++], preview->question, SOTTO_QUESTION_ID_SIZE);
  return week->known == TRIAL_QUESTIONS;
}

/* Everyone is asked under the same ids (a check of its own says so): one device tells them. */
static sotto_status learn_ids(living *in) {
  if (in->brand->weeks[in->step].known) return SOTTO_OK;
  return sotto_question_each(in->device.profile, learn_id, in);
}

/* What can be paid now is answered, each question in its turn. */
static sotto_status answer_affordable(living *in) {
  sotto_budget budget;
  sotto_status status = sotto_budget_get(in->device.profile, &budget);
  if (status) return status;
  uint64_t affordable = budget.balance_micro / in->brand->epsilon_micro;
  if (affordable > TRIAL_QUESTIONS) affordable = TRIAL_QUESTIONS;
  for (; affordable && in->asked < TRIAL_ANSWERS && !status; affordable--) {
    const uint8_t *id = in->brand->weeks[in->step].ids[in->asked++ % TRIAL_QUESTIONS];
    status = sotto_question_answer(in->device.profile, id);
  }
  return status;
}

/* Reports of the steps before may still wait there. */
static uint32_t read_report(void *context, const sotto_report *report) {
  living *in = context;
  sotto_answer answer;
  if (report->id <= in->last_id || in->read == TRIAL_ANSWERS) return 0;
  in->last_id = report->id;
  if (!report->cost_micro || sotto_collector_read(in->brand->collector, report->body, &answer))
    return 1;
  for (uint32_t i = 0; i < answer.count; i++) in->says_yes[in->read] |= answer.cells[i] == 1;
  in->read++;
  return 0;
}

sotto_status trial_live(trial *brand, int prefers, uint8_t ret_says_yes[TRIAL_ANSWERS]) {
  uint8_t says_yes[TRIAL_ANSWERS] = {0};
  living in = {.brand = brand, .says_yes = says_yes};
  sotto_status status = set_up(brand, &(trial_device){.prefers = prefers}, &in.device);
  for (; in.asked < TRIAL_ANSWERS && !status; in.step++) {
    status = in.step < TRIAL_STEPS_MAX ? pass_time(&in.device) : SOTTO_E_BUDGET;
    if (!status) status = learn_ids(&in);
    if (!status) status = answer_affordable(&in);
    if (!status) status = sotto_outbox_each(in.device.profile, read_report, &in);
    if (!status && in.read != in.asked) status = SOTTO_E_STATE; /* one paid report an answer */
  }
  sotto_close(in.device.profile);
  if (!status) memcpy(ret_says_yes, says_yes, sizeof says_yes);
  return status;
}
