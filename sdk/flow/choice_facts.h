/*
 * Facts about arms that more than one journey of choosing needs: what an arm is called across packs
 * and how much the person cares about what it shows.
 */
#ifndef SO_FLOW_CHOICE_FACTS_H
#define SO_FLOW_CHOICE_FACTS_H

#include "flow/choices.h"

/** How much somebody cares about what an arm shows. */
typedef struct so_choice_care {
  float affinity; /* -1 … 1 */
  uint32_t value; /* that counts most, or SO_PACK_NONE */
} so_choice_care;

/** Hash of "slot/arm". */
uint64_t so_choice_facts_name(const so_arm_view *view, uint32_t arm);
/** The arm of this name, or SO_PACK_NONE. */
uint32_t so_choice_facts_arm(const so_arm_view *view, uint64_t name);
/**
 * How much the person cares about what an arm shows, -1 … 1: the mean of its values' strengths,
 * s / (|s| + 4); of categories that may personalize, nothing discreet. The mind must be warm.
 */
so_choice_care so_choice_facts_care(sotto *profile, const so_arm_view *view, uint32_t arm,
                                    int64_t now_ms);
/** The affinity of a value as a question takes it: 0 low, 1 as everybody's, 2 high. */
uint32_t so_choice_facts_liking(sotto *profile, uint32_t value, int64_t now_ms);

#endif
