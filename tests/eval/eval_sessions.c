/* Rows to sessions; see eval_sessions.h. */
#include "eval_sessions.h"

#include <inttypes.h>
#include <sotto/build.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define LINE_MAX_BYTES 65536
#define NAMES 65536u /* slots; later names than fit are one */
#define COLUMNS_MAX 64
#define FROM_MS 978307200000 /* 2001 */
#define WEEK_MS 604800000
#define LARGEST_MS INT64_C(3000000000000) /* of a time, so that what is moved stays before 2200 */
enum { SESSION, TIME, PAGE, OUTCOME, GROUP, COLUMNS };

typedef struct reading {
  eval_sessions *to;
  const char *path;
  size_t session_room, page_room;
  int places[COLUMNS]; /* of each column in a row; -1: none */
  char id[256];
  int ended; /* at its purchase */
} reading;

static void fail(const char *path, const char *words) {
  fprintf(stderr, "sotto-eval: %s: %s\n", path, words);
  exit(1);
}

static void *grown(void *array, size_t count, size_t *room, size_t size) {
  if (count < *room) return array;
  *room = *room ? *room * 2 : 1024;
  array = realloc(array, *room * size);
  if (!array) fail("memory", "none left");
  return array;
}

static uint32_t name_of(reading *run, const char *text) {
  uint32_t slot = 2166136261u, looked = 0;
  for (const char *at = text; *at; at++) slot = (slot ^ (uint8_t)*at) * 16777619u;
  for (slot %= NAMES; run->to->names[slot] && looked < 64; slot = (slot + 1) % NAMES, looked++)
    if (strcmp(run->to->names[slot], text) == 0) return slot;
  if (looked == 64) return slot;
  run->to->names[slot] = strdup(text);
  if (!run->to->names[slot]) fail("memory", "none left");
  return slot;
}

/** Cuts a line at its tabs; gives how many cells. */
static int cut(char *line, char **ret_cells) {
  int count = 0;
  line[strcspn(line, "\r\n")] = 0;
  for (char *at = line; at && count < COLUMNS_MAX;) {
    ret_cells[count++] = at;
    at = strchr(at, '\t');
    if (at) *at++ = 0;
  }
  return count;
}

static void find_columns(reading *run, char *line) {
  static const char *const names[] = {"session", "time_ms", "page", "outcome", "group"};
  char *cells[COLUMNS_MAX];
  int marked = strncmp(line, "\xef\xbb\xbf", 3) == 0; /* as some programs mark UTF-8 */
  int count = cut(marked ? line + 3 : line, cells);
  for (int n = 0; n < COLUMNS; n++) {
    run->places[n] = -1;
    for (int cell = 0; cell < count; cell++)
      if (strcmp(cells[cell], names[n]) == 0) run->places[n] = cell;
    if (run->places[n] < 0 && n != GROUP)
      fail(run->path, "needs the columns session, time_ms, page, outcome");
  }
}

static eval_session *session_of(reading *run, const char *id) {
  eval_sessions *to = run->to;
  if (to->count && strncmp(run->id, id, sizeof run->id - 1) == 0)
    return &to->sessions[to->count - 1];
  to->sessions = grown(to->sessions, to->count, &run->session_room, sizeof *to->sessions);
  to->sessions[to->count] = (eval_session){0, 0, to->page_count};
  snprintf(run->id, sizeof run->id, "%s", id);
  run->ended = 0;
  return &to->sessions[to->count++];
}

/** Whether a cell is a time in ms that a device can be moved to. */
static int read_time(const char *cell, int64_t *ret_time_ms) {
  char *end;
  long long time_ms = strtoll(cell, &end, 10);
  *ret_time_ms = time_ms;
  return !*end && end != cell && time_ms <= LARGEST_MS && time_ms >= -LARGEST_MS;
}

static void take(reading *run, char **cells) {
  const char *group = run->places[GROUP] < 0 ? "" : cells[run->places[GROUP]];
  const char *page = cells[run->places[PAGE]], *outcome = cells[run->places[OUTCOME]];
  sotto_event event = {0};
  int64_t time_ms;
  int labelled = strcmp(outcome, "0") == 0 || strcmp(outcome, "1") == 0;
  if (!read_time(cells[run->places[TIME]], &time_ms) || !labelled) {
    run->to->left_out++;
    return;
  }
  eval_session *session = session_of(run, cells[run->places[SESSION]]);
  session->outcome |= *outcome == '1';
  sotto_text names[2] = {{page, strlen(page)}, {group, strlen(group)}};
  if (sotto_session_page(names[0], names[1], &event)) return;
  if (event.type == SOTTO_EVENT_PURCHASE) run->ended = 1;
  if (run->ended || session->count == EVAL_PAGES) return;
  eval_sessions *to = run->to;
  to->pages = grown(to->pages, to->page_count, &run->page_room, sizeof *to->pages);
  to->pages[to->page_count++] =
      (eval_page){time_ms, name_of(run, page), name_of(run, group), event.type, event.page};
  session->count++;
}

/** A device takes no time before 2000: an older file is moved as a whole, by whole weeks. */
static void move_times(eval_sessions *to) {
  int64_t first_ms = INT64_MAX;
  for (size_t n = 0; n < to->page_count; n++)
    if (to->pages[n].time_ms < first_ms) first_ms = to->pages[n].time_ms;
  if (first_ms >= FROM_MS) return;
  int64_t weeks = (FROM_MS - first_ms) / WEEK_MS + 1;
  for (size_t n = 0; n < to->page_count; n++) to->pages[n].time_ms += weeks * WEEK_MS;
}

void eval_sessions_read(const char *path, eval_sessions *ret_sessions) {
  static char line[LINE_MAX_BYTES];
  char *cells[COLUMNS_MAX];
  reading run = {.to = ret_sessions, .path = path};
  *ret_sessions = (eval_sessions){.names = calloc(NAMES, sizeof(char *))};
  gzFile file = gzopen(path, "rb");
  if (!file || !ret_sessions->names || !gzgets(file, line, sizeof line))
    fail(path, "cannot be read");
  find_columns(&run, line);
  int needed = 0;
  for (int n = 0; n < COLUMNS; n++)
    if (run.places[n] >= needed) needed = run.places[n] + 1;
  while (gzgets(file, line, sizeof line)) {
    if (cut(line, cells) >= needed)
      take(&run, cells);
    else
      ret_sessions->left_out++;
  }
  gzclose(file);
  if (ret_sessions->left_out)
    fprintf(stderr, "%s: left out, rows without a time in ms, an outcome or a cell: %llu\n", path,
            (unsigned long long)ret_sessions->left_out);
  move_times(ret_sessions);
  if (!ret_sessions->count) fail(path, "holds no session");
}

void eval_sessions_free(eval_sessions *sessions) {
  for (uint32_t n = 0; n < NAMES; n++) free(sessions->names[n]);
  free(sessions->names);
  free(sessions->sessions);
  free(sessions->pages);
}

void eval_sessions_write(const eval_sessions *sessions, size_t session, FILE *file) {
  const eval_session *of = &sessions->sessions[session];
  for (uint32_t n = 0; n < of->count; n++) {
    const eval_page *page = &sessions->pages[of->first + n];
    fprintf(file, "%zu\t%" PRId64 "\t%s\t%u\t%s\n", session, page->time_ms,
            sessions->names[page->name], of->outcome, sessions->names[page->group]);
  }
}
