/* Consent: the strictest source wins, and some things can never be asked. */
#include <criterion/criterion.h>
#include <string.h>

#include "privacy/consent_rule.h"

static sotto_consent all(sotto_verdict own, sotto_verdict host) {
  sotto_consent consent = {.struct_size = sizeof consent};
  memset(consent.verdicts, (int)own, sizeof consent.verdicts);
  memset(consent.host_verdicts, (int)host, sizeof consent.host_verdicts);
  return consent;
}

Test(consent_rule, the_strictest_source_wins) {
  static const sotto_verdict wanted[3][3] = {{SOTTO_UNKNOWN, SOTTO_UNKNOWN, SOTTO_DENIED},
                                             {SOTTO_UNKNOWN, SOTTO_GRANTED, SOTTO_DENIED},
                                             {SOTTO_DENIED, SOTTO_DENIED, SOTTO_DENIED}};
  for (sotto_verdict own = 0; own < 3; own++)
    for (sotto_verdict host = 0; host < 3; host++) {
      sotto_consent consent = all(own, host);
      cr_assert_eq(so_consent_rule_verdict(&consent, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_KEEP),
                   wanted[own][host]);
    }
}

Test(consent_rule, what_does_not_exist_is_denied) {
  sotto_consent consent = all(SOTTO_GRANTED, SOTTO_GRANTED);
  cr_assert_eq(so_consent_rule_verdict(&consent, SOTTO_CATEGORY_COUNT, SOTTO_PURPOSE_KEEP),
               SOTTO_DENIED);
  cr_assert_eq(so_consent_rule_verdict(&consent, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_COUNT),
               SOTTO_DENIED);
  consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_KEEP] = 77;
  cr_assert_eq(so_consent_rule_verdict(&consent, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_KEEP),
               SOTTO_DENIED);
}

Test(consent_rule, financial_social_and_external_are_never_asked) {
  sotto_consent consent = all(SOTTO_GRANTED, SOTTO_GRANTED);
  for (sotto_category c = 0; c < SOTTO_CATEGORY_COUNT; c++) {
    int never =
        c == SOTTO_CATEGORY_FINANCIAL || c == SOTTO_CATEGORY_SOCIAL || c == SOTTO_CATEGORY_EXTERNAL;
    cr_assert_eq(so_consent_rule_allows(&consent, c, SOTTO_PURPOSE_CONTRIBUTE), !never);
    cr_assert_eq(so_consent_rule_askable(c), !never);
    cr_assert(so_consent_rule_allows(&consent, c, SOTTO_PURPOSE_PERSONALIZE));
  }
}

Test(consent_rule, global_privacy_control_ends_contributing_alone) {
  sotto_consent consent = all(SOTTO_GRANTED, SOTTO_GRANTED);
  cr_assert(so_consent_rule_any_contribute(&consent));
  consent.gpc = 1;
  cr_assert_not(so_consent_rule_any_contribute(&consent));
  cr_assert(so_consent_rule_allows(&consent, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_KEEP));
}

Test(consent_rule, unknown_lives_in_memory_and_denied_nowhere) {
  static const struct {
    sotto_verdict keep, personalize;
    so_use use;
  } cases[] = {
      {SOTTO_GRANTED, SOTTO_GRANTED, SO_USE_KEEP},    {SOTTO_GRANTED, SOTTO_DENIED, SO_USE_KEEP},
      {SOTTO_UNKNOWN, SOTTO_GRANTED, SO_USE_SESSION}, {SOTTO_DENIED, SOTTO_GRANTED, SO_USE_SESSION},
      {SOTTO_UNKNOWN, SOTTO_UNKNOWN, SO_USE_SESSION}, {SOTTO_UNKNOWN, SOTTO_DENIED, SO_USE_DROP},
      {SOTTO_DENIED, SOTTO_UNKNOWN, SO_USE_DROP},     {SOTTO_DENIED, SOTTO_DENIED, SO_USE_DROP}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    sotto_consent consent = all(SOTTO_GRANTED, SOTTO_GRANTED);
    consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_KEEP] = (uint8_t)cases[i].keep;
    consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_PERSONALIZE] =
        (uint8_t)cases[i].personalize;
    cr_assert_eq(so_consent_rule_use(&consent, SOTTO_CATEGORY_HISTORY), cases[i].use, "case %zu",
                 i);
  }
}

Test(consent_rule, keeping_anything_is_noticed) {
  sotto_consent consent = all(SOTTO_DENIED, SOTTO_GRANTED);
  cr_assert_not(so_consent_rule_any_keep(&consent));
  consent.verdicts[SOTTO_CATEGORY_TRACKING][SOTTO_PURPOSE_KEEP] = SOTTO_GRANTED;
  cr_assert(so_consent_rule_any_keep(&consent));
}

Test(consent_rule, the_strictest_of_two_is_cellwise) {
  sotto_consent a = all(SOTTO_GRANTED, SOTTO_GRANTED), b = a, both;
  a.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_KEEP] = SOTTO_DENIED;
  b.host_verdicts[SOTTO_CATEGORY_INTERNAL][SOTTO_PURPOSE_PERSONALIZE] = SOTTO_UNKNOWN;
  b.gpc = 1;
  so_consent_rule_strictest(&both, &a, &b);
  for (sotto_category c = 0; c < SOTTO_CATEGORY_COUNT; c++)
    for (sotto_purpose p = 0; p < SOTTO_PURPOSE_COUNT; p++) {
      sotto_verdict got = so_consent_rule_verdict(&both, c, p);
      sotto_verdict of_a = so_consent_rule_verdict(&a, c, p);
      sotto_verdict of_b = so_consent_rule_verdict(&b, c, p);
      cr_assert_eq(got == SOTTO_GRANTED, of_a == SOTTO_GRANTED && of_b == SOTTO_GRANTED);
      cr_assert_eq(got == SOTTO_DENIED, of_a == SOTTO_DENIED || of_b == SOTTO_DENIED);
    }
}
