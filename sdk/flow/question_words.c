/*
 * The words of a question: see question_words.h. The messages of kinds, numbers, mindsets, pages
 * and being inside stand in the order of their numbers.
 */
#include "flow/question_words.h"

#include "flow/choice_answer.h"
#include "model/pack_reader.h"

#define FIGURE_MAX 32
#define CELL_MAX 256

/* Where words go, and what they are chosen from. */
typedef struct telling {
  const sotto *profile;
  const so_asked *asked;
  so_sink *sink;
} telling;

static void say(const telling *in, uint32_t message, sotto_text first, sotto_text second) {
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {first, second};
  so_message_write(in->sink, &in->profile->words, (so_message)message, parts);
}

static sotto_text plain(const telling *in, uint32_t message) {
  return so_text_of(so_message_pattern(&in->profile->words, (so_message)message));
}

static int is_money(const so_question *question) {
  return so_question_number(question) == SO_NUMBER_SPEND;
}

/* A whole number, or an amount in the shop's currency. */
static sotto_text figure(const telling *in, char room[FIGURE_MAX], uint32_t value) {
  static const uint32_t tens[] = {1, 10, 100, 1000};
  const so_pack_header *header = in->profile->installed.pack.header;
  int money = is_money(&in->asked->question);
  uint32_t unit = money ? tens[header->currency_digits & 3] : 1;
  so_sink sink = so_sink_of(room, FIGURE_MAX);
  so_sink_u64(&sink, value / unit);
  if (unit > 1) so_sink_string(&sink, ".");
  for (uint32_t rest = value % unit; unit > 1; rest %= unit)
    so_sink_u64(&sink, rest / (unit /= 10));
  if (money) {
    so_sink_string(&sink, " ");
    so_sink_string(&sink, header->currency);
  }
  return so_sink_view(&sink);
}

/* "less than 7 days ago", "30.00 EUR to 90.00 EUR". */
static void say_band(const telling *in, uint32_t band) {
  char from_room[FIGURE_MAX], to_room[FIGURE_MAX], room[CELL_MAX];
  const so_question *question = &in->asked->question;
  uint32_t last = question->value_count;
  so_sink words = so_sink_of(room, sizeof room);
  telling inner = {in->profile, in->asked, &words};
  sotto_text to = band < last ? figure(in, to_room, question->values[band]) : (sotto_text){0};
  sotto_text from = band ? figure(in, from_room, question->values[band - 1]) : to;
  say(&inner,
      band == 0      ? SO_MESSAGE_ANSWER_BELOW
      : band == last ? SO_MESSAGE_ANSWER_FROM
                     : SO_MESSAGE_ANSWER_BETWEEN,
      from, to);
  if (is_money(question))
    so_sink_text(in->sink, so_sink_view(&words));
  else
    say(in, SO_MESSAGE_ANSWER_DAYS, so_sink_view(&words), (sotto_text){0});
}

static void say_end(const telling *in, uint32_t end) {
  char rooms[2][FIGURE_MAX];
  const uint32_t *values = in->asked->question.values;
  sotto_text ends[] = {figure(in, rooms[0], values[0]), figure(in, rooms[1], values[1])};
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {ends[end], ends[0], ends[1]};
  so_message_write(in->sink, &in->profile->words, SO_MESSAGE_ANSWER_END, parts);
}

static void say_group(const telling *in, uint32_t group) {
  char rooms[2][FIGURE_MAX];
  say(in, SO_MESSAGE_ANSWER_GROUP, figure(in, rooms[0], group),
      figure(in, rooms[1], in->asked->question.values[0]));
}

/* A value of an attribute in the person's language, or a name. */
static sotto_text listed(const telling *in, uint32_t place) {
  const so_installed *installed = &in->profile->installed;
  const so_question *question = &in->asked->question;
  if (question->lists == SO_LISTS_NAMES)
    return so_pack_text(&installed->pack, question->values[place]);
  return so_pack_value_label(&installed->pack, question->values[place], installed->locale);
}

/* A page of a visit or a step between two, and what came of it. */
static void say_outcome(const telling *in, uint32_t outcome) {
  char room[CELL_MAX];
  so_sink words = so_sink_of(room, sizeof room);
  telling inner = {in->profile, in->asked, &words};
  uint32_t cell = outcome / 2;
  if (in->asked->question.kind == SO_QUESTION_PAGE)
    so_sink_text(&words, plain(in, SO_MESSAGE_PAGE_HOME + cell));
  else
    say(&inner, SO_MESSAGE_ANSWER_BETWEEN, plain(in, SO_MESSAGE_PAGE_HOME + cell / SO_TRAIT_PAGES),
        plain(in, SO_MESSAGE_PAGE_HOME + cell % SO_TRAIT_PAGES));
  say(in, SO_MESSAGE_ANSWER_BOUGHT + !(outcome & 1), so_sink_view(&words), (sotto_text){0});
}

static uint32_t asks(const so_question *question) {
  uint32_t number = so_question_number(question);
  if (number < SO_NUMBER_COUNT) return SO_MESSAGE_NUMBER_SPEND_DAYS + number;
  if (question->kind == SO_QUESTION_MINDSET) return SO_MESSAGE_ASKS_MINDSET;
  if (question->kind == SO_QUESTION_TOP_VALUE) return SO_MESSAGE_ASKS_TOP_VALUE;
  return SO_MESSAGE_ASKS_PAGE + question->kind - SO_QUESTION_PAGE;
}

void so_question_words_ask(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char room[SO_SENTENCE_MAX];
  so_sink words = so_sink_of(room, sizeof room);
  const so_question *question = &asked->question;
  const so_installed *installed = &profile->installed;
  telling in = {profile, asked, &words};
  sotto_text attribute = {0};
  if (question->lists == SO_LISTS_VALUES)
    attribute = so_pack_key_label(&installed->pack, question->attribute, installed->locale);
  say(&in, asks(question), attribute, (sotto_text){0});
  in.sink = sink;
  say(&in, SO_MESSAGE_QUESTION_ASKS, so_sink_view(&words), (sotto_text){0});
}

static int is_band(uint32_t kind) {
  return kind == SO_QUESTION_SPEND_RECENCY || kind == SO_QUESTION_VISIT_RECENCY ||
         kind == SO_QUESTION_SPEND;
}

/* What a bucket above "none" says. */
static void say_answer(const telling *in, uint32_t answer) {
  const uint32_t kind = in->asked->question.kind;
  switch (kind) {
  case SO_QUESTION_MINDSET:
    so_sink_text(in->sink, plain(in, SO_MESSAGE_MINDSET_CURIOUS + answer));
    break;
  case SO_QUESTION_TOP_VALUE: so_sink_text(in->sink, listed(in, answer)); break;
  case SO_QUESTION_MEAN: say_end(in, answer); break;
  case SO_QUESTION_ITEM:
  case SO_QUESTION_PAIR: say_group(in, answer + 1); break;
  case SO_QUESTION_AUDIENCE:
    say(in, SO_MESSAGE_ANSWER_OUTSIDE + answer % 2, listed(in, answer / 2), (sotto_text){0});
    break;
  default:
    if (is_band(kind))
      say_band(in, answer);
    else if (kind < SO_QUESTION_ARM)
      say_outcome(in, answer);
    else
      so_choice_answer(in->profile, in->asked, answer, in->sink);
  }
}

void so_question_words_answer(const sotto *profile, const so_asked *asked, so_sink *sink) {
  telling in = {profile, asked, sink};
  if (asked->bucket)
    say_answer(&in, asked->bucket - 1);
  else
    so_sink_text(sink, plain(&in, SO_MESSAGE_ANSWER_NONE));
}
