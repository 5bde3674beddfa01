/*
 * Why an arm is shown, in sentences with numbers: see choose.h. First how it came about, then what
 * spoke for it. Before others, and for a default, nothing of the person is said; a discreet value
 * and a key that is never a reason are not named.
 */
#include "flow/choice_facts.h"
#include "flow/choose.h"
#include "flow/hold_out.h"
#include "flow/recall.h"
#include "model/bandit.h"

#define FIGURE_MAX 16
#define CARE_LEAST 0.02f /* less is not worth a sentence */

/* Who is told, and what of. */
typedef struct telling {
  sotto *profile;
  const so_chosen *chosen;
  sotto_reason_fn visit;
  void *context;
} telling;

/* A reason's number and score. */
typedef struct point {
  uint32_t kind;
  int64_t score_micro;
} point;

static uint32_t say(const telling *in, point at, so_message message, const sotto_text *parts) {
  char text[SO_SENTENCE_MAX];
  so_sink sink = so_sink_of(text, sizeof text);
  so_message_write(&sink, &in->profile->words, message, parts);
  const sotto_reason reason = {
      .kind = at.kind, .score_micro = at.score_micro, .text = so_sink_view(&sink)};
  return in->visit(in->context, &reason);
}

/* A share as a percentage with one decimal, "12.5" or, in Spanish, "12,5". */
static sotto_text percent(const telling *in, char room[FIGURE_MAX], double share) {
  uint32_t permille = (uint32_t)(share * 1000 + 0.5);
  int spanish = in->profile->words.locale[0] == 'e' && in->profile->words.locale[1] == 's';
  so_sink sink = so_sink_of(room, FIGURE_MAX);
  so_sink_u64(&sink, permille / 10);
  if (permille % 10) {
    so_sink_string(&sink, spanish ? "," : ".");
    so_sink_u64(&sink, permille % 10);
  }
  return so_sink_view(&sink);
}

static uint32_t say_drawn(const telling *in) {
  char room[FIGURE_MAX];
  double share = (double)in->chosen->propensity / SO_BANDIT_WHOLE;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {percent(in, room, share)};
  int explored = in->chosen->kind == SOTTO_CHOICE_EXPLORED;
  return say(in,
             (point){explored ? SOTTO_CHOICE_REASON_EXPLORED : SOTTO_CHOICE_REASON_DRAWN,
                     (int64_t)(share * SO_MICRO)},
             explored ? SO_MESSAGE_CHOICE_EXPLORED : SO_MESSAGE_CHOICE_DRAWN, parts);
}

static uint32_t say_brand(const telling *in) {
  char room[FIGURE_MAX];
  const so_chosen *chosen = in->chosen;
  so_message mindset = (so_message)(SO_MESSAGE_MINDSET_CURIOUS + (int)chosen->mindset);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {
      percent(in, room, (double)chosen->expected),
      so_text_of(so_message_pattern(&in->profile->words, mindset))};
  return say(in, (point){SOTTO_CHOICE_REASON_BRAND, (int64_t)((double)chosen->expected * SO_MICRO)},
             chosen->taught ? SO_MESSAGE_CHOICE_BRAND : SO_MESSAGE_CHOICE_UNTAUGHT, parts);
}

static uint32_t say_care(const telling *in) {
  const so_pack *pack = so_handle_pack(in->profile);
  const so_chosen *chosen = in->chosen;
  uint32_t value = chosen->value, locale = in->profile->installed.locale;
  float size = chosen->affinity < 0 ? -chosen->affinity : chosen->affinity;
  if (value >= pack->value_count || size < CARE_LEAST) return 0;
  int named = !(pack->keys[pack->values[value].key].flags & 1u) && chosen->affinity > 0;
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {{0}};
  if (named) {
    parts[0] = so_pack_value_label(pack, value, locale);
    parts[1] = so_pack_key_label(pack, pack->values[value].key, locale);
  }
  so_message message = named                  ? SO_MESSAGE_CHOICE_CARE
                       : chosen->affinity > 0 ? SO_MESSAGE_CHOICE_CARE_UNNAMED
                                              : SO_MESSAGE_CHOICE_CARE_LITTLE;
  return say(in, (point){SOTTO_CHOICE_REASON_CARE, (int64_t)((double)chosen->affinity * SO_MICRO)},
             message, parts);
}

static uint32_t say_own(const telling *in) {
  char shown[FIGURE_MAX], won[FIGURE_MAX];
  const so_chosen *chosen = in->chosen;
  so_sink shown_sink = so_sink_of(shown, sizeof shown), won_sink = so_sink_of(won, sizeof won);
  if (!chosen->own) return 0;
  so_sink_u64(&shown_sink, chosen->own);
  so_sink_u64(&won_sink, chosen->own_won);
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {so_sink_view(&shown_sink), so_sink_view(&won_sink)};
  return say(in,
             (point){SOTTO_CHOICE_REASON_OWN, (int64_t)SO_MICRO * chosen->own_won / chosen->own},
             SO_MESSAGE_CHOICE_OWN, parts);
}

static uint32_t say_held_out(const telling *in) {
  char room[FIGURE_MAX];
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {percent(in, room, SO_HOLD_OUT_PERMILLE / 1000.0)};
  return say(in, (point){SOTTO_CHOICE_REASON_HELD_OUT, 0}, SO_MESSAGE_CHOICE_HELD_OUT, parts);
}

/* How it came about. */
static uint32_t say_kind(const telling *in) {
  switch (in->chosen->kind) {
  case SOTTO_CHOICE_LEARNED:
  case SOTTO_CHOICE_EXPLORED: return say_drawn(in);
  case SOTTO_CHOICE_STICKY:
    return say(in, (point){SOTTO_CHOICE_REASON_STICKY, 0}, SO_MESSAGE_CHOICE_STICKY, NULL) ||
           say_drawn(in);
  case SOTTO_CHOICE_HELD_OUT: return say_held_out(in);
  case SOTTO_CHOICE_CAPPED:
    return say(in, (point){SOTTO_CHOICE_REASON_CAPPED, 0}, SO_MESSAGE_CHOICE_CAPPED, NULL);
  default: return say(in, (point){SOTTO_CHOICE_REASON_DEFAULT, 0}, SO_MESSAGE_CHOICE_DEFAULT, NULL);
  }
}

/* What is known of a decision: all of the latest, of an older one how it was drawn. */
static int recollect(sotto *profile, uint64_t decision, so_chosen *ret_chosen) {
  const so_chosen *latest = so_choices_latest(profile);
  const so_choice_note *note = so_choices_find(profile, decision);
  if (latest->told && (!decision || latest->decision == decision))
    *ret_chosen = *latest;
  else if (note)
    *ret_chosen = (so_chosen){.kind = note->kind, .propensity = note->propensity};
  else
    return 0;
  return 1;
}

sotto_status so_choice_words_explain(sotto *profile, uint64_t decision, sotto_reason_fn visit,
                                     void *context) {
  so_chosen chosen;
  const telling in = {profile, &chosen, visit, context};
  int64_t now_ms = 0;
  sotto_status status = so_choose_begin(profile, &now_ms);
  if (status) return status;
  if (!recollect(profile, decision, &chosen))
    return so_handle_fail(profile, SOTTO_E_MISSING, "decision: this profile does not have it");
  if (say_kind(&in) || !chosen.personal) return SOTTO_OK;
  (void)(say_brand(&in) || say_care(&in) || say_own(&in));
  return SOTTO_OK;
}
