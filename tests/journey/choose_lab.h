/*
 * The lab's shop with slots that choose among arms, and asking them: "sure" is rewarded by the host
 * and sticks; "art" has an item's pictures, rewarded by its purchase; "many" decides each time;
 * "capped" twice a day; "kiosk" is seen by others. Public headers only.
 */
#ifndef JOURNEY_CHOOSE_LAB_H
#define JOURNEY_CHOOSE_LAB_H

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab_asked.h"

#define HOUR_MS 3600000
#define ARM(id, en, es, rest)                                                                      \
 "{\"id\":\"" id "\",\"label\":{\"en\":\"" id "\",\"es\":\"" id "\"},"                             \
 "\"content\":{\"en\":\"" en "\",\"es\":\"" es "\"}" rest "}"
#define PLAIN(id) ARM(id, id, id, "")
#define ART(id, activity)                                                                          \
 ARM(id, "art/" id ".en", "art/" id ".es",                                                         \
     ",\"item\":\"tent-4\",\"attributes\":{\"activity\":[\"" activity "\"]}")
#define SURE                                                                                       \
 "{\"id\":\"sure\",\"arms\":[" ARM("guarantee", "Two years", "Dos años", "") "," ARM(              \
     "reviews", "Read reviews", "Lee opiniones",                                                   \
     "") "," ARM("idea", "An idea", "Una idea",                                                    \
                 "") "],\"choice\":{\"reward\":\"host\",\"window_hours\":72,\"sticky_hours\":24,"  \
                     "\"explore_permille\":100}},"
#define PICTURES                                                                                   \
 "{\"id\":\"art\",\"arms\":[" ART("family", "camping") "," ART("wall", "climbing") "," ART(        \
     "snow",                                                                                       \
     "hiking") "," PLAIN("plain") "],\"choice\":{\"sticky_hours\":0,\"explore_permille\":0}},"
#define MANY                                                                                       \
 "{\"id\":\"many\",\"arms\":[" PLAIN("a") "," PLAIN("b") "," PLAIN(                                \
     "c") "],\"choice\":{\"reward\":\"add_to_cart\",\"sticky_hours\":0,\"explore_permille\":300,"  \
          "\"window_hours\":24}},"
#define CAPPED                                                                                     \
 "{\"id\":\"capped\",\"arms\":[" PLAIN("p") "," PLAIN(                                             \
     "q") "],\"choice\":{\"sticky_hours\":0,\"cap_per_day\":2}},"
#define SLOTS SURE PICTURES MANY CAPPED
#define SHARED "{\"id\":\"kiosk\",\"company\":\"shared\","
#define SHARED_ARMS SHARED "\"arms\":[" PLAIN("x") "," PLAIN("y") "],"

static lab_world lab;

static inline void install(sotto *profile) {
  static const char *const swaps[] = {SHARED, SLOTS SHARED_ARMS, NULL};
  const int64_t expires_ms = LAB_START_MS + 900 * LAB_WEEK_MS;
  lab_build_pack(&lab, &(lab_pack){.swaps = swaps, .expires_ms = expires_ms});
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
}

static inline sotto *begin(void) {
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  install(profile);
  return profile;
}

static inline sotto_status try_choose(sotto *profile, const char *slot, const char *item,
                                      uint64_t seed, sotto_choice *ret_choice) {
  sotto_choice_request request;
  sotto_choice_request_init(&request);
  request.slot = lab_text(slot);
  if (item) request.item = lab_text(item);
  request.seed = seed;
  return sotto_choose(profile, &request, ret_choice);
}

static inline sotto_choice choose(sotto *profile, const char *slot, const char *item,
                                  uint64_t seed) {
  sotto_choice choice = {0};
  sotto_status status = try_choose(profile, slot, item, seed, &choice);
  cr_assert_eq(status, SOTTO_OK, "%s", sotto_status_name(status));
  return choice;
}

static inline int is(sotto_text text, const char *word) {
  return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0;
}

typedef struct told {
  size_t count;
  sotto_decision last;
  double rewards;
  uint32_t known;
} told;

static inline uint32_t tell(void *context, const sotto_decision *decision) {
  told *all = context;
  all->count++;
  all->last = *decision;
  all->known += decision->reward >= 0;
  all->rewards += decision->reward > 0 ? decision->reward : 0;
  return 0;
}

static inline told decisions(sotto *profile) {
  told all = {0};
  cr_assert_eq(sotto_choice_each(profile, tell, &all), SOTTO_OK);
  return all;
}

typedef struct said {
  char text[2048];
  size_t size;
  uint32_t kinds;
} said;

static inline uint32_t hear(void *context, const sotto_reason *reason) {
  said *all = context;
  all->size += (size_t)snprintf(all->text + all->size, sizeof all->text - all->size, "%.*s\n",
                                (int)reason->text.size, reason->text.data);
  all->kinds |= 1u << reason->kind;
  return 0;
}

static inline said explain(sotto *profile, uint64_t decision) {
  said all = {{0}, 0, 0};
  cr_assert_eq(sotto_choice_explain(profile, decision, hear, &all), SOTTO_OK);
  return all;
}

#endif
