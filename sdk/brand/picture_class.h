/*
 * Which classes the catalogue's own labels give its pictures: product types, the rare ones joined
 * to their parent; colours, the rare ones left out. Where labels tell less than two classes, each
 * picture is a class of its own, and what is learnt is to know it again.
 */
#ifndef SO_BRAND_PICTURE_CLASS_H
#define SO_BRAND_PICTURE_CLASS_H

#include "brand/catalogue.h"

/** The class of each item, or SO_PACK_NONE. Free `of_item`. */
typedef struct so_picture_classes {
  uint32_t count;
  uint32_t *of_item;
} so_picture_classes;

/** By product type, for items where `has[item]` is not 0. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_picture_class_types(const so_catalogue *catalogue, const uint8_t *has,
                                                  so_picture_classes *ret_classes);
/** By colour: the key `color` or `colour`. #SOTTO_E_MEMORY. */
SOTTO_CHECKED sotto_status so_picture_class_colours(const so_catalogue *catalogue,
                                                    const uint8_t *has,
                                                    so_picture_classes *ret_classes);

#endif
