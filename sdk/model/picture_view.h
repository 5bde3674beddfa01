/*
 * The picture sections of a pack, found and read. A look becomes a short vector of bytes by the
 * pack's projection (learnt by the brand's side); the nearest items are those with the largest dot
 * products. Sizes are checked once, and every number that a damaged pack can hold gives poor
 * answers and nothing worse.
 */
#ifndef SO_MODEL_PICTURE_VIEW_H
#define SO_MODEL_PICTURE_VIEW_H

#include "model/pack_view.h"
#include "model/picture.h"
#include "model/picture_format.h"
#include "model/vector_scan.h"

#define SO_PICTURE_WIDTH_MAX (2 * SO_PICTURE_PART_MAX)

typedef struct so_picture_view {
  so_picture_info info;
  const float *projection;
  so_vector_table table; /* a row per item */
} so_picture_view;

/** How alike an item is, by part: dot products. */
typedef struct so_picture_likeness {
  int32_t shape;
  int32_t colour;
} so_picture_likeness;

/** Gives the view. #SOTTO_E_MISSING where the pack has none that this library can read. */
SOTTO_CHECKED sotto_status so_picture_view_open(so_picture_view *ret_view, const so_pack *pack);
/** Writes the vector of a look: as many bytes as the table is wide. */
void so_picture_view_project(const so_picture_view *view, const so_picture_look *look,
                             int8_t *ret_vector);
/** 1 when the item of a row has a picture. */
int so_picture_view_has(const so_picture_view *view, uint32_t row);
/** How alike a row and a vector are. */
so_picture_likeness so_picture_view_compare(const so_picture_view *view, const int8_t *vector,
                                            uint32_t row);
/** Floats of a projection of these widths. */
size_t so_picture_view_factors(uint32_t shape_width, uint32_t colour_width);

#endif
