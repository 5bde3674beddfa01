/*
 * The arm sections of a pack, found and read. Every number read from them is held against the end
 * of what it points into before it is used, so damaged sections give fewer arms and poor priors and
 * nothing worse. Finds arms; does not choose one (model/bandit) or decide who may see it (flow).
 */
#ifndef SO_MODEL_ARM_VIEW_H
#define SO_MODEL_ARM_VIEW_H

#include "model/arm_format.h"
#include "model/pack_view.h"

/** The sections; counts are 0 where the pack has none. */
typedef struct so_arm_view {
  const so_pack *pack;
  const so_pack_arm *arms;
  const uint32_t *values;
  const so_pack_arm_prior *priors; /* NULL: the pack has none, or not one for each arm */
  const so_pack_choice *choices;
  const uint32_t *texts;
  uint32_t arm_count, value_count, choice_count, text_count;
} so_arm_view;

/** The arms among which one request chooses. */
typedef struct so_arm_group {
  uint32_t arms[SO_ARM_GROUP_MAX]; /* numbers, ascending */
  uint32_t count;
  uint32_t fallback; /* the place of the default in `arms` */
} so_arm_group;

/** Finds the sections. */
void so_arm_view_open(so_arm_view *ret_view, const so_pack *pack);
/** The settings of a slot, its run of arms cut to the section; 0: the slot has no arms. */
int so_arm_view_choice(const so_arm_view *view, uint32_t slot, so_pack_choice *ret_choice);
/**
 * The arms of a slot for an item (SO_PACK_NONE: for none): those of that item, else those for none.
 * 0 where there are none or no default is among them.
 */
int so_arm_view_group(const so_arm_view *view, const so_pack_choice *choice, uint32_t item,
                      so_arm_group *ret_group);
/** The arm with this id in a slot, or SO_PACK_NONE. */
uint32_t so_arm_view_find(const so_arm_view *view, const so_pack_choice *choice, sotto_text id);
/** An arm; NULL beyond the end. */
const so_pack_arm *so_arm_view_arm(const so_arm_view *view, uint32_t arm);
/** Value `n` of an arm, or SO_PACK_NONE. */
uint32_t so_arm_view_value(const so_arm_view *view, uint32_t arm, uint32_t n);
/** The prior of an arm in a mindset, always of two finite numbers above 0. */
so_pack_arm_prior so_arm_view_prior(const so_arm_view *view, uint32_t arm, uint32_t mindset);
sotto_text so_arm_view_content(const so_arm_view *view, uint32_t arm, uint32_t locale);
sotto_text so_arm_view_label(const so_arm_view *view, uint32_t arm, uint32_t locale);
/** 1 where a value of the arm, or the item it shows, is discreet. */
int so_arm_view_is_discreet(const so_arm_view *view, uint32_t arm);

#endif
