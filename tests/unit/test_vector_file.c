/* Vectors of a brand get into the pack where they say what goes together, and only there. */
#include "brand_lab.h"

#include <math.h>

#define ITEMS 400

static brand_lab lab;
static char items[64 * ITEMS], vectors[256 * ITEMS];

static void set_up(void) {
  lab_open(&lab);
  size_t size = (size_t)snprintf(items, sizeof items, "id\tattributes\n");
  for (int n = 0; n < ITEMS; n++)
    size += (size_t)snprintf(items + size, sizeof items - size, "i%d\tk=%d\n", n, n % 20);
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(vector_file, .init = set_up, .fini = tear_down);

static double drawn(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (double)(*state >> 11) / 9007199254740992.0 - 0.5;
}

/* Twenty random numbers an item. */
static void write_noise(uint64_t seed) {
  size_t size = (size_t)snprintf(vectors, sizeof vectors, "id\tvector\n");
  for (int n = 0; n < ITEMS; n++) {
    size += (size_t)snprintf(vectors + size, sizeof vectors - size, "i%d\t", n);
    for (int k = 0; k < 20; k++)
      size += (size_t)snprintf(vectors + size, sizeof vectors - size, "%s%.4f", k ? "," : "",
                               drawn(&seed));
    size += (size_t)snprintf(vectors + size, sizeof vectors - size, "\n");
  }
}

static sotto_status build(void) {
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", items));
  lab.options.vectors_file = lab_write(&lab, "vectors.tsv", vectors);
  return lab_build(&lab);
}

Test(vector_file, vectors_that_say_what_goes_together_are_taken_with_their_quality) {
  size_t size = (size_t)snprintf(vectors, sizeof vectors, "id\tvector\n");
  for (int n = 0; n < ITEMS; n++)
    size += (size_t)snprintf(vectors + size, sizeof vectors - size, "i%d\t%.4f %.4f\n", n,
                             cos(n % 20 * 0.3), sin(n % 20 * 0.3));
  cr_assert_eq(build(), SOTTO_OK);
  cr_assert_eq(lab.pack.vector_info_count, 1);
  cr_assert_eq(lab.pack.vector_info->width, 4);
  cr_assert_gt(lab.pack.vector_info->quality, 0.8f);
  cr_assert_eq(lab.pack.vector_byte_count, ITEMS * 4);
}

/* Quality of noise is beyond two errors once in 44 files; of four files one such is likely enough
   to be let pass, two are not (false alarm 3e-3, and the seeds are fixed). */
Test(vector_file, random_vectors_are_left_out) {
  int taken = 0;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    write_noise(seed);
    cr_assert_eq(build(), SOTTO_OK);
    taken += lab.pack.vector_info_count > 0;
  }
  cr_assert_leq(taken, 1);
}

Test(vector_file, bad_rows_are_counted_and_a_file_of_none_but_them_gives_none) {
  snprintf(vectors, sizeof vectors,
           "id\tvector\ni0\t\ni1\tnan 1\ni2\t1e400\nnobody\t1 2\ni3\tx\ni4\t0 0\n");
  cr_assert_eq(build(), SOTTO_OK);
  cr_assert_eq(lab.pack.vector_info_count, 0);
  snprintf(vectors, sizeof vectors, "item\tnumbers\n");
  cr_assert_eq(build(), SOTTO_E_FORMAT);
}
