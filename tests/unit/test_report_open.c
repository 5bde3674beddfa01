/*
 * The collector opens what devices sealed, and names each way in which a report can be wrong.
 */
#include <criterion/criterion.h>
#include <sotto/estimate.h>

#include "hand_pack.h"
#include "privacy/subset.h"

static hand_pack pack;
static sotto_collector *collector;

static sotto_status open_with(sotto_bytes trust, const uint8_t secret[32]) {
  sotto_collector_options options;
  sotto_collector_options_init(&options);
  options.pack = (sotto_bytes){pack.bytes, pack.size};
  options.trust = trust;
  options.report_key = (sotto_bytes){secret, 32};
  return sotto_collector_open(&options, &collector);
}

static sotto_status open_collector(void) {
  return open_with((sotto_bytes){pack.sign_public, 32}, pack.report_secret);
}

static void set_up(void) {
  cr_assert_eq(so_random_start(), SOTTO_OK);
  hand_pack_make(&pack);
  cr_assert_eq(open_collector(), SOTTO_OK);
}

static void tear_down(void) {
  sotto_collector_close(collector);
  collector = NULL;
}

TestSuite(report_open, .init = set_up, .fini = tear_down);

/* A report to question 0 (7 buckets, of which a report names 2) that names `map`. */
static size_t seal(uint8_t *ret_body, uint32_t epoch, uint8_t map) {
  sotto_collector_question question;
  cr_assert_eq(sotto_collector_question_get(collector, 0, &question), SOTTO_OK);
  so_report report = {.epoch = epoch, .payload_size = question.mechanism.report_bytes};
  so_report_question_id(report.question, question.content, epoch);
  memset(report.id, 0x5a, sizeof report.id);
  report.payload[0] = map;
  cr_assert_eq(so_report_seal(ret_body, pack.report_public, &report), SOTTO_OK);
  return report.payload_size + SO_REPORT_OVERHEAD;
}

static sotto_status open_body(const uint8_t *body, size_t size, sotto_answer *ret_answer) {
  return sotto_collector_read(collector, (sotto_bytes){body, size}, ret_answer);
}

Test(report_open, reads_what_a_device_sealed) {
  uint8_t body[SO_REPORT_BODY_MAX];
  sotto_answer answer;
  size_t size = seal(body, HAND_EPOCH + 1, 0x48);
  cr_assert_eq(open_body(body, size, &answer), SOTTO_OK);
  cr_assert_eq(answer.index, 0);
  cr_assert_eq(answer.epoch, HAND_EPOCH + 1);
  cr_assert_eq(answer.count, 2);
  cr_assert_eq(answer.cells[0], 3);
  cr_assert_eq(answer.cells[1], 6);
  cr_assert_eq(answer.report[7], 0x5a);
}

Test(report_open, retry_has_other_bytes_and_the_same_id) {
  uint8_t first[SO_REPORT_BODY_MAX], second[SO_REPORT_BODY_MAX];
  sotto_answer a, b;
  size_t size = seal(first, HAND_EPOCH, 0x03);
  (void)seal(second, HAND_EPOCH, 0x03);
  cr_assert_neq(memcmp(first, second, size), 0);
  cr_assert_eq(open_body(first, size, &a), SOTTO_OK);
  cr_assert_eq(open_body(second, size, &b), SOTTO_OK);
  cr_assert_arr_eq(a.report, b.report, sizeof a.report);
  cr_assert_arr_eq(a.question, b.question, sizeof a.question);
}

Test(report_open, every_flipped_bit_is_noticed) {
  uint8_t body[SO_REPORT_BODY_MAX];
  sotto_answer answer;
  size_t size = seal(body, HAND_EPOCH, 0x03);
  for (size_t bit = 0; bit < 8 * size; bit++) {
    body[bit / 8] ^= (uint8_t)(1u << bit % 8);
    sotto_status expected = bit < 8 * 16 ? SOTTO_E_MISSING : SOTTO_E_TAMPERED;
    cr_assert_eq(open_body(body, size, &answer), expected, "bit %zu", bit);
    body[bit / 8] ^= (uint8_t)(1u << bit % 8);
  }
  cr_assert_eq(open_body(body, size, &answer), SOTTO_OK);
}

Test(report_open, every_cut_or_longer_body_is_malformed) {
  uint8_t body[SO_REPORT_BODY_MAX + 64] = {0};
  sotto_answer answer;
  size_t size = seal(body, HAND_EPOCH, 0x03);
  for (size_t cut = 0; cut < size; cut++)
    cr_assert_eq(open_body(body, cut, &answer), SOTTO_E_FORMAT, "%zu bytes", cut);
  cr_assert_eq(open_body(body, size + 1, &answer), SOTTO_E_FORMAT);
  cr_assert_eq(open_body(body, sizeof body, &answer), SOTTO_E_FORMAT);
}

Test(report_open, report_moved_to_another_epoch_or_question_is_tampered) {
  uint8_t body[SO_REPORT_BODY_MAX], other[SO_REPORT_BODY_MAX];
  sotto_answer answer;
  size_t size = seal(body, HAND_EPOCH, 0x03);
  (void)seal(other, HAND_EPOCH + 1, 0x03);
  memcpy(body, other, 16);
  cr_assert_eq(open_body(body, size, &answer), SOTTO_E_TAMPERED);
  sotto_collector_question question;
  cr_assert_eq(sotto_collector_question_get(collector, 1, &question), SOTTO_OK);
  so_report_question_id(body, question.content, HAND_EPOCH);
  cr_assert_eq(open_body(body, size, &answer), SOTTO_E_TAMPERED);
}

Test(report_open, epochs_outside_the_pack_are_named_so) {
  uint8_t body[SO_REPORT_BODY_MAX];
  sotto_answer answer;
  static const struct {
    uint32_t epoch;
    sotto_status status;
  } cases[] = {{HAND_EPOCH - 1, SOTTO_OK},
               {HAND_EPOCH - 2, SOTTO_E_EXPIRED},
               {HAND_EPOCH + HAND_WEEKS + 1, SOTTO_OK},
               {HAND_EPOCH + HAND_WEEKS + 2, SOTTO_E_EXPIRED},
               {HAND_EPOCH + HAND_WEEKS + 60, SOTTO_E_EXPIRED},
               {HAND_EPOCH + HAND_WEEKS + 61, SOTTO_E_MISSING}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t size = seal(body, cases[i].epoch, 0x03);
    cr_assert_eq(open_body(body, size, &answer), cases[i].status, "epoch %u", cases[i].epoch);
  }
}

Test(report_open, authentic_nonsense_is_corrupt) {
  uint8_t body[SO_REPORT_BODY_MAX];
  sotto_answer answer;
  static const uint8_t maps[] = {0x00, 0x01, 0x07, 0x81, 0xff};
  for (size_t i = 0; i < sizeof maps; i++) {
    size_t size = seal(body, HAND_EPOCH, maps[i]);
    cr_assert_eq(open_body(body, size, &answer), SOTTO_E_CORRUPT, "map %02x", maps[i]);
  }
}

Test(report_open, each_way_of_being_wrong_has_its_own_status) {
  enum { CUT, FOREIGN, LATE, FLIPPED, NONSENSE, WAYS };
  uint8_t body[SO_REPORT_BODY_MAX];
  sotto_answer answer;
  sotto_status found[WAYS];
  size_t size = seal(body, HAND_EPOCH, 0x03);
  found[CUT] = open_body(body, size - 1, &answer);
  body[20] ^= 1;
  found[FLIPPED] = open_body(body, size, &answer);
  memset(body, 0xa5, 16);
  found[FOREIGN] = open_body(body, size, &answer);
  size = seal(body, HAND_EPOCH - 2, 0x03);
  found[LATE] = open_body(body, size, &answer);
  size = seal(body, HAND_EPOCH, 0x07);
  found[NONSENSE] = open_body(body, size, &answer);
  for (int a = 0; a < WAYS; a++) {
    cr_assert_neq(found[a], SOTTO_OK);
    for (int b = 0; b < a; b++) cr_assert_neq(found[a], found[b], "%d and %d", a, b);
  }
}

Test(report_open, questions_and_labels_come_from_the_pack) {
  sotto_collector_question question;
  sotto_bucket_label label;
  sotto_text brand = sotto_collector_brand(collector);
  cr_assert_eq(brand.size, 6);
  cr_assert_eq(memcmp(brand.data, "Vereda", 6), 0);
  cr_assert_eq(sotto_collector_count(collector), HAND_QUESTIONS);
  cr_assert_eq(sotto_collector_question_get(collector, 2, &question), SOTTO_OK);
  cr_assert_eq(question.mechanism.buckets, 3);
  cr_assert_eq(question.kind, SOTTO_ASKS_TOP_VALUE);
  static const char *const expected[HAND_QUESTIONS][4] = {
      {"none", "curious", "interested", "focused"},
      {"none", "under 7 days", "7 to 29 days", "30 days or more"},
      {"none", "climbing", "hiking", NULL}};
  for (uint32_t q = 0; q < HAND_QUESTIONS; q++)
    for (uint32_t b = 0; b < 4 && expected[q][b]; b++) {
      cr_assert_eq(sotto_collector_label(collector, q, b, &label), SOTTO_OK);
      cr_assert_str_eq(label.label, expected[q][b]);
    }
  cr_assert_eq(sotto_collector_label(collector, 2, 3, &label), SOTTO_E_MISSING);
  cr_assert_eq(sotto_collector_question_get(collector, 3, &question), SOTTO_E_MISSING);
}

Test(report_open, collector_refuses_another_brands_keys) {
  uint8_t other_public[64], other_secret[64];
  tear_down();
  so_seal_keypair(other_public, other_secret);
  cr_assert_eq(open_with((sotto_bytes){pack.sign_public, 32}, other_secret), SOTTO_E_KEY_WRONG);
  so_sign_keypair(other_public, other_secret);
  cr_assert_eq(open_with((sotto_bytes){other_public, 32}, pack.report_secret), SOTTO_E_UNTRUSTED);
  cr_assert_eq(open_with((sotto_bytes){NULL, 0}, pack.report_secret), SOTTO_E_UNTRUSTED);
  memcpy(other_public + 32, pack.sign_public, 32);
  cr_assert_eq(open_with((sotto_bytes){other_public, 64}, pack.report_secret), SOTTO_OK);
}

Test(report_open, collector_refuses_every_changed_section_of_a_pack) {
  tear_down();
  const so_pack_header *header = (const void *)pack.bytes;
  const so_pack_section *sections = (const void *)(header + 1);
  for (uint32_t i = 0; i < header->section_count; i++) {
    uint8_t *byte = &pack.bytes[sections[i].offset];
    *byte ^= 1;
    cr_assert_eq(open_collector(), SOTTO_E_TAMPERED, "section %u", sections[i].id);
    *byte ^= 1;
  }
  pack.bytes[16] ^= 1; /* the sequence */
  cr_assert_eq(open_collector(), SOTTO_E_TAMPERED);
  pack.bytes[16] ^= 1;
  pack.bytes[0] ^= 1;
  cr_assert_eq(open_collector(), SOTTO_E_FORMAT);
}
