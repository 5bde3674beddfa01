/*
 * What a picture looks like, as numbers: the shape of the thing in it (HOG, LBP, silhouette,
 * moments) and its colour (a soft histogram), whatever stands behind it.
 *
 * The picture is boxed down to a small canvas straight from the host's rows, each cell looking at a
 * bounded number of pixels; the thing is what cannot be reached from the edge without crossing a
 * change of colour (minimum barrier distance, Zhang et al. 2015, "Minimum Barrier Salient Object
 * Detection at 80 FPS"). HOG after Dalal, Triggs 2005; LBP after Ojala et al. 2002; colours in
 * Oklab (Ottosson 2020). Plain IEEE arithmetic in one fixed order and no libm but sqrt, so that the
 * brand's machine and the device see the same. Allocates nothing, keeps nothing; does not know what
 * the numbers mean (model/picture_view), nor files (the brand's side).
 */
#ifndef SO_MODEL_PICTURE_H
#define SO_MODEL_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#define SO_PICTURE_SIDE 72u  /* longest side of the canvas */
#define SO_PICTURE_PATCH 48u /* the thing, made square */
#define SO_PICTURE_LEAST 8u  /* shortest side in which a thing can be told */
#define SO_PICTURE_AREA (SO_PICTURE_SIDE * SO_PICTURE_SIDE)
#define SO_PICTURE_SQUARE (SO_PICTURE_PATCH * SO_PICTURE_PATCH)

/* The numbers of a shape, in this order, and those of a colour. */
#define SO_PICTURE_CELLS 6u /* HOG: so many a side */
#define SO_PICTURE_ANGLES 9u
#define SO_PICTURE_HOG (SO_PICTURE_CELLS * SO_PICTURE_CELLS * SO_PICTURE_ANGLES)
#define SO_PICTURE_OUTLINE 64u /* the silhouette on 8 by 8 */
#define SO_PICTURE_LBP 40u     /* 10 kinds of texture in each quarter */
#define SO_PICTURE_MOMENTS 6u
#define SO_PICTURE_SHAPE (SO_PICTURE_HOG + SO_PICTURE_OUTLINE + SO_PICTURE_LBP + SO_PICTURE_MOMENTS)
#define SO_PICTURE_LIGHTS 4u /* of the histogram: lightness, and each of two axes of colour */
#define SO_PICTURE_HUES 7u
#define SO_PICTURE_COLOUR (SO_PICTURE_LIGHTS * SO_PICTURE_HUES * SO_PICTURE_HUES + 6u)

/** Pixels of the host: rows of red, green, blue and perhaps alpha, a byte each. */
typedef struct so_picture_pixels {
  const uint8_t *rows;
  uint32_t width;
  uint32_t height;
  size_t stride;     /* bytes from a row to the next */
  uint32_t channels; /* 3 or 4 */
} so_picture_pixels;

/** The picture boxed down. Transparent is white. */
typedef struct so_picture_canvas {
  uint32_t width;
  uint32_t height;
  uint8_t rgb[SO_PICTURE_AREA * 3];
} so_picture_canvas;

/** What a picture looks like. */
typedef struct so_picture_look {
  float shape[SO_PICTURE_SHAPE];
  float colour[SO_PICTURE_COLOUR];
} so_picture_look;

/** Where the thing is, in pixels of the canvas. */
typedef struct so_picture_box {
  float x;
  float y;
  float wide; /* standard deviation along x; the next along y */
  float high;
  float slant; /* their correlation */
  float mass;  /* share of the canvas */
} so_picture_box;

/** Memory that the caller lends. */
typedef struct so_picture_work {
  so_picture_canvas canvas;
  float lab[3][SO_PICTURE_AREA];
  float mask[SO_PICTURE_AREA]; /* 0 background … 1 the thing */
  float barrier[SO_PICTURE_AREA];
  float most[SO_PICTURE_AREA];
  float least[SO_PICTURE_AREA];
  float patch[SO_PICTURE_SQUARE]; /* lightness of the thing, and how much of it is there */
  float there[SO_PICTURE_SQUARE];
  so_picture_box box;
  so_picture_look look;
} so_picture_work;

/** Fills the canvas. At most 64 pixels a cell are read, however large the picture. */
void so_picture_reduce(const so_picture_pixels *pixels, so_picture_canvas *ret_canvas);
/** Fills `work->look` from its canvas; 0 where no thing stands out, such as in one colour. */
int so_picture_describe(so_picture_work *work);

/** Fills the mask and the box of a canvas; 0 where no thing stands out. */
int so_picture_find(so_picture_work *work);
/** Fills the numbers of the shape, and of the colour, of what was found. */
void so_picture_shape(so_picture_work *work);
void so_picture_colour(so_picture_work *work);

#endif
