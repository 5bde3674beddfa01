/*
 * Audiences: predicates evaluated as traits change equal predicates evaluated from scratch, what a
 * change costs is bounded by what reads it, and damaged sections have no members.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "model/audience_trait.h"
#include "model/audience_tree.h"
#include "unit/made_pack.h"

#define AUDIENCES 12u
#define TERMS 256u
#define VALUES 12u

/** A random pack of predicates over a made pack's values. */
typedef struct world {
  uint64_t state;
  made_pack *made;
  so_pack_audience list[AUDIENCES];
  so_pack_audience_term terms[TERMS];
  uint32_t term_count;
  so_audience_view view;
} world;

static world of;
static so_audiences audiences;

static uint32_t below(uint32_t bound) {
  return made_below(&of.state, bound);
}

static void emit(so_pack_audience_term term) {
  of.terms[of.term_count++] = term;
}

static void make_test(void) {
  static const uint32_t tops[] = {SO_CARE_COUNT, 0, 1001, 40, 2};
  uint32_t kind = SO_TERM_AFFINITY + below(5);
  static const uint32_t abouts[] = {VALUES, 1, SOTTO_NEED_COUNT, SO_NUMBER_COUNT, 1};
  so_pack_audience_term term = {kind, below(abouts[kind - SO_TERM_AFFINITY]), 0, 0};
  if (kind == SO_TERM_MINDSET) {
    term.low = 1 + below(62);
  } else {
    term.low = below(tops[kind - SO_TERM_AFFINITY]);
    term.high = term.low + below(tops[kind - SO_TERM_AFFINITY]);
  }
  emit(term);
}

static void make_predicate(uint32_t depth) {
  uint32_t kind = depth == 0 ? SO_TERM_AFFINITY : 1 + below(5);
  if (kind >= SO_TERM_AFFINITY || of.term_count + 40 > TERMS) {
    make_test();
    return;
  }
  uint32_t operands = kind == SO_TERM_NOT ? 1 : 1 + below(3);
  for (uint32_t n = 0; n < operands; n++) make_predicate(depth - 1);
  emit((so_pack_audience_term){kind, operands, 0, 0});
}

static void begin(uint64_t seed) {
  made_size size = {8, 3, 4, 2, seed};
  memset(&of, 0, sizeof of);
  of.state = seed * 77 + 1;
  of.made = made_new(&size);
  for (uint32_t n = 0; n < AUDIENCES; n++) {
    of.list[n].terms_start = of.term_count;
    make_predicate(1 + below(5));
    of.list[n].terms_count = of.term_count - of.list[n].terms_start;
  }
  of.view = (so_audience_view){.pack = &of.made->pack,
                               .audiences = of.list,
                               .terms = of.terms,
                               .count = AUDIENCES,
                               .term_count = of.term_count};
  so_audiences_start(&audiences, &of.view);
}

static uint32_t trait_value(uint32_t kind, uint32_t about) {
  for (uint32_t n = 0; n < audiences.trait_count; n++)
    if (audiences.traits[n].kind == kind && audiences.traits[n].about == about)
      return audiences.traits[n].value;
  cr_assert_fail("a trait that no test reads");
  return 0;
}

static uint32_t test_truth(const so_pack_audience_term *term, uint32_t value) {
  if (value == SO_AUDIENCE_UNKNOWN) return SO_TRUTH_UNKNOWN;
  if (value == SO_AUDIENCE_NEVER) return SO_TRUTH_FALSE;
  if (term->kind == SO_TERM_MINDSET) return term->low >> value & 1 ? SO_TRUTH_TRUE : SO_TRUTH_FALSE;
  return value >= term->low && value <= term->high ? SO_TRUTH_TRUE : SO_TRUTH_FALSE;
}

/** Kleene's truth of the predicate that ends at `*inout_end`, by its definition. */
static uint32_t truth(uint32_t *inout_end) {
  const so_pack_audience_term *term = &of.terms[(*inout_end)--];
  uint32_t least = SO_TRUTH_TRUE, most = SO_TRUTH_FALSE;
  if (term->kind == SO_TERM_NOT) return 2 - truth(inout_end);
  if (term->kind > SO_TERM_NOT) return test_truth(term, trait_value(term->kind, term->about));
  for (uint32_t n = 0; n < term->about; n++) {
    uint32_t one = truth(inout_end);
    least = one < least ? one : least;
    most = one > most ? one : most;
  }
  return term->kind == SO_TERM_ALL ? least : most;
}

static uint32_t truth_from_scratch(uint32_t audience) {
  uint32_t end = of.list[audience].terms_start + of.list[audience].terms_count - 1;
  return truth(&end);
}

static uint32_t random_value(const so_audience_trait *trait) {
  if (below(6) == 0) return SO_AUDIENCE_UNKNOWN;
  switch (trait->kind) {
  case SO_TERM_AFFINITY: return below(SO_CARE_COUNT);
  case SO_TERM_MINDSET: return below(SOTTO_MINDSET_COUNT);
  case SO_TERM_NEED: return below(1001);
  case SO_TERM_CART: return below(2);
  default: return below(5) ? below(60) : SO_AUDIENCE_NEVER;
  }
}

Test(audience, changes_give_what_evaluation_from_scratch_gives, .timeout = 200) {
  uint32_t changes = 0, turned = 0;
  for (uint64_t seed = 1; seed <= 300; seed++) {
    begin(seed);
    for (uint32_t n = 0; n < 400; n++, changes++) {
      uint32_t trait = below(audiences.trait_count), before = so_audiences_truth(&audiences, 0);
      so_audiences_set(&audiences, trait, random_value(&audiences.traits[trait]));
      turned += before != so_audiences_truth(&audiences, 0);
      for (uint32_t a = 0; a < AUDIENCES; a++)
        cr_assert_eq(so_audiences_truth(&audiences, a), truth_from_scratch(a),
                     "seed %llu, change %u, audience %u", (unsigned long long)seed, n, a);
    }
    made_free(of.made);
  }
  cr_assert_geq(changes, 100000);
  cr_assert_gt(turned, 1000, "the changes change something");
}

Test(audience, a_change_costs_what_reads_it_and_lies_above_it) {
  for (uint64_t seed = 1; seed <= 50; seed++) {
    begin(seed);
    for (uint32_t n = 0; n < 200; n++) {
      uint32_t trait = below(audiences.trait_count);
      const so_audience_trait *about = &audiences.traits[trait];
      uint32_t value = random_value(about);
      uint64_t before = audiences.visited, least = about->value == value ? 0 : about->count;
      so_audiences_set(&audiences, trait, value);
      uint64_t cost = audiences.visited - before;
      cr_assert_geq(cost, least);
      cr_assert_leq(cost, least * SO_AUDIENCE_DEPTH_MAX, "%llu terms for %llu readers",
                    (unsigned long long)cost, (unsigned long long)least);
    }
    made_free(of.made);
  }
}

Test(audience, what_did_not_change_costs_nothing) {
  begin(7);
  for (uint32_t n = 0; n < audiences.trait_count; n++) so_audiences_set(&audiences, n, 1);
  uint64_t before = audiences.visited;
  for (uint32_t n = 0; n < audiences.trait_count; n++) so_audiences_set(&audiences, n, 1);
  cr_assert_eq(audiences.visited, before);
  made_free(of.made);
}

Test(audience, nobody_is_in_any_before_a_trait_is_known) {
  for (uint64_t seed = 1; seed <= 50; seed++) {
    begin(seed);
    for (uint32_t a = 0; a < AUDIENCES; a++)
      cr_assert_neq(so_audiences_truth(&audiences, a), SO_TRUTH_TRUE);
    made_free(of.made);
  }
}

Test(audience, unknown_is_unknown_on_either_side_of_a_not) {
  const so_pack_audience_term terms[] = {
      {SO_TERM_CART, 0, 1, 1}, {SO_TERM_NOT, 1, 0, 0}, {SO_TERM_CART, 0, 1, 1}};
  begin(1);
  memcpy(of.terms, terms, sizeof terms);
  of.list[0] = (so_pack_audience){.terms_start = 0, .terms_count = 2};
  of.list[1] = (so_pack_audience){.terms_start = 2, .terms_count = 1};
  of.view.count = 2;
  of.view.term_count = 3;
  so_audiences_start(&audiences, &of.view);
  cr_assert_eq(so_audiences_truth(&audiences, 0), SO_TRUTH_UNKNOWN);
  cr_assert_eq(so_audiences_truth(&audiences, 1), SO_TRUTH_UNKNOWN);
  so_audiences_set(&audiences, 0, 0);
  cr_assert_eq(so_audiences_truth(&audiences, 0), SO_TRUTH_TRUE);
  so_audiences_set(&audiences, 0, SO_AUDIENCE_UNKNOWN);
  cr_assert_eq(so_audiences_truth(&audiences, 0), SO_TRUTH_UNKNOWN);
  made_free(of.made);
}

Test(audience, who_never_bought_has_no_days_since_whatever_the_bounds) {
  const so_pack_audience_term any = {SO_TERM_NUMBER, SO_NUMBER_SPEND_DAYS, 0, UINT32_MAX};
  cr_assert_eq(so_audience_test(&any, SO_AUDIENCE_NEVER), SO_TRUTH_FALSE);
  cr_assert_eq(so_audience_test(&any, 3), SO_TRUTH_TRUE);
}

/* Each predicate is none: it has no members, whatever is known. */
Test(audience, what_is_no_predicate_holds_for_nobody) {
  const so_pack_audience_term cart = {SO_TERM_CART, 0, 0, 1};
  const so_pack_audience_term wrong[][3] = {{cart, cart},
                                            {{SO_TERM_ALL, 2, 0, 0}, cart},
                                            {cart, {SO_TERM_ALL, 2, 0, 0}},
                                            {cart, {SO_TERM_ALL, 0, 0, 0}},
                                            {cart, {SO_TERM_ANY, UINT32_MAX, 0, 0}},
                                            {{SO_TERM_NOT, 1, 0, 0}},
                                            {{0, 0, 0, 1}},
                                            {{SO_TERM_KIND_COUNT, 0, 0, 1}},
                                            {{SO_TERM_CART, 1, 0, 1}},
                                            {{SO_TERM_NEED, SOTTO_NEED_COUNT, 0, 1000}},
                                            {{SO_TERM_NUMBER, SO_NUMBER_COUNT, 0, 1000}},
                                            {{SO_TERM_AFFINITY, VALUES, 0, 2}}};
  begin(1);
  for (uint32_t n = 0; n < sizeof wrong / sizeof *wrong; n++) {
    so_predicate predicate = {wrong[n], 0};
    while (predicate.count < 3 && (predicate.count == 0 || wrong[n][predicate.count].kind))
      predicate.count++;
    cr_assert_not(so_audience_is_sound(&of.made->pack, predicate), "predicate %u", n);
  }
  cr_assert(so_audience_is_sound(&of.made->pack, (so_predicate){&cart, 1}));
  made_free(of.made);
}

Test(audience, a_predicate_on_a_discreet_value_holds_for_nobody) {
  const so_pack_audience_term term = {SO_TERM_AFFINITY, 3, 0, 2};
  begin(1);
  cr_assert(so_audience_is_sound(&of.made->pack, (so_predicate){&term, 1}));
  of.made->values[3].flags = SO_VALUE_DISCREET;
  cr_assert_not(so_audience_is_sound(&of.made->pack, (so_predicate){&term, 1}));
  made_free(of.made);
}

/* Every byte of the sections is turned in turn; the address sanitizer watches the ends. */
Test(audience, a_damaged_section_is_never_left_and_gives_no_more_than_members, .timeout = 200) {
  for (uint64_t seed = 1; seed <= 400; seed++) {
    begin(seed);
    so_pack_audience *list = malloc(sizeof of.list);
    so_pack_audience_term *terms = malloc(of.term_count * sizeof *terms);
    memcpy(list, of.list, sizeof of.list);
    memcpy(terms, of.terms, of.term_count * sizeof *terms);
    for (uint32_t n = 0; n < 20; n++) {
      ((uint8_t *)list)[below(sizeof of.list)] = (uint8_t)below(256);
      ((uint8_t *)terms)[below(of.term_count * (uint32_t)sizeof *terms)] = (uint8_t)below(256);
    }
    of.view.audiences = list;
    of.view.terms = terms;
    so_audiences_start(&audiences, &of.view);
    for (uint32_t n = 0; n < audiences.trait_count; n++)
      so_audiences_set(&audiences, n, random_value(&audiences.traits[n]));
    for (uint32_t a = 0; a < AUDIENCES; a++) {
      cr_assert_leq(so_audiences_truth(&audiences, a), SO_TRUTH_TRUE);
      (void)so_audience_view_label(&of.view, a, 0);
      (void)so_audience_view_categories(&of.view, a);
    }
    free(list);
    free(terms);
    made_free(of.made);
  }
}

Test(audience, a_use_of_what_does_not_exist_is_none) {
  so_pack_slot slot = {0};
  so_pack_audience_use uses[] = {
      {0, 0, SO_STRATEGY_AFFINITY, 1.5f, {0}},
      {AUDIENCES, 0, SO_STRATEGY_AFFINITY, 1.5f, {0}},
      {0, 1, SO_STRATEGY_AFFINITY, 1.5f, {0}},
      {0, 0, SO_STRATEGY_COUNT, 1.5f, {0}},
      {0, 0, SO_STRATEGY_AFFINITY, -1, {0}},
      {0, 0, SO_STRATEGY_AFFINITY, __builtin_nanf(""), {0}},
      {0, 0, SO_PACK_NONE, 1, {.kind = SO_RULE_EXCLUDE_VALUE, .target = VALUES}},
      {0, 0, SO_PACK_NONE, 1, {.kind = SO_RULE_PIN_ITEM, .target = 8}},
      {0, 0, SO_PACK_NONE, 1, {.kind = 99}}};
  begin(1);
  of.made->pack.slots = &slot;
  of.made->pack.slot_count = 1;
  of.view.uses = uses;
  of.view.use_count = sizeof uses / sizeof *uses;
  cr_assert_not_null(so_audience_view_use(&of.view, 0));
  for (uint32_t n = 1; n <= of.view.use_count; n++)
    cr_assert_null(so_audience_view_use(&of.view, n), "use %u", n);
  made_free(of.made);
}
