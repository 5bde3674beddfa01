/*
 * The bytes of a pack (`*.sottopack`), shared by its reader (model/pack_reader) and its writer
 * (brand/pack_writer). Little-endian; every section starts at a multiple of 64.
 *
 *   header (128 bytes) | section table (64 bytes each, ids ascending) | signature (64) | sections
 *
 * The Ed25519 signature covers header and table; the table holds each section's BLAKE2b-256, so the
 * signature covers every byte. "The pack's hash" is BLAKE2b-256 of header and table.
 * Bytes between sections are zero and nothing follows the last one.
 * Orders that a reader relies on: values ascend by name within their key (so a product_type comes
 * after its parents), item_values ascend within an item, POPULAR_ORDER and CATEGORY_ORDER go by
 * popularity down, then item number up (so they hold each item once), edges by weight down.
 * Texts are numbers into TEXT_INDEX (u32 offsets, count + 1 of them) over TEXT (UTF-8 bytes).
 */
#ifndef SO_MODEL_PACK_FORMAT_H
#define SO_MODEL_PACK_FORMAT_H

#include <stdint.h>

#define SO_PACK_MAGIC "SOTTOPK1"
#define SO_PACK_FORMAT 1u
#define SO_PACK_ALIGN 64u
#define SO_PACK_ITEMS_MAX 2000000u
#define SO_PACK_LOCALES_MAX 8u
#define SO_PACK_NONE UINT32_MAX

typedef struct so_pack_header {
  char magic[8];
  uint32_t format;
  uint32_t section_count;
  uint64_t sequence;
  int64_t created_ms;
  int64_t expires_ms;
  uint64_t total_size;
  uint32_t minimum_sdk; /* SOTTO_VERSION it needs */
  uint32_t brand_text;
  uint8_t key_id[8];      /* of the signing key */
  uint8_t report_key[32]; /* X25519 public key reports are sealed to */
  char currency[4];
  uint32_t currency_digits; /* decimals of its main unit, at most 3 */
  uint8_t reserved[24];
} so_pack_header;
_Static_assert(sizeof(so_pack_header) == 128, "pack header");

typedef struct so_pack_section {
  uint32_t id;
  uint32_t element_size;
  uint64_t offset;
  uint64_t size; /* element_size * count */
  uint64_t count;
  uint8_t hash[32];
} so_pack_section;
_Static_assert(sizeof(so_pack_section) == 64, "pack section");

/*
 * Every section: SO_PACK_<name> and its number, its element, its view and count in so_pack
 * (model/pack_view.h), and 1 where the view of an absent section is NULL instead of an empty run.
 *
 *   TEXT, TEXT_INDEX            UTF-8 bytes; offsets, one more than there are texts
 *   LOCALES                     text: "en", "es"
 *   ITEM_TITLES                 text, locales x items; KEY_LABELS and VALUE_LABELS likewise
 *   ITEM_LOOKUP                 ascending by hash
 *   ITEM_VALUES                 value, runs per item, ascending
 *   VALUES                      grouped by key
 *   VALUE_ITEMS                 item, postings per value: run of so_pack_value
 *   POPULAR_ORDER               item, most popular first
 *   NEIGHBOUR_ROWS              per item, the run in NEIGHBOURS, best first within a row;
 *                               COMPLEMENT_ROWS and COMPLEMENTS likewise
 *   MINDSET                     the score model, see model/score_model.h
 *   STATE                       one
 *   BLEND                       [6 mindsets][SO_STRATEGY_COUNT]
 *   HISTORY                     one: how fast the history fades
 *   REPEATS                     per product type: do people buy of it again
 *   RULES                       grouped by slot
 *   MOMENTS                     ascending by moment: lifts of product types
 *   VECTOR_INFO, VECTORS        one; strips of a row per item, see model/vector_scan.h
 *   CATEGORY_ORDER              item, most popular first within a product type: run of
 *                               so_pack_value of key 0
 *   TASKS, TASK_BYTES           of questions by split trust, see model/task_view.h
 */
#ifdef SOTTO_WITH_SPLIT
# define SO_PACK_SECTIONS_OF_SPLIT(SECTION)                                                        \
  SECTION(TASKS, 88, so_pack_task, tasks, task_count, 0)                                           \
  SECTION(TASK_BYTES, 89, uint8_t, task_bytes, task_byte_count, 0)
#else
# define SO_PACK_SECTIONS_OF_SPLIT(SECTION) /* nobody reads them */
#endif
#define SO_PACK_SECTIONS(SECTION)                                                                  \
 SECTION(TEXT, 1, char, text, text_bytes, 0)                                                       \
 SECTION(TEXT_INDEX, 2, uint32_t, text_index, text_count, 0)                                       \
 SECTION(LOCALES, 3, uint32_t, locales, locale_count, 0)                                           \
 SECTION(ITEMS, 4, so_pack_item, items, item_count, 0)                                             \
 SECTION(ITEM_TITLES, 5, uint32_t, item_titles, item_title_count, 0)                               \
 SECTION(ITEM_LOOKUP, 6, so_pack_lookup, lookup, lookup_count, 0)                                  \
 SECTION(ITEM_VALUES, 7, uint32_t, item_values, item_value_count, 0)                               \
 SECTION(KEYS, 8, so_pack_key, keys, key_count, 0)                                                 \
 SECTION(KEY_LABELS, 9, uint32_t, key_labels, key_label_count, 0)                                  \
 SECTION(VALUES, 10, so_pack_value, values, value_count, 0)                                        \
 SECTION(VALUE_LABELS, 11, uint32_t, value_labels, value_label_count, 0)                           \
 SECTION(VALUE_ITEMS, 12, uint32_t, value_items, value_item_count, 0)                              \
 SECTION(POPULAR_ORDER, 13, uint32_t, popular_order, popular_count, 0)                             \
 SECTION(NEIGHBOUR_ROWS, 14, so_pack_row, neighbour_rows, neighbour_row_count, 1)                  \
 SECTION(NEIGHBOURS, 15, so_pack_edge, neighbours, neighbour_count, 0)                             \
 SECTION(COMPLEMENT_ROWS, 16, so_pack_row, complement_rows, complement_row_count, 1)               \
 SECTION(COMPLEMENTS, 17, so_pack_edge, complements, complement_count, 0)                          \
 SECTION(MINDSET, 18, float, mindset, mindset_count, 0)                                            \
 SECTION(STATE, 19, so_pack_state, state, state_count, 1)                                          \
 SECTION(BLEND, 20, float, blend, blend_count, 1)                                                  \
 SECTION(SLOTS, 21, so_pack_slot, slots, slot_count, 0)                                            \
 SECTION(RULES, 22, so_pack_rule, rules, rule_count, 0)                                            \
 SECTION(QUESTIONS, 23, so_pack_question, questions, question_count, 0)                            \
 SECTION(QUESTION_VALUES, 24, uint32_t, question_values, question_value_count, 0)                  \
 SECTION(CATEGORY_ORDER, 25, uint32_t, category_order, category_count, 0)                          \
 SECTION(HISTORY, 26, so_pack_history, history, history_count, 1)                                  \
 SECTION(REPEATS, 27, so_pack_repeat, repeats, repeat_count, 1)                                    \
 SECTION(VECTOR_INFO, 28, so_pack_vectors, vector_info, vector_info_count, 1)                      \
 SECTION(VECTORS, 29, int8_t, vectors, vector_byte_count, 1)                                       \
 SECTION(MOMENTS, 30, so_pack_moment, moments, moment_count, 0)                                    \
 SO_PACK_SECTIONS_OF_SPLIT(SECTION)
#define SO_PACK_SECTION_ID(name, number, type, view, count, absent) SO_PACK_##name = number,
enum { SO_PACK_SECTIONS(SO_PACK_SECTION_ID) };

/*
 * Key 0 is always "product_type"; a value of it may be a prefix ("Tents") and the full path
 * ("Tents > Family tents"): an item carries every level as a value. Key 1 is "brand" where present.
 */

enum { SO_ITEM_IN_STOCK = 1u, SO_ITEM_DISCREET = 2u };

typedef struct so_pack_item {
  uint32_t id_text;
  uint32_t flags;
  int64_t price_minor; /* -1 unknown */
  uint32_t values_start;
  uint32_t values_count;
  uint32_t link_text;
  uint32_t image_text;
  float popularity;         /* share of people, shrunk */
  float popularity_error;   /* its standard error; 0: exact */
  uint32_t type_value;      /* deepest product_type value, or NONE */
  uint32_t complement_type; /* reserved: NONE */
} so_pack_item;
_Static_assert(sizeof(so_pack_item) == 48, "pack item");

typedef struct so_pack_lookup {
  uint64_t hash; /* FNV-1a 64 of the id */
  uint32_t item;
  uint32_t zero;
} so_pack_lookup;
_Static_assert(sizeof(so_pack_lookup) == 16, "pack lookup");

typedef struct so_pack_key {
  uint32_t name_text;
  uint32_t category; /* sotto_category */
  uint32_t values_start;
  uint32_t values_count;
  uint32_t flags; /* 1: never in a reason */
  uint32_t zero;
} so_pack_key;
_Static_assert(sizeof(so_pack_key) == 24, "pack key");

enum { SO_VALUE_DISCREET = 1u };
#define SO_PACK_BASELINE_LEAST 1e-12f /* so that its square is a number */

typedef struct so_pack_value {
  uint32_t key;
  uint32_t name_text;
  uint32_t flags;
  uint32_t items_start; /* run in VALUE_ITEMS */
  uint32_t items_count;
  float baseline;       /* evidence on items with this value / on items with its key; 0: none */
  float baseline_error; /* its standard error */
  uint32_t parent;      /* product_type: one level up, or NONE */
} so_pack_value;
_Static_assert(sizeof(so_pack_value) == 32, "pack value");

typedef struct so_pack_row {
  uint32_t start;
  uint32_t count;
  float scale; /* weight = scale * int8 */
  float error; /* standard error of a weight in this row */
} so_pack_row;
_Static_assert(sizeof(so_pack_row) == 16, "pack row");

#define SO_PACK_EDGE_ITEM 0xffffffu

typedef struct so_pack_edge {
  uint32_t item_weight; /* item in the low 24 bits, int8 weight (1..127) in the high 8 */
} so_pack_edge;

/** How much of the history the neighbours strategy reads; absent: so_rank_history. */
typedef struct so_pack_history {
  float decay;   /* weight of a step relative to the next, .1 … .9 */
  float settled; /* share of the neighbours' blend left where everything met was bought, 0 … 1 */
} so_pack_history;
_Static_assert(sizeof(so_pack_history) == 8, "pack history");

/** Of those who bought of a product type and came back, the share who bought of it again. */
typedef struct so_pack_repeat {
  float share; /* 0 … 1, shrunk to that of all types */
  float error; /* its standard error */
} so_pack_repeat;
_Static_assert(sizeof(so_pack_repeat) == 8, "pack repeat");

/** Dimensions of a moment, in the order of so_rank_request.moments; each has its own values > 0. */
enum {
  SO_MOMENT_HOUR = 0,
  SO_MOMENT_WEEKDAY = 1,
  SO_MOMENT_SEASON = 2,
  SO_MOMENT_CHANNEL = 3,
  SO_MOMENT_ENTRY = 4,
  SO_MOMENT_WEATHER = 5,
  SO_MOMENT_PLACE = 6,
  SO_MOMENT_COUNT = 7
};
#define SO_PACK_MOMENT_VALUES 256u
#define SO_PACK_MOMENT(dimension, value) ((dimension)*SO_PACK_MOMENT_VALUES + (value))

/** How much more people meet a product type at a moment. */
typedef struct so_pack_moment {
  uint32_t moment; /* SO_PACK_MOMENT */
  uint32_t type;   /* value of key 0 */
  float lift;      /* 1: as ever */
  float error;     /* its standard error */
} so_pack_moment;
_Static_assert(sizeof(so_pack_moment) == 16, "pack moment");

#define SO_PACK_VECTOR_WIDTH_MAX 256u

/** The vectors: how wide, and how much they are worth. */
typedef struct so_pack_vectors {
  uint32_t width; /* a multiple of 4 */
  float quality;  /* 0: say nothing of what goes together … 1: always right */
  float error;    /* its standard error */
  uint32_t zero;
} so_pack_vectors;
_Static_assert(sizeof(so_pack_vectors) == 16, "pack vectors");

/** Thresholds of the mindset states: pack data a brand may re-learn. */
typedef struct so_pack_state {
  float interested_score;   /* purchase score from which curious becomes interested */
  float hysteresis;         /* the score must cross by this much */
  uint32_t satisfied_days;  /* bought within */
  uint32_t loyal_purchases; /* purchases (days) within loyal_days */
  uint32_t loyal_days;
  uint32_t fading_days;     /* a buyer silent for this long */
  uint32_t focused_reviews; /* review reads before a cart */
  uint32_t focused_views;   /* views of one item within 7 days */
} so_pack_state;
_Static_assert(sizeof(so_pack_state) == 32, "pack state");

enum { SO_COMPANY_PRIVATE = 0, SO_COMPANY_SHARED = 1, SO_COMPANY_STAFF = 2 };

typedef struct so_pack_slot {
  uint32_t id_text;
  uint32_t company;
  uint32_t limit;
  uint32_t rules_start;
  uint32_t rules_count;
  uint32_t explore_permille; /* of its places, drawn at random; at most 500 */
} so_pack_slot;
_Static_assert(sizeof(so_pack_slot) == 24, "pack slot");

enum {
  SO_RULE_INCLUDE_VALUE = 1, /* only items with this value */
  SO_RULE_EXCLUDE_VALUE = 2,
  SO_RULE_EXCLUDE_ITEM = 3,
  SO_RULE_PIN_ITEM = 4, /* at position `number` (0-based) */
  SO_RULE_IN_STOCK = 5,
  SO_RULE_PRICE_BAND = 6 /* from..to minor */
};

typedef struct so_pack_rule {
  uint32_t kind;
  uint32_t target; /* value or item */
  uint32_t number;
  uint32_t zero;
  int64_t from_minor;
  int64_t to_minor;
} so_pack_rule;
_Static_assert(sizeof(so_pack_rule) == 32, "pack rule");

/**
 * A question. Its numbers are those of privacy/question.h, a peer this room never includes; here
 * only `lists` has a meaning: whether its values are numbers, values of `attribute` or texts.
 */
enum { SO_PACK_LISTS_NUMBERS = 0, SO_PACK_LISTS_VALUES = 1, SO_PACK_LISTS_NAMES = 2 };

typedef struct so_pack_question {
  uint32_t kind;
  uint32_t trust;
  uint32_t unit;
  uint32_t category;
  uint32_t attribute; /* lists values: attribute key; else a number of its kind's */
  uint32_t epsilon_micro;
  uint32_t minimum_batch;
  uint32_t lists;
  uint32_t every; /* weeks */
  uint32_t phase;
  uint32_t flags;
  uint32_t values_start;
  uint32_t values_count;
  uint32_t name_text; /* the brand's name for it */
  uint8_t content[32];
} so_pack_question;
_Static_assert(sizeof(so_pack_question) == 88, "pack question");

/**
 * Who sums the answers to a question by split trust. From `start` in TASK_BYTES on, one after the
 * other: the task's canonical form, and the lists of HPKE configurations its two aggregators
 * publish.
 */
typedef struct so_pack_task {
  uint32_t question;
  uint32_t version; /* of DAP */
  uint32_t start;
  uint32_t size; /* of the canonical form */
  uint32_t leader_size;
  uint32_t helper_size;
  uint8_t id[32];
} so_pack_task;
_Static_assert(sizeof(so_pack_task) == 56, "pack task");

/** Strategies of the recommender; the order is the blend's. */
enum {
  SO_STRATEGY_NEIGHBOUR = 0,
  SO_STRATEGY_SIMILAR = 1,
  SO_STRATEGY_AFFINITY = 2,
  SO_STRATEGY_POPULAR = 3,
  SO_STRATEGY_RECENT = 4,
  SO_STRATEGY_REPURCHASE = 5,
  SO_STRATEGY_COMPLEMENT = 6,
  SO_STRATEGY_EXPLORE = 7,
  SO_STRATEGY_COUNT = 8
};

#endif
