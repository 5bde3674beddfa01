/* Picks by vectors: what lies near is picked and named, and vectors of noise change nothing. */
#include "model/rank_work.h"

#include <criterion/criterion.h>
#include <sotto/event.h>

#include "model/rank.h"
#include "model/vector_scan.h"
#include "unit/made_pack.h"

#define NOW ((int64_t)1700000000000)
#define ITEMS 300u
#define WIDTH 16u

static so_mind mind;
static made_pack *made;
static void *scratch;
static so_rank rank;
static so_rank_request request;
static so_rank_pick picks[SO_RANK_LIMIT_MAX];
static int8_t strips[(ITEMS + 15) / 16 * 16 * WIDTH];
static so_pack_vectors info;

/* Items of one remainder by 10 stand together; all their other numbers are random. */
static void begin(void) {
  uint64_t state = 5;
  made = made_new(&(made_size){ITEMS, 1, 40, 0, 11});
  memset(strips, 0, sizeof strips);
  for (uint32_t n = 0; n < ITEMS; n++) {
    int8_t vector[WIDTH];
    for (uint32_t k = 0; k < WIDTH; k++) vector[k] = (int8_t)(made_below(&state, 21) - 10);
    vector[n % 10] = 100;
    so_vector_put(strips, WIDTH, n, vector);
  }
  info = (so_pack_vectors){WIDTH, 0.8f, 0.02f, 0};
  made->pack.vectors = strips;
  made->pack.vector_info = &info;
  size_t bytes = so_rank_scratch_bytes(ITEMS, 40);
  scratch = aligned_alloc(64, (bytes + 63) / 64 * 64);
  so_rank_prepare(&made->pack, scratch, &rank);
  so_rank_request_init(&request);
  request.now_ms = NOW;
  request.diversity = 0;
  request.limit = 30;
  so_mind_clear(&mind);
}

static void end(void) {
  free(scratch);
  made_free(made);
}

TestSuite(rank_vector, .init = begin, .fini = end);

static void view(uint32_t item) {
  so_occurrence what = {.type = SOTTO_EVENT_VIEW_ITEM,
                        .item = item,
                        .item_hash = made_hash(item),
                        .time_ms = NOW - 1000000 + mind.session.events * 1000,
                        .price_minor = -1};
  so_mind_learn(&mind, &made->pack, &what, (so_mind_use){SO_AFFINITY_ALL_CATEGORIES, 1});
}

/* How many picks have a reason of this kind, and of those how many are of a remainder. */
static uint32_t told(size_t count, uint32_t remainder, uint32_t *ret_near) {
  uint32_t found = 0;
  *ret_near = 0;
  for (size_t n = 0; n < count; n++) {
    for (uint32_t m = 0; m < picks[n].reason_count; m++) {
      if (picks[n].reasons[m].strategy != SO_REASON_VECTOR) continue;
      found++;
      *ret_near += picks[n].item % 10 == remainder;
      cr_assert_eq(picks[n].reasons[m].because_item % 10, remainder);
    }
  }
  return found;
}

Test(rank_vector, what_lies_near_is_picked_and_says_what_it_is_near_to) {
  uint32_t near;
  view(153);
  size_t count = so_rank_picks(&rank, &mind, &request, picks);
  cr_assert_geq(told(count, 3, &near), 5);
  cr_assert_geq(near, 5);
}

Test(rank_vector, another_history_asks_anew) {
  uint32_t near;
  view(153);
  (void)so_rank_picks(&rank, &mind, &request, picks);
  for (uint32_t n = 0; n < 8; n++) view(7 + 10 * n);
  size_t count = so_rank_picks(&rank, &mind, &request, picks);
  cr_assert_geq(told(count, 7, &near), 3);
  cr_assert_geq(near, 3);
}

Test(rank_vector, quality_within_its_noise_counts_nothing) {
  static so_rank_pick without[SO_RANK_LIMIT_MAX];
  uint32_t near;
  view(153);
  made->pack.vector_info = NULL;
  size_t count = so_rank_picks(&rank, &mind, &request, without);
  made->pack.vector_info = &info;
  info.quality = 0.04f;
  cr_assert_eq(so_rank_picks(&rank, &mind, &request, picks), count);
  cr_assert_eq(memcmp(picks, without, count * sizeof *picks), 0);
  cr_assert_eq(told(count, 3, &near), 0);
}

Test(rank_vector, the_same_on_every_way_of_scanning) {
  view(153);
  size_t count = so_rank_picks(&rank, &mind, &request, picks);
  for (uint32_t way = SO_VECTOR_PORTABLE; way < SO_VECTOR_WAYS; way++) {
    so_vector_hit hits[SO_RANK_VECTOR_HITS];
    so_vector_table table = {strips, ITEMS, WIDTH, way};
    if (!so_vector_way_runs(way)) continue;
    size_t found = so_vector_scan(&table, rank.work->vectors.query, SO_RANK_VECTOR_HITS, hits);
    cr_assert_eq(found, rank.work->vectors.hit_count);
    for (size_t n = 0; n < found; n++) cr_assert_eq(hits[n].row, rank.work->vectors.hits[n].item);
  }
  cr_assert_gt(count, 0);
}
