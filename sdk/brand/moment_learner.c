/* One block of counts per moment a time has; the blocks of a dimension stand together. */
#include "brand/moment_learner.h"

#include <math.h>
#include <time.h>

#define HOURS 4u
#define WEEKDAYS 7u
#define SEASONS 4u
#define MOMENTS (HOURS + WEEKDAYS + SEASONS)
#define REAL_MS INT64_C(978307200000) /* 2001 */
#define PEOPLE_LEAST 10u
#define LIFT_ERRORS 3.0

static const uint32_t values_of[] = {HOURS, WEEKDAYS, SEASONS}; /* by dimension */

void so_moment_learner_init(so_moment_learner *ret_learner) {
  *ret_learner = (so_moment_learner){.counts = so_array_of(sizeof(so_moment_count))};
}

void so_moment_learner_free(so_moment_learner *learner) {
  so_array_free(&learner->counts);
}

void so_moment_learner_next(so_moment_learner *learner) {
  learner->user++;
}

/** The blocks of a time. */
static void moments_of(int64_t time_ms, uint32_t ret_blocks[3]) {
  time_t seconds = (time_t)(time_ms / 1000);
  struct tm date;
  (void)gmtime_r(&seconds, &date);
  ret_blocks[0] = (uint32_t)date.tm_hour / 6;
  ret_blocks[1] = HOURS + (uint32_t)(date.tm_wday + 6) % 7;
  ret_blocks[2] = HOURS + WEEKDAYS + (uint32_t)(date.tm_mon + 10) % 12 / 3;
}

void so_moment_learner_take(so_moment_learner *learner, const so_catalogue *catalogue,
                            const so_logged *events, size_t count) {
  learner->types = so_catalogue_keys(catalogue)[0].values_count;
  if (!learner->types) return;
  if (!learner->counts.count) so_array_resize(&learner->counts, (size_t)MOMENTS * learner->types);
  for (size_t n = 0; n < count && !learner->counts.failed; n++) {
    uint32_t type = so_catalogue_items(catalogue)[events[n].item].type_value, blocks[3];
    if (type >= learner->types || events[n].time_ms < REAL_MS) continue;
    moments_of(events[n].time_ms, blocks);
    for (uint32_t dimension = 0; dimension < 3; dimension++) {
      so_moment_count *of =
          so_array_at(&learner->counts, (size_t)blocks[dimension] * learner->types + type);
      of->people += of->last != learner->user;
      of->last = learner->user;
    }
  }
}

/** One dimension's counts: `first` block, and what they sum to. */
typedef struct dimension_sums {
  uint32_t dimension;
  uint32_t first;
  double all;
} dimension_sums;

static double people(const so_moment_learner *learner, uint32_t block, uint32_t type) {
  const so_moment_count *of = so_array_at(&learner->counts, (size_t)block * learner->types + type);
  return of ? of->people : 0;
}

static double block_sum(const so_moment_learner *learner, uint32_t block) {
  double sum = 0;
  for (uint32_t type = 0; type < learner->types; type++) sum += people(learner, block, type);
  return sum;
}

static void add_rows(const so_moment_learner *learner, const dimension_sums *of, uint32_t value,
                     so_array *ret_rows) {
  uint32_t block = of->first + value;
  double here = block_sum(learner, block);
  for (uint32_t type = 0; type < learner->types; type++) {
    double count = people(learner, block, type), whole = 0;
    for (uint32_t n = 0; n < values_of[of->dimension]; n++)
      whole += people(learner, of->first + n, type);
    if (count < PEOPLE_LEAST) continue;
    double lift = count / here / (whole / of->all), error = lift * sqrt(1 / count + 1 / whole);
    so_pack_moment row = {SO_PACK_MOMENT(of->dimension, value + 1), type, (float)lift,
                          (float)error};
    if (lift - 1 > LIFT_ERRORS * error) so_array_push(ret_rows, &row);
  }
}

void so_moment_learner_rows(const so_moment_learner *learner, so_array *ret_rows) {
  dimension_sums of = {0, 0, 0};
  so_array_resize(ret_rows, 0);
  for (; of.dimension < 3; of.first += values_of[of.dimension++]) {
    of.all = 0;
    for (uint32_t n = 0; n < values_of[of.dimension]; n++)
      of.all += block_sum(learner, of.first + n);
    for (uint32_t n = 0; n < values_of[of.dimension]; n++) add_rows(learner, &of, n, ret_rows);
  }
}
