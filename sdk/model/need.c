/* Counts to facts, facts to needs; see need.h. */
#include "model/need.h"

#include <sotto/event.h>

#include "model/curve.h"
#include "model/pack_format.h"

#define UNIT 8.0f        /* of a weight */
#define USUAL_VIEWS 200u /* the running mean forgets beyond */
#define USUAL_LEAST 10u  /* views before anything is unusual */

/* Log-odds in eighths: what each fact says of each need, then the need's own where nothing is seen.
 */
static const int8_t weights[SO_NEED_FACTS + 1][SOTTO_NEED_COUNT] = {
    /* inspiration, comparison, reassurance, price, gift, replenish, complete, help */
    [SO_NEED_FACT_WANDERED] = {20, -8, -6, 0, 0, -6, -4, 0},
    [SO_NEED_FACT_BROWSED] = {28, -8, -14, 0, 0, -8, -10, 4},
    [SO_NEED_FACT_WENT_BACK] = {-6, 12, 0, 0, 0, -6, -2, 2},
    [SO_NEED_FACT_SAME_KIND] = {8, 6, -4, 0, 0, -6, -4, -4},
    [SO_NEED_FACT_NARROWED] = {-20, 12, 4, 12, 0, -12, -8, 12},
    [SO_NEED_FACT_READ] = {-20, 28, 28, -8, -8, -16, -6, -8},
    [SO_NEED_FACT_HELP_PAGE] = {-8, 0, 24, -4, 2, -4, -4, 8},
    [SO_NEED_FACT_OFFERS] = {2, -8, -6, 28, 4, -4, -6, -10},
    [SO_NEED_FACT_CHEAPER] = {0, 0, 0, 4, 0, 0, 0, 0},
    [SO_NEED_FACT_UNUSUAL] = {-4, -8, -8, -2, 40, -6, -6, 4},
    [SO_NEED_FACT_AGAIN] = {-8, -8, -6, -6, -12, 40, -8, -4},
    [SO_NEED_FACT_CHOSE] = {-24, -8, -4, 0, 8, 6, 24, -8},
    [SO_NEED_FACT_AROUND] = {0, 0, 0, 0, -4, 0, 6, 0},
    [SO_NEED_FACT_IN_VAIN] = {-10, -2, -6, -8, -2, -2, -2, 36},
    [SO_NEED_FACT_TOOK_OUT] = {-4, 0, 0, 8, 0, -4, -4, 10},
    [SO_NEED_FACT_ACCOUNT] = {-8, -4, 0, -8, -8, 16, 6, 6},
    [SO_NEED_FACTS] = {-4, -18, -9, -12, -7, -16, -7, -18}};

static void take_view(so_need_track *track, const so_need_input *input) {
  int same = track->type == input->type && input->type != SO_PACK_NONE;
  track->turns += track->views > 0 && !same;
  track->around += input->carted && !same;
  track->cheaper += same && input->price_minor >= 0 && input->price_minor < track->price_minor;
  track->again += input->bought;
  track->views++;
  track->type = input->type;
  track->price_minor = input->price_minor;
  if (input->familiar < 0) return;
  track->familiar += input->familiar;
  if (input->occurrence->flags) return; /* what a pause hides becomes nobody's habit */
  if (track->usual_views < USUAL_VIEWS) track->usual_views++;
  track->usual += (input->familiar - track->usual) / (float)track->usual_views;
}

void so_need_learn(so_need_track *track, const so_need_input *input) {
  switch (input->occurrence->type) {
  case SOTTO_EVENT_VIEW_ITEM: take_view(track, input); break;
  case SOTTO_EVENT_ADD_TO_CART: track->again += input->bought; break;
  case SOTTO_EVENT_VIEW_PROMOTION:
  case SOTTO_EVENT_SELECT_PROMOTION: track->offers++; break;
  default: break;
  }
}

void so_need_end_session(so_need_track *track) {
  *track = (so_need_track){.usual = track->usual, .usual_views = track->usual_views};
}

/** 0 for nothing, half at `half`, towards 1. */
static float size_of(float count, float half) {
  return count / (count + half);
}

/** How far below the usual this session's products are. */
static float unusual(const so_need_track *track) {
  if (!track->views || track->usual_views < USUAL_LEAST || !(track->usual > 0)) return 0;
  float off = 1 - track->familiar / (float)track->views / track->usual;
  return off > 0 ? off * size_of((float)track->views, 1) : 0;
}

void so_need_facts(const so_need_track *track, const so_session *session, float *ret_facts) {
  const uint32_t *counts = session->counts;
  const float counted[SO_NEED_FACTS][2] = {
      [SO_NEED_FACT_WANDERED] = {(float)track->turns, 3},
      [SO_NEED_FACT_BROWSED] = {(float)(counts[SO_PAGE_HOME] + counts[SO_PAGE_LIST]), 3},
      [SO_NEED_FACT_WENT_BACK] = {(float)session->repeats, 1},
      [SO_NEED_FACT_SAME_KIND] = {(float)(track->views - track->turns), 3},
      [SO_NEED_FACT_NARROWED] = {(float)session->filters, 2},
      [SO_NEED_FACT_READ] = {(float)counts[SO_PAGE_DETAIL], 2},
      [SO_NEED_FACT_HELP_PAGE] = {(float)counts[SO_PAGE_INFO], 1},
      [SO_NEED_FACT_OFFERS] = {(float)track->offers, 1},
      [SO_NEED_FACT_CHEAPER] = {(float)track->cheaper, 2},
      [SO_NEED_FACT_AGAIN] = {(float)track->again, 1},
      [SO_NEED_FACT_CHOSE] = {(float)counts[SO_PAGE_ADDCART], 1},
      [SO_NEED_FACT_AROUND] = {(float)track->around, 2},
      [SO_NEED_FACT_IN_VAIN] = {(float)session->empty_searches, 1},
      [SO_NEED_FACT_TOOK_OUT] = {(float)session->removals, 1},
      [SO_NEED_FACT_ACCOUNT] = {(float)counts[SO_PAGE_ACCOUNT], 1}};
  for (uint32_t n = 0; n < SO_NEED_FACTS; n++) ret_facts[n] = size_of(counted[n][0], counted[n][1]);
  ret_facts[SO_NEED_FACT_UNUSUAL] = unusual(track);
}

float so_need_part(uint32_t need, uint32_t fact, const float *facts) {
  return (float)weights[fact][need] / UNIT * (fact < SO_NEED_FACTS ? facts[fact] : 1);
}

float so_need_score(uint32_t need, const float *facts) {
  float odds = 0;
  for (uint32_t fact = 0; fact <= SO_NEED_FACTS; fact++) odds += so_need_part(need, fact, facts);
  return (float)so_curve_logistic((double)odds);
}
