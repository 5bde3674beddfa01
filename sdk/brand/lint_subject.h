/*
 * What a lint looks at, shared by the files that look: lint, lint_question, lint_schedule.
 */
#ifndef SO_BRAND_LINT_SUBJECT_H
#define SO_BRAND_LINT_SUBJECT_H

#include "brand/brand_file.h"
#include "model/pack_reader.h"
#include "privacy/question.h"

/** What to look at. */
typedef struct so_lint {
  const so_pack *pack;
  const so_brand *brand;
  uint64_t fleet_size; /* devices expected to answer; 0: judge by each minimum_batch */
  so_findings *findings;
} so_lint;

/** A question of the pack as a device would read it; its content need not be there yet. */
static inline so_question so_lint_question_of(const so_pack *pack, uint32_t number) {
  const so_pack_question *from = &pack->questions[number];
  so_question question = {0};
  memcpy(&question, from, offsetof(so_pack_question, values_start));
  question.values = pack->question_values + from->values_start;
  question.value_count = from->values_count;
  return question;
}

#endif
