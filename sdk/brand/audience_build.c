/* The sections of audiences. */
#include "brand/audience_build.h"

#include <string.h>

#include "base/string.h"

static void tell(so_assembly *assembly, const char *where, const char *words, const char *name) {
  so_place place = {assembly->brand->path, 0, so_text_of(where)};
  so_find(assembly->findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_AUDIENCE), place}, words,
          name);
}

/* The value an affinity is to; SO_PACK_NONE, told, where the catalogue lacks it. */
static uint32_t value_of(so_assembly *assembly, const so_brand_term *from) {
  uint32_t key = so_catalogue_find_key(assembly->catalogue, from->attribute);
  if (key == SO_PACK_NONE) {
    tell(assembly, from->where, "tests an attribute that the catalogue lacks: %s", from->attribute);
    return key;
  }
  uint32_t value = so_catalogue_find_value(assembly->catalogue, key, from->value);
  if (value == SO_PACK_NONE)
    tell(assembly, from->where, "tests a value that no item has: %s", from->value);
  return value;
}

static void add_terms(so_assembly *assembly, const so_brand_audiences *from) {
  so_array *terms =
      so_pack_writer_section(&assembly->writer, SO_AUDIENCE_TERMS, sizeof(so_pack_audience_term));
  for (uint32_t n = 0; n < from->term_count; n++) {
    so_pack_audience_term term = from->terms[n].term;
    if (from->terms[n].attribute) term.about = value_of(assembly, &from->terms[n]);
    so_array_push(terms, &term);
  }
}

static void add_audiences(so_assembly *assembly, const so_brand_audiences *from) {
  so_array *audiences =
      so_pack_writer_section(&assembly->writer, SO_AUDIENCE, sizeof(so_pack_audience));
  for (uint32_t n = 0; n < from->count; n++) {
    const so_brand_audience *own = &from->list[n];
    so_pack_audience audience = {.id_text = so_assembly_text(assembly, so_text_of(own->id)),
                                 .terms_start = own->terms_start,
                                 .terms_count = own->terms_count};
    for (uint32_t locale = 0; locale < SO_PACK_LOCALES_MAX; locale++) {
      const char *label = locale < assembly->brand->locale_count
                              ? so_brand_file_label(own->label, assembly->brand->locales[locale])
                              : NULL;
      audience.labels[locale] =
          label ? so_assembly_text(assembly, so_text_of(label)) : SO_PACK_NONE;
    }
    so_array_push(audiences, &audience);
  }
}

static void add_use(so_assembly *assembly, const so_pack_audience_use *use) {
  so_array *uses = &assembly->writer.sections[SO_AUDIENCE_USES];
  if (uses->element_size != sizeof *use)
    uses = so_pack_writer_section(&assembly->writer, SO_AUDIENCE_USES, sizeof *use);
  if (uses->count == SO_AUDIENCE_USES_MAX)
    tell(assembly, "$", "has more rules and boosts for audiences than a pack can hold%s", "");
  else
    so_array_push(uses, use);
}

static void add_boosts(so_assembly *assembly, const so_brand_audiences *from) {
  for (uint32_t n = 0; n < from->boost_count; n++) {
    const so_brand_boost *boost = &from->boosts[n];
    so_pack_audience_use use = {.audience = so_brand_audience_find(from, boost->audience),
                                .slot = boost->slot,
                                .strategy = boost->strategy,
                                .factor = boost->factor};
    if (use.audience == SO_PACK_NONE)
      tell(assembly, boost->where, "boosts for an audience that is none: %s", boost->audience);
    else
      add_use(assembly, &use);
  }
}

void so_audience_build_rule(so_assembly *assembly, uint32_t slot, const so_brand_rule *from,
                            const so_pack_rule *rule) {
  so_pack_audience_use use = {
      .audience = so_brand_audience_find(&assembly->brand->audiences, from->audience),
      .slot = slot,
      .strategy = SO_PACK_NONE,
      .factor = 1,
      .rule = *rule};
  if (use.audience == SO_PACK_NONE)
    tell(assembly, assembly->brand->slots[slot].id, "has a rule for an audience that is none: %s",
         from->audience);
  else
    add_use(assembly, &use);
}

void so_audience_build(so_assembly *assembly) {
  const so_brand_audiences *from = &assembly->brand->audiences;
  if (from->count) {
    add_audiences(assembly, from);
    add_terms(assembly, from);
  }
  add_boosts(assembly, from);
  if (from->has_weights)
    so_array_append(so_pack_writer_section(&assembly->writer, SO_AUDIENCE_WEIGHTS, sizeof(float)),
                    from->weights, SO_BRAND_MINDSETS);
}
