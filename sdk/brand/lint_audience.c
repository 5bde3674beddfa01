/* The rules about audiences, one function each. */
#include "brand/lint_audience.h"

#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "brand/predicate.h"
#include "privacy/consent_rule.h"

#define DRAWS 4096u
#define SHARED_PERCENT 50u /* of those in either who are in both: worth a word */
#define SLOT_AUDIENCES 8u  /* with rules of one slot: every combination is looked at */
#define PATH_MAX_BYTES 128
#define VALUES_MAX 32u

/* What is looked at, and room to try in. */
typedef struct looking {
  const so_lint *lint;
  const so_brand_audiences *brand;
  so_audience_view view;
  so_lint_open_fn open;
  so_predicate_try room;
  so_audiences all;
} looking;

static so_place place_of(const looking *in, const char *where) {
  return (so_place){in->lint->brand->path, 0, so_text_of(where)};
}

static void tell(const looking *in, uint32_t severity, const char *where, const char *words) {
  so_find(in->lint->findings,
          (so_found){severity << 16 | SOTTO_FINDING_AUDIENCE, place_of(in, where)}, "%s", words);
}

/* The path of an audience: "$.audiences[2]". */
static void path_of(uint32_t audience, char ret_path[PATH_MAX_BYTES]) {
  so_sink sink = so_sink_of(ret_path, PATH_MAX_BYTES - 1);
  so_sink_string(&sink, "$.audiences[");
  so_sink_u64(&sink, audience);
  so_sink_string(&sink, "]");
  ret_path[sink.size] = 0;
}

static so_found_out can(looking *in, so_predicate predicate, int holds) {
  so_predicate_begin(&in->room, in->lint->pack);
  so_predicate_add(&in->room, predicate, holds);
  return so_predicate_can(&in->room);
}

static so_found_out can_both(looking *in, uint32_t inside, uint32_t other, int other_holds) {
  so_predicate_begin(&in->room, in->lint->pack);
  so_predicate_add(&in->room, so_audience_view_predicate(&in->view, inside), 1);
  so_predicate_add(&in->room, so_audience_view_predicate(&in->view, other), other_holds);
  return so_predicate_can(&in->room);
}

/* The terms of the predicate that ends at `end`. */
static so_predicate ending_at(so_predicate whole, uint32_t end) {
  uint32_t start = end + 1, wanted = 1;
  while (wanted) {
    const so_pack_audience_term *term = &whole.terms[--start];
    wanted += term->kind <= SO_TERM_ANY ? term->about : term->kind == SO_TERM_NOT ? 1 : 0;
    wanted--;
  }
  return (so_predicate){whole.terms + start, end + 1 - start};
}

/* The smallest part that contradicts itself, or the whole. */
static uint32_t contradiction(looking *in, so_predicate whole) {
  for (uint32_t end = 0; end < whole.count; end++)
    if (can(in, ending_at(whole, end), 1) == SO_OUT_NO) return end;
  return whole.count - 1;
}

static void lint_reach(looking *in, uint32_t audience) {
  so_predicate whole = so_audience_view_predicate(&in->view, audience);
  const so_brand_term *terms = in->brand->terms + in->brand->list[audience].terms_start;
  so_found_out somebody = can(in, whole, 1);
  if (somebody == SO_OUT_NO) {
    tell(in, SOTTO_FINDING_ERROR, terms[contradiction(in, whole)].where,
         "contradicts itself: nobody can be in this audience");
  } else if (somebody == SO_OUT_TOO_MANY) {
    tell(in, SOTTO_FINDING_NOTE, terms[whole.count - 1].where,
         "tests too many traits to say whether anybody can be in this audience");
  } else if (can(in, whole, 0) == SO_OUT_NO) {
    tell(in, SOTTO_FINDING_WARNING, terms[whole.count - 1].where,
         "always holds: everybody whose traits may be used is in this audience");
  }
}

/* 0 where a test may not be. */
static int lint_test(const looking *in, uint32_t audience, const so_brand_term *from,
                     const so_pack_audience_term *term) {
  uint32_t category = so_audience_view_category(in->view.pack, term);
  if (from->attribute && term->about == SO_PACK_NONE) return 0; /* told where it was looked up */
  if (!so_audience_view_reads(in->view.pack, term)) {
    tell(in, SOTTO_FINDING_ERROR, from->where,
         "tests a discreet value: who is in an audience would tell it");
    return 0;
  }
  if (so_consent_rule_askable(category) || in->brand->list[audience].consent >> category & 1u)
    return 1;
  so_find(in->lint->findings,
          (so_found){SO_FIND_ERROR(SOTTO_FINDING_AUDIENCE), place_of(in, from->where)},
          "reads an attribute of a category that needs a consent of its own; ask for it and say so "
          "with \"consent\" (%s), or test something else",
          category == SOTTO_CATEGORY_FINANCIAL ? "financial"
          : category == SOTTO_CATEGORY_SOCIAL  ? "social"
                                               : "external");
  return 1;
}

static void lint_each(looking *in) {
  for (uint32_t n = 0; n < in->view.count; n++) {
    const so_brand_audience *audience = &in->brand->list[n];
    int readable = 1;
    for (uint32_t t = audience->terms_start; t < audience->terms_start + audience->terms_count; t++)
      if (in->view.terms[t].kind >= SO_TERM_AFFINITY)
        readable &= lint_test(in, n, &in->brand->terms[t], &in->view.terms[t]);
    if (readable) lint_reach(in, n);
  }
}

static void lint_labels(const looking *in) {
  char path[PATH_MAX_BYTES];
  for (uint32_t n = 0; n < in->view.count; n++)
    for (uint32_t locale = 0; locale < in->lint->brand->locale_count; locale++) {
      if (in->view.audiences[n].labels[locale] != SO_PACK_NONE) continue;
      path_of(n, path);
      so_find(in->lint->findings,
              (so_found){SO_FIND_WARNING(SOTTO_FINDING_TEXT), place_of(in, path)},
              "has no label in \"%s\"", in->lint->brand->locales[locale]);
    }
}

/* SplitMix64: draws need not be secret, only the same each time. */
static uint64_t draw(uint64_t *state) {
  uint64_t word = *state += 0x9e3779b97f4a7c15u;
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9u;
  word = (word ^ (word >> 27)) * 0x94d049bb133111ebu;
  return word ^ (word >> 31);
}

/* Random profiles: each trait one of the values that stand for all, as likely as any. */
static void count_shared(looking *in, uint32_t *ret_both, uint32_t *ret_either) {
  uint32_t values[VALUES_MAX], count = in->view.count;
  uint64_t state = 1;
  for (uint32_t round = 0; round < DRAWS; round++) {
    for (uint32_t t = 0; t < in->all.trait_count; t++) {
      uint32_t of = so_predicate_values(&in->all, t, values, VALUES_MAX);
      so_audiences_set(&in->all, t, values[draw(&state) % of]);
    }
    for (uint32_t a = 0; a < count; a++)
      for (uint32_t b = a + 1; b < count; b++) {
        int first = so_audiences_truth(&in->all, a) == SO_TRUTH_TRUE;
        int second = so_audiences_truth(&in->all, b) == SO_TRUTH_TRUE;
        ret_both[a * count + b] += (uint32_t)(first && second);
        ret_either[a * count + b] += (uint32_t)(first || second);
      }
  }
}

/* Says of one audience how it stands to another. */
static void tell_pair(const looking *in, uint32_t severity, const uint32_t pair[2],
                      const char *words) {
  char path[PATH_MAX_BYTES];
  path_of(pair[0], path);
  so_find(in->lint->findings,
          (so_found){severity << 16 | SOTTO_FINDING_AUDIENCE, place_of(in, path)}, "%s \"%s\"",
          words, in->brand->list[pair[1]].id);
}

/* 1 where one holds all of the other. */
static int lint_nested(looking *in, uint32_t a, uint32_t b) {
  int a_in_b = can_both(in, a, b, 0) == SO_OUT_NO, b_in_a = can_both(in, b, a, 0) == SO_OUT_NO;
  const uint32_t there[2] = {a, b}, back[2] = {b, a};
  if (a_in_b && b_in_a)
    tell_pair(in, SOTTO_FINDING_WARNING, back, "holds exactly who is in");
  else if (a_in_b || b_in_a)
    tell_pair(in, SOTTO_FINDING_NOTE, a_in_b ? there : back, "lies inside");
  return a_in_b || b_in_a;
}

static void lint_shared(looking *in, uint32_t *both, uint32_t *either) {
  uint32_t count = in->view.count;
  char path[PATH_MAX_BYTES];
  count_shared(in, both, either);
  for (uint32_t a = 0; a < count; a++)
    for (uint32_t b = a + 1; b < count; b++) {
      uint32_t shared = both[a * count + b], all = either[a * count + b];
      if (lint_nested(in, a, b) || shared * 100 < all * SHARED_PERCENT || !shared) continue;
      path_of(a, path);
      so_find(in->lint->findings,
              (so_found){SO_FIND_NOTE(SOTTO_FINDING_AUDIENCE), place_of(in, path)},
              "shares %u %% of members with \"%s\" (of %u random profiles in either, %u are in "
              "both)",
              shared * 100 / all, in->brand->list[b].id, all, shared);
    }
}

static void lint_pairs(looking *in) {
  size_t pairs = (size_t)in->view.count * in->view.count;
  uint32_t *both = calloc(2 * pairs, sizeof *both);
  if (!both) return;
  so_audiences_start(&in->all, &in->view);
  lint_shared(in, both, both + pairs);
  free(both);
}

/* What a device would answer about an audience, if it may be asked. */
static void lint_asked(const looking *in, uint32_t question, uint32_t text) {
  const so_pack *pack = in->lint->pack;
  sotto_text name = so_pack_text(pack, pack->questions[question].name_text);
  sotto_text id = so_pack_text(pack, text);
  so_found error = {SO_FIND_ERROR(SOTTO_FINDING_QUESTION), {in->lint->brand->path, 0, name}};
  uint32_t audience = so_audience_view_find(&in->view, id);
  if (audience == SO_PACK_NONE) {
    so_find(in->lint->findings, error, "asks about an audience that is none: %.*s", (int)id.size,
            id.data);
    return;
  }
  uint32_t categories = so_audience_view_categories(&in->view, audience);
  for (uint32_t category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    if (categories >> category & 1u && !so_consent_rule_askable(category)) {
      so_find(in->lint->findings, error,
              "asks about the audience %.*s, which reads a category that may never be asked about",
              (int)id.size, id.data);
      return;
    }
}

static void lint_questions(const looking *in) {
  const so_pack *pack = in->lint->pack;
  for (uint32_t n = 0; n < pack->question_count; n++) {
    const so_pack_question *question = &pack->questions[n];
    if (question->kind != SO_QUESTION_AUDIENCE) continue;
    for (uint32_t value = 0; value < question->values_count; value++)
      lint_asked(in, n, pack->question_values[question->values_start + value]);
  }
}

/* The rules of one slot, and whose members have more. */
typedef struct slotted {
  uint32_t slot;
  uint32_t audiences[SLOT_AUDIENCES];
  uint32_t count;
  so_pack_rule *rules;
} slotted;

/* 0 where there are too many. */
static int collect(const looking *in, slotted *of) {
  for (uint32_t n = 0; n < in->view.use_count; n++) {
    const so_pack_audience_use *use = so_audience_view_use(&in->view, n);
    uint32_t at = 0;
    if (!use || use->slot != of->slot || use->strategy != SO_PACK_NONE) continue;
    while (at < of->count && of->audiences[at] != use->audience) at++;
    if (at == SLOT_AUDIENCES) return 0;
    if (at == of->count) of->audiences[of->count++] = use->audience;
  }
  return 1;
}

/* The slot's own rules and those of the audiences in a combination, a bit each. */
static uint32_t rules_of(const looking *in, const slotted *of, uint32_t combination) {
  const so_pack_slot *slot = &in->view.pack->slots[of->slot];
  uint32_t count = 0;
  for (; count < slot->rules_count; count++)
    of->rules[count] = in->view.pack->rules[slot->rules_start + count];
  for (uint32_t n = 0; n < in->view.use_count; n++) {
    const so_pack_audience_use *use = so_audience_view_use(&in->view, n);
    if (!use || use->slot != of->slot || use->strategy != SO_PACK_NONE) continue;
    for (uint32_t at = 0; at < of->count; at++)
      if (of->audiences[at] == use->audience && combination >> at & 1u)
        of->rules[count++] = use->rule;
  }
  return count;
}

/* 1 where somebody can be in exactly these. */
static int somebody(looking *in, const slotted *of, uint32_t combination) {
  so_predicate_begin(&in->room, in->lint->pack);
  for (uint32_t at = 0; at < of->count; at++)
    so_predicate_add(&in->room, so_audience_view_predicate(&in->view, of->audiences[at]),
                     (int)(combination >> at & 1u));
  return so_predicate_can(&in->room) != SO_OUT_NO;
}

static void tell_empty(const looking *in, const slotted *of, uint32_t combination) {
  char names[256];
  so_sink sink = so_sink_of(names, sizeof names - 1);
  for (uint32_t at = 0; at < of->count; at++) {
    if (!(combination >> at & 1u)) continue;
    so_sink_string(&sink, sink.size ? ", " : "");
    so_sink_string(&sink, in->brand->list[of->audiences[at]].id);
  }
  names[sink.size] = 0;
  sotto_text slot = so_pack_text(in->view.pack, in->view.pack->slots[of->slot].id_text);
  so_find(in->lint->findings,
          (so_found){SO_FIND_ERROR(SOTTO_FINDING_SLOT), {in->lint->brand->path, 0, slot}},
          "its rules let no item through for who is in: %s", names);
}

/* Every combination of audiences that somebody can be in must leave an item. */
static void lint_slot(looking *in, uint32_t slot) {
  slotted of = {.slot = slot};
  sotto_text id = so_pack_text(in->view.pack, in->view.pack->slots[slot].id_text);
  if (!collect(in, &of)) {
    so_find(in->lint->findings,
            (so_found){SO_FIND_ERROR(SOTTO_FINDING_SLOT), {in->lint->brand->path, 0, id}},
            "has rules for more than %u audiences: too many to see that none empties it",
            SLOT_AUDIENCES);
    return;
  }
  uint32_t room = in->view.pack->slots[slot].rules_count + in->view.use_count;
  if (!of.count || !(of.rules = calloc(room, sizeof *of.rules))) return;
  for (uint32_t combination = 1; combination < 1u << of.count; combination++) {
    uint32_t count = rules_of(in, &of, combination);
    if (in->open(in->view.pack, of.rules, count) || !somebody(in, &of, combination)) continue;
    tell_empty(in, &of, combination);
    break; /* one is enough to be mended */
  }
  free(of.rules);
}

void so_lint_audiences(const so_lint *lint, so_lint_open_fn open) {
  looking *in = calloc(1, sizeof *in);
  if (!in) return;
  in->lint = lint;
  in->brand = &lint->brand->audiences;
  in->open = open;
  so_audience_view_open(&in->view, lint->pack);
  lint_questions(in);
  if (in->view.count && in->view.count == in->brand->count) {
    lint_each(in);
    lint_labels(in);
    lint_pairs(in);
    for (uint32_t slot = 0; slot < lint->pack->slot_count; slot++) lint_slot(in, slot);
  }
  free(in);
}
