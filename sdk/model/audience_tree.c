/*
 * Counting truth up the trees: see audience_tree.h.
 */
#include "model/audience_tree.h"

#include <assert.h>
#include <string.h>

static int is_test(uint32_t kind) {
  return kind >= SO_TERM_AFFINITY && kind < SO_TERM_KIND_COUNT;
}

uint32_t so_audience_test(const so_pack_audience_term *term, uint32_t value) {
  int holds = value >= term->low && value <= term->high;
  if (value == SO_AUDIENCE_UNKNOWN) return SO_TRUTH_UNKNOWN;
  if (term->kind == SO_TERM_MINDSET) holds = value < 32 && (term->low >> value & 1u);
  if (value == SO_AUDIENCE_NEVER) holds = 0;
  return holds ? SO_TRUTH_TRUE : SO_TRUTH_FALSE;
}

/* How many predicates a term joins; 0 where it is no term. */
static uint32_t operands_of(const so_pack_audience_term *term) {
  return term->kind == SO_TERM_NOT ? 1 : term->about;
}

/* Predicates that wait to be joined: how deep each is. */
typedef struct stack {
  uint32_t depths[SO_AUDIENCE_TERMS_MAX];
  uint32_t size;
} stack;

/* Takes a term's operands off and puts it on; 0 where that cannot be. */
static int pile(stack *on, const so_pack_audience_term *term) {
  uint32_t depth = 0, operands = is_test(term->kind) ? 0 : operands_of(term);
  if (operands > on->size) return 0;
  for (; operands; operands--)
    if (on->depths[--on->size] > depth) depth = on->depths[on->size];
  on->depths[on->size++] = depth + 1;
  return depth < SO_AUDIENCE_DEPTH_MAX;
}

int so_audience_is_sound(const so_pack *pack, so_predicate predicate) {
  stack on = {.size = 0};
  if (predicate.count > SO_AUDIENCE_TERMS_MAX) return 0;
  for (uint32_t n = 0; n < predicate.count; n++) {
    const so_pack_audience_term *term = &predicate.terms[n];
    int joins = term->kind - 1 < SO_TERM_NOT && operands_of(term);
    if (!joins && !so_audience_view_reads(pack, term)) return 0;
    if (!pile(&on, term)) return 0;
  }
  return on.size == 1;
}

static uint32_t truth_of(const so_audience_node *node) {
  switch (node->kind) {
  case SO_TERM_ALL:
    return node->falses ? SO_TRUTH_FALSE : node->unknowns ? SO_TRUTH_UNKNOWN : SO_TRUTH_TRUE;
  case SO_TERM_ANY:
    return node->trues ? SO_TRUTH_TRUE : node->unknowns ? SO_TRUTH_UNKNOWN : SO_TRUTH_FALSE;
  default: /* NOT */
    return node->falses ? SO_TRUTH_TRUE : node->unknowns ? SO_TRUTH_UNKNOWN : SO_TRUTH_FALSE;
  }
}

static uint16_t *count_of(so_audience_node *node, uint32_t truth) {
  return truth == SO_TRUTH_FALSE     ? &node->falses
         : truth == SO_TRUTH_UNKNOWN ? &node->unknowns
                                     : &node->trues;
}

/* Gives a term its truth, and those above it theirs as far as they turn. */
static void turn(so_audiences *audiences, uint32_t at, uint32_t truth) {
  so_audience_node *node = &audiences->nodes[at];
  audiences->visited++;
  while (node->truth != truth) {
    uint32_t before = node->truth;
    node->truth = (uint8_t)truth;
    if (node->parent == SO_AUDIENCE_TOP) return;
    node = &audiences->nodes[node->parent];
    audiences->visited++;
    --*count_of(node, before);
    ++*count_of(node, truth);
    truth = truth_of(node);
  }
}

/* The number of the trait that a test reads, added where new. */
static uint16_t trait_of(so_audiences *audiences, const so_pack_audience_term *term) {
  uint32_t at = 0;
  while (at < audiences->trait_count &&
         (audiences->traits[at].kind != term->kind || audiences->traits[at].about != term->about))
    at++;
  if (at == audiences->trait_count)
    audiences->traits[audiences->trait_count++] =
        (so_audience_trait){term->kind, term->about, SO_AUDIENCE_UNKNOWN, 0, 0};
  audiences->traits[at].count++;
  return (uint16_t)at;
}

/* The nodes of one sound predicate; every test is unknown, and so is what it is part of. */
static void plant(so_audiences *audiences, so_predicate predicate) {
  uint16_t open[SO_AUDIENCE_TERMS_MAX]; /* predicates not yet joined */
  uint32_t size = 0, first = (uint32_t)(predicate.terms - audiences->view.terms);
  for (uint32_t n = 0; n < predicate.count; n++) {
    const so_pack_audience_term *term = &predicate.terms[n];
    so_audience_node *node = &audiences->nodes[first + n];
    uint32_t operands = is_test(term->kind) ? 0 : operands_of(term);
    *node = (so_audience_node){.parent = SO_AUDIENCE_TOP,
                               .kind = (uint8_t)term->kind,
                               .truth = SO_TRUTH_UNKNOWN,
                               .unknowns = (uint16_t)operands};
    if (is_test(term->kind)) node->trait = trait_of(audiences, term);
    for (; operands; operands--) audiences->nodes[open[--size]].parent = (uint16_t)(first + n);
    open[size++] = (uint16_t)(first + n);
  }
}

/* Fills each trait's run of the terms that read it. */
static void index_readers(so_audiences *audiences) {
  uint16_t start = 0;
  for (uint32_t n = 0; n < audiences->trait_count; n++) {
    audiences->traits[n].start = start;
    start = (uint16_t)(start + audiences->traits[n].count);
    audiences->traits[n].count = 0;
  }
  for (uint32_t n = 0; n < audiences->view.term_count; n++) {
    if (!is_test(audiences->nodes[n].kind)) continue;
    so_audience_trait *trait = &audiences->traits[audiences->nodes[n].trait];
    audiences->readers[trait->start + trait->count++] = (uint16_t)n;
  }
}

void so_audiences_start(so_audiences *ret_audiences, const so_audience_view *view) {
  memset(ret_audiences, 0, sizeof *ret_audiences);
  ret_audiences->view = *view;
  for (uint32_t n = 0; n < view->count; n++) {
    so_predicate predicate = so_audience_view_predicate(view, n);
    uint32_t first = (uint32_t)(predicate.terms - view->terms), free = 1;
    ret_audiences->tops[n] = SO_AUDIENCE_TOP;
    if (!so_audience_is_sound(view->pack, predicate)) continue;
    for (uint32_t at = 0; at < predicate.count; at++)
      free &= ret_audiences->nodes[first + at].kind == 0; /* no two audiences share terms */
    if (!free) continue;
    plant(ret_audiences, predicate);
    ret_audiences->tops[n] = (uint16_t)(first + predicate.count - 1);
  }
  index_readers(ret_audiences);
}

void so_audiences_set(so_audiences *audiences, uint32_t trait, uint32_t value) {
  assert(trait < audiences->trait_count);
  so_audience_trait *about = &audiences->traits[trait];
  if (about->value == value) return;
  about->value = value;
  for (uint32_t n = 0; n < about->count; n++) {
    uint32_t at = audiences->readers[about->start + n];
    turn(audiences, at, so_audience_test(&audiences->view.terms[at], value));
  }
}

uint32_t so_audiences_truth(const so_audiences *audiences, uint32_t audience) {
  if (audience >= audiences->view.count) return SO_TRUTH_FALSE;
  uint32_t top = audiences->tops[audience];
  return top == SO_AUDIENCE_TOP ? SO_TRUTH_FALSE : audiences->nodes[top].truth;
}
