/*
 * Why somebody is in an audience, in sentences: each test that decided it tells how its trait
 * stands ("your cart is empty"), whichever way the predicate turns it. Discreet values are in no
 * sound predicate; an attribute that stays out of reasons is not named.
 */
#include "flow/audience.h"

#define KIND_AUDIENCE 300u /* of the first sentence */
#define REASONS_MAX 8u
#define NEEDED 500u /* thousandths */
#define FIGURE_MAX 32u

/* The sentences of one audience. */
typedef struct telling {
  sotto *profile;
  const so_audiences *audiences;
  size_t count;
  sotto_reason reasons[REASONS_MAX];
  char rooms[REASONS_MAX][SO_SENTENCE_MAX];
} telling;

/* A whole number, or an amount in the shop's currency. */
static sotto_text figure(const so_pack *pack, const so_audience_trait *trait,
                         char room[FIGURE_MAX]) {
  static const uint32_t tens[] = {1, 10, 100, 1000};
  int money = trait->about == SO_NUMBER_SPEND;
  uint32_t unit = money ? tens[pack->header->currency_digits & 3] : 1;
  so_sink sink = so_sink_of(room, FIGURE_MAX);
  so_sink_u64(&sink, trait->value / unit);
  if (unit > 1) so_sink_string(&sink, ".");
  for (uint32_t rest = trait->value % unit; unit > 1; rest %= unit)
    so_sink_u64(&sink, rest / (unit /= 10));
  if (money) {
    so_sink_string(&sink, " ");
    so_sink_string(&sink, pack->header->currency);
  }
  return so_sink_view(&sink);
}

static so_message number_words(const so_pack *pack, const so_audience_trait *trait,
                               char room[FIGURE_MAX], sotto_text *ret_part) {
  if (trait->value == SO_AUDIENCE_NEVER)
    return trait->about == SO_NUMBER_SPEND_DAYS ? SO_MESSAGE_AUDIENCE_NEVER_BOUGHT
                                                : SO_MESSAGE_AUDIENCE_FIRST_VISIT;
  *ret_part = figure(pack, trait, room);
  return (so_message)(SO_MESSAGE_AUDIENCE_SPEND_DAYS + (int)trait->about);
}

static so_message affinity_words(const telling *in, const so_audience_trait *trait,
                                 sotto_text *ret_parts) {
  const so_pack *pack = in->audiences->view.pack;
  const so_pack_value *value = &pack->values[trait->about];
  uint32_t locale = in->profile->installed.locale;
  if (pack->keys[value->key].flags & 1u) return SO_MESSAGE_AUDIENCE_UNNAMED;
  ret_parts[0] = so_pack_value_label(pack, trait->about, locale);
  ret_parts[1] = so_pack_key_label(pack, value->key, locale);
  return (so_message)(SO_MESSAGE_AUDIENCE_LOW + (int)trait->value);
}

static so_message need_words(const telling *in, const so_audience_trait *trait,
                             sotto_text *ret_part) {
#ifdef SOTTO_WITH_NEED
  so_message need = (so_message)(SO_MESSAGE_NEED_INSPIRATION + (int)trait->about);
  *ret_part = so_text_of(so_message_pattern(&in->profile->words, need));
#else
  (void)in, (void)ret_part; /* needs are unknown, and decide nothing */
#endif
  return trait->value >= NEEDED ? SO_MESSAGE_AUDIENCE_NEED : SO_MESSAGE_AUDIENCE_NO_NEED;
}

static void write_fact(const telling *in, const so_audience_trait *trait, so_sink *sink,
                       so_message *ret_message) {
  sotto_text parts[SO_MESSAGE_PARTS_MAX] = {{0}};
  char room[FIGURE_MAX];
  so_message message = SO_MESSAGE_AUDIENCE_MINDSET;
  switch (trait->kind) {
  case SO_TERM_AFFINITY: message = affinity_words(in, trait, parts); break;
  case SO_TERM_NEED: message = need_words(in, trait, parts); break;
  case SO_TERM_NUMBER: message = number_words(in->audiences->view.pack, trait, room, parts); break;
  case SO_TERM_CART:
    message = trait->value ? SO_MESSAGE_AUDIENCE_CART_OPEN : SO_MESSAGE_AUDIENCE_CART_EMPTY;
    break;
  default:
    parts[0] = so_text_of(so_message_pattern(
        &in->profile->words, (so_message)(SO_MESSAGE_MINDSET_CURIOUS + (int)trait->value)));
  }
  so_message_write(sink, &in->profile->words, message, parts);
  *ret_message = message;
}

/* A trait is told once, however many tests read it. */
static void tell_fact(telling *in, uint32_t trait, uint64_t *inout_told) {
  char *room = in->rooms[in->count];
  so_sink sink = so_sink_of(room, SO_SENTENCE_MAX);
  so_message message;
  if (trait < 64 && *inout_told >> trait & 1u) return;
  if (trait < 64) *inout_told |= UINT64_C(1) << trait;
  write_fact(in, &in->audiences->traits[trait], &sink, &message);
  in->reasons[in->count++] =
      (sotto_reason){.kind = KIND_AUDIENCE + (uint32_t)message - SO_MESSAGE_AUDIENCE_LOW,
                     .text = so_sink_view(&sink)};
}

/* 1 where a test decided the whole: each predicate above it stands as it does because of it. */
static int decided(const so_audiences *audiences, const so_audience_node *node) {
  while (node->truth != SO_TRUTH_UNKNOWN && node->parent != SO_AUDIENCE_TOP) {
    const so_audience_node *above = &audiences->nodes[node->parent];
    uint32_t asked = above->kind == SO_TERM_NOT ? SO_TRUTH_TRUE - node->truth : node->truth;
    if (above->truth != asked) return 0;
    node = above;
  }
  return node->truth == SO_TRUTH_TRUE;
}

static void tell_facts(telling *in, uint32_t audience) {
  const so_audiences *audiences = in->audiences;
  const so_pack_audience *about = &audiences->view.audiences[audience];
  uint64_t told = 0;
  in->count = 0;
  for (uint32_t n = 0; n < about->terms_count && in->count < REASONS_MAX; n++) {
    const so_audience_node *node = &audiences->nodes[about->terms_start + n];
    if (node->kind >= SO_TERM_AFFINITY && decided(audiences, node))
      tell_fact(in, node->trait, &told);
  }
}

sotto_status so_audience_words_each(sotto *profile, sotto_audience_fn visit, void *context) {
  telling in = {.profile = profile};
  sotto_status status = so_audience_look(profile, &in.audiences);
  if (status || !in.audiences) return status;
  const so_audience_view *view = &in.audiences->view;
  for (uint32_t n = 0; n < view->count; n++) {
    if (so_audiences_truth(in.audiences, n) != SO_TRUTH_TRUE) continue;
    tell_facts(&in, n);
    const sotto_audience told = {.struct_size = sizeof told,
                                 .id = so_audience_view_id(view, n),
                                 .label =
                                     so_audience_view_label(view, n, profile->installed.locale),
                                 .reasons = in.reasons,
                                 .reason_count = in.count};
    if (visit(context, &told)) break;
  }
  return SOTTO_OK;
}
