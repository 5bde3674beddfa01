/*
 * From pixels to products: see resemble.h.
 */
#include "flow/resemble.h"

#include <stdlib.h>

#include "base/secret.h"
#include "flow/advise.h"
#include "model/picture_view.h"
#include "model/rank_near.h"

#define HITS_FIRST 256u /* looked at, before the rules; more where they leave too few */

/* A search under way; all that it saw is in here, and wiped with it. */
typedef struct resembling {
  sotto *profile;
  const so_pack *pack;
  so_asking asking;
  so_picture_view view;
  so_picture_work work;
  int8_t query[SO_PICTURE_WIDTH_MAX];
  uint32_t picks[SO_RANK_LIMIT_MAX];
  uint32_t pick_count;
} resembling;

static sotto_status look(resembling *run, const sotto_picture *picture) {
  uint32_t channels = picture->format == SOTTO_PICTURE_RGBA8 ? 4 : 3;
  size_t stride = picture->stride ? picture->stride : (size_t)picture->width * channels;
  const so_picture_pixels pixels = {picture->pixels, picture->width, picture->height, stride,
                                    channels};
  const int is_tiny = picture->width < SO_PICTURE_LEAST || picture->height < SO_PICTURE_LEAST;
  if (!is_tiny) so_picture_reduce(&pixels, &run->work.canvas);
  if (is_tiny || !so_picture_describe(&run->work))
    return so_handle_fail(run->profile, SOTTO_E_MISSING, "picture: no thing stands out in it");
  so_picture_view_project(&run->view, &run->work.look, run->query);
  return SOTTO_OK;
}

/* Those of the hits that have a picture and may be shown. */
static void choose(resembling *run, const so_vector_hit *hits, size_t count) {
  run->pick_count = 0;
  for (size_t n = 0; n < count && run->pick_count < run->asking.request.limit; n++) {
    if (so_picture_view_has(&run->view, hits[n].row) &&
        so_rank_near_allows(run->asking.rank, run->profile->mind, hits[n].row))
      run->picks[run->pick_count++] = hits[n].row;
  }
}

/* Widens the search until enough may be shown or every item was looked at. */
static sotto_status find(resembling *run) {
  uint32_t items = run->pack->item_count, most = items < HITS_FIRST ? items : HITS_FIRST;
  so_rank_near_begin(run->asking.rank, &run->asking.request);
  for (;; most = items) {
    so_vector_hit *hits = calloc((size_t)most + 1, sizeof *hits);
    if (!hits) return SOTTO_E_MEMORY;
    choose(run, hits, so_vector_scan(&run->view.table, run->query, most, hits));
    free(hits);
    if (most == items || run->pick_count == run->asking.request.limit) return SOTTO_OK;
  }
}

static so_message reason_of(const so_picture_info *info, so_picture_likeness like) {
  int shape = like.shape >= info->shape_alike && info->shape_width;
  int colour = like.colour >= info->colour_alike && info->colour_width;
  if (shape && colour) return SO_MESSAGE_PICTURE_BOTH;
  if (shape) return SO_MESSAGE_PICTURE_SHAPE;
  return colour ? SO_MESSAGE_PICTURE_COLOUR : SO_MESSAGE_PICTURE_NEAREST;
}

static int64_t perfect(const so_picture_info *info) {
  uint32_t shape = info->shape_width ? info->shape_length : 0;
  uint32_t colour = info->colour_width ? info->colour_length : 0;
  return (int64_t)shape * shape + (int64_t)colour * colour;
}

/* Rounding to bytes may make a likeness a little more than perfect. */
static int64_t micro_of(int64_t dot, int64_t whole) {
  return dot * 1000000 / whole;
}

static uint32_t show(resembling *run, uint32_t item, const sotto_picture_visit *visit) {
  char text[SO_SENTENCE_MAX];
  so_sink sink = so_sink_of(text, sizeof text);
  const so_picture_info *info = &run->view.info;
  so_picture_likeness like = so_picture_view_compare(&run->view, run->query, item);
  so_message_write(&sink, &run->profile->words, reason_of(info, like), NULL);
  int64_t shape = micro_of(like.shape, perfect(info)),
          colour = micro_of(like.colour, perfect(info));
  if (shape + colour > 1000000) shape = 1000000 - colour;
  const sotto_picture_pick pick = {
      .item = so_pack_item_id(run->pack, item),
      .title = so_pack_item_title(run->pack, item, run->profile->installed.locale),
      .price_minor = run->pack->items[item].price_minor,
      .score_micro = shape + colour,
      .shape_micro = shape,
      .colour_micro = colour,
      .reason = so_sink_view(&sink)};
  return visit->pick(visit->context, &pick);
}

static sotto_status search(resembling *run, const sotto_picture *picture,
                           const sotto_request *request) {
  sotto *profile = run->profile;
  run->pack = so_handle_pack(profile);
  if (!run->pack) return so_handle_fail(profile, SOTTO_E_STATE, "no pack is installed");
  if (so_picture_view_open(&run->view, run->pack))
    return so_handle_fail(profile, SOTTO_E_STATE, "the pack was made without pictures");
  sotto_status status = so_advise_begin(profile, request, SO_RANK_LIMIT_MAX, &run->asking);
  run->asking.request.complete = 0;
  if (!status) status = look(run, picture);
  return status ? status : find(run);
}

sotto_status so_resemble_search(sotto *profile, const sotto_picture *picture,
                                const sotto_request *request, const sotto_picture_visit *visit) {
  resembling *run = calloc(1, sizeof *run);
  if (!run) return SOTTO_E_MEMORY;
  run->profile = profile;
  sotto_status status = search(run, picture, request);
  free(run->asking.excluded);
  for (uint32_t n = 0; !status && n < run->pick_count; n++)
    if (show(run, run->picks[n], visit)) break;
  so_secret_wipe(run, sizeof *run);
  free(run);
  return status;
}
