/*
 * One pack for everyone: each pack against the public list, the lists against each other, and the
 * packs that this profile ever installed. Two signed packs with one sequence are evidence, and so
 * are two lists that part: both are printed so that anyone can check them.
 */
#include <inttypes.h>
#include <sotto/build.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define LINES_MAX 100000

typedef struct list_read {
  sotto_listed *lines;
  size_t count;
} list_read;

static uint32_t take_line(void *context, const sotto_listed *listed) {
  list_read *list = context;
  if (list->count == LINES_MAX) return 1;
  list->lines[list->count++] = *listed;
  return 0;
}

static void read_list(page *out, const check_packs *given, size_t index, list_read *ret_list) {
  uint64_t lines = 0;
  const sotto_pack_list_visit visit = {take_line, ret_list};
  ret_list->lines = calloc(LINES_MAX, sizeof *ret_list->lines);
  const sotto_status status =
      ret_list->lines ? sotto_pack_list_read(given->lists[index], given->brand_key, &lines, &visit)
                      : SOTTO_E_MEMORY;
  page_check(out, "public list", status == SOTTO_OK,
             status ? page_words("%s, line %" PRIu64 ": %s", given->lists[index], lines,
                                 status == SOTTO_E_ROLLBACK
                                     ? "two packs with one sequence, or one out of order."
                                     : sotto_status_text(status))
                    : page_words("%s: %" PRIu64 " packs, every line of the chain holds.",
                                 given->lists[index], lines));
}

static int listed_in(const list_read *list, const uint8_t *hash, uint64_t sequence) {
  for (size_t i = 0; i < list->count; i++)
    if (list->lines[i].sequence == sequence &&
        memcmp(list->lines[i].hash, hash, sizeof list->lines[i].hash) == 0)
      return 1;
  return 0;
}

static void show_pack(page *out, const char *path, const sotto_pack_facts *facts) {
  char hash[65], key[17];
  page_hex(hash, facts->hash, sizeof facts->hash);
  page_hex(key, facts->key_id, sizeof facts->key_id);
  page_line(out, "%s: sequence %" PRIu64 ", signed by %s,", path, facts->sequence, key);
  page_line(out, "   hash %s", hash);
}

/* Reads and shows every pack; gives how many hold. */
static size_t read_packs(page *out, const check_packs *given, sotto_pack_facts *ret_facts) {
  size_t good = 0;
  for (size_t i = 0; i < given->pack_count; i++) {
    const sotto_status status =
        sotto_pack_read(given->packs[i], given->brand_key, &ret_facts[i], NULL);
    page_check(out, "pack signature", status == SOTTO_OK,
               page_words("%s: %s", given->packs[i],
                          status ? sotto_status_text(status) : "signed by the brand."));
    if (status) memset(&ret_facts[i], 0, sizeof ret_facts[i]);
    if (!status) show_pack(out, given->packs[i], &ret_facts[i]);
    good += status == SOTTO_OK;
  }
  return good;
}

/* Two that one key signed for one sequence: nobody else could have made them. */
static void compare_packs(page *out, const check_packs *given, const sotto_pack_facts *facts) {
  size_t twins = 0;
  for (size_t i = 0; i < given->pack_count; i++)
    for (size_t j = 0; j < i; j++) {
      if (!facts[i].struct_size || !facts[j].struct_size ||
          facts[i].sequence != facts[j].sequence ||
          memcmp(facts[i].hash, facts[j].hash, sizeof facts[i].hash) == 0)
        continue;
      twins++;
      page_line(out, "Evidence: both are signed by one key and have one sequence:");
      show_pack(out, given->packs[j], &facts[j]);
      show_pack(out, given->packs[i], &facts[i]);
    }
  page_check(out, "one pack a sequence", twins == 0,
             page_words("%zu pairs of packs share a sequence and differ.", twins));
}

static void compare_lists(page *out, const list_read lists[2]) {
  const size_t both = lists[0].count < lists[1].count ? lists[0].count : lists[1].count;
  size_t same = 0;
  while (same < both && memcmp(lists[0].lines[same].chain, lists[1].lines[same].chain, 32) == 0)
    same++;
  page_check(out, "one list", same == both,
             page_words("the two lists agree in %zu of their %zu common lines.", same, both));
}

static void check_listed(page *out, const list_read *list, const check_packs *given,
                         const sotto_pack_facts *facts) {
  size_t missing = 0;
  for (size_t i = 0; i < given->pack_count; i++)
    missing += facts[i].struct_size && !listed_in(list, facts[i].hash, facts[i].sequence);
  page_check(
      out, "pack listed", missing == 0,
      page_words("%zu of %zu packs are not in the public list.", missing, given->pack_count));
}

static void check_installed(page *out, const list_read *list, const examined *subject) {
  size_t packs = 0, missing = 0;
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    char hash[65] = "";
    int found = 0;
    if (row->act != SOTTO_ACT_PACK) continue;
    for (size_t j = 0; !found && j < list->count; j++) {
      page_hex(hash, list->lines[j].hash, 32);
      found = strcmp(hash, examined_text(row, "hash")) == 0;
    }
    packs++;
    missing += !found;
  }
  page_check(out, "installed packs", missing == 0,
             page_words("%zu of %zu packs that this profile installed are not in the public list.",
                        missing, packs));
}

void check_pack(page *out, const examined *subject, const check_packs *given) {
  sotto_pack_facts facts[8];
  list_read lists[2] = {{NULL, 0}, {NULL, 0}};
  if (!(given->pack_count + given->list_count)) return;
  page_section(out, "One pack for everyone");
  read_packs(out, given, facts);
  compare_packs(out, given, facts);
  for (size_t i = 0; i < given->list_count; i++) read_list(out, given, i, &lists[i]);
  if (given->list_count == 2) compare_lists(out, lists);
  if (given->list_count) check_listed(out, &lists[0], given, facts);
  if (given->list_count && subject) check_installed(out, &lists[0], subject);
  for (size_t i = 0; i < 2; i++) free(lists[i].lines);
}
