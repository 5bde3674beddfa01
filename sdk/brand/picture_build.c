/*
 * Files to sections: see picture_build.h. Each picture is looked at once; of the first few thousand
 * some variations too, from which the learner sees what is not the product.
 */
#include "brand/picture_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/string.h"
#include "brand/picture_file.h"
#include "brand/picture_fit.h"
#include "brand/picture_learn.h"
#include "brand/picture_vary.h"
#include "model/picture_view.h"

#define PATH_MOST 4096
#define VARIED_MOST 3000u /* pictures */
#define VARIATIONS 4u
#define SHAPE_MOST 40u
#define COLOUR_MOST 24u
#define PART_LENGTH 127u

/* A build of pictures under way. */
typedef struct picturing {
  so_assembly *assembly;
  const so_catalogue *catalogue;
  uint32_t items;
  uint32_t found; /* items with a file */
  uint32_t pictures;
  uint32_t step; /* every so many-th is varied */
  uint8_t *has;  /* items: 1 a file, 2 described */
  so_picture_look *looks;
  so_picture_work *work;
  so_picture_work *varied;
  so_picture_classes types;
  so_picture_classes colours;
  so_picture_trials *trials;
  so_picture_learner shape;
  so_picture_learner colour;
  char path[PATH_MOST];
} picturing;

static sotto_text pooled(const picturing *run, uint32_t text) {
  return text == SO_PACK_NONE ? (sotto_text){NULL, 0}
                              : so_text_pool_get(&run->catalogue->pool, text);
}

static void tell(picturing *run, uint32_t found, uint32_t item, const char *words) {
  sotto_text id = {NULL, 0};
  if (item != SO_PACK_NONE) id = pooled(run, so_catalogue_items(run->catalogue)[item].id_text);
  so_find(run->assembly->findings, (so_found){found, {run->path, 0, id}}, "%s", words);
}

/* Bytes of a path up to and with the last slash: the folder that a file is in. */
static int folder_of(const char *file) {
  const char *slash = strrchr(file, '/');
  return slash ? (int)(slash - file) + 1 : 0;
}

/* Puts the first `size` bytes of `folder` and a name together. */
static int is_there(picturing *run, const char *folder, int size, sotto_text name) {
  int whole =
      snprintf(run->path, sizeof run->path, "%.*s%.*s", size, folder, (int)name.size, name.data);
  return whole > 0 && whole < (int)sizeof run->path && access(run->path, F_OK) == 0;
}

/* Beside a file; a name from the root on stands by itself. */
static int is_beside(picturing *run, const char *file, sotto_text name) {
  int rooted = name.size && name.data[0] == '/';
  if (!file) return is_there(run, "", 0, name);
  return is_there(run, file, rooted ? 0 : folder_of(file), name);
}

/* In a folder. */
static int is_in(picturing *run, const char *folder, sotto_text name) {
  char inside[PATH_MOST];
  int size = snprintf(inside, sizeof inside, "%s/", folder);
  return size > 0 && size < (int)sizeof inside && is_there(run, inside, size, name);
}

static sotto_text last_of(sotto_text link) {
  size_t end = link.size, start;
  for (size_t n = 0; n < link.size; n++)
    if (link.data[n] == '?' || link.data[n] == '#') end = n < end ? n : end;
  for (start = end; start > 0 && link.data[start - 1] != '/';) start--;
  return (sotto_text){link.data + start, end - start};
}

/* In a given folder: by the last part of the link, else by the item's id. */
static int find_given(picturing *run, const char *folder, uint32_t item) {
  static const char *const ends[] = {".png", ".jpg", ".jpeg", ".ppm"};
  const so_catalogue_item *about = &so_catalogue_items(run->catalogue)[item];
  sotto_text link = last_of(pooled(run, about->image_text)), id = pooled(run, about->id_text);
  if (link.size && is_in(run, folder, link)) return 1;
  for (size_t n = 0; n < sizeof ends / sizeof *ends && !memchr(id.data, '/', id.size); n++) {
    char name[SO_FEED_ID_MAX + 8];
    int size = snprintf(name, sizeof name, "%.*s%s", (int)id.size, id.data, ends[n]);
    if (is_in(run, folder, (sotto_text){name, (size_t)size})) return 1;
  }
  return 0;
}

static int is_on_web(sotto_text link) {
  for (size_t n = 0; n + 2 < link.size; n++)
    if (memcmp(link.data + n, "://", 3) == 0) return 1;
  return 0;
}

/* Puts the path of an item's picture into `path`; 1 where it is there, -1 where it should be. */
static int find_file(picturing *run, uint32_t item) {
  const so_picture_folders *folders = run->assembly->pictures;
  sotto_text link = pooled(run, so_catalogue_items(run->catalogue)[item].image_text);
  if (folders->given) return find_given(run, folders->given, item) ? 1 : link.size ? -1 : 0;
  if (!link.size || is_on_web(link)) return 0;
  if (folders->feed && is_beside(run, folders->feed, link)) return 1;
  return is_beside(run, folders->brand, link) ? 1 : -1;
}

static void find_files(picturing *run) {
  for (uint32_t item = 0; item < run->items; item++) {
    int there = find_file(run, item);
    if (there < 0)
      tell(run, SO_FIND_WARNING(SOTTO_FINDING_PICTURE), item, "there is no such picture");
    run->has[item] = there > 0;
    run->found += there > 0;
  }
}

/* Adds what a canvas looks like to both learners. */
static void learn(picturing *run, const so_picture_look *look, uint32_t item) {
  uint32_t type = run->types.of_item[item], colour = run->colours.of_item[item];
  if (type != SO_PACK_NONE) so_picture_learner_add(&run->shape, look->shape, type);
  if (colour != SO_PACK_NONE) so_picture_learner_add(&run->colour, look->colour, colour);
}

/* Variations of the picture in `work`: to learn from, and now and then one to be tried. */
static void vary(picturing *run, uint32_t item) {
  uint32_t tried = run->found / SO_PICTURE_TRIALS_MAX + 1;
  for (uint64_t n = 0; n <= VARIATIONS; n++) {
    int is_trial = n == VARIATIONS;
    if (is_trial && (run->pictures % tried || run->trials->count == SO_PICTURE_TRIALS_MAX)) return;
    so_picture_vary(run->work, item * (uint64_t)(VARIATIONS + 1) + n, &run->varied->canvas);
    if (!so_picture_describe(run->varied)) continue;
    if (is_trial)
      run->trials->list[run->trials->count++] = (so_picture_trial){item, run->varied->look};
    else
      learn(run, &run->varied->look, item);
  }
}

static const char *describe(picturing *run, uint32_t item) {
  so_picture_pixels pixels;
  uint8_t *rows;
  (void)find_file(run, item);
  const char *why = so_picture_file_read(run->path, &pixels, &rows);
  if (why) return why;
  so_picture_reduce(&pixels, &run->work->canvas);
  free(rows);
  if (!so_picture_describe(run->work)) return "no thing stands out in it";
  run->looks[item] = run->work->look;
  run->has[item] = 2;
  learn(run, &run->work->look, item);
  if (run->pictures % run->step == 0) vary(run, item);
  run->pictures++;
  return NULL;
}

static void describe_all(picturing *run) {
  uint32_t done = 0;
  run->step = run->found / VARIED_MOST + 1;
  for (uint32_t item = 0; item < run->items; item++) {
    if (!run->has[item]) continue;
    const char *why = describe(run, item);
    if (why) tell(run, SO_FIND_WARNING(SOTTO_FINDING_PICTURE), item, why);
    so_find_progress(run->assembly->findings, "pictures", ++done, run->found);
  }
}

static sotto_status lend(picturing *run) {
  run->looks = calloc(run->items, sizeof *run->looks);
  run->work = calloc(1, sizeof *run->work);
  run->varied = calloc(1, sizeof *run->varied);
  run->trials = calloc(1, sizeof *run->trials);
  if (!run->looks || !run->work || !run->varied || !run->trials) return SOTTO_E_MEMORY;
  sotto_status status = so_picture_class_types(run->catalogue, run->has, &run->types);
  if (!status) status = so_picture_class_colours(run->catalogue, run->has, &run->colours);
  if (!status) status = so_picture_learner_start(&run->shape, SO_PICTURE_SHAPE, run->types.count);
  if (!status)
    status = so_picture_learner_start(&run->colour, SO_PICTURE_COLOUR, run->colours.count);
  return status;
}

/* A vector per item that has a picture. */
static void project(picturing *run, so_picture_view *view, so_array *strips) {
  uint32_t width = view->info.shape_width + view->info.colour_width;
  view->table = (so_vector_table){NULL, run->items, width, SO_VECTOR_BEST};
  so_array_resize(strips, so_vector_table_bytes(run->items, width));
  for (uint32_t item = 0; item < run->items && !strips->failed; item++) {
    int8_t vector[SO_PICTURE_WIDTH_MAX];
    if (run->has[item] != 2) continue;
    so_picture_view_project(view, &run->looks[item], vector);
    so_vector_put(strips->data, width, item, vector);
  }
  view->table.strips = strips->data;
}

static sotto_status put_sections(picturing *run) {
  so_pack_writer *writer = &run->assembly->writer;
  so_array *info = so_pack_writer_section(writer, SO_PICTURE_INFO, sizeof(so_picture_info));
  so_array *rows = so_pack_writer_section(writer, SO_PICTURE_PROJECTION, sizeof(float));
  so_array *strips = so_pack_writer_section(writer, SO_PICTURE_VECTORS, 1);
  so_picture_view view = {.info = {.format = SO_PICTURE_FORMAT,
                                   .pictures = run->pictures,
                                   .shape_length = PART_LENGTH,
                                   .colour_length = PART_LENGTH}};
  sotto_status status =
      so_picture_learner_finish(&run->shape, SHAPE_MOST, rows, &view.info.shape_width);
  if (!status)
    status = so_picture_learner_finish(&run->colour, COLOUR_MOST, rows, &view.info.colour_width);
  if (status || view.info.shape_width + view.info.colour_width == 0) return status;
  view.projection = rows->data;
  project(run, &view, strips);
  if (!strips->failed) {
    so_picture_fit(&view, run->trials, (so_picture_labels){&run->types, &run->colours});
    project(run, &view, strips);
  }
  so_array_push(info, &view.info);
  so_find(run->assembly->findings,
          (so_found){SO_FIND_NOTE(SOTTO_FINDING_PICTURE), {"pictures", 0, {NULL, 0}}},
          "%u described, %u classes of shape, %u of colour, weighed %u to %u; %u bytes an item, "
          "%zu in all",
          run->pictures, run->types.count, run->colours.count,
          view.info.shape_length * view.info.shape_length,
          view.info.colour_length * view.info.colour_length, view.table.width,
          strips->count + rows->count * sizeof(float));
  return SOTTO_OK;
}

static sotto_status build(picturing *run) {
  run->has = calloc((size_t)run->items + 1, 1);
  if (!run->has) return SOTTO_E_MEMORY;
  find_files(run);
  if (!run->found) return SOTTO_OK;
  sotto_status status = lend(run);
  if (status) return status;
  describe_all(run);
  return run->pictures > 1 ? put_sections(run) : SOTTO_OK;
}

static void clean(picturing *run) {
  so_picture_learner_free(&run->shape);
  so_picture_learner_free(&run->colour);
  free(run->types.of_item);
  free(run->colours.of_item);
  free(run->looks);
  free(run->work);
  free(run->varied);
  free(run->trials);
  free(run->has);
  free(run);
}

sotto_status so_picture_build_sections(so_assembly *assembly) {
  if (!assembly->pictures) return SOTTO_OK;
  picturing *run = calloc(1, sizeof *run);
  if (!run) return SOTTO_E_MEMORY;
  run->assembly = assembly;
  run->catalogue = assembly->catalogue;
  run->items = (uint32_t)assembly->catalogue->items.count;
  sotto_status status = build(run);
  clean(run);
  return status;
}
