/*
 * A kiosk's visits: see kiosk.h.
 */
#include "flow/kiosk.h"

#include <string.h>

#include "base/codec.h"
#include "base/epoch.h"
#include "flow/asked.h"
#include "flow/budget.h"
#include "flow/contribute.h"
#include "flow/preview.h"

#define MOMENT_LABEL "sotto kiosk moment 1"
#define CHOICE_LABEL "sotto kiosk choice 1"

/* 64 bits that only the holder of the profile's noise key can tell. */
static sotto_status draw(sotto *profile, const so_asked *asked, const char *label,
                         uint64_t *ret_value) {
  uint8_t bytes[32];
  const so_noise_ask ask = {asked->epoch, label, {asked->id, sizeof asked->id}};
  const sotto_status status = so_vault_noise(profile->vault, &ask, bytes);
  if (!status) *ret_value = so_load_u64(bytes);
  return so_handle_vault(profile, status);
}

/* The visit as its questions see it. */
typedef struct visit {
  sotto *kiosk;
  sotto *visitor;
  int64_t now_ms;
  uint32_t chosen; /* of the unit "visit", or SO_PACK_NONE */
} visit;

/* The visit's own question is the one with the largest draw: any of them, equally likely. */
static sotto_status choose(visit *at) {
  const so_pack *pack = so_handle_pack(at->kiosk);
  uint64_t most = 0, value = 0;
  sotto_status status = SOTTO_OK;
  at->chosen = SO_PACK_NONE;
  for (uint32_t i = 0; !status && i < pack->question_count; i++) {
    so_asked asked;
    so_asked_name(pack, i, at->now_ms, &asked);
    if (asked.question.unit != SO_UNIT_VISIT || so_question_check(&asked.question)) continue;
    if (!so_asked_due(at->kiosk, &asked)) continue;
    status = draw(at->visitor, &asked, CHOICE_LABEL, &value);
    if (status || (at->chosen != SO_PACK_NONE && value <= most)) continue;
    at->chosen = i;
    most = value;
  }
  return status;
}

static sotto_status begin(sotto *kiosk, sotto *visitor, visit *ret_at) {
  const so_pack *pack = so_handle_pack(kiosk), *theirs = so_handle_pack(visitor);
  const so_fault faults[] = {
      {so_vault_is_memory(kiosk->vault), SOTTO_E_STATE, "the kiosk's own profile is in memory"},
      {!so_vault_is_memory(visitor->vault), SOTTO_E_STATE, "a visitor's profile is on disk"},
      {!pack || !theirs || memcmp(kiosk->installed.hash, visitor->installed.hash, 32) != 0,
       SOTTO_E_STATE, "kiosk and visitor have no pack in common"}};
  sotto_status status = so_handle_check(kiosk, faults, sizeof faults / sizeof *faults);
  visit at = {.kiosk = kiosk, .visitor = visitor};
  if (!status) status = so_handle_now(kiosk, &at.now_ms);
  if (!status) status = so_budget_load(kiosk, at.now_ms);
  if (!status && !so_ledger_doubts(&kiosk->ledger)) status = choose(&at);
  if (!status) *ret_at = at;
  return status;
}

/* Whether this visit answers the question at its end. */
static sotto_status look(const visit *at, uint32_t index, so_asked *ret_asked, int *ret_due) {
  uint64_t moment = 0;
  sotto_status status = so_asked_look(at->kiosk, index, at->now_ms, ret_asked);
  uint32_t state = status ? SOTTO_QUESTION_OFF : ret_asked->state;
  *ret_due = 0;
  if (state == SOTTO_QUESTION_ANSWERED || state >= SOTTO_QUESTION_OFF) return status;
  if (ret_asked->question.unit == SO_UNIT_VISIT) {
    *ret_due = index == at->chosen;
    return SOTTO_OK;
  }
  status = draw(at->kiosk, ret_asked, MOMENT_LABEL, &moment);
  int64_t from_ms = so_epoch_start_ms(ret_asked->epoch) + (int64_t)(moment % SO_WEEK_MS);
  *ret_due = !status && at->visitor->opened_ms >= from_ms;
  return status;
}

static sotto_status each(const visit *at, sotto_preview_fn show, void *context) {
  const so_pack *pack = so_handle_pack(at->kiosk);
  sotto_status status = SOTTO_OK;
  for (uint32_t i = 0; !status && i < pack->question_count; i++) {
    so_asked asked;
    int due = 0;
    status = look(at, i, &asked, &due);
    if (due && so_preview_show(at->visitor, &asked, show, context)) break;
  }
  return status;
}

static sotto_status answer(const visit *at, const uint8_t id[SOTTO_QUESTION_ID_SIZE]) {
  const so_pack *pack = so_handle_pack(at->kiosk);
  for (uint32_t i = 0; i < pack->question_count; i++) {
    so_asked asked;
    int due = 0;
    so_asked_name(pack, i, at->now_ms, &asked);
    if (memcmp(asked.id, id, sizeof asked.id) != 0) continue;
    sotto_status status = look(at, i, &asked, &due);
    if (!status && !due)
      status = so_handle_fail(at->kiosk, SOTTO_E_STATE, "this visit does not answer it");
    if (!status) status = so_contribute_asked(at->kiosk, &asked, at->now_ms);
    if (!status && asked.question.unit == SO_UNIT_VISIT) at->visitor->visit_told = 1;
    return status;
  }
  return so_handle_fail(at->kiosk, SOTTO_E_MISSING,
                        "no question of the pack has this id this week");
}

sotto_status so_kiosk_each(sotto *kiosk, sotto *visitor, sotto_preview_fn show, void *context) {
  visit at;
  sotto_status status = begin(kiosk, visitor, &at);
  if (status) return status;
  kiosk->visitor = visitor;
  status = each(&at, show, context);
  kiosk->visitor = NULL;
  return status;
}

sotto_status so_kiosk_answer(sotto *kiosk, sotto *visitor,
                             const uint8_t id[SOTTO_QUESTION_ID_SIZE]) {
  visit at;
  if (!so_asked_contributes(kiosk) || !so_asked_contributes(visitor))
    return so_handle_fail(kiosk, SOTTO_E_DENIED, "contributing is off, or nothing may be kept");
  sotto_status status = begin(kiosk, visitor, &at);
  if (status) return status;
  kiosk->visitor = visitor;
  status = answer(&at, id);
  kiosk->visitor = NULL;
  return status;
}
