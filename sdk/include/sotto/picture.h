/**
 * @file picture.h
 * Things like a picture, found on the device.
 *
 * The app decodes the picture and lends its pixels. What they show is compared, by shape and by
 * colour, with the pictures the pack was made from. The picture is never stored, learnt from,
 * reported or logged, nor is what was found. Only in a build with picture.
 */
#ifndef SOTTO_PICTURE_H
#define SOTTO_PICTURE_H

#include <sotto/recommend.h>

SOTTO_BEGIN

/** Longest side of a picture, in pixels. */
#define SOTTO_PICTURE_SIDE_MAX 65536

/** How pixels lie in a row, a byte each. */
enum {
  SOTTO_PICTURE_RGB8 = 1, /**< Red, green, blue (sRGB). */
  SOTTO_PICTURE_RGBA8 = 2 /**< And alpha, not premultiplied; transparent counts as white. */
};

/** A picture in the app's memory; read during the call alone. */
typedef struct sotto_picture {
  uint32_t struct_size;  /**< Set by sotto_picture_init(). */
  uint32_t format;       /**< A SOTTO_PICTURE_… value. */
  uint32_t width;        /**< Pixels of a row. */
  uint32_t height;       /**< Rows. */
  size_t stride;         /**< Bytes from a row to the next; 0: no gap. */
  const uint8_t *pixels; /**< The first row, the topmost. */
} sotto_picture;

/** One product like the picture. Views die on return. */
typedef struct sotto_picture_pick {
  sotto_text item;     /**< Item id. */
  sotto_text title;    /**< Its title in the handle's locale. */
  int64_t price_minor; /**< Its price; -1: unknown. */
  int64_t
      score_micro; /**< How alike, at most 1,000,000; unlike: below 0. The next two sum to it. */
  int64_t shape_micro;  /**< For its shape. */
  int64_t colour_micro; /**< For its colour. */
  sotto_text reason;    /**< A sentence: what is alike. */
} sotto_picture_pick;

/** Visitor of products, the most alike first, and its context. */
typedef struct sotto_picture_visit {
  /** Called for each; a return other than 0 stops the visit. */
  uint32_t (*pick)(void *context, const sotto_picture_pick *pick);
  void *context; /**< Passed to it. */
} sotto_picture_visit;

/** Fills a picture with zeros, its size and #SOTTO_PICTURE_RGB8. Cost: memory. */
SOTTO_API void sotto_picture_init(sotto_picture *ret_picture);

/**
 * Visits the items most like a picture, within a request's limit, slot, category, prices and
 * exclusions (its other members are not looked at). Rules of the slot hold; what is discreet, or
 * said to be "not this", is never shown; out of stock only where the slot's rules let it. Nothing
 * of the person ranks. However large the picture, about 330,000 pixels are read, in place. Privacy:
 * the pixels are looked at and forgotten; nothing is stored, learnt, logged or reported.
 * #SOTTO_E_ARGUMENT for no pixels, a side of 0, a format that is none of the two or a stride
 * shorter than a row; #SOTTO_E_LIMIT for a side above #SOTTO_PICTURE_SIDE_MAX; #SOTTO_E_MISSING
 * where no thing stands out in the picture (one colour, or a few pixels), and for a slot or
 * category the pack lacks; #SOTTO_E_STATE without a pack that has pictures. Then nothing is
 * visited. Cost: memory.
 */
SOTTO_API SOTTO_CHECKED sotto_status sotto_picture_search(sotto *profile,
                                                          const sotto_picture *picture,
                                                          const sotto_request *request,
                                                          const sotto_picture_visit *visit);

SOTTO_END

#endif
