/*
 * What a collector holds: the verified pack, the report key in guarded memory, the questions
 * devices answer, and the ids of those questions by epoch.
 */
#ifndef SO_BRAND_REPORT_OPEN_H
#define SO_BRAND_REPORT_OPEN_H

#include <sotto/estimate.h>

#include "model/pack_view.h"
#include "privacy/question.h"

/** One question of the pack that devices answer. `oracle`: the domain alone under split trust. */
typedef struct so_asked {
  const so_pack_question *source;
  so_question question;
  so_oracle oracle;
} so_asked;

/** A question's id in one epoch. */
typedef struct so_asked_id {
  uint8_t id[SOTTO_REPORT_ID_SIZE];
  uint32_t index; /* into asked */
  uint32_t epoch;
  uint32_t accepted;
} so_asked_id;

struct sotto_collector {
  uint8_t *bytes;
  uint8_t *secret;
  int opens; /* 1: the secret is that of the pack's report key; 0: none was given */
  so_pack pack;
  so_asked *asked;
  uint32_t asked_count;
  so_asked_id *ids;
  size_t id_count;
};

/**
 * The attribute whose values the question of that content lists, as the catalogue names it; nothing
 * where it lists none or the pack does not ask it. View until close.
 */
sotto_text so_report_open_attribute(const sotto_collector *collector, const uint8_t content[32]);

#endif
