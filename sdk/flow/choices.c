/*
 * The decisions in memory: see choices.h.
 */
#include "flow/choices.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "crypto/random.h"
#include "model/audience_format.h"
#include "model/audience_view.h"
#include "vault/decision_rows.h"

#define HOUR_MS INT64_C(3600000)
#define LOOSE_ID (INT64_C(1) << 62) /* numbers of loose decisions begin here, at random */

struct so_choices {
  uint32_t count;
  uint32_t loaded; /* 1: the kept rows are in */
  int64_t last_id;
  int64_t last_loose_id;
  so_chosen latest;
  so_choice_note notes[SO_CHOICES_MAX];
};

static sotto_status make_room(sotto *profile) {
  if (profile->choices) return SOTTO_OK;
  const so_bits bits = so_random_bits();
  profile->choices = calloc(1, sizeof *profile->choices);
  if (!profile->choices) return SOTTO_E_MEMORY;
  profile->choices->last_loose_id = LOOSE_ID | (int64_t)(so_bits_u64(&bits) >> 34) << 24;
  return SOTTO_OK;
}

static void release_names(so_choice_note *note) {
  if (!note->names) return;
  char *at = note->names;
  for (int part = 0; part < 3; part++) at += strlen(at) + 1;
  so_secret_wipe(note->names, (size_t)(at - note->names));
  free(note->names);
  note->names = NULL;
}

static void remove_at(struct so_choices *all, uint32_t n) {
  release_names(&all->notes[n]);
  memmove(&all->notes[n], &all->notes[n + 1], (all->count - n - 1) * sizeof all->notes[0]);
  all->count--;
  so_secret_wipe(&all->notes[all->count], sizeof all->notes[0]);
}

static int waits(const so_choice_note *note) {
  return !(note->state & (SO_NOTE_KEPT | SO_NOTE_LOOSE)) || note->state & SO_NOTE_SAID;
}

static void drop(struct so_choices *all, int all_of_them) {
  for (uint32_t n = all->count; n-- > 0;) {
    if (all_of_them || !waits(&all->notes[n]) || all->notes[n].state & SO_NOTE_LOOSE)
      remove_at(all, n);
    else
      all->notes[n].rewarded = 0;
  }
  all->loaded = 0;
}

void so_choices_cool(sotto *profile) {
  if (profile->choices) drop(profile->choices, 0);
}

void so_choices_drop(sotto *profile) {
  if (profile->choices) drop(profile->choices, 1);
}

void so_choices_free(sotto *profile) {
  so_choices_drop(profile);
  free(profile->choices);
  profile->choices = NULL;
}

/* What the pack in use says of the note's slot. */
static void settle(const so_arm_view *view, so_choice_note *note) {
  so_pack_choice choice;
  note->reward = SO_REWARD_COUNT;
  note->window_ms = 0;
  for (uint32_t n = 0; n < view->choice_count; n++) {
    uint32_t slot = view->choices[n].slot;
    if (slot >= view->pack->slot_count ||
        so_pack_hash_id(so_pack_text(view->pack, view->pack->slots[slot].id_text)) != note->slot ||
        !so_arm_view_choice(view, slot, &choice))
      continue;
    note->reward = choice.reward;
    note->window_ms = choice.window_hours * HOUR_MS;
    return;
  }
}

void so_choices_rebind(sotto *profile) {
  struct so_choices *all = profile->choices;
  const so_pack *pack = so_handle_pack(profile);
  so_arm_view view = {0};
  if (!all) return;
  memset(&all->latest, 0, sizeof all->latest);
  if (pack) so_arm_view_open(&view, pack);
  for (uint32_t n = 0; n < all->count; n++) settle(&view, &all->notes[n]);
}

int32_t so_choices_outcome(const so_choice_note *note, int64_t now_ms) {
  if (note->outcome_micro >= 0) return note->outcome_micro;
  if (note->rewarded) return SO_MICRO;
  if (note->reward == SO_REWARD_COUNT) return -1;
  return now_ms - note->time_ms > note->window_ms ? 0 : -1;
}

/* The older a note, the nearer the front; rows that wait already stand there. */
static void insert(struct so_choices *all, const so_choice_note *note) {
  if (all->count == SO_CHOICES_MAX) remove_at(all, 0);
  uint32_t at = all->count++;
  for (; at > 0 && all->notes[at - 1].id > note->id; at--) all->notes[at] = all->notes[at - 1];
  all->notes[at] = *note;
}

static sotto_status take_row(void *context, const so_decision_row *row) {
  sotto *profile = context;
  if (!so_handle_allows(profile, row->category, SOTTO_PURPOSE_KEEP)) return SOTTO_OK;
  if (so_choices_find(profile, (uint64_t)row->id)) return SOTTO_OK; /* its outcome waits */
  so_choice_note note = {.id = row->id,
                         .time_ms = row->time_ms,
                         .slot = so_pack_hash_id(row->slot),
                         .item = row->item.size ? so_pack_hash_id(row->item) : 0,
                         .kind = row->kind,
                         .mindset = row->mindset,
                         .propensity = row->propensity,
                         .outcome_micro = row->outcome_micro,
                         .state = SO_NOTE_KEPT};
  char name[1088];
  so_sink sink = so_sink_of(name, sizeof name);
  so_sink_text(&sink, row->slot);
  so_sink_string(&sink, "/");
  so_sink_text(&sink, row->arm);
  note.arm = so_pack_hash_id(so_sink_view(&sink));
  insert(profile->choices, &note);
  return SOTTO_OK;
}

/* A row whose withdrawal could not be written yet is there, but is not used. */
static sotto_status replay(void *context, const so_event_row *row) {
  if (so_handle_allows(context, row->category, SOTTO_PURPOSE_KEEP)) so_choices_learn(context, row);
  return SOTTO_OK;
}

static sotto_status read_rows(sotto *profile) {
  struct so_choices *all = profile->choices;
  int64_t last = 0;
  sotto_status status = so_decision_rows_last(profile->vault, &last);
  if (!status) status = so_decision_rows_each(profile->vault, take_row, profile);
  if (status) return status;
  if (last > all->last_id) all->last_id = last;
  so_choices_rebind(profile);
  all->loaded = 1;
  if (!all->count) return SOTTO_OK; /* nothing that an event could reward */
  status = so_event_rows_each(profile->vault, 0, replay, profile);
  for (uint32_t n = 0; n < profile->batch_count && !status; n++)
    so_choices_learn(profile, &profile->batch[n].row);
  return status;
}

sotto_status so_choices_load(sotto *profile) {
  sotto_status status = make_room(profile);
  if (status || profile->choices->loaded) return status;
  status = read_rows(profile);
  if (status) so_choices_cool(profile);
  return so_handle_vault(profile, status);
}

static uint32_t reward_of(sotto_event_type type) {
  switch (type) {
  case SOTTO_EVENT_PURCHASE: return SO_REWARD_PURCHASE;
  case SOTTO_EVENT_ADD_TO_CART: return SO_REWARD_CART;
  case SOTTO_EVENT_SELECT_ITEM: return SO_REWARD_SELECT;
  default: return SO_REWARD_COUNT;
  }
}

/* 1 when the note is of this slot and item and stood before the event. */
static int precedes(const so_choice_note *note, const so_choice_note *other, int64_t time_ms) {
  return note->slot == other->slot && note->item == other->item && note->time_ms < time_ms;
}

static int is_latest(const struct so_choices *all, uint32_t n, int64_t time_ms) {
  for (uint32_t later = n + 1; later < all->count; later++)
    if (precedes(&all->notes[later], &all->notes[n], time_ms)) return 0;
  return 1;
}

/* 1 when the event could reward the note. */
static int concerns(const so_event_row *row, const so_choice_note *note) {
  int64_t age_ms = row->time_ms - note->time_ms;
  int same = !note->item || (row->item.size && note->item == so_pack_hash_id(row->item));
  return note->reward == reward_of(row->type) && same && age_ms > 0 && age_ms <= note->window_ms;
}

void so_choices_learn(sotto *profile, const so_event_row *row) {
  struct so_choices *all = profile->choices;
  if (!all || !all->loaded || reward_of(row->type) == SO_REWARD_COUNT) return;
  for (uint32_t n = all->count; n-- > 0;) {
    so_choice_note *note = &all->notes[n];
    if (note->rewarded || note->outcome_micro >= 0 || !concerns(row, note)) continue;
    note->rewarded = (uint32_t)is_latest(all, n, row->time_ms);
  }
}

int so_choices_wait(const sotto *profile) {
  for (uint32_t n = 0; profile->choices && n < profile->choices->count; n++)
    if (waits(&profile->choices->notes[n]) && !(profile->choices->notes[n].state & SO_NOTE_LOOSE))
      return 1;
  return 0;
}

void so_choices_names(const so_choice_note *note, sotto_text ret_names[3]) {
  const char *at = note->names ? note->names : "\0\0";
  for (int part = 0; part < 3; part++) {
    ret_names[part] = so_text_of(at);
    at += ret_names[part].size + 1;
  }
}

static sotto_status write_note(sotto *profile, const so_choice_note *note) {
  sotto_text names[3];
  if (note->state & SO_NOTE_KEPT)
    return so_decision_rows_say(profile->vault, note->id, note->outcome_micro);
  so_choices_names(note, names);
  const so_decision_row row = {.id = note->id,
                               .time_ms = note->time_ms,
                               .category = SOTTO_CATEGORY_HISTORY,
                               .kind = note->kind,
                               .mindset = note->mindset,
                               .propensity = note->propensity,
                               .outcome_micro = note->outcome_micro,
                               .slot = names[0],
                               .arm = names[1],
                               .item = names[2]};
  return so_decision_rows_append(profile->vault, &row);
}

sotto_status so_choices_write(sotto *profile, uint32_t *inout_rows) {
  sotto_status status = SOTTO_OK;
  const struct so_choices *all = profile->choices;
  for (uint32_t n = 0; all && n < all->count && !status; n++) {
    if (!waits(&all->notes[n]) || all->notes[n].state & SO_NOTE_LOOSE) continue;
    *inout_rows += !(all->notes[n].state & SO_NOTE_KEPT);
    status = write_note(profile, &all->notes[n]);
  }
  return status;
}

void so_choices_written(sotto *profile) {
  struct so_choices *all = profile->choices;
  for (uint32_t n = 0; all && n < all->count; n++) {
    so_choice_note *note = &all->notes[n];
    if (note->state & SO_NOTE_LOOSE) continue;
    note->state = SO_NOTE_KEPT;
    release_names(note);
  }
}

static char *join(const so_choice_made *made) {
  const sotto_text parts[] = {made->slot, made->arm, made->item};
  char *names = calloc(1, made->slot.size + made->arm.size + made->item.size + 3), *at = names;
  for (int part = 0; names && part < 3; part++) {
    if (parts[part].size) memcpy(at, parts[part].data, parts[part].size);
    at += parts[part].size + 1;
  }
  return names;
}

sotto_status so_choices_add(sotto *profile, const so_choice_made *made, int keep,
                            uint64_t *ret_decision) {
  struct so_choices *all = profile->choices;
  assert(all && all->loaded);
  so_choice_note note = {.time_ms = made->time_ms,
                         .slot = so_pack_hash_id(made->slot),
                         .arm = made->name,
                         .item = made->item.size ? so_pack_hash_id(made->item) : 0,
                         .kind = made->kind,
                         .mindset = made->mindset,
                         .propensity = made->propensity,
                         .outcome_micro = -1,
                         .state = keep ? 0 : SO_NOTE_LOOSE,
                         .names = join(made)};
  if (!note.names) return SOTTO_E_MEMORY;
  note.id = keep ? ++all->last_id : ++all->last_loose_id;
  so_arm_view view;
  so_arm_view_open(&view, so_handle_pack(profile));
  settle(&view, &note);
  insert(all, &note);
  *ret_decision = (uint64_t)note.id;
  return SOTTO_OK;
}

so_choice_note *so_choices_find(sotto *profile, uint64_t decision) {
  struct so_choices *all = profile->choices;
  for (uint32_t n = all && decision ? all->count : 0; n-- > 0;)
    if ((uint64_t)all->notes[n].id == decision) return &all->notes[n];
  return NULL;
}

so_choice_note *so_choices_at(sotto *profile, uint32_t n) {
  return n < so_choices_count(profile) ? &profile->choices->notes[n] : NULL;
}

uint32_t so_choices_count(const sotto *profile) {
  return profile->choices ? profile->choices->count : 0;
}

so_chosen *so_choices_latest(sotto *profile) {
  return &profile->choices->latest;
}

/* What a forget of one value looks for. */
typedef struct carriers {
  sotto *profile;
  uint32_t value;
  size_t *rows;
} carriers;

/* Whether an arm is for an audience that reads the value: who was shown it cared, or did not. */
static int is_read(const carriers *in, const so_pack *pack, uint32_t audience) {
  so_audience_view view;
  if (!SO_AUDIENCE_BUILT || audience == SO_PACK_NONE) return 0;
  so_audience_view_open(&view, pack);
  so_predicate predicate = so_audience_view_predicate(&view, audience);
  for (uint32_t n = 0; n < predicate.count; n++)
    if (predicate.terms[n].kind == SO_TERM_AFFINITY && predicate.terms[n].about == in->value)
      return 1;
  return 0;
}

/* The arm a row is about, or SO_PACK_NONE where the pack has it no more. */
static uint32_t arm_of(const so_pack *pack, const so_decision_row *row) {
  so_arm_view view;
  so_pack_choice choice;
  so_arm_view_open(&view, pack);
  if (!so_arm_view_choice(&view, so_pack_find_slot(pack, row->slot), &choice)) return SO_PACK_NONE;
  return so_arm_view_find(&view, &choice, row->arm);
}

static int carries(const carriers *in, const so_decision_row *row) {
  const so_pack *pack = so_handle_pack(in->profile);
  so_arm_view view;
  uint32_t item = row->item.size ? so_pack_find_item(pack, row->item) : SO_PACK_NONE;
  if (item != SO_PACK_NONE && so_pack_item_has(pack, item, in->value)) return 1;
  so_arm_view_open(&view, pack);
  uint32_t arm = arm_of(pack, row);
  for (uint32_t n = 0; arm != SO_PACK_NONE && n < SO_ARM_VALUES_MAX; n++)
    if (so_arm_view_value(&view, arm, n) == in->value) return 1;
  return arm != SO_PACK_NONE && is_read(in, pack, view.arms[arm].audience);
}

static sotto_status delete_carrier(void *context, const so_decision_row *row) {
  const carriers *in = context;
  if (!carries(in, row)) return SOTTO_OK;
  ++*in->rows;
  return so_decision_rows_delete(in->profile->vault, row->id);
}

sotto_status so_choices_forget_value(sotto *profile, uint32_t value, size_t *inout_rows) {
  carriers in = {profile, value, inout_rows};
  return so_decision_rows_each(profile->vault, delete_carrier, &in);
}

/* Whether an audience reads a category that `consent` does not let be kept. */
static int reads_unkept(const so_pack *pack, const sotto_consent *consent, uint32_t audience) {
  so_audience_view view;
  if (!SO_AUDIENCE_BUILT || audience == SO_PACK_NONE) return 0;
  so_audience_view_open(&view, pack);
  so_predicate predicate = so_audience_view_predicate(&view, audience);
  for (uint32_t n = 0; n < predicate.count; n++) {
    const so_pack_audience_term *term = &predicate.terms[n];
    if (term->kind >= SO_TERM_AFFINITY &&
        !so_consent_rule_allows(consent, so_audience_view_category(pack, term), SOTTO_PURPOSE_KEEP))
      return 1;
  }
  return 0;
}

int so_choices_may_keep(sotto *profile, uint32_t audience) {
  return !reads_unkept(so_handle_pack(profile), &profile->consent, audience);
}

/* What a withdrawal looks for. */
typedef struct withdrawing {
  sotto *profile;
  const sotto_consent *to;
  size_t *rows;
} withdrawing;

static sotto_status delete_unkept(void *context, const so_decision_row *row) {
  const withdrawing *in = context;
  const so_pack *pack = so_handle_pack(in->profile);
  uint32_t arm = arm_of(pack, row);
  so_arm_view view;
  so_arm_view_open(&view, pack);
  if (arm == SO_PACK_NONE || !reads_unkept(pack, in->to, view.arms[arm].audience)) return SOTTO_OK;
  ++*in->rows;
  return so_decision_rows_delete(in->profile->vault, row->id);
}

sotto_status so_choices_withdraw(sotto *profile, const sotto_consent *to, size_t *inout_rows) {
  withdrawing in = {profile, to, inout_rows};
  if (!so_handle_pack(profile)) return SOTTO_OK; /* then nothing says whom an arm was for */
  return so_decision_rows_each(profile->vault, delete_unkept, &in);
}

sotto_status so_choices_evict(sotto *profile, int64_t before_ms, size_t *inout_rows) {
  return so_decision_rows_evict(profile->vault, before_ms, SO_CHOICES_MAX, inout_rows);
}
