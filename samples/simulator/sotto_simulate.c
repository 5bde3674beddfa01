/*
 * sotto-simulate: writes simulated shoppers in the common formats (events, items, sessions) and,
 * beside them, the truth that no real log has. A session row stops before its purchase: the outcome
 * column says what came after.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "simulator.h"

#define WEEK_MS 604800000
#define ROWS_MAX 1024
#define BAR_WIDTH 30

typedef struct options {
  const char *catalogue;
  const char *events;
  const char *items;
  const char *sessions;
  const char *truth;
  uint32_t shoppers;
  uint32_t weeks;
  uint64_t seed;
  int64_t start_ms;
} options;

typedef struct outputs {
  FILE *events;
  FILE *sessions;
  FILE *truth;
  uint64_t visits;
  uint64_t bought;
} outputs;

static int usage(void) {
  fputs(
      "usage: sotto-simulate --catalogue DIR [--events F] [--items F] [--sessions F] [--truth F]\n"
      "                      [--shoppers N] [--weeks W] [--seed S] [--start UNIX_MS]\n"
      "Writes tab separated files; DIR holds products.en.tsv and truth.tsv.\n",
      stderr);
  return 2;
}

static int parse_number(const char *text, uint64_t most, uint64_t *ret_number) {
  char *end = NULL;
  unsigned long long number = strtoull(text, &end, 10);
  if (end == text || *end != '\0' || *text == '-' || number > most) {
    return -1;
  }
  *ret_number = number;
  return 0;
}

static int set_number(options *given, int option, const char *text) {
  uint64_t number = 0;
  if (parse_number(text, option == 'r' || option == 'b' ? INT64_MAX : 10000000, &number) != 0) {
    fprintf(stderr, "sotto-simulate: '%s' is not a number in range\n", text);
    return -1;
  }
  switch (option) {
  case 'n': given->shoppers = (uint32_t)number; break;
  case 'w': given->weeks = (uint32_t)number; break;
  case 'r': given->seed = number; break;
  default: given->start_ms = (int64_t)number; break;
  }
  return 0;
}

static int set_path(options *given, int option, const char *text) {
  switch (option) {
  case 'c': given->catalogue = text; return 1;
  case 'e': given->events = text; return 1;
  case 'i': given->items = text; return 1;
  case 's': given->sessions = text; return 1;
  case 't': given->truth = text; return 1;
  default: return 0;
  }
}

static int parse(int argc, char **argv, options *given) {
  static const struct option known[] = {{"catalogue", 1, NULL, 'c'}, {"events", 1, NULL, 'e'},
                                        {"items", 1, NULL, 'i'},     {"sessions", 1, NULL, 's'},
                                        {"truth", 1, NULL, 't'},     {"shoppers", 1, NULL, 'n'},
                                        {"weeks", 1, NULL, 'w'},     {"seed", 1, NULL, 'r'},
                                        {"start", 1, NULL, 'b'},     {NULL, 0, NULL, 0}};
  int option = 0;
  while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
    if (option == '?') return -1;
    if (!set_path(given, option, optarg) && set_number(given, option, optarg) != 0) return -1;
  }
  return optind == argc && given->catalogue != NULL ? 0 : -1;
}

static FILE *open_with(const char *path, const char *header) {
  FILE *file = path == NULL ? NULL : fopen(path, "w");
  if (file != NULL) {
    fprintf(file, "%s\n", header);
  }
  return file;
}

static int close_checked(FILE *file, const char *path) {
  if (path == NULL) {
    return 0;
  }
  int bad = file == NULL || ferror(file) != 0;
  if (file != NULL && fclose(file) != 0) {
    bad = 1;
  }
  if (bad) {
    fprintf(stderr, "sotto-simulate: cannot write %s\n", path);
  }
  return bad ? -1 : 0;
}

static int write_items(const sim_catalogue *catalogue, const char *path) {
  FILE *file =
      open_with(path, "id\ttitle\tdescription\tproduct_type\tbrand\tprice_minor\tattributes");
  for (uint32_t i = 0; file != NULL && i < catalogue->count; i++) {
    const sim_item *item = &catalogue->items[i];
    fprintf(file, "%s\t%s\t%s\t%s\t%s\t%lld\tactivity=%s;season=%s;waterproof=%s", item->id,
            item->title, item->description, item->product_type, item->brand_name,
            (long long)item->price_minor, catalogue->activities.words[item->activity],
            item->season_name, item->waterproof_name);
    if (catalogue->colours.words[item->colour][0] != '\0') {
      fprintf(file, ";color=%s", catalogue->colours.words[item->colour]);
    }
    if (item->material[0] != '\0') {
      fprintf(file, ";material=%s", item->material);
    }
    fputc('\n', file);
  }
  return close_checked(file, path);
}

/* The page classes of the sessions format. */
static const char *group_of(const sim_event *event) {
  static const char *const groups[][2] = {
      {"view_item_list", "list"},     {"filter", "list"},         {"search", "search"},
      {"view_item", "product"},       {"review_read", "detail"},  {"add_to_cart", "addcart"},
      {"remove_from_cart", "cart"},   {"view_cart", "cart"},      {"begin_checkout", "checkout"},
      {"add_to_wishlist", "account"}, {"view_promotion", "home"}, {"select_promotion", "home"}};
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
    if (strcmp(event->name, groups[i][0]) == 0) {
      return groups[i][1];
    }
  }
  return strcmp(event->name, "screen") == 0 ? sim_page_name(event->page) : "";
}

static void write_event(FILE *file, const sim_visit *visit, const sim_event *event) {
  const sim_catalogue *catalogue = visit->shopper->catalogue;
  const char *item = event->item == SIM_NO_ITEM ? "" : catalogue->items[event->item].id;
  fprintf(file, "s%07u\t%lld\t%s\t%s\t", visit->shopper->index, (long long)event->time_ms,
          event->name, item);
  if (event->quantity != 0) {
    fprintf(file, "%u", event->quantity);
  }
  if (event->price_minor >= 0) {
    fprintf(file, "\t%lld\n", (long long)event->price_minor);
  } else {
    fputs("\t\n", file);
  }
}

static void write_session(FILE *file, const sim_visit *visit, const sim_event *events,
                          uint32_t count) {
  for (uint32_t i = 0; i < count && strcmp(events[i].name, "purchase") != 0; i++) {
    const char *group = group_of(&events[i]);
    if (*group != '\0') {
      fprintf(file, "s%07u-%u\t%lld\t%s\t%d\t%s\n", visit->shopper->index, visit->shopper->visits,
              (long long)events[i].time_ms, events[i].name, visit->bought, group);
    }
  }
}

static void write_truth(FILE *file, const sim_visit *visit) {
  const sim_shopper *shopper = visit->shopper;
  const sim_catalogue *catalogue = shopper->catalogue;
  fprintf(file, "s%07u-%u\ts%07u\t%lld\t%s\t%s\t%s\t%s\t%d\n", shopper->index, shopper->visits,
          shopper->index, (long long)visit->start_ms, sim_mood_name(visit->mood),
          sim_need_name(visit->need),
          catalogue->activities.words[sim_shopper_top_activity(shopper)],
          catalogue->kinds.words[visit->intent_kind], visit->bought);
}

static int64_t play_visit(sim_shopper *shopper, int64_t start_ms, outputs *out) {
  sim_visit visit;
  sim_event events[ROWS_MAX];
  uint32_t count = 0;
  sim_visit_begin(shopper, start_ms, &visit);
  while (count < ROWS_MAX && sim_visit_next(&visit, &events[count])) {
    count++;
  }
  for (uint32_t i = 0; out->events != NULL && i < count; i++) {
    write_event(out->events, &visit, &events[i]);
  }
  if (out->sessions != NULL) {
    write_session(out->sessions, &visit, events, count);
  }
  if (out->truth != NULL) {
    write_truth(out->truth, &visit);
  }
  out->visits++;
  out->bought += (uint64_t)visit.bought;
  return visit.now_ms;
}

static void show_progress(uint32_t done, uint32_t all) {
  if (!isatty(STDERR_FILENO) && done != all) {
    return;
  }
  int filled = all == 0 ? BAR_WIDTH : (int)((uint64_t)done * BAR_WIDTH / all);
  fprintf(stderr, "\rsimulating [%.*s%*s] %u of %u shoppers", filled,
          "##############################", BAR_WIDTH - filled, "", done, all);
  if (done == all) {
    fputc('\n', stderr);
  }
}

static void simulate(const options *given, const sim_catalogue *catalogue, outputs *out) {
  for (uint32_t i = 0; i < given->shoppers; i++) {
    sim_shopper shopper;
    sim_shopper_init(given->seed, i, catalogue, &shopper);
    int64_t end_ms = given->start_ms + (int64_t)given->weeks * WEEK_MS;
    int64_t time_ms = sim_shopper_next_start(&shopper, given->start_ms);
    while (time_ms < end_ms) {
      time_ms = sim_shopper_next_start(&shopper, play_visit(&shopper, time_ms, out));
    }
    if (i % 64 == 63 || i + 1 == given->shoppers) {
      show_progress(i + 1, given->shoppers);
    }
  }
}

static int write_all(const options *given, const sim_catalogue *catalogue) {
  outputs out = {
      .events = open_with(given->events, "user\ttime_ms\tevent\titem\tquantity\tprice_minor"),
      .sessions = open_with(given->sessions, "session\ttime_ms\tpage\toutcome\tgroup"),
      .truth = open_with(given->truth, "visit\tshopper\ttime_ms\tmood\tneed\ttaste\tkind\tbought")};
  simulate(given, catalogue, &out);
  int bad = close_checked(out.events, given->events);
  bad |= close_checked(out.sessions, given->sessions);
  bad |= close_checked(out.truth, given->truth);
  if (given->items != NULL) {
    bad |= write_items(catalogue, given->items);
  }
  fprintf(stderr, "%llu visits, %llu with a purchase\n", (unsigned long long)out.visits,
          (unsigned long long)out.bought);
  return bad;
}

int main(int argc, char **argv) {
  /* Monday 5 January 2026, 00:00 UTC. */
  options given = {.shoppers = 1000, .weeks = 12, .seed = 1, .start_ms = 1767571200000};
  char error[200];
  sim_catalogue *catalogue = NULL;
  if (parse(argc, argv, &given) != 0) {
    return usage();
  }
  if (sim_catalogue_load(given.catalogue, &catalogue, error) != 0) {
    fprintf(stderr, "sotto-simulate: %s\n", error);
    return 1;
  }
  int bad = write_all(&given, catalogue);
  sim_catalogue_free(catalogue);
  return bad == 0 ? 0 : 1;
}
