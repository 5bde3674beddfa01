/* Maximal marginal relevance. */
#include "model/rank_work.h"

#include <criterion/criterion.h>

#include "model/rank.h"
#include "unit/made_pack.h"

static made_pack *made;
static void *scratch;
static so_rank rank;

static void begin(void) {
  made = made_new(&(made_size){60, 2, 4, 0, 5});
  size_t bytes = so_rank_scratch_bytes(60, 8);
  scratch = aligned_alloc(64, (bytes + 63) / 64 * 64);
  so_rank_prepare(&made->pack, scratch, &rank);
}

static void end(void) {
  free(scratch);
  made_free(made);
}

static void fill(so_diversity_pool *pool, float diversity) {
  pool->count = 60;
  pool->chosen_count = 0;
  pool->diversity = diversity;
  for (uint32_t n = 0; n < 60; n++)
    pool->entries[n] = (so_diversity_entry){.item = n, .total = (int32_t)(1000000 - n * 1000)};
}

/** Mean similarity of each of the first `take` chosen to the nearest before it. */
static double sameness(float diversity, uint32_t take) {
  so_diversity_pool pool;
  fill(&pool, diversity);
  uint32_t chosen[60];
  double sum = 0;
  for (uint32_t n = 0; n < take; n++) {
    float nearest = 0;
    chosen[n] = pool.entries[so_diversity_next(&rank, &pool)].item;
    for (uint32_t m = 0; m < n; m++) {
      float similarity = so_diversity_similarity(&rank, chosen[n], chosen[m]);
      if (similarity > nearest) nearest = similarity;
    }
    sum += (double)nearest;
  }
  return sum / take;
}

Test(diversity, an_item_is_most_like_itself) {
  begin();
  for (uint32_t a = 0; a < 60; a++) {
    cr_assert_float_eq(so_diversity_similarity(&rank, a, a), 1, 2e-3);
    for (uint32_t b = 0; b < 60; b++) {
      float one = so_diversity_similarity(&rank, a, b);
      cr_assert_eq(one, so_diversity_similarity(&rank, b, a));
      cr_assert(one >= 0 && one <= 1);
    }
  }
  end();
}

Test(diversity, none_keeps_the_order) {
  begin();
  so_diversity_pool pool;
  fill(&pool, 0);
  for (size_t n = 0; n < 60; n++) cr_assert_eq(so_diversity_next(&rank, &pool), n);
  cr_assert_eq(so_diversity_next(&rank, &pool), 60);
  end();
}

Test(diversity, more_of_it_makes_the_shelf_less_alike) {
  begin();
  cr_assert_lt(sameness(0.3f, 8), sameness(0, 8));
  cr_assert_leq(sameness(0.9f, 8), sameness(0.3f, 8));
  end();
}

Test(diversity, the_best_stays_first) {
  begin();
  so_diversity_pool pool;
  fill(&pool, 0.9f);
  cr_assert_eq(so_diversity_next(&rank, &pool), 0);
  end();
}

Test(diversity, what_counts_is_the_most_alike_of_all_chosen) {
  begin();
  so_diversity_pool pool;
  fill(&pool, 0.5f);
  uint32_t chosen[5], not_the_last = 0;
  for (uint32_t n = 0; n < 5; n++) chosen[n] = pool.entries[so_diversity_next(&rank, &pool)].item;
  for (uint32_t n = 0; n < 60; n++) {
    float most = 0, last = 0;
    for (uint32_t m = 0; m < pool.entries[n].seen; m++) { /* the rest cannot make it better */
      last = so_diversity_similarity(&rank, n, chosen[m]);
      most = last > most ? last : most;
    }
    if (pool.entries[n].taken) continue;
    cr_assert_eq(pool.entries[n].nearest, most, "item %u", n);
    not_the_last += most > last;
  }
  cr_assert_gt(not_the_last, 0);
  end();
}

/** The first entry of the largest worth, compared anew with everything chosen. */
static uint32_t best_of_all(const so_diversity_pool *pool, const uint32_t *chosen, uint32_t count) {
  uint32_t best = 0;
  float most = -1e9f;
  for (uint32_t n = 0; n < pool->count; n++) {
    float nearest = 0;
    uint32_t taken = 0;
    for (uint32_t m = 0; m < count; m++) {
      float similarity = so_diversity_similarity(&rank, n, chosen[m]);
      nearest = similarity > nearest ? similarity : nearest;
      taken |= chosen[m] == n;
    }
    float value =
        (1 - pool->diversity) * (float)pool->entries[n].total / (float)pool->entries[0].total -
        pool->diversity * nearest;
    if (taken || value <= most) continue;
    best = n;
    most = value;
  }
  return best;
}

Test(diversity, takes_what_comparing_all_with_all_would_take) {
  begin();
  for (uint32_t tenths = 1; tenths <= 10; tenths++) {
    so_diversity_pool pool;
    uint32_t chosen[60];
    fill(&pool, (float)tenths / 10);
    for (uint32_t n = 0; n < 60; n++) {
      uint32_t expected = best_of_all(&pool, chosen, n);
      chosen[n] = pool.entries[so_diversity_next(&rank, &pool)].item;
      cr_assert_eq(chosen[n], expected, "diversity .%u, place %u", tenths, n);
    }
  }
  end();
}
