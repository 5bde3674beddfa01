/*
 * sotto-pack try: a shopper in memory. Opens a profile that is never written, installs the pack as
 * a device would, lives through a history (and then through a small story that leads to the
 * mindset asked for), and prints what each slot would show and why. Only the public interface is
 * used, so what is printed is what an app would get.
 */
#include <sotto/sotto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/key_file.h"
#include "tools/pack.h"
#include "tools/pack_history.h"

#define DAY_MS INT64_C(86400000)
#define SLOTS_MAX 64
#define PICKS_MAX 10

/** The shopper under way. */
typedef struct trial {
  const so_pack_options *options;
  sotto *profile;
  int64_t now_ms; /* the clock the port lends */
  so_history history;
  char item[SO_HISTORY_TEXT_MAX]; /* the item the story is about */
  uint64_t recorded;
  uint64_t refused;
  uint32_t shown; /* slots */
} trial;

static sotto_status clock_now(void *context, int64_t *ret_unix_ms) {
  *ret_unix_ms = ((trial *)context)->now_ms;
  return SOTTO_OK;
}

static sotto_status key_load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  (void)context;
  (void)ret_key;
  return SOTTO_E_MISSING;
}

static sotto_status key_store(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  (void)context;
  (void)key;
  return SOTTO_OK;
}

static sotto_status key_wipe(void *context) {
  (void)context;
  return SOTTO_OK;
}

static void record(trial *run, sotto_event_type type, const char *item, int64_t ago_ms) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = type;
  event.time_ms = run->now_ms - ago_ms;
  event.item = (sotto_text){item, strlen(item)};
  if (type == SOTTO_EVENT_SEARCH) event.result_count = 1;
  if (sotto_record(run->profile, &event))
    run->refused++;
  else
    run->recorded++;
}

static void live_row(void *context, const so_history_row *row) {
  trial *run = context;
  char id[SO_HISTORY_TEXT_MAX] = "";
  sotto_event_type type = row->event.size ? sotto_event_type_of(row->event) : SOTTO_EVENT_VIEW_ITEM;
  if (row->item.size >= sizeof id) return;
  if (row->item.size) memcpy(id, row->item.data, row->item.size);
  record(run, type, id, run->history.last_ms + 60000 - row->time_ms);
}

static sotto_status live_history(trial *run) {
  sotto_status status = so_history_each(&run->history, live_row, run);
  printf("history    user %s: %llu events, the last one a minute ago\n", run->history.user,
         (unsigned long long)run->recorded);
  if (run->refused)
    printf("           %llu events refused: unknown name or time\n",
           (unsigned long long)run->refused);
  return status;
}

/** One step of a story. */
typedef struct step {
  sotto_event_type type;
  int64_t ago_ms;
} step;

static const struct {
  const char *mindset, *words;
  step steps[6];
} stories[] = {
    {"curious", "looks through a list", {{SOTTO_EVENT_VIEW_ITEM_LIST, 30000}}},
    {"interested",
     "searches, opens an item and reads its reviews",
     {{SOTTO_EVENT_SEARCH, 50000},
      {SOTTO_EVENT_VIEW_ITEM, 40000},
      {SOTTO_EVENT_REVIEW_READ, 30000}}},
    {"focused",
     "opens an item and puts it into the cart",
     {{SOTTO_EVENT_VIEW_ITEM, 50000}, {SOTTO_EVENT_ADD_TO_CART, 40000}}},
    {"satisfied", "bought an item two days ago", {{SOTTO_EVENT_PURCHASE, 2 * DAY_MS}}},
    {"loyal",
     "bought the item on four days of the last months, the last a month ago",
     {{SOTTO_EVENT_PURCHASE, 120 * DAY_MS},
      {SOTTO_EVENT_PURCHASE, 90 * DAY_MS},
      {SOTTO_EVENT_PURCHASE, 60 * DAY_MS},
      {SOTTO_EVENT_PURCHASE, 30 * DAY_MS}}},
    {"fading",
     "bought the item five months ago and has not been seen since",
     {{SOTTO_EVENT_PURCHASE, 150 * DAY_MS}}},
};

static int story_of(const char *mindset) {
  for (size_t n = 0; mindset && n < sizeof stories / sizeof *stories; n++) {
    if (strcmp(stories[n].mindset, mindset) == 0) return (int)n;
  }
  return -1;
}

/** Lives through a story: those about the past before the history, those about now after it. */
static void live_story(trial *run, int n, int past) {
  if (n < 0 || (stories[n].steps[0].ago_ms >= DAY_MS) != past) return;
  for (size_t m = 0; m < 6 && stories[n].steps[m].type; m++) {
    const step *now = &stories[n].steps[m];
    int no_item = now->type == SOTTO_EVENT_VIEW_ITEM_LIST || now->type == SOTTO_EVENT_SEARCH;
    record(run, now->type, no_item ? "" : run->item, now->ago_ms);
  }
  printf("story      %s\n", stories[n].words);
  if (stories[n].steps[0].type != SOTTO_EVENT_VIEW_ITEM_LIST)
    printf("           (%s)\n", run->item);
}

static uint32_t print_reason(void *context, const sotto_reason *reason) {
  (void)context;
  printf("       %+.3f  ", (double)reason->score_micro / 1e6);
  so_pack_print_words(stdout, reason->text, 15, 15);
  printf("\n");
  return 0;
}

static int print_mindset(trial *run) {
  sotto_mindset_info mindset;
  sotto_status status = sotto_mindset_get(run->profile, &mindset);
  if (status) return so_pack_fail("mindset", status);
  const char *name = sotto_mindset_name(mindset.state), *wanted = run->options->mindset;
  printf("mindset    %s, chance of a purchase in this session %.0f %%\n", name,
         100 * mindset.purchase_score);
  if (wanted && strcmp(name, wanted) != 0)
    printf("           (not %s: to the models the rest of it says otherwise)\n", wanted);
  status = sotto_mindset_explain(run->profile, print_reason, NULL);
  return status ? so_pack_fail("mindset", status) : SO_EXIT_GOOD;
}

static sotto_status print_picks(trial *run, const char *slot) {
  sotto_request request;
  sotto_pick picks[PICKS_MAX];
  size_t count = PICKS_MAX;
  sotto_request_init(&request);
  request.slot = (sotto_text){slot, strlen(slot)};
  sotto_status status = sotto_recommend(run->profile, &request, picks, &count);
  if (status) return status;
  printf("\nslot %s\n", slot[0] ? slot : "(none)");
  for (size_t n = 0; n < count && !status; n++) {
    printf("  %zu. ", n + 1);
    so_pack_print_words(stdout, picks[n].title, 5, 5);
    printf("\n");
    status = sotto_pick_explain(run->profile, picks[n].id, print_reason, NULL);
  }
  return status;
}

static uint32_t each_slot(void *context, sotto_text id) {
  trial *run = context;
  char name[513] = "";
  if (id.size >= sizeof name) return 0;
  memcpy(name, id.data, id.size);
  if (run->options->slot && strcmp(run->options->slot, name) != 0) return 0;
  run->shown++;
  sotto_status status = print_picks(run, name);
  return status ? (uint32_t)so_pack_fail(name, status) : 0;
}

/** The item a story is about where there is no history: what a stranger is shown first. */
static sotto_status first_item(trial *run) {
  sotto_request request;
  sotto_pick pick;
  size_t count = 1;
  sotto_request_init(&request);
  sotto_status status = sotto_recommend(run->profile, &request, &pick, &count);
  if (!status && count == 1 && pick.item.size < sizeof run->item)
    memcpy(run->item, pick.item.data, pick.item.size);
  return status;
}

static int live(trial *run) {
  const so_pack_options *options = run->options;
  int story = story_of(options->mindset);
  sotto_status status = SOTTO_OK;
  if (options->history) status = so_history_scan(&run->history, options->history);
  if (status == SOTTO_E_FORMAT)
    fprintf(stderr, "sotto-pack: its header must name user, time_ms, event and item\n");
  if (status) return so_pack_fail(options->history, status);
  memcpy(run->item, run->history.last_item, sizeof run->item);
  if (!run->item[0]) status = first_item(run);
  if (status) return so_pack_fail(options->subject, status);
  live_story(run, story, 1);
  if (options->history) status = live_history(run);
  live_story(run, story, 0);
  return status ? so_pack_fail(options->history, status) : SO_EXIT_GOOD;
}

/** Where the trusted key is: as given, or beside the pack, or in its folder brand/. */
static int find_trust(const so_pack_options *options, char ret_path[SO_KEY_FILE_PATH_MAX]) {
  static const char *const names[] = {"brand.public", "brand/brand.public"};
  if (options->trust) return snprintf(ret_path, SO_KEY_FILE_PATH_MAX, "%s", options->trust) > 0;
  const char *slash = strrchr(options->subject, '/');
  int size = slash ? (int)(slash - options->subject) : 1;
  for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
    (void)snprintf(ret_path, SO_KEY_FILE_PATH_MAX, "%.*s/%s", size, slash ? options->subject : ".",
                   names[n]);
    if (so_pack_exists(ret_path)) return 1;
  }
  fprintf(stderr, "sotto-pack: which key is trusted? Add --trust FOLDER/brand.public, where "
                  "FOLDER is\nthe one sotto-pack keygen made keys in.\n");
  return 0;
}

static sotto_status open_profile(trial *run, const uint8_t *trusted) {
  sotto_options options;
  sotto_consent consent;
  sotto_port port;
  sotto_options_init(&options);
  sotto_consent_init(&consent);
  sotto_port_init(&port);
  options.locale = run->options->locale;
  options.pack_keys[0] = trusted;
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  port.strength = SOTTO_STRENGTH_MEMORY;
  port.store_name = "try";
  port.context = run;
  port.clock_now = clock_now;
  port.key_load = key_load;
  port.key_store = key_store;
  port.key_wipe = key_wipe;
  sotto_status status = sotto_open(&options, &consent, &port, &run->profile);
  return status ? status : sotto_pack_install(run->profile, run->options->subject);
}

static int print_all(trial *run, const sotto_pack_facts *facts) {
  sotto_pack_facts again;
  sotto_pack_visit visit = {.slot = each_slot, .context = run};
  int exit_code = print_mindset(run);
  if (exit_code) return exit_code;
  int plain = facts->slots == 0 && !run->options->slot;
  sotto_status status =
      plain ? print_picks(run, "") : sotto_pack_read(run->options->subject, NULL, &again, &visit);
  if (!status && !plain && run->shown == 0) {
    fprintf(stderr, "sotto-pack: the pack has no slot %s\n", run->options->slot);
    return SO_EXIT_CALL;
  }
  return status ? so_pack_fail(run->options->subject, status) : SO_EXIT_GOOD;
}

/** What an app would not notice: an ended pack, a language the pack lacks. */
static void note_facts(const so_pack_options *options, const sotto_pack_facts *facts) {
  const char *own = options->locale ? strstr(facts->languages, options->locale) : facts->languages;
  if (!own)
    printf("locale     %s is none of the pack's (%s): the nearest serves\n", options->locale,
           facts->languages);
  so_pack_print_ended(facts);
}

int so_pack_try(const so_pack_options *options) {
  trial run = {.options = options};
  uint8_t trusted[SOTTO_PUBLIC_KEY_SIZE];
  char path[SO_KEY_FILE_PATH_MAX];
  sotto_pack_facts facts;
  if (options->mindset && story_of(options->mindset) < 0) {
    fprintf(stderr, "sotto-pack: --as curious, interested, focused, satisfied, loyal or fading\n");
    return SO_EXIT_CALL;
  }
  if (!find_trust(options, path)) return SO_EXIT_CALL;
  sotto_status status = so_key_file_public(path, "signing_key", trusted);
  if (status) return so_pack_fail(path, status);
  status = sotto_pack_read(options->subject, trusted, &facts, NULL);
  if (status) return so_pack_fail(options->subject, status);
  run.now_ms = facts.created_ms + 3600000;
  note_facts(options, &facts);
  status = open_profile(&run, trusted);
  int exit_code = status ? so_pack_fail(options->subject, status) : live(&run);
  if (!exit_code) exit_code = print_all(&run, &facts);
  sotto_close(run.profile);
  return exit_code;
}
