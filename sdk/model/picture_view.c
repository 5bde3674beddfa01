/*
 * Reading the picture sections: see picture_view.h.
 */
#include "model/picture_view.h"

#include <math.h>
#include <string.h>

static const void *section_of(const so_pack *pack, uint32_t id, size_t element, uint64_t count) {
  for (uint32_t n = 0; n < pack->header->section_count; n++) {
    const so_pack_section *section = &pack->sections[n];
    if (section->id == id && section->element_size == element && section->count == count)
      return pack->bytes.data + section->offset;
  }
  return NULL;
}

size_t so_picture_view_factors(uint32_t shape_width, uint32_t colour_width) {
  return (size_t)shape_width * (1 + SO_PICTURE_SHAPE) +
         (size_t)colour_width * (1 + SO_PICTURE_COLOUR);
}

static int is_part(uint32_t width, uint32_t length) {
  return width % 4 == 0 && width <= SO_PICTURE_PART_MAX && length >= 1 && length <= 127;
}

sotto_status so_picture_view_open(so_picture_view *ret_view, const so_pack *pack) {
  so_picture_view view = {.table = {.count = pack->item_count, .way = SO_VECTOR_BEST}};
  const void *info = section_of(pack, SO_PICTURE_INFO, sizeof view.info, 1);
  if (!info) return SOTTO_E_MISSING;
  memcpy(&view.info, info, sizeof view.info);
  const so_picture_info *about = &view.info;
  if (about->format != SO_PICTURE_FORMAT || !is_part(about->shape_width, about->shape_length) ||
      !is_part(about->colour_width, about->colour_length))
    return SOTTO_E_MISSING;
  view.table.width = about->shape_width + about->colour_width;
  if (!view.table.width) return SOTTO_E_MISSING;
  size_t bytes = so_vector_table_bytes(pack->item_count, view.table.width);
  view.projection = section_of(pack, SO_PICTURE_PROJECTION, sizeof(float),
                               so_picture_view_factors(about->shape_width, about->colour_width));
  view.table.strips = section_of(pack, SO_PICTURE_VECTORS, 1, bytes);
  if (!view.projection || !view.table.strips) return SOTTO_E_MISSING;
  *ret_view = view;
  return SOTTO_OK;
}

/* One part of a vector: how many numbers it is made from, how many it has, how long it is. */
typedef struct part {
  uint32_t count;
  uint32_t width;
  uint32_t length;
} part;

/* Rows of factors times the numbers, brought to the part's length. */
static void project(const part *of, const float *rows, const float *numbers, int8_t *ret_vector) {
  double found[SO_PICTURE_PART_MAX], squares = 0;
  for (uint32_t n = 0; n < of->width; n++, rows += of->count + 1) {
    double sum = (double)rows[0];
    for (uint32_t k = 0; k < of->count; k++) sum += (double)rows[k + 1] * (double)numbers[k];
    found[n] = sum;
    squares += sum * sum;
  }
  double unit = squares > 0 && squares < 1e30 ? of->length / sqrt(squares) : 0;
  for (uint32_t n = 0; n < of->width; n++) {
    double value = unit > 0 ? found[n] * unit : 0;
    ret_vector[n] = (int8_t)(value < 0 ? value - 0.5 : value + 0.5);
  }
}

void so_picture_view_project(const so_picture_view *view, const so_picture_look *look,
                             int8_t *ret_vector) {
  const so_picture_info *info = &view->info;
  const float *colour = view->projection + so_picture_view_factors(info->shape_width, 0);
  const part shapes = {SO_PICTURE_SHAPE, info->shape_width, info->shape_length};
  const part colours = {SO_PICTURE_COLOUR, info->colour_width, info->colour_length};
  project(&shapes, view->projection, look->shape, ret_vector);
  project(&colours, colour, look->colour, ret_vector + info->shape_width);
}

int so_picture_view_has(const so_picture_view *view, uint32_t row) {
  int8_t own[SO_PICTURE_WIDTH_MAX];
  so_vector_get(&view->table, row, own);
  for (uint32_t k = 0; k < view->table.width; k++)
    if (own[k]) return 1;
  return 0;
}

so_picture_likeness so_picture_view_compare(const so_picture_view *view, const int8_t *vector,
                                            uint32_t row) {
  int8_t own[SO_PICTURE_WIDTH_MAX];
  so_picture_likeness like = {0, 0};
  so_vector_get(&view->table, row, own);
  for (uint32_t k = 0; k < view->table.width; k++) {
    int32_t product = own[k] * vector[k];
    if (k < view->info.shape_width)
      like.shape += product;
    else
      like.colour += product;
  }
  return like;
}
