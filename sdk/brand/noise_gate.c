/* Only what lies above nothing can stand out: devices use nothing else. */
#include "brand/noise_gate.h"

#include <math.h>
#include <stdlib.h>

#define FALSE_RATE 0.01
#define REST_ERRORS 3.0

/** How far an estimate lies above nothing, in standard errors. */
typedef struct standing {
  double errors;
  size_t place;
} standing;

static int furthest_first(const void *left, const void *right) {
  const standing *a = left, *b = right;
  if (a->errors > b->errors) return -1;
  if (a->errors < b->errors) return 1;
  return (a->place > b->place) - (a->place < b->place);
}

static size_t gather(const so_noise_table *table, standing *to) {
  size_t known = 0;
  for (size_t n = 0; n < table->count; n++) {
    double above = (double)table->estimates[n].value - (double)table->nothing;
    double error = (double)table->estimates[n].error;
    if (error > 0)
      to[known++] = (standing){above / error, n};
    else if (above > 0) /* exact */
      to[known++] = (standing){INFINITY, n};
  }
  return known;
}

/** How many of those furthest out stand out. */
static size_t outstanding(const standing *of, size_t count) {
  size_t n = 0;
  while (n < count && erfc(of[n].errors / sqrt(2)) / 2 * (double)(count - n) <= FALSE_RATE) n++;
  return n;
}

/** 1 where the rest lies above nothing as a whole. */
static int tells(const standing *rest, size_t count) {
  double sum = 0;
  for (size_t n = 0; n < count; n++) sum += rest[n].errors;
  return sum > REST_ERRORS * sqrt((double)count);
}

sotto_status so_noise_gate(const so_noise_table *table, uint8_t *ret_marks, size_t *ret_marked) {
  standing *of = calloc(table->count + 1, sizeof *of);
  if (!of) return SOTTO_E_MEMORY;
  size_t known = gather(table, of), first, marked = 0;
  qsort(of, known, sizeof *of, furthest_first);
  first = outstanding(of, known);
  for (size_t n = 0; n < table->count; n++) ret_marks[n] = 0;
  if (!tells(of + first, known - first))
    for (size_t n = first; n < known; n++, marked++) ret_marks[of[n].place] = 1;
  free(of);
  *ret_marked = marked;
  return SOTTO_OK;
}
