/*
 * The receiver's side of a hand-over: see carry.h. Secret key and contents are in guarded memory;
 * the key goes with the first opening that succeeds, or once it is too late.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "base/secret.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "flow/carry.h"
#include "flow/recall.h"
#include "flow/visit.h"

#define MINUTE_MS 60000
#define MINUTES 5u /* unless asked otherwise */

struct sotto_carry {
  sotto_port port;
  uint8_t offer[SO_CARRY_OFFER_MAX];
  size_t offer_size;
  int64_t expires_ms;
  uint8_t *secret_key; /* guarded; NULL: used or too late */
  so_carry_load load;  /* what was opened */
};

static sotto_status clock_of(const sotto_port *port, int64_t *ret_now_ms) {
  return port->clock_now(port->context, ret_now_ms) ? SOTTO_E_PORT : SOTTO_OK;
}

static void drop_key(sotto_carry *carry) {
  so_secret_free(carry->secret_key);
  carry->secret_key = NULL;
}

sotto_status so_carry_begin(const sotto_carry_ask *ask, const sotto_port *port,
                            sotto_carry **ret_carry) {
  int64_t now_ms = 0;
  sotto_status status = so_random_start();
  if (!status) status = clock_of(port, &now_ms);
  if (status) return status;
  sotto_carry *carry = calloc(1, sizeof *carry);
  if (carry) carry->secret_key = so_secret_new(SO_CARRY_KEY_SIZE);
  if (!carry || !carry->secret_key) {
    so_carry_end(carry);
    return SOTTO_E_MEMORY;
  }
  carry->port = *port;
  carry->expires_ms = now_ms + (ask->minutes ? ask->minutes : MINUTES) * MINUTE_MS;
  so_carry_offer offer = {.purpose = ask->purpose,
                          .parts = ask->parts,
                          .expires_ms = carry->expires_ms,
                          .name = ask->name,
                          .locales = ask->locales};
  so_seal_keypair(offer.public_key, carry->secret_key);
  carry->offer_size = so_carry_offer_write(carry->offer, &offer);
  *ret_carry = carry;
  return SOTTO_OK;
}

sotto_bytes so_carry_offer_of(const sotto_carry *carry) {
  return (sotto_bytes){carry->offer, carry->offer_size};
}

/* A taking in. */
typedef struct taking {
  sotto *visitor;
  const so_pack *pack;
  uint32_t categories; /* that the visitor's consent lets be learnt */
  uint32_t session;
  uint32_t has_affinities;
  int64_t now_ms;
} taking;

static void take_affinity(const taking *in, const so_carry_entry *entry) {
  const so_named named = so_handle_named(in->visitor, entry->first, entry->second);
  so_affinity_table *table = &in->visitor->mind->affinity;
  if (named.value == SO_PACK_NONE || !(in->categories >> in->pack->keys[named.key].category & 1u))
    return;
  if (entry->kind)
    so_affinity_state(table, in->pack, named.value, (int32_t)entry->number - 100);
  else
    so_affinity_lend(table, in->pack, named.value,
                     &(so_affinity_loan){in->now_ms, ((float)entry->number - 1000) / 10});
}

/* Affinities that came along hold what the items taught already. */
static void take_item(const taking *in, const so_carry_entry *entry) {
  const int bought = entry->part == SOTTO_CARRY_PURCHASES;
  const int64_t then_ms = entry->number * SO_DAY_MS;
  so_mind *mind = in->visitor->mind;
  const so_occurrence occurrence = {.time_ms =
                                        bought && then_ms < in->now_ms ? then_ms : in->now_ms,
                                    .item = so_pack_find_item(in->pack, entry->first),
                                    .item_hash = so_pack_hash_id(entry->first),
                                    .type = bought ? SOTTO_EVENT_PURCHASE : SOTTO_EVENT_ADD_TO_CART,
                                    .quantity = 1,
                                    .price_minor = -1,
                                    .session = in->session};
  const so_mind_use use = {in->has_affinities ? 0 : in->categories, 1};
  if (!bought) {
    so_mind_learn(mind, in->pack, &occurrence, use);
    return;
  }
  (void)so_shelf_learn(&mind->shelf, &occurrence);
  so_weeks_learn(&mind->weeks, &occurrence);
  if (use.affinity_categories && occurrence.item != SO_PACK_NONE)
    (void)so_affinity_learn(&mind->affinity, in->pack,
                            &(so_affinity_event){occurrence.time_ms, occurrence.item,
                                                 use.affinity_categories,
                                                 so_affinity_weight(&occurrence)});
}

static int is_item_or_value(const so_carry_entry *entry) {
  if (entry->part == SOTTO_CARRY_AFFINITIES)
    return entry->kind ? entry->number <= 200 : entry->number <= 1001000;
  return entry->first.size > 0 && entry->first.size <= SO_ITEM_ID_MAX && entry->number <= INT32_MAX;
}

/* First a look, so that all of it is taken in or nothing. */
static sotto_status look(void *context, const so_carry_entry *entry) {
  taking *in = context;
  in->has_affinities |= entry->part == SOTTO_CARRY_AFFINITIES;
  return entry->part == SOTTO_CARRY_BRIEF || is_item_or_value(entry) ? SOTTO_OK : SOTTO_E_CORRUPT;
}

static sotto_status take(void *context, const so_carry_entry *entry) {
  const taking *in = context;
  if (entry->part == SOTTO_CARRY_AFFINITIES)
    take_affinity(in, entry);
  else if (entry->part != SOTTO_CARRY_BRIEF)
    take_item(in, entry);
  return SOTTO_OK;
}

static sotto_status check_visitor(sotto *visitor) {
  const so_fault faults[] = {{visitor->directory || !so_vault_is_memory(visitor->vault),
                              SOTTO_E_STATE,
                              "what is carried lives in memory: the visitor has a directory"},
                             {!so_handle_pack(visitor), SOTTO_E_STATE, "no pack is installed"},
                             {!so_recall_may_use(visitor, SOTTO_CATEGORY_HISTORY), SOTTO_E_DENIED,
                              "history may not personalize"}};
  sotto_status status = so_handle_check(visitor, faults, sizeof faults / sizeof *faults);
  return status ? status : so_recall_load(visitor);
}

/* It lasts as long as the session: what is not kept goes with it. */
static sotto_status take_in(sotto *visitor, sotto_bytes load, int64_t now_ms) {
  taking in = {.visitor = visitor, .pack = visitor ? so_handle_pack(visitor) : NULL};
  in.now_ms = now_ms;
  sotto_status status = so_carry_load_each(load, look, &in);
  if (status || !visitor) return status;
  in.categories = so_recall_categories(visitor);
  in.session = so_visit_place(visitor, now_ms, 1);
  visitor->transient++;
  visitor->carried = 1;
  return so_carry_load_each(load, take, &in);
}

static sotto_status open_load(sotto_carry *carry, sotto_bytes sealed, so_carry_load *ret_load) {
  if (sealed.size > SOTTO_CARRY_SEALED_MAX) return SOTTO_E_LIMIT;
  const size_t room = sealed.size > SO_CARRY_OVERHEAD ? sealed.size - SO_CARRY_OVERHEAD : 1;
  so_carry_load load = {so_secret_new(room), room};
  if (!load.data) return SOTTO_E_MEMORY;
  sotto_status status =
      so_carry_envelope_open(load.data, so_carry_offer_of(carry), carry->secret_key, sealed);
  if (status)
    so_carry_load_end(&load);
  else
    *ret_load = load;
  return status;
}

/* No offer lasts longer than the most: a clock that was set back does not keep the key alive. */
static int is_in_time(const sotto_carry *carry, int64_t now_ms) {
  const int64_t first_ms = carry->expires_ms - SOTTO_CARRY_MINUTES_MAX * MINUTE_MS;
  return now_ms < carry->expires_ms && now_ms >= first_ms;
}

sotto_status so_carry_open(sotto_carry *carry, sotto_bytes sealed, sotto *visitor) {
  int64_t now_ms = 0;
  so_carry_load load = {NULL, 0};
  if (!carry->secret_key) return carry->load.data ? SOTTO_E_STATE : SOTTO_E_EXPIRED;
  sotto_status status = clock_of(&carry->port, &now_ms);
  if (!status && !is_in_time(carry, now_ms)) {
    drop_key(carry);
    return SOTTO_E_EXPIRED;
  }
  if (!status && visitor) status = check_visitor(visitor);
  if (!status) status = open_load(carry, sealed, &load);
  if (!status) status = take_in(visitor, (sotto_bytes){load.data, load.size}, now_ms);
  if (status) {
    so_carry_load_end(&load);
    return status;
  }
  drop_key(carry);
  carry->load = load;
  return SOTTO_OK;
}

/* A reading of the brief that came along. */
typedef struct reading {
  sotto_text locale; /* empty: of the first entry */
  sotto_brief_fn visit;
  void *context;
  uint32_t stopped;
  uint32_t lines;
  sotto_text json;
} reading;

static sotto_status read_brief(void *context, const so_carry_entry *entry) {
  reading *in = context;
  if (entry->part != SOTTO_CARRY_BRIEF) return SOTTO_OK;
  if (!in->locale.size) in->locale = entry->first;
  if (!so_text_equal(in->locale, entry->first)) return SOTTO_OK;
  if (!entry->kind) {
    in->json = entry->second;
    return SOTTO_OK;
  }
  const sotto_brief_line line = {entry->kind, entry->second};
  in->lines++;
  if (in->visit && !in->stopped) in->stopped = in->visit(in->context, &line);
  return SOTTO_OK;
}

static sotto_status read_all(const sotto_carry *carry, reading *in) {
  if (!carry->load.data) return SOTTO_E_MISSING;
  sotto_status status =
      so_carry_load_each((sotto_bytes){carry->load.data, carry->load.size}, read_brief, in);
  return status ? status : in->lines ? SOTTO_OK : SOTTO_E_MISSING;
}

sotto_status so_carry_say(const sotto_carry *carry, sotto_text locale, sotto_brief_fn visit,
                          void *context) {
  reading in = {.locale = locale, .visit = visit, .context = context};
  return read_all(carry, &in);
}

sotto_status so_carry_brief(const sotto_carry *carry, sotto_text locale, char *ret_json,
                            size_t *inout_size) {
  reading in = {.locale = locale};
  sotto_status status = read_all(carry, &in);
  if (status) return status;
  if (in.json.size > *inout_size) status = SOTTO_E_SPACE;
  if (!status) memcpy(ret_json, in.json.data, in.json.size);
  *inout_size = in.json.size;
  return status;
}

void so_carry_end(sotto_carry *carry) {
  if (!carry) return;
  drop_key(carry);
  so_carry_load_end(&carry->load);
  so_secret_wipe(carry, sizeof *carry);
  free(carry);
}
