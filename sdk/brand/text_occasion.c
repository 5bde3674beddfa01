/* Occasions and what fills them: see text_lexicon.h. */
#include <string.h>

#include "base/string.h"
#include "brand/text_lexicon.h"

static so_array *section_of(so_assembly *assembly, uint32_t id) {
  return &assembly->writer.sections[id];
}

/* A text per locale; where one lacks, the first locale's. */
static uint32_t add_names(so_assembly *assembly, const json_t *names) {
  so_array *section = section_of(assembly, SO_TEXT_NAMES);
  uint32_t start = (uint32_t)section->count;
  for (uint32_t n = 0; n < assembly->brand->locale_count; n++) {
    const json_t *name = json_object_get(names, assembly->brand->locales[n]);
    if (!name) name = json_object_get(names, assembly->brand->locales[0]);
    if (json_is_array(name)) name = json_array_get(name, 0);
    const char *words = json_string_value(name);
    uint32_t text = so_assembly_text(assembly, so_text_of(words ? words : ""));
    so_array_push(section, &text);
  }
  return start;
}

static void tell(so_assembly *assembly, const char *occasion, const char *value) {
  so_place place = {assembly->brand->path, 0, so_text_of(occasion)};
  so_find(assembly->findings, (so_found){SO_FIND_WARNING(SOTTO_FINDING_ATTRIBUTE), place},
          "a part asks for \"%s\", which no item has; left out", value);
}

static void add_values(so_assembly *assembly, const json_t *part, const char *occasion) {
  const char *name;
  json_t *list, *value;
  size_t n;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(part, "values"), name, list) {
    uint32_t key = so_catalogue_find_key(assembly->catalogue, name);
    json_array_foreach(list, n, value) {
      const char *text = json_string_value(value);
      uint32_t found = key == SO_PACK_NONE
                           ? SO_PACK_NONE
                           : so_catalogue_find_value(assembly->catalogue, key, text);
      if (found == SO_PACK_NONE)
        tell(assembly, occasion, text);
      else
        so_array_push(section_of(assembly, SO_TEXT_PART_VALUES), &found);
    }
  }
}

static void add_part(so_assembly *assembly, const json_t *object, const char *occasion) {
  so_array *values = section_of(assembly, SO_TEXT_PART_VALUES);
  const char *each = json_string_value(json_object_get(object, "each"));
  so_text_part part = {.values = {(uint32_t)values->count, 0}};
  add_values(assembly, object, occasion);
  part.values.count = (uint32_t)values->count - part.values.start;
  if (!part.values.count) return;
  part.names = add_names(assembly, json_object_get(object, "name"));
  part.each = !each                        ? SO_PART_ONE
              : strcmp(each, "child") == 0 ? SO_PART_EACH_CHILD
                                           : SO_PART_EACH_PERSON;
  so_array_push(section_of(assembly, SO_TEXT_PARTS), &part);
}

void so_text_occasions_add(so_assembly *assembly) {
  so_array *parts = section_of(assembly, SO_TEXT_PARTS);
  size_t n, m;
  json_t *object, *part;
  json_array_foreach((json_t *)(uintptr_t)assembly->brand->occasions, n, object) {
    const char *id = json_string_value(json_object_get(object, "id"));
    so_text_occasion occasion = {.id_text = so_assembly_text(assembly, so_text_of(id))};
    occasion.names = add_names(assembly, json_object_get(object, "names"));
    occasion.parts.start = (uint32_t)parts->count;
    json_array_foreach(json_object_get(object, "parts"), m, part) add_part(assembly, part, id);
    occasion.parts.count = (uint32_t)parts->count - occasion.parts.start;
    so_array_push(section_of(assembly, SO_TEXT_OCCASIONS), &occasion);
  }
}
