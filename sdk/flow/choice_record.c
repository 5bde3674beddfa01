/*
 * What was chosen before: told to the person, judged for another policy, and the traits that
 * questions about arms and the hold-out ask for. See choose.h.
 */
#include "base/epoch.h"
#include "flow/audience.h"
#include "flow/choice_facts.h"
#include "flow/choose.h"
#include "flow/hold_out.h"
#include "flow/recall.h"
#include "model/audience_format.h"
#include "model/bandit.h"
#include "model/mind.h"
#include "model/off_policy.h"
#include "vault/decision_rows.h"

#define WHOLE ((double)SO_BANDIT_WHOLE)

static sotto_decision decision_of(const so_choice_note *note, int64_t now_ms) {
  int32_t outcome = so_choices_outcome(note, now_ms);
  return (sotto_decision){.struct_size = sizeof(sotto_decision),
                          .kind = note->kind,
                          .decision = (uint64_t)note->id,
                          .time_ms = note->time_ms,
                          .propensity = (double)note->propensity / WHOLE,
                          .reward = outcome < 0 ? -1 : (double)outcome / SO_MICRO,
                          .mindset = note->mindset,
                          .kept = !(note->state & SO_NOTE_LOOSE)};
}

/* Who is told decisions. */
typedef struct telling {
  sotto *profile;
  sotto_decision_fn visit;
  void *context;
  int64_t now_ms;
  uint32_t stopped;
} telling;

/* STATE stops the rows and is never seen outside. */
static sotto_status tell(telling *in, const so_choice_note *note, const sotto_text names[3]) {
  sotto_decision decision = decision_of(note, in->now_ms);
  decision.slot = names[0];
  decision.arm = names[1];
  decision.item = names[2];
  in->stopped = in->visit(in->context, &decision);
  return in->stopped ? SOTTO_E_STATE : SOTTO_OK;
}

static sotto_status tell_row(void *context, const so_decision_row *row) {
  telling *in = context;
  const so_choice_note *note = so_choices_find(in->profile, (uint64_t)row->id);
  return note ? tell(in, note, (sotto_text[]){row->slot, row->arm, row->item}) : SOTTO_OK;
}

sotto_status so_choose_each(sotto *profile, sotto_decision_fn visit, void *context) {
  telling in = {profile, visit, context, 0, 0};
  sotto_status status = so_choose_begin(profile, &in.now_ms);
  if (!status) status = so_decision_rows_each(profile->vault, tell_row, &in);
  for (uint32_t n = 0; n < so_choices_count(profile) && !status; n++) {
    const so_choice_note *note = so_choices_at(profile, n);
    sotto_text names[3];
    if (!note->names) continue;
    so_choices_names(note, names);
    status = tell(&in, note, names);
  }
  return in.stopped ? SOTTO_OK : so_handle_vault(profile, status);
}

/* The decision with the pack's texts; 0 where the pack lacks its slot or arm. */
static int name(sotto *profile, const so_arm_view *view, const so_choice_note *note,
                sotto_decision *inout_decision) {
  uint32_t arm = so_choice_facts_arm(view, note->arm), item = SO_PACK_NONE;
  if (arm == SO_PACK_NONE || view->arms[arm].slot >= view->pack->slot_count) return 0;
  inout_decision->slot = so_pack_text(view->pack, view->pack->slots[view->arms[arm].slot].id_text);
  inout_decision->arm = so_pack_text(view->pack, view->arms[arm].id_text);
  if (note->item) item = so_pack_find_hash(so_handle_pack(profile), note->item);
  if (item != SO_PACK_NONE) inout_decision->item = so_pack_item_id(view->pack, item);
  return 1;
}

static sotto_status add_row(const sotto_policy *policy, const sotto_decision *decision,
                            so_off_policy *sums) {
  const sotto_logged row = {decision->propensity, policy->chance(policy->context, decision),
                            decision->reward};
  if (!so_off_policy_holds(&row)) return SOTTO_E_ARGUMENT;
  so_off_policy_add(sums, &row);
  return SOTTO_OK;
}

static sotto_status evaluate(sotto *profile, uint64_t slot, const sotto_policy *policy,
                             so_off_policy *sums) {
  so_arm_view view;
  int64_t now_ms = 0;
  sotto_status status = so_choose_begin(profile, &now_ms);
  if (!status) so_arm_view_open(&view, so_handle_pack(profile));
  for (uint32_t n = 0; n < so_choices_count(profile) && !status; n++) {
    const so_choice_note *note = so_choices_at(profile, n);
    sotto_decision decision = decision_of(note, now_ms);
    if (note->slot != slot || decision.reward < 0 || !name(profile, &view, note, &decision))
      continue;
    status = add_row(policy, &decision, sums);
  }
  return status;
}

sotto_status so_choose_evaluate(sotto *profile, sotto_text slot, const sotto_policy *policy,
                                sotto_policy_estimate_result *ret_result) {
  const so_pack *pack = so_handle_pack(profile);
  so_off_policy sums = {0};
  so_arm_view view;
  so_pack_choice choice;
  if (!pack) return so_handle_fail(profile, SOTTO_E_STATE, "no pack is installed");
  if (!so_recall_may_use(profile, SOTTO_CATEGORY_HISTORY))
    return so_handle_fail(profile, SOTTO_E_DENIED, "history may not personalize");
  so_arm_view_open(&view, pack);
  if (!so_arm_view_choice(&view, so_pack_find_slot(pack, slot), &choice))
    return so_handle_fail(profile, SOTTO_E_MISSING, "slot: the pack has no arms for it");
  sotto_status status = evaluate(profile, so_pack_hash_id(slot), policy, &sums);
  if (status == SOTTO_E_ARGUMENT)
    return so_handle_fail(profile, status, "policy: a chance outside 0 … 1");
  if (!status) status = so_off_policy_result(&sums, ret_result);
  return status == SOTTO_E_MISSING
             ? so_handle_fail(profile, status, "no decision with a known outcome weighs anything")
             : status;
}

static int may_tell(const sotto *profile, sotto_category category) {
  return so_recall_may_use(profile, category) &&
         so_handle_allows(profile, category, SOTTO_PURPOSE_CONTRIBUTE);
}

/* The latest kept decision whose outcome is known: what came of a younger one is still open. */
static const so_choice_note *latest_known(sotto *profile, int64_t now_ms) {
  for (uint32_t n = so_choices_count(profile); n-- > 0;) {
    const so_choice_note *note = so_choices_at(profile, n);
    if (!(note->state & SO_NOTE_LOOSE) && so_choices_outcome(note, now_ms) >= 0) return note;
  }
  return NULL;
}

/* Traits being filled. */
typedef struct filling {
  sotto *profile;
  so_arm_view view;
  int64_t now_ms;
  so_traits *traits;
} filling;

static void fill_values(const filling *in, uint32_t arm) {
  const so_pack *pack = in->view.pack;
  for (uint32_t n = SO_ARM_VALUES_MAX; n-- > 0;) {
    uint32_t value = so_arm_view_value(&in->view, arm, n);
    if (value == SO_PACK_NONE || pack->values[value].flags & SO_VALUE_DISCREET) continue;
    uint32_t key = pack->values[value].key;
    if (!may_tell(in->profile, pack->keys[key].category)) continue;
    in->traits->arm_value[key] = value;
    in->traits->arm_affinity[key] = so_choice_facts_liking(in->profile, value, in->now_ms);
  }
}

/* Who was shown what is for an audience was in it: told only where that may be. */
static int may_tell_arm(const filling *in, uint32_t arm) {
  uint32_t audience = in->view.arms[arm].audience;
  return !so_arm_view_is_discreet(&in->view, arm) &&
         (audience == SO_PACK_NONE ||
          (SO_AUDIENCE_BUILT && so_audience_may_tell(in->profile, audience)));
}

static void fill_arm(filling *in) {
  const so_choice_note *note = latest_known(in->profile, in->now_ms);
  if (!note) return;
  so_arm_view_open(&in->view, so_handle_pack(in->profile));
  uint32_t arm = so_choice_facts_arm(&in->view, note->arm);
  if (arm == SO_PACK_NONE || !may_tell_arm(in, arm)) return;
  in->traits->arm = in->view.arms[arm].name_text;
  in->traits->arm_mindset = note->mindset;
  in->traits->arm_bought = so_choices_outcome(note, in->now_ms) >= SO_MICRO / 2;
  fill_values(in, arm);
}

/* Who was not here this epoch saw neither the plain shop nor another. */
static void fill_cohort(sotto *profile, int64_t now_ms, so_traits *traits) {
  uint32_t epoch = so_epoch_of(now_ms);
  const so_mind *mind = profile->mind;
  if (!so_hold_out_asked(profile) || mind->weeks.weeks[epoch % SO_WEEKS].epoch != epoch) return;
  traits->cohort = (uint32_t)so_hold_out_is(profile, now_ms);
  traits->cohort_bought = mind->weeks.bought_ms && so_epoch_of(mind->weeks.bought_ms) == epoch;
}

void so_choose_traits(sotto *profile, so_traits *inout_traits) {
  filling in = {.profile = profile, .traits = inout_traits};
  if (!so_handle_pack(profile) || !may_tell(profile, SOTTO_CATEGORY_HISTORY)) return;
  if (so_handle_now(profile, &in.now_ms) || so_choices_load(profile)) return;
  fill_arm(&in);
  fill_cohort(profile, in.now_ms, inout_traits);
}
