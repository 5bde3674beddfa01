/*
 * sotto-eval picture: how good "things like this picture" is, through the product's own path: a
 * pack is built from the items and their image files, a profile in memory installs it and is asked
 * each query picture. p10_type_colour: of ten picks, the share that has both the product type and
 * the colour of the query; random: the mean share of such items in the catalogue; ratio: the first
 * by the second. p10_degraded: the same for queries whose set is "degraded". p10_unlabelled: the
 * same as the first with a pack from the same pictures without product types and colours, that is,
 * without labels for the projection. p50_us: processor time of one call.
 *
 *   --items F        items format: product_type, and `color` among the attributes
 *   --images DIR     <id>.png, .jpg or .ppm
 *   --queries F      file (PPM, beside F), product_type, color, set
 *   --least-ratio N  fails below
 */
#define _GNU_SOURCE
#include "eval.h"

#include <sotto/sotto.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "eval_shopper.h"

#define DEPTH 10u
#define LINE_MAX_BYTES 65536
#define CELLS 8u

/* What an item or a query is called: "type\tcolour". */
typedef struct labelled {
  char *name; /* id or file */
  char *label;
  int degraded;
} labelled;

typedef struct labels {
  labelled *rows;
  size_t count;
} labels;

/* Sums over the queries of one set. */
typedef struct score {
  double hits;
  double random;
  size_t queries;
} score;

typedef struct asking {
  const labels *items;
  const char *wanted;
  uint32_t hits;
} asking;

static void must(int good, const char *what) {
  if (good) return;
  fprintf(stderr, "sotto-eval picture: %s\n", what);
  exit(EVAL_USAGE);
}

static char *joined(const char *a, const char *b) {
  char *text = NULL;
  must(asprintf(&text, "%s\t%s", a, b) >= 0, "out of memory");
  return text;
}

/* The value of "color=" among "key=value;key=value", cut out in place. */
static const char *colour_of(char *attributes) {
  for (char *at; (at = strsep(&attributes, ";"));)
    if (strncmp(at, "color=", 6) == 0) return at + 6;
  return "";
}

static labels read_labels(const char *path, int are_items) {
  static char line[LINE_MAX_BYTES];
  labels read = {NULL, 0};
  FILE *file = fopen(path, "r");
  must(file != NULL, path);
  must(fgets(line, sizeof line, file) != NULL, path);
  while (fgets(line, sizeof line, file)) {
    char *cells[CELLS] = {0}, *rest = line;
    line[strcspn(line, "\r\n")] = 0;
    for (uint32_t n = 0; n < CELLS && rest; n++) cells[n] = strsep(&rest, "\t");
    must(cells[are_items ? 6 : 3] != NULL, "a row lacks cells");
    read.rows = realloc(read.rows, (read.count + 1) * sizeof *read.rows);
    must(read.rows != NULL, "out of memory");
    read.rows[read.count++] =
        are_items ? (labelled){strdup(cells[0]), joined(cells[3], colour_of(cells[6])), 0}
                  : (labelled){strdup(cells[0]), joined(cells[1], cells[2]),
                               strcmp(cells[3], "degraded") == 0};
  }
  (void)fclose(file);
  return read;
}

static void free_labels(labels *given) {
  for (size_t n = 0; n < given->count; n++) {
    free(given->rows[n].name);
    free(given->rows[n].label);
  }
  free(given->rows);
}

static int by_name(const void *a, const void *b) {
  return strcmp(((const labelled *)a)->name, ((const labelled *)b)->name);
}

/* What an app does: decodes its picture and lends the pixels. */
static uint8_t *read_ppm(const char *folder, const char *name, sotto_picture *ret_picture) {
  char path[4096];
  unsigned width = 0, height = 0;
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  must(file != NULL, path);
  must(fscanf(file, "P6 %u %u 255", &width, &height) == 2 && fgetc(file) != EOF, path);
  size_t size = (size_t)width * height * 3;
  uint8_t *pixels = malloc(size);
  must(pixels && fread(pixels, 1, size, file) == size, path);
  (void)fclose(file);
  sotto_picture_init(ret_picture);
  ret_picture->pixels = pixels;
  ret_picture->width = width;
  ret_picture->height = height;
  return pixels;
}

static uint32_t take(void *context, const sotto_picture_pick *pick) {
  asking *to = context;
  char *id = strndup(pick->item.data, pick->item.size);
  must(id != NULL, "out of memory");
  const labelled *item = bsearch(&(labelled){.name = id}, to->items->rows, to->items->count,
                                 sizeof *to->items->rows, by_name);
  to->hits += item && strcmp(item->label, to->wanted) == 0;
  free(id);
  return 0;
}

static double share_of(const labels *items, const char *label) {
  size_t same = 0;
  for (size_t n = 0; n < items->count; n++) same += strcmp(items->rows[n].label, label) == 0;
  return (double)same / (double)items->count;
}

/* Builds without product types and colours what `path` names; gives the new file's path. */
static void strip_labels(const char *path, const char *to) {
  static char line[LINE_MAX_BYTES];
  FILE *from = fopen(path, "r"), *out = fopen(to, "w");
  must(from && out, to);
  must(fputs("id\ttitle\tprice_minor\n", out) >= 0 && fgets(line, sizeof line, from), to);
  while (fgets(line, sizeof line, from))
    fprintf(out, "%.*s\tthing\t1000\n", (int)strcspn(line, "\t"), line);
  (void)fclose(from);
  must(fclose(out) == 0, to);
}

/* What one run over all queries gives. */
typedef struct result {
  score clean;
  score degraded;
  double *times_us;
  size_t count;
} result;

static void ask(eval_shopper *shopper, const char *folder, const labelled *query,
                const labels *items, result *to) {
  sotto_picture picture;
  sotto_request request;
  asking asked = {items, query->label, 0};
  const sotto_picture_visit visit = {take, &asked};
  uint8_t *pixels = read_ppm(folder, query->name, &picture);
  sotto_request_init(&request);
  request.limit = DEPTH;
  double start = eval_cpu_s();
  sotto_status status = sotto_picture_search(shopper->profile, &picture, &request, &visit);
  to->times_us[to->count++] = (eval_cpu_s() - start) * 1e6;
  if (status != SOTTO_E_MISSING) eval_must(status, query->name);
  score *sum = query->degraded ? &to->degraded : &to->clean;
  sum->hits += asked.hits / (double)DEPTH;
  sum->random += share_of(items, query->label);
  sum->queries++;
  free(pixels);
}

static result run(eval_inputs inputs, const char *queries_file, const labels *queries,
                  const labels *items) {
  char *folder = strdup(queries_file), *slash = folder ? strrchr(folder, '/') : NULL;
  eval_shopper shopper;
  result made = {.times_us = calloc(queries->count + 1, sizeof *made.times_us)};
  must(folder && made.times_us, "out of memory");
  if (slash) *slash = 0;
  eval_shopper_begin(&shopper);
  eval_shopper_build(&shopper, inputs);
  for (size_t n = 0; n < queries->count; n++) {
    ask(&shopper, slash ? folder : ".", &queries->rows[n], items, &made);
    eval_progress("pictures", n + 1, queries->count);
  }
  eval_shopper_end(&shopper);
  free(folder);
  return made;
}

static double mean(double sum, const score *of) {
  return of->queries ? sum / (double)of->queries : 0;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double unlabelled(eval_inputs inputs, const char *queries_file, const labels *queries,
                         const labels *items) {
  char path[] = "/var/tmp/sotto-eval-XXXXXX";
  int file = mkstemp(path);
  must(file >= 0 && !close(file), "cannot write to /var/tmp");
  strip_labels(inputs.items, path);
  inputs.items = path;
  result made = run(inputs, queries_file, queries, items);
  (void)unlink(path);
  free(made.times_us);
  return mean(made.clean.hits, &made.clean);
}

int eval_picture(int argc, char **argv) {
  const char *queries_file = NULL;
  uint64_t least = 0;
  eval_inputs inputs = {0};
  const eval_option options[] = {{"items", &inputs.items, NULL},
                                 {"images", &inputs.images, NULL},
                                 {"queries", &queries_file, NULL},
                                 {"least-ratio", NULL, &least},
                                 {NULL, NULL, NULL}};
  if (!eval_options(options, argc, argv)) return EVAL_USAGE;
  must(inputs.items && inputs.images && queries_file, "needs --items, --images and --queries");
  labels items = read_labels(inputs.items, 1), queries = read_labels(queries_file, 0);
  must(items.count && queries.count, "nothing to ask");
  qsort(items.rows, items.count, sizeof *items.rows, by_name);
  result made = run(inputs, queries_file, &queries, &items);
  double without = unlabelled(inputs, queries_file, &queries, &items);
  qsort(made.times_us, made.count, sizeof *made.times_us, by_size);
  double p10 = mean(made.clean.hits, &made.clean), random = mean(made.clean.random, &made.clean);
  double ratio = random > 0 ? p10 / random : 0;
  printf("{\"queries\":%zu,\"p10_type_colour\":%.4f,\"random\":%.5f,\"ratio\":%.1f,"
         "\"p10_degraded\":%.4f,\"p10_unlabelled\":%.4f,\"p50_us\":%.0f}\n",
         made.clean.queries, p10, random, ratio, mean(made.degraded.hits, &made.degraded), without,
         made.times_us[made.count / 2]);
  free(made.times_us);
  free_labels(&items);
  free_labels(&queries);
  return ratio >= (double)least ? EVAL_DONE : EVAL_FAILED;
}
