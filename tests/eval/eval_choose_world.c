/*
 * What people of each mindset do, by the stories that `sotto-pack try` tells of them:
 *
 *   curious     looks at lists and the home page, now and then at one item
 *   interested  searches, opens a few items and reads the reviews of one
 *   focused     looks at an item, reads reviews, puts it into the cart
 *   satisfied   bought something lately and looks around a little
 *
 * How many of each varies, and one visit in ten is that of somebody curious, whoever comes: the
 * library cannot be right always. The shop has a log of 2,000 visits and whether they ended in a
 * purchase, without a mindset, from which the pack's purchase score is learnt.
 */
#include "eval_choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)
#define START_MS (INT64_C(12000) * DAY_MS)  /* 2002 */
#define LATEST_MS (INT64_C(30000) * DAY_MS) /* then a fresh profile, as packs end */
#define SESSIONS 2000u
#define ODD_VISIT 10u /* one visit of so many is nobody's own */

/** splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t next(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

static double uniform(uint64_t *state) {
  return ldexp((double)(next(state) >> 11), -53);
}

static uint32_t below(uint64_t *state, uint32_t count) {
  return (uint32_t)(next(state) % count);
}

void choose_world_make(choose_world *ret_world, uint64_t seed) {
  uint64_t state = seed;
  ret_world->seed = seed;
  for (uint32_t m = 0; m < CHOOSE_MINDSETS; m++)
    for (uint32_t arm = 0; arm < CHOOSE_ARMS; arm++)
      ret_world->rates[m][arm] = .01 * pow(10, uniform(&state));
}

static uint64_t life_of(const choose_world *world, uint64_t number) {
  uint64_t state = world->seed * UINT64_C(0x2545f4914f6cdd1d) + number;
  (void)next(&state);
  return next(&state);
}

uint32_t choose_mindset_of(const choose_world *world, uint64_t number) {
  uint64_t state = life_of(world, number);
  return below(&state, CHOOSE_MINDSETS);
}

void choose_device_close(choose_device *device) {
  if (device->profile) sotto_close(device->profile);
  device->profile = NULL;
}

void choose_device_open(choose_device *device, const char *pack, const uint8_t *signing_public) {
  sotto_options options;
  sotto_consent consent;
  choose_device_close(device);
  device->pack = pack;
  device->signing_public = signing_public;
  sotto_store_ram_init(&device->store, &device->port);
  device->store.now_ms = START_MS;
  sotto_options_init(&options);
  options.pack_keys[0] = signing_public;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  consent.verdicts[SOTTO_CATEGORY_HISTORY][SOTTO_PURPOSE_CONTRIBUTE] = SOTTO_GRANTED;
  eval_must(sotto_open(&options, &consent, &device->port, &device->profile), "open");
  eval_must(sotto_pack_install(device->profile, pack), "install");
}

void choose_person_begin(const choose_world *world, choose_device *device, uint64_t number,
                         choose_person *ret_person) {
  sotto_scope scope;
  size_t rows;
  if (device->store.now_ms > LATEST_MS)
    choose_device_open(device, device->pack, device->signing_public);
  sotto_scope_init(&scope);
  scope.kind = SOTTO_FORGET_ALL;
  eval_must(sotto_forget(device->profile, &scope, &rows), "forget");
  choose_person person = {.state = life_of(world, number)};
  person.mindset = below(&person.state, CHOOSE_MINDSETS);
  person.born_ms = device->store.now_ms + DAY_MS;
  *ret_person = person;
}

static const char *const names[SOTTO_EVENT_TYPE_COUNT] = {
    [SOTTO_EVENT_SCREEN] = "home",
    [SOTTO_EVENT_SEARCH] = "search",
    [SOTTO_EVENT_VIEW_ITEM_LIST] = "view_item_list",
    [SOTTO_EVENT_VIEW_ITEM] = "view_item",
    [SOTTO_EVENT_REVIEW_READ] = "review_read",
    [SOTTO_EVENT_ADD_TO_CART] = "add_to_cart"};

static void record(choose_device *device, choose_person *person, uint32_t type, uint32_t item) {
  char id[16];
  sotto_event event;
  sotto_event_init(&event);
  event.type = type;
  if (item < CHOOSE_ITEMS) {
    int size = snprintf(id, sizeof id, "i%u", item);
    event.item = (sotto_text){id, (size_t)size};
  }
  if (type == SOTTO_EVENT_SCREEN) event.page = SOTTO_PAGE_HOME;
  if (type == SOTTO_EVENT_SEARCH) event.result_count = 1 + (int32_t)below(&person->state, 9);
  if (type == SOTTO_EVENT_PURCHASE) event.quantity = 1, event.price_minor = 2500;
  device->store.now_ms += 5000 + below(&person->state, 60000);
  if (device->log) {
    fprintf(device->log, "v%u\t%lld\t%s\t%u\n", device->visit, (long long)device->store.now_ms,
            names[type], device->bought);
    return;
  }
  eval_must(sotto_record(device->profile, &event), "record");
}

static uint32_t some_item(choose_person *person) {
  return below(&person->state, CHOOSE_ITEMS);
}

static void look_around(choose_device *device, choose_person *person) {
  record(device, person, SOTTO_EVENT_SCREEN, CHOOSE_ITEMS);
  for (uint32_t n = 2 + below(&person->state, 4); n; n--)
    record(device, person, SOTTO_EVENT_VIEW_ITEM_LIST, CHOOSE_ITEMS);
  if (below(&person->state, 2)) record(device, person, SOTTO_EVENT_VIEW_ITEM, some_item(person));
}

static void compare(choose_device *device, choose_person *person) {
  uint32_t item = some_item(person);
  record(device, person, SOTTO_EVENT_SEARCH, CHOOSE_ITEMS);
  for (uint32_t n = below(&person->state, 3); n; n--)
    record(device, person, SOTTO_EVENT_VIEW_ITEM, some_item(person));
  record(device, person, SOTTO_EVENT_VIEW_ITEM, item);
  for (uint32_t n = 1 + below(&person->state, 2); n; n--)
    record(device, person, SOTTO_EVENT_REVIEW_READ, item);
}

static void close_in(choose_device *device, choose_person *person) {
  uint32_t item = some_item(person);
  record(device, person, SOTTO_EVENT_VIEW_ITEM, item);
  for (uint32_t n = below(&person->state, 3); n; n--)
    record(device, person, SOTTO_EVENT_REVIEW_READ, item);
  record(device, person, SOTTO_EVENT_ADD_TO_CART, item);
}

/* Before the first visit that counts. */
static void buy_before(choose_device *device, choose_person *person) {
  uint32_t item = some_item(person);
  device->store.now_ms = person->born_ms - DAY_MS / 2;
  record(device, person, SOTTO_EVENT_VIEW_ITEM, item);
  record(device, person, SOTTO_EVENT_PURCHASE, item);
}

static void visit_shop(choose_device *device, choose_person *person) {
  int odd = below(&person->state, ODD_VISIT) == 0;
  if (!odd && person->mindset == SOTTO_MINDSET_INTERESTED)
    compare(device, person);
  else if (!odd && person->mindset == SOTTO_MINDSET_FOCUSED)
    close_in(device, person);
  else
    look_around(device, person);
}

void choose_visit(choose_device *device, choose_person *person, uint32_t number) {
  if (number == 0 && person->mindset == SOTTO_MINDSET_SATISFIED) buy_before(device, person);
  device->store.now_ms = person->born_ms + number * DAY_MS;
  visit_shop(device, person);
}

void choose_wait(choose_device *device, uint32_t weeks) {
  for (; weeks; weeks--) {
    device->store.now_ms += 7 * DAY_MS;
    eval_must(sotto_tick(device->profile), "tick");
  }
}

typedef struct asking {
  const char *name;
  sotto_preview *preview;
  int found;
} asking;

static uint32_t take_question(void *context, const sotto_preview *preview) {
  asking *run = context;
  size_t size = strlen(run->name);
  if (preview->name.size != size || memcmp(preview->name.data, run->name, size) != 0) return 0;
  *run->preview = *preview;
  return (uint32_t)(run->found = 1);
}

int choose_asked(choose_device *device, const char *name, sotto_preview *ret_preview) {
  asking run = {name, ret_preview, 0};
  eval_must(sotto_question_each(device->profile, take_question, &run), "questions");
  return run.found;
}

void choose_world_sessions(const choose_world *world, const char *path) {
  static const double bought[CHOOSE_MINDSETS] = {.03, .30, .45, .05};
  choose_device device = {.log = fopen(path, "w")};
  eval_must(device.log ? SOTTO_OK : SOTTO_E_STORAGE, path);
  fputs("session\ttime_ms\tpage\toutcome\n", device.log);
  for (; device.visit < SESSIONS; device.visit++) {
    choose_person person = {.state = life_of(world, UINT64_MAX / 2 + device.visit)};
    person.mindset = below(&person.state, CHOOSE_MINDSETS);
    device.bought = uniform(&person.state) < bought[person.mindset];
    device.store.now_ms = START_MS + device.visit * DAY_MS;
    visit_shop(&device, &person);
  }
  eval_must(fclose(device.log) ? SOTTO_E_STORAGE : SOTTO_OK, path);
}

void choose_impression(const choose_world *world, choose_device *device, choose_person *person,
                       choose_shown *ret_shown) {
  sotto_choice_request request;
  sotto_choice choice;
  sotto_mindset_info mindset;
  sotto_choice_request_init(&request);
  request.slot = (sotto_text){"hero", 4};
  request.seed = next(&person->state) | 1;
  device->store.now_ms += 60000;
  eval_must(sotto_mindset_get(device->profile, &mindset), "mindset");
  eval_must(sotto_choose(device->profile, &request, &choice), "choose");
  choose_shown shown = {.inferred = mindset.state};
  if (choice.arm.size != 4 || (shown.arm = (uint32_t)(choice.arm.data[3] - '0')) >= CHOOSE_ARMS)
    eval_must(SOTTO_E_CORRUPT, "arm");
  shown.rewarded = uniform(&person->state) < world->rates[person->mindset][shown.arm];
  if (choice.decision)
    eval_must(sotto_outcome(device->profile, choice.decision, shown.rewarded), "outcome");
  *ret_shown = shown;
}
