/*
 * A catalogue picture as somebody else might take it: turned, mirrored, nearer, in other light,
 * before another background, blurred, grained. The builder learns from these what of a picture is
 * not the product. The same picture and number give the same variation.
 */
#ifndef SO_BRAND_PICTURE_VARY_H
#define SO_BRAND_PICTURE_VARY_H

#include "model/picture.h"

/** Fills variation `number` of a canvas that so_picture_find() was asked about. */
void so_picture_vary(const so_picture_work *from, uint64_t number, so_picture_canvas *ret_canvas);

#endif
