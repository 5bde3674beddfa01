/*
 * From the host's rows to a canvas, and what is made of it: see picture.h.
 */
#include "model/picture.h"

#define READ_MOST 8u /* pixels of a cell along each axis */

/* What one cell of the canvas covers along an axis. */
typedef struct span {
  uint32_t from;
  uint32_t count;
  uint32_t step;
} span;

static span span_of(uint32_t cell, uint32_t cells, uint32_t pixels) {
  uint32_t from = (uint32_t)((uint64_t)cell * pixels / cells);
  uint32_t to = (uint32_t)(((uint64_t)cell + 1) * pixels / cells);
  uint32_t wide = to > from ? to - from : 1, step = (wide + READ_MOST - 1) / READ_MOST;
  return (span){from + (wide - (wide - 1) / step * step) / 2, (wide - 1) / step + 1, step};
}

/* Means of a cell; transparency shows white. */
static void average(const so_picture_pixels *pixels, span across, span down, uint8_t *ret_rgb) {
  uint32_t sums[3] = {0}, count = across.count * down.count;
  for (uint32_t n = 0; n < count; n++) {
    uint32_t x = across.from + n % across.count * across.step;
    uint32_t y = down.from + n / across.count * down.step;
    const uint8_t *at = pixels->rows + y * pixels->stride + (size_t)x * pixels->channels;
    uint32_t alpha = pixels->channels == 4 ? at[3] : 255;
    for (uint32_t c = 0; c < 3; c++) sums[c] += (at[c] * alpha + 255 * (255 - alpha) + 127) / 255;
  }
  for (uint32_t c = 0; c < 3; c++) ret_rgb[c] = (uint8_t)((sums[c] + count / 2) / count);
}

void so_picture_reduce(const so_picture_pixels *pixels, so_picture_canvas *ret_canvas) {
  uint32_t longest = pixels->width > pixels->height ? pixels->width : pixels->height;
  uint32_t wide = (uint32_t)((uint64_t)pixels->width * SO_PICTURE_SIDE / longest);
  uint32_t high = (uint32_t)((uint64_t)pixels->height * SO_PICTURE_SIDE / longest);
  ret_canvas->width = wide ? wide : 1;
  ret_canvas->height = high ? high : 1;
  for (uint32_t y = 0; y < ret_canvas->height; y++) {
    span down = span_of(y, ret_canvas->height, pixels->height);
    for (uint32_t x = 0; x < ret_canvas->width; x++)
      average(pixels, span_of(x, ret_canvas->width, pixels->width), down,
              ret_canvas->rgb + 3 * ((size_t)y * ret_canvas->width + x));
  }
}

int so_picture_describe(so_picture_work *work) {
  if (!so_picture_find(work)) return 0;
  so_picture_shape(work);
  so_picture_colour(work);
  return 1;
}
