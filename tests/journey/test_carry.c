/*
 * Carrying: from a phone to a kiosk and on to an agent's desk. What is previewed is what leaves; it
 * opens once, in time, for the one it was sealed for, and every failure has its status and changes
 * nothing.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"

#define ALL_PARTS                                                                                  \
 (SOTTO_CARRY_BRIEF | SOTTO_CARRY_AFFINITIES | SOTTO_CARRY_CART | SOTTO_CARRY_PURCHASES)

/* Everything said. */
typedef struct told {
  char words[16384];
  uint32_t lines, of_parts;
} told;

static void add(told *all, sotto_text text) {
  const size_t at = strlen(all->words);
  snprintf(all->words + at, sizeof all->words - at, "%.*s\n", (int)text.size, text.data);
  all->lines++;
}

static uint32_t hear_preview(void *context, const sotto_carry_line *line) {
  told *all = context;
  add(all, line->text);
  all->of_parts |= line->part;
  return 0;
}

static uint32_t hear_brief(void *context, const sotto_brief_line *line) {
  add(context, line->text);
  return 0;
}

static uint32_t stop(void *context, const sotto_carry_line *line) {
  (void)context, (void)line;
  return 1;
}

static void has(const char *text, const char *part) {
  cr_assert_not_null(strstr(text, part), "%s | %s", part, text);
}

/* A world with a customer's phone and whoever receives. */
typedef struct scene {
  lab_world lab;
  sotto *phone;
  sotto_carry *desk;
  sotto_carry_choice choice;
  told preview;
  uint8_t sealed[SOTTO_CARRY_SEALED_MAX];
  size_t size;
} scene;

static sotto_carry_ask asking(uint32_t parts) {
  sotto_carry_ask ask;
  sotto_carry_ask_init(&ask);
  ask.purpose = SOTTO_CARRY_FOR_ADVICE;
  ask.parts = parts;
  ask.name = lab_text("Desk 3");
  ask.locales = lab_text("en,es");
  return ask;
}

static sotto_carry *receiver(const lab_world *lab, uint32_t parts) {
  const sotto_carry_ask ask = asking(parts);
  sotto_carry *desk = NULL;
  cr_assert_eq(sotto_carry_begin(&ask, &lab->port, &desk), SOTTO_OK);
  return desk;
}

static void live(lab_world *lab, sotto *phone) {
  lab_record(phone, SOTTO_EVENT_PURCHASE, "tent-4");
  lab_record(phone, SOTTO_EVENT_PURCHASE, "balm");
  cr_assert_eq(sotto_session_end(phone), SOTTO_OK);
  lab_pass(lab, 3 * (int64_t)LAB_DAY_MS);
  for (int i = 0; i < 3; i++) lab_record(phone, SOTTO_EVENT_VIEW_ITEM, "rope");
  lab_record(phone, SOTTO_EVENT_ADD_TO_CART, "harness");
  cr_assert_eq(sotto_state_preference(phone, lab_text("activity"), lab_text("hiking"), 80),
               SOTTO_OK);
}

static void begin(scene *at) {
  memset(at, 0, sizeof *at);
  lab_begin(&at->lab);
  at->phone = lab_open(&at->lab);
  lab_install(&at->lab, at->phone);
  live(&at->lab, at->phone);
  at->desk = receiver(&at->lab, ALL_PARTS);
}

static sotto_status preview(scene *at, uint32_t parts) {
  memset(&at->preview, 0, sizeof at->preview);
  sotto_carry_choice_init(&at->choice);
  at->choice.parts = parts;
  at->choice.offer = sotto_carry_offer(at->desk);
  return sotto_carry_preview(at->phone, &at->choice, hear_preview, &at->preview);
}

static sotto_status seal(scene *at) {
  at->size = sizeof at->sealed;
  return sotto_carry_seal(at->phone, &at->choice, at->sealed, &at->size);
}

static void hand_over(scene *at, uint32_t parts) {
  cr_assert_eq(preview(at, parts), SOTTO_OK);
  cr_assert_eq(seal(at), SOTTO_OK);
}

static sotto_status open_at(const scene *at, sotto *visitor) {
  return sotto_carry_open(at->desk, (sotto_bytes){at->sealed, at->size}, visitor);
}

/* A kiosk's visitor, in memory. */
static sotto *visitor_of(const lab_world *lab) {
  sotto_options options = lab->options;
  sotto_consent consent;
  sotto *visitor = NULL;
  options.directory = NULL;
  options.flags = SOTTO_OPEN_KIOSK;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  cr_assert_eq(sotto_open(&options, &consent, &lab->port, &visitor), SOTTO_OK);
  cr_assert_eq(sotto_pack_install(visitor, lab->pack), SOTTO_OK);
  return visitor;
}

static void end(scene *at) {
  sotto_carry_end(at->desk);
  sotto_close(at->phone);
  lab_end(&at->lab);
}

static uint64_t rows_of(sotto *profile) {
  uint64_t rows = 0;
  cr_assert_eq(sotto_flush(profile), SOTTO_OK);
  cr_assert_eq(sotto_audit_verify(profile, &rows), SOTTO_OK);
  return rows;
}

static uint32_t find_carried(void *context, const sotto_audit_row *row) {
  char *detail = context;
  if (row->act == SOTTO_ACT_CARRIED)
    snprintf(detail, 1024, "%.*s|%.*s", (int)row->detail.size, row->detail.data,
             (int)row->words.size, row->words.data);
  return 0;
}

Test(carry, what_is_previewed_is_what_the_desk_reads_in_both_languages) {
  static scene at;
  told heard = {.lines = 0};
  begin(&at);
  hand_over(&at, SOTTO_CARRY_BRIEF);
  cr_assert_eq(at.preview.of_parts, SOTTO_CARRY_BRIEF);
  has(at.preview.words, "Desk 3 asks for parts of your profile, to advise you.");
  has(at.preview.words, "opened once, within 5 minutes");
  cr_assert_eq(open_at(&at, NULL), SOTTO_OK);
  cr_assert_eq(sotto_carry_say(at.desk, lab_text("en"), hear_brief, &heard), SOTTO_OK);
  has(at.preview.words, heard.words); /* word for word */
  has(heard.words, "In the cart: Harness; bought last: Family tent (3 days ago).");
  memset(&heard, 0, sizeof heard);
  cr_assert_eq(sotto_carry_say(at.desk, lab_text("es"), hear_brief, &heard), SOTTO_OK);
  has(at.preview.words, heard.words);
  has(heard.words, "En el carrito: Arnés");
  cr_assert_eq(sotto_carry_say(at.desk, lab_text("fr"), hear_brief, &heard), SOTTO_E_MISSING);
  end(&at);
}

Test(carry, both_sides_show_the_same_code_and_another_offer_another) {
  static scene at;
  sotto_carry_shown shown, other;
  begin(&at);
  sotto_carry *second = receiver(&at.lab, SOTTO_CARRY_CART);
  cr_assert_eq(preview(&at, SOTTO_CARRY_CART), SOTTO_OK);
  cr_assert_eq(sotto_carry_read(sotto_carry_offer(at.desk), &shown), SOTTO_OK);
  cr_assert_eq(sotto_carry_read(sotto_carry_offer(second), &other), SOTTO_OK);
  cr_assert_eq(strlen(shown.code), 14);
  cr_assert_str_neq(shown.code, other.code);
  cr_assert_str_eq(shown.name, "Desk 3");
  cr_assert_eq(shown.expires_ms, at.lab.store.now_ms + 5 * LAB_MINUTE_MS);
  has(at.preview.words, shown.code);
  sotto_carry_end(second);
  end(&at);
}

static size_t picks_of(sotto *profile, sotto_pick *ret_picks) {
  sotto_request request;
  size_t count = 4;
  sotto_request_init(&request);
  request.slot = lab_text("kiosk");
  cr_assert_eq(sotto_recommend(profile, &request, ret_picks, &count), SOTTO_OK);
  return count;
}

static int64_t score_of(sotto *profile) {
  sotto_pick picks[4];
  int64_t sum = 0;
  const size_t count = picks_of(profile, picks);
  for (size_t n = 0; n < count; n++) sum += picks[n].score_micro;
  return sum;
}

typedef struct liking {
  uint32_t hiking, climbing, stated;
} liking;
static uint32_t like(void *context, const sotto_affinity *affinity) {
  liking *of = context;
  const int hiking = affinity->value.size == 6 && memcmp(affinity->value.data, "hiking", 6) == 0;
  of->hiking |= hiking && affinity->strength > 0;
  of->stated |= hiking && affinity->stated;
  of->climbing |= affinity->value.size == 8 && !affinity->stated && affinity->strength > 0 &&
                  memcmp(affinity->value.data, "climbing", 8) == 0;
  return 0;
}

Test(carry, a_kiosk_goes_on_with_cart_and_likings_in_memory_and_forgets_them_at_the_end) {
  static scene at;
  liking of = {0, 0, 0};
  begin(&at);
  sotto *visitor = visitor_of(&at.lab);
  const int64_t before = score_of(visitor);
  hand_over(&at, SOTTO_CARRY_AFFINITIES | SOTTO_CARRY_CART | SOTTO_CARRY_PURCHASES);
  cr_assert_eq(open_at(&at, visitor), SOTTO_OK);
  cr_assert_eq(sotto_affinity_each(visitor, lab_text(""), like, &of), SOTTO_OK);
  cr_assert(of.hiking && of.stated && of.climbing, "said and worked out both came along");
  cr_assert_eq(lab_mindset(visitor), SOTTO_MINDSET_FOCUSED, "there is a cart");
  cr_assert_neq(score_of(visitor), before, "picks follow what came along");
  cr_assert_eq(lab_kept(visitor, "event"), 0);
  cr_assert_eq(sotto_session_end(visitor), SOTTO_OK);
  of = (liking){0, 0, 0};
  cr_assert_eq(sotto_affinity_each(visitor, lab_text(""), like, &of), SOTTO_OK);
  cr_assert(!of.hiking && !of.climbing);
  cr_assert_eq(score_of(visitor), before);
  sotto_close(visitor);
  end(&at);
}

static uint32_t state_of(void *context, const sotto_preview *preview) {
  *(uint32_t *)context = preview->state;
  return 1;
}

Test(carry, what_came_along_is_never_contributed) {
  static scene at;
  uint32_t state = 0;
  sotto_consent consent;
  begin(&at);
  sotto *visitor = visitor_of(&at.lab);
  sotto_consent_init(&consent);
  for (sotto_purpose purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
    sotto_consent_fill(&consent, purpose, SOTTO_GRANTED);
  cr_assert_eq(sotto_consent_set(visitor, &consent), SOTTO_OK);
  cr_assert_eq(sotto_question_each(visitor, state_of, &state), SOTTO_OK);
  cr_assert_neq(state, SOTTO_QUESTION_OFF);
  hand_over(&at, SOTTO_CARRY_AFFINITIES);
  cr_assert_eq(open_at(&at, visitor), SOTTO_OK);
  cr_assert_eq(sotto_question_each(visitor, state_of, &state), SOTTO_OK);
  cr_assert_eq(state, SOTTO_QUESTION_OFF);
  sotto_close(visitor);
  end(&at);
}

Test(carry, it_opens_once) {
  static scene at;
  begin(&at);
  hand_over(&at, ALL_PARTS);
  cr_assert_eq(open_at(&at, NULL), SOTTO_OK);
  cr_assert_eq(open_at(&at, NULL), SOTTO_E_STATE);
  end(&at);
}

Test(carry, it_opens_in_time_or_never) {
  static scene at;
  begin(&at);
  hand_over(&at, ALL_PARTS);
  lab_pass(&at.lab, 5 * LAB_MINUTE_MS);
  cr_assert_eq(open_at(&at, NULL), SOTTO_E_EXPIRED);
  lab_pass(&at.lab, -5 * LAB_MINUTE_MS);
  cr_assert_eq(open_at(&at, NULL), SOTTO_E_EXPIRED, "a clock set back brings no key back");
  end(&at);
}

Test(carry, a_clock_set_back_keeps_no_key_alive) {
  static scene at;
  begin(&at);
  hand_over(&at, ALL_PARTS);
  lab_pass(&at.lab, -(int64_t)LAB_DAY_MS);
  cr_assert_eq(open_at(&at, NULL), SOTTO_E_EXPIRED);
  lab_pass(&at.lab, LAB_DAY_MS);
  cr_assert_eq(open_at(&at, NULL), SOTTO_E_EXPIRED, "the key is gone");
  end(&at);
}

Test(carry, the_person_is_not_asked_for_an_offer_that_is_past_or_lasts_too_long) {
  static scene at;
  begin(&at);
  lab_pass(&at.lab, 5 * LAB_MINUTE_MS);
  cr_assert_eq(preview(&at, ALL_PARTS), SOTTO_E_EXPIRED);
  lab_pass(&at.lab, -20 * LAB_MINUTE_MS);
  cr_assert_eq(preview(&at, ALL_PARTS), SOTTO_E_LIMIT);
  end(&at);
}

Test(carry, each_damage_has_its_status_and_nothing_is_learnt_from_it) {
  static scene at;
  static uint8_t changed[SOTTO_CARRY_SEALED_MAX + 1];
  begin(&at);
  sotto *visitor = visitor_of(&at.lab);
  sotto_carry *other = receiver(&at.lab, ALL_PARTS);
  const int64_t before = score_of(visitor);
  hand_over(&at, ALL_PARTS);
  const sotto_bytes whole = {at.sealed, at.size}, cut = {at.sealed, at.size - 1};
  cr_assert_eq(sotto_carry_open(other, whole, visitor), SOTTO_E_KEY_WRONG);
  cr_assert_eq(sotto_carry_open(at.desk, cut, visitor), SOTTO_E_CORRUPT);
  memcpy(changed, at.sealed, at.size);
  cr_assert_eq(sotto_carry_open(at.desk, (sotto_bytes){changed, at.size + 1}, visitor),
               SOTTO_E_CORRUPT);
  changed[at.size - 1] ^= 1;
  cr_assert_eq(sotto_carry_open(at.desk, (sotto_bytes){changed, at.size}, visitor),
               SOTTO_E_TAMPERED);
  cr_assert_eq(sotto_carry_open(at.desk, (sotto_bytes){changed + 1, at.size}, visitor),
               SOTTO_E_FORMAT);
  cr_assert_eq(sotto_carry_open(at.desk, (sotto_bytes){NULL, 0}, visitor), SOTTO_E_FORMAT);
  cr_assert_eq(score_of(visitor), before);
  cr_assert_eq(open_at(&at, visitor), SOTTO_OK, "none of it used the key up");
  sotto_carry_end(other);
  sotto_close(visitor);
  end(&at);
}

Test(carry, ten_thousand_mutations_neither_open_nor_crash) {
  static scene at;
  static uint8_t changed[SOTTO_CARRY_SEALED_MAX];
  uint64_t seed = 5;
  begin(&at);
  hand_over(&at, ALL_PARTS);
  for (int round = 0; round < 10000; round++) {
    size_t size = at.size;
    memcpy(changed, at.sealed, size);
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    const size_t place = (size_t)(seed >> 20) % (round % 2 ? size : 64);
    if (round % 3)
      changed[place] ^= (uint8_t)(1u << (seed >> 60 & 7));
    else
      size = place;
    const sotto_status status = sotto_carry_open(at.desk, (sotto_bytes){changed, size}, NULL);
    cr_assert(status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT || status == SOTTO_E_TAMPERED ||
                  status == SOTTO_E_KEY_WRONG,
              "round %d: %s", round, sotto_status_name(status));
  }
  cr_assert_eq(open_at(&at, NULL), SOTTO_OK);
  end(&at);
}

Test(carry, a_damaged_offer_never_reaches_a_seal) {
  static scene at;
  uint8_t changed[SOTTO_CARRY_OFFER_MAX];
  sotto_carry_shown shown;
  begin(&at);
  const sotto_bytes offer = sotto_carry_offer(at.desk);
  for (size_t size = 0; size < offer.size; size++)
    cr_assert_neq(sotto_carry_read((sotto_bytes){offer.data, size}, &shown), SOTTO_OK);
  cr_assert_eq(preview(&at, ALL_PARTS), SOTTO_OK);
  for (size_t place = 0; place < offer.size; place++) {
    memcpy(changed, offer.data, offer.size);
    changed[place] ^= 16;
    at.choice.offer = (sotto_bytes){changed, offer.size};
    at.size = sizeof at.sealed;
    cr_assert_neq(seal(&at), SOTTO_OK, "byte %zu: what was shown was another offer", place);
  }
  end(&at);
}

Test(carry, nothing_is_sealed_that_was_not_previewed_as_it_is) {
  static scene at;
  begin(&at);
  sotto_carry_choice_init(&at.choice);
  at.choice.parts = ALL_PARTS;
  at.choice.offer = sotto_carry_offer(at.desk);
  cr_assert_eq(seal(&at), SOTTO_E_STATE, "not shown");
  cr_assert_eq(sotto_carry_preview(at.phone, &at.choice, stop, NULL), SOTTO_OK);
  cr_assert_eq(seal(&at), SOTTO_E_STATE, "not shown to the end");
  cr_assert_eq(preview(&at, SOTTO_CARRY_CART), SOTTO_OK);
  at.choice.parts = ALL_PARTS;
  cr_assert_eq(seal(&at), SOTTO_E_STATE, "more than was shown");
  cr_assert_eq(preview(&at, SOTTO_CARRY_CART), SOTTO_OK);
  lab_record(at.phone, SOTTO_EVENT_ADD_TO_CART, "lamp");
  cr_assert_eq(seal(&at), SOTTO_E_STATE, "changed since");
  cr_assert_eq(preview(&at, SOTTO_CARRY_CART), SOTTO_OK);
  cr_assert_eq(seal(&at), SOTTO_OK);
  end(&at);
}

Test(carry, no_part_leaves_that_was_not_asked_for) {
  static scene at;
  begin(&at);
  sotto_carry_end(at.desk);
  at.desk = receiver(&at.lab, SOTTO_CARRY_BRIEF);
  cr_assert_eq(preview(&at, SOTTO_CARRY_BRIEF | SOTTO_CARRY_CART), SOTTO_E_ARGUMENT);
  cr_assert_eq(preview(&at, 0), SOTTO_E_ARGUMENT);
  end(&at);
}

Test(carry, without_consent_nothing_leaves) {
  static scene at;
  begin(&at);
  cr_assert_eq(preview(&at, ALL_PARTS), SOTTO_OK);
  sotto_consent_fill(&at.lab.consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(at.phone, &at.lab.consent), SOTTO_OK);
  const uint64_t rows = rows_of(at.phone);
  cr_assert_eq(seal(&at), SOTTO_E_DENIED);
  cr_assert_eq(preview(&at, ALL_PARTS), SOTTO_E_DENIED);
  cr_assert_eq(rows_of(at.phone), rows);
  end(&at);
}

Test(carry, discreet_things_go_only_where_chosen) {
  static scene at;
  begin(&at);
  lab_record(at.phone, SOTTO_EVENT_ADD_TO_CART, "balm");
  cr_assert_eq(preview(&at, ALL_PARTS), SOTTO_OK);
  cr_assert_null(strstr(at.preview.words, "alm"));
  at.choice.discreet = 1;
  memset(&at.preview, 0, sizeof at.preview);
  cr_assert_eq(sotto_carry_preview(at.phone, &at.choice, hear_preview, &at.preview), SOTTO_OK);
  has(at.preview.words, "In your cart: Foot balm.");
  has(at.preview.words, "Bought on 5 January 2026: Foot balm.");
  end(&at);
}

Test(carry, the_log_tells_of_it_and_the_budget_stays) {
  static scene at;
  sotto_budget before, after;
  char detail[1024] = "";
  begin(&at);
  cr_assert_eq(sotto_budget_get(at.phone, &before), SOTTO_OK);
  const uint64_t rows = rows_of(at.phone);
  cr_assert_eq(preview(&at, SOTTO_CARRY_CART), SOTTO_OK);
  cr_assert_eq(rows_of(at.phone), rows, "a preview is no act");
  at.size = 8;
  cr_assert_eq(sotto_carry_seal(at.phone, &at.choice, at.sealed, &at.size), SOTTO_E_SPACE);
  cr_assert_eq(at.size, at.choice.bytes);
  cr_assert_eq(rows_of(at.phone), rows, "what gave no byte is no act");
  cr_assert_eq(seal(&at), SOTTO_OK);
  cr_assert_eq(rows_of(at.phone), rows + 1);
  cr_assert_eq(sotto_audit_each(at.phone, rows, find_carried, detail), SOTTO_OK);
  has(detail, "{\"parts\":4,\"discreet\":0,\"purpose\":1,");
  has(detail, "|Parts of the profile were handed over, sealed.");
  cr_assert_null(strstr(detail, "Desk"));
  cr_assert_eq(sotto_budget_get(at.phone, &after), SOTTO_OK);
  cr_assert_eq(after.balance_micro, before.balance_micro);
  cr_assert_eq(after.spent_micro, before.spent_micro);
  end(&at);
}

Test(carry, only_a_profile_in_memory_takes_parts_in) {
  static scene at;
  begin(&at);
  hand_over(&at, ALL_PARTS);
  cr_assert_eq(open_at(&at, at.phone), SOTTO_E_STATE);
  sotto *visitor = visitor_of(&at.lab);
  sotto_consent refusal;
  sotto_consent_init(&refusal);
  sotto_consent_fill(&refusal, SOTTO_PURPOSE_PERSONALIZE, SOTTO_DENIED);
  cr_assert_eq(sotto_consent_set(visitor, &refusal), SOTTO_OK);
  cr_assert_eq(open_at(&at, visitor), SOTTO_E_DENIED);
  cr_assert_eq(open_at(&at, NULL), SOTTO_OK, "the key was not used up");
  sotto_close(visitor);
  end(&at);
}

Test(carry, a_brief_that_did_not_come_along_is_missing) {
  static scene at;
  char json[16384];
  size_t size = sizeof json;
  begin(&at);
  cr_assert_eq(sotto_carry_brief(at.desk, lab_text("en"), json, &size), SOTTO_E_MISSING);
  hand_over(&at, SOTTO_CARRY_CART);
  cr_assert_eq(open_at(&at, NULL), SOTTO_OK);
  cr_assert_eq(sotto_carry_brief(at.desk, lab_text(""), json, &size), SOTTO_E_MISSING);
  sotto_carry_end(at.desk);
  at.desk = receiver(&at.lab, ALL_PARTS);
  hand_over(&at, SOTTO_CARRY_BRIEF);
  cr_assert_eq(open_at(&at, NULL), SOTTO_OK);
  size = 4;
  cr_assert_eq(sotto_carry_brief(at.desk, lab_text(""), json, &size), SOTTO_E_SPACE);
  size = sizeof json;
  cr_assert_eq(sotto_carry_brief(at.desk, lab_text("es"), json, &size), SOTTO_OK);
  cr_assert_not_null(memmem(json, size, "\"locale\":\"es\"", 13));
  end(&at);
}
