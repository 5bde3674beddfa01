/* The checks; every function leaves the path as it found it. */
#include "brand/json_member.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/string.h"

void so_json_at_start(so_json_at *ret_at, const char *file, so_findings *findings) {
  memset(ret_at, 0, sizeof *ret_at);
  ret_at->findings = findings;
  ret_at->file = file;
  ret_at->path[0] = '$';
  ret_at->size = 1;
}

static void extend(so_json_at *at, int written) {
  size_t room = sizeof at->path - at->size - 1;
  if (written > 0) at->size += (size_t)written < room ? (size_t)written : room;
}

size_t so_json_enter(so_json_at *at, const char *member) {
  size_t before = at->size;
  extend(at, snprintf(at->path + before, sizeof at->path - before, ".%s", member));
  return before;
}

size_t so_json_enter_place(so_json_at *at, size_t place) {
  size_t before = at->size;
  extend(at, snprintf(at->path + before, sizeof at->path - before, "[%zu]", place));
  return before;
}

void so_json_leave(so_json_at *at, size_t before) {
  at->size = before;
  at->path[before] = 0;
}

void so_json_fault(so_json_at *at, const char *words, const char *detail) {
  so_place place = {at->file, 0, {at->path, at->size}};
  at->faults++;
  so_find(at->findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_BRAND), place}, "%s%s", words,
          detail);
}

static void fault_member(so_json_at *at, const char *member, const char *words) {
  size_t before = so_json_enter(at, member);
  so_json_fault(at, words, "");
  so_json_leave(at, before);
}

static int listed(const char *name, const char *const *names) {
  for (; *names; names++) {
    if (strcmp(name, *names) == 0) return 1;
  }
  return 0;
}

void so_json_known(so_json_at *at, const json_t *object, const char *const *names) {
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)object, name, value) {
    (void)value;
    if (name[0] != '$' && !listed(name, names)) fault_member(at, name, "is not a known member");
  }
}

const char *so_json_text(so_json_at *at, const json_t *object, const char *member, int required) {
  const json_t *value = json_object_get(object, member);
  if (!value) {
    if (required) fault_member(at, member, "is missing");
    return NULL;
  }
  if (!json_is_string(value) || json_string_length(value) == 0 || json_string_length(value) > 512) {
    fault_member(at, member, "must be a text of 1 to 512 bytes");
    return NULL;
  }
  return json_string_value(value);
}

double so_json_number(so_json_at *at, const json_t *object, const char *member,
                      so_json_range range) {
  const json_t *value = json_object_get(object, member);
  if (!value && !isnan(range.fallback)) return range.fallback;
  double number = json_number_value(value);
  int good = json_is_number(value) && number >= range.low && number <= range.high;
  if (good && (!range.whole || json_is_integer(value))) return number;
  char words[96];
  (void)snprintf(words, sizeof words, "must be a %snumber from %.15g to %.15g",
                 range.whole ? "whole " : "", range.low, range.high);
  fault_member(at, member, words);
  return isnan(range.fallback) ? range.low : range.fallback;
}

uint32_t so_json_choice(so_json_at *at, const json_t *object, const char *member,
                        const char *const *names) {
  const json_t *value = json_object_get(object, member);
  if (!value) return UINT32_MAX;
  for (uint32_t n = 0; names[n] && json_is_string(value); n++) {
    if (strcmp(json_string_value(value), names[n]) == 0) return n;
  }
  char words[512] = "must be one of";
  for (size_t n = 0, size = strlen(words); names[n] && size < 400; n++) {
    size += (size_t)snprintf(words + size, sizeof words - size, " \"%s\"", names[n]);
  }
  fault_member(at, member, words);
  return UINT32_MAX;
}

const json_t *so_json_list(so_json_at *at, const json_t *object, const char *member) {
  const json_t *value = json_object_get(object, member);
  if (!value) return NULL;
  if (json_is_array(value) && json_array_size(value) <= 1000000) return value;
  fault_member(at, member, "must be a list");
  return NULL;
}

const json_t *so_json_object(so_json_at *at, const json_t *object, const char *member) {
  const json_t *value = json_object_get(object, member);
  if (!value || json_is_object(value)) return value;
  fault_member(at, member, "must be an object");
  return NULL;
}

void so_json_texts(so_json_at *at, const json_t *object) {
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)object, name, value) {
    (void)value;
    if (name[0] != '$') (void)so_json_text(at, object, name, 1);
  }
}
