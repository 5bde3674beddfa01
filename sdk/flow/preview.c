/*
 * The words of a question: see preview.h.
 */
#include "flow/preview.h"

#include "base/wide.h"
#include "model/pack_reader.h"

static sotto_text number(so_sink *sink, uint64_t value) {
  so_sink_u64(sink, value);
  return so_sink_view(sink);
}

static sotto_text cents(so_sink *sink, uint64_t micro) {
  so_sink_micro(sink, micro);
  return so_sink_view(sink);
}

/* "less than 7 days ago", "7 to 30 days ago", "90 days ago or more". */
static void write_days(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char from_room[16], to_room[16];
  so_sink from = so_sink_of(from_room, sizeof from_room), to = so_sink_of(to_room, sizeof to_room);
  const uint32_t *bounds = asked->question.values;
  uint32_t band = asked->bucket - 1, last = asked->question.value_count;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {{0}};
  so_message message = SO_MESSAGE_ANSWER_DAYS_BETWEEN;
  if (band == 0) {
    message = SO_MESSAGE_ANSWER_DAYS_BELOW;
    parts[0] = number(&to, bounds[0]);
  } else {
    parts[0] = number(&from, bounds[band - 1]);
    if (band < last) parts[1] = number(&to, bounds[band]);
    if (band == last) message = SO_MESSAGE_ANSWER_DAYS_FROM;
  }
  so_message_write(sink, &profile->words, message, parts);
}

void so_preview_answer(const sotto *profile, const so_asked *asked, so_sink *sink) {
  const so_pack *pack = &profile->installed.pack;
  uint32_t bucket = asked->bucket;
  if (bucket == 0)
    so_message_write(sink, &profile->words, SO_MESSAGE_ANSWER_NONE, NULL);
  else if (asked->question.kind == SO_QUESTION_MINDSET)
    so_message_write(sink, &profile->words, (so_message)(SO_MESSAGE_MINDSET_CURIOUS + bucket - 1),
                     NULL);
  else if (asked->question.kind == SO_QUESTION_SPEND_RECENCY)
    write_days(profile, asked, sink);
  else
    so_sink_text(sink, so_pack_value_label(pack, asked->question.values[bucket - 1],
                                           profile->installed.locale));
}

static void write_asked(const sotto *profile, const so_asked *asked, so_sink *sink) {
  const so_pack *pack = &profile->installed.pack;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {{0}};
  so_message message = SO_MESSAGE_QUESTION_MINDSET;
  if (asked->question.kind == SO_QUESTION_SPEND_RECENCY)
    message = SO_MESSAGE_QUESTION_SPEND_RECENCY;
  if (asked->question.kind == SO_QUESTION_TOP_VALUE) {
    message = SO_MESSAGE_QUESTION_TOP_VALUE;
    parts[0] = so_pack_key_label(pack, asked->question.attribute, profile->installed.locale);
  }
  so_message_write(sink, &profile->words, message, parts);
}

static void write_true_answer(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char room[SO_SENTENCE_MAX];
  so_sink answer = so_sink_of(room, sizeof room);
  so_preview_answer(profile, asked, &answer);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(&answer)};
  so_message_write(sink, &profile->words, SO_MESSAGE_QUESTION_ANSWER, parts);
}

/* The odds in millionths, rounded up. */
static uint64_t odds_micro(const so_ratio *odds) {
  so_wide value = so_wide_of(odds->numerator), divisor = so_wide_of(odds->denominator), rest;
  so_wide more = so_wide_of(odds->denominator - 1);
  value = so_wide_times(&value, 1000000);
  value = so_wide_plus(&value, &more);
  value = so_wide_divide(&value, &divisor, &rest);
  return so_wide_u64(&value);
}

static void write_noise(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char rooms[3][24];
  so_sink size = so_sink_of(rooms[0], 24), all = so_sink_of(rooms[1], 24);
  so_sink odds = so_sink_of(rooms[2], 24);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {number(&size, asked->subset.size),
                                            number(&all, asked->subset.buckets),
                                            cents(&odds, odds_micro(&asked->subset.odds))};
  so_message_write(sink, &profile->words, SO_MESSAGE_QUESTION_NOISE, parts);
}

static void write_cost(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char rooms[2][24];
  so_sink cost = so_sink_of(rooms[0], 24), rest = so_sink_of(rooms[1], 24);
  uint64_t balance = profile->ledger.balance.epsilon_micro - asked->subset.epsilon_micro;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {cents(&cost, asked->subset.epsilon_micro),
                                            cents(&rest, balance / 10000 * 10000)};
  so_message_write(sink, &profile->words, SO_MESSAGE_QUESTION_COST, parts);
}

/* Why the question costs nothing, by state; OPEN has its cost instead. */
static so_message because_of(uint32_t state) {
  switch (state) {
  case SOTTO_QUESTION_ANSWERED: return SO_MESSAGE_QUESTION_ANSWERED;
  case SOTTO_QUESTION_CATEGORY: return SO_MESSAGE_QUESTION_FREE_CATEGORY;
  case SOTTO_QUESTION_EXHAUSTED: return SO_MESSAGE_QUESTION_FREE_BUDGET;
  case SOTTO_QUESTION_OFF: return SO_MESSAGE_QUESTION_OFF;
  default: return SO_MESSAGE_QUESTION_INVALID;
  }
}

void so_preview_words(const sotto *profile, const so_asked *asked, so_sink *sink) {
  int open = asked->state == SOTTO_QUESTION_OPEN;
  if (asked->state != SOTTO_QUESTION_INVALID) {
    write_asked(profile, asked, sink);
    so_sink_string(sink, " ");
  }
  if (open) {
    write_true_answer(profile, asked, sink);
    so_sink_string(sink, " ");
    write_noise(profile, asked, sink);
    so_sink_string(sink, " ");
    write_cost(profile, asked, sink);
  } else {
    so_message_write(sink, &profile->words, because_of(asked->state), NULL);
  }
}
