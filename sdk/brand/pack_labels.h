/*
 * What keys, values and items are called in each locale of a pack, and which of it is missing.
 * First what brand.json says, then what that locale's feed says, then the name itself made
 * readable.
 */
#ifndef SO_BRAND_PACK_LABELS_H
#define SO_BRAND_PACK_LABELS_H

#include "brand/assembly.h"

/** Fills LOCALES, ITEM_TITLES, KEY_LABELS and VALUE_LABELS. */
void so_pack_labels(so_assembly *assembly);

#endif
