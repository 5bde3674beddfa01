/*
 * Reading a profile without changing it, and the audit log as a file for a second verifier. What is
 * in the file is checked by that verifier: tests/auditor.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lab_asked.h"

static sotto_status keep(void *context, sotto_bytes chunk) {
  lab_mail *box = context; /* counts chunks; keeps the start */
  if (!box->count++) memcpy(box->body, chunk.data, chunk.size < 64 ? chunk.size : 64);
  return SOTTO_OK;
}

static sotto_status refuse(void *context, sotto_bytes chunk) {
  (void)context, (void)chunk;
  return SOTTO_E_DISK_FULL;
}

static uint32_t last_act(void *context, const sotto_audit_row *row) {
  *(sotto_act *)context = row->act;
  return 0;
}

Test(audit_export, is_logged_before_the_first_byte) {
  lab_world lab;
  lab_mail box = {.count = 0};
  sotto_act act = 0;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(sotto_audit_export(profile, keep, &box), SOTTO_OK);
  cr_assert(box.count > 3);
  cr_assert_eq(memcmp(box.body, "{\"sotto_audit\":1,", 17), 0);
  cr_assert_eq(sotto_audit_each(profile, 0, last_act, &act), SOTTO_OK);
  cr_assert_eq(act, SOTTO_ACT_EXPORTED);
  cr_assert_eq(sotto_audit_export(profile, refuse, NULL), SOTTO_E_DISK_FULL);
  lab_leave(&lab, profile);
}

static uint64_t rows(sotto *profile) {
  uint64_t count = 0;
  cr_assert_eq(sotto_audit_verify(profile, &count), SOTTO_OK);
  return count;
}

Test(audit_export, opened_as_kept_a_profile_keeps_its_consent_whatever_is_passed) {
  lab_world lab;
  sotto_consent kept, found;
  sotto *profile = lab_contributor(&lab);
  cr_assert_eq(sotto_consent_get(profile, &kept), SOTTO_OK);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  const uint64_t before = rows(profile);
  sotto_close(profile);
  sotto_consent_init(&lab.consent);
  sotto_consent_fill(&lab.consent, SOTTO_PURPOSE_KEEP, SOTTO_DENIED);
  lab.options.flags = SOTTO_OPEN_AS_KEPT;
  profile = lab_open(&lab);
  cr_assert_eq(sotto_consent_get(profile, &found), SOTTO_OK);
  cr_assert_eq(memcmp(kept.verdicts, found.verdicts, sizeof found.verdicts), 0);
  cr_assert_eq(lab_kept(profile, "event"), 1u);
  cr_assert_eq(rows(profile), before, "nothing was written");
  lab_leave(&lab, profile);
}

Test(audit_export, opened_as_kept_nothing_is_made) {
  lab_world lab;
  sotto *profile = NULL;
  lab_begin(&lab);
  lab.options.flags = SOTTO_OPEN_AS_KEPT;
  cr_assert_eq(lab_try_open(&lab, &profile), SOTTO_E_MISSING);
  cr_assert_eq(lab_files(&lab), 0u);
  lab_end(&lab);
}
