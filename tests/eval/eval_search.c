/*
 * sotto-eval search: how good search is, through the product's own path: a pack is built from the
 * items, a profile in memory installs it and is asked each query in a conversation of its own.
 * nDCG@10 with gain 2^grade - 1 and discount log2(position + 1), ideal over the judged items of the
 * query; queries without a grade above 0 are left out. `ndcg10`: an unjudged item has grade 0;
 * `ndcg10_judged`: unjudged items are removed first, judged ones that were not found go last.
 *
 * `index_bytes`: what search adds to the pack; `bytes_per_token`: that by the tokens kept of all
 * items, each of which bears one posting.
 *
 *   --items F | --brand F      a feed, or a brand.json that names its feeds
 *   --queries F --judgements F tab-separated: query_id, query; query_id, item, grade
 *   --misspelt F               the same queries, some misspelt: scored beside their clean form
 *   --locale L                 the language asked in
 *   --parse F                  utterance and its constraints: the share read exactly, and misses
 */
#define _GNU_SOURCE
#include "eval.h"

#include <math.h>
#include <sotto/build.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DEPTH 10
#define NOW_MS 1767607200000
#define LINE_MAX_BYTES 65536

/* One row of a file: its first three cells. */
typedef struct row {
  char *cells[3];
} row;

typedef struct table {
  row *rows;
  size_t count;
} table;

/* What was found for one query, best first. */
typedef struct ranking {
  char **items;
  size_t count;
  size_t capacity;
} ranking;

typedef struct score {
  double full;
  double judged;
  size_t queries;
} score;

typedef struct options {
  const char *items, *brand, *queries, *judgements, *misspelt, *locale, *parse;
} options;

/* What search takes of the pack. */
typedef struct index_size {
  double bytes;
  double tokens; /* kept of all items: their postings */
} index_size;

static void must(int good, const char *what) {
  if (good) return;
  fprintf(stderr, "sotto-eval search: %s\n", what);
  exit(2);
}

static table read_table(const char *path, int has_header) {
  table read = {NULL, 0};
  static char line[LINE_MAX_BYTES];
  FILE *file = fopen(path, "r");
  must(file != NULL, path);
  for (size_t number = 0; fgets(line, sizeof line, file); number++) {
    line[strcspn(line, "\r\n")] = 0;
    if ((number == 0 && has_header) || !line[0]) continue;
    read.rows = realloc(read.rows, (read.count + 1) * sizeof *read.rows);
    must(read.rows != NULL, "out of memory");
    row *to = &read.rows[read.count++];
    char *rest = line;
    for (int n = 0; n < 3; n++) {
      char *cell = rest ? strsep(&rest, "\t") : NULL;
      to->cells[n] = strdup(cell ? cell : "");
    }
  }
  fclose(file);
  return read;
}

static void free_table(table *given) {
  for (size_t n = 0; n < given->count; n++)
    for (int cell = 0; cell < 3; cell++) free(given->rows[n].cells[cell]);
  free(given->rows);
}

static uint32_t add_part(void *context, const sotto_pack_part *part) {
  static const char prefix[] = "search: ", postings[] = "search: postings";
  index_size *to = context;
  if (part->name.size < sizeof prefix || memcmp(part->name.data, prefix, sizeof prefix - 1))
    return 0;
  to->bytes += (double)part->bytes;
  if (part->name.size == sizeof postings - 1 && !memcmp(part->name.data, postings, part->name.size))
    to->tokens += (double)part->count;
  return 0;
}

static void measure(const char *pack, index_size *ret_size) {
  const sotto_pack_visit visit = {.part = add_part, .context = ret_size};
  sotto_pack_facts facts;
  memset(ret_size, 0, sizeof *ret_size);
  must(!sotto_pack_read(pack, NULL, &facts, &visit), "the pack cannot be read");
}

static sotto *open_shop(const options *given, sotto_store_ram *store, index_size *ret_size) {
  static sotto_brand_keys keys;
  char path[] = "/var/tmp/sotto-eval-XXXXXX";
  int file = mkstemp(path);
  must(file >= 0 && !close(file), "cannot write to /var/tmp");
  must(!sotto_brand_keys_make(&keys), "keys");
  const sotto_feed feed = {NULL, given->items};
  sotto_build_options build;
  sotto_build_result result;
  sotto_build_options_init(&build);
  build.brand_file = given->brand;
  build.feeds = given->items ? &feed : NULL;
  build.feed_count = given->items != NULL;
  build.output_file = path;
  build.signing_key = keys.signing_secret;
  build.created_ms = NOW_MS;
  must(!sotto_build(&build, &result), "the pack cannot be built");
  sotto_port port;
  sotto_options open;
  sotto_consent consent;
  sotto *profile = NULL;
  sotto_store_ram_init(store, &port);
  store->now_ms = NOW_MS;
  sotto_options_init(&open);
  open.pack_keys[0] = keys.signing_public;
  open.locale = given->locale;
  sotto_consent_init(&consent);
  must(!sotto_open(&open, &consent, &port, &profile), "the profile cannot be opened");
  must(!sotto_pack_install(profile, path), "the pack cannot be installed");
  fprintf(stderr, "  %u items, pack of %.1f MB\n", result.items, (double)result.bytes / 1e6);
  measure(path, ret_size);
  unlink(path);
  return profile;
}

static uint32_t take(void *context, const sotto_found *found) {
  ranking *to = context;
  if (to->count == to->capacity) {
    to->capacity = to->capacity * 2 + 64;
    to->items = realloc(to->items, to->capacity * sizeof *to->items);
    must(to->items != NULL, "out of memory");
  }
  to->items[to->count++] = strndup(found->item.data, found->item.size);
  return 0;
}

static void ask(sotto *profile, const char *query, uint32_t limit, ranking *ret_ranking) {
  sotto_query asked;
  sotto_conversation conversation;
  sotto_reply reply;
  sotto_query_init(&asked);
  sotto_conversation_init(&conversation);
  asked.utterance = (sotto_text){query, strlen(query)};
  asked.limit = limit;
  asked.visit = ret_ranking ? take : NULL;
  asked.context = ret_ranking;
  must(!sotto_search(profile, &asked, &conversation, &reply), query);
}

static int grade_of(const table *judged, const char *query, const char *item) {
  for (size_t n = 0; n < judged->count; n++)
    if (!strcmp(judged->rows[n].cells[0], query) && !strcmp(judged->rows[n].cells[1], item))
      return (int)strtol(judged->rows[n].cells[2], NULL, 10);
  return -1;
}

static double gain(int grade, size_t place) {
  return grade > 0 ? (exp2(grade) - 1) / log2((double)place + 2) : 0;
}

/* The best that any order of the judged items can reach; 0: nothing to be found. */
static double ideal_of(const table *judged, const char *query) {
  size_t counts[8] = {0}, place = 0;
  double sum = 0;
  for (size_t n = 0; n < judged->count; n++) {
    int grade = (int)strtol(judged->rows[n].cells[2], NULL, 10);
    if (!strcmp(judged->rows[n].cells[0], query) && grade > 0 && grade < 8) counts[grade]++;
  }
  for (int grade = 7; grade > 0; grade--)
    for (size_t n = 0; n < counts[grade] && place < DEPTH; n++) sum += gain(grade, place++);
  return sum;
}

static int is_ranked(const ranking *found, const char *item) {
  for (size_t n = 0; n < found->count; n++)
    if (!strcmp(found->items[n], item)) return 1;
  return 0;
}

/* Judged items that were not found follow, in the order of the file. */
static double gain_of_missed(const table *judged, const row *query, const ranking *found,
                             size_t place) {
  double sum = 0;
  for (size_t n = 0; n < judged->count && place < DEPTH; n++)
    if (!strcmp(judged->rows[n].cells[0], query->cells[0]) &&
        !is_ranked(found, judged->rows[n].cells[1]))
      sum += gain((int)strtol(judged->rows[n].cells[2], NULL, 10), place++);
  return sum;
}

static void add_query(score *to, const table *judged, const row *query, const ranking *found) {
  double ideal = ideal_of(judged, query->cells[0]), full = 0, only = 0;
  size_t place = 0;
  if (ideal <= 0) return;
  for (size_t n = 0; n < found->count && (n < DEPTH || place < DEPTH); n++) {
    int grade = grade_of(judged, query->cells[0], found->items[n]);
    if (n < DEPTH) full += gain(grade, n);
    if (grade >= 0 && place < DEPTH) only += gain(grade, place++);
  }
  only += gain_of_missed(judged, query, found, place);
  to->full += full / ideal;
  to->judged += only / ideal;
  to->queries++;
  if (getenv("SOTTO_EVAL_EACH"))
    printf("  %-8s %.3f %.3f  %s\n", query->cells[0], full / ideal, only / ideal, query->cells[1]);
}

static score run(sotto *profile, const table *queries, const table *judged, const table *within) {
  score sum = {0, 0, 0};
  for (size_t n = 0; n < queries->count; n++) {
    int wanted = within == NULL;
    for (size_t m = 0; within && m < within->count; m++)
      wanted |= !strcmp(within->rows[m].cells[0], queries->rows[n].cells[0]);
    if (!wanted) continue;
    ranking found = {NULL, 0, 0};
    ask(profile, queries->rows[n].cells[1], UINT32_MAX, &found);
    add_query(&sum, judged, &queries->rows[n], &found);
    for (size_t m = 0; m < found.count; m++) free(found.items[m]);
    free(found.items);
  }
  if (sum.queries) {
    sum.full /= (double)sum.queries;
    sum.judged /= (double)sum.queries;
  }
  return sum;
}

static int by_size(const void *a, const void *b) {
  const double *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* Median time of a query for ten products, each the least of three. */
static double median_us(sotto *profile, const table *queries) {
  double *times = calloc(queries->count + 1, sizeof *times);
  must(times != NULL, "out of memory");
  for (size_t n = 0; n < queries->count; n++) {
    for (int turn = 0; turn < 3; turn++) {
      struct timespec from, to;
      clock_gettime(CLOCK_MONOTONIC, &from);
      ask(profile, queries->rows[n].cells[1], DEPTH, NULL);
      clock_gettime(CLOCK_MONOTONIC, &to);
      double us =
          (double)(to.tv_sec - from.tv_sec) * 1e6 + (double)(to.tv_nsec - from.tv_nsec) / 1e3;
      if (turn == 0 || us < times[n]) times[n] = us;
    }
  }
  qsort(times, queries->count, sizeof *times, by_size);
  double median = times[queries->count / 2];
  free(times);
  return median;
}

static int relevance(const options *given, sotto *profile, const index_size *size) {
  table queries = read_table(given->queries, 1), judged = read_table(given->judgements, 1);
  score clean = run(profile, &queries, &judged, NULL);
  double p50 = median_us(profile, &queries);
  printf("{\"queries\":%zu,\"ndcg10\":%.4f,\"ndcg10_judged\":%.4f,\"p50_us\":%.0f", clean.queries,
         clean.full, clean.judged, p50);
  if (given->misspelt) {
    table misspelt = read_table(given->misspelt, 1);
    score same = run(profile, &queries, &judged, &misspelt);
    score worse = run(profile, &misspelt, &judged, NULL);
    printf(",\"misspelt\":{\"queries\":%zu,\"clean_ndcg10\":%.4f,\"ndcg10\":%.4f,\"share\":%.4f}",
           worse.queries, same.full, worse.full, same.full > 0 ? worse.full / same.full : 0);
    free_table(&misspelt);
  }
  printf(",\"index_bytes\":%.0f,\"bytes_per_token\":%.2f}\n", size->bytes,
         size->tokens > 0 ? size->bytes / size->tokens : 0);
  free_table(&queries);
  free_table(&judged);
  return 0;
}

/* 1 when both hold the same words, in whatever order. */
static int same_set(const char *a, const char *b) {
  char copy[1024], *rest = copy, *word;
  size_t words = 0, others = 0;
  snprintf(copy, sizeof copy, "%s", a);
  for (const char *at = b; *at; at++) others += *at == ' ';
  others += *b != 0;
  while ((word = strsep(&rest, " "))) {
    if (!*word) continue;
    const char *hit = strstr(b, word);
    size_t size = strlen(word);
    while (hit && !((hit == b || hit[-1] == ' ') && (hit[size] == ' ' || !hit[size])))
      hit = strstr(hit + 1, word);
    if (!hit) return 0;
    words++;
  }
  return words == others;
}

/* Values may hold blanks, so both sides are compared as sets of blank-parted pieces. */
static int parses(const options *given, sotto *profile) {
  table cases = read_table(given->parse, 0);
  size_t exact = 0;
  for (size_t n = 0; n < cases.count; n++) {
    sotto_query query;
    sotto_conversation conversation;
    sotto_reply reply;
    sotto_query_init(&query);
    sotto_conversation_init(&conversation);
    query.utterance = (sotto_text){cases.rows[n].cells[0], strlen(cases.rows[n].cells[0])};
    must(!sotto_search(profile, &query, &conversation, &reply), cases.rows[n].cells[0]);
    int same = same_set(cases.rows[n].cells[1], reply.said) &&
               same_set(reply.said, cases.rows[n].cells[1]);
    exact += (size_t)same;
    if (!same && !getenv("SOTTO_EVAL_BLIND"))
      printf("  %s\n    wanted  %s\n    read    %s\n", cases.rows[n].cells[0],
             cases.rows[n].cells[1], reply.said);
  }
  printf("{\"cases\":%zu,\"exact\":%zu,\"share\":%.4f}\n", cases.count, exact,
         cases.count ? (double)exact / (double)cases.count : 0);
  free_table(&cases);
  return 0;
}

int eval_search(int argc, char **argv) {
  options given = {.locale = NULL};
  const eval_option list[] = {{.name = "items", .text = &given.items},
                              {.name = "brand", .text = &given.brand},
                              {.name = "queries", .text = &given.queries},
                              {.name = "judgements", .text = &given.judgements},
                              {.name = "misspelt", .text = &given.misspelt},
                              {.name = "locale", .text = &given.locale},
                              {.name = "parse", .text = &given.parse},
                              {.name = NULL}};
  if (!eval_options(list, argc, argv)) return EVAL_USAGE;
  int asks = given.parse || (given.queries && given.judgements);
  if (!asks || (!given.items && !given.brand)) {
    fputs("sotto-eval search: what to ask, and of what; try --help\n", stderr);
    return EVAL_USAGE;
  }
  sotto_store_ram store;
  index_size size;
  sotto *profile = open_shop(&given, &store, &size);
  int status = given.parse ? parses(&given, profile) : relevance(&given, profile, &size);
  sotto_close(profile);
  return status;
}
