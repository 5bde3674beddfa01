/*
 * The brief: what may be told of a person to who serves them, gathered once from the mind in memory
 * and then written as JSON or as sentences; and the person's own version, which counts what is
 * kept. The one place where consent and discretion are applied is so_brief_gather(): what is not in
 * its result cannot be told by the writers, nor be carried. Reads the models, decides nothing.
 */
#ifndef SO_FLOW_BRIEF_H
#define SO_FLOW_BRIEF_H

#include <sotto/brief.h>

#include "flow/handle.h"
#include "model/mind.h"

#define SO_BRIEF_ITEMS 32u /* of a kind; a brief tells fewer */
#define SO_BRIEF_TOLD 4u   /* items or values in one sentence or list of a brief */
#define SO_BRIEF_NEEDS 2u
#define SO_BRIEF_JSON_MAX 65536u

/** One item and when it was last touched so. */
typedef struct so_brief_item {
  uint32_t item; /* pack item */
  int64_t time_ms;
} so_brief_item;

/** Items, the latest first. */
typedef struct so_brief_items {
  so_brief_item at[SO_BRIEF_ITEMS];
  uint32_t count;
} so_brief_items;

/** Affinities: what was said first, then by the size of their strength. */
typedef struct so_brief_cares {
  so_affinity_view at[SO_BRIEF_ITEMS];
  uint32_t count;
} so_brief_cares;

/** One need that shows. */
typedef struct so_brief_need {
  uint32_t need;
  float score;
} so_brief_need;

/** What may be told. */
typedef struct so_brief {
  sotto *profile;
  const so_pack *pack;
  so_words words; /* the language it is told in; owns nothing */
  uint32_t locale;
  uint32_t reader;
  uint32_t categories; /* bit per category that may be told; 0: nothing is */
  int64_t now_ms;
  uint32_t has_mindset;
  so_mind_view mindset;
  so_brief_items cart, bought, dismissed, removed;
  so_brief_cares liked, disliked;
  so_brief_need needs[SO_BRIEF_NEEDS];
  uint32_t need_count;
  uint32_t expert;          /* 1: speaks as to who knows; 0: to a newcomer */
  uint32_t register_stated; /* 1: the person said so */
} so_brief;

/** What to gather. */
typedef struct so_brief_ask {
  const sotto_brief_request *request;
  uint32_t discreet; /* 1: discreet items and values too; only where the person chose so */
} so_brief_ask;

/** Gathers what may be told. #SOTTO_E_STATE without a pack; else OK, with nothing where nothing. */
SOTTO_CHECKED sotto_status so_brief_gather(sotto *profile, const so_brief_ask *ask,
                                           so_brief *ret_brief);
/** Chooses the language: that of the handle where none is asked for. */
void so_brief_language(const sotto *profile, sotto_text locale, so_words *ret_words);
/** The label of a value, its last level where it is a path. */
sotto_text so_brief_value_label(const so_brief *brief, uint32_t value);
/** The fact that explains the mindset most, or SO_MESSAGE_COUNT where the state says it all. */
so_message so_brief_reason(const so_brief *brief);
/** Appends the brief for an agent or a chatbot as JSON. */
void so_brief_json(const so_brief *brief, so_sink *sink);
/** Visits it in sentences; 1 where the visitor stopped. */
uint32_t so_brief_sentences(const so_brief *brief, sotto_brief_fn visit, void *context);
/** Appends a day as people write it: "5 January 2026". */
void so_brief_date(const so_words *words, int64_t time_ms, so_sink *sink);
/** Appends the person's version as JSON. */
SOTTO_CHECKED sotto_status so_brief_person_json(sotto *profile, const sotto_brief_request *request,
                                                so_sink *sink);
/** Visits it in sentences. */
SOTTO_CHECKED sotto_status so_brief_person_say(sotto *profile, const sotto_brief_request *request,
                                               sotto_brief_fn visit, void *context);

/** See sotto_brief(). */
SOTTO_CHECKED sotto_status so_brief_write(sotto *profile, const sotto_brief_request *request,
                                          char *ret_json, size_t *inout_size);
/** See sotto_brief_say(). */
SOTTO_CHECKED sotto_status so_brief_say(sotto *profile, const sotto_brief_request *request,
                                        sotto_brief_fn visit, void *context);

#endif
