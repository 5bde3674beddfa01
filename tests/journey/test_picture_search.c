/*
 * Things like a picture, through the public interface: what is alike comes first and says why, the
 * slot's rules and tact hold, what is no picture is told, and nothing of it is kept.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lab.h"
#include "painter.h"

/* What the catalogue's pictures show. */
static const struct {
  const char *item;
  uint32_t kind;
  uint8_t paint[3];
} shown_in[] = {
    {"tent-2", PAINTED_TRIANGLE, {40, 140, 60}}, {"tent-4", PAINTED_TRIANGLE, {50, 150, 70}},
    {"tent-6", PAINTED_TRIANGLE, {40, 70, 190}}, {"pot", PAINTED_DISC, {130, 134, 140}},
    {"rope", PAINTED_DISC, {44, 74, 180}},       {"harness", PAINTED_DISC, {200, 40, 40}},
    {"boots", PAINTED_BOOT, {120, 80, 50}},      {"shoes", PAINTED_BOOT, {44, 142, 64}},
    {"poles", PAINTED_BAR, {40, 40, 44}},        {"balm", PAINTED_BAR, {210, 30, 150}},
    {"fins", PAINTED_BAR, {40, 72, 186}}};

typedef struct seen {
  size_t count;
  char items[16][32];
  char reasons[16][96];
  int64_t scores[16];
} seen;

typedef struct album {
  lab_world lab;
  char images[96];
  sotto *profile;
  sotto_picture picture;
  sotto_request request;
  seen seen;
} album;

static uint32_t note(void *context, const sotto_picture_pick *pick) {
  seen *to = context;
  if (to->count == 16) return 1;
  cr_assert_eq(pick->score_micro, pick->shape_micro + pick->colour_micro);
  cr_assert_leq(pick->score_micro, 1000000);
  snprintf(to->items[to->count], sizeof to->items[0], "%.*s", (int)pick->item.size,
           pick->item.data);
  snprintf(to->reasons[to->count], sizeof to->reasons[0], "%.*s", (int)pick->reason.size,
           pick->reason.data);
  to->scores[to->count++] = pick->score_micro;
  return 0;
}

static void begin(album *with) {
  memset(with, 0, sizeof *with);
  lab_begin(&with->lab);
  snprintf(with->images, sizeof with->images, "%s/images", with->lab.root);
  cr_assert_eq(mkdir(with->images, 0700), 0);
  for (size_t n = 0; n < sizeof shown_in / sizeof *shown_in; n++) {
    char path[160];
    painting what = {80, shown_in[n].kind, {0}, {250, 248, 244}, 0.5, 0.5, 0.32};
    memcpy(what.paint, shown_in[n].paint, 3);
    snprintf(path, sizeof path, "%s/%s.ppm", with->images, shown_in[n].item);
    cr_assert(painted_file(&what, path));
  }
  with->profile = lab_open(&with->lab);
  lab_build_pack(&with->lab, &(lab_pack){.images = with->images});
  cr_assert_eq(sotto_pack_install(with->profile, with->lab.pack), SOTTO_OK);
  sotto_request_init(&with->request);
  sotto_picture_init(&with->picture);
}

static void end(album *with) {
  if (with->profile) sotto_close(with->profile);
  lab_end(&with->lab);
}

static sotto_status try_search(album *with) {
  const sotto_picture_visit visit = {note, &with->seen};
  memset(&with->seen, 0, sizeof with->seen);
  return sotto_picture_search(with->profile, &with->picture, &with->request, &visit);
}

/* Searches with what is in no picture of the catalogue: another place, size and ground. */
static void search(album *with, uint32_t kind, const uint8_t paint[3]) {
  painting what = {133, kind, {0}, {214, 222, 200}, 0.46, 0.55, 0.26};
  memcpy(what.paint, paint, 3);
  uint8_t *pixels = painted(&what);
  with->picture.pixels = pixels;
  with->picture.width = with->picture.height = what.side;
  cr_assert_eq(try_search(with), SOTTO_OK);
  free(pixels);
}

static int shows(const album *with, const char *item) {
  for (size_t n = 0; n < with->seen.count; n++)
    if (strcmp(with->seen.items[n], item) == 0) return 1;
  return 0;
}

static const uint8_t green[3] = {46, 146, 66}, blue[3] = {42, 70, 184}, magenta[3] = {212, 34, 150};

Test(picture_search, what_is_alike_comes_first_and_says_why) {
  album with;
  begin(&with);
  search(&with, PAINTED_TRIANGLE, green);
  cr_assert(strncmp(with.seen.items[0], "tent-", 5) == 0, "%s", with.seen.items[0]);
  cr_assert(shows(&with, "tent-2") && shows(&with, "tent-4"));
  cr_assert_str_eq(with.seen.reasons[0], "similar shape and colour");
  for (size_t n = 1; n < with.seen.count; n++)
    cr_assert_leq(with.seen.scores[n], with.seen.scores[n - 1]);
  search(&with, PAINTED_DISC, blue);
  cr_assert_str_eq(with.seen.items[0], "rope");
  end(&with);
}

Test(picture_search, it_is_said_in_spanish) {
  album with;
  begin(&with);
  sotto_close(with.profile);
  with.lab.options.locale = "es";
  with.profile = lab_open(&with.lab);
  search(&with, PAINTED_TRIANGLE, green);
  cr_assert_str_eq(with.seen.reasons[0], "forma y color parecidos");
  end(&with);
}

Test(picture_search, discreet_items_are_not_shown_even_for_their_own_picture) {
  album with;
  begin(&with);
  search(&with, PAINTED_BAR, magenta);
  cr_assert_gt(with.seen.count, 0);
  cr_assert_not(shows(&with, "balm"));
  end(&with);
}

Test(picture_search, rules_exclusions_and_not_this_hold) {
  album with;
  begin(&with);
  with.request.slot = lab_text("tents");
  search(&with, PAINTED_DISC, blue);
  cr_assert_eq(with.seen.count, 2, "the slot's limit");
  for (size_t n = 0; n < 2; n++) cr_assert_eq(strncmp(with.seen.items[n], "tent-", 5), 0);
  with.request.slot = lab_text("nowhere");
  cr_assert_eq(try_search(&with), SOTTO_E_MISSING);
  sotto_request_init(&with.request);
  const sotto_text excluded = lab_text("rope");
  with.request.exclude = &excluded;
  with.request.exclude_count = 1;
  search(&with, PAINTED_DISC, blue);
  cr_assert_not(shows(&with, "rope"));
  sotto_request_init(&with.request);
  cr_assert_eq(sotto_pick_dismiss(with.profile, lab_text("rope")), SOTTO_OK);
  search(&with, PAINTED_DISC, blue);
  cr_assert_not(shows(&with, "rope"));
  end(&with);
}

Test(picture_search, an_item_without_a_picture_is_never_alike) {
  album with;
  begin(&with);
  with.request.limit = 16;
  search(&with, PAINTED_TRIANGLE, green);
  cr_assert_not(shows(&with, "stove"));
  cr_assert_not(shows(&with, "socks"));
  end(&with);
}

Test(picture_search, what_is_no_picture_is_told) {
  static const uint8_t few[4 * 3] = {255, 255, 255, 200, 0, 0, 0, 0, 200, 255, 255, 255};
  static uint8_t row[20000 * 3];
  album with;
  begin(&with);
  cr_assert_eq(try_search(&with), SOTTO_E_ARGUMENT, "no pixels");
  with.picture.pixels = few;
  with.picture.width = with.picture.height = 2;
  cr_assert_eq(try_search(&with), SOTTO_E_MISSING, "a few pixels");
  with.picture.width = with.picture.height = 0;
  with.picture.pixels = row;
  cr_assert_eq(try_search(&with), SOTTO_E_ARGUMENT, "0 x 0");
  with.picture.width = with.picture.height = 1;
  cr_assert_eq(try_search(&with), SOTTO_E_MISSING, "1 x 1");
  with.picture.width = with.picture.height = 64;
  cr_assert_eq(try_search(&with), SOTTO_E_MISSING, "one colour");
  with.picture.stride = 64 * 3 - 1;
  cr_assert_eq(try_search(&with), SOTTO_E_ARGUMENT, "rows overlap");
  with.picture.stride = SIZE_MAX;
  cr_assert_eq(try_search(&with), SOTTO_E_ARGUMENT, "rows beyond memory");
  with.picture.stride = 0;
  with.picture.format = 9;
  cr_assert_eq(try_search(&with), SOTTO_E_ARGUMENT, "no such format");
  with.picture.format = SOTTO_PICTURE_RGB8;
  with.picture.width = 20000;
  with.picture.height = 1;
  cr_assert_eq(try_search(&with), SOTTO_E_MISSING, "a line");
  with.picture.width = SOTTO_PICTURE_SIDE_MAX + 1;
  cr_assert_eq(try_search(&with), SOTTO_E_LIMIT, "too wide");
  with.picture.struct_size = 4;
  cr_assert_eq(try_search(&with), SOTTO_E_ARGUMENT, "of another library");
  cr_assert_eq(with.seen.count, 0);
  end(&with);
}

Test(picture_search, a_picture_20000_pixels_wide_is_answered) {
  album with;
  begin(&with);
  uint8_t *pixels = malloc((size_t)20000 * 4000 * 3);
  cr_assert_not_null(pixels);
  for (size_t n = 0; n < (size_t)20000 * 4000; n++) {
    int inside = n % 20000 > 9000 && n % 20000 < 11000 && n / 20000 > 800 && n / 20000 < 3200;
    memcpy(pixels + 3 * n, inside ? blue : (const uint8_t[]){240, 240, 240}, 3);
  }
  with.picture.pixels = pixels;
  with.picture.width = 20000;
  with.picture.height = 4000;
  cr_assert_eq(try_search(&with), SOTTO_OK);
  cr_assert_gt(with.seen.count, 0);
  free(pixels);
  end(&with);
}

Test(picture_search, a_pack_without_pictures_says_so) {
  album with;
  begin(&with);
  lab_build_pack(&with.lab, &(lab_pack){.name = "plain.sottopack", .sequence = 2});
  cr_assert_eq(sotto_pack_install(with.profile, with.lab.pack), SOTTO_OK);
  static uint8_t pixels[16 * 16 * 3];
  with.picture.pixels = pixels;
  with.picture.width = with.picture.height = 16;
  cr_assert_eq(try_search(&with), SOTTO_E_STATE);
  end(&with);
}

static uint32_t count_row(void *context, const sotto_audit_row *row) {
  (void)row;
  (*(size_t *)context)++;
  return 0;
}

/* The ground of the searched picture is the bytes "Zan", over and over. */
Test(picture_search, nothing_of_a_picture_is_kept) {
  album with;
  char database[128];
  size_t rows[2] = {0};
  begin(&with);
  lab_record(with.profile, SOTTO_EVENT_VIEW_ITEM, "tent-4");
  cr_assert_eq(sotto_flush(with.profile), SOTTO_OK);
  sotto_mindset mindset = lab_mindset(with.profile);
  size_t events = lab_kept(with.profile, "event");
  snprintf(database, sizeof database, "%s/profile.db", with.lab.profile);
  lab_file before = lab_read_file(database);
  cr_assert_eq(sotto_audit_each(with.profile, 0, count_row, &rows[0]), SOTTO_OK);
  painting what = {96, PAINTED_DISC, {40, 70, 190}, {'Z', 'a', 'n'}, 0.5, 0.5, 0.3};
  uint8_t *pixels = painted(&what);
  with.picture.pixels = pixels;
  with.picture.width = with.picture.height = what.side;
  for (int n = 0; n < 5; n++) cr_assert_eq(try_search(&with), SOTTO_OK);
  cr_assert_gt(with.seen.count, 0);
  cr_assert_eq(sotto_flush(with.profile), SOTTO_OK);
  cr_assert_eq(sotto_audit_each(with.profile, 0, count_row, &rows[1]), SOTTO_OK);
  lab_file after = lab_read_file(database);
  cr_assert_eq(rows[0], rows[1], "the audit log");
  cr_assert_eq(lab_kept(with.profile, "event"), events);
  cr_assert_eq(lab_mindset(with.profile), mindset);
  cr_assert(before.size == after.size && memcmp(before.data, after.data, after.size) == 0);
  sotto_close(with.profile);
  with.profile = NULL;
  cr_assert_not(lab_files_hold(&with.lab, "ZanZanZanZan"));
  free(before.data);
  free(after.data);
  free(pixels);
  end(&with);
}
