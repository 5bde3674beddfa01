/*
 * Public calls of carrying.
 */
#include <string.h>

#include "client/entry.h"
#include "flow/carry.h"

#define PARTS                                                                                      \
 (SOTTO_CARRY_BRIEF | SOTTO_CARRY_AFFINITIES | SOTTO_CARRY_CART | SOTTO_CARRY_PURCHASES)
_Static_assert(SOTTO_CARRY_OFFER_MAX == SO_CARRY_OFFER_MAX, "offer");
_Static_assert(SOTTO_CARRY_NAME_MAX == SO_CARRY_NAME_MAX, "name");
_Static_assert(SOTTO_CARRY_CODE_SIZE == SO_CARRY_CODE_SIZE, "code");

void sotto_carry_ask_init(sotto_carry_ask *ret_ask) {
  *ret_ask = (sotto_carry_ask){.struct_size = sizeof *ret_ask};
}

void sotto_carry_choice_init(sotto_carry_choice *ret_choice) {
  *ret_choice = (sotto_carry_choice){.struct_size = sizeof *ret_choice};
}

static int is_ask(const sotto_carry_ask *ask) {
  if (!SO_ENTRY_IS_WHOLE(ask) || !so_entry_is_name(ask->name) || !so_entry_is_name(ask->locales))
    return 0;
  if (ask->purpose < SOTTO_CARRY_FOR_ADVICE || ask->purpose > SOTTO_CARRY_FOR_DEVICE) return 0;
  if (!ask->parts || ask->parts & ~(uint32_t)PARTS) return 0;
  return so_carry_is_name(ask->name) && so_text_is_utf8(ask->locales);
}

sotto_status sotto_carry_begin(const sotto_carry_ask *ask, const sotto_port *port,
                               sotto_carry **ret_carry) {
  if (!is_ask(ask) || !SO_ENTRY_IS_WHOLE(port) || !port->clock_now || !ret_carry)
    return SOTTO_E_ARGUMENT;
  if (ask->minutes > SOTTO_CARRY_MINUTES_MAX || ask->name.size > SO_CARRY_NAME_MAX ||
      ask->locales.size > SO_CARRY_LOCALES_MAX)
    return SOTTO_E_LIMIT;
  return so_carry_begin(ask, port, ret_carry);
}

sotto_bytes sotto_carry_offer(const sotto_carry *carry) {
  return carry ? so_carry_offer_of(carry) : (sotto_bytes){NULL, 0};
}

static int is_bytes(sotto_bytes bytes) {
  return bytes.data || !bytes.size;
}

sotto_status sotto_carry_read(sotto_bytes offer, sotto_carry_shown *ret_shown) {
  so_carry_offer read;
  if (!is_bytes(offer) || !ret_shown) return SOTTO_E_ARGUMENT;
  sotto_status status = so_carry_read(offer, &read);
  if (status) return status;
  *ret_shown = (sotto_carry_shown){.struct_size = sizeof *ret_shown,
                                   .purpose = read.purpose,
                                   .parts = read.parts,
                                   .expires_ms = read.expires_ms};
  memcpy(ret_shown->name, read.name.data, read.name.size);
  so_carry_code(ret_shown->code, offer);
  return SOTTO_OK;
}

static int is_choice(const sotto_carry_choice *choice) {
  return SO_ENTRY_IS_WHOLE(choice) && choice->discreet <= 1 && is_bytes(choice->offer);
}

sotto_status sotto_carry_preview(sotto *profile, sotto_carry_choice *inout_choice,
                                 sotto_carry_fn visit, void *context) {
  return SO_ENTRY_CALL(is_choice(inout_choice) && visit, profile,
                       so_carry_preview(profile, inout_choice, visit, context));
}

sotto_status sotto_carry_seal(sotto *profile, const sotto_carry_choice *choice, uint8_t *ret_sealed,
                              size_t *inout_size) {
  int valid = is_choice(choice) && inout_size && (ret_sealed || !*inout_size);
  return SO_ENTRY_CALL(valid, profile, so_carry_seal(profile, choice, ret_sealed, inout_size));
}

sotto_status sotto_carry_open(sotto_carry *carry, sotto_bytes sealed, sotto *visitor) {
  if (!carry || !is_bytes(sealed)) return SOTTO_E_ARGUMENT;
  if (!visitor) return so_carry_open(carry, sealed, NULL);
  return SO_ENTRY_CALL(1, visitor, so_carry_open(carry, sealed, visitor));
}

sotto_status sotto_carry_say(const sotto_carry *carry, sotto_text locale, sotto_brief_fn visit,
                             void *context) {
  if (!carry || !so_entry_is_name(locale) || !visit) return SOTTO_E_ARGUMENT;
  return so_carry_say(carry, locale, visit, context);
}

sotto_status sotto_carry_brief(const sotto_carry *carry, sotto_text locale, char *ret_json,
                               size_t *inout_size) {
  if (!carry || !so_entry_is_name(locale) || !inout_size || (!ret_json && *inout_size))
    return SOTTO_E_ARGUMENT;
  return so_carry_brief(carry, locale, ret_json, inout_size);
}

void sotto_carry_end(sotto_carry *carry) {
  so_carry_end(carry);
}
