/*
 * Pictures get into a pack: what each item looks like, as bytes; what cannot be read is told with
 * its reason; and a damaged section is refused or gives poor answers, nothing worse.
 */
#include "brand/picture_build.h"

#include <math.h>

#include "brand_lab.h"
#include "model/picture_view.h"
#include "model/rank.h"
#include "model/rank_near.h"
#include "painter.h"

#define DESIGNS 5u
#define ITEMS (PAINTED_KINDS * 3 * DESIGNS)

static brand_lab lab;
static char images[128], items[128 * ITEMS];
static const uint8_t colours[3][3] = {{200, 40, 40}, {40, 150, 60}, {40, 70, 190}};

/* Item n: a kind, a colour, a design. */
static painting painting_of(uint32_t n) {
  uint32_t design = n % DESIGNS, colour = n / DESIGNS % 3, kind = n / DESIGNS / 3;
  painting what = {64, kind, {0}, {250, 250, 245}, 0.5, 0.5, 0.3 + 0.02 * design};
  for (int c = 0; c < 3; c++) what.paint[c] = (uint8_t)(colours[colour][c] + 6 * design);
  return what;
}

static void image_path(uint32_t n, char ret_path[160]) {
  (void)snprintf(ret_path, 160, "%s/i%u.ppm", images, n);
}

static void set_up(void) {
  char path[160];
  size_t size = (size_t)snprintf(items, sizeof items,
                                 "id\tproduct_type\timage_link\tavailability\t"
                                 "color\n");
  lab_open(&lab);
  (void)snprintf(images, sizeof images, "/tmp/sotto-images-XXXXXX");
  cr_assert_not_null(mkdtemp(images));
  for (uint32_t n = 0; n < ITEMS; n++) {
    painting what = painting_of(n);
    image_path(n, path);
    cr_assert(painted_file(&what, path));
    size += (size_t)snprintf(items + size, sizeof items - size,
                             "i%u\tKinds > k%u\t%s/i%u.ppm\t%s\tc%u\n", n, n / DESIGNS / 3,
                             "https://shop.example/pictures", n,
                             n == 3 ? "out_of_stock" : "in_stock", n / DESIGNS % 3);
  }
}

static void tear_down(void) {
  char path[160];
  for (uint32_t n = 0; n < ITEMS; n++) {
    image_path(n, path);
    (void)unlink(path);
  }
  cr_assert_eq(rmdir(images), 0);
  lab_close(&lab);
}

TestSuite(picture_build, .init = set_up, .fini = tear_down);

static sotto_status build(const char *folder) {
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", items));
  lab.options.images_directory = folder;
  return lab_build(&lab);
}

static so_picture_view view_of(void) {
  so_picture_view view;
  cr_assert_eq(so_picture_view_open(&view, &lab.pack), SOTTO_OK);
  return view;
}

static void describe(const so_picture_view *view, const painting *what, int8_t *ret_vector) {
  so_picture_work *work = calloc(1, sizeof *work);
  uint8_t *pixels = painted(what);
  so_picture_reduce(&(so_picture_pixels){pixels, what->side, what->side, what->side * 3, 3},
                    &work->canvas);
  cr_assert(so_picture_describe(work));
  so_picture_view_project(view, &work->look, ret_vector);
  free(pixels);
  free(work);
}

Test(picture_build, a_thing_elsewhere_in_another_size_finds_its_kind_and_colour) {
  int8_t query[SO_PICTURE_WIDTH_MAX];
  uint32_t right = 0;
  cr_assert_eq(build(images), SOTTO_OK);
  so_picture_view view = view_of();
  cr_assert_eq(view.info.pictures, ITEMS);
  for (uint32_t n = 0; n < ITEMS; n += DESIGNS) {
    so_vector_hit hits[DESIGNS];
    painting what = painting_of(n);
    what.x = 0.43;
    what.size = 0.22;
    what.side = 150;
    describe(&view, &what, query);
    cr_assert_eq(so_vector_scan(&view.table, query, DESIGNS, hits), DESIGNS);
    for (uint32_t k = 0; k < DESIGNS; k++) right += hits[k].row / DESIGNS == n / DESIGNS;
  }
  cr_assert_gt(right, ITEMS * 9 / 10);
}

Test(picture_build, the_same_files_give_the_same_bytes) {
  cr_assert_eq(build(images), SOTTO_OK);
  uint8_t hash[32];
  memcpy(hash, lab.result.hash, sizeof hash);
  cr_assert_eq(build(images), SOTTO_OK);
  cr_assert_eq(memcmp(hash, lab.result.hash, sizeof hash), 0);
}

Test(picture_build, a_pack_without_pictures_has_no_sections_of_them) {
  so_picture_view view;
  cr_assert_eq(build(NULL), SOTTO_OK);
  cr_assert_eq(so_picture_view_open(&view, &lab.pack), SOTTO_E_MISSING);
  cr_assert_not(lab_said(&lab, "picture"));
}

Test(picture_build, files_that_image_link_names_are_read_without_a_folder) {
  for (char *at; (at = strstr(items, "https://shop.example/pictures"));)
    memmove(at, "images", 6), memmove(at + 6, at + 29, strlen(at + 29) + 1);
  char link[160];
  (void)snprintf(link, sizeof link, "%s/images", lab.directory);
  cr_assert_eq(symlink(images, link), 0);
  sotto_status status = build(NULL);
  cr_assert_eq(unlink(link), 0);
  cr_assert_eq(status, SOTTO_OK);
  cr_assert_eq(view_of().info.pictures, ITEMS);
}

Test(picture_build, what_cannot_be_read_is_told_with_its_reason) {
  static const char *const bad[] = {"",
                                    "GIF89a",
                                    "P6 64 64 255\nshort",
                                    "P6 0 9 255\n",
                                    "P6 99999 99999 255\n",
                                    "P6 4 4 65535\n",
                                    "\x89PNG\r\n\x1a\n damaged",
                                    "\xff\xd8\xff damaged"};
  static const char *const why[] = {"i0: the file is empty",
                                    "i1: it is neither PNG, JPEG nor PPM",
                                    "i2: the file is cut off",
                                    "i3: it has no pixels",
                                    "i4: it has more than 64 million pixels",
                                    "i5: its PPM header is not one of 8 bits",
                                    "i6: it is a ",
                                    "i7: it is a "};
  char path[160];
  for (uint32_t n = 0; n < sizeof bad / sizeof *bad; n++) {
    image_path(n, path);
    FILE *file = fopen(path, "wb");
    cr_assert(file && fputs(bad[n], file) >= 0 && !fclose(file));
  }
  image_path(8, path);
  cr_assert_eq(unlink(path), 0);
  image_path(9, path);
  cr_assert(painted_file(&(painting){64, 0, {9, 9, 9}, {9, 9, 9}, 0.5, 0.5, 0.3}, path));
  cr_assert_eq(build(images), SOTTO_OK);
  for (size_t n = 0; n < sizeof why / sizeof *why; n++)
    cr_assert(lab_said(&lab, why[n]), "%s", why[n]);
  cr_assert(lab_said(&lab, "i8: there is no such picture"));
  cr_assert(lab_said(&lab, "i9: no thing stands out in it"));
  so_picture_view view = view_of();
  int8_t vector[SO_PICTURE_WIDTH_MAX];
  cr_assert_eq(view.info.pictures, ITEMS - 10);
  so_vector_get(&view.table, 9, vector);
  for (uint32_t k = 0; k < view.table.width; k++) cr_assert_eq(vector[k], 0);
}

/* The section of the opened pack, to be damaged in place. */
static uint8_t *section_of(uint32_t id, size_t *ret_size) {
  for (uint32_t n = 0; n < lab.pack.header->section_count; n++) {
    const so_pack_section *section = &lab.pack.sections[n];
    *ret_size = (size_t)section->size;
    if (section->id == id) return lab.bytes + section->offset;
  }
  cr_assert(0, "no section %u", id);
  return NULL;
}

Test(picture_build, any_byte_of_what_describes_the_sections_may_be_wrong) {
  int8_t query[SO_PICTURE_WIDTH_MAX] = {0};
  size_t size;
  cr_assert_eq(build(images), SOTTO_OK);
  uint8_t *info = section_of(SO_PICTURE_INFO, &size);
  for (size_t n = 0; n < size * 256; n++) {
    so_picture_view view;
    uint8_t kept = info[n / 256];
    info[n / 256] = (uint8_t)n;
    if (so_picture_view_open(&view, &lab.pack) == SOTTO_OK) {
      painting what = painting_of(0);
      if (n % 64 == 0) describe(&view, &what, query);
      (void)so_picture_view_compare(&view, query, ITEMS - 1);
    }
    info[n / 256] = kept;
  }
}

Test(picture_build, factors_that_are_no_numbers_give_an_empty_vector) {
  int8_t query[SO_PICTURE_WIDTH_MAX];
  size_t size;
  cr_assert_eq(build(images), SOTTO_OK);
  uint8_t *factors = section_of(SO_PICTURE_PROJECTION, &size);
  so_picture_view view = view_of();
  painting what = painting_of(0);
  static const float wild[] = {NAN, INFINITY, -INFINITY, 3e38f};
  for (size_t n = 0; n < sizeof wild / sizeof *wild; n++) {
    for (size_t at = 0; at < size; at += sizeof(float))
      memcpy(factors + at, &wild[n], sizeof(float));
    describe(&view, &what, query);
    for (uint32_t k = 0; k < view.table.width; k++) cr_assert_eq(query[k], 0);
  }
}

/* Out of stock is shown only where a slot's rules say so; here is no slot. */
Test(picture_build, what_is_out_of_stock_may_not_be_shown) {
  so_rank rank;
  so_rank_request request;
  so_mind *mind = calloc(1, sizeof *mind);
  cr_assert_eq(build(images), SOTTO_OK);
  size_t bytes = so_rank_scratch_bytes(lab.pack.item_count, lab.pack.value_count);
  void *scratch = aligned_alloc(64, (bytes + 63) / 64 * 64);
  so_mind_clear(mind);
  so_rank_prepare(&lab.pack, scratch, &rank);
  so_rank_request_init(&request);
  so_rank_near_begin(&rank, &request);
  cr_assert_not(so_rank_near_allows(&rank, mind, 3));
  cr_assert(so_rank_near_allows(&rank, mind, 4));
  free(scratch);
  free(mind);
}
