/*
 * The eight needs in words: see need_words.h.
 */
#include "flow/need_words.h"

#include "flow/outlook.h"

#define KIND_NEED 200u /* of the first fact of a need */
#define NEED_FACTS_TOLD 3u
#define PART_LEAST_MICRO 20000 /* less than 0.02 log-odds is not worth a sentence */

/* A fact's sentence, beside what it adds to the need's log-odds. */
static size_t facts_for(const sotto *profile, uint32_t need, const float *facts,
                        sotto_reason *ret_facts) {
  size_t count = 0;
  for (uint32_t fact = 0; fact < SO_NEED_FACTS; fact++) {
    int64_t micro = (int64_t)((double)so_need_part(need, fact, facts) * 1e6);
    if (micro < PART_LEAST_MICRO) continue;
    if (count == NEED_FACTS_TOLD && micro <= ret_facts[count - 1].score_micro) continue;
    size_t at = count < NEED_FACTS_TOLD ? count++ : count - 1;
    for (; at > 0 && ret_facts[at - 1].score_micro < micro; at--) ret_facts[at] = ret_facts[at - 1];
    so_message message = (so_message)(SO_MESSAGE_NEED_FACT_WANDERED + (int)fact);
    ret_facts[at] =
        (sotto_reason){.kind = KIND_NEED + fact,
                       .score_micro = micro,
                       .text = so_text_of(so_message_pattern(&profile->words, message))};
  }
  return count;
}

/* The next need to be told. */
typedef struct needing {
  uint32_t need;
  float scores[SOTTO_NEED_COUNT]; /* below 0: told */
  float facts[SO_NEED_FACTS];
} needing;

static uint32_t tell_need(const sotto *profile, const needing *of, sotto_need_fn visit,
                          void *context) {
  sotto_reason reasons[NEED_FACTS_TOLD];
  const uint32_t need = of->need;
  so_message message = (so_message)(SO_MESSAGE_NEED_INSPIRATION + (int)need);
  const sotto_need_info info = {.struct_size = sizeof info,
                                .need = need,
                                .score = (double)of->scores[need],
                                .words = so_text_of(so_message_pattern(&profile->words, message)),
                                .facts = reasons,
                                .fact_count = facts_for(profile, need, of->facts, reasons)};
  return visit(context, &info);
}

sotto_status so_need_words_each(sotto *profile, sotto_need_fn visit, void *context) {
  so_mind_view view;
  needing of;
  sotto_status status = so_outlook_look(profile, &view);
  if (status) return status;
  so_mind_needs(profile->mind, of.scores, of.facts);
  for (uint32_t told = 0; told < SOTTO_NEED_COUNT; told++) {
    of.need = 0;
    for (uint32_t n = 1; n < SOTTO_NEED_COUNT; n++)
      if (of.scores[n] > of.scores[of.need]) of.need = n;
    if (tell_need(profile, &of, visit, context)) break;
    of.scores[of.need] = -1;
  }
  return SOTTO_OK;
}
