/*
 * A pack is read in place: what the builder wrote is found again, and bytes that are not a pack are
 * refused with a typed status, whatever is wrong with them.
 */
#include "brand_lab.h"

#include "base/codec.h"
#include "crypto/envelope.h"
#include "model/pack_question.h"

static brand_lab lab;

static void set_up(void) {
  lab_open(&lab);
  lab_shop(&lab);
  cr_assert_eq(lab_build(&lab), SOTTO_OK, "%s", lab.said);
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(pack_reader, .init = set_up, .fini = tear_down);

static int text_is(sotto_text text, const char *expected) {
  return so_text_is(text, expected);
}

Test(pack_reader, finds_items_by_id_and_hash) {
  uint32_t item = so_pack_find_item(&lab.pack, so_text_of("d"));
  cr_assert(text_is(so_pack_item_id(&lab.pack, item), "d"));
  cr_assert_eq(so_pack_find_hash(&lab.pack, so_pack_hash_id(so_text_of("d"))), item);
  cr_assert_eq(so_pack_find_item(&lab.pack, so_text_of("no")), SO_PACK_NONE);
  cr_assert_eq(lab.pack.items[item].price_minor, 3000);
  cr_assert_eq(lab.pack.items[item].flags, 0);
}

Test(pack_reader, gives_titles_in_the_locale_asked_for) {
  uint32_t item = so_pack_find_item(&lab.pack, so_text_of("a"));
  uint32_t spanish = so_pack_find_locale(&lab.pack, so_text_of("es-MX"));
  cr_assert_eq(spanish, so_pack_find_locale(&lab.pack, so_text_of("es")));
  cr_assert_eq(so_pack_find_locale(&lab.pack, so_text_of("fr")), 0);
  cr_assert(text_is(so_pack_item_title(&lab.pack, item, 0), "Red lamp"));
  cr_assert(text_is(so_pack_item_title(&lab.pack, item, spanish), "Lámpara roja"));
}

Test(pack_reader, gives_every_level_of_a_product_type_as_a_value_with_its_parent) {
  uint32_t item = so_pack_find_item(&lab.pack, so_text_of("b"));
  uint32_t lamps = so_pack_find_value(&lab.pack, 0, so_text_of("Lamps"));
  uint32_t desk = so_pack_find_value(&lab.pack, 0, so_text_of("Lamps > Desk"));
  cr_assert(so_pack_item_has(&lab.pack, item, lamps));
  cr_assert(so_pack_item_has(&lab.pack, item, desk));
  cr_assert_eq(lab.pack.values[desk].parent, lamps);
  cr_assert_eq(lab.pack.values[lamps].parent, SO_PACK_NONE);
  cr_assert_eq(lab.pack.items[item].type_value, desk);
  cr_assert(text_is(so_pack_value_label(&lab.pack, desk, 1), "De mesa"));
}

Test(pack_reader, knows_what_is_discreet_by_item_and_by_value) {
  cr_assert(so_pack_item_is_discreet(&lab.pack, so_pack_find_item(&lab.pack, so_text_of("c"))));
  cr_assert(so_pack_item_is_discreet(&lab.pack, so_pack_find_item(&lab.pack, so_text_of("e"))));
  cr_assert_not(so_pack_item_is_discreet(&lab.pack, so_pack_find_item(&lab.pack, so_text_of("a"))));
}

Test(pack_reader, content_of_a_question_digests_to_what_stands_beside_it) {
  static uint8_t room[SO_PACK_QUESTION_CONTENT_MAX];
  uint8_t digest[SO_DIGEST_SIZE];
  for (uint32_t n = 0; n < lab.pack.question_count; n++) {
    so_writer writer = so_writer_of(room, sizeof room);
    so_pack_question_content(&lab.pack, n, &writer);
    cr_assert_not(writer.bad);
    so_digest(digest, (sotto_bytes){room, writer.at});
    cr_assert_arr_eq(digest, lab.pack.questions[n].content, sizeof digest);
  }
}

Test(pack_reader, content_of_a_question_names_values_so_that_other_items_change_nothing) {
  uint8_t before[SO_DIGEST_SIZE];
  memcpy(before, lab.pack.questions[2].content, sizeof before);
  lab.options.feed_count = 1;
  lab.path_count = 0;
  lab.options.brand_file = lab_write(&lab, "brand.json", LAB_BRAND);
  lab.feeds[0].path = lab_write(&lab, "items.tsv",
                                "id\ttitle\tprice\tproduct_type\tbrand\tattr_room\n"
                                "z\tZ\t1.00 EUR\tAnother > Type\tAaa\thall\n"
                                "b\tB\t1.00 EUR\tLamps\tLux\tbath\n"
                                "y\tY\t1.00 EUR\tLamps\tLux\tstudy\n");
  cr_assert_eq(lab_build(&lab), SOTTO_OK, "%s", lab.said);
  cr_assert_arr_eq(before, lab.pack.questions[2].content, sizeof before);
}

Test(pack_reader, refuses_a_baseline_too_small_to_divide_by) {
  size_t at = (size_t)((const uint8_t *)&lab.pack.values[0].baseline - lab.bytes);
  const struct {
    float baseline;
    sotto_status status;
  } cases[] = {{0, SOTTO_OK}, {1e-30f, SOTTO_E_CORRUPT}, {1e-6f, SOTTO_OK}};
  for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
    so_pack pack;
    memcpy(lab.bytes + at, &cases[n].baseline, sizeof cases[n].baseline);
    cr_assert_eq(so_pack_open(&pack, (sotto_bytes){lab.bytes, lab.size}, 1), cases[n].status);
  }
}

Test(pack_reader, refuses_a_neighbour_that_is_missing_itself_or_without_weight) {
  const uint32_t none = lab.pack.item_count, wrong[] = {none | 1u << 24, 0xffffffu | 1u << 24, 1};
  cr_assert_gt(lab.pack.neighbour_count, 0u);
  size_t at = (size_t)((const uint8_t *)lab.pack.neighbours - lab.bytes);
  uint32_t right, own = 0;
  memcpy(&right, lab.bytes + at, sizeof right);
  while (lab.pack.neighbour_rows[own].count == 0) own++;
  for (size_t n = 0; n <= sizeof wrong / sizeof *wrong; n++) {
    so_pack pack;
    uint32_t edge = n < sizeof wrong / sizeof *wrong ? wrong[n] : own | 1u << 24;
    memcpy(lab.bytes + at, &edge, sizeof edge);
    cr_assert_eq(so_pack_open(&pack, (sotto_bytes){lab.bytes, lab.size}, 1), SOTTO_E_CORRUPT);
  }
  so_pack pack;
  memcpy(lab.bytes + at, &right, sizeof right);
  cr_assert_eq(so_pack_open(&pack, (sotto_bytes){lab.bytes, lab.size}, 1), SOTTO_OK);
}

Test(pack_reader, refuses_every_truncation) {
  for (size_t size = 0; size < lab.size; size++) {
    so_pack pack;
    sotto_status status = so_pack_open(&pack, (sotto_bytes){lab.bytes, size}, 1);
    cr_assert(status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT, "%zu bytes: %d", size, status);
  }
}

/* Calls everything that reads, so that a sanitizer sees any step outside the bytes. */
static size_t read_all(const so_pack *pack) {
  size_t sum = 0;
  for (uint32_t n = 0; n < pack->item_count; n++) {
    sum += so_pack_item_id(pack, n).size + (size_t)so_pack_item_is_discreet(pack, n);
    for (uint32_t l = 0; l < pack->locale_count; l++) sum += so_pack_item_title(pack, n, l).size;
    for (uint32_t v = 0; v < pack->value_count; v++) sum += (size_t)so_pack_item_has(pack, n, v);
    for (uint32_t e = 0; pack->neighbour_rows && e < pack->neighbour_rows[n].count; e++) {
      uint32_t edge = pack->neighbours[pack->neighbour_rows[n].start + e].item_weight;
      sum += so_pack_item_id(pack, edge & 0xffffff).size;
    }
  }
  for (uint32_t n = 0; n < pack->value_count; n++) {
    for (uint32_t up = n; up != SO_PACK_NONE; up = pack->values[up].parent) sum++;
    sum += so_pack_value_label(pack, n, 0).size;
  }
  static uint8_t room[SO_PACK_QUESTION_CONTENT_MAX];
  for (uint32_t n = 0; n < pack->question_count; n++) {
    so_writer writer = so_writer_of(room, sizeof room);
    so_pack_question_content(pack, n, &writer);
    sum += writer.at;
  }
  return sum;
}

Test(pack_reader, survives_any_changed_byte) {
  static const uint8_t changes[] = {0x01, 0x80, 0xff};
  size_t opened = 0, refused = 0;
  for (size_t at = 0; at < lab.size; at++) {
    for (size_t n = 0; n < sizeof changes; n++) {
      so_pack pack;
      lab.bytes[at] ^= changes[n];
      sotto_status status = so_pack_open(&pack, (sotto_bytes){lab.bytes, lab.size}, 1);
      lab.bytes[at] ^= changes[n];
      if (status == SOTTO_OK)
        opened += read_all(&pack) > 0;
      else
        refused++;
      cr_assert(status == SOTTO_OK || status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT ||
                    status == SOTTO_E_LIMIT,
                "byte %zu: %d", at, status);
    }
  }
  cr_assert_gt(refused, lab.size);
  cr_assert_gt(opened, 0, "letters of a title may change without breaking the structure");
}

Test(pack_reader, survives_any_number_in_place_of_another) {
  static const uint32_t numbers[] = {0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
  for (size_t at = 0; at + 4 <= lab.size; at += 4) {
    uint32_t kept = so_load_u32(lab.bytes + at);
    for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++) {
      so_pack pack;
      so_store_u32(lab.bytes + at, numbers[n]);
      if (so_pack_open(&pack, (sotto_bytes){lab.bytes, lab.size}, 1) == SOTTO_OK)
        (void)read_all(&pack);
      so_store_u32(lab.bytes + at, kept);
    }
  }
}

Test(pack_reader, signed_pack_admits_no_changed_byte_anywhere) {
  sotto_pack_facts facts;
  for (size_t at = 0; at < lab.size; at += at < 2048 ? 7 : 61) {
    lab.bytes[at] ^= 0x20;
    const char *path = lab_write_bytes(&lab, "shop.sottopack", lab.bytes, lab.size);
    sotto_status status = sotto_pack_read(path, lab.keys.signing_public, &facts, NULL);
    cr_assert(status == SOTTO_E_TAMPERED || status == SOTTO_E_CORRUPT || status == SOTTO_E_FORMAT ||
                  status == SOTTO_E_UNTRUSTED,
              "byte %zu: %d", at, status);
    lab.bytes[at] ^= 0x20;
    lab.path_count--;
  }
}

Test(pack_reader, signature_of_another_key_is_untrusted) {
  sotto_brand_keys other;
  sotto_pack_facts facts;
  cr_assert_eq(sotto_brand_keys_make(&other), SOTTO_OK);
  const char *path = lab_path(&lab, "shop.sottopack");
  cr_assert_eq(sotto_pack_read(path, other.signing_public, &facts, NULL), SOTTO_E_UNTRUSTED);
  cr_assert_eq(sotto_pack_read(path, lab.keys.signing_public, &facts, NULL), SOTTO_OK);
  cr_assert_eq(facts.items, 7);
  cr_assert_str_eq(facts.brand, "Lab");
}
