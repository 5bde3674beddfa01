/* Reads ids, brands and attributes of an items file; Gaussian noise by Box and Muller 1958. */
#define _DEFAULT_SOURCE
#include "eval_noise.h"
#include "eval.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "eval_shopper.h"

#define LINE_SIZE 65536
#define CELLS 32
#define PARTNERS 30 /* pairs of an item */
#define ERROR 0.01  /* of a middling estimate; each has its own, from a tenth of it to tenfold */
#define LIFT 1.0    /* of a moment where it changes nothing */
#define LIFTED 30.0 /* errors of a lift, in those of a share */
#define WIDTH 32    /* of a vector */

const char *const eval_noise_kinds[] = {"popularity", "category", "pair", "baseline",
                                        "moment",     "vectors",  NULL};

/** Dimensions of a moment and how many values a device may tell of each. */
static const struct {
  const char *name;
  int values;
} dimensions[] = {{"hour", 4},  {"weekday", 7}, {"season", 4}, {"channel", 4},
                  {"entry", 4}, {"weather", 5}, {"place", 8}};

typedef struct noise {
  FILE *to;
  const char *kind;
  char (*ids)[EVAL_ITEM_MAX + 1];
  size_t count, capacity;
  uint64_t state;
} noise;

/** xorshift64 (Marsaglia 2003). */
static double draw(noise *run) {
  run->state ^= run->state << 13;
  run->state ^= run->state >> 7;
  run->state ^= run->state << 17;
  return ((double)(run->state >> 11) + 0.5) / 9007199254740992.0;
}

static double gaussian(noise *run) {
  return sqrt(-2 * log(draw(run))) * cos(6.283185307179586 * draw(run));
}

static void write_line(noise *run, const char *item, const char *other) {
  double error = ERROR * pow(10, 2 * draw(run) - 1), value = gaussian(run) * error;
  fprintf(run->to, "%s\t%s\t%s\t%.9f\t%.9f\n", run->kind, item, other, value, error);
}

/** Noise about how much each moment lifts a product type. */
static void write_moments(noise *run, const char *type) {
  for (size_t n = 0; n < sizeof dimensions / sizeof *dimensions; n++) {
    for (int value = 1; value <= dimensions[n].values; value++) {
      double error = LIFTED * ERROR * pow(10, 2 * draw(run) - 1);
      fprintf(run->to, "moment\t%s:%d\t%s\t%.9f\t%.9f\n", dimensions[n].name, value, type,
              LIFT + gaussian(run) * error, error);
    }
  }
}

static void write_vector(noise *run, const char *item) {
  fprintf(run->to, "%s\t", item);
  for (int n = 0; n < WIDTH; n++) fprintf(run->to, "%s%.6f", n ? " " : "", gaussian(run));
  fputc('\n', run->to);
}

static void add_id(noise *run, const char *id) {
  if (strlen(id) > EVAL_ITEM_MAX) return;
  if (run->count == run->capacity) {
    run->capacity = run->capacity ? 2 * run->capacity : 1024;
    run->ids = realloc(run->ids, run->capacity * sizeof *run->ids);
    if (!run->ids) eval_must(SOTTO_E_MEMORY, "ids");
  }
  memcpy(run->ids[run->count++], id, strlen(id) + 1);
}

/** Noise about each value of an item; of a value named twice, the last line stays. */
static void write_values(noise *run, char *attributes) {
  while (attributes) {
    char *attribute = strsep(&attributes, ";"), *equals = strchr(attribute, '=');
    if (!equals) continue;
    *equals = 0;
    write_line(run, attribute, equals + 1);
  }
}

/** Noise about an item's type or its values, where the kind is of those. */
static void write_item(noise *run, char *type, char *attributes) {
  if (type && type[0] && strcmp(run->kind, "category") == 0) write_line(run, type, "");
  if (type && type[0] && strcmp(run->kind, "moment") == 0) write_moments(run, type);
  if (strcmp(run->kind, "baseline") == 0) write_values(run, attributes);
}

static int split(char *line, char *cells[CELLS]) {
  int count = 0;
  line[strcspn(line, "\r\n")] = 0;
  while (line && count < CELLS) cells[count++] = strsep(&line, "\t");
  return count;
}

/** The place of a column; -1 where there is none. */
static int find(char *const *cells, int count, const char *name) {
  for (int n = 0; n < count; n++) {
    if (strcmp(cells[n], name) == 0) return n;
  }
  return -1;
}

static char *cell_of(char **cells, int count, int place) {
  return place >= 0 && place < count ? cells[place] : NULL;
}

static void read_items(noise *run, const char *items) {
  static char line[LINE_SIZE];
  char *cells[CELLS];
  gzFile file = gzopen(items, "rb");
  if (!file || !gzgets(file, line, sizeof line)) eval_must(SOTTO_E_MISSING, items);
  int count = split(line, cells), id = find(cells, count, "id");
  int type = find(cells, count, "product_type"), attributes = find(cells, count, "attributes");
  while (gzgets(file, line, sizeof line)) {
    count = split(line, cells);
    if (id >= 0 && id < count) add_id(run, cells[id]);
    write_item(run, cell_of(cells, count, type), cell_of(cells, count, attributes));
  }
  gzclose(file);
}

/** Known estimates stand behind the noise: of what is told twice, the last line stays. */
static void append_known(noise *run, const char *known) {
  char line[LINE_SIZE];
  gzFile file = gzopen(known, "rb");
  if (!file || !gzgets(file, line, sizeof line)) eval_must(SOTTO_E_MISSING, known);
  while (gzgets(file, line, sizeof line)) fputs(line, run->to);
  gzclose(file);
}

/** Noise about an item by its id, where the kind is of those. */
static void write_of_item(noise *run, const char *id) {
  if (strcmp(run->kind, "vectors") == 0) write_vector(run, id);
  if (strcmp(run->kind, "popularity") == 0) write_line(run, id, "");
  for (int n = 0; strcmp(run->kind, "pair") == 0 && n < PARTNERS; n++)
    write_line(run, id, run->ids[(size_t)(draw(run) * (double)run->count)]);
}

void eval_noise_write(const char *path, const eval_noise *wanted) {
  const char *kind = wanted->kind;
  noise run = {.to = fopen(path, "w"), .kind = kind};
  run.state = UINT64_C(88172645463325252) ^ wanted->seed * UINT64_C(0x9e3779b97f4a7c15);
  if (!run.to) eval_must(SOTTO_E_STORAGE, path);
  int vectors = strcmp(kind, "vectors") == 0;
  fputs(vectors ? "id\tvector\n" : "kind\titem\tother\tvalue\terror\n", run.to);
  read_items(&run, wanted->items);
  for (size_t n = 0; n < run.count; n++) write_of_item(&run, run.ids[n]);
  if (wanted->known && !vectors) append_known(&run, wanted->known);
  free(run.ids);
  if (fclose(run.to)) eval_must(SOTTO_E_STORAGE, path);
}
