/*
 * What a picture is described as does not depend on where in it the thing is, how large, how bright
 * or how the rows lie; what shows no thing is told; work stays bounded.
 */
#include "model/picture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "painter.h"

static so_picture_work *work;
static const painting plain = {200, PAINTED_BOOT, {190, 40, 40}, {235, 235, 230}, 0.5, 0.5, 0.3};

static void begin(void) {
  work = calloc(1, sizeof *work);
}

static void end(void) {
  free(work);
}

TestSuite(picture, .init = begin, .fini = end);

static int describe(const so_picture_pixels *pixels) {
  so_picture_reduce(pixels, &work->canvas);
  return so_picture_describe(work);
}

static so_picture_look look_of(painting what) {
  uint8_t *pixels = painted(&what);
  cr_assert(describe(&(so_picture_pixels){pixels, what.side, what.side, what.side * 3, 3}));
  free(pixels);
  return work->look;
}

static double cosine(const float *a, const float *b, uint32_t count) {
  double dot = 0, one = 0, other = 0;
  for (uint32_t n = 0; n < count; n++) {
    dot += (double)a[n] * (double)b[n];
    one += (double)a[n] * (double)a[n];
    other += (double)b[n] * (double)b[n];
  }
  return dot / sqrt(one * other);
}

static double alike_shape(const so_picture_look *a, const so_picture_look *b) {
  return cosine(a->shape, b->shape, SO_PICTURE_SHAPE);
}

static double alike_colour(const so_picture_look *a, const so_picture_look *b) {
  return cosine(a->colour, b->colour, SO_PICTURE_COLOUR);
}

Test(picture, size_in_pixels_changes_next_to_nothing) {
  painting large = plain;
  large.side = 731;
  so_picture_look one = look_of(plain), other = look_of(large);
  cr_assert_gt(alike_shape(&one, &other), 0.97);
  cr_assert_gt(alike_colour(&one, &other), 0.99);
}

Test(picture, how_large_the_thing_is_in_it_changes_little) {
  painting far = plain;
  far.size = 0.2;
  so_picture_look one = look_of(plain), other = look_of(far);
  cr_assert_gt(alike_shape(&one, &other), 0.85);
  cr_assert_gt(alike_colour(&one, &other), 0.9);
}

Test(picture, where_the_thing_is_changes_little) {
  painting aside = plain;
  aside.x = 0.42;
  aside.y = 0.56;
  so_picture_look one = look_of(plain), other = look_of(aside);
  cr_assert_gt(alike_shape(&one, &other), 0.92);
  cr_assert_gt(alike_colour(&one, &other), 0.95);
}

Test(picture, less_light_changes_the_shape_little) {
  painting dim = plain;
  for (int c = 0; c < 3; c++) {
    dim.paint[c] = (uint8_t)(plain.paint[c] * 7 / 10);
    dim.ground[c] = (uint8_t)(plain.ground[c] * 7 / 10);
  }
  so_picture_look one = look_of(plain), other = look_of(dim);
  cr_assert_gt(alike_shape(&one, &other), 0.95);
}

Test(picture, another_ground_changes_little) {
  painting elsewhere = plain;
  elsewhere.ground[0] = 40;
  elsewhere.ground[1] = 90;
  elsewhere.ground[2] = 60;
  so_picture_look one = look_of(plain), other = look_of(elsewhere);
  cr_assert_gt(alike_shape(&one, &other), 0.85);
  cr_assert_gt(alike_colour(&one, &other), 0.8);
}

Test(picture, another_shape_or_colour_is_farther_than_any_of_these) {
  painting disc = plain, blue = plain;
  disc.kind = PAINTED_DISC;
  blue.paint[0] = 40;
  blue.paint[2] = 190;
  so_picture_look one = look_of(plain), round = look_of(disc), other = look_of(blue);
  cr_assert_lt(alike_shape(&one, &round), 0.8);
  cr_assert_gt(alike_shape(&one, &other), 0.9);
  cr_assert_lt(alike_colour(&one, &other), 0.75);
}

Test(picture, the_same_pixels_give_the_same_bytes) {
  so_picture_look one = look_of(plain), other = look_of(plain);
  cr_assert_eq(memcmp(&one, &other, sizeof one), 0);
}

Test(picture, a_gap_behind_each_row_is_not_looked_at) {
  uint8_t *pixels = painted(&plain);
  size_t row = plain.side * 3, stride = row + 17;
  uint8_t *gaps = malloc(stride * plain.side);
  so_picture_look one = look_of(plain);
  memset(gaps, 0xa5, stride * plain.side);
  for (uint32_t y = 0; y < plain.side; y++) memcpy(gaps + y * stride, pixels + y * row, row);
  cr_assert(describe(&(so_picture_pixels){gaps, plain.side, plain.side, stride, 3}));
  cr_assert_eq(memcmp(&one, &work->look, sizeof one), 0);
  free(gaps);
  free(pixels);
}

Test(picture, transparent_pixels_are_white_whatever_colour_they_hide) {
  painting white = plain;
  memset(white.ground, 255, 3);
  so_picture_look one = look_of(white);
  uint8_t *pixels = painted(&white), *clear = malloc((size_t)plain.side * plain.side * 4);
  for (size_t n = 0; n < (size_t)plain.side * plain.side; n++) {
    int is_ground = pixels[3 * n + 1] == 255;
    for (size_t c = 0; c < 3; c++)
      clear[4 * n + c] = is_ground ? (uint8_t)(n * 7 + c) : pixels[3 * n + c];
    clear[4 * n + 3] = is_ground ? 0 : 255;
  }
  cr_assert(describe(&(so_picture_pixels){clear, plain.side, plain.side, plain.side * 4, 4}));
  cr_assert_eq(memcmp(&one, &work->look, sizeof one), 0);
  free(clear);
  free(pixels);
}

Test(picture, one_colour_or_a_few_pixels_show_no_thing) {
  static uint8_t grey[64 * 64 * 3];
  memset(grey, 120, sizeof grey);
  cr_assert_not(describe(&(so_picture_pixels){grey, 64, 64, 64 * 3, 3}));
  grey[0] = 0;
  cr_assert_not(describe(&(so_picture_pixels){grey, 1, 1, 3, 3}));
  cr_assert_not(describe(&(so_picture_pixels){grey, 64, 1, 192, 3}));
  cr_assert_not(describe(&(so_picture_pixels){grey, 1, 64, 3, 3}));
}

/* The rows of a picture 20,000 pixels wide lie one upon the other, so that it fits into memory. */
Test(picture, the_widest_picture_is_read_within_its_rows) {
  static uint8_t row[20000 * 3];
  for (size_t n = 0; n < 20000; n++) row[3 * n] = n > 8000 && n < 12000 ? 250 : 20;
  for (uint32_t height = 1; height <= 20000; height = height * 3 + 1) {
    so_picture_reduce(&(so_picture_pixels){row, 20000, height, 0, 3}, &work->canvas);
    cr_assert_eq(work->canvas.width, SO_PICTURE_SIDE);
    cr_assert(work->canvas.height >= 1 && work->canvas.height <= SO_PICTURE_SIDE);
    (void)so_picture_describe(work);
  }
  cr_assert_eq(work->canvas.rgb[0], 20);
  cr_assert_eq(work->canvas.rgb[3 * (SO_PICTURE_SIDE / 2)], 250);
}

/* Any bytes are a picture: nothing but finite numbers comes of them. */
Test(picture, noise_of_any_size_gives_finite_numbers) {
  static uint8_t noise[90 * 90 * 4];
  uint64_t state = 7;
  for (size_t n = 0; n < sizeof noise; n++) {
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    noise[n] = (uint8_t)(state >> 56);
  }
  for (uint32_t side = 8; side <= 90; side++) {
    uint32_t high = 8 + side * 5 % 83, channels = 3 + side % 2;
    if (!describe(&(so_picture_pixels){noise, side, high, side * channels, channels})) continue;
    for (uint32_t n = 0; n < SO_PICTURE_SHAPE; n++) cr_assert(isfinite(work->look.shape[n]));
    for (uint32_t n = 0; n < SO_PICTURE_COLOUR; n++) cr_assert(isfinite(work->look.colour[n]));
  }
}
