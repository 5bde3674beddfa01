/* The rules, one function each. */
#include "brand/lint.h"

#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "brand/lint_audience.h"
#include "brand/lint_question.h"
#include "brand/lint_schedule.h"

static void tell(const so_lint *lint, uint32_t kind, sotto_text where, const char *words) {
  so_place place = {lint->brand->path, 0, where};
  so_find(lint->findings, (so_found){kind, place}, "%s", words);
}

static int in_band(int64_t price_minor, const so_pack_rule *rule) {
  if (price_minor < 0) return rule->from_minor <= 0 && rule->to_minor <= 0;
  return price_minor >= rule->from_minor && (rule->to_minor <= 0 || price_minor <= rule->to_minor);
}

/** What one rule says of an item: 0 no, 1 nothing against it, 2 an include that holds. */
static int verdict(const so_pack *pack, const so_pack_rule *rule, uint32_t item) {
  switch (rule->kind) {
  case SO_RULE_INCLUDE_VALUE: return so_pack_item_has(pack, item, rule->target) ? 2 : 1;
  case SO_RULE_EXCLUDE_VALUE: return !so_pack_item_has(pack, item, rule->target);
  case SO_RULE_EXCLUDE_ITEM: return item != rule->target;
  case SO_RULE_IN_STOCK: return (pack->items[item].flags & SO_ITEM_IN_STOCK) != 0;
  case SO_RULE_PRICE_BAND: return in_band(pack->items[item].price_minor, rule);
  default: return 1;
  }
}

/** 1 when such rules may show the item to anybody unasked. */
static int passes(const so_pack *pack, const so_pack_rule *rules, uint32_t count, uint32_t item) {
  int includes = 0, included = 0;
  if (so_pack_item_is_discreet(pack, item)) return 0;
  for (uint32_t n = 0; n < count; n++) {
    const so_pack_rule *rule = &rules[n];
    int said = verdict(pack, rule, item);
    if (said == 0) return 0;
    includes |= rule->kind == SO_RULE_INCLUDE_VALUE;
    included |= said == 2;
  }
  return !includes || included;
}

static int allows(const so_pack *pack, const so_pack_slot *slot, uint32_t item) {
  return passes(pack, pack->rules + slot->rules_start, slot->rules_count, item);
}

static int is_open(const so_pack *pack, const so_pack_rule *rules, uint32_t count) {
  for (uint32_t item = 0; item < pack->item_count; item++)
    if (passes(pack, rules, count, item)) return 1;
  return 0;
}

static void lint_pins(const so_lint *lint, const so_pack_slot *slot) {
  const so_pack *pack = lint->pack;
  for (uint32_t n = 0; n < slot->rules_count; n++) {
    const so_pack_rule *rule = &pack->rules[slot->rules_start + n];
    if (rule->kind != SO_RULE_PIN_ITEM) continue;
    sotto_text id = so_pack_text(pack, slot->id_text);
    if (!allows(pack, slot, rule->target))
      tell(lint, SO_FIND_WARNING(SOTTO_FINDING_SLOT), id,
           "pins an item that its other rules, its stock or its discretion keep out");
    if (rule->number >= slot->limit)
      tell(lint, SO_FIND_WARNING(SOTTO_FINDING_SLOT), id, "pins an item beyond its last position");
  }
}

static void lint_slots(const so_lint *lint) {
  const so_pack *pack = lint->pack;
  for (uint32_t n = 0; n < pack->slot_count; n++) {
    const so_pack_slot *slot = &pack->slots[n];
    uint64_t open = 0;
    for (uint32_t item = 0; item < pack->item_count; item++)
      open += (uint64_t)allows(pack, slot, item);
    so_place place = {lint->brand->path, 0, so_pack_text(pack, slot->id_text)};
    if (open == 0) {
      so_find(lint->findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_SLOT), place},
              "its rules let no item through: the slot would be empty");
    } else if (open < 2u * slot->limit) {
      so_find(lint->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_SLOT), place},
              "its rules let only %llu item%s through for %u place%s", (unsigned long long)open,
              so_find_s(open), slot->limit, so_find_s(slot->limit));
    }
    lint_pins(lint, slot);
  }
}

static void lint_texts(const so_lint *lint) {
  const char *name;
  json_t *labels;
  json_object_foreach((json_t *)(uintptr_t)lint->brand->texts, name, labels) {
    for (uint32_t n = 0; name[0] != '$' && n < lint->brand->locale_count; n++) {
      so_place place = {lint->brand->path, 0, so_text_of(name)};
      if (!so_brand_file_label(labels, lint->brand->locales[n]))
        so_find(lint->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_TEXT), place},
                "this sentence has no text in \"%s\"", lint->brand->locales[n]);
    }
  }
}

static char folded(char letter) {
  return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static int is_letter(char letter) {
  char small = folded(letter);
  return (small >= 'a' && small <= 'z') || (letter & 0x80) != 0;
}

/** 1 when `word` stands in `text` as words of their own, whatever the case of ASCII letters. */
static int contains(sotto_text text, sotto_text word) {
  for (size_t at = 0; word.size > 0 && at + word.size <= text.size; at++) {
    size_t n = 0;
    while (n < word.size && folded(text.data[at + n]) == folded(word.data[n])) n++;
    size_t end = at + word.size;
    int whole = (at == 0 || !is_letter(text.data[at - 1])) &&
                (end == text.size || !is_letter(text.data[end]));
    if (n == word.size && whole) return 1;
  }
  return 0;
}

/** Open items whose title, in any locale, says the discreet value. */
static uint64_t count_spilled(const so_pack *pack, uint32_t value, sotto_text *ret_example) {
  uint64_t count = 0;
  for (uint32_t item = 0; item < pack->item_count; item++) {
    if (so_pack_item_is_discreet(pack, item)) continue;
    int found = 0;
    for (uint32_t n = 0; n < pack->locale_count; n++) {
      found |= contains(so_pack_item_title(pack, item, n), so_pack_value_label(pack, value, n));
    }
    if (found && count++ == 0) *ret_example = so_pack_item_id(pack, item);
  }
  return count;
}

static void lint_discreet(const so_lint *lint) {
  const so_pack *pack = lint->pack;
  for (uint32_t value = 0; value < pack->value_count; value++) {
    if (!(pack->values[value].flags & SO_VALUE_DISCREET)) continue;
    sotto_text name = so_pack_text(pack, pack->values[value].name_text), example = {NULL, 0};
    uint64_t count = count_spilled(pack, value, &example);
    so_place place = {lint->brand->path, 0, name};
    if (count)
      so_find(lint->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_DISCREET), place},
              "%llu item%s this discreet value in %s title but %s not discreet, such as %.*s",
              (unsigned long long)count, count == 1 ? " says" : "s say",
              count == 1 ? "its" : "their", count == 1 ? "is" : "are", (int)example.size,
              example.data);
  }
}

void so_lint_pack(const so_lint *lint) {
  lint_slots(lint);
  so_lint_questions(lint);
  so_lint_schedule(lint);
  if (SO_AUDIENCE_BUILT) so_lint_audiences(lint, is_open);
  lint_texts(lint);
  lint_discreet(lint);
}
