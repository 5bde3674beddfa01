/*
 * One pack for everyone: the brand's public list, what it refuses to append, what of it shows when
 * it was changed, and a device that installs only what is in it.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

#define LINE 310

typedef struct listing {
  lab_world lab;
  char path[96];
} listing;

static void begin(listing *list) {
  lab_begin(&list->lab);
  snprintf(list->path, sizeof list->path, "%s/packs.sottolist", list->lab.root);
}

static sotto_status publish(listing *list, const lab_pack *wanted) {
  sotto_listed listed;
  const sotto_brand_keys *keys = wanted->keys ? wanted->keys : &list->lab.keys;
  lab_build_pack(&list->lab, wanted);
  return sotto_pack_publish(list->lab.pack, list->path, keys->signing_secret, &listed);
}

static sotto_status check(const listing *list, uint64_t *ret_lines) {
  *ret_lines = 0;
  return sotto_pack_list_read(list->path, list->lab.keys.signing_public, ret_lines, NULL);
}

static void fill(listing *list) {
  for (uint64_t sequence = 1; sequence <= 3; sequence++)
    cr_assert_eq(publish(list, &(lab_pack){.sequence = sequence}), SOTTO_OK);
}

static void edit(const listing *list, long at, char value) {
  FILE *file = fopen(list->path, "r+b");
  cr_assert(file && !fseek(file, at, SEEK_SET) && fputc(value, file) != EOF && !fclose(file));
}

static char read_at(const listing *list, long at) {
  FILE *file = fopen(list->path, "rb");
  cr_assert(file && !fseek(file, at, SEEK_SET));
  const int value = fgetc(file);
  fclose(file);
  return (char)value;
}

Test(pack_list, holds_a_line_a_pack_and_the_same_pack_once) {
  listing list;
  uint64_t lines;
  begin(&list);
  fill(&list);
  cr_assert_eq(publish(&list, &(lab_pack){.sequence = 3}), SOTTO_OK, "it is there already");
  cr_assert_eq(check(&list, &lines), SOTTO_OK);
  cr_assert_eq(lines, 3u);
  lab_end(&list.lab);
}

Test(pack_list, takes_no_second_pack_with_one_sequence_nor_a_lower_one) {
  listing list;
  uint64_t lines;
  begin(&list);
  fill(&list);
  cr_assert_eq(publish(&list, &(lab_pack){.sequence = 3, .created_ms = LAB_START_MS + 1}),
               SOTTO_E_ROLLBACK);
  cr_assert_eq(publish(&list, &(lab_pack){.sequence = 2}), SOTTO_E_ROLLBACK);
  cr_assert_eq(check(&list, &lines), SOTTO_OK);
  cr_assert_eq(lines, 3u);
  lab_end(&list.lab);
}

Test(pack_list, takes_no_pack_of_another_key) {
  listing list;
  sotto_listed listed;
  sotto_brand_keys other;
  begin(&list);
  cr_assert_eq(sotto_brand_keys_make(&other), SOTTO_OK);
  lab_build_pack(&list.lab, &(lab_pack){.keys = &other});
  cr_assert_eq(sotto_pack_publish(list.lab.pack, list.path, list.lab.keys.signing_secret, &listed),
               SOTTO_E_UNTRUSTED);
  lab_end(&list.lab);
}

Test(pack_list, a_changed_digit_anywhere_shows_and_where) {
  listing list;
  uint64_t lines;
  begin(&list);
  fill(&list);
  for (long at = 0; at < 3 * LINE; at += 7) {
    const char was = read_at(&list, at);
    edit(&list, at, was == '1' ? '2' : '1');
    const sotto_status status = check(&list, &lines);
    cr_assert(status == SOTTO_E_TAMPERED || status == SOTTO_E_FORMAT || status == SOTTO_E_UNTRUSTED,
              "%ld: %s", at, sotto_status_name(status));
    cr_assert_eq(lines, (uint64_t)(at / LINE) + 1, "%ld: %d", at, (int)lines);
    edit(&list, at, was);
  }
  cr_assert_eq(check(&list, &lines), SOTTO_OK);
  lab_end(&list.lab);
}

Test(pack_list, a_cut_line_shows) {
  listing list;
  uint64_t lines;
  begin(&list);
  fill(&list);
  cr_assert_eq(truncate(list.path, 3 * LINE - 5), 0);
  cr_assert_eq(check(&list, &lines), SOTTO_E_FORMAT);
  cr_assert_eq(lines, 3u);
  lab_end(&list.lab);
}

static sotto_status install(listing *list) {
  list->lab.options.pack_list = list->path;
  sotto *profile = lab_open(&list->lab);
  const sotto_status status = sotto_pack_install(profile, list->lab.pack);
  sotto_close(profile);
  return status;
}

Test(pack_list, a_device_that_asks_for_it_installs_only_a_listed_pack) {
  listing list;
  begin(&list);
  lab_build_pack(&list.lab, &(lab_pack){.sequence = 1});
  cr_assert_eq(install(&list), SOTTO_E_MISSING, "no list, no pack");
  fill(&list);
  lab_build_pack(&list.lab, &(lab_pack){.sequence = 3, .created_ms = LAB_START_MS + 1});
  cr_assert_eq(install(&list), SOTTO_E_UNLISTED, "a twin made for one person");
  lab_build_pack(&list.lab, &(lab_pack){.sequence = 4});
  cr_assert_eq(install(&list), SOTTO_E_UNLISTED);
  lab_build_pack(&list.lab, &(lab_pack){.sequence = 3});
  cr_assert_eq(install(&list), SOTTO_OK);
  lab_end(&list.lab);
}

Test(pack_list, a_device_believes_no_changed_list_and_none_of_another_key) {
  listing list;
  begin(&list);
  fill(&list);
  const char was = read_at(&list, LINE + 40);
  edit(&list, LINE + 40, was == '1' ? '2' : '1');
  cr_assert_eq(install(&list), SOTTO_E_TAMPERED);
  edit(&list, LINE + 40, was);
  cr_assert_eq(install(&list), SOTTO_OK);
  const char signature = read_at(&list, 3 * LINE - 2);
  edit(&list, 3 * LINE - 2, signature == '1' ? '2' : '1');
  cr_assert_eq(install(&list), SOTTO_E_UNTRUSTED);
  lab_end(&list.lab);
}
