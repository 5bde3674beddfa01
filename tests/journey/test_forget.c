/*
 * Forgetting: for random histories, every answer of a profile that forgot x equals the answer of
 * one that never saw x, at once, after more of life and after a restart. 4 scopes of 12 histories
 * each.
 */
#include <criterion/criterion.h>
#include <sotto/store_insecure_file.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lab_asked.h"

#define STEPS 70
#define MORE_STEPS 25
#define HISTORIES 8

/* Two people who live the same life, but one never meets x. */
typedef struct twins {
  lab_world saw, never;
  sotto *saw_profile, *never_profile;
  sotto_scope scope;
  uint64_t state; /* of the random numbers */
  size_t events_of_x;
} twins;

typedef struct answers {
  char text[60000];
  size_t size;
} answers;

static const char *const items[] = {"tent-2", "tent-4",  "stove", "pot",  "lamp",     "rope",
                                    "shoes",  "pack-30", "balm",  "fins", "unknown-1"};
static const char *const climbing[] = {"tent-2", "lamp", "rope", "shoes"};
static const sotto_event_type types[] = {
    SOTTO_EVENT_VIEW_ITEM,   SOTTO_EVENT_VIEW_ITEM, SOTTO_EVENT_ADD_TO_CART,
    SOTTO_EVENT_PURCHASE,    SOTTO_EVENT_DWELL,     SOTTO_EVENT_REMOVE_FROM_CART,
    SOTTO_EVENT_REVIEW_READ, SOTTO_EVENT_DISMISS,   SOTTO_EVENT_ADD_TO_WISHLIST};

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint32_t draw(twins *pair, uint32_t bound) {
  uint64_t mixed = pair->state += 0x9e3779b97f4a7c15u;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return (uint32_t)((mixed ^ (mixed >> 31)) >> 33) % bound;
}

static void add(answers *all, const char *format, const char *text, size_t size, double number) {
  char words[320];
  snprintf(words, sizeof words, "%.*s", (int)size, text);
  const int used =
      snprintf(all->text + all->size, sizeof all->text - all->size, format, words, number);
  all->size += (size_t)used;
  cr_assert_lt(all->size, sizeof all->text);
}

static uint32_t add_reason(void *context, const sotto_reason *reason) {
  add(context, "  %s %.0f\n", reason->text.data, reason->text.size, (double)reason->score_micro);
  return 0;
}

static uint32_t add_affinity(void *context, const sotto_affinity *affinity) {
  add(context, "%s lift %.17g ", affinity->value.data, affinity->value.size, affinity->lift);
  add(context, "%s%.17g\n", "", 0, affinity->evidence);
  return 0;
}

static uint32_t add_kept(void *context, const sotto_kept *kept) {
  if (kept->kind.size == strlen("session")) return 0;
  add(context, "%s %.0f\n", kept->words.data, kept->words.size, (double)kept->time_ms);
  return 0;
}

static void ask(sotto *profile, const char *slot, answers *all) {
  sotto_request request;
  sotto_pick picks[8];
  size_t count = 8;
  sotto_request_init(&request);
  request.slot = lab_text(slot);
  request.seed = 7;
  cr_assert_eq(sotto_recommend(profile, &request, picks, &count), SOTTO_OK);
  for (size_t i = 0; i < count; i++) {
    add(all, "%s %.0f\n", picks[i].item.data, picks[i].item.size, (double)picks[i].score_micro);
    cr_assert_eq(sotto_pick_explain(profile, picks[i].id, add_reason, all), SOTTO_OK);
  }
}

static void ask_all(sotto *profile, answers *all) {
  sotto_mindset_info mindset;
  all->size = 0;
  ask(profile, "home", all);
  ask(profile, "tents", all);
  cr_assert_eq(sotto_mindset_get(profile, &mindset), SOTTO_OK);
  add(all, "%s %.17g ", sotto_mindset_name(mindset.state), 20, mindset.purchase_score);
  add(all, "since%s %.0f ", "", 0, (double)mindset.since_ms);
  add(all, "events%s %.0f\n", "", 0, (double)mindset.events);
  cr_assert_eq(sotto_mindset_explain(profile, add_reason, all), SOTTO_OK);
  cr_assert_eq(sotto_affinity_each(profile, lab_text(""), add_affinity, all), SOTTO_OK);
  cr_assert_eq(sotto_profile_each(profile, add_kept, all), SOTTO_OK);
}

static void compare(twins *pair, const char *when) {
  static answers saw, never;
  ask_all(pair->saw_profile, &saw);
  ask_all(pair->never_profile, &never);
  cr_assert_gt(never.size, 200);
  cr_assert_str_eq(saw.text, never.text, "%s, seed %d:\n%s\n---\n%s", when, (int)pair->state,
                   saw.text, never.text);
}

static int is_climbing(const char *item) {
  for (size_t i = 0; i < sizeof climbing / sizeof *climbing; i++)
    if (strcmp(item, climbing[i]) == 0) return 1;
  return 0;
}

/* Whether what happens now with an item (NULL: with none) is x. */
static int is_forgotten(const twins *pair, const char *item) {
  const int64_t now_ms = pair->saw.store.now_ms;
  switch (pair->scope.kind) {
  case SOTTO_FORGET_ITEM: return item && strcmp(item, pair->scope.item.data) == 0;
  case SOTTO_FORGET_VALUE: return item && is_climbing(item);
  case SOTTO_FORGET_PERIOD: return now_ms >= pair->scope.from_ms && now_ms < pair->scope.to_ms;
  default: return pair->scope.kind == SOTTO_FORGET_ALL;
  }
}

static void pass(twins *pair, int64_t ms) {
  lab_pass(&pair->saw, ms);
  lab_pass(&pair->never, ms);
}

static void record(twins *pair) {
  const sotto_event_type plain[] = {SOTTO_EVENT_SEARCH, SOTTO_EVENT_FILTER, SOTTO_EVENT_SCREEN};
  const int with_item = draw(pair, 5) > 0;
  const char *item = with_item ? items[draw(pair, sizeof items / sizeof *items)] : NULL;
  const sotto_event_type type =
      with_item ? types[draw(pair, sizeof types / sizeof *types)] : plain[draw(pair, 3)];
  lab_record(pair->saw_profile, type, item);
  if (is_forgotten(pair, item))
    pair->events_of_x++;
  else
    lab_record(pair->never_profile, type, item);
}

static void state(twins *pair) {
  static const char *const values[] = {"climbing", "camping", "hiking", "water"};
  const uint32_t value = draw(pair, 4);
  const int32_t strength = (int32_t)draw(pair, 201) - 100;
  const int climbs = pair->scope.kind == SOTTO_FORGET_VALUE && value == 0;
  const int forgotten = climbs || is_forgotten(pair, NULL);
  cr_assert_eq(sotto_state_preference(pair->saw_profile, lab_text("activity"),
                                      lab_text(values[value]), strength),
               SOTTO_OK);
  if (!forgotten)
    cr_assert_eq(sotto_state_preference(pair->never_profile, lab_text("activity"),
                                        lab_text(values[value]), strength),
                 SOTTO_OK);
}

static void reopen(twins *pair) {
  sotto_close(pair->saw_profile);
  sotto_close(pair->never_profile);
  pair->saw_profile = lab_open(&pair->saw);
  pair->never_profile = lab_open(&pair->never);
}

static void step(twins *pair) {
  const uint32_t what = draw(pair, 40);
  if (what == 0) reopen(pair);
  if (what == 1) pass(pair, (int64_t)LAB_DAY_MS * (1 + draw(pair, 20)));
  if (what < 4) pass(pair, LAB_MINUTE_MS * (int64_t)draw(pair, 300));
  if (what == 4) {
    cr_assert_eq(sotto_session_end(pair->saw_profile), SOTTO_OK);
    cr_assert_eq(sotto_session_end(pair->never_profile), SOTTO_OK);
  }
  if (what == 5 && pair->scope.kind != SOTTO_FORGET_PERIOD) state(pair);
  pass(pair, 1000 * (int64_t)(1 + draw(pair, 600)));
  record(pair);
}

static void begin(twins *pair, const sotto_scope *scope, uint64_t seed) {
  pair->state = seed;
  pair->scope = *scope;
  pair->events_of_x = 0;
  lab_begin(&pair->saw);
  lab_begin(&pair->never);
  pair->never.options.pack_keys[0] = pair->saw.keys.signing_public;
  lab_build_pack(&pair->saw, &(lab_pack){.expires_ms = LAB_START_MS + 2000 * (int64_t)LAB_DAY_MS});
  pair->saw_profile = lab_open(&pair->saw);
  pair->never_profile = lab_open(&pair->never);
  cr_assert_eq(sotto_pack_install(pair->saw_profile, pair->saw.pack), SOTTO_OK);
  cr_assert_eq(sotto_pack_install(pair->never_profile, pair->saw.pack), SOTTO_OK);
}

static void forget(twins *pair) {
  size_t rows = 0;
  const sotto_status status = sotto_forget(pair->saw_profile, &pair->scope, &rows);
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  cr_assert_geq(rows, pair->events_of_x);
  uint64_t audited = 0;
  cr_assert_eq(sotto_audit_verify(pair->saw_profile, &audited), SOTTO_OK);
}

/* Lives, forgets and lives on; gives how many events of x there were. */
static size_t live(const sotto_scope *scope, uint64_t seed) {
  static twins pair;
  begin(&pair, scope, seed);
  for (int i = 0; i < STEPS; i++) step(&pair);
  const size_t events_of_x = pair.events_of_x;
  forget(&pair);
  compare(&pair, "after forgetting");
  /* Life goes on; x is over. */
  const sotto_scope none = {.kind = SOTTO_FORGET_PERIOD};
  pair.scope = none;
  for (int i = 0; i < MORE_STEPS; i++) step(&pair);
  compare(&pair, "after more of life");
  reopen(&pair);
  compare(&pair, "after a restart");
  sotto_close(pair.saw_profile);
  sotto_close(pair.never_profile);
  lab_end(&pair.saw);
  lab_end(&pair.never);
  return events_of_x;
}

Test(forget, of_an_item_leaves_a_profile_that_never_saw_it) {
  sotto_scope scope;
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ITEM;
  for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
    scope.item = lab_text(seed % 2 ? "rope" : "stove");
    cr_assert_gt(live(&scope, seed), 0);
  }
}

Test(forget, of_a_value_leaves_a_profile_that_never_saw_it) {
  sotto_scope scope;
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_VALUE;
  scope.attribute = lab_text("activity");
  scope.value = lab_text("climbing");
  for (uint64_t seed = 101; seed <= 100 + HISTORIES; seed++) cr_assert_gt(live(&scope, seed), 0);
}

Test(forget, of_a_period_leaves_a_profile_that_never_lived_it) {
  sotto_scope scope;
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_PERIOD;
  size_t events_of_x = 0;
  for (uint64_t seed = 201; seed <= 200 + HISTORIES; seed++) {
    scope.from_ms = LAB_START_MS + (int64_t)(seed % 3) * 3600000;
    scope.to_ms = scope.from_ms + (int64_t)(1 + seed % 5) * 7200000;
    events_of_x += live(&scope, seed);
  }
  cr_assert_gt(events_of_x, 50);
}

Test(forget, of_everything_leaves_a_new_profile) {
  sotto_scope scope;
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ALL;
  for (uint64_t seed = 301; seed <= 300 + HISTORIES; seed++) cr_assert_gt(live(&scope, seed), 0);
}

Test(forget, of_all_history_empties_the_outbox_and_refills_nothing) {
  const sotto_scope scopes[] = {
      {.kind = SOTTO_FORGET_ITEM, .item = {"rope", 4}},
      {.kind = SOTTO_FORGET_CATEGORY, .category = SOTTO_CATEGORY_HISTORY},
      {.kind = SOTTO_FORGET_ALL},
  };
  for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
    lab_world lab;
    size_t rows;
    sotto_scope scope = scopes[i];
    scope.struct_size = sizeof scope;
    sotto *profile = lab_contributor(&lab);
    lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
    cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
    const uint64_t spent = lab_budget(profile).spent_micro;
    cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_OK);
    cr_assert_eq(lab_outbox(profile).count, i ? 0u : 1u);
    cr_assert_eq(lab_budget(profile).spent_micro, spent);
    lab_leave(&lab, profile);
  }
}

/* 1 where the first bytes of a file are zeros: another name of the inode that was replaced. */
static int is_blank(const char *path) {
  uint8_t bytes[32] = {1}, zeros[32] = {0};
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file);
  cr_assert_eq(fread(bytes, 1, sizeof bytes, file), sizeof bytes);
  fclose(file);
  return memcmp(bytes, zeros, sizeof zeros) == 0;
}

Test(forget, overwrites_the_old_head_and_a_secret_that_is_a_file) {
  lab_world lab;
  sotto_store_insecure_file store;
  sotto_scope scope;
  char key[96], names[3][96];
  size_t rows;
  lab_begin(&lab);
  snprintf(key, sizeof key, "%s/key", lab.root);
  snprintf(names[0], sizeof *names, "%s/old-key", lab.root);
  snprintf(names[1], sizeof *names, "%s/old-head", lab.root);
  snprintf(names[2], sizeof *names, "%.80s/profile.head", lab.profile);
  cr_assert_eq(sotto_store_insecure_file_init(&store, key, SOTTO_INSECURE_FILE, &lab.port),
               SOTTO_OK);
  sotto *profile = lab_open(&lab);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  cr_assert_eq(link(key, names[0]) | link(names[2], names[1]), 0);
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ALL;
  cr_assert_eq(sotto_forget(profile, &scope, &rows), SOTTO_OK);
  cr_assert(is_blank(names[0]) && is_blank(names[1]));
  sotto_close(profile);
  sotto_close(lab_open(&lab));
  lab_end(&lab);
}
