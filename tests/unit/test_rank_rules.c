/* Each rule and bound, one by one. */
#include "model/rank_work.h"

#include <criterion/criterion.h>

#include "model/rank.h"
#include "unit/made_pack.h"

static made_pack *made;
static void *scratch;
static so_rank rank;
static so_rank_request request;
static so_pack_slot slot;

static void begin(void) {
  made = made_new(&(made_size){60, 2, 4, 0, 5});
  made->items[1].flags = 0;
  made->items[2].flags = SO_ITEM_IN_STOCK | SO_ITEM_DISCREET;
  made->items[3].price_minor = -1;
  made->items[4].price_minor = 500;
  size_t bytes = so_rank_scratch_bytes(60, 8);
  scratch = aligned_alloc(64, (bytes + 63) / 64 * 64);
  so_rank_prepare(&made->pack, scratch, &rank);
  so_rank_request_init(&request);
}

static void use(const so_pack_rule *rule, uint32_t count) {
  slot = (so_pack_slot){.rules_count = count};
  made->pack.rules = rule;
  made->pack.slots = &slot;
  made->pack.slot_count = 1;
  request.slot = 0;
  so_rank_rules_of(&rank, &request);
}

static void end(void) {
  free(scratch);
  made_free(made);
}

Test(rank_rules, without_a_slot_stock_is_asked_for) {
  begin();
  so_rank_rules_of(&rank, &request);
  cr_assert_not(so_rank_rules_allow(&rank, 1));
  cr_assert(so_rank_rules_allow(&rank, 5));
  use(NULL, 0);
  cr_assert(so_rank_rules_allow(&rank, 1));
  end();
}

Test(rank_rules, discreet_items_never_pass) {
  begin();
  use(NULL, 0);
  cr_assert_not(so_rank_rules_allow(&rank, 2));
  end();
}

Test(rank_rules, one_of_the_included_values_is_enough) {
  begin();
  so_pack_rule include[] = {{.kind = SO_RULE_INCLUDE_VALUE, .target = 0},
                            {.kind = SO_RULE_INCLUDE_VALUE, .target = 1}};
  use(include, 2);
  for (uint32_t item = 5; item < 60; item++)
    cr_assert_eq(so_rank_rules_allow(&rank, item), made->item_values[item * 2] <= 1);
  end();
}

Test(rank_rules, excluded_values_and_items_do_not_pass) {
  begin();
  so_pack_rule exclude[] = {{.kind = SO_RULE_EXCLUDE_VALUE, .target = 0},
                            {.kind = SO_RULE_EXCLUDE_ITEM, .target = 9}};
  use(exclude, 2);
  for (uint32_t item = 5; item < 60; item++)
    cr_assert_eq(so_rank_rules_allow(&rank, item), item != 9 && made->item_values[item * 2] != 0);
  end();
}

Test(rank_rules, an_unknown_price_fits_no_band) {
  begin();
  request.price_from_minor = 100;
  request.price_to_minor = 500;
  so_rank_rules_of(&rank, &request);
  cr_assert(so_rank_rules_allow(&rank, 4));
  cr_assert_not(so_rank_rules_allow(&rank, 3));
  request.price_to_minor = 499;
  so_rank_rules_of(&rank, &request);
  cr_assert_not(so_rank_rules_allow(&rank, 4));
  end();
}

Test(rank_rules, the_slots_band_holds_too) {
  begin();
  so_pack_rule band = {.kind = SO_RULE_PRICE_BAND, .from_minor = 501};
  use(&band, 1);
  cr_assert_not(so_rank_rules_allow(&rank, 4));
  end();
}

Test(rank_rules, a_requested_type_keeps_to_it) {
  begin();
  request.category_value = 3;
  so_rank_rules_of(&rank, &request);
  for (uint32_t item = 5; item < 60; item++)
    cr_assert_eq(so_rank_rules_allow(&rank, item), made->item_values[item * 2] == 3);
  end();
}
