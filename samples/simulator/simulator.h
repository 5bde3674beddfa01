/*
 * Shoppers whose tastes, moods and needs are known, so that what the library infers can be held
 * against the truth.
 *
 * A shopper is a persona (tastes over activities, price, colours, brands; a household; how often
 * they come) drawn from a seed and an index. Each visit has a hidden mood, which is only partly
 * visible in the events it leads to. Same catalogue, seed, index and start times: same events.
 *
 * It deliberately knows nothing of the library it tests: no header, no threshold and no model is
 * shared. Where a number here resembles one there, it is chance.
 */
#ifndef SIMULATOR_H
#define SIMULATOR_H

#include <stddef.h>
#include <stdint.h>

#define SIM_NO_ITEM UINT32_MAX
#define SIM_NO_KIND UINT32_MAX
#define SIM_ITEMS_MAX 2048
#define SIM_WORDS_MAX 256
#define SIM_ACTIVITIES_MAX 16
#define SIM_COLOURS_MAX 32
#define SIM_BRANDS_MAX 64
#define SIM_GOES_MAX 8
#define SIM_BOUGHT_MAX 64
#define SIM_SEEN_MAX 64
#define SIM_CART_MAX 8
#define SIM_QUEUE_MAX 32

/** One product, its texts views into the loaded catalogue. */
typedef struct sim_item {
  const char *id;
  const char *title;
  const char *description;
  const char *product_type;
  const char *brand_name;
  const char *material;
  const char *season_name;
  const char *waterproof_name;
  int64_t price_minor;
  double price_level; /* ln(price / mean of its kind) */
  double popularity;  /* relative draw before any taste */
  uint32_t kind;
  uint32_t activity;
  uint32_t colour; /* of SIM_COLOURS_MAX; the empty word where there is none */
  uint32_t brand;
  uint32_t refill_days; /* 0: does not run out */
  int season;           /* -1 winter, 1 summer, 0 neither */
  int level;            /* -1 newcomer, 0 regular, 1 expert */
  int wearer;           /* 0 anybody, 1 men, 2 women, 3 children */
  int family;           /* 1: for a family or children */
  int in_stock;
  int discreet;
} sim_item;

/** A numbered set of words. */
typedef struct sim_words {
  const char *words[SIM_WORDS_MAX];
  uint32_t count;
} sim_words;

/** The shop as the simulator reads it; read-only after loading, any number of shoppers share it. */
typedef struct sim_catalogue {
  sim_item *items;
  uint32_t count;
  sim_words kinds;
  sim_words activities;
  sim_words colours;
  sim_words brands;
  uint32_t goes[SIM_WORDS_MAX][SIM_GOES_MAX]; /* kind -> kinds it asks for, in that direction */
  uint32_t goes_count[SIM_WORDS_MAX];
  char *feed;
  char *truth;
} sim_catalogue;

/** The simulator's own random stream (xoshiro256**). */
typedef struct sim_random {
  uint64_t state[4];
} sim_random;

/** The hidden mood of a visit. */
typedef enum sim_mood {
  SIM_BROWSING,
  SIM_COMPARING,
  SIM_READY,
  SIM_GIFT,
  SIM_PRICE,
  SIM_REPLENISH,
  SIM_STRUGGLING,
  SIM_MOOD_COUNT
} sim_mood;

/** What the visitor needs from the shop, hidden too. */
typedef enum sim_need {
  SIM_NEED_INSPIRATION,
  SIM_NEED_COMPARISON,
  SIM_NEED_REASSURANCE,
  SIM_NEED_PRICE,
  SIM_NEED_GIFT,
  SIM_NEED_REPLENISH,
  SIM_NEED_COMPLETE,
  SIM_NEED_HELP,
  SIM_NEED_COUNT
} sim_need;

/** The page behind a "screen" event. */
typedef enum sim_page {
  SIM_PAGE_NONE,
  SIM_PAGE_HOME,
  SIM_PAGE_INFO,
  SIM_PAGE_DETAIL,
  SIM_PAGE_ACCOUNT
} sim_page;

/** One thing that happened. `name` is a GA4 name or filter, review_read, dwell, screen. */
typedef struct sim_event {
  const char *name;
  int64_t time_ms;
  int64_t price_minor; /* -1: none */
  uint32_t item;       /* index in the catalogue, or SIM_NO_ITEM */
  uint32_t quantity;   /* 0: does not apply */
  uint32_t result_count;
  uint32_t dwell_ms;
  sim_page page;
} sim_event;

/** A purchase the shopper remembers. */
typedef struct sim_purchase {
  int64_t time_ms;
  uint32_t item;
} sim_purchase;

/** A person. Plain data: copy it, keep it, throw it away. */
typedef struct sim_shopper {
  const sim_catalogue *catalogue;
  sim_random random;
  uint32_t index;
  double activity[SIM_ACTIVITIES_MAX]; /* taste shares, sum 1 */
  double colour[SIM_COLOURS_MAX];
  double brand[SIM_BRANDS_MAX];
  double price_level; /* below 0: careful, above: spends */
  double level;       /* -1 newcomer ... 1 expert */
  double eagerness;   /* how easily interest becomes a cart */
  double visits_a_week;
  int wearer; /* 1 men's clothes, 2 women's */
  int children;
  uint32_t intent_kind; /* what they have in mind to buy, across visits */
  int64_t intent_until_ms;
  sim_purchase bought[SIM_BOUGHT_MAX]; /* newest last */
  uint32_t bought_count;
  uint32_t visits;
} sim_shopper;

/** A visit under way; begin fills it, next advances it. */
typedef struct sim_visit {
  sim_shopper *shopper;
  int64_t start_ms;
  int64_t now_ms;
  sim_mood mood;
  sim_need need;
  uint32_t intent_kind; /* kind this visit is about, or SIM_NO_KIND */
  uint32_t activity;    /* activity this visit is about */
  int bought;           /* outcome: 1 once a purchase event was queued */
  uint32_t focus;       /* kind open in the list at the moment */
  uint32_t current;     /* item on the screen */
  uint32_t steps;
  uint32_t patience;
  double weights[SIM_ITEMS_MAX]; /* how likely each item is to be looked at */
  uint32_t seen[SIM_SEEN_MAX];
  uint32_t seen_count;
  uint32_t cart[SIM_CART_MAX];
  uint32_t cart_quantity[SIM_CART_MAX];
  uint32_t cart_count;
  sim_event queue[SIM_QUEUE_MAX];
  uint32_t queue_head;
  uint32_t queue_count;
  int over;
} sim_visit;

/**
 * Reads `products.en.tsv` and `truth.tsv` of a directory. 0, or -1 with a sentence in `ret_error`
 * (at least 200 bytes). The caller frees with sim_catalogue_free().
 */
int sim_catalogue_load(const char *directory, sim_catalogue **ret_catalogue, char *ret_error);
void sim_catalogue_free(sim_catalogue *catalogue);

/** Draws a person. The catalogue must outlive the shopper. */
void sim_shopper_init(uint64_t seed, uint32_t index, const sim_catalogue *catalogue,
                      sim_shopper *ret_shopper);
/** When this shopper comes next: evenings and weekends more often. */
int64_t sim_shopper_next_start(sim_shopper *shopper, int64_t after_ms);
/** The activity this shopper likes most: an index of catalogue->activities. */
uint32_t sim_shopper_top_activity(const sim_shopper *shopper);

/** Begins a visit; the shopper must stay in place until it ends. */
void sim_visit_begin(sim_shopper *shopper, int64_t start_ms, sim_visit *ret_visit);
/** Gives the next event; 1, or 0 when the visit is over. Times strictly ascend. */
int sim_visit_next(sim_visit *visit, sim_event *ret_event);

const char *sim_mood_name(sim_mood mood);
const char *sim_need_name(sim_need need);
/** "home", "info", "detail", "account" or "". */
const char *sim_page_name(sim_page page);

#endif
