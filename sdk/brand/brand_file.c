/*
 * From the document to so_brand, member by member. sdk/tools/brand.schema.json says the same in
 * JSON Schema; a test holds both against the sample shop.
 */
#include "brand/brand_file.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "brand/brand_search.h"
#include "brand/json_member.h"
#include "brand/line_file.h"
#include "brand/price.h"

#define NONE SO_PACK_NONE

static const char *const categories[] = {"history",  "financial", "professional", "social",
                                         "external", "internal",  "tracking",     NULL};

void so_brand_file_default(so_brand *ret_brand) {
  memset(ret_brand, 0, sizeof *ret_brand);
  ret_brand->name = "Shop";
  memcpy(ret_brand->currency, "EUR", 4);
  ret_brand->locales[0] = "en";
  ret_brand->locale_count = 1;
  ret_brand->expires_days = 90;
}

void so_brand_file_free(so_brand *brand) {
  json_decref(brand->document);
  brand->document = NULL;
}

const char *so_brand_file_label(const json_t *labels, const char *locale) {
  return json_string_value(json_object_get(labels, locale));
}

/** A name as code has it: a lower-case letter, then letters, digits and underscores. */
static int is_name(const char *text) {
  size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
  return text[0] >= 'a' && text[0] <= 'z' && size <= 64 && text[size] == 0;
}

static void read_currency(so_brand *brand, so_json_at *at, const json_t *root) {
  const char *currency = so_json_text(at, root, "currency", 1);
  if (!currency) return;
  if (strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3) {
    memcpy(brand->currency, currency, 4);
    return;
  }
  size_t before = so_json_enter(at, "currency");
  so_json_fault(at, "must be three capital letters (ISO 4217), such as \"EUR\"", "");
  so_json_leave(at, before);
}

/** Adds a locale once. */
static void add_locale(so_brand *brand, so_json_at *at, const char *locale) {
  for (uint32_t n = 0; n < brand->locale_count; n++) {
    if (strcmp(brand->locales[n], locale) == 0) return;
  }
  if (brand->locale_count == SOTTO_LOCALES_MAX)
    so_json_fault(at, "has more than 8 locales", "");
  else
    brand->locales[brand->locale_count++] = locale;
}

static void read_locales(so_brand *brand, so_json_at *at, const json_t *root) {
  const char *first = so_json_text(at, root, "default_locale", 1);
  const json_t *list = so_json_list(at, root, "locales");
  brand->locale_count = 0;
  if (first) add_locale(brand, at, first);
  size_t before = so_json_enter(at, "locales");
  for (size_t n = 0; n < json_array_size(list); n++) {
    const char *locale = json_string_value(json_array_get(list, n));
    if (locale && locale[0] && strlen(locale) <= 16)
      add_locale(brand, at, locale);
    else
      so_json_fault(at, "must hold language tags such as \"en\"", "");
  }
  so_json_leave(at, before);
  const json_t *feeds = so_json_object(at, root, "feeds");
  before = so_json_enter(at, "feeds");
  so_json_texts(at, feeds);
  so_json_known(at, feeds, brand->locales);
  so_json_leave(at, before);
  for (uint32_t n = 0; n < brand->locale_count; n++) {
    brand->feeds[n] = so_brand_file_label(feeds, brand->locales[n]);
  }
}

/** A list whose every element is a text. */
static const json_t *text_list(so_json_at *at, const json_t *object, const char *member) {
  const json_t *list = so_json_list(at, object, member);
  size_t before = so_json_enter(at, member);
  for (size_t n = 0; n < json_array_size(list); n++) {
    if (!json_is_string(json_array_get(list, n))) so_json_fault(at, "must be a list of texts", "");
  }
  so_json_leave(at, before);
  return list;
}

/** Checks {name -> {locale -> text}}. */
static const json_t *labels_by_name(so_json_at *at, const json_t *object, const char *member) {
  const json_t *names = so_json_object(at, object, member);
  const char *name;
  json_t *value;
  size_t before = so_json_enter(at, member);
  json_object_foreach((json_t *)(uintptr_t)names, name, value) {
    (void)value;
    if (name[0] == '$') continue;
    const json_t *labels = so_json_object(at, names, name);
    size_t inner = so_json_enter(at, name);
    so_json_texts(at, labels);
    so_json_leave(at, inner);
  }
  so_json_leave(at, before);
  return names;
}

static void read_attribute(so_brand *brand, so_json_at *at, const json_t *object) {
  static const char *const known[] = {"key",    "column",          "category",        "label",
                                      "values", "never_in_reason", "discreet_values", NULL};
  so_brand_attribute attribute = {0};
  so_json_known(at, object, known);
  attribute.key = so_json_text(at, object, "key", 1);
  attribute.column = so_json_text(at, object, "column", 0);
  attribute.category = so_json_choice(at, object, "category", categories);
  if (!json_object_get(object, "category")) so_json_fault(at, "has no category", "");
  attribute.label = so_json_object(at, object, "label");
  size_t before = so_json_enter(at, "label");
  so_json_texts(at, attribute.label);
  so_json_leave(at, before);
  attribute.values = labels_by_name(at, object, "values");
  attribute.discreet = text_list(at, object, "discreet_values");
  attribute.never_in_reason = json_is_true(json_object_get(object, "never_in_reason"));
  if (!attribute.key) return;
  if (!is_name(attribute.key)) so_json_fault(at, "has a key that is not a lower-case name", "");
  for (uint32_t n = 0; n < brand->attribute_count; n++) {
    if (strcmp(brand->attributes[n].key, attribute.key) == 0)
      so_json_fault(at, "declares a key again: ", attribute.key);
    const char *column = brand->attributes[n].column;
    if (column && attribute.column && strcmp(column, attribute.column) == 0)
      so_json_fault(at, "reads the column of another attribute: ", column);
  }
  brand->attributes[brand->attribute_count++] = attribute;
}

static int64_t read_bound(so_brand *brand, so_json_at *at, const json_t *object,
                          const char *member) {
  int64_t minor = strcmp(member, "from") == 0 ? 0 : SO_PRICE_MAX_MINOR;
  const char *text = so_json_text(at, object, member, 0);
  if (!text) return minor;
  so_price_verdict verdict =
      so_price_read(&minor, (sotto_text){text, strlen(text)}, brand->currency);
  size_t before = so_json_enter(at, member);
  if (verdict != SO_PRICE_GOOD) so_json_fault(at, so_price_words(verdict), "");
  so_json_leave(at, before);
  return minor;
}

static void read_rule(so_brand *brand, so_json_at *at, const json_t *object) {
  static const char *const kinds[] = {"include",    "exclude", "exclude_item", "pin", "in_stock",
                                      "price_band", NULL};
  static const char *const known[] = {"rule", "attribute", "value",    "item", "position",
                                      "from", "to",        "audience", NULL};
  so_brand_rule rule = {0};
  so_json_known(at, object, known);
  uint32_t kind = so_json_choice(at, object, "rule", kinds);
  if (!json_object_get(object, "rule")) so_json_fault(at, "has no \"rule\"", "");
  if (kind == NONE) return;
  rule.kind = kind + 1;
  int by_value = rule.kind == SO_RULE_INCLUDE_VALUE || rule.kind == SO_RULE_EXCLUDE_VALUE;
  int by_item = rule.kind == SO_RULE_EXCLUDE_ITEM || rule.kind == SO_RULE_PIN_ITEM;
  rule.attribute = so_json_text(at, object, "attribute", by_value);
  rule.value = so_json_text(at, object, "value", by_value);
  rule.item = so_json_text(at, object, "item", by_item);
  rule.position = (uint32_t)so_json_number(at, object, "position", (so_json_range){0, 99, 0, 1});
  rule.audience = so_json_text(at, object, "audience", 0);
  rule.from_minor = read_bound(brand, at, object, "from");
  rule.to_minor = read_bound(brand, at, object, "to");
  if (rule.from_minor > rule.to_minor)
    so_json_fault(at, "has a price band that ends before it begins", "");
  if (brand->rule_count < SO_BRAND_RULES_MAX)
    brand->rules[brand->rule_count++] = rule;
  else
    so_json_fault(at, "is beyond the 256 rules a pack can have", "");
}

typedef void (*read_fn)(so_brand *brand, so_json_at *at, const json_t *object);

/** A member that is a list of objects. */
typedef struct member {
  const char *name;
  size_t limit;
  read_fn read;
} member;

static void read_each(so_brand *brand, so_json_at *at, const json_t *object, member list) {
  const json_t *elements = so_json_list(at, object, list.name);
  size_t outer = so_json_enter(at, list.name), count = json_array_size(elements);
  if (count > list.limit) so_json_fault(at, "has more elements than a pack can hold", "");
  for (size_t n = 0; n < count && n < list.limit; n++) {
    const json_t *element = json_array_get(elements, n);
    size_t before = so_json_enter_place(at, n);
    if (json_is_object(element))
      list.read(brand, at, element);
    else
      so_json_fault(at, "must be an object", "");
    so_json_leave(at, before);
  }
  so_json_leave(at, outer);
}

static void read_slot(so_brand *brand, so_json_at *at, const json_t *object) {
  static const char *const companies[] = {"private", "shared", "staff", NULL};
  static const char *const known[] = {"id",   "company", "limit",  "explore", "rules",
                                      "arms", "choice",  "boosts", NULL};
  so_brand_slot slot = {0};
  so_json_known(at, object, known);
  slot.id = so_json_text(at, object, "id", 1);
  slot.company = so_json_choice(at, object, "company", companies);
  if (slot.company == NONE) slot.company = SO_COMPANY_PRIVATE;
  slot.limit = (uint32_t)so_json_number(at, object, "limit", (so_json_range){1, 100, 10, 1});
  slot.explore = so_json_number(at, object, "explore", (so_json_range){0, 0.5, 0, 0});
  slot.rules_start = brand->rule_count;
  read_each(brand, at, object, (member){"rules", SO_BRAND_RULES_MAX, read_rule});
  slot.rules_count = brand->rule_count - slot.rules_start;
  so_brand_arm_read(&slot.arms, at, object);
  for (uint32_t n = 0; slot.id && n < brand->slot_count; n++) {
    if (strcmp(brand->slots[n].id, slot.id) == 0)
      so_json_fault(at, "has the id of another slot: ", slot.id);
  }
  so_brand_audience_boosts(&brand->audiences, at, object, brand->slot_count);
  if (slot.id) brand->slots[brand->slot_count++] = slot;
}

static void read_question(so_brand *brand, so_json_at *at, const json_t *object) {
  static const char *const trusts[] = {"local", "split", NULL};
  static const char *const units[] = {"device", "visit", NULL};
  so_brand_question question = {0};
  question.name = so_json_text(at, object, "name", 1);
  question.trust = so_json_choice(at, object, "trust", trusts) == 1 ? 2 : 1;
  question.unit = so_json_choice(at, object, "unit", units) == 1 ? 2 : 1;
  question.category = so_json_choice(at, object, "category", categories);
  so_json_range cost = {1, 1000000, NAN, 1}, batch = {1, 1e9, 1000, 1};
  question.epsilon_micro = (uint32_t)so_json_number(at, object, "epsilon_micro", cost);
  question.minimum_batch = (uint32_t)so_json_number(at, object, "minimum_batch", batch);
  so_brand_question_read(&question, at, object, brand->currency);
  for (uint32_t n = 0; question.name && n < brand->question_count; n++) {
    if (strcmp(brand->questions[n].name, question.name) == 0)
      so_json_fault(at, "has the name of another question: ", question.name);
  }
  if (question.name) brand->questions[brand->question_count++] = question;
}

static void read_blend(so_brand *brand, so_json_at *at, const json_t *root) {
  static const char *const mindsets[] = {"curious", "interested", "focused", "satisfied",
                                         "loyal",   "fading",     NULL};
  static const char *const strategies[] = {"neighbour",  "similar", "affinity",
                                           "popular",    "recent",  "repurchase",
                                           "complement", "explore", NULL};
  const json_t *blend = so_json_object(at, root, "blend");
  size_t outer = so_json_enter(at, "blend");
  so_json_known(at, blend, mindsets);
  brand->has_blend = blend != NULL;
  for (uint32_t m = 0; blend && mindsets[m]; m++) {
    const json_t *row = so_json_object(at, blend, mindsets[m]);
    size_t before = so_json_enter(at, mindsets[m]);
    if (!row) so_json_fault(at, "is missing: a blend states all six mindsets", "");
    so_json_known(at, row, strategies);
    for (uint32_t s = 0; row && strategies[s]; s++) {
      so_json_range weight = {0, 1000, 0, 0};
      brand->blend[m][s] = (float)so_json_number(at, row, strategies[s], weight);
    }
    so_json_leave(at, before);
  }
  so_json_leave(at, outer);
}

static void read_state(so_brand *brand, so_json_at *at, const json_t *root) {
  static const char *const known[] = {"interested_score", "hysteresis",    "satisfied_days",
                                      "loyal_purchases",  "loyal_days",    "fading_days",
                                      "focused_reviews",  "focused_views", NULL};
  const json_t *state = so_json_object(at, root, "state");
  size_t before = so_json_enter(at, "state");
  so_json_known(at, state, known);
  brand->has_state = state != NULL;
  if (state) {
    so_json_range share = {0, 1, NAN, 0}, count = {1, 100, NAN, 1}, days = {1, 3650, NAN, 1};
    so_pack_state *to = &brand->state;
    to->interested_score = (float)so_json_number(at, state, "interested_score", share);
    to->hysteresis = (float)so_json_number(at, state, "hysteresis", share);
    to->satisfied_days = (uint32_t)so_json_number(at, state, "satisfied_days", days);
    to->loyal_purchases = (uint32_t)so_json_number(at, state, "loyal_purchases", count);
    to->loyal_days = (uint32_t)so_json_number(at, state, "loyal_days", days);
    to->fading_days = (uint32_t)so_json_number(at, state, "fading_days", days);
    to->focused_reviews = (uint32_t)so_json_number(at, state, "focused_reviews", count);
    to->focused_views = (uint32_t)so_json_number(at, state, "focused_views", count);
  }
  so_json_leave(at, before);
}

static void read_root(so_brand *brand, so_json_at *at, const json_t *root) {
  static const char *const known[] = {
      "brand",    "currency",  "locales",   "default_locale", "feeds",        "attributes",
      "slots",    "questions", "blend",     "state",          "expires_days", "texts",
      "synonyms", "occasions", "audiences", "boosts",         "empathy",      NULL};
  so_json_known(at, root, known);
  const char *name = so_json_text(at, root, "brand", 1);
  if (name) brand->name = name;
  read_currency(brand, at, root);
  read_locales(brand, at, root);
  so_json_range days = {1, 3650, 90, 1};
  brand->expires_days = (uint32_t)so_json_number(at, root, "expires_days", days);
  read_each(brand, at, root, (member){"attributes", SO_BRAND_ATTRIBUTES_MAX, read_attribute});
  read_each(brand, at, root, (member){"slots", SO_BRAND_SLOTS_MAX, read_slot});
  read_each(brand, at, root, (member){"questions", SO_BRAND_QUESTIONS_MAX, read_question});
  read_blend(brand, at, root);
  read_state(brand, at, root);
  so_brand_audience_read(&brand->audiences, at, root, brand->currency);
  brand->texts = labels_by_name(at, root, "texts");
  brand->synonyms = so_brand_search_synonyms(at, root);
  brand->occasions = so_brand_search_occasions(at, root);
}

/** Opens the file and makes sure that it can be read (a directory can be opened, too). */
static sotto_status open_file(FILE **ret_file, const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return errno == ENOENT ? SOTTO_E_MISSING : SOTTO_E_STORAGE;
  if (fgetc(file) == EOF && ferror(file)) {
    (void)fclose(file);
    return SOTTO_E_STORAGE;
  }
  rewind(file);
  *ret_file = file;
  return SOTTO_OK;
}

sotto_status so_brand_file_read(so_brand *ret_brand, const char *path, so_findings *findings) {
  json_error_t error;
  so_brand_file_default(ret_brand);
  ret_brand->path = path;
  so_place place = {path, 0, {NULL, 0}};
  FILE *file;
  sotto_status status = open_file(&file, path);
  if (status) {
    so_find(findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_FILE), place},
            "the file cannot be read: %s", so_file_words(path, status));
    return status;
  }
  ret_brand->document = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
  (void)fclose(file);
  if (!json_is_object(ret_brand->document)) {
    place.line = ret_brand->document ? 1 : (uint64_t)error.line;
    so_find(findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_BRAND), place},
            "not a JSON object: %s", ret_brand->document ? "something else" : error.text);
    return SOTTO_E_JSON;
  }
  so_json_at at;
  so_json_at_start(&at, path, findings);
  read_root(ret_brand, &at, ret_brand->document);
  return at.faults ? SOTTO_E_JSON : SOTTO_OK;
}
