/* Groups of cells are masks; their sums are taken anew each time, for a table is small. */
#include "brand/audience_propose.h"

#include <math.h>

/* A sum of standardized squares and how many free squares it has by chance. */
typedef struct squares {
  double sum;
  uint32_t freedom;
} squares;

/* Groups under way. */
typedef struct grouping {
  const so_propose_table *table;
  double level;
  uint32_t freedom; /* of the whole table */
  uint32_t known;   /* cells with a rate in any row */
  uint32_t groups[SO_PROPOSE_CELLS_MAX];
  uint32_t count;
} grouping;

/* Chance that a chi-square exceeds `sum`: Abramowitz and Stegun 1964, 26.4.4 and 26.4.5, each term
   by its logarithm so that many rows do not underflow to certainty. */
static double tail(squares of) {
  double half = of.sum / 2, power = of.freedom % 2 ? .5 : 0, chance = 0;
  if (!(half > 0)) return 1;
  if (of.freedom % 2) chance = erfc(sqrt(half));
  for (; power < of.freedom / 2.0; power++)
    chance += exp(power * log(half) - half - lgamma(power + 1));
  return fmin(chance, 1);
}

static const sotto_rate *rate_at(const so_propose_table *table, uint32_t row, uint32_t cell) {
  const sotto_rate *rate = &table->rates[row * table->cells + cell];
  return rate->suppressed || !(rate->error > 0) || !isfinite(rate->error) ? NULL : rate;
}

/* What the cells of a mask have in a row, each weighted by 1 / error^2; 0 where none is known. */
static uint32_t pool(const so_propose_table *table, uint32_t row, uint32_t mask,
                     so_pooled *ret_pooled) {
  double weights = 0, sum = 0;
  uint32_t known = 0;
  for (uint32_t cell = 0; cell < table->cells; cell++) {
    const sotto_rate *rate = mask >> cell & 1u ? rate_at(table, row, cell) : NULL;
    if (!rate) continue;
    weights += 1 / (rate->error * rate->error);
    sum += rate->rate / (rate->error * rate->error);
    known++;
  }
  if (known) *ret_pooled = (so_pooled){sum / weights, 1 / sqrt(weights)};
  return known;
}

/* How far the cells of a mask lie from what they have in common. */
static squares spread(const so_propose_table *table, uint32_t mask) {
  squares all = {0, 0};
  for (uint32_t row = 0; row < table->rows; row++) {
    so_pooled middle;
    uint32_t known = pool(table, row, mask, &middle);
    if (!known) continue;
    all.freedom += known - 1;
    for (uint32_t cell = 0; cell < table->cells; cell++) {
      const sotto_rate *rate = mask >> cell & 1u ? rate_at(table, row, cell) : NULL;
      double off = rate ? (rate->rate - middle.rate) / rate->error : 0;
      all.sum += off * off;
    }
  }
  return all;
}

static double square_of(so_pooled a, so_pooled b) {
  double off = a.rate - b.rate;
  return off * off / (a.error * a.error + b.error * b.error);
}

/* How far two groups lie apart: what joining them adds to their spread. */
static squares apart(const so_propose_table *table, uint32_t one, uint32_t other) {
  squares all = {0, 0};
  for (uint32_t row = 0; row < table->rows; row++) {
    so_pooled a, b;
    if (!pool(table, row, one, &a) || !pool(table, row, other, &b)) continue;
    all.sum += square_of(a, b);
    all.freedom++;
  }
  return all;
}

static int passes(const grouping *run, double sum) {
  return tail((squares){sum, run->freedom}) < run->level;
}

static void begin(grouping *run) {
  for (uint32_t cell = 0; cell < run->table->cells; cell++) {
    so_pooled unused;
    uint32_t known = 0;
    for (uint32_t row = 0; row < run->table->rows; row++)
      known |= pool(run->table, row, 1u << cell, &unused);
    if (known) run->groups[run->count++] = 1u << cell;
    run->known |= known ? 1u << cell : 0;
  }
  run->freedom = spread(run->table, run->known).freedom;
}

/* Joins the two groups that lie nearest, of those that would still agree; 0: there are none. */
static int join(grouping *run) {
  uint32_t one = 0, other = 0;
  double nearest = INFINITY;
  for (uint32_t a = 0; a < run->count; a++)
    for (uint32_t b = a + 1; b < run->count; b++) {
      double sum = apart(run->table, run->groups[a], run->groups[b]).sum;
      uint32_t joined = run->groups[a] | run->groups[b];
      if (sum >= nearest || passes(run, spread(run->table, joined).sum)) continue;
      nearest = sum;
      one = a;
      other = b;
    }
  if (!other) return 0;
  run->groups[one] |= run->groups[other];
  run->groups[other] = run->groups[--run->count];
  return 1;
}

/* Those of a group that differ from the rest by themselves. */
static uint32_t telling(const grouping *run, uint32_t group, uint32_t rest) {
  uint32_t members = 0, cells = run->table->cells;
  for (uint32_t cell = 0; cell < cells; cell++) {
    uint32_t own = group & 1u << cell;
    if (own && tail(apart(run->table, own, rest)) * cells < run->level) members |= own;
  }
  return members;
}

static void describe(const so_propose_table *table, so_proposal *inout_proposal) {
  double most = -1;
  for (uint32_t row = 0; row < table->rows; row++) {
    so_pooled in, out;
    if (!pool(table, row, inout_proposal->members, &in)) continue;
    if (!pool(table, row, inout_proposal->rest, &out) || square_of(in, out) <= most) continue;
    most = square_of(in, out);
    inout_proposal->row = row;
    inout_proposal->inside = in;
    inout_proposal->outside = out;
  }
}

uint32_t so_audience_propose(const so_propose_table *table, double level,
                             so_proposal ret_proposals[SO_PROPOSE_CELLS_MAX]) {
  grouping run = {.table = table, .level = level};
  uint32_t count = 0;
  if (table->cells < 2 || table->cells > SO_PROPOSE_CELLS_MAX) return 0;
  begin(&run);
  while (join(&run)) {}
  for (uint32_t n = 0; n < run.count; n++) {
    uint32_t rest = run.known & ~run.groups[n];
    so_proposal proposal = {.members = telling(&run, run.groups[n], rest), .rest = rest};
    if (!passes(&run, apart(table, proposal.members, rest).sum)) continue;
    describe(table, &proposal);
    ret_proposals[count++] = proposal;
  }
  return count;
}
