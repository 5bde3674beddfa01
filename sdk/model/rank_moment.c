/*
 * Popularity by context: product types that people meet more often at such a moment (hour band,
 * weekday, season, channel, entry, weather, coarse place) count for more than their popularity as a
 * whole. By a table of lifts in the pack, each shrunk by its stated error (positive-part
 * James-Stein). What a moment lacks is not held against an item. Knows no clock: the request says
 * what the moment is, as far as consent lets it be used.
 */
#include "model/rank_work.h"

#define LIFT_ERRORS 3.0f
#define GAIN_MOST 4.0f

/** The first row of a moment, or the first behind where it would be. */
static uint32_t first_of(const so_pack *pack, uint32_t moment) {
  uint32_t low = 0, high = pack->moment_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (pack->moments[middle].moment < moment)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static float gain_of(const so_pack_moment *row) {
  float gain = row->lift - 1, noise = LIFT_ERRORS * row->error;
  if (!(gain > noise)) return 0;
  gain -= noise * noise / gain;
  return gain < GAIN_MOST ? gain : GAIN_MOST;
}

void so_rank_gather_moment(const so_rank *rank, so_rank_source *source) {
  const so_pack *pack = rank->pack;
  uint32_t budget = SO_RANK_POSTINGS;
  float most = 0;
  source->unit = SO_RANK_UNIT;
  source->by_popularity = 1;
  for (uint32_t dimension = 0; dimension < SO_RANK_MOMENTS; dimension++) {
    uint32_t value = rank->work->request->moments[dimension];
    uint32_t moment = SO_PACK_MOMENT(dimension, value);
    if (!value || value >= SO_PACK_MOMENT_VALUES) continue;
    for (uint32_t n = first_of(pack, moment); n < pack->moment_count; n++) {
      const so_pack_moment *row = &pack->moments[n];
      if (row->moment != moment) break;
      float gain = gain_of(row);
      if (gain <= 0 || !so_rank_add_postings(rank, row->type, gain, &budget)) continue;
      if (gain > most) most = gain;
    }
  }
  source->blend *= most;
}
