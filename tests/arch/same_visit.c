/*
 * Six weeks of visits through the public interface: what is picked, with its score to the last
 * digit; the mindset; the exact bytes of every report; what is kept; and the same again after the
 * profile was closed and opened. Random bytes come from a seed, so reports are equal too.
 */
#include <inttypes.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "same.h"

#define START_MS INT64_C(1798761600000) /* 2027-01-01, when same.sh says the pack was made */
#define HOUR_MS INT64_C(3600000)
#define WEEK_MS (7 * 24 * HOUR_MS)
#define WEEKS 6
#define VIEWS 6
#define QUESTIONS_MAX 32

typedef struct visit_world {
  sotto_store_ram store;
  sotto_port port;
  uint8_t brand_key[32];
  sotto_options options;
  sotto_consent consent;
  sotto *profile;
} visit_world;

static void read_key(const char *path, uint8_t ret_key[32]) {
  char text[4096] = "";
  FILE *file = fopen(path, "r");
  same_check(!file || !fread(text, 1, sizeof text - 1, file), "brand.public");
  fclose(file);
  const char *at = strstr(text, "\"signing_key\"");
  at = at ? strchr(at, ':') : NULL;
  at = at ? strchr(at, '"') : NULL;
  same_check(!at || strlen(at) < 65 || sodium_hex2bin(ret_key, 32, at + 1, 64, NULL, NULL, NULL),
             "signing key");
}

static void open_profile(visit_world *world) {
  same_check(sotto_open(&world->options, &world->consent, &world->port, &world->profile), "open");
}

static void begin(visit_world *world, const same_shop *shop) {
  memset(world, 0, sizeof *world);
  sotto_store_ram_init(&world->store, &world->port);
  world->store.now_ms = START_MS;
  read_key(shop->brand_public, world->brand_key);
  sotto_options_init(&world->options);
  world->options.directory = shop->directory;
  world->options.pack_keys[0] = world->brand_key;
  sotto_consent_init(&world->consent);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    sotto_consent_fill(&world->consent, purpose, SOTTO_GRANTED);
}

static size_t picks_of(visit_world *world, sotto_text item, sotto_pick picks[8]) {
  size_t count = 8;
  sotto_request request;
  sotto_request_init(&request);
  request.item = item;
  request.limit = 8;
  request.seed = 5;
  same_check(sotto_recommend(world->profile, &request, picks, &count), "picks");
  for (size_t i = 0; i < count; i++)
    printf("pick %.*s %" PRId64 "\n", (int)picks[i].item.size, picks[i].item.data,
           picks[i].score_micro);
  return count;
}

static void record(visit_world *world, sotto_event_type type, const sotto_pick *pick) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = type;
  event.item = pick->item;
  event.price_minor = pick->price_minor;
  same_check(sotto_record(world->profile, &event), "record");
  world->store.now_ms += HOUR_MS / 60;
}

/* Looks at what is picked, at what is picked then, and buys in every other week. */
static void shop(visit_world *world, int week) {
  sotto_pick picks[8];
  sotto_mindset_info mindset;
  sotto_text item = {NULL, 0};
  for (int view = 0; view < VIEWS; view++) {
    const size_t count = picks_of(world, item, picks);
    same_check(count == 0, "an empty shelf");
    const sotto_pick *chosen = &picks[(size_t)(view + week) % count];
    record(world, SOTTO_EVENT_VIEW_ITEM, chosen);
    if (view == VIEWS - 2) record(world, SOTTO_EVENT_ADD_TO_CART, chosen);
    if (view == VIEWS - 1 && week % 2) record(world, SOTTO_EVENT_PURCHASE, chosen);
    item = chosen->item;
  }
  same_check(sotto_mindset_get(world->profile, &mindset), "mindset");
  printf("mindset %s %.9f\n", sotto_mindset_name(mindset.state), mindset.purchase_score);
  same_check(sotto_session_end(world->profile), "end of a session");
}

/* Those that are answered, be it with the constant "none". */
typedef struct open_questions {
  uint8_t ids[QUESTIONS_MAX][SOTTO_QUESTION_ID_SIZE];
  size_t count;
} open_questions;

static uint32_t take_question(void *context, const sotto_preview *preview) {
  open_questions *found = context;
  printf("question %.*s state %u bucket %u of %u cost %" PRIu64 "\n", (int)preview->name.size,
         preview->name.data, (unsigned)preview->state, (unsigned)preview->bucket,
         (unsigned)preview->buckets, preview->cost_micro);
  const int asks =
      preview->state == SOTTO_QUESTION_OPEN || preview->state == SOTTO_QUESTION_EXHAUSTED;
  if (asks && found->count < QUESTIONS_MAX)
    memcpy(found->ids[found->count++], preview->question, SOTTO_QUESTION_ID_SIZE);
  return 0;
}

static void answer(visit_world *world) {
  open_questions found = {.count = 0};
  same_check(sotto_question_each(world->profile, take_question, &found), "questions");
  for (size_t i = 0; i < found.count; i++)
    same_check(sotto_question_answer(world->profile, found.ids[i]), "answer");
}

static uint32_t add_report(void *context, const sotto_report *report) {
  same_sum *sum = context;
  same_sum_add(sum, report->body.data, report->body.size);
  return 0;
}

static uint32_t add_kept(void *context, const sotto_kept *kept) {
  same_sum *sum = context;
  same_sum_add(sum, kept->words.data, kept->words.size);
  return 0;
}

static void say_state(visit_world *world) {
  same_sum sum;
  sotto_budget budget;
  same_sum_begin(&sum);
  same_check(sotto_outbox_each(world->profile, add_report, &sum), "outbox");
  same_sum_say(&sum, "outbox");
  same_sum_begin(&sum);
  same_check(sotto_profile_each(world->profile, add_kept, &sum), "what is kept");
  same_sum_say(&sum, "kept");
  same_check(sotto_budget_get(world->profile, &budget), "budget");
  printf("budget %" PRIu64 " spent %" PRIu64 "\n", budget.balance_micro, budget.spent_micro);
}

static void keep_key(const visit_world *world, const char *path) {
  FILE *file = fopen(path, "wb");
  same_check(!file || fwrite(world->store.key, 1, SOTTO_KEY_SIZE, file) != SOTTO_KEY_SIZE ||
                 fclose(file),
             "writing the key");
}

static void take_key(visit_world *world, const char *path) {
  FILE *file = fopen(path, "rb");
  same_check(!file || fread(world->store.key, 1, SOTTO_KEY_SIZE, file) != SOTTO_KEY_SIZE, path);
  fclose(file);
  world->store.has_key = 1;
}

static void visits(visit_world *world) {
  sotto_pick picks[8];
  for (int week = 0; week < WEEKS; week++) {
    shop(world, week);
    answer(world);
    say_state(world);
    world->store.now_ms += WEEK_MS;
    sotto_close(world->profile);
    open_profile(world);
    (void)picks_of(world, (sotto_text){NULL, 0}, picks);
    say_state(world);
  }
}

static void erase(visit_world *world) {
  sotto_receipt receipt;
  same_check(sotto_erase(world->options.directory, &world->port, &receipt), "erase");
  printf("erased %u files, key %u\n", (unsigned)receipt.files_removed,
         (unsigned)receipt.key_destroyed);
}

void same_visit(const same_shop *shop) {
  static visit_world world;
  same_seed(1);
  begin(&world, shop);
  open_profile(&world);
  same_check(sotto_pack_install(world.profile, shop->pack), "pack");
  visits(&world);
  sotto_close(world.profile);
  if (shop->key)
    keep_key(&world, shop->key);
  else
    erase(&world);
}

void same_reading(const same_shop *shop) {
  static visit_world world;
  begin(&world, shop);
  world.store.now_ms += WEEKS * WEEK_MS;
  world.port.anchor_load = NULL; /* it stayed where the profile was made */
  world.port.anchor_advance = NULL;
  take_key(&world, shop->key);
  world.options.flags = SOTTO_OPEN_EXISTING;
  open_profile(&world);
  same_check(sotto_pack_install(world.profile, shop->pack), "pack"); /* it lies elsewhere here */
  say_state(&world);
  sotto_close(world.profile);
}
