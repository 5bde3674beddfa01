/*
 * A fleet of devices that answer one question by split trust, each a handle of the public library
 * on a profile in memory: what a test of the aggregators sends them.
 *
 * usage: split_devices PACK SIGNING_KEY COUNT ANSWER_MS
 *
 * Device n does what DEEDS says of n modulo their number, eight weeks after it installed the pack,
 * then answers. A line each: the bucket its answer would be without noise, and the report in full.
 */
#include <inttypes.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEEK_MS 604800000
#define WEEKS 8

static const sotto_event_type deeds[][3] = {
    {SOTTO_EVENT_VIEW_ITEM_LIST, SOTTO_EVENT_VIEW_ITEM_LIST, SOTTO_EVENT_VIEW_ITEM_LIST},
    {SOTTO_EVENT_VIEW_ITEM_LIST, SOTTO_EVENT_VIEW_ITEM, SOTTO_EVENT_VIEW_ITEM_LIST},
    {SOTTO_EVENT_VIEW_ITEM, SOTTO_EVENT_ADD_TO_CART, SOTTO_EVENT_VIEW_ITEM},
    {SOTTO_EVENT_VIEW_ITEM, SOTTO_EVENT_ADD_TO_CART, SOTTO_EVENT_ADD_TO_CART},
    {SOTTO_EVENT_VIEW_ITEM, SOTTO_EVENT_ADD_TO_CART, SOTTO_EVENT_PURCHASE}};
#define DEEDS (sizeof deeds / sizeof *deeds)

static void check(sotto_status status, const char *doing) {
  if (!status) return;
  fprintf(stderr, "%s: %s\n", doing, sotto_status_name(status));
  exit(1);
}

static void read_key(const char *digits, uint8_t ret_key[32]) {
  for (int i = 0; i < 32; i++) {
    unsigned byte = 0;
    if (sscanf(digits + 2 * i, "%2x", &byte) != 1) check(SOTTO_E_FORMAT, "key");
    ret_key[i] = (uint8_t)byte;
  }
}

typedef struct asked {
  uint8_t question[SOTTO_QUESTION_ID_SIZE];
  uint32_t bucket;
  uint32_t found;
} asked;

static uint32_t look(void *context, const sotto_preview *preview) {
  asked *what = context;
  if (preview->trust != SOTTO_TRUST_SPLIT || preview->state != SOTTO_QUESTION_OPEN) return 0;
  memcpy(what->question, preview->question, sizeof what->question);
  what->bucket = preview->bucket;
  what->found = 1;
  return 1;
}

static uint32_t print_report(void *context, const sotto_report *report) {
  const asked *what = context;
  printf("%" PRIu32 " ", what->bucket);
  for (size_t i = 0; i < report->body.size; i++) printf("%02x", report->body.data[i]);
  printf("\n");
  return 1;
}

static void live(sotto *profile, sotto_store_ram *store, size_t number) {
  sotto_event event;
  asked what = {.found = 0};
  for (int week = 0; week < WEEKS; week++) {
    store->now_ms += WEEK_MS;
    check(sotto_tick(profile), "tick");
  }
  for (int i = 0; i < 3; i++) {
    sotto_event_init(&event);
    event.type = deeds[number % DEEDS][i];
    event.item = (sotto_text){"pan-24", 6};
    check(sotto_record(profile, &event), "record");
  }
  check(sotto_question_each(profile, look, &what), "questions");
  check(what.found ? SOTTO_OK : SOTTO_E_MISSING, "the question by split trust");
  check(sotto_question_answer(profile, what.question), "answer");
  check(sotto_outbox_each(profile, print_report, &what), "outbox");
}

int main(int count, char **words) {
  uint8_t key[32];
  if (count != 5) return 2;
  read_key(words[2], key);
  const size_t devices = strtoul(words[3], NULL, 10);
  for (size_t n = 0; n < devices; n++) {
    sotto_store_ram store;
    sotto_port port;
    sotto_options options;
    sotto_consent consent;
    sotto *profile = NULL;
    sotto_store_ram_init(&store, &port);
    store.now_ms = strtoll(words[4], NULL, 10) - (int64_t)WEEKS * WEEK_MS;
    sotto_options_init(&options);
    options.pack_keys[0] = key;
    sotto_consent_init(&consent);
    sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
    sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
    sotto_consent_fill(&consent, SOTTO_PURPOSE_CONTRIBUTE, SOTTO_GRANTED);
    check(sotto_open(&options, &consent, &port, &profile), "open");
    check(sotto_pack_install(profile, words[1]), "pack");
    live(profile, &store, n);
    sotto_close(profile);
  }
  return 0;
}
