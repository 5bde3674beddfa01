/*
 * The words of a question: see preview.h.
 */
#include "flow/preview.h"

#include <string.h>

#include "base/wide.h"
#include "crypto/report_envelope.h"
#include "flow/budget.h"
#include "flow/question_words.h"
#include "flow/split_words.h"

#define WORDS_MAX 2048
#define FIGURE_MAX 24

static sotto_text number(char room[FIGURE_MAX], uint64_t value) {
  so_sink sink = so_sink_of(room, FIGURE_MAX);
  so_sink_u64(&sink, value);
  return so_sink_view(&sink);
}

static sotto_text cents(char room[FIGURE_MAX], uint64_t micro) {
  so_sink sink = so_sink_of(room, FIGURE_MAX);
  so_sink_micro(&sink, micro);
  return so_sink_view(&sink);
}

/* The odds in millionths, rounded up. */
static uint64_t odds_micro(const so_ratio *odds) {
  so_wide value = so_wide_of(odds->numerator), divisor = so_wide_of(odds->denominator);
  so_wide zero = {{0}}, rest;
  value = so_wide_times(&value, 1000000);
  value = so_wide_divide(&value, &divisor, &rest);
  return so_wide_u64(&value) + (so_wide_compare(&rest, &zero) > 0);
}

/* How many answers a report stands for: about one in q of a projective geometry. */
static sotto_text covered(char room[FIGURE_MAX], const so_oracle *oracle) {
  so_sink sink = so_sink_of(room, FIGURE_MAX);
  if (oracle->prime) so_sink_string(&sink, "≈");
  so_sink_u64(&sink, oracle->prime ? oracle->buckets / oracle->prime : oracle->size);
  return so_sink_view(&sink);
}

static void write_noise(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char size[FIGURE_MAX], all[FIGURE_MAX], odds[FIGURE_MAX];
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {covered(size, &asked->oracle),
                                            number(all, asked->oracle.buckets),
                                            cents(odds, odds_micro(&asked->oracle.threshold.odds))};
  so_message_write(sink, &profile->words, SO_MESSAGE_QUESTION_NOISE, parts);
}

/* A visit pays with itself, a device from the balance it was looked at with. */
static void write_cost(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char cost[FIGURE_MAX], rest[FIGURE_MAX];
  int visit = asked->question.unit == SO_UNIT_VISIT;
  uint64_t balance = visit ? 0 : asked->balance_micro - asked->oracle.threshold.epsilon_micro;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {cents(cost, asked->oracle.threshold.epsilon_micro),
                                            cents(rest, balance / 10000 * 10000)};
  so_message_write(sink, &profile->words,
                   visit ? SO_MESSAGE_QUESTION_VISIT : SO_MESSAGE_QUESTION_COST, parts);
}

static void write_words(const sotto *profile, const so_asked *asked, sotto_text answer,
                        so_sink *sink) {
  /* why the question costs nothing, by state */
  static const so_message because[] = {[SOTTO_QUESTION_ANSWERED] = SO_MESSAGE_QUESTION_ANSWERED,
                                       [SOTTO_QUESTION_CATEGORY] =
                                           SO_MESSAGE_QUESTION_FREE_CATEGORY,
                                       [SOTTO_QUESTION_EXHAUSTED] = SO_MESSAGE_QUESTION_FREE_BUDGET,
                                       [SOTTO_QUESTION_OFF] = SO_MESSAGE_QUESTION_OFF,
                                       [SOTTO_QUESTION_INVALID] = SO_MESSAGE_QUESTION_INVALID,
                                       [SOTTO_QUESTION_CLOCK] = SO_MESSAGE_QUESTION_CLOCK,
                                       [SOTTO_QUESTION_NOT_DUE] = SO_MESSAGE_QUESTION_NOT_DUE};
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {answer};
  if (asked->state != SOTTO_QUESTION_INVALID) {
    so_question_words_ask(profile, asked, sink);
    so_sink_string(sink, " ");
  }
  if (asked->state != SOTTO_QUESTION_OPEN) {
    so_message_write(sink, &profile->words, because[asked->state], NULL);
    return;
  }
  so_message_write(sink, &profile->words, SO_MESSAGE_QUESTION_ANSWER, parts);
  so_sink_string(sink, " ");
  if (so_asked_is_split(asked)) {
    so_split_words_write(profile, asked, sink);
    return;
  }
  write_noise(profile, asked, sink);
  so_sink_string(sink, " ");
  write_cost(profile, asked, sink);
}

uint32_t so_preview_show(const sotto *profile, const so_asked *asked, sotto_preview_fn visit,
                         void *context) {
  char words_room[WORDS_MAX], answer_room[SO_SENTENCE_MAX];
  so_sink words = so_sink_of(words_room, sizeof words_room);
  so_sink answer = so_sink_of(answer_room, sizeof answer_room);
  int open = asked->state == SOTTO_QUESTION_OPEN, sends = asked->state < SOTTO_QUESTION_OFF;
  so_question_words_answer(profile, asked, &answer);
  write_words(profile, asked, so_sink_view(&answer), &words);
  sotto_preview preview = {.name = asked->name,
                           .bucket = asked->bucket,
                           .words = so_sink_view(&words),
                           .answer = so_sink_view(&answer),
                           .category = asked->question.category,
                           .buckets = so_question_buckets(&asked->question),
                           .state = asked->state,
                           .every = asked->question.every,
                           .cost_micro = open ? asked->oracle.threshold.epsilon_micro : 0,
                           .odds_numerator = asked->oracle.threshold.odds.numerator,
                           .odds_denominator = asked->oracle.threshold.odds.denominator,
                           .balance_micro = asked->balance_micro,
                           .report_bytes = sends ? SO_REPORT_OVERHEAD + asked->oracle.bytes : 0};
  memcpy(preview.question, asked->id, sizeof preview.question);
  if (so_asked_is_split(asked)) so_split_words_show(asked, &preview);
  return visit(context, &preview);
}

sotto_status so_preview_each(sotto *profile, sotto_preview_fn visit, void *context) {
  const so_pack *pack = so_handle_pack(profile);
  int64_t now_ms = 0;
  sotto_status status = so_handle_now(profile, &now_ms);
  if (!status) status = so_budget_load(profile, now_ms);
  for (uint32_t i = 0; !status && pack && i < pack->question_count; i++) {
    so_asked asked;
    status = so_asked_look(profile, i, now_ms, &asked);
    if (!status && so_preview_show(profile, &asked, visit, context)) break;
  }
  return status;
}
