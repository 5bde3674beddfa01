/*
 * Reading members of a JSON document with checks, where each fault becomes a finding that names the
 * member's path, such as "$.slots[2].rules[0].from". Reading goes on after a fault, so that one run
 * tells all of them. "$comment" and "$schema" are welcome in every object.
 */
#ifndef SO_BRAND_JSON_MEMBER_H
#define SO_BRAND_JSON_MEMBER_H

#include <jansson.h>

#include "brand/finding.h"

/** Where the reading is, and how many faults it met. */
typedef struct so_json_at {
  so_findings *findings;
  const char *file;
  size_t size; /* of path */
  char path[256];
  uint32_t faults;
} so_json_at;

/** What a number may be. `fallback` is given where the member is absent; NAN: it is required. */
typedef struct so_json_range {
  double low;
  double high;
  double fallback;
  int whole;
} so_json_range;

void so_json_at_start(so_json_at *ret_at, const char *file, so_findings *findings);
/** Steps into a member or an element; gives what so_json_leave() needs. */
size_t so_json_enter(so_json_at *at, const char *member);
size_t so_json_enter_place(so_json_at *at, size_t place);
void so_json_leave(so_json_at *at, size_t before);
/** A fault of the place the reading is at; `words` is a plain sentence. */
void so_json_fault(so_json_at *at, const char *words, const char *detail);
/** Faults every member not in the NULL-terminated list. */
void so_json_known(so_json_at *at, const json_t *object, const char *const *names);
/** A text of 1 to 512 bytes, or NULL (a fault where `required`). */
const char *so_json_text(so_json_at *at, const json_t *object, const char *member, int required);
double so_json_number(so_json_at *at, const json_t *object, const char *member,
                      so_json_range range);
/**
 * The place of a text in a NULL-terminated list; UINT32_MAX where the member is absent or wrong.
 */
uint32_t so_json_choice(so_json_at *at, const json_t *object, const char *member,
                        const char *const *names);
/** An array of at most 1,000,000 elements, or NULL where absent or wrong. */
const json_t *so_json_list(so_json_at *at, const json_t *object, const char *member);
/** An object, or NULL where absent or wrong. */
const json_t *so_json_object(so_json_at *at, const json_t *object, const char *member);
/** Faults every member of a {name -> text} object that is no text. */
void so_json_texts(so_json_at *at, const json_t *object);

#endif
