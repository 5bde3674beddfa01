/*
 * Answers about arms and the hold-out in words: see choice_answer.h. The messages of mindsets,
 * likings and cohorts stand in the order of their numbers, what went well before what did not.
 */
#include "flow/choice_answer.h"

#include "model/pack_reader.h"

#define CELL_MAX 256

/* Words and what they are put together from. */
typedef struct answering {
  const sotto *profile;
  const so_question *question;
  so_sink *sink;
} answering;

static void say(const answering *in, uint32_t message, sotto_text first, sotto_text second) {
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {first, second};
  so_message_write(in->sink, &in->profile->words, (so_message)message, parts);
}

static sotto_text plain(const answering *in, uint32_t message) {
  return so_text_of(so_message_pattern(&in->profile->words, (so_message)message));
}

/* What was shown, or which cohort. */
static void say_cell(const answering *in, uint32_t cell) {
  const uint32_t mindsets = SOTTO_MINDSET_COUNT, likings = 3, *values = in->question->values;
  const so_installed *installed = &in->profile->installed;
  if (in->question->kind == SO_QUESTION_ARM)
    say(in, SO_MESSAGE_ANSWER_ARM, so_pack_text(&installed->pack, values[cell / mindsets]),
        plain(in, SO_MESSAGE_MINDSET_CURIOUS + cell % mindsets));
  else if (in->question->kind == SO_QUESTION_ARM_VALUE)
    say(in, SO_MESSAGE_ANSWER_LIKED_LESS + cell % likings,
        so_pack_value_label(&installed->pack, values[cell / likings], installed->locale),
        (sotto_text){0});
  else
    so_sink_text(in->sink, plain(in, SO_MESSAGE_ANSWER_PERSONAL + cell));
}

void so_choice_answer(const sotto *profile, const so_asked *asked, uint32_t answer, so_sink *sink) {
  char room[CELL_MAX];
  so_sink words = so_sink_of(room, sizeof room);
  const answering inner = {profile, &asked->question, &words}, in = {profile, inner.question, sink};
  int cohort = asked->question.kind == SO_QUESTION_HOLDOUT;
  say_cell(&inner, answer / 2);
  say(&in, (cohort ? SO_MESSAGE_ANSWER_BOUGHT : SO_MESSAGE_ANSWER_WELL) + !(answer & 1),
      so_sink_view(&words), (sotto_text){0});
}
