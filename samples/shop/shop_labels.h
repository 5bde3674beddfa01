/*
 * What attribute values are called. The library names them as the brand's files do
 * ("5000_and_over"); the shop has those files and says "5 kg and over", "5 kg o más".
 */
#ifndef SAMPLES_SHOP_LABELS_H
#define SAMPLES_SHOP_LABELS_H

#include <sotto/mindset.h>

#include "shop_goods.h"

/** The labels of one catalogue in one language. */
typedef struct shop_labels shop_labels;

/** Reads FOLDER/brand.json; what it lacks is called as the library calls it. Never NULL. */
shop_labels *shop_labels_read(const char *folder, const shop_goods *goods);

/** Frees labels; NULL is allowed. */
void shop_labels_free(shop_labels *labels);

/** Gives "Family camping": the value's name, as a sentence. The caller frees it. */
char *shop_labels_value(const shop_labels *labels, const sotto_affinity *affinity);

/** Gives "activity": the attribute's name. The caller frees it. */
char *shop_labels_attribute(const shop_labels *labels, const sotto_affinity *affinity);

/** Gives a product type of this language as the pack calls it. The caller frees it. */
char *shop_labels_category(const shop_labels *labels, const char *kind);

#endif
