/* The directions that tell classes apart are found, also where others vary far more. */
#include "brand/picture_learn.h"

#include <criterion/criterion.h>
#include <math.h>

#define COUNT 20u
#define CLASSES 5u
#define SAMPLES 400u

static double drawn(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (double)(*state >> 11) / 9007199254740992.0 - 0.5;
}

/* Numbers 3 and 7 carry the class, among others that vary ten times as much. */
static void sample(uint64_t *state, uint32_t class_index, float *ret_numbers) {
  for (uint32_t n = 0; n < COUNT; n++) ret_numbers[n] = (float)(10 * drawn(state));
  ret_numbers[3] = (float)(class_index + 0.6 * drawn(state));
  ret_numbers[7] = (float)(class_index * class_index % CLASSES + 0.6 * drawn(state));
}

static void teach(so_picture_learner *learner, uint64_t seed) {
  cr_assert_eq(so_picture_learner_start(learner, COUNT, CLASSES), SOTTO_OK);
  for (uint32_t n = 0; n < SAMPLES; n++) {
    float numbers[COUNT];
    sample(&seed, n % CLASSES, numbers);
    so_picture_learner_add(learner, numbers, n % CLASSES);
  }
}

Test(picture_learn, what_tells_classes_apart_is_found) {
  so_picture_learner learner;
  so_array rows = so_array_of(sizeof(float));
  uint32_t width = 0;
  teach(&learner, 3);
  cr_assert_eq(so_picture_learner_finish(&learner, 2, &rows, &width), SOTTO_OK);
  cr_assert_eq(width, 4, "two directions, filled up to four");
  cr_assert_eq(rows.count, 4 * (COUNT + 1));
  const float *row = rows.data;
  for (uint32_t n = 0; n < COUNT; n++) {
    if (n == 3 || n == 7) continue;
    cr_assert_lt(fabsf(row[1 + n]) * 10, (fabsf(row[4]) + fabsf(row[8])) / 5, "number %u", n);
  }
  for (size_t n = 2 * (COUNT + 1); n < rows.count; n++) cr_assert_eq(row[n], 0.0f);
  so_array_free(&rows);
  so_picture_learner_free(&learner);
}

Test(picture_learn, one_class_teaches_nothing) {
  so_picture_learner learner;
  so_array rows = so_array_of(sizeof(float));
  uint32_t width = 9;
  const float numbers[2] = {1, 2};
  cr_assert_eq(so_picture_learner_start(&learner, 2, 3), SOTTO_OK);
  so_picture_learner_add(&learner, numbers, 1);
  so_picture_learner_add(&learner, numbers, 1);
  cr_assert_eq(so_picture_learner_finish(&learner, 4, &rows, &width), SOTTO_OK);
  cr_assert_eq(width, 0);
  cr_assert_eq(rows.count, 0);
  so_picture_learner_free(&learner);
}

Test(picture_learn, samples_that_are_all_the_same_give_finite_rows) {
  so_picture_learner learner;
  so_array rows = so_array_of(sizeof(float));
  uint32_t width = 0;
  cr_assert_eq(so_picture_learner_start(&learner, 3, 2), SOTTO_OK);
  for (uint32_t n = 0; n < 6; n++)
    so_picture_learner_add(&learner, (const float[3]){1, (float)(n % 2), 0}, n % 2);
  cr_assert_eq(so_picture_learner_finish(&learner, 8, &rows, &width), SOTTO_OK);
  cr_assert_eq(width, 4);
  for (size_t n = 0; n < rows.count; n++) cr_assert(isfinite(((const float *)rows.data)[n]));
  so_array_free(&rows);
  so_picture_learner_free(&learner);
}
