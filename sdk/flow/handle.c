/*
 * The small steps every journey shares: see handle.h.
 */
#include "flow/handle.h"

#include <string.h>

#include "crypto/envelope.h"
#include "vault/setting_rows.h"

#define CLOCK_FROM_MS 946684800000 /* 2000 */
#define CLOCK_TO_MS 7258118400000  /* 2200 */

void so_handle_trim(const sotto *profile, const so_installed *installed, size_t size) {
  const sotto_port *port = &profile->port;
  if (installed->mapped && port->file_trim)
    port->file_trim(port->context, (sotto_bytes){installed->bytes.data, size});
}

int so_handle_sections_hold(const sotto *profile, const so_installed *installed) {
  const so_pack *pack = &installed->pack;
  uint8_t digest[SO_DIGEST_SIZE];
  for (uint32_t i = 0; i < pack->header->section_count; i++) {
    const so_pack_section *section = &pack->sections[i];
    so_digest(digest, so_pack_section_bytes(pack, i));
    if (memcmp(digest, section->hash, sizeof digest) != 0) return 0;
    so_handle_trim(profile, installed, (size_t)(section->offset + section->size));
  }
  return 1;
}

const so_pack *so_handle_pack(sotto *profile) {
  so_installed *installed = &profile->installed;
  if (!installed->present) return NULL;
  if (installed->verified) return &installed->pack;
  if (!so_handle_sections_hold(profile, installed)) {
    installed->present = 0;
    (void)so_handle_fail(profile, SOTTO_E_TAMPERED, "the installed pack was changed since");
    return NULL;
  }
  installed->verified = installed->unnoted = 1;
  return &installed->pack;
}

sotto_status so_handle_note_check(sotto *profile, so_installed *installed, int64_t now_ms) {
  static const uint8_t none[SOTTO_STAMP_SIZE];
  so_check_of_pack check = {.checked_ms = now_ms};
  int stamped = memcmp(installed->stamp, none, sizeof none) != 0;
  if (!installed->unnoted || !stamped) return SOTTO_OK;
  installed->unnoted = 0;
  memcpy(check.hash, installed->hash, sizeof check.hash);
  memcpy(check.stamp, installed->stamp, sizeof check.stamp);
  return so_handle_store(profile, SO_SETTING_PACK_CHECK, &check, sizeof check);
}

sotto_status so_handle_now(sotto *profile, int64_t *ret_now_ms) {
  int64_t now_ms = 0;
  sotto_status status = profile->port.clock_now(profile->port.context, &now_ms);
  if (status || now_ms < CLOCK_FROM_MS || now_ms >= CLOCK_TO_MS)
    return so_handle_fail(profile, SOTTO_E_PORT, "the port's clock failed or is out of range");
  *ret_now_ms = now_ms;
  return SOTTO_OK;
}

int so_handle_allows(const sotto *profile, sotto_category category, sotto_purpose purpose) {
  return so_consent_rule_allows(&profile->consent, category, purpose);
}

sotto_status so_handle_fail(sotto *profile, sotto_status status, const char *detail) {
  so_sink sink = so_sink_of(profile->detail, SO_DETAIL_MAX - 1);
  so_sink_string(&sink, detail);
  profile->detail[sink.size] = '\0';
  profile->detail_fresh = 1;
  return status;
}

sotto_status so_handle_check(sotto *profile, const so_fault *faults, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (faults[i].found) return so_handle_fail(profile, faults[i].status, faults[i].detail);
  return SOTTO_OK;
}

sotto_status so_handle_vault(sotto *profile, sotto_status status) {
  if (!status) return SOTTO_OK;
  return so_handle_fail(profile, status, so_vault_error(profile->vault));
}

void so_handle_log(const sotto *profile) {
  if (profile->port.log) profile->port.log(profile->port.context, 1, profile->detail);
}

sotto_status so_handle_begin(sotto *profile, sotto_act act) {
  return so_handle_vault(profile, so_vault_begin(profile->vault, act));
}

sotto_status so_handle_end(sotto *profile, sotto_status status, const sotto_audit_row *row) {
  if (!status && row) status = so_vault_audit(profile->vault, row);
  if (!status) status = so_vault_commit(profile->vault);
  if (!status) return SOTTO_OK;
  (void)so_handle_vault(profile, status);
  so_vault_rollback(profile->vault);
  return status;
}

sotto_status so_handle_act(sotto *profile, sotto_act act, so_act_fn write, void *work) {
  char room[SO_ACT_DETAIL_MAX];
  int64_t now_ms = 0;
  so_sink detail = so_sink_of(room, sizeof room);
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_handle_begin(profile, act);
  if (status) return status;
  if (write) status = write(profile, work, &detail);
  if (detail.size) so_sink_string(&detail, "}");
  const sotto_audit_row row = so_handle_row(now_ms, act, so_sink_view(&detail));
  return so_handle_end(profile, status, &row);
}

sotto_audit_row so_handle_row(int64_t now_ms, sotto_act act, sotto_text detail) {
  return (sotto_audit_row){
      .time_ms = now_ms, .act = act, .detail = detail.size ? detail : so_text_of("{}")};
}

sotto_status so_handle_stored(sotto *profile, uint32_t setting, void *ret_value, size_t size) {
  size_t found = size;
  sotto_status status = so_setting_rows_get(profile->vault, setting, ret_value, &found);
  if (status == SOTTO_E_MISSING) return status;
  int damaged = status == SOTTO_E_SPACE || (!status && found != size);
  return so_handle_vault(profile, damaged ? SOTTO_E_CORRUPT : status);
}

sotto_status so_handle_store(sotto *profile, uint32_t setting, const void *value, size_t size) {
  return so_setting_rows_put(profile->vault, setting, (sotto_bytes){value, size});
}

so_named so_handle_named(sotto *profile, sotto_text attribute, sotto_text value) {
  so_named named = {so_handle_pack(profile), SO_PACK_NONE, SO_PACK_NONE};
  if (named.pack) named.key = so_pack_find_key(named.pack, attribute);
  if (named.key != SO_PACK_NONE) named.value = so_pack_find_value(named.pack, named.key, value);
  return named;
}

/* Both begin with the same numbers. */
_Static_assert(offsetof(so_question, epoch) == offsetof(so_pack_question, values_start),
               "question");

void so_handle_question(const so_pack *pack, uint32_t index, so_question *ret_question) {
  const so_pack_question *row = &pack->questions[index];
  memset(ret_question, 0, sizeof *ret_question);
  memcpy(ret_question, row, offsetof(so_pack_question, values_start));
  ret_question->value_count = row->values_count;
  if (row->values_count) ret_question->values = pack->question_values + row->values_start;
  memcpy(ret_question->content, row->content, sizeof ret_question->content);
}
