/*
 * What brand.json says about the arms of a slot: what it can show ("arms": id, content per
 * language, label, the item it shows, what it is about, the audience it is for) and how it chooses
 * among them ("choice"). Shape, unique ids and limits are checked here; whether the catalogue knows
 * items and values, where the pack is put together (brand/pack_arms).
 */
#ifndef SO_BRAND_BRAND_ARM_H
#define SO_BRAND_BRAND_ARM_H

#include "brand/json_member.h"
#include "model/arm_format.h"
#include "model/pack_format.h"

/** A slot's arms and settings. */
typedef struct so_brand_arms {
  const json_t *list;    /* of objects, or NULL */
  so_pack_choice choice; /* slot and run are not set */
} so_brand_arms;

/** Reads and checks both members of a slot. */
void so_brand_arm_read(so_brand_arms *ret_arms, so_json_at *at, const json_t *slot);

#endif
