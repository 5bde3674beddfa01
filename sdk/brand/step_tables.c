/* Tables to chains, chains to sessions; see step_tables.h. */
#include "brand/step_tables.h"

#include <math.h>
#include <sotto/build.h>
#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "brand/table_file.h"
#include "model/session_track.h"

#define KINDS SO_PAGE_KINDS
#define ROWS (KINDS + 1u) /* the first is of the page table */
#define SESSIONS 6000u
/** A cell tells of the outcome so many errors out: of 132, none by chance in 99 of 100 tables. */
#define TOLD_ERRORS 4.0

enum { FROM, PAGE, OUTCOME, SHARE, ERROR, COLUMN_COUNT };

/** One cell of a table: shares and their errors by outcome. */
typedef struct cell {
  double share[2];
  double error[2];
} cell;

typedef struct tables {
  cell cells[ROWS][KINDS];
  double chance[ROWS][KINDS]; /* that such a step belongs to a buyer */
  double weight[ROWS][KINDS]; /* of a step, whoever takes it */
  double rate;                /* of buyers */
  sotto_event events[KINDS];
  uint32_t told; /* 1: the tables say more of the outcome than their noise */
  uint64_t state;
} tables;

/** Which kind of page a name is; KINDS for none. */
static uint32_t kind_of(sotto_text name, sotto_event *ret_event) {
  static const char *const also[][2] = {
      {"information", "info"}, {"details", "detail"}, {"add to cart", "addcart"}};
  for (size_t n = 0; n < 3; n++)
    if (so_text_is(name, also[n][0])) name = so_text_of(also[n][1]);
  *ret_event = (sotto_event){0};
  if (sotto_session_page(name, (sotto_text){NULL, 0}, ret_event)) return KINDS;
  uint32_t kind = so_session_page_of(ret_event->type, ret_event->page);
  return kind < KINDS ? kind : KINDS;
}

static int number_of(sotto_text text, double *ret_number) {
  char digits[64], *end;
  if (!text.size || text.size >= sizeof digits) return 0;
  memcpy(digits, text.data, text.size);
  digits[text.size] = 0;
  *ret_number = strtod(digits, &end);
  return *end == 0 && isfinite(*ret_number);
}

static int take_row(tables *to, const sotto_text *cells) {
  sotto_event event;
  double share, error;
  uint32_t row = cells[FROM].size ? 1 + kind_of(cells[FROM], &event) : 0;
  uint32_t kind = kind_of(cells[PAGE], &event), outcome = so_text_is(cells[OUTCOME], "1");
  if (!outcome && !so_text_is(cells[OUTCOME], "0")) return 0;
  if (!number_of(cells[SHARE], &share) || !number_of(cells[ERROR], &error) || error < 0) return 0;
  if (row > KINDS || kind >= KINDS) return 0;
  to->cells[row][kind].share[outcome] = share;
  to->cells[row][kind].error[outcome] = error;
  to->events[kind] = event;
  return 1;
}

/** How sure a share of buyers among a cell is: its squared error, by the delta method. */
static double doubt_of(const cell *of, double rate) {
  double sum = of->share[0] + of->share[1];
  double buys = (1 - rate) * of->error[1], leaves = rate * of->error[0];
  return (buys * buys + leaves * leaves) / (sum * sum);
}

/** 1 where a cell is seen beyond its noise. */
static int is_seen(const cell *of) {
  double sum = of->share[0] + of->share[1];
  double error = sqrt(of->error[0] * of->error[0] + of->error[1] * of->error[1]);
  return sum > 0 && sum > 2 * error;
}

/** How much the outcome truly varies between the cells of some rows: a variance, 0 for noise. */
static double signal_of(const tables *of, uint32_t from, uint32_t until) {
  double signal = 0, total = 0;
  for (uint32_t row = from; row < until; row++) {
    for (uint32_t kind = 0; kind < KINDS; kind++) {
      const cell *at = &of->cells[row][kind];
      double sum = at->share[0] + at->share[1];
      if (!is_seen(at)) continue;
      double off = at->share[1] / sum - of->rate;
      signal += sum * (off * off - doubt_of(at, of->rate));
      total += sum;
    }
  }
  return total > 0 && signal > 0 ? signal / total : 0;
}

/** Chance and weight of one cell, drawn towards the base rate as far as it may be noise. */
static void believe(tables *to, uint32_t row, uint32_t kind, double signal) {
  const cell *of = &to->cells[row][kind];
  double sum = of->share[0] + of->share[1];
  to->chance[row][kind] = to->rate;
  if (!is_seen(of)) return;
  to->weight[row][kind] = sum;
  if (signal == 0) return;
  double off = of->share[1] / sum - to->rate, doubt = doubt_of(of, to->rate);
  to->chance[row][kind] = fmin(.99, fmax(.01, to->rate + off * signal / (signal + doubt)));
  to->told |= off * off > TOLD_ERRORS * TOLD_ERRORS * doubt;
}

static void believe_rows(tables *to, uint32_t from, uint32_t until) {
  double signal = signal_of(to, from, until);
  for (uint32_t row = from; row < until; row++)
    for (uint32_t kind = 0; kind < KINDS; kind++) believe(to, row, kind, signal);
}

static double drawn(tables *of) {
  of->state = of->state * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (double)(of->state >> 11) / 9007199254740992.0;
}

/** Draws the next kind of page of a buyer or another; from the page table where none is known. */
static uint32_t next_kind(tables *of, uint32_t row, uint32_t outcome) {
  double weights[KINDS], sum = 0;
  for (uint32_t kind = 0; kind < KINDS; kind++) {
    double chance = of->chance[row][kind];
    weights[kind] = of->weight[row][kind] * (outcome ? chance : 1 - chance);
    sum += weights[kind];
  }
  if (sum <= 0) return row ? next_kind(of, 0, outcome) : 0;
  double at = drawn(of) * sum;
  uint32_t kind = 0;
  while (kind + 1 < KINDS && (at -= weights[kind]) >= 0) kind++;
  return kind;
}

static void draw_sessions(tables *of, const so_session_log *log) {
  for (uint32_t n = 0; n < SESSIONS; n++) {
    so_labelled session = {.outcome = drawn(of) < of->rate};
    for (uint32_t row = 0; session.count < SO_SESSION_LOG_PAGES; session.count++) {
      uint32_t kind = next_kind(of, row, session.outcome);
      so_occurrence *seen = &session.pages[session.count];
      *seen = (so_occurrence){.item = UINT32_MAX, .quantity = 1, .price_minor = -1, .session = 1};
      seen->time_ms = 1;
      seen->type = of->events[kind].type;
      seen->page = of->events[kind].page;
      seen->result_count = 1;
      row = 1 + kind;
    }
    if (log->take(log->context, &session)) return;
  }
}

static void settle(tables *of) {
  double sums[2] = {0, 0};
  for (uint32_t kind = 0; kind < KINDS; kind++)
    for (uint32_t outcome = 0; outcome < 2; outcome++)
      sums[outcome] += of->cells[0][kind].share[outcome];
  of->rate = sums[0] + sums[1] > 0 ? sums[1] / (sums[0] + sums[1]) : 0;
  if (of->rate <= 0 || of->rate >= 1) return;
  believe_rows(of, 0, 1);
  believe_rows(of, 1, ROWS);
}

static sotto_status read_rows(so_table_file *table, tables *to, uint64_t *ret_bad) {
  int more = 1;
  for (;;) {
    sotto_text cells[COLUMN_COUNT];
    sotto_status status = so_table_file_next(table, cells, &more);
    if (status || !more) return status;
    *ret_bad += !take_row(to, cells);
  }
}

static const char *const names[] = {"from", "page", "outcome", "share", "error", NULL};

int so_step_tables_are(const char *path) {
  so_table_file table;
  sotto_status status = so_table_file_open(&table, path, names, COLUMN_COUNT);
  so_table_file_close(&table);
  return status == SOTTO_OK;
}

sotto_status so_step_tables_read(const so_session_log *log, so_findings *findings) {
  so_table_file table;
  uint64_t bad = 0;
  tables *of = calloc(1, sizeof *of);
  if (!of) return SOTTO_E_MEMORY;
  sotto_status status = so_table_file_open(&table, log->path, names, COLUMN_COUNT);
  if (!status) status = read_rows(&table, of, &bad);
  if (!status && bad) status = SOTTO_E_CORRUPT;
  if (status) so_table_file_tell(&table, findings, status);
  so_table_file_count(&table, findings,
                      (so_table_count){SOTTO_FINDING_SESSIONS, bad,
                                       "rows without a known page, an outcome of 0 or 1, a share "
                                       "and an error"});
  so_table_file_close(&table);
  if (!status) settle(of);
  if (!status && of->told)
    draw_sessions(of, log);
  else if (!status)
    so_find(findings,
            (so_found){SO_FIND_WARNING(SOTTO_FINDING_SESSIONS), {log->path, 0, {NULL, 0}}},
            "the tables say no more of the outcome than their noise: nothing is drawn from them");
  free(of);
  return status;
}
