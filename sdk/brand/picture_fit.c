/*
 * Trials against the catalogue: see picture_fit.h.
 */
#include "brand/picture_fit.h"

#include <string.h>

#define DEPTH 10u
#define LOOKED_AT 4000u  /* items, of a large catalogue */
#define ALIKE_SHARE 0.5  /* of the way from different classes to one class */
#define FULL_LENGTH 127u /* of the part that counts more */

/* Lengths that are tried; what is found as often by several is settled by the first. */
static const uint32_t lengths[][2] = {{127, 127}, {127, 108}, {108, 127}, {127, 90}, {90, 127},
                                      {127, 74},  {74, 127},  {127, 60},  {60, 127}};
#define WAYS (sizeof lengths / sizeof *lengths)

/* The best so far by one way of weighing. */
typedef struct best {
  uint32_t count;
  double scores[DEPTH];
  uint32_t right[DEPTH];
} best;

/* Sums of dot products within a class and across. */
typedef struct likenesses {
  double sums[2]; /* across, within */
  double counts[2];
} likenesses;

typedef struct fitting {
  const so_picture_view *view;
  so_picture_labels labels;
  likenesses shape;
  likenesses colour;
  double hits[WAYS];
} fitting;

static void keep(best *to, double score, uint32_t right) {
  uint32_t place = to->count < DEPTH ? to->count++ : DEPTH;
  if (place == DEPTH && score <= to->scores[DEPTH - 1]) return;
  if (place == DEPTH) place--;
  for (; place > 0 && to->scores[place - 1] < score; place--) {
    to->scores[place] = to->scores[place - 1];
    to->right[place] = to->right[place - 1];
  }
  to->scores[place] = score;
  to->right[place] = right;
}

/* 1 one class, 0 two, -1 not known. */
static int same(const so_picture_classes *classes, uint32_t one, uint32_t other) {
  uint32_t a = classes->of_item[one], b = classes->of_item[other];
  return a == SO_PACK_NONE || b == SO_PACK_NONE ? -1 : a == b;
}

static void weigh(likenesses *to, int is_same, int32_t dot) {
  if (is_same < 0) return;
  to->sums[is_same] += dot;
  to->counts[is_same]++;
}

static void compare(fitting *run, const int8_t *vector, const uint32_t pair[2], best *ways) {
  so_picture_likeness like = so_picture_view_compare(run->view, vector, pair[1]);
  int type = same(run->labels.types, pair[0], pair[1]);
  int colour = same(run->labels.colours, pair[0], pair[1]);
  weigh(&run->shape, type, like.shape);
  weigh(&run->colour, colour, like.colour);
  if (pair[0] == pair[1]) return;
  for (size_t n = 0; n < WAYS; n++) {
    double shape = (double)lengths[n][0] * lengths[n][0] * like.shape;
    double hue = (double)lengths[n][1] * lengths[n][1] * like.colour;
    keep(&ways[n], shape + hue, type == 1 && colour == 1);
  }
}

static void try_one(fitting *run, const so_picture_trial *trial) {
  best ways[WAYS];
  int8_t vector[SO_PICTURE_WIDTH_MAX];
  uint32_t items = run->view->table.count, step = items / LOOKED_AT + 1;
  memset(ways, 0, sizeof ways);
  so_picture_view_project(run->view, &trial->look, vector);
  for (uint32_t item = trial->item % step; item < items; item += step)
    if (so_picture_view_has(run->view, item))
      compare(run, vector, (const uint32_t[2]){trial->item, item}, ways);
  for (size_t n = 0; n < WAYS; n++)
    for (uint32_t k = 0; k < ways[n].count; k++) run->hits[n] += ways[n].right[k];
}

/* From where two of `length` are alike; a perfect likeness where nothing says. */
static int32_t alike_of(const likenesses *of, uint32_t length) {
  double whole = (double)FULL_LENGTH * FULL_LENGTH;
  double across = of->counts[0] > 0 ? of->sums[0] / of->counts[0] : 0;
  double within = of->counts[1] > 0 ? of->sums[1] / of->counts[1] : whole;
  return (int32_t)((across + ALIKE_SHARE * (within - across)) * length * length / whole);
}

void so_picture_fit(so_picture_view *view, const so_picture_trials *trials,
                    so_picture_labels labels) {
  fitting run = {.view = view, .labels = labels};
  size_t chosen = 0;
  for (uint32_t n = 0; n < trials->count; n++) try_one(&run, &trials->list[n]);
  for (size_t n = 1; n < WAYS; n++)
    if (run.hits[n] > run.hits[chosen]) chosen = n;
  view->info.shape_length = lengths[chosen][0];
  view->info.colour_length = lengths[chosen][1];
  view->info.shape_alike = alike_of(&run.shape, lengths[chosen][0]);
  view->info.colour_alike = alike_of(&run.colour, lengths[chosen][1]);
}
