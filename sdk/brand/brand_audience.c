/* From predicates in JSON to terms, with the path of each. */
#include "brand/brand_audience.h"

#include <math.h>
#include <sotto/consent.h>
#include <sotto/mindset.h>
#include <string.h>

#include "base/traits.h"
#include "brand/price.h"

#define NONE SO_PACK_NONE

static const char *const mindsets[] = {"curious", "interested", "focused", "satisfied",
                                       "loyal",   "fading",     NULL};
static const char *const needs[] = {"inspiration", "comparison", "reassurance", "price", "gift",
                                    "replenish",   "complete",   "help",        NULL};
static const char *const bands[] = {"low", "usual", "high", NULL};
static const char *const categories[] = {"history",  "financial", "professional", "social",
                                         "external", "internal",  "tracking",     NULL};
static const char *const strategies[] = {"neighbour",  "similar", "affinity",
                                         "popular",    "recent",  "repurchase",
                                         "complement", "explore", NULL};

/* One predicate under way. */
typedef struct reading {
  so_brand_audiences *to;
  so_json_at *at;
  const char *currency;
  uint32_t depth;
} reading;

uint32_t so_brand_audience_find(const so_brand_audiences *audiences, const char *id) {
  for (uint32_t n = 0; id && n < audiences->count; n++)
    if (strcmp(audiences->list[n].id, id) == 0) return n;
  return NONE;
}

/* Adds a term that stands where the reading is. */
static so_brand_term *emit(reading *in, so_pack_audience_term term) {
  so_brand_audiences *to = in->to;
  uint32_t own = to->term_count - to->list[to->count].terms_start;
  if (to->term_count == SO_AUDIENCE_TERMS_MAX || own == SO_BRAND_PREDICATE_TERMS_MAX) {
    if (to->term_count < SO_AUDIENCE_TERMS_MAX + 1 && own <= SO_BRAND_PREDICATE_TERMS_MAX)
      so_json_fault(in->at, "is beyond the 64 terms an audience, or the 512 a pack, can have", "");
    return NULL;
  }
  so_brand_term *added = &to->terms[to->term_count++];
  size_t size = in->at->size < sizeof added->where ? in->at->size : sizeof added->where - 1;
  *added = (so_brand_term){.term = term};
  memcpy(added->where, in->at->path, size);
  return added;
}

static void read_predicate(reading *in, const json_t *object);

/* {"all": […]} or {"any": […]}. */
static void read_list(reading *in, const json_t *object, const char *member) {
  const json_t *list = so_json_list(in->at, object, member);
  size_t outer = so_json_enter(in->at, member), count = json_array_size(list);
  if (!count) so_json_fault(in->at, "joins nothing", "");
  for (size_t n = 0; n < count && n <= SO_BRAND_PREDICATE_TERMS_MAX; n++) {
    size_t before = so_json_enter_place(in->at, n);
    read_predicate(in, json_array_get(list, n));
    so_json_leave(in->at, before);
  }
  so_json_leave(in->at, outer);
  uint32_t kind = strcmp(member, "all") == 0 ? SO_TERM_ALL : SO_TERM_ANY;
  (void)emit(in, (so_pack_audience_term){kind, (uint32_t)count, 0, 0});
}

static void read_not(reading *in, const json_t *object) {
  size_t before = so_json_enter(in->at, "not");
  read_predicate(in, json_object_get(object, "not"));
  so_json_leave(in->at, before);
  (void)emit(in, (so_pack_audience_term){SO_TERM_NOT, 1, 0, 0});
}

/* {"affinity": {"activity": "climbing"}, "at_least": "high"} */
static void read_affinity(reading *in, const json_t *object) {
  static const char *const known[] = {"affinity", "at_least", "at_most", NULL};
  json_t *about = (json_t *)(uintptr_t)so_json_object(in->at, object, "affinity");
  const char *attribute = json_object_iter_key(json_object_iter(about));
  uint32_t low = so_json_choice(in->at, object, "at_least", bands);
  uint32_t high = so_json_choice(in->at, object, "at_most", bands);
  so_json_known(in->at, object, known);
  if (json_object_size(about) != 1)
    so_json_fault(in->at, "must name one attribute and one value of it", "");
  if (low == NONE && high == NONE)
    so_json_fault(in->at, "has neither at_least nor at_most: low, usual or high", "");
  so_brand_term *term =
      emit(in, (so_pack_audience_term){.kind = SO_TERM_AFFINITY,
                                       .low = low == NONE ? 0 : low,
                                       .high = high == NONE ? SO_CARE_HIGH : high});
  if (!term || json_object_size(about) != 1) return;
  term->attribute = attribute;
  term->value = so_json_text(in->at, about, attribute, 1);
}

/* {"mindset": ["focused", "interested"]} */
static void read_mindset(reading *in, const json_t *object) {
  static const char *const known[] = {"mindset", NULL};
  const json_t *list = so_json_list(in->at, object, "mindset");
  uint32_t states = 0;
  so_json_known(in->at, object, known);
  if (!json_array_size(list)) so_json_fault(in->at, "names no mindset", "");
  for (size_t n = 0; n < json_array_size(list); n++) {
    const char *name = json_string_value(json_array_get(list, n));
    uint32_t state = 0;
    while (mindsets[state] && (!name || strcmp(mindsets[state], name) != 0)) state++;
    if (!mindsets[state]) so_json_fault(in->at, "names a mindset that is none: ", name ? name : "");
    states |= 1u << state;
  }
  (void)emit(in, (so_pack_audience_term){.kind = SO_TERM_MINDSET, .low = states});
}

/* {"need": "reassurance", "at_least": 0.5} */
static void read_need(reading *in, const json_t *object) {
  static const char *const known[] = {"need", "at_least", "below", NULL};
  so_json_range share = {0, 1, -1, 0};
  uint32_t need = so_json_choice(in->at, object, "need", needs);
  double low = so_json_number(in->at, object, "at_least", share);
  double below = so_json_number(in->at, object, "below", share);
  so_json_known(in->at, object, known);
  if (low < 0 && below < 0) so_json_fault(in->at, "has neither at_least nor below", "");
  if (below == 0) so_json_fault(in->at, "asks for a score below 0: nobody has one", "");
  uint32_t high = below < 0 ? 1000 : (uint32_t)ceil(below * 1000) - (below > 0);
  (void)emit(in, (so_pack_audience_term){SO_TERM_NEED, need == NONE ? 0 : need,
                                         low < 0 ? 0 : (uint32_t)lround(low * 1000), high});
}

/* A whole number, or an amount of money; -1 where the member is absent or wrong. */
static int64_t read_bound(reading *in, const json_t *object, const char *member, uint32_t number) {
  so_json_range whole = {0, SO_TERM_NUMBER_MAX - 1, -1, 1};
  int64_t minor = -1;
  if (number != SO_NUMBER_SPEND) return (int64_t)so_json_number(in->at, object, member, whole);
  const char *text = so_json_text(in->at, object, member, 0);
  if (!text) return -1;
  so_price_verdict verdict = so_price_read(&minor, (sotto_text){text, strlen(text)}, in->currency);
  size_t before = so_json_enter(in->at, member);
  if (verdict != SO_PRICE_GOOD) so_json_fault(in->at, so_price_words(verdict), "");
  if (minor >= SO_TERM_NUMBER_MAX) so_json_fault(in->at, "is too large an amount", "");
  so_json_leave(in->at, before);
  return minor;
}

/* {"visits": {"at_least": 3}}, {"spend": {"below": "50.00"}} */
static void read_number(reading *in, const json_t *object, const char *member, uint32_t number) {
  static const char *const known[] = {"at_least", "below", NULL};
  const char *const own[] = {member, NULL};
  const json_t *bounds = so_json_object(in->at, object, member);
  so_json_known(in->at, object, own);
  size_t before = so_json_enter(in->at, member);
  so_json_known(in->at, bounds, known);
  int64_t low = read_bound(in, bounds, "at_least", number);
  int64_t below = read_bound(in, bounds, "below", number);
  if (low < 0 && below < 0) so_json_fault(in->at, "has neither at_least nor below", "");
  if (below == 0) so_json_fault(in->at, "asks for less than 0: nobody has that", "");
  so_json_leave(in->at, before);
  (void)emit(in, (so_pack_audience_term){SO_TERM_NUMBER, number, low < 0 ? 0 : (uint32_t)low,
                                         below <= 0 ? SO_TERM_NUMBER_MAX : (uint32_t)(below - 1)});
}

/* {"cart": "open"} */
static void read_cart(reading *in, const json_t *object) {
  static const char *const known[] = {"cart", NULL}, *const states[] = {"empty", "open", NULL};
  uint32_t state = so_json_choice(in->at, object, "cart", states);
  so_json_known(in->at, object, known);
  if (state != NONE) (void)emit(in, (so_pack_audience_term){SO_TERM_CART, 0, state, state});
}

/* What a predicate may begin with; the numbers are in the order of so_number. */
enum { ALL, ANY, NOT, AFFINITY, MINDSET, NEED, CART, NUMBERS };
static const char *const kinds[] = {"all",
                                    "any",
                                    "not",
                                    "affinity",
                                    "mindset",
                                    "need",
                                    "cart",
                                    "days_since_purchase",
                                    "days_since_visit",
                                    "spend",
                                    "visits",
                                    "basket",
                                    NULL};

static void read_kind(reading *in, const json_t *object, uint32_t kind) {
  const char *const own[] = {kinds[kind], NULL};
  if (kind <= NOT) so_json_known(in->at, object, own);
  switch (kind) {
  case ALL:
  case ANY: read_list(in, object, kinds[kind]); break;
  case NOT: read_not(in, object); break;
  case AFFINITY: read_affinity(in, object); break;
  case MINDSET: read_mindset(in, object); break;
  case NEED: read_need(in, object); break;
  case CART: read_cart(in, object); break;
  default: read_number(in, object, kinds[kind], kind - NUMBERS);
  }
}

static void read_predicate(reading *in, const json_t *object) {
  uint32_t kind = 0;
  while (kinds[kind] && !json_object_get(object, kinds[kind])) kind++;
  if (!kinds[kind]) {
    so_json_fault(in->at,
                  "is no predicate: all, any, not, affinity, mindset, need, cart, spend, "
                  "visits, basket, days_since_purchase or days_since_visit",
                  "");
  } else if (in->depth == SO_BRAND_PREDICATE_DEPTH_MAX) {
    so_json_fault(in->at, "lies deeper than six predicates inside each other", "");
  } else {
    in->depth++;
    read_kind(in, object, kind);
    in->depth--;
  }
}

/* Categories for which the brand says that it asks consent. */
static uint32_t read_consent(so_json_at *at, const json_t *object) {
  const json_t *list = so_json_list(at, object, "consent");
  uint32_t mask = 0;
  size_t before = so_json_enter(at, "consent");
  for (size_t n = 0; n < json_array_size(list); n++) {
    const char *name = json_string_value(json_array_get(list, n));
    uint32_t category = 0;
    while (categories[category] && (!name || strcmp(categories[category], name) != 0)) category++;
    if (!categories[category]) so_json_fault(at, "must name categories", "");
    mask |= 1u << category;
  }
  so_json_leave(at, before);
  return mask & ((1u << SOTTO_CATEGORY_COUNT) - 1);
}

static void read_audience(reading *in, const json_t *object) {
  static const char *const known[] = {"id", "label", "when", "consent", NULL};
  so_json_at *at = in->at;
  so_brand_audience *audience = &in->to->list[in->to->count];
  *audience = (so_brand_audience){.terms_start = in->to->term_count};
  so_json_known(at, object, known);
  audience->id = so_json_text(at, object, "id", 1);
  audience->label = so_json_object(at, object, "label");
  audience->consent = read_consent(at, object);
  size_t before = so_json_enter(at, "label");
  so_json_texts(at, audience->label);
  so_json_leave(at, before);
  before = so_json_enter(at, "when");
  read_predicate(in, json_object_get(object, "when"));
  so_json_leave(at, before);
  audience->terms_count = in->to->term_count - audience->terms_start;
  if (so_brand_audience_find(in->to, audience->id) != NONE)
    so_json_fault(at, "has the id of another audience: ", audience->id);
  if (audience->id) in->to->count++;
}

typedef void (*each_fn)(void *context, so_json_at *at, const json_t *element);

/* Gives each object of a list to `read`. */
static void read_each(so_json_at *at, const json_t *list, each_fn read, void *context) {
  for (size_t n = 0; n < json_array_size(list); n++) {
    const json_t *element = json_array_get(list, n);
    size_t before = so_json_enter_place(at, n);
    if (json_is_object(element))
      read(context, at, element);
    else
      so_json_fault(at, "must be an object", "");
    so_json_leave(at, before);
  }
}

static void read_next(void *context, so_json_at *at, const json_t *element) {
  reading *in = context;
  if (in->to->count < SO_AUDIENCES_MAX)
    read_audience(in, element);
  else
    so_json_fault(at, "is beyond the 64 audiences a pack can have", "");
}

/* Boosts of one slot. */
typedef struct boosting {
  so_brand_audiences *to;
  uint32_t slot;
} boosting;

static void read_boost(void *context, so_json_at *at, const json_t *element) {
  static const char *const known[] = {"audience", "strategy", "factor", NULL};
  const boosting *in = context;
  so_brand_boost boost = {.slot = in->slot};
  so_json_range factor = {0, SO_AUDIENCE_FACTOR_MAX, NAN, 0};
  so_json_known(at, element, known);
  boost.audience = so_json_text(at, element, "audience", 1);
  boost.strategy = so_json_choice(at, element, "strategy", strategies);
  if (!json_object_get(element, "strategy")) so_json_fault(at, "names no strategy", "");
  boost.factor = (float)so_json_number(at, element, "factor", factor);
  size_t size = at->size < sizeof boost.where ? at->size : sizeof boost.where - 1;
  memcpy(boost.where, at->path, size);
  if (in->to->boost_count < SO_AUDIENCE_USES_MAX)
    in->to->boosts[in->to->boost_count++] = boost;
  else
    so_json_fault(at, "is beyond the 256 boosts a pack can have", "");
}

void so_brand_audience_boosts(so_brand_audiences *audiences, so_json_at *at, const json_t *object,
                              uint32_t slot) {
  boosting in = {audiences, slot};
  const json_t *list = so_json_list(at, object, "boosts");
  size_t before = so_json_enter(at, "boosts");
  read_each(at, list, read_boost, &in);
  so_json_leave(at, before);
}

/* {"curious": 20.8, …}: what a mindset counts in the empathy score. */
static void read_weights(so_brand_audiences *audiences, so_json_at *at, const json_t *root) {
  const json_t *weights = so_json_object(at, root, "empathy");
  so_json_range weight = {1, 100, NAN, 0};
  size_t before = so_json_enter(at, "empathy");
  so_json_known(at, weights, mindsets);
  audiences->has_weights = weights != NULL;
  for (uint32_t n = 0; weights && mindsets[n]; n++)
    audiences->weights[n] = (float)so_json_number(at, weights, mindsets[n], weight);
  so_json_leave(at, before);
}

void so_brand_audience_read(so_brand_audiences *audiences, so_json_at *at, const json_t *root,
                            const char *currency) {
  reading in = {audiences, at, currency, 0};
  const json_t *list = so_json_list(at, root, "audiences");
  size_t before = so_json_enter(at, "audiences");
  if (list && !SO_AUDIENCE_BUILT) so_json_fault(at, "this build has no audiences", "");
  read_each(at, list, read_next, &in);
  so_json_leave(at, before);
  so_brand_audience_boosts(audiences, at, root, NONE);
  read_weights(audiences, at, root);
}
