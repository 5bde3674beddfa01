/*
 * Feeds as shops have them, and each way in which a row can be wrong: told with its line and
 * reason, the rest kept.
 */
#include "brand_lab.h"

#include <sotto/consent.h>
#include <zlib.h>

static brand_lab lab;

static void set_up(void) {
  lab_open(&lab);
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(feed, .init = set_up, .fini = tear_down);

static sotto_status build_from(const char *text) {
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", text));
  return lab_build(&lab);
}

static sotto_text title_of(const char *id) {
  uint32_t item = so_pack_find_item(&lab.pack, so_text_of(id));
  cr_assert_neq(item, SO_PACK_NONE, "no item %s", id);
  return so_pack_item_title(&lab.pack, item, 0);
}

static int64_t price_of(const char *id) {
  return lab.pack.items[so_pack_find_item(&lab.pack, so_text_of(id))].price_minor;
}

static int has(const char *id, const char *key, const char *value) {
  uint32_t number = so_pack_find_key(&lab.pack, so_text_of(key));
  if (number == SO_PACK_NONE) return 0;
  uint32_t found = so_pack_find_value(&lab.pack, number, so_text_of(value));
  return found != SO_PACK_NONE &&
         so_pack_item_has(&lab.pack, so_pack_find_item(&lab.pack, so_text_of(id)), found);
}

/* A good row, a bad one, a good one: the bad one is told and the good ones stay. */
static void reject(const char *row, const char *said) {
  char text[4096];
  (void)snprintf(text, sizeof text,
                 "id\ttitle\tprice\ng1\tGood\t1.00 EUR\n%s\ng2\tGood\t2.00 EUR\n", row);
  cr_assert_eq(build_from(text), SOTTO_OK);
  cr_assert_eq(lab.result.rejected, 1, "%s", lab.said);
  cr_assert_eq(lab.pack.item_count, 2);
  cr_assert(lab_said(&lab, "1 3 items.tsv:3 "), "%s", lab.said);
  cr_assert(lab_said(&lab, said), "%s", lab.said);
}

Test(feed, row_without_id_is_left_out) {
  reject("\tNobody\t1.00 EUR", "the row has no id");
}

Test(feed, second_row_with_an_id_is_left_out) {
  reject("g1\tAgain\t1.00 EUR", "an earlier row has the same id");
  cr_assert(so_text_is(title_of("g1"), "Good"));
}

Test(feed, id_beyond_128_bytes_is_left_out) {
  char row[256];
  memset(row, 'x', 129);
  (void)snprintf(row + 129, sizeof row - 129, "\tLong\t1.00 EUR");
  reject(row, "longer than 128 bytes");
}

Test(feed, row_that_is_not_utf8_is_left_out) {
  reject("bad\tTitle \xc3\x28\t1.00 EUR", "the row is not UTF-8");
  reject("bad\tTitle \xed\xa0\x80\t1.00 EUR", "the row is not UTF-8");
}

Test(feed, negative_price_is_left_out) {
  reject("n\tN\t-3.00 EUR", "the price is negative");
}

Test(feed, absurd_price_is_left_out) {
  reject("n\tN\t99999999999999999999.00 EUR", "over 100 million");
  reject("n\tN\t100000000.01 EUR", "over 100 million");
}

Test(feed, price_that_is_no_number_is_left_out) {
  reject("n\tN\tcheap", "not a number such as");
  reject("n\tN\t1,50 EUR", "not a number such as");
  reject("n\tN\t1.505 EUR", "not a number such as");
}

Test(feed, price_in_another_currency_is_left_out) {
  reject("n\tN\t5.00 USD", "another currency");
}

Test(feed, row_with_too_many_cells_is_left_out) {
  reject("n\tN\t5.00 EUR\tmore", "more cells than the header");
}

Test(feed, dearest_price_and_no_price_are_kept) {
  cr_assert_eq(build_from("id\ttitle\tprice\na\tA\t100000000.00 EUR\nb\tB\t\nc\tC\t0.5\n"),
               SOTTO_OK);
  cr_assert_eq(price_of("a"), INT64_C(10000000000));
  cr_assert_eq(price_of("b"), -1);
  cr_assert_eq(price_of("c"), 50);
}

Test(feed, yen_have_no_decimals) {
  lab.options.brand_file = lab_write(
      &lab, "brand.json", "{\"brand\":\"Y\",\"currency\":\"JPY\",\"default_locale\":\"ja\"}");
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", "id\tprice\na\t1200 JPY\nb\t12.50 JPY\n"));
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_eq(price_of("a"), 1200);
  cr_assert_eq(lab.result.rejected, 1);
}

Test(feed, columns_nobody_uses_are_listed_once) {
  cr_assert_eq(build_from("id\tcolour_of_the_box\ttitle\na\tx\tA\nb\ty\tB\n"), SOTTO_OK);
  const char *first = strstr(lab.said, "colour_of_the_box");
  cr_assert_not_null(first);
  cr_assert_null(strstr(first + 1, "colour_of_the_box"));
}

Test(feed, spreadsheet_quotes_crlf_and_byte_order_mark_are_understood) {
  cr_assert_eq(build_from("\xef\xbb\xbfid\ttitle\r\na\t\"A \"\"big\"\" lamp\"\r\nb\t\"Half\r\n"),
               SOTTO_OK);
  cr_assert(so_text_is(title_of("a"), "A \"big\" lamp"));
  cr_assert(so_text_is(title_of("b"), "\"Half"));
}

Test(feed, columns_come_in_any_order_and_short_rows_have_empty_ends) {
  cr_assert_eq(build_from("brand\tid\ttitle\nLux\ta\nLar\tb\tB\n"), SOTTO_OK);
  cr_assert(has("a", "brand", "Lux"));
  cr_assert(so_text_is(title_of("a"), "a"), "an item without a title is called by its id");
}

Test(feed, items_format_is_understood) {
  cr_assert_eq(build_from("id\ttitle\tdescription\tproduct_type\tbrand\tprice_minor\tattributes\n"
                          "1\tT\tD\tX > Y\tB\t4995\tcolour=red;x=a=b;empty=;=no\n"),
               SOTTO_OK);
  cr_assert_eq(price_of("1"), 4995);
  cr_assert(has("1", "product_type", "X"));
  cr_assert(has("1", "colour", "red"));
  cr_assert(has("1", "x", "a=b"));
  cr_assert_not(has("1", "empty", ""));
}

Test(feed, titles_alone_are_enough) {
  cr_assert_eq(build_from("id\ttitle\tprice_minor\n1\tRed box\t85\n2\tRed bag\t90\n"), SOTTO_OK);
  cr_assert_eq(lab.pack.item_count, 2);
  cr_assert_eq(lab.pack.value_count, 0);
}

Test(feed, attributes_alone_are_enough) {
  cr_assert_eq(build_from("id\tattributes\n1\ta=1;a=2\n2\ta=2\n3\ta=2;a=1\n"), SOTTO_OK);
  cr_assert(has("1", "a", "1"));
  cr_assert(has("1", "a", "2"));
  cr_assert(lab_said(&lab, "a: brand.json does not declare this attribute"));
  uint32_t key = so_pack_find_key(&lab.pack, so_text_of("a"));
  cr_assert_eq(lab.pack.keys[key].category, SOTTO_CATEGORY_FINANCIAL);
}

Test(feed, json_lines_are_understood) {
  cr_assert_eq(
      build_from(
          "{\"id\": \"1\", \"title\": \"Lámpara\", \"price\": \"3.50 EUR\", \"product_type\": "
          "[\"A > B\", \"C\"], \"attr_room\": \"hall\", \"discreet\": true}\n"
          "{\"offerId\": 2, \"price\": {\"value\": \"4.00\", \"currency\": \"EUR\"}, "
          "\"productTypes\": [\"A\"]}\n"
          "{\"id\": \"3\", \"title\": }\n"
          "not json\n"),
      SOTTO_OK);
  cr_assert_eq(price_of("1"), 350);
  cr_assert_eq(price_of("2"), 400);
  cr_assert(has("1", "product_type", "A > B"));
  cr_assert(has("1", "room", "hall"));
  cr_assert(so_pack_item_is_discreet(&lab.pack, so_pack_find_item(&lab.pack, so_text_of("1"))));
  cr_assert_eq(lab.result.rejected, 2);
  cr_assert(lab_said(&lab, "items.tsv:4 : row left out: the row is not a JSON object"));
}

Test(feed, gzip_is_read_as_it_is_and_broken_gzip_told) {
  char path[160];
  (void)snprintf(path, sizeof path, "%s/items.gz", lab.directory);
  gzFile file = gzopen(path, "wb");
  for (int n = 0; n < 2000; n++) gzprintf(file, n ? "%d\tItem %d\n" : "id\ttitle\n", n, n * 7919);
  cr_assert_eq(gzclose(file), Z_OK);
  lab_feed(&lab, NULL, path);
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_eq(lab.pack.item_count, 1999);
  cr_assert_eq(truncate(path, 6000), 0);
  cr_assert_eq(lab_build(&lab), SOTTO_E_CORRUPT, "%s", lab.said);
}

Test(feed, header_without_id_is_not_a_feed) {
  cr_assert_eq(build_from("name\tprice\nx\t1\n"), SOTTO_E_FORMAT);
  cr_assert(lab_said(&lab, "names no \"id\" column"));
  cr_assert_eq(build_from(""), SOTTO_E_FORMAT);
}

Test(feed, feed_without_a_usable_row_makes_no_pack) {
  cr_assert_eq(build_from("id\ttitle\n\tNo id\n"), SOTTO_E_STATE);
  cr_assert(lab_said(&lab, "no usable row"));
}

Test(feed, feed_that_is_not_there_is_missing) {
  lab_feed(&lab, NULL, "/tmp/sotto-no-such-feed.tsv");
  cr_assert_eq(lab_build(&lab), SOTTO_E_MISSING);
}

Test(feed, endless_line_is_left_out_and_reading_goes_on) {
  size_t size = (3u << 20) + 100;
  char *text = malloc(size + 16);
  memset(text, 'x', size);
  memcpy(text, "id\ttitle\n", 9);
  memcpy(text + size, "\nb\tAfter it\n", 12);
  lab_feed(&lab, NULL, lab_write_bytes(&lab, "items.tsv", text, size + 12));
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert(lab_said(&lab, "1 3 items.tsv:2 : row left out: the line is longer than 1 MiB"));
  cr_assert_eq(lab.pack.item_count, 1);
  cr_assert(so_text_is(title_of("b"), "After it"));
  free(text);
}

Test(feed, header_is_read_whatever_its_case_and_spaces) {
  cr_assert_eq(build_from("ID\tTitle\tProduct type\tPRICE\tAge Group\tattr Room\n"
                          "a\tA\tX > Y\t2.00 EUR\tadult\thall\n"),
               SOTTO_OK);
  cr_assert(has("a", "product_type", "X > Y"));
  cr_assert(has("a", "age_group", "adult"));
  cr_assert(has("a", "room", "hall"));
  cr_assert_eq(price_of("a"), 200);
  cr_assert_eq(lab.result.warnings, 0, "%s", lab.said);
}

Test(feed, second_column_of_a_kind_is_told_and_not_used) {
  cr_assert_eq(build_from("id\ttitle\tTitle\tprice\tattr_a\tAttr A\na\tOne\tTwo\t1\tx\ty\n"),
               SOTTO_OK);
  cr_assert(so_text_is(title_of("a"), "One"));
  cr_assert(has("a", "a", "x"));
  cr_assert(lab_said(&lab, "1 4 items.tsv:1 title: a column before it"), "%s", lab.said);
  cr_assert(lab_said(&lab, "1 4 items.tsv:1 attr_a: a column before it"), "%s", lab.said);
  cr_assert_not(has("a", "a", "y"));
}

Test(feed, feed_without_prices_is_told) {
  cr_assert_eq(build_from("id\ttitle\na\tA\n"), SOTTO_OK);
  cr_assert(lab_said(&lab, "1 4 items.tsv:1 price: no such column"), "%s", lab.said);
}

Test(feed, odd_cells_are_told_and_the_row_kept) {
  cr_assert_eq(build_from("id\tavailability\tprice\na\tin store\t1\nb\tOut of stock\t0\nc\n"),
               SOTTO_OK);
  cr_assert_eq(lab.pack.item_count, 3);
  cr_assert(lab_said(&lab, "1 3 items.tsv:2 a: the availability \"in store\" is not known"));
  cr_assert(lab_said(&lab, "1 3 items.tsv:3 b: the price is 0"), "%s", lab.said);
  cr_assert(lab_said(&lab, "1 3 items.tsv:4 c: the row has 1 of 3 cells"), "%s", lab.said);
}

Test(feed, control_characters_and_nul_bytes_are_left_out) {
  static const char nul[] = "id\ttitle\na\tA\nb\tB\0B\n";
  reject("n\033\tN\t1.00 EUR", "the id holds a control character");
  reject("n\tN\033[2J\t1.00 EUR", "the title holds a control character");
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab_feed(&lab, NULL, lab_write_bytes(&lab, "items.tsv", nul, sizeof nul - 1));
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert(lab_said(&lab, "items.tsv:3 : row left out: the row holds a NUL byte"), "%s", lab.said);
}

Test(feed, other_separators_and_encodings_are_named) {
  static const char wide[] = "\xff\xfei\0d\0\t\0t\0\n\0";
  cr_assert_eq(build_from("id;title\na;A\n"), SOTTO_E_FORMAT);
  cr_assert(lab_said(&lab, "must be tab separated UTF-8"), "%s", lab.said);
  cr_assert_eq(build_from("id,title\na,A\n"), SOTTO_E_FORMAT);
  cr_assert(lab_said(&lab, "must be tab separated UTF-8"), "%s", lab.said);
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab_feed(&lab, NULL, lab_write_bytes(&lab, "items.tsv", wide, sizeof wide - 1));
  cr_assert_eq(lab_build(&lab), SOTTO_E_FORMAT);
  cr_assert(lab_said(&lab, "must be tab separated UTF-8"), "%s", lab.said);
}

Test(feed, other_language_names_values_but_adds_no_items) {
  lab.options.brand_file = lab_write(&lab, "brand.json", LAB_BRAND);
  lab_feed(&lab, "en", lab_write(&lab, "items.tsv", LAB_ITEMS));
  lab_feed(&lab, "es",
           lab_write(&lab, "es.tsv", "id\ttitle\ta\tbrand\nzz\tNadie\t\tLux\na\tRoja\t\tLux\n"));
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_eq(lab.pack.item_count, 7);
  cr_assert(lab_said(&lab, "es.tsv:2 zz: row left out: the default locale's feed has no item"));
  cr_assert(lab_said(&lab, "6 items are without a text in this locale"));
}
