/*
 * Contributing: see contribute.h.
 */
#include "flow/contribute.h"

#include <string.h>

#include "base/codec.h"
#include "base/epoch.h"
#include "base/secret.h"
#include "crypto/envelope.h"
#include "crypto/random.h"
#include "crypto/report_envelope.h"
#include "flow/budget.h"
#include "flow/split_answer.h"
#include "vault/report_rows.h"

#define NOISE_LABEL "sotto noise 1"
#define ID_LABEL "sotto report id 1"
#define DETAIL_MAX (SO_SPLIT_BUILT ? 2048 : 1024)

static sotto_status find(sotto *profile, const uint8_t id[SOTTO_QUESTION_ID_SIZE], int64_t now_ms,
                         so_asked *ret_asked) {
  const so_pack *pack = so_handle_pack(profile);
  for (uint32_t i = 0; pack && i < pack->question_count; i++) {
    so_asked asked;
    so_asked_name(pack, i, now_ms, &asked);
    if (memcmp(asked.id, id, sizeof asked.id) == 0)
      return so_asked_look(profile, i, now_ms, ret_asked);
  }
  return so_handle_fail(profile, SOTTO_E_MISSING, "no question of the pack has this id this week");
}

/* Noise seed and report id come from the PRF: a restored copy repeats itself byte for byte. A
   visit's are drawn from its own key, which ends with it. */
static sotto_status draw(sotto *profile, const so_asked *asked, so_drawn *ret_drawn) {
  uint8_t text[SOTTO_QUESTION_ID_SIZE + 4];
  so_noise_ask ask = {asked->epoch, NOISE_LABEL, {text, sizeof text}};
  sotto *drawing = asked->question.unit == SO_UNIT_VISIT ? profile->visitor : profile;
  memcpy(text, asked->id, SOTTO_QUESTION_ID_SIZE);
  so_store_u32(text + SOTTO_QUESTION_ID_SIZE, asked->bucket);
  sotto_status status = so_vault_noise(drawing->vault, &ask, ret_drawn->seed);
  so_store_u32(text + SOTTO_QUESTION_ID_SIZE, asked->epoch);
  ask.label = ID_LABEL;
  if (!status) status = so_vault_noise(drawing->vault, &ask, ret_drawn->id);
  return so_handle_vault(drawing, status);
}

static void randomize(const so_asked *asked, const so_drawn *drawn, so_report *ret_report) {
  *ret_report = (so_report){.epoch = asked->epoch, .payload_size = asked->oracle.bytes};
  so_stream stream;
  so_stream_init(&stream, drawn->seed);
  so_bits bits = so_stream_bits(&stream);
  so_oracle_randomize(ret_report->payload, &asked->oracle, asked->bucket, &bits);
  so_stream_wipe(&stream);
  memcpy(ret_report->question, asked->id, sizeof ret_report->question);
  memcpy(ret_report->id, drawn->id, sizeof ret_report->id);
}

/* Uniform over what is left of the epoch, over a day at least: tells nothing of the visit. */
static int64_t release_ms(const so_asked *asked, int64_t now_ms) {
  so_bits bits = so_random_bits();
  int64_t window = so_epoch_start_ms(asked->epoch + 1) - now_ms;
  if (window < SO_DAY_MS) window = SO_DAY_MS;
  return now_ms + so_bits_below(&bits, (uint32_t)window);
}

/* One answer on its way into the log. */
typedef struct answering {
  sotto *profile;
  const so_asked *asked;
  const so_ledger *ledger; /* as it stands after the answer */
  so_report_row *row;
} answering;

/* Why it was paid or free. Behind its anchor or the clock, a ledger pays nothing whatever it holds:
   the log cannot tell that from an empty balance, so the row says which it was. */
static const char *because(const answering *at) {
  const so_asked *asked = at->asked;
  if (asked->state == SOTTO_QUESTION_OPEN) return "open";
  if (asked->state == SOTTO_QUESTION_CATEGORY) return "category";
  return so_ledger_behind(&at->profile->ledger, asked->epoch) ? "behind" : "exhausted";
}

/* Numbers are strings: they may have 64 bits. */
static void describe_cost(so_sink *sink, const answering *at) {
  const so_oracle *oracle = &at->asked->oracle;
  const so_threshold *threshold = &oracle->threshold;
  const so_caps *caps = &at->profile->caps;
  const struct {
    const char *name;
    uint64_t number;
  } rows[] = {{"epoch", at->asked->epoch},
              {"buckets", oracle->buckets},
              {"size", oracle->size},
              {"prime", oracle->prime},
              {"dimension", oracle->dimension},
              {"threshold", threshold->inside},
              {"epsilon_micro", threshold->epsilon_micro},
              {"odds_numerator", threshold->odds.numerator},
              {"odds_denominator", threshold->odds.denominator},
              {"charged_micro", at->row->cost_micro},
              {"spent_micro", at->ledger->spent.epsilon_micro},
              {"balance_micro", at->profile->ledger.balance.epsilon_micro},
              {"depth_micro", caps->depth.epsilon_micro},
              {"year_micro", caps->year.epsilon_micro}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    so_sink_member_digits(sink, rows[i].name, rows[i].number);
}

/* What an auditor needs to recompute the cost and whether it was due; never the answer. */
static sotto_text describe(char detail[DETAIL_MAX], const answering *at) {
  const so_asked *asked = at->asked;
  uint8_t digest[SO_DIGEST_SIZE];
  so_sink sink = so_sink_of(detail, DETAIL_MAX);
  so_digest(digest, at->row->body);
  so_sink_member_hex(&sink, "question", asked->id, sizeof asked->id);
  so_sink_member_hex(&sink, "content", asked->question.content, sizeof asked->question.content);
  so_sink_member_hex(&sink, "trait", asked->trait, sizeof asked->trait);
  so_sink_member_text(&sink, "category", so_text_of(sotto_category_name(asked->question.category)));
  so_sink_member_text(
      &sink, "mechanism",
      so_text_of(so_asked_is_split(asked) ? "split" : so_oracle_name(&asked->oracle)));
  describe_cost(&sink, at);
  if (so_asked_is_split(asked)) so_split_answer_describe(&sink, at->profile, asked, at->ledger);
  so_sink_member_text(&sink, "because", so_text_of(because(at)));
  if (asked->question.unit == SO_UNIT_VISIT)
    so_sink_member_text(&sink, "unit", so_text_of("visit"));
  if (at->profile->visitor) so_sink_member_text(&sink, "teller", so_text_of("visitor"));
  so_sink_member_hex(&sink, "report", digest, sizeof digest);
  so_sink_string(&sink, "}");
  return so_sink_view(&sink);
}

/* One transaction: answer, report, ledger, audit row. */
static sotto_status commit(const answering *at) {
  sotto *profile = at->profile;
  const so_asked *asked = at->asked;
  so_report_row *row = at->row;
  char detail[DETAIL_MAX];
  int64_t now_ms = 0;
  so_answer_row answer = {.epoch = asked->epoch, .cost_micro = row->cost_micro};
  memcpy(answer.content, asked->question.content, sizeof answer.content);
  memcpy(answer.trait, asked->trait, sizeof answer.trait);
  memcpy(row->question, asked->id, sizeof row->question);
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_handle_begin(profile, SOTTO_ACT_ANSWERED);
  if (status) return status;
  if (asked->question.unit == SO_UNIT_DEVICE)
    status = so_answer_rows_append(profile->vault, &answer);
  if (!status) status = so_report_rows_append(profile->vault, row);
  if (!status) status = so_budget_store(profile, at->ledger);
  sotto_audit_row audit = so_handle_row(now_ms, SOTTO_ACT_ANSWERED, describe(detail, at));
  audit.cost_micro = row->cost_micro;
  return so_handle_end(profile, status, &audit);
}

static sotto_status seal_local(const answering *at, const so_drawn *drawn) {
  uint8_t body[SO_REPORT_BODY_MAX];
  so_report report;
  randomize(at->asked, drawn, &report);
  sotto_status status =
      so_report_seal(body, so_handle_pack(at->profile)->header->report_key, &report);
  if (!status) {
    at->row->body = (sotto_bytes){body, SO_REPORT_OVERHEAD + report.payload_size};
    status = commit(at);
  }
  so_secret_wipe(&report, sizeof report);
  return status;
}

static sotto_status seal_split(const answering *at, const so_drawn *drawn) {
  so_split_sealed sealed = {.send_after_ms = at->row->send_after_ms};
  sotto_status status = so_split_answer_seal(&sealed, at->profile, at->asked, drawn);
  if (!status) {
    at->row->body = (sotto_bytes){sealed.report, sealed.size};
    at->row->kept = (sotto_bytes){(const uint8_t *)&sealed.kept, sizeof sealed.kept};
    status = commit(at);
  }
  so_split_answer_free(&sealed);
  return status;
}

static sotto_status seal_and_commit(const answering *at) {
  so_drawn drawn;
  sotto_status status = draw(at->profile, at->asked, &drawn);
  if (!status)
    status = so_asked_is_split(at->asked) ? seal_split(at, &drawn) : seal_local(at, &drawn);
  so_secret_wipe(drawn.seed, sizeof drawn.seed);
  return status;
}

sotto_status so_contribute_asked(sotto *profile, const so_asked *asked, int64_t now_ms) {
  so_ledger ledger = profile->ledger;
  so_report_row row = {.epoch = asked->epoch, .send_after_ms = release_ms(asked, now_ms)};
  const answering at = {profile, asked, &ledger, &row};
  int open = asked->state == SOTTO_QUESTION_OPEN && asked->question.unit == SO_UNIT_DEVICE;
  sotto_status status = open ? so_ledger_pay(&ledger, &asked->cost, asked->epoch) : SOTTO_OK;
  if (!status && open) status = so_budget_anchor(profile, &ledger);
  if (status) return status;
  row.expires_ms = so_epoch_start_ms(asked->epoch + SO_EPOCHS_TO_SEND);
  row.cost_micro = asked->state == SOTTO_QUESTION_OPEN ? asked->cost.epsilon_micro : 0;
  status = seal_and_commit(&at);
  if (!status)
    profile->ledger = ledger;
  else if (open)
    so_budget_lose(profile, &ledger);
  return status;
}

sotto_status so_contribute_answer(sotto *profile, const uint8_t id[SOTTO_QUESTION_ID_SIZE]) {
  so_asked asked;
  int64_t now_ms = 0;
  if (!so_asked_contributes(profile))
    return so_handle_fail(profile, SOTTO_E_DENIED, "contributing is off, or nothing may be kept");
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_budget_load(profile, now_ms);
  if (!status) status = find(profile, id, now_ms, &asked);
  if (status) return status;
  if (asked.state == SOTTO_QUESTION_INVALID)
    return so_handle_fail(profile, asked.refusal, "the question is not one a device may answer");
  if (asked.state == SOTTO_QUESTION_ANSWERED)
    return so_handle_fail(profile, SOTTO_E_STATE, "this question was answered this week");
  if (asked.state == SOTTO_QUESTION_NOT_DUE)
    return so_handle_fail(profile, SOTTO_E_STATE, "this device is not asked this week");
  if (asked.state == SOTTO_QUESTION_CLOCK)
    return so_handle_fail(profile, SOTTO_E_STATE,
                          "the clock jumped: it must stand for a day first");
  return so_contribute_asked(profile, &asked, now_ms);
}
