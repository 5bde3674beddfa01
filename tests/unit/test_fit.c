/*
 * The builder's fit on logs with a known answer: people who come back teach it to show what they
 * saw; people who draw at random, and logs too small to tell, teach it nothing.
 */
#include "brand_lab.h"

static brand_lab lab;
static uint64_t state;

static void set_up(void) {
  lab_open(&lab);
  lab.options.feeds = NULL;
  state = 1;
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(fit, .init = set_up, .fini = tear_down);

/* xorshift64 (Marsaglia 2003). */
static uint32_t draw(uint32_t bound) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)((state >> 32) * bound >> 32);
}

/** A log of users with six views of 200 items each; with `returns` they go back two steps. */
static const char *write_log(uint32_t users, int returns) {
  size_t room = (size_t)users * 6 * 48 + 64, size = 0;
  char *text = malloc(room);
  cr_assert_not_null(text);
  size += (size_t)snprintf(text, room, "user\ttime_ms\tevent\titem\n");
  for (uint32_t user = 0; user < users; user++) {
    uint32_t items[6];
    for (uint32_t n = 0; n < 6; n++) {
      items[n] = returns && n >= 2 && draw(2) ? items[n - 2] : draw(200);
      size += (size_t)snprintf(text + size, room - size, "u%u\t%u\tview_item\ti%u\n", user,
                               60000 * (n + 1), items[n]);
    }
  }
  const char *path = lab_write(&lab, "events.tsv", text);
  free(text);
  return path;
}

Test(fit, people_who_come_back_are_shown_what_they_saw) {
  lab.options.events_file = write_log(2000, 1);
  cr_assert_eq(lab_build(&lab), SOTTO_OK, "%s", lab.said);
  cr_assert(lab_said(&lab, "fitted on"), "%s", lab.said);
  cr_assert_not_null(lab.pack.history);
  cr_assert_gt(lab.pack.blend[SO_STRATEGY_RECENT], .5f);
}

/* One standard error to clear: one such log in six would teach something; this one does not. */
Test(fit, people_who_draw_at_random_teach_nothing) {
  lab.options.events_file = write_log(2000, 0);
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_null(lab.pack.blend);
  cr_assert_null(lab.pack.history);
}

Test(fit, small_log_keeps_the_compiled_in_recipe) {
  lab.options.events_file = write_log(150, 1);
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_not(lab_said(&lab, "fitted"));
  cr_assert_null(lab.pack.blend);
}

Test(fit, same_log_gives_the_same_pack) {
  uint8_t hash[32];
  lab.options.events_file = write_log(2000, 1);
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  memcpy(hash, lab.result.hash, sizeof hash);
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_arr_eq(hash, lab.result.hash, sizeof hash);
}

Test(fit, blend_of_the_brand_is_left_alone) {
  static const char *const mindsets[] = {"curious",   "interested", "focused",
                                         "satisfied", "loyal",      "fading"};
  char text[2048];
  size_t size = (size_t)snprintf(
      text, sizeof text,
      "{\"brand\":\"Shop\",\"currency\":\"EUR\",\"default_locale\":\"en\",\"blend\":{");
  for (size_t n = 0; n < 6; n++)
    size += (size_t)snprintf(text + size, sizeof text - size, "%s\"%s\":{\"recent\":0.25}",
                             n ? "," : "", mindsets[n]);
  (void)snprintf(text + size, sizeof text - size, "}}");
  lab.options.events_file = write_log(2000, 1);
  lab.options.brand_file = lab_write(&lab, "brand.json", text);
  cr_assert_eq(lab_build(&lab), SOTTO_OK, "%s", lab.said);
  cr_assert_float_eq(lab.pack.blend[SO_STRATEGY_RECENT], .25f, 1e-6);
  cr_assert_null(lab.pack.history);
}

Test(fit, those_held_out_are_learnt_in_the_end) {
  lab.options.events_file = write_log(3000, 0);
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  double people = 0;
  for (uint32_t n = 0; n < lab.pack.item_count; n++)
    people += 3001 * (double)lab.pack.items[n].popularity;
  cr_assert_eq(lab.result.people, 3000);
  /* Six draws of 200 give 5.926 different items; one user in six fewer would give 14,815. */
  cr_assert_float_eq(people, 3000 * 5.926, 150);
}
