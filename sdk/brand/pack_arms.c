/* Arms by number. */
#include "brand/pack_arms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "privacy/question.h"

/* One arm being added. */
typedef struct adding {
  so_assembly *assembly;
  uint32_t slot;
  const json_t *from;
  char name[2 * 512 + 2]; /* "slot/id" */
} adding;

static so_array *section(so_assembly *assembly, uint32_t id) {
  return &assembly->writer.sections[id];
}

static void tell(const adding *in, uint32_t kind, const char *words, const char *detail) {
  so_place place = {in->assembly->brand->path, 0, so_text_of(in->name)};
  so_find(in->assembly->findings, (so_found){kind, place}, "%s%s", words, detail);
}

/* Nobody is shown something else because of money, family, faith, body or health. */
static int may_decide(uint32_t category) {
  return category != SOTTO_CATEGORY_FINANCIAL && category != SOTTO_CATEGORY_SOCIAL &&
         category != SOTTO_CATEGORY_EXTERNAL;
}

static void add_value(const adding *in, uint32_t key, const char *name) {
  uint32_t value = so_catalogue_find_value(in->assembly->catalogue, key, name);
  if (value == SO_PACK_NONE)
    tell(in, SO_FIND_WARNING(SOTTO_FINDING_SLOT),
         "an arm is about a value that no item has; left out: ", name);
  else
    so_array_push(section(in->assembly, SO_PACK_ARM_VALUES), &value);
}

static void add_key(const adding *in, const char *name, const json_t *list) {
  const so_catalogue *catalogue = in->assembly->catalogue;
  uint32_t key = so_catalogue_find_key(catalogue, name);
  if (key == SO_PACK_NONE) {
    tell(in, SO_FIND_WARNING(SOTTO_FINDING_SLOT),
         "an arm is about an attribute that the catalogue lacks; left out: ", name);
    return;
  }
  if (!may_decide(so_catalogue_keys(catalogue)[key].category)) {
    tell(in, SO_FIND_ERROR(SOTTO_FINDING_SLOT),
         "an arm is about an attribute of a category (financial, social, external) that may not "
         "decide what is shown: ",
         name);
    return;
  }
  for (size_t n = 0; n < json_array_size(list); n++)
    add_value(in, key, json_string_value(json_array_get(list, n)));
}

static int by_number(const void *left, const void *right) {
  const uint32_t *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

static void add_values(const adding *in, so_pack_arm *arm) {
  so_array *values = section(in->assembly, SO_PACK_ARM_VALUES);
  const char *name;
  json_t *list;
  arm->values_start = (uint32_t)values->count;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(in->from, "attributes"), name, list) {
    if (name[0] != '$') add_key(in, name, list);
  }
  arm->values_count = (uint32_t)values->count - arm->values_start;
  if (arm->values_count && !values->failed)
    qsort((uint32_t *)values->data + arm->values_start, arm->values_count, sizeof(uint32_t),
          by_number);
}

/* A text in each locale: where it lacks there, what `fallback` is. */
static void add_texts(const adding *in, const char *member, const char *fallback) {
  const so_brand *brand = in->assembly->brand;
  const json_t *labels = json_object_get(in->from, member);
  for (uint32_t n = 0; n < brand->locale_count; n++) {
    const char *text = so_brand_file_label(labels, brand->locales[n]);
    if (!text && labels)
      tell(in, fallback ? SO_FIND_WARNING(SOTTO_FINDING_TEXT) : SO_FIND_ERROR(SOTTO_FINDING_TEXT),
           fallback ? "an arm has no label in " : "an arm has no content in ", brand->locales[n]);
    if (!text) text = fallback ? fallback : "";
    uint32_t number = so_assembly_text(in->assembly, so_text_of(text));
    so_array_push(section(in->assembly, SO_PACK_ARM_TEXTS), &number);
  }
}

static uint32_t find_item(const adding *in) {
  const char *id = json_string_value(json_object_get(in->from, "item"));
  if (!id) return SO_PACK_NONE;
  uint32_t item = so_catalogue_find_item(in->assembly->catalogue, so_text_of(id));
  if (item == SO_PACK_NONE)
    tell(in, SO_FIND_ERROR(SOTTO_FINDING_SLOT),
         "an arm shows an item that the catalogue lacks: ", id);
  else if (so_catalogue_items(in->assembly->catalogue)[item].flags & SO_ITEM_DISCREET)
    tell(in, SO_FIND_WARNING(SOTTO_FINDING_SLOT),
         "an arm shows a discreet item and is never chosen: ", id);
  return item;
}

static uint32_t find_audience(const adding *in) {
  const char *id = json_string_value(json_object_get(in->from, "audience"));
  const json_t *list = json_object_get(in->assembly->brand->document, "audiences");
  for (size_t n = 0; id && n < json_array_size(list); n++) {
    const char *other = json_string_value(json_object_get(json_array_get(list, n), "id"));
    if (other && strcmp(other, id) == 0) return (uint32_t)n;
  }
  if (id)
    tell(in, SO_FIND_ERROR(SOTTO_FINDING_SLOT), "an arm is for an audience nobody named: ", id);
  return SO_PACK_NONE;
}

static void add_arm(adding *in) {
  so_assembly *assembly = in->assembly;
  const char *id = json_string_value(json_object_get(in->from, "id"));
  const char *slot = assembly->brand->slots[in->slot].id;
  (void)snprintf(in->name, sizeof in->name, "%s/%s", slot, id);
  so_pack_arm arm = {.slot = in->slot, .item = find_item(in), .audience = find_audience(in)};
  arm.id_text = so_assembly_text(assembly, so_text_of(id));
  arm.name_text = so_assembly_text(assembly, so_text_of(in->name));
  arm.content = (uint32_t)section(assembly, SO_PACK_ARM_TEXTS)->count;
  add_texts(in, "content", NULL);
  add_texts(in, "label", id);
  add_values(in, &arm);
  so_array_push(section(assembly, SO_PACK_ARM), &arm);
}

/* The first arm without an audience of each item, and of none. */
static void set_defaults(adding *in, so_pack_arm *arms, uint32_t count) {
  int open = 0;
  for (uint32_t n = 0; n < count; n++) {
    uint32_t m = 0, found = 0;
    for (; m < count && !found; m++)
      found = arms[m].item == arms[n].item && arms[m].audience == SO_PACK_NONE;
    if (found) arms[m - 1].flags |= SO_ARM_DEFAULT;
    open |= found && arms[n].item == SO_PACK_NONE;
    if (found) continue;
    tell(in, SO_FIND_ERROR(SOTTO_FINDING_SLOT),
         "has no default arm: every arm of an item, or of none, is for an audience", "");
    return;
  }
  if (!open)
    tell(in, SO_FIND_WARNING(SOTTO_FINDING_SLOT),
         "has no default arm: asked without an item, or for one without arms, it shows nothing",
         "");
}

static void add_slot(so_assembly *assembly, uint32_t slot) {
  const so_brand_arms *from = &assembly->brand->slots[slot].arms;
  so_array *arms = section(assembly, SO_PACK_ARM);
  so_pack_choice choice = from->choice;
  adding in = {.assembly = assembly, .slot = slot};
  if (!from->list) return;
  choice.slot = slot;
  choice.arms_start = (uint32_t)arms->count;
  for (size_t n = 0; n < json_array_size(from->list); n++) {
    in.from = json_array_get(from->list, n);
    add_arm(&in);
  }
  choice.arms_count = (uint32_t)arms->count - choice.arms_start;
  (void)snprintf(in.name, sizeof in.name, "%s", assembly->brand->slots[slot].id);
  if (!arms->failed)
    set_defaults(&in, (so_pack_arm *)arms->data + choice.arms_start, choice.arms_count);
  so_array_push(section(assembly, SO_PACK_SLOT_CHOICE), &choice);
}

/* 1 when a slot has this arm, by "slot/id". */
static int is_arm(const so_brand *brand, const char *name) {
  const char *id = strchr(name, '/');
  for (uint32_t n = 0; id && n < brand->slot_count; n++) {
    const so_brand_slot *slot = &brand->slots[n];
    if (strlen(slot->id) != (size_t)(id - name) || memcmp(slot->id, name, strlen(slot->id)) != 0)
      continue;
    for (size_t m = 0; m < json_array_size(slot->arms.list); m++) {
      const char *own =
          json_string_value(json_object_get(json_array_get(slot->arms.list, m), "id"));
      if (own && strcmp(own, id + 1) == 0) return 1;
    }
  }
  return 0;
}

static void lint_question(so_assembly *assembly, const so_brand_question *question) {
  for (size_t n = 0; n < json_array_size(question->values); n++) {
    const char *name = json_string_value(json_array_get(question->values, n));
    so_place place = {assembly->brand->path, 0, so_text_of(question->name)};
    if (question->kind == SO_QUESTION_ARM && name && !is_arm(assembly->brand, name))
      so_find(assembly->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_QUESTION), place},
              "asks about an arm that no slot has: %s (arms are named slot/arm)", name);
  }
}

void so_pack_arms(so_assembly *assembly) {
  so_pack_writer *writer = &assembly->writer;
  (void)so_pack_writer_section(writer, SO_PACK_ARM, sizeof(so_pack_arm));
  (void)so_pack_writer_section(writer, SO_PACK_ARM_VALUES, sizeof(uint32_t));
  (void)so_pack_writer_section(writer, SO_PACK_ARM_TEXTS, sizeof(uint32_t));
  (void)so_pack_writer_section(writer, SO_PACK_SLOT_CHOICE, sizeof(so_pack_choice));
  for (uint32_t n = 0; n < assembly->brand->slot_count; n++) add_slot(assembly, n);
  for (uint32_t n = 0; n < assembly->brand->question_count; n++)
    lint_question(assembly, &assembly->brand->questions[n]);
}
