/*
 * The sections of a pack for "things like this picture", by number from 80 on; a pack without them
 * compares no pictures.
 *
 *   INFO        one so_picture_info
 *   PROJECTION  float: `shape_width` rows of a constant and SO_PICTURE_SHAPE factors, then
 *               `colour_width` rows of a constant and SO_PICTURE_COLOUR factors
 *   VECTORS     int8: strips of a row per item (model/vector_scan.h), the shape's numbers and then
 *               the colour's, each part of its stated length; zeros for an item without a picture
 */
#ifndef SO_MODEL_PICTURE_FORMAT_H
#define SO_MODEL_PICTURE_FORMAT_H

#include <stdint.h>

enum { SO_PICTURE_INFO = 80, SO_PICTURE_PROJECTION = 81, SO_PICTURE_VECTORS = 82 };

/** How a picture is described; another number means other factors. */
#define SO_PICTURE_FORMAT 1u
/** Most numbers of either part. */
#define SO_PICTURE_PART_MAX 64u

typedef struct so_picture_info {
  uint32_t format;
  uint32_t pictures;     /* items that have one */
  uint32_t shape_width;  /* numbers of an item's shape: a multiple of 4 */
  uint32_t colour_width; /* likewise of its colour */
  uint32_t shape_length; /* 1 … 127: how much the shape counts; its square is a perfect likeness */
  uint32_t colour_length;
  int32_t shape_alike; /* dot product from which two shapes count as similar */
  int32_t colour_alike;
} so_picture_info;
_Static_assert(sizeof(so_picture_info) == 32, "picture info");

#endif
