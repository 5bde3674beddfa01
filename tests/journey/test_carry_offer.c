/*
 * What a receiver may show: an offer whose name the person reads as it is, and that ends.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "lab.h"

#define ALL_PARTS                                                                                  \
 (SOTTO_CARRY_BRIEF | SOTTO_CARRY_AFFINITIES | SOTTO_CARRY_CART | SOTTO_CARRY_PURCHASES)

static sotto_carry_ask asking(uint32_t parts) {
  sotto_carry_ask ask;
  sotto_carry_ask_init(&ask);
  ask.purpose = SOTTO_CARRY_FOR_ADVICE;
  ask.parts = parts;
  ask.name = lab_text("Desk 3");
  ask.locales = lab_text("en,es");
  return ask;
}

Test(carry_offer, an_offer_whose_name_cannot_be_read_as_it_is_or_that_never_ends_is_refused) {
  static const struct {
    size_t place;
    char byte;
  } changes[] = {{56, '\n'}, {57, 0}, {58, 0x7f}, {15, (char)0x80}};
  const sotto_carry_ask ask = asking(ALL_PARTS);
  uint8_t changed[SOTTO_CARRY_OFFER_MAX];
  sotto_carry_shown shown;
  sotto_carry *desk = NULL;
  lab_world lab;
  lab_begin(&lab);
  cr_assert_eq(sotto_carry_begin(&ask, &lab.port, &desk), SOTTO_OK);
  const sotto_bytes offer = sotto_carry_offer(desk);
  cr_assert_eq(memcmp(offer.data + 56, "Desk 3", 6), 0);
  for (size_t n = 0; n < sizeof changes / sizeof *changes; n++) {
    memcpy(changed, offer.data, offer.size);
    changed[changes[n].place] = (uint8_t)changes[n].byte;
    cr_assert_eq(sotto_carry_read((sotto_bytes){changed, offer.size}, &shown), SOTTO_E_CORRUPT,
                 "change %zu", n);
  }
  sotto_carry_end(desk);
  lab_end(&lab);
}

Test(carry_offer, names_are_one_line_that_is_seen) {
  static const char *const bad[] = {"Desk\n3",
                                    "Desk\t3",
                                    ("Desk \xe2\x80\xae"
                                     "3"),
                                    "\xe2\x80\x8b",
                                    "\xc2\x85",
                                    "\xe2\x81\xa6x",
                                    "Desk\x7f"};
  static const char *const good[] = {"Caja 3 ñandú €", "帐篷", "\xe2\x80\x9cMesa\xe2\x80\x9d",
                                     "\xf0\x9f\x8e\x92"};
  lab_world lab;
  lab_begin(&lab);
  sotto_carry_ask ask = asking(ALL_PARTS);
  for (size_t n = 0; n < sizeof bad / sizeof *bad; n++) {
    sotto_carry *desk = NULL;
    ask.name = lab_text(bad[n]);
    cr_assert_eq(sotto_carry_begin(&ask, &lab.port, &desk), SOTTO_E_ARGUMENT, "%zu", n);
  }
  for (size_t n = 0; n < sizeof good / sizeof *good; n++) {
    sotto_carry *desk = NULL;
    ask.name = lab_text(good[n]);
    cr_assert_eq(sotto_carry_begin(&ask, &lab.port, &desk), SOTTO_OK, "%zu", n);
    sotto_carry_end(desk);
  }
  lab_end(&lab);
}

Test(carry_offer, bad_asks_are_refused) {
  lab_world lab;
  sotto_carry *desk = NULL;
  lab_begin(&lab);
  sotto_carry_ask asks[] = {asking(ALL_PARTS), asking(0), asking(ALL_PARTS), asking(ALL_PARTS)};
  asks[0].minutes = 16;
  asks[2].name = lab_text("\xff");
  asks[3].purpose = 4;
  for (size_t n = 0; n < 4; n++)
    cr_assert_eq(sotto_carry_begin(&asks[n], &lab.port, &desk),
                 n ? SOTTO_E_ARGUMENT : SOTTO_E_LIMIT);
  cr_assert_null(desk);
  lab_end(&lab);
}
