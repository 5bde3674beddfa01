/*
 * Prints briefs of several lives, one JSON object a line, for brief_schema.py: every reader,
 * English and Spanish, with much known, with little and with nothing that may be told.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lab.h"

static void print_briefs(sotto *profile) {
  static const char *const locales[] = {"", "en", "es"};
  static char json[65536];
  for (sotto_reader reader = 0; reader <= SOTTO_READER_PERSON; reader++)
    for (size_t n = 0; n < 3; n++) {
      sotto_brief_request request;
      size_t size = sizeof json;
      sotto_brief_request_init(&request);
      request.reader = reader;
      request.locale = lab_text(locales[n]);
      cr_assert_eq(sotto_brief(profile, &request, json, &size), SOTTO_OK);
      printf("%.*s\n", (int)size, json);
    }
}

static void live(lab_world *lab, sotto *profile) {
  lab_record(profile, SOTTO_EVENT_PURCHASE, "tent-4");
  lab_record(profile, SOTTO_EVENT_PURCHASE, "balm");
  cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
  lab_pass(lab, 3 * (int64_t)LAB_DAY_MS);
  for (int i = 0; i < 3; i++) lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  for (int i = 0; i < 3; i++) lab_record(profile, SOTTO_EVENT_REVIEW_READ, "harness");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "harness");
  lab_record(profile, SOTTO_EVENT_ADD_TO_CART, "lamp");
  lab_record(profile, SOTTO_EVENT_REMOVE_FROM_CART, "lamp");
  cr_assert_eq(sotto_pick_dismiss(profile, lab_text("fins")), SOTTO_OK);
  cr_assert_eq(sotto_state_preference(profile, lab_text("activity"), lab_text("hiking"), 80),
               SOTTO_OK);
  cr_assert_eq(sotto_state_preference(profile, lab_text("color"), lab_text("red"), -60), SOTTO_OK);
}

int main(void) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  print_briefs(profile);
  live(&lab, profile);
  print_briefs(profile);
  cr_assert_eq(sotto_session_end(profile), SOTTO_OK);
  lab_pass(&lab, 200 * (int64_t)LAB_DAY_MS);
  print_briefs(profile);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(profile, &lab.consent), SOTTO_OK);
  print_briefs(profile);
  sotto_close(profile);
  lab_end(&lab);
  return 0;
}
