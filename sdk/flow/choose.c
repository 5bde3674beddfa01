/*
 * Choosing an arm: see choose.h.
 */
#include "flow/choose.h"

#include <string.h>

#include "crypto/random.h"
#include "flow/audience.h"
#include "flow/choice_facts.h"
#include "flow/hold_out.h"
#include "flow/recall.h"
#include "flow/visit.h"
#include "model/audience_format.h"
#include "model/bandit.h"
#include "model/mind.h"

#define HOUR_MS INT64_C(3600000)
#define WHOLE ((double)SO_BANDIT_WHOLE)

/* One request as the pack numbers it. */
typedef struct choosing {
  sotto *profile;
  const sotto_choice_request *request;
  so_arm_view view;
  so_pack_choice setting;
  so_arm_group group; /* the arms that may be chosen */
  uint32_t item;
  int64_t now_ms;
  uint32_t mindset;
  so_chosen chosen;
} choosing;

static sotto_status find_slot(choosing *in) {
  const so_pack *pack = so_handle_pack(in->profile);
  if (!pack) return so_handle_fail(in->profile, SOTTO_E_STATE, "no pack is installed");
  uint32_t slot = so_pack_find_slot(pack, in->request->slot);
  so_arm_view_open(&in->view, pack);
  in->chosen.slot = slot;
  if (slot == SO_PACK_NONE || !so_arm_view_choice(&in->view, slot, &in->setting))
    return so_handle_fail(in->profile, SOTTO_E_MISSING, "slot: the pack has no arms for it");
  in->item = so_pack_find_item(pack, in->request->item);
  in->chosen.company = pack->slots[slot].company;
  if (!so_arm_view_group(&in->view, &in->setting, in->item, &in->group))
    return so_handle_fail(in->profile, SOTTO_E_MISSING, "slot: it has no default arm to show");
  /* An item without arms of its own shows the slot's: then it is the slot that decides. */
  if (in->view.arms[in->group.arms[0]].item == SO_PACK_NONE) in->item = SO_PACK_NONE;
  return SOTTO_OK;
}

/* Whether the person is in the audience an arm is for; nobody is where there are no audiences. */
static int is_for(const choosing *in, uint32_t arm) {
  uint32_t audience = so_arm_view_arm(&in->view, arm)->audience;
  return audience == SO_PACK_NONE || (SO_AUDIENCE_BUILT && so_audience_in(in->profile, audience));
}

/* Leaves out what is discreet and what is for others; the default is found again by its number. */
static void narrow(choosing *in) {
  uint32_t kept = 0, fallback = in->group.arms[in->group.fallback];
  for (uint32_t n = 0; n < in->group.count; n++) {
    uint32_t arm = in->group.arms[n];
    if (arm != fallback && (so_arm_view_is_discreet(&in->view, arm) || !is_for(in, arm))) continue;
    if (arm == fallback) in->group.fallback = kept;
    in->group.arms[kept++] = arm;
  }
  in->group.count = kept;
}

static int may_choose(const choosing *in) {
  const sotto *profile = in->profile;
  return so_recall_may_use(profile, SOTTO_CATEGORY_HISTORY) && !profile->paused &&
         in->chosen.company == SO_COMPANY_PRIVATE && in->group.count > 1 &&
         !so_arm_view_is_discreet(&in->view, in->group.arms[in->group.fallback]);
}

static uint64_t item_hash(const choosing *in) {
  return in->item == SO_PACK_NONE ? 0 : so_pack_hash_id(so_pack_item_id(in->view.pack, in->item));
}

static int is_here(const choosing *in, const so_choice_note *note) {
  sotto_text slot = so_pack_text(in->view.pack, in->view.pack->slots[in->setting.slot].id_text);
  return note->slot == so_pack_hash_id(slot) && note->item == item_hash(in);
}

/* The place in the group of the arm a note is about, or SO_PACK_NONE. */
static uint32_t place_of(const choosing *in, const so_choice_note *note) {
  for (uint32_t n = 0; n < in->group.count; n++)
    if (so_choice_facts_name(&in->view, in->group.arms[n]) == note->arm) return n;
  return SO_PACK_NONE;
}

/* The latest decision here, while it stands and its arm still may be shown; else NULL. */
static const so_choice_note *standing(const choosing *in, uint32_t *ret_place) {
  for (uint32_t n = so_choices_count(in->profile); n-- > 0;) {
    const so_choice_note *note = so_choices_at(in->profile, n);
    if (!is_here(in, note)) continue;
    int64_t age_ms = in->now_ms - note->time_ms;
    *ret_place = place_of(in, note);
    return age_ms >= 0 && age_ms < in->setting.sticky_hours * HOUR_MS && *ret_place != SO_PACK_NONE
               ? note
               : NULL;
  }
  return NULL;
}

/* Whether the slot has made its decisions of the last 24 hours, whatever they were about. */
static int is_capped(const choosing *in) {
  uint32_t made = 0;
  sotto_text slot = so_pack_text(in->view.pack, in->view.pack->slots[in->setting.slot].id_text);
  for (uint32_t n = so_choices_count(in->profile); n-- > 0;) {
    const so_choice_note *note = so_choices_at(in->profile, n);
    int64_t age_ms = in->now_ms - note->time_ms;
    made += note->slot == so_pack_hash_id(slot) && age_ms >= 0 && age_ms < 24 * HOUR_MS;
  }
  return in->setting.cap_per_day && made >= in->setting.cap_per_day;
}

static uint32_t number_of(const choosing *in) {
  uint64_t word = in->request->seed;
  const so_bits bits = so_random_bits();
  if (!word) return (uint32_t)(so_bits_u64(&bits) >> 34);
  word += 0x9e3779b97f4a7c15; /* splitmix64 (Steele, Lea and Flood 2014) */
  word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
  word = (word ^ word >> 27) * 0x94d049bb133111eb;
  return (uint32_t)((word ^ word >> 31) >> 34);
}

/* What is known of every arm of the group: pack, own decisions, what the person cares about. */
static void fill_cells(const choosing *in, so_bandit_cell *ret_cells, so_chosen *ret_facts) {
  for (uint32_t n = 0; n < in->group.count; n++) {
    uint32_t arm = in->group.arms[n];
    so_pack_arm_prior prior = so_arm_view_prior(&in->view, arm, in->mindset);
    so_chosen facts = {.arm = arm, .expected = prior.won / (prior.won + prior.lost)};
    so_choice_care care = so_choice_facts_care(in->profile, &in->view, arm, in->now_ms);
    facts.affinity = care.affinity;
    facts.value = care.value;
    facts.taught = in->view.priors != NULL;
    ret_cells[n] = (so_bandit_cell){prior.won, prior.lost, 0, 0, facts.affinity};
    ret_facts[n] = facts;
  }
  for (uint32_t n = 0; n < so_choices_count(in->profile); n++) {
    const so_choice_note *note = so_choices_at(in->profile, n);
    int32_t outcome = so_choices_outcome(note, in->now_ms);
    uint32_t place = is_here(in, note) ? place_of(in, note) : SO_PACK_NONE;
    if (outcome < 0 || place == SO_PACK_NONE || note->mindset != in->mindset) continue;
    double left = so_bandit_decay(in->now_ms - note->time_ms), share = (double)outcome / SO_MICRO;
    ret_cells[place].own_won += (float)(left * share);
    ret_cells[place].own_lost += (float)(left * (1 - share));
    ret_facts[place].own++;
    ret_facts[place].own_won += outcome > 0;
  }
}

static sotto_status log_choice(choosing *in) {
  const so_pack *pack = in->view.pack;
  sotto *profile = in->profile;
  int keep = so_consent_rule_use(&profile->consent, SOTTO_CATEGORY_HISTORY) == SO_USE_KEEP &&
             so_choices_may_keep(profile, in->view.arms[in->chosen.arm].audience);
  const so_choice_made made = {.time_ms = in->now_ms,
                               .slot = so_pack_text(pack, pack->slots[in->setting.slot].id_text),
                               .arm = so_pack_text(pack, in->view.arms[in->chosen.arm].id_text),
                               .item = in->item == SO_PACK_NONE ? (sotto_text){NULL, 0}
                                                                : so_pack_item_id(pack, in->item),
                               .name = so_choice_facts_name(&in->view, in->chosen.arm),
                               .kind = in->chosen.kind,
                               .mindset = in->mindset,
                               .propensity = in->chosen.propensity};
  sotto_status status = so_choices_add(profile, &made, keep, &in->chosen.decision);
  if (!status && !keep) {
    (void)so_visit_place(profile, in->now_ms, 1); /* it ends with a session */
    profile->transient++;
  }
  return status;
}

static sotto_status draw(choosing *in) {
  so_bandit_cell cells[SO_BANDIT_ARMS_MAX];
  so_bandit_beta arms[SO_BANDIT_ARMS_MAX];
  so_chosen facts[SO_BANDIT_ARMS_MAX];
  double shares[SO_BANDIT_ARMS_MAX];
  uint32_t parts[SO_BANDIT_ARMS_MAX], explore = in->setting.explore_permille;
  _Static_assert(SO_ARM_GROUP_MAX == SO_BANDIT_ARMS_MAX, "arms of one draw");
  fill_cells(in, cells, facts);
  for (uint32_t n = 0; n < in->group.count; n++) arms[n] = so_bandit_posterior(&cells[n]);
  so_bandit_best(arms, in->group.count, shares);
  so_bandit_mix(shares, in->group.count, explore, parts);
  so_bandit_drawn drawn = so_bandit_draw(parts, in->group.count, explore, number_of(in));
  const so_chosen before = in->chosen;
  in->chosen = facts[drawn.arm];
  in->chosen.slot = before.slot;
  in->chosen.company = before.company;
  in->chosen.kind = drawn.explored ? SOTTO_CHOICE_EXPLORED : SOTTO_CHOICE_LEARNED;
  in->chosen.propensity = parts[drawn.arm];
  in->chosen.personal = 1;
  return log_choice(in);
}

static void show_again(choosing *in, const so_choice_note *note, uint32_t place) {
  in->chosen.arm = in->group.arms[place];
  in->chosen.kind = SOTTO_CHOICE_STICKY;
  in->chosen.decision = (uint64_t)note->id;
  in->chosen.propensity = note->propensity;
  in->chosen.value = SO_PACK_NONE;
}

static void show_default(choosing *in, uint32_t kind) {
  in->chosen.arm = in->group.arms[in->group.fallback];
  in->chosen.kind = kind;
  in->chosen.propensity = SO_BANDIT_WHOLE;
  in->chosen.value = SO_PACK_NONE;
}

static sotto_status decide(choosing *in) {
  uint32_t place;
  if (!may_choose(in)) {
    show_default(in, SOTTO_CHOICE_DEFAULT);
    return SOTTO_OK;
  }
  if (so_hold_out_is(in->profile, in->now_ms)) {
    show_default(in, SOTTO_CHOICE_HELD_OUT);
    return SOTTO_OK;
  }
  const so_choice_note *note = standing(in, &place);
  if (note) {
    show_again(in, note, place);
    return SOTTO_OK;
  }
  if (!is_capped(in)) return draw(in);
  show_default(in, SOTTO_CHOICE_CAPPED);
  return SOTTO_OK;
}

sotto_status so_choose_begin(sotto *profile, int64_t *ret_now_ms) {
  sotto_status status = so_handle_now(profile, ret_now_ms);
  if (!status) so_visit_expire(profile, *ret_now_ms);
  if (!status) status = so_recall_load(profile);
  return status ? status : so_choices_load(profile);
}

static sotto_status make_ready(choosing *in) {
  so_mind_view mind;
  sotto_status status = so_choose_begin(in->profile, &in->now_ms);
  if (!status) status = find_slot(in);
  if (status) return status;
  narrow(in);
  so_mind_look(in->profile->mind, in->view.pack, in->now_ms, &mind);
  in->mindset = mind.state;
  return SOTTO_OK;
}

sotto_status so_choose_arm(sotto *profile, const sotto_choice_request *request,
                           sotto_choice *ret_choice) {
  choosing in = {.profile = profile, .request = request};
  sotto_status status = make_ready(&in);
  if (!status) status = decide(&in);
  if (status) return status;
  uint32_t locale = profile->installed.locale;
  in.chosen.told = 1;
  in.chosen.mindset = in.mindset;
  *so_choices_latest(profile) = in.chosen;
  *ret_choice =
      (sotto_choice){.struct_size = sizeof *ret_choice,
                     .kind = in.chosen.kind,
                     .decision = in.chosen.decision,
                     .propensity = (double)in.chosen.propensity / WHOLE,
                     .arm = so_pack_text(in.view.pack, in.view.arms[in.chosen.arm].id_text),
                     .label = so_arm_view_label(&in.view, in.chosen.arm, locale),
                     .content = so_arm_view_content(&in.view, in.chosen.arm, locale)};
  return SOTTO_OK;
}

sotto_status so_choose_outcome(sotto *profile, uint64_t decision, double reward) {
  int64_t now_ms = 0;
  sotto_status status = so_choose_begin(profile, &now_ms);
  if (status) return status;
  so_choice_note *note = so_choices_find(profile, decision);
  if (!note)
    return so_handle_fail(profile, SOTTO_E_MISSING, "decision: this profile does not have it");
  if (note->outcome_micro >= 0 || note->rewarded)
    return so_handle_fail(profile, SOTTO_E_STATE, "decision: its outcome is known already");
  if (now_ms - note->time_ms > note->window_ms)
    return so_handle_fail(profile, SOTTO_E_EXPIRED, "decision: the window of its slot is over");
  if (profile->paused) return SOTTO_OK;
  note->outcome_micro = (int32_t)(reward * SO_MICRO + 0.5);
  note->state |= note->state & SO_NOTE_KEPT ? SO_NOTE_SAID : 0;
  return SOTTO_OK;
}
