/*
 * One question as this device sees it: see asked.h.
 */
#include "flow/asked.h"

#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/epoch.h"
#include "base/secret.h"
#include "crypto/envelope.h"
#include "crypto/report_envelope.h"
#include "flow/audience.h"
#include "flow/choose.h"
#include "flow/recall.h"
#include "model/pack_question.h"
#include "vault/report_rows.h"

#define LOT_LABEL "sotto lot 1"
#define CHANCE_LABEL "sotto chance 1"

int so_asked_contributes(const sotto *profile) {
  return !profile->carried && so_consent_rule_any_contribute(&profile->consent) &&
         so_consent_rule_any_keep(&profile->consent);
}

void so_asked_name(const so_pack *pack, uint32_t index, int64_t now_ms, so_asked *ret_asked) {
  memset(ret_asked, 0, sizeof *ret_asked);
  so_handle_question(pack, index, &ret_asked->question);
  ret_asked->name = so_pack_text(pack, pack->questions[index].name_text);
  ret_asked->epoch = ret_asked->question.epoch = so_epoch_of(now_ms);
  so_report_question_id(ret_asked->id, ret_asked->question.content, ret_asked->epoch);
}

sotto *so_asked_teller(sotto *profile) {
  return profile->visitor ? profile->visitor : profile;
}

/* Every device must ask the same under one id: the content is digested again from its names. */
static sotto_status check_content(const so_pack *pack, uint32_t index, const so_asked *asked) {
  uint8_t digest[SO_DIGEST_SIZE];
  uint8_t *room = malloc(SO_PACK_QUESTION_CONTENT_MAX);
  if (!room) return SOTTO_E_MEMORY;
  so_writer writer = so_writer_of(room, SO_PACK_QUESTION_CONTENT_MAX);
  so_pack_question_content(pack, index, &writer);
  so_digest(digest, (sotto_bytes){room, writer.at});
  int same = !writer.bad && memcmp(digest, asked->question.content, sizeof digest) == 0;
  free(room);
  return same ? SOTTO_OK : SOTTO_E_TAMPERED;
}

/* The task of a question by split trust, and its mechanism in the oracle's place. */
#ifdef SOTTO_WITH_SPLIT
static sotto_status take_task(const so_pack *pack, uint32_t index, so_asked *asked) {
  return so_asked_is_split(asked) ? so_split_take(&asked->split, pack, index, &asked->question)
                                  : SOTTO_OK;
}

static sotto_status plan_split(so_asked *asked) {
  so_split *plan = &asked->split.plan;
  sotto_status status = so_question_split(plan, &asked->question);
  if (status) return status;
  asked->oracle = (so_oracle){.buckets = plan->buckets, .size = 1};
  asked->oracle.threshold.epsilon_micro = (uint32_t)plan->cost.epsilon_micro;
  asked->oracle.threshold.odds = plan->odds;
  asked->cost = plan->cost;
  return SOTTO_OK;
}
#else
# define take_task(pack, index, asked) SOTTO_OK
# define plan_split(asked) SOTTO_E_FORMAT
#endif

/* Mechanism and cost of a true answer. */
static sotto_status plan(so_asked *asked) {
  const so_question *question = &asked->question;
  sotto_status status =
      so_asked_is_split(asked)
          ? plan_split(asked)
          : so_oracle_plan(&asked->oracle, so_question_buckets(question), question->epsilon_micro);
  asked->cost.epsilon_micro = asked->oracle.threshold.epsilon_micro;
  return status;
}

/* A report needs a key to be sealed to; whoever is not a kiosk has no visits to answer for. */
static int can_answer(const sotto *profile, const so_asked *asked) {
  return (so_asked_is_split(asked) || profile->installed.sealable) &&
         (asked->question.unit != SO_UNIT_VISIT || profile->visitor);
}

/* Why a device drops the question, or OK. */
static sotto_status refusal_of(const sotto *profile, uint32_t index, int64_t now_ms,
                               so_asked *asked) {
  const so_pack *pack = &profile->installed.pack;
  const so_question *question = &asked->question;
  sotto_status status = so_question_check(question);
  if (status) return status;
  if (question->lists == SO_LISTS_VALUES &&
      pack->keys[question->attribute].category != question->category)
    return SOTTO_E_CORRUPT;
  status = SO_SPLIT_BUILT ? take_task(pack, index, asked) : SOTTO_OK;
  if (status) return status;
  if (!can_answer(profile, asked)) return SOTTO_E_FORMAT;
  if (now_ms >= pack->header->expires_ms) return SOTTO_E_EXPIRED;
  return check_content(pack, index, asked);
}

/* However a pack words, bounds or prices it, one trait is one trait. */
static void digest_trait(const so_pack *pack, so_asked *asked) {
  const so_question *question = &asked->question;
  uint8_t room[4 + SO_DIGEST_SIZE];
  sotto_text name = {NULL, 0};
  if (question->lists == SO_LISTS_VALUES)
    name = so_pack_text(pack, pack->keys[question->attribute].name_text);
  so_store_u32(room, so_question_trait(question));
  so_digest(room + 4, (sotto_bytes){(const uint8_t *)name.data, name.size});
  so_digest(asked->trait, (sotto_bytes){room, sizeof room});
}

/* A visit answers with noise of its own, once; what it costs is no other visit's. */
static int decide_visit(const sotto *visitor, uint32_t category) {
  if (visitor->visit_told) return SOTTO_QUESTION_ANSWERED;
  return so_handle_allows(visitor, category, SOTTO_PURPOSE_CONTRIBUTE) ? SOTTO_QUESTION_OPEN
                                                                       : SOTTO_QUESTION_CATEGORY;
}

/* A uniform word of this epoch that only this device can draw, and would draw again. */
static uint64_t word_of(const sotto *profile, uint32_t epoch, const char *label,
                        sotto_bytes message) {
  uint8_t output[32];
  so_noise_ask ask = {epoch, label, message};
  return so_vault_foresee(profile->vault, &ask, output) ? 0 : so_load_u64(output);
}

int so_asked_due(const sotto *profile, const so_asked *asked) {
  uint8_t every[4];
  so_store_u32(every, asked->question.every);
  return so_question_due(&asked->question, word_of(profile, asked->epoch, LOT_LABEL,
                                                   (sotto_bytes){every, sizeof every}));
}

/* Consent, clock and budget: nothing here depends on what the profile holds. */
static sotto_status decide(sotto *profile, so_asked *asked) {
  const sotto *teller = so_asked_teller(profile);
  so_answer_row row = {.epoch = asked->epoch};
  int answered = 0;
  uint32_t year = 0;
  memcpy(row.content, asked->question.content, sizeof row.content);
  memcpy(row.trait, asked->trait, sizeof row.trait);
  sotto_status status = so_answer_rows_count(profile->vault, &row, &answered, &year);
  if (status) return so_handle_vault(profile, status);
  if (answered)
    asked->state = SOTTO_QUESTION_ANSWERED;
  else if (!so_asked_due(profile, asked))
    asked->state = SOTTO_QUESTION_NOT_DUE;
  else if (so_ledger_doubts(&profile->ledger))
    asked->state = SOTTO_QUESTION_CLOCK;
  else if (asked->question.unit == SO_UNIT_VISIT)
    asked->state = decide_visit(teller, asked->question.category);
  else if (!so_handle_allows(teller, asked->question.category, SOTTO_PURPOSE_CONTRIBUTE))
    asked->state = SOTTO_QUESTION_CATEGORY;
  else if (year >= SO_QUESTION_QUOTA_YEAR ||
           !so_ledger_can(&profile->ledger, &asked->cost, asked->epoch))
    asked->state = SOTTO_QUESTION_EXHAUSTED;
  else
    asked->state = SOTTO_QUESTION_OPEN;
  return SOTTO_OK;
}

/* What the bucket is drawn by: as the noise, a visit's own where the question is of a visit. */
static uint64_t chance_of(sotto *profile, const so_asked *asked) {
  const sotto *of = asked->question.unit == SO_UNIT_VISIT ? so_asked_teller(profile) : profile;
  return word_of(of, asked->epoch, CHANCE_LABEL, (sotto_bytes){asked->id, sizeof asked->id});
}

/* What the one who answers may be told of. */
static sotto_status traits_of(sotto *profile, const so_question *question, so_traits *ret_traits) {
  sotto *teller = so_asked_teller(profile);
  sotto_status status = so_recall_traits(teller, ret_traits);
  if (SO_AUDIENCE_BUILT && !status && question->kind == SO_QUESTION_AUDIENCE)
    status = so_audience_traits(teller, ret_traits);
  if (!status && profile->visitor) so_recall_visit(profile->visitor, ret_traits);
  if (!status) so_choose_traits(teller, ret_traits);
  return status;
}

/* Mechanism, state and the bucket that is noised: the true one where it may be told. */
static sotto_status fill_valid(sotto *profile, so_asked *asked) {
  const so_question *question = &asked->question;
  so_traits traits;
  asked->state = SOTTO_QUESTION_OFF;
  sotto_status status = plan(asked);
  if (status || !so_asked_contributes(profile) || !so_asked_contributes(so_asked_teller(profile)))
    return status;
  digest_trait(so_handle_pack(profile), asked);
  status = decide(profile, asked);
  if (status || asked->state > SOTTO_QUESTION_ANSWERED) return status;
  status = traits_of(profile, question, &traits);
  if (!status) asked->bucket = so_question_bucket(question, &traits, chance_of(profile, asked));
  so_secret_wipe(&traits, sizeof traits);
  return status;
}

sotto_status so_asked_look(sotto *profile, uint32_t index, int64_t now_ms, so_asked *ret_asked) {
  const so_pack *pack = so_handle_pack(profile);
  so_asked asked;
  so_asked_name(pack, index, now_ms, &asked);
  asked.balance_micro = profile->ledger.balance.epsilon_micro;
  asked.refusal = refusal_of(profile, index, now_ms, &asked);
  if (asked.refusal == SOTTO_E_MEMORY) return SOTTO_E_MEMORY;
  asked.state = SOTTO_QUESTION_INVALID;
  sotto_status status = asked.refusal ? SOTTO_OK : fill_valid(profile, &asked);
  if (!status) *ret_asked = asked;
  return status;
}
