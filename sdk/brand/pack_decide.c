/* Slots, rules and questions by number. */
#include "brand/pack_decide.h"

#include <string.h>

#include "base/string.h"
#include "brand/asked_values.h"
#include "brand/audience_build.h"
#include "brand/task_build.h"
#include "model/state_rule.h"
#include "privacy/question.h"
#include "privacy/split.h"

static void tell(so_assembly *assembly, uint32_t kind, const char *where, const char *words) {
  so_place place = {assembly->brand->path, 0, so_text_of(where)};
  so_find(assembly->findings, (so_found){kind, place}, "%s", words);
}

/** Points a rule at its value or item; 0 where there is none. */
static int aim(so_assembly *assembly, const so_brand_rule *rule, so_pack_rule *ret_rule) {
  ret_rule->target = 0;
  if (rule->attribute) {
    uint32_t key = so_catalogue_find_key(assembly->catalogue, rule->attribute);
    if (key == SO_PACK_NONE) return 0;
    ret_rule->target = so_catalogue_find_value(assembly->catalogue, key, rule->value);
  }
  if (rule->item)
    ret_rule->target = so_catalogue_find_item(assembly->catalogue, so_text_of(rule->item));
  return ret_rule->target != SO_PACK_NONE;
}

static void add_rules(so_assembly *assembly, uint32_t number, so_array *rules) {
  const so_brand_slot *slot = &assembly->brand->slots[number];
  for (uint32_t n = 0; n < slot->rules_count; n++) {
    const so_brand_rule *from = &assembly->brand->rules[slot->rules_start + n];
    so_pack_rule rule = {0};
    rule.kind = from->kind;
    rule.number = from->position;
    rule.from_minor = from->from_minor;
    rule.to_minor = from->to_minor;
    if (aim(assembly, from, &rule)) {
      if (from->audience)
        so_audience_build_rule(assembly, number, from, &rule);
      else
        so_array_push(rules, &rule);
    } else if (from->kind == SO_RULE_INCLUDE_VALUE) {
      tell(assembly, SO_FIND_ERROR(SOTTO_FINDING_SLOT), slot->id,
           "includes only a value that no item has: the slot would be empty");
    } else {
      tell(assembly, SO_FIND_WARNING(SOTTO_FINDING_SLOT), slot->id,
           from->item ? "a rule names an item that the catalogue lacks; left out"
                      : "a rule names a value that no item has; left out");
    }
  }
}

static void add_slots(so_assembly *assembly) {
  so_array *slots = so_pack_writer_section(&assembly->writer, SO_PACK_SLOTS, sizeof(so_pack_slot));
  so_array *rules = so_pack_writer_section(&assembly->writer, SO_PACK_RULES, sizeof(so_pack_rule));
  for (uint32_t n = 0; n < assembly->brand->slot_count; n++) {
    const so_brand_slot *from = &assembly->brand->slots[n];
    so_pack_slot slot = {0};
    slot.id_text = so_assembly_text(assembly, so_text_of(from->id));
    slot.company = from->company;
    slot.limit = from->limit;
    slot.explore_permille = (uint32_t)(from->explore * 1000 + 0.5);
    slot.rules_start = (uint32_t)rules->count;
    add_rules(assembly, n, rules);
    slot.rules_count = (uint32_t)rules->count - slot.rules_start;
    so_array_push(slots, &slot);
  }
}

static void add_names(so_assembly *assembly, const so_brand_question *from, so_array *values) {
  for (size_t n = 0; n < json_array_size(from->values); n++) {
    const char *name = json_string_value(json_array_get(from->values, n));
    uint32_t text = so_assembly_text(assembly, so_text_of(name));
    so_array_push(values, &text);
  }
}

/** What the question is about; 0 where the catalogue lacks it. */
static int add_asked(so_assembly *assembly, const so_brand_question *from, so_array *values,
                     so_pack_question *question) {
  question->category = SOTTO_CATEGORY_HISTORY;
  question->attribute = from->measure;
  if (question->lists == SO_LISTS_NAMES) add_names(assembly, from, values);
  if (question->lists == SO_LISTS_NUMBERS)
    so_array_append(values, from->numbers, from->number_count);
  if (question->lists != SO_LISTS_VALUES) return 1;
  uint32_t key = so_catalogue_find_key(assembly->catalogue, from->attribute);
  if (key == SO_PACK_NONE) return 0;
  question->attribute = key;
  question->category = so_catalogue_keys(assembly->catalogue)[key].category;
  so_asked_values_add(assembly, from, key, values);
  return 1;
}

static void add_question(so_assembly *assembly, const so_brand_question *from, so_array *questions,
                         so_array *values) {
  so_pack_question question = {.kind = from->kind,
                               .trust = from->trust,
                               .unit = from->unit,
                               .epsilon_micro = from->epsilon_micro,
                               .minimum_batch = from->minimum_batch,
                               .lists = so_question_form_of(from->kind)->lists,
                               .every = from->every,
                               .phase = from->phase,
                               .flags = from->lots ? SO_QUESTION_LOTS : 0,
                               .values_start = (uint32_t)values->count};
  question.name_text = so_assembly_text(assembly, so_text_of(from->name));
  if (!add_asked(assembly, from, values, &question)) {
    tell(assembly, SO_FIND_ERROR(SOTTO_FINDING_QUESTION), from->name,
         "asks about an attribute that the catalogue lacks");
    return;
  }
  question.values_count = (uint32_t)values->count - question.values_start;
  if (question.lists == SO_LISTS_VALUES && !from->values && !question.values_count) {
    tell(assembly, SO_FIND_WARNING(SOTTO_FINDING_QUESTION), from->name,
         "asks about an attribute that no item has a value of; left out");
    return;
  }
  if (from->category != SO_PACK_NONE && from->category != question.category)
    tell(assembly, SO_FIND_ERROR(SOTTO_FINDING_QUESTION), from->name,
         "states another category than that of what it asks about");
  so_array_push(questions, &question);
  if (SO_SPLIT_BUILT && from->task)
    so_task_build_add(assembly, from, (uint32_t)questions->count - 1);
}

/** The brand's own blend, else the one that was fitted. */
static void add_blend(so_assembly *assembly) {
  const so_statistics *statistics = assembly->statistics;
  float blend[SO_RECIPE_MINDSETS][SO_STRATEGY_COUNT];
  if (!assembly->brand->has_blend && !statistics->fitted) return;
  if (assembly->brand->has_blend)
    memcpy(blend, assembly->brand->blend, sizeof blend);
  else
    so_recipe_blend(&statistics->recipe, blend);
  so_array_append(so_pack_writer_section(&assembly->writer, SO_PACK_BLEND, sizeof(float)), blend,
                  sizeof blend / sizeof(float));
  if (statistics->fitted)
    so_array_push(
        so_pack_writer_section(&assembly->writer, SO_PACK_HISTORY, sizeof(so_pack_history)),
        &statistics->recipe.history);
}

/** The brand's thresholds; without them, where sessions were learnt from, the ones learnt. */
static void add_state(so_assembly *assembly) {
  const so_learnt_mindset *learnt = assembly->mindset;
  so_pack_state state = assembly->brand->has_state ? assembly->brand->state : so_state_defaults;
  int own = learnt && learnt->model->count && !assembly->brand->has_state;
  if (own) {
    state.interested_score = learnt->interested_score;
    state.hysteresis = learnt->hysteresis;
  }
  if (own || assembly->brand->has_state)
    so_array_push(so_pack_writer_section(&assembly->writer, SO_PACK_STATE, sizeof(so_pack_state)),
                  &state);
}

void so_pack_decide(so_assembly *assembly) {
  so_pack_writer *writer = &assembly->writer;
  add_slots(assembly);
  so_array *questions = so_pack_writer_section(writer, SO_PACK_QUESTIONS, sizeof(so_pack_question));
  so_array *values = so_pack_writer_section(writer, SO_PACK_QUESTION_VALUES, sizeof(uint32_t));
  for (uint32_t n = 0; n < assembly->brand->question_count; n++) {
    add_question(assembly, &assembly->brand->questions[n], questions, values);
  }
  so_audience_build(assembly);
  add_blend(assembly);
  add_state(assembly);
}
