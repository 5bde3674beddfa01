/* Shape of synonyms and occasions. */
#include "brand/brand_search.h"

const json_t *so_brand_search_synonyms(so_json_at *at, const json_t *root) {
  const json_t *locales = so_json_object(at, root, "synonyms");
  const char *locale;
  json_t *phrases;
  size_t before = so_json_enter(at, "synonyms");
  json_object_foreach((json_t *)(uintptr_t)locales, locale, phrases) {
    (void)phrases;
    if (locale[0] == '$') continue;
    const json_t *texts = so_json_object(at, locales, locale);
    size_t inner = so_json_enter(at, locale);
    so_json_texts(at, texts);
    so_json_leave(at, inner);
  }
  so_json_leave(at, before);
  return locales;
}

/** Checks {name -> [text, …]}. */
static void check_lists(so_json_at *at, const json_t *object, const char *member) {
  const json_t *names = so_json_object(at, object, member);
  const char *name;
  json_t *list;
  size_t before = so_json_enter(at, member);
  if (!names) so_json_fault(at, "is missing", "");
  json_object_foreach((json_t *)(uintptr_t)names, name, list) {
    if (name[0] == '$') continue;
    const json_t *texts = so_json_list(at, names, name);
    if (!json_array_size(texts)) so_json_fault(at, "has no text for ", name);
    for (size_t n = 0; n < json_array_size(texts); n++)
      if (!json_is_string(json_array_get(texts, n))) so_json_fault(at, "must hold texts", "");
  }
  so_json_leave(at, before);
}

static void check_part(so_json_at *at, const json_t *part) {
  static const char *const known[] = {"name", "each", "values", NULL};
  static const char *const each[] = {"child", "person", NULL};
  so_json_known(at, part, known);
  const json_t *name = so_json_object(at, part, "name");
  size_t before = so_json_enter(at, "name");
  if (!name) so_json_fault(at, "is missing", "");
  so_json_texts(at, name);
  so_json_leave(at, before);
  (void)so_json_choice(at, part, "each", each);
  check_lists(at, part, "values");
}

typedef void (*check_fn)(so_json_at *at, const json_t *element);

static void check_occasion(so_json_at *at, const json_t *occasion);

/** Checks each element of a list of at most `most` objects. */
static const json_t *check_each(so_json_at *at, const json_t *object, const char *member,
                                check_fn check) {
  const json_t *list = so_json_list(at, object, member);
  size_t outer = so_json_enter(at, member), count = json_array_size(list);
  size_t most = check == check_part ? SO_BRAND_PARTS_MAX : SO_BRAND_OCCASIONS_MAX;
  if (count > most) so_json_fault(at, "has more elements than a pack can hold", "");
  for (size_t n = 0; n < count && n < most; n++) {
    size_t before = so_json_enter_place(at, n);
    if (json_is_object(json_array_get(list, n)))
      check(at, json_array_get(list, n));
    else
      so_json_fault(at, "must be an object", "");
    so_json_leave(at, before);
  }
  so_json_leave(at, outer);
  return list;
}

static void check_occasion(so_json_at *at, const json_t *occasion) {
  static const char *const known[] = {"id", "names", "parts", NULL};
  so_json_known(at, occasion, known);
  (void)so_json_text(at, occasion, "id", 1);
  check_lists(at, occasion, "names");
  if (!json_array_size(check_each(at, occasion, "parts", check_part)))
    so_json_fault(at, "has no parts", "");
}

const json_t *so_brand_search_occasions(so_json_at *at, const json_t *root) {
  return check_each(at, root, "occasions", check_occasion);
}
