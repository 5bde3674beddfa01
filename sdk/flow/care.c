/*
 * A profile's life: see care.h. While nothing may be kept the vault is in memory and no file is
 * touched, with one exception: a refusal (not mere silence) reaches a profile kept earlier.
 */
#include "flow/care.h"

#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "base/secret.h"
#include "crypto/random.h"
#include "flow/advise.h"
#include "flow/asked.h"
#include "flow/batch.h"
#include "flow/budget.h"
#include "flow/install.h"
#include "flow/learnt.h"
#include "flow/outbox.h"
#include "flow/recall.h"
#include "flow/visit.h"
#include "model/mind.h"

#define GAP_MS 1800000u
#define KIOSK_GAP_MS 120000u
#define LIMIT_MS 86400000u
#define RETENTION_DAYS 730u
#define RETENTION_KIB 2048u
#define EVICTION_PAUSE_MS 3600000

static void fill_options(sotto *profile, const sotto_options *wish) {
  sotto_options *options = &profile->options;
  *options = *wish;
  options->directory = profile->directory;
  options->locale = profile->words.locale;
  if (!options->session_gap_ms)
    options->session_gap_ms = wish->flags & SOTTO_OPEN_KIOSK ? KIOSK_GAP_MS : GAP_MS;
  if (!options->session_limit_ms) options->session_limit_ms = LIMIT_MS;
  if (!options->retention_days) options->retention_days = RETENTION_DAYS;
  if (!options->retention_kib) options->retention_kib = RETENTION_KIB;
  for (uint32_t i = 0; i < 2; i++) {
    options->pack_keys[i] = NULL;
    if (wish->pack_keys[i])
      memcpy(profile->pack_keys[profile->pack_key_count++], wish->pack_keys[i], 32);
  }
}

static int any_denied(const sotto_consent *consent) {
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    if (so_consent_rule_verdict(consent, category, SOTTO_PURPOSE_KEEP) == SOTTO_DENIED) return 1;
  return 0;
}

static sotto_status open_vault(sotto *profile, const char *directory, int create) {
  so_vault_options options = {directory, &profile->port, create, 0};
  sotto_status status = so_handle_now(profile, &options.now_ms);
  profile->opened_ms = options.now_ms;
  return status ? status : so_vault_open(&options, &profile->vault, &profile->found);
}

static sotto_status open_right_vault(sotto *profile) {
  const char *directory = profile->directory;
  int as_kept = profile->options.flags & SOTTO_OPEN_AS_KEPT;
  int existing = profile->options.flags & SOTTO_OPEN_EXISTING || as_kept;
  if (directory && (as_kept || so_consent_rule_any_keep(&profile->consent)))
    return open_vault(profile, directory, !existing);
  sotto_status status = SOTTO_E_MISSING;
  if (directory && any_denied(&profile->consent)) status = open_vault(profile, directory, 0);
  return status == SOTTO_E_MISSING ? open_vault(profile, NULL, 1) : status;
}

static sotto_status take_wish(sotto *profile, const so_care_wish *wish) {
  const sotto_options *options = wish->options;
  profile->port = *wish->port;
  profile->consent = *wish->consent;
  so_message_start(&profile->words, options->locale ? options->locale : "en");
  profile->mind = calloc(1, sizeof *profile->mind);
  profile->batch = calloc(SO_BATCH_ROOM, sizeof *profile->batch);
  if (options->directory) profile->directory = strdup(options->directory);
  fill_options(profile, options);
  int whole = profile->mind && profile->batch && (profile->directory || !options->directory);
  return whole ? SOTTO_OK : SOTTO_E_MEMORY;
}

/* Where it cannot be written now (a full disk) the next tick or open does it. */
static void move_noise_key_on(sotto *profile) {
  if (so_budget_ratchet(profile)) so_handle_log(profile);
}

sotto_status so_care_open(const so_care_wish *wish, sotto **ret_profile) {
  sotto_status status = so_random_start();
  sotto *profile = status ? NULL : calloc(1, sizeof *profile);
  if (!profile) return status ? status : SOTTO_E_MEMORY;
  status = take_wish(profile, wish);
  if (!status) status = open_right_vault(profile);
  if (!status) status = so_visit_read(profile);
  if (!status) status = so_consent_change_at_open(profile);
  if (!status) status = so_install_reopen(profile);
  if (status) {
    if (!profile->detail_fresh) (void)so_handle_fail(profile, status, sotto_status_text(status));
    so_handle_log(profile);
    so_care_close(profile);
    return status;
  }
  move_noise_key_on(profile);
  *ret_profile = profile;
  return SOTTO_OK;
}

static void release(sotto *profile) {
  so_advise_reset(profile);
  so_choices_free(profile);
  so_install_close(profile);
  so_message_end(&profile->words);
  if (profile->mind) so_secret_wipe(profile->mind, sizeof *profile->mind);
  if (profile->batch) so_secret_wipe(profile->batch, SO_BATCH_ROOM * sizeof *profile->batch);
  free(profile->mind);
  free(profile->batch);
  free(profile->directory);
  so_secret_wipe(profile, sizeof *profile);
  free(profile);
}

void so_care_close(sotto *profile) {
  if (profile->vault) {
    if (so_batch_flush(profile)) so_handle_log(profile);
    so_vault_close(profile->vault);
  }
  release(profile);
}

void so_care_abandon(sotto *profile) {
  so_vault_abandon(profile->vault);
  release(profile);
}

/* Retention: what is too old or too much goes, oldest first, and the mind is rebuilt without it. */
static sotto_status evict(sotto *profile, int64_t now_ms) {
  char detail[96];
  size_t rows = 0;
  const int64_t before_ms = now_ms - profile->options.retention_days * SO_DAY_MS;
  so_sink sink = so_sink_of(detail, sizeof detail);
  sotto_status status = so_handle_begin(profile, SOTTO_ACT_FORGOT);
  if (status) return status;
  status = so_event_rows_evict(profile->vault, before_ms,
                               (uint64_t)profile->options.retention_kib * 1024, &rows);
  if (!status) status = so_choices_evict(profile, before_ms, &rows);
  if (!status && !rows) {
    so_vault_rollback(profile->vault);
    return SOTTO_OK;
  }
  so_sink_member_text(&sink, "because", so_text_of("retention"));
  so_sink_member_number(&sink, "rows", (int64_t)rows);
  so_sink_string(&sink, "}");
  sotto_audit_row row = so_handle_row(now_ms, SOTTO_ACT_FORGOT, so_sink_view(&sink));
  status = so_handle_end(profile, status, &row);
  if (!status) so_recall_cool(profile);
  return status;
}

/* Once an epoch the noise key moves on, contributing or not; the ledger is brought to now and
   written, so that a quiet month is no far jump; reports past their time are dropped. */
static sotto_status note_epoch(sotto *profile, int64_t now_ms) {
  uint32_t epoch = so_epoch_of(now_ms);
  sotto_status status = so_budget_ratchet(profile);
  if (status || profile->noted_epoch == epoch || !so_asked_contributes(profile)) return status;
  status = so_batch_flush_session(profile);
  if (!status) status = so_outbox_expire(profile, now_ms);
  if (!status) profile->noted_epoch = epoch;
  return status;
}

/* What waits is committed when the session ended, when it is old, and when the clock went back. */
static sotto_status commit_due(sotto *profile, int64_t now_ms) {
  int was_open = profile->visit.open != 0;
  int64_t age_ms = now_ms - profile->batch_since_ms;
  so_visit_expire(profile, now_ms);
  int ended = was_open && !profile->visit.open;
  return ended || age_ms >= SO_BATCH_AGE_MS || age_ms < 0 ? so_batch_flush(profile) : SOTTO_OK;
}

sotto_status so_care_tick(sotto *profile) {
  int64_t now_ms = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) so_install_expire(profile, now_ms);
  if (!status) status = commit_due(profile, now_ms);
  if (!status) status = note_epoch(profile, now_ms);
  int64_t since_ms = now_ms - profile->evicted_ms;
  if (status || (since_ms >= 0 && since_ms < EVICTION_PAUSE_MS)) return status;
  profile->evicted_ms = now_ms;
  return evict(profile, now_ms);
}

/* From memory to a file: the session and the pack go along, events begin now. */
static sotto_status settle_down(sotto *profile, const sotto_consent *consent) {
  so_vault *memory = profile->vault;
  so_vault_found found = profile->found;
  sotto_consent former = profile->consent;
  sotto_status status = open_vault(profile, profile->directory, 1);
  if (status) return status;
  profile->consent = *consent;
  profile->ledger_loaded = 0; /* the file's own counts */
  status = so_consent_change_at_open(profile);
  if (!status) status = so_install_remember(profile);
  if (status) {
    so_vault_close(profile->vault);
    profile->vault = memory;
    profile->found = found;
    profile->ledger_loaded = 0;
    so_consent_rule_strictest(&profile->consent, &former, consent);
    return status;
  }
  so_vault_close(memory);
  so_recall_cool(profile); /* the file may have brought another pack */
  so_visit_end(profile);
  return so_visit_read(profile);
}

sotto_status so_care_consent(sotto *profile, const sotto_consent *consent) {
  int file =
      profile->directory && so_vault_is_memory(profile->vault) && so_consent_rule_any_keep(consent);
  so_advise_reset(profile);
  sotto_status status =
      file ? settle_down(profile, consent) : so_consent_change_to(profile, consent);
  move_noise_key_on(profile);
  return status;
}
