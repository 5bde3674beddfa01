/*
 * Carrying parts of a profile to a receiver. What is carried is a run of entries,
 *
 *   version u16 (1) | parts u16 | count u32 | entries: part u16 | kind u16 | number u32 | first,
 *   second (each u32 size and bytes) | zeros up to a multiple of 256
 *
 * that is written once: the preview reads its words from the very bytes that are sealed, and the
 * seal takes none but those whose digest was previewed. The zeros hide how many entries there are.
 * Consent and discretion are the brief's (flow/brief.h). Sender: carry.c; entries: carry_entry.c;
 * receiver: carry_receive.c.
 */
#ifndef SO_FLOW_CARRY_H
#define SO_FLOW_CARRY_H

#include <sotto/carry.h>

#include "crypto/carry_envelope.h"
#include "flow/brief.h"

#define SO_CARRY_PLAIN_MAX (SOTTO_CARRY_SEALED_MAX - 256)

/** One entry. `first` and `second` by part: locale and text, attribute and value, item id. */
typedef struct so_carry_entry {
  uint32_t part;   /* its SOTTO_CARRY_… bit */
  uint32_t kind;   /* brief: SOTTO_BRIEF_…, 0 the JSON; affinity: 1 said, 0 worked out */
  uint32_t number; /* affinity: 100 + what was said, or 1000 + tenths of evidence; purchase: day */
  sotto_text first;
  sotto_text second;
} so_carry_entry;

/** Visitor; a status other than OK stops and is given. */
typedef sotto_status (*so_carry_entry_fn)(void *context, const so_carry_entry *entry);

/** What is carried, in memory of its own. */
typedef struct so_carry_load {
  uint8_t *data; /* guarded */
  size_t size;
} so_carry_load;

/** What of the brief goes, and in which languages. */
typedef struct so_carry_wish {
  uint32_t parts;
  uint32_t discreet;
  sotto_text locales;
} so_carry_wish;

/** Writes the entries of the chosen parts. #SOTTO_E_DENIED where nothing may be told. */
SOTTO_CHECKED sotto_status so_carry_load_make(sotto *profile, const so_carry_wish *wish,
                                              so_carry_load *ret_load);
void so_carry_load_end(so_carry_load *load);
/** Visits the entries. #SOTTO_E_CORRUPT for bytes that are none. */
SOTTO_CHECKED sotto_status so_carry_load_each(sotto_bytes load, so_carry_entry_fn visit,
                                              void *context);

/** See sotto_carry_preview(). */
SOTTO_CHECKED sotto_status so_carry_preview(sotto *profile, sotto_carry_choice *inout_choice,
                                            sotto_carry_fn visit, void *context);
/** See sotto_carry_seal(). */
SOTTO_CHECKED sotto_status so_carry_seal(sotto *profile, const sotto_carry_choice *choice,
                                         uint8_t *ret_sealed, size_t *inout_size);
/** 1 for a name a person can read as it is: UTF-8 in one line, nothing unseen in it. */
int so_carry_is_name(sotto_text name);
/** Reads an offer and checks that its texts are UTF-8 and its purpose one that exists. */
SOTTO_CHECKED sotto_status so_carry_read(sotto_bytes bytes, so_carry_offer *ret_offer);

/** See sotto_carry_begin(); the ask is checked. */
SOTTO_CHECKED sotto_status so_carry_begin(const sotto_carry_ask *ask, const sotto_port *port,
                                          sotto_carry **ret_carry);
sotto_bytes so_carry_offer_of(const sotto_carry *carry);
/** See sotto_carry_open(). */
SOTTO_CHECKED sotto_status so_carry_open(sotto_carry *carry, sotto_bytes sealed, sotto *visitor);
/** See sotto_carry_say() and sotto_carry_brief(). */
SOTTO_CHECKED sotto_status so_carry_say(const sotto_carry *carry, sotto_text locale,
                                        sotto_brief_fn visit, void *context);
SOTTO_CHECKED sotto_status so_carry_brief(const sotto_carry *carry, sotto_text locale,
                                          char *ret_json, size_t *inout_size);
void so_carry_end(sotto_carry *carry);

#endif
