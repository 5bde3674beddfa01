/*
 * Statistics from a log equal what one counts by hand, whatever order the log is in; and a log of
 * any kind never does more harm than a warning.
 */
#include "brand_lab.h"

#include <math.h>

#include "brand/pair_table.h"

static brand_lab lab;

static void set_up(void) {
  lab_open(&lab);
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(statistics, .init = set_up, .fini = tear_down);

#define ITEMS "id\tattributes\na\tk=1\nb\tk=2\nc\tk=3\nd\tk=4\n"
#define LOG "user\ttime_ms\tevent\titem\tquantity\tprice_minor\n"

static sotto_status build_with(const char *events) {
  lab.path_count = 0;
  lab.options.feed_count = 0;
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", ITEMS));
  lab.options.events_file = lab_write(&lab, "events.tsv", events);
  return lab_build(&lab);
}

static uint32_t item_of(const char *id) {
  return so_pack_find_item(&lab.pack, so_text_of(id));
}

static double popularity(const char *id) {
  return (double)lab.pack.items[item_of(id)].popularity;
}

static double weight_in(const so_pack_row *rows, const so_pack_edge *edges, const char *from,
                        const char *to) {
  const so_pack_row *row = &rows[item_of(from)];
  for (uint32_t n = row->start; n < row->start + row->count; n++) {
    if ((edges[n].item_weight & 0xffffff) == item_of(to))
      return (double)row->scale * (edges[n].item_weight >> 24);
  }
  return 0;
}

static double neighbour(const char *from, const char *to) {
  return weight_in(lab.pack.neighbour_rows, lab.pack.neighbours, from, to);
}

static double complement(const char *from, const char *to) {
  return weight_in(lab.pack.complement_rows, lab.pack.complements, from, to);
}

Test(statistics, popularity_is_the_share_of_people_not_of_events) {
  cr_assert_eq(build_with(LOG "u1\t1\tview_item\ta\nu1\t2\tview_item\tb\nu1\t3\tview_item\ta\n"
                              "u2\t1\tview_item\ta\nu3\t1\tview_item\tc\n"),
               SOTTO_OK);
  cr_assert_float_eq(popularity("a"), 2.0 / 4, 1e-6);
  cr_assert_float_eq(popularity("c"), 1.0 / 4, 1e-6);
  cr_assert_eq(popularity("d"), 0);
  cr_assert_eq(lab.pack.popular_order[0], item_of("a"));
  cr_assert_eq(lab.result.people, 3);
  cr_assert_eq(lab.result.events, 5);
}

Test(statistics, pairs_count_by_distance_and_direction) {
  cr_assert_eq(build_with(LOG "u\t1\tview_item\ta\nu\t2\tview_item\tb\nu\t3\tview_item\tc\n"),
               SOTTO_OK);
  /* Each item was met by one person: 2^.5 and 2^.3 divide every count. */
  double norm = sqrt(2) * pow(2, .3);
  cr_assert_float_eq(neighbour("a", "b"), 1 / norm, .01);
  cr_assert_float_eq(neighbour("a", "c"), .8 / norm, .01);
  cr_assert_float_eq(neighbour("b", "a"), .3 / norm, .01);
  cr_assert_float_eq(neighbour("c", "a"), .24 / norm, .01);
}

Test(statistics, window_is_ten_events) {
  char text[2048] = LOG;
  size_t size = strlen(text);
  size += (size_t)snprintf(text + size, sizeof text - size, "u\t1\tview_item\ta\n");
  for (int n = 0; n < 9; n++)
    size += (size_t)snprintf(text + size, sizeof text - size, "u\t2\tview_item\t%s\n",
                             n % 2 ? "b" : "c");
  size_t near = size;
  (void)snprintf(text + size, sizeof text - size, "u\t3\tview_item\td\n");
  cr_assert_eq(build_with(text), SOTTO_OK);
  cr_assert_gt(neighbour("a", "d"), 0);
  (void)snprintf(text + near, sizeof text - near, "u\t2\tview_item\tb\nu\t3\tview_item\td\n");
  cr_assert_eq(build_with(text), SOTTO_OK);
  cr_assert_eq(neighbour("a", "d"), 0);
}

Test(statistics, complements_are_bought_together_and_symmetric) {
  char text[4096] = LOG;
  size_t size = strlen(text);
  for (int n = 0; n < 12; n++)
    size += (size_t)snprintf(text + size, sizeof text - size,
                             "u%d\t1000\tpurchase\ta\nu%d\t2000\tpurchase\tb\n"
                             "u%d\t%lld\tpurchase\tc\n",
                             n, n, n, 5 * 86400000LL);
  cr_assert_eq(build_with(text), SOTTO_OK);
  cr_assert_gt(complement("a", "b"), 0);
  cr_assert_float_eq(complement("a", "b"), complement("b", "a"), 1e-6);
  cr_assert_eq(complement("a", "c"), 0, "five days later is another visit");
}

Test(statistics, what_was_given_back_or_taken_out_teaches_nothing) {
  cr_assert_eq(build_with(LOG "u\t1\tview_item\ta\nu\t2\tremove_from_cart\tb\nu\t3\trefund\tc\n"),
               SOTTO_OK);
  cr_assert_eq(lab.result.events, 1);
}

Test(statistics, events_of_a_user_are_put_in_order_of_time) {
  cr_assert_eq(build_with(LOG "u\t1\tview_item\ta\nu\t2\tview_item\tb\nu\t3\tview_item\tc\n"),
               SOTTO_OK);
  double ordered = neighbour("a", "b");
  cr_assert_eq(build_with(LOG "u\t3\tview_item\tc\nu\t1\tview_item\ta\nu\t2\tview_item\tb\n"),
               SOTTO_OK);
  cr_assert_float_eq(neighbour("a", "b"), ordered, 1e-6);
}

Test(statistics, unknown_items_and_broken_rows_are_counted_and_told) {
  cr_assert_eq(
      build_with(LOG "u\t1\tview_item\tzzz\nu\tnoon\tview_item\ta\nu\nu\t5\tview_item\ta\n"),
      SOTTO_OK);
  cr_assert(lab_said(&lab, "left out, events of items the catalogue lacks: 1"), "%s", lab.said);
  cr_assert(lab_said(&lab, "left out, rows with too few cells or no valid time: 2"), "%s",
            lab.said);
  cr_assert_eq(lab.result.events, 1);
}

Test(statistics, users_that_come_back_after_others_are_told) {
  cr_assert_eq(build_with(LOG "u\t1\tview_item\ta\nv\t1\tview_item\ta\nu\t2\tview_item\tb\n"),
               SOTTO_OK);
  cr_assert(lab_said(&lab, "users who come back after others: 1"), "%s", lab.said);
}

Test(statistics, empty_log_is_a_fresh_shop) {
  cr_assert_eq(build_with(LOG), SOTTO_OK);
  cr_assert_eq(lab.result.events, 0);
  cr_assert_eq(lab.pack.popular_order[0], 0);
}

Test(statistics, log_without_the_columns_is_refused) {
  cr_assert_eq(build_with("user\titem\nu\ta\n"), SOTTO_E_FORMAT);
  cr_assert(lab_said(&lab, "header lacks a column"));
}

Test(statistics, one_user_of_two_hundred_thousand_events_fits) {
  size_t room = 200000 * 40, size = strlen(LOG);
  char *text = malloc(room);
  memcpy(text, LOG, size);
  for (int n = 0; n < 200000; n++)
    size += (size_t)snprintf(text + size, room - size, "u\t%d\tview_item\t%c\n", n, 'a' + n % 4);
  cr_assert_eq(build_with(text), SOTTO_OK);
  free(text);
  cr_assert_eq(lab.result.events, 200000);
  cr_assert_eq(lab.result.people, 1);
  cr_assert_float_eq(popularity("a"), .5, 1e-6);
}

Test(statistics, fresh_shop_has_neighbours_by_attribute_and_title) {
  lab_feed(&lab, NULL,
           lab_write(&lab, "items.tsv",
                     "id\ttitle\tattributes\na\tRed floor lamp\tk=1\nb\tRed desk lamp\tk=1\n"
                     "c\tWool rug\tk=2\nd\tSilk rug\tk=3\ne\tChair\tk=4\nf\tSofa\tk=5\n"));
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_gt(neighbour("a", "b"), 0);
  cr_assert_gt(neighbour("c", "d"), 0);
  cr_assert_eq(neighbour("a", "c"), 0);
}

Test(statistics, baseline_is_the_share_of_evidence_within_the_key) {
  cr_assert_eq(build_with(LOG "u1\t1\tview_item\ta\nu2\t1\tview_item\ta\nu3\t1\tview_item\tb\n"),
               SOTTO_OK);
  uint32_t key = so_pack_find_key(&lab.pack, so_text_of("k"));
  uint32_t value = so_pack_find_value(&lab.pack, key, so_text_of("1"));
  /* People 2, 1, 0, 0 and one imagined each: 3 of 7. */
  cr_assert_float_eq((double)lab.pack.values[value].baseline, 3.0 / 7, 1e-6);
}

Test(statistics, log_alone_is_a_catalogue_of_ids) {
  lab.options.feeds = NULL;
  lab.options.events_file =
      lab_write(&lab, "events.tsv", LOG "u\t1\tview_item\tx\nu\t2\tview_item\ty\nv\t1\t\tx\n");
  cr_assert_eq(lab_build(&lab), SOTTO_OK, "%s", lab.said);
  cr_assert_eq(lab.pack.item_count, 2);
  cr_assert_gt(neighbour("x", "y"), 0);
  cr_assert(so_text_is(so_pack_item_title(&lab.pack, item_of("y"), 0), "y"));
}

Test(statistics, full_pair_table_drops_the_lightest_and_keeps_the_heaviest) {
  so_pair_table table;
  so_pair_table_init(&table, 1 << 16);
  for (uint32_t round = 0; round < 3; round++) so_pair_table_add(&table, 1, 2, 100);
  for (uint32_t n = 0; n < 400000; n++) so_pair_table_add(&table, 3 + n % 700, 1000 + n, 1);
  so_pair_table_settle(&table);
  cr_assert_not(table.failed);
  cr_assert_leq(table.slots, 1u << 16);
  cr_assert_gt(table.dropped, 0);
  so_partner_runs runs;
  cr_assert_eq(so_pair_table_runs(&table, 402000, 0, &runs), SOTTO_OK);
  cr_assert_eq(runs.starts[2] - runs.starts[1], 1);
  cr_assert_eq(runs.partners[runs.starts[1]].weight, 300);
  so_partner_runs_free(&runs);
  so_pair_table_free(&table);
}

Test(statistics, weakest_edges_go_where_a_pack_would_grow_too_large) {
  so_array rows = so_array_of(sizeof(so_pack_row)), edges = so_array_of(sizeof(so_pack_edge));
  so_partner partners[100];
  for (uint32_t row = 0; row < 10; row++) {
    uint32_t count = row ? 10 : 100; /* a rich row and nine poor ones */
    for (uint32_t n = 0; n < count; n++) partners[n] = (so_partner){n, 127.0f - (float)n};
    so_edge_rows_add(&rows, &edges, partners, count);
  }
  so_edge_rows_cut(&rows, &edges, 15);
  const so_pack_row *row = rows.data;
  cr_assert_leq(edges.count, 150);
  cr_assert_eq(row[0].count, 60, "those of at least 68 of 127");
  uint32_t at = 0;
  for (uint32_t n = 0; n < 10; n++) {
    cr_assert_eq(row[n].start, at);
    at += row[n].count;
    if (n) cr_assert_eq(row[n].count, 10);
  }
  cr_assert_eq(edges.count, at);
  so_array_free(&rows);
  so_array_free(&edges);
}

Test(statistics, a_kind_bought_again_on_a_later_day_is_told_from_one_that_is_not) {
  static const char items[] = "id\tproduct_type\na\tFood\nb\tFood\nc\tBoxes\nd\tLamps\n";
  char log[8192] = LOG;
  for (int user = 0; user < 40; user++) { /* food twice; a box once; a lamp, and never came back */
    size_t at = strlen(log);
    snprintf(log + at, sizeof log - at,
             "u%d\t1700000000000\tpurchase\ta\t1\t\nu%d\t1700000000000\tpurchase\tc\t1\t\n"
             "u%d\t1700000000001\tpurchase\tc\t1\t\nu%d\t1700800000000\tpurchase\tb\t1\t\n",
             user, user, user, user);
  }
  snprintf(log + strlen(log), sizeof log - strlen(log), "z\t1700000000000\tpurchase\td\t1\t\n");
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", items));
  lab.options.events_file = lab_write(&lab, "events.tsv", log);
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_eq(lab.pack.repeat_count, 3);
  double of[3];
  for (uint32_t n = 0; n < 3; n++) { /* ten more like all: 40 of 80 came back for the same */
    uint32_t value = lab.pack.items[item_of(n == 0 ? "a" : n == 1 ? "c" : "d")].type_value;
    of[n] = (double)lab.pack.repeats[value].share;
  }
  cr_assert_float_eq(of[0], 45.0 / 50, 1e-6);
  cr_assert_float_eq(of[1], 5.0 / 50, 1e-6);
  cr_assert_float_eq(of[2], 0.5, 1e-6);
}

/* 120 people look at boxes in the morning, 120 at lamps in the evening; all at food. */
Test(statistics, what_people_meet_more_often_at_a_moment_is_lifted_there) {
  static const char items[] = "id\tproduct_type\na\tFood\nc\tBoxes\nd\tLamps\n";
  static char log[32768] = LOG;
  for (int user = 0; user < 240; user++) {
    size_t at = strlen(log);
    long long time = 1767607200000 + (user % 2 ? 36000000 : 0); /* 10:00 and 20:00 UTC */
    snprintf(log + at, sizeof log - at,
             "u%d\t%lld\tview_item\ta\t\t\nu%d\t%lld\tview_item\t%s\t\t\n", user, time, user,
             time + 1000, user % 2 ? "d" : "c");
  }
  lab_feed(&lab, NULL, lab_write(&lab, "items.tsv", items));
  lab.options.events_file = lab_write(&lab, "events.tsv", log);
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_eq(lab.pack.moment_count, 2);
  for (uint32_t n = 0; n < 2; n++) { /* a fourth of all meetings, half of the morning's */
    const so_pack_moment *row = &lab.pack.moments[n];
    cr_assert_eq(row->moment, SO_PACK_MOMENT(SO_MOMENT_HOUR, n ? 4 : 2));
    cr_assert_eq(row->type, lab.pack.items[item_of(n ? "d" : "c")].type_value);
    cr_assert_float_eq(row->lift, 2, 1e-6);
    cr_assert_float_eq(row->error, 2 * sqrt(2.0 / 120), 1e-6);
  }
}
