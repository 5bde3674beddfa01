/*
 * Who is in which audience: see audience.h.
 */
#include "flow/audience.h"

#include <stdlib.h>

#include "base/secret.h"
#include "flow/recall.h"
#include "flow/visit.h"
#include "model/audience_trait.h"
#include "vault/setting_rows.h"

_Static_assert(SO_TRAIT_AUDIENCES_MAX == SO_AUDIENCES_MAX, "audiences");

/* What is made ready once per pack, and what the latest request was given. */
struct so_audience_work {
  so_audiences audiences;
  so_pack_rule *rules; /* of a slot and of members: room for the longest */
  float factors[SO_STRATEGY_COUNT];
};

void so_audience_reset(sotto *profile) {
  if (!profile->audiences) return;
  free(profile->audiences->rules);
  so_secret_wipe(profile->audiences, sizeof *profile->audiences);
  free(profile->audiences);
  profile->audiences = NULL;
}

static uint32_t most_rules(const so_audience_view *view) {
  uint32_t most = 0;
  for (uint32_t n = 0; n < view->pack->slot_count; n++)
    if (view->pack->slots[n].rules_count > most) most = view->pack->slots[n].rules_count;
  return most + view->use_count;
}

/* Leaves NULL where the pack has no audiences. */
static sotto_status make_ready(sotto *profile, const so_pack *pack) {
  so_audience_view view;
  if (profile->audiences) return SOTTO_OK;
  so_audience_view_open(&view, pack);
  if (!view.count) return SOTTO_OK;
  struct so_audience_work *work = malloc(sizeof *work);
  so_pack_rule *rules = calloc(most_rules(&view) + 1, sizeof *rules);
  if (!work || !rules) {
    free(work);
    free(rules);
    return SOTTO_E_MEMORY;
  }
  so_audiences_start(&work->audiences, &view);
  work->rules = rules;
  profile->audiences = work;
  return SOTTO_OK;
}

/* Nobody is put into an audience before having said yes: UNKNOWN is not enough here. */
static uint32_t granted(const sotto *profile) {
  uint32_t categories = so_recall_categories(profile);
  if (!so_handle_allows(profile, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_PERSONALIZE)) return 0;
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    if (!so_handle_allows(profile, category, SOTTO_PURPOSE_PERSONALIZE))
      categories &= ~(1u << category);
  return categories;
}

sotto_status so_audience_look(sotto *profile, const so_audiences **ret_audiences) {
  const so_pack *pack = so_handle_pack(profile);
  so_audience_moment moment = {0, granted(profile)};
  if (!pack) return so_handle_fail(profile, SOTTO_E_STATE, "no pack is installed");
  sotto_status status = so_handle_now(profile, &moment.now_ms);
  if (!status) so_visit_expire(profile, moment.now_ms);
  if (!status) status = so_recall_load(profile);
  if (!status) status = make_ready(profile, pack);
  if (status) return status;
  if (profile->audiences)
    so_audience_traits_read(&profile->audiences->audiences, profile->mind, &moment);
  *ret_audiences = profile->audiences ? &profile->audiences->audiences : NULL;
  return SOTTO_OK;
}

int so_audience_in(sotto *profile, uint32_t audience) {
  const so_audiences *audiences = NULL;
  if (so_audience_look(profile, &audiences) || !audiences) return 0;
  return so_audiences_truth(audiences, audience) == SO_TRUTH_TRUE;
}

sotto_status so_audience_asked(sotto *profile, sotto_text id, uint32_t *ret_in) {
  const so_audiences *audiences = NULL;
  sotto_status status = so_audience_look(profile, &audiences);
  uint32_t audience = SO_PACK_NONE;
  if (status) return status;
  if (audiences) audience = so_audience_view_find(&audiences->view, id);
  if (audience == SO_PACK_NONE)
    return so_handle_fail(profile, SOTTO_E_MISSING, "audience: the pack has no such audience");
  *ret_in = so_audiences_truth(audiences, audience) == SO_TRUTH_TRUE;
  return SOTTO_OK;
}

/* A use that stands here for this profile, or NULL. */
static const so_pack_audience_use *use_of(const so_audiences *audiences, uint32_t number,
                                          uint32_t slot) {
  const so_pack_audience_use *use = so_audience_view_use(&audiences->view, number);
  if (!use || (use->slot != SO_PACK_NONE && use->slot != slot)) return NULL;
  return so_audiences_truth(audiences, use->audience) == SO_TRUTH_TRUE ? use : NULL;
}

/* The slot's own rules, then those of members. */
static uint32_t copy_slot(const so_pack *pack, uint32_t slot, so_pack_rule *ret_rules) {
  if (slot >= pack->slot_count) return 0;
  const so_pack_slot *from = &pack->slots[slot];
  for (uint32_t n = 0; n < from->rules_count; n++)
    ret_rules[n] = pack->rules[from->rules_start + n];
  return from->rules_count;
}

sotto_status so_audience_target(sotto *profile, so_rank_request *inout_request) {
  const so_audiences *audiences = NULL;
  sotto_status status = so_audience_look(profile, &audiences);
  if (status || !audiences) return status;
  struct so_audience_work *work = profile->audiences;
  uint32_t slot = inout_request->slot, own = 0, count = 0;
  for (uint32_t n = 0; n < SO_STRATEGY_COUNT; n++) work->factors[n] = 1;
  count = copy_slot(audiences->view.pack, slot, work->rules);
  for (uint32_t n = 0; n < audiences->view.use_count; n++) {
    const so_pack_audience_use *use = use_of(audiences, n, slot);
    if (!use) continue;
    if (use->strategy != SO_PACK_NONE) {
      work->factors[use->strategy] *= use->factor;
      inout_request->factors = work->factors;
    } else if (slot != SO_PACK_NONE) {
      work->rules[count++] = use->rule;
      own++;
    }
  }
  if (!own) return SOTTO_OK;
  inout_request->rules = work->rules;
  inout_request->rule_count = count;
  return SOTTO_OK;
}

static int may_tell(const sotto *profile, uint32_t category) {
  return so_recall_may_use(profile, category) &&
         so_handle_allows(profile, category, SOTTO_PURPOSE_CONTRIBUTE) &&
         so_consent_rule_askable(category);
}

/* Keys of which something was said that may not be told, a bit each. */
typedef struct withholding {
  sotto *profile;
  uint32_t keys;
} withholding;

static sotto_status withhold(void *context, const so_statement_row *row) {
  withholding *in = context;
  const so_named named = so_handle_named(in->profile, row->attribute, row->value);
  if (named.key < SO_ATTRIBUTE_KEYS_MAX && !may_tell(in->profile, row->category))
    in->keys |= 1u << named.key;
  return SOTTO_OK;
}

/* 1 where everything an audience reads may be told. */
static int tellable(const sotto *profile, const so_audience_view *view, uint32_t audience,
                    uint32_t withheld) {
  so_predicate predicate = so_audience_view_predicate(view, audience);
  for (uint32_t n = 0; n < predicate.count; n++) {
    const so_pack_audience_term *term = &predicate.terms[n];
    if (term->kind < SO_TERM_AFFINITY) continue;
    if (!may_tell(profile, so_audience_view_category(view->pack, term))) return 0;
    if (term->kind == SO_TERM_AFFINITY && withheld >> view->pack->values[term->about].key & 1u)
      return 0;
  }
  return 1;
}

/* What membership may be told of at all, and the keys that are withheld; NULL where nothing may. */
static sotto_status look_to_tell(sotto *profile, const so_audiences **ret_audiences,
                                 uint32_t *ret_withheld) {
  const so_audiences *audiences = NULL;
  withholding in = {profile, 0};
  sotto_status status = SOTTO_OK;
  if (may_tell(profile, SOTTO_CATEGORY_HISTORY) && so_handle_pack(profile))
    status = so_audience_look(profile, &audiences);
  /* What was said for this session alone has no row that tells its category. */
  if (profile->transient) audiences = NULL;
  if (!status && audiences)
    status = so_handle_vault(profile, so_statement_rows_each(profile->vault, withhold, &in));
  if (status) return status;
  *ret_audiences = audiences;
  *ret_withheld = in.keys;
  return SOTTO_OK;
}

int so_audience_may_tell(sotto *profile, uint32_t audience) {
  const so_audiences *audiences = NULL;
  uint32_t withheld = 0;
  if (look_to_tell(profile, &audiences, &withheld) || !audiences) return 0;
  return audience < audiences->view.count &&
         tellable(profile, &audiences->view, audience, withheld);
}

sotto_status so_audience_traits(sotto *profile, so_traits *inout_traits) {
  const so_audiences *audiences = NULL;
  uint32_t withheld = 0;
  sotto_status status = look_to_tell(profile, &audiences, &withheld);
  if (status || !audiences) return status;
  inout_traits->audience_count = 0;
  for (uint32_t n = 0; n < audiences->view.count; n++) {
    uint32_t truth = so_audiences_truth(audiences, n), at = inout_traits->audience_count;
    if (truth == SO_TRUTH_UNKNOWN || !tellable(profile, &audiences->view, n, withheld)) continue;
    inout_traits->audiences[at] = audiences->view.audiences[n].id_text;
    inout_traits->audience_in[at] = truth == SO_TRUTH_TRUE;
    inout_traits->audience_count++;
  }
  return SOTTO_OK;
}
