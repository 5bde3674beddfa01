/*
 * Installing packs: each refusal has its status, the old pack stays, and what was installed is read
 * again after a restart, unless it was changed or has expired.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

typedef struct file_bytes {
  uint8_t *data;
  size_t size;
} file_bytes;

static file_bytes read_all(const char *path) {
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file);
  fseek(file, 0, SEEK_END);
  file_bytes bytes = {NULL, (size_t)ftell(file)};
  bytes.data = malloc(bytes.size);
  rewind(file);
  cr_assert_eq(fread(bytes.data, 1, bytes.size, file), bytes.size);
  fclose(file);
  return bytes;
}

static void write_all(const char *path, const uint8_t *data, size_t size) {
  FILE *file = fopen(path, "wb");
  cr_assert_not_null(file);
  cr_assert_eq(fwrite(data, 1, size, file), size);
  fclose(file);
}

static uint64_t sequence_of(sotto *profile) {
  sotto_pack_info info;
  return sotto_pack_get(profile, &info) ? 0 : info.sequence;
}

Test(pack, says_what_it_is_after_the_install_and_after_a_restart) {
  lab_world lab;
  sotto_pack_info info;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  for (int again = 0; again < 2; again++) {
    cr_assert_eq(sotto_pack_get(profile, &info), SOTTO_OK);
    cr_assert_eq(info.items, 16u);
    cr_assert_eq(info.slots, 3u);
    cr_assert_eq(info.questions, 3u);
    cr_assert_eq(info.sequence, 1u);
    cr_assert_str_eq(info.brand, "Lab");
    cr_assert_str_eq(info.currency, "EUR");
    sotto_text title;
    cr_assert_eq(sotto_item_title(profile, lab_text("rope"), &title), SOTTO_OK);
    cr_assert_eq(title.size, strlen("Climbing rope"));
    cr_assert_eq(sotto_item_title(profile, lab_text("nothing"), &title), SOTTO_E_MISSING);
    sotto_close(profile);
    profile = lab_open(&lab);
  }
  sotto_close(profile);
  lab_end(&lab);
}

Test(pack, a_port_that_cannot_map_reads_the_file) {
  lab_world lab;
  lab_begin(&lab);
  lab.port.file_map = NULL;
  lab.port.file_unmap = NULL;
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  cr_assert_eq(sequence_of(profile), 1u);
  sotto_close(profile);
  lab_end(&lab);
}

static sotto_port lent; /* the lab's own port, behind the one that counts */
static size_t trimmed;

static void count_trim(void *context, sotto_bytes bytes) {
  if (bytes.size > trimmed) trimmed = bytes.size;
  if (lent.file_trim) lent.file_trim(context, bytes);
}

Test(pack, a_port_may_take_back_the_memory_of_what_was_checked) {
  for (int offered = 0; offered < 2; offered++) {
    lab_world lab;
    sotto_text title;
    lab_begin(&lab);
    lent = lab.port;
    trimmed = 0;
    lab.port.file_trim = offered ? count_trim : NULL;
    sotto *profile = lab_open(&lab);
    lab_install(&lab, profile);
    file_bytes file = read_all(lab.pack);
    cr_assert_eq(trimmed, offered ? file.size : 0, "the whole mapping, never more");
    cr_assert_eq(sotto_item_title(profile, lab_text("rope"), &title), SOTTO_OK);
    cr_assert_eq(title.size, strlen("Climbing rope"), "the bytes can still be read");
    free(file.data);
    sotto_close(profile);
    lab_end(&lab);
  }
}

Test(pack, an_older_sequence_is_a_rollback_even_after_a_restart) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_build_pack(&lab, &(lab_pack){.name = "new", .sequence = 7});
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK, "the very same may be named again");
  lab_build_pack(&lab, &(lab_pack){.name = "old", .sequence = 6});
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_E_ROLLBACK);
  lab_build_pack(&lab, &(lab_pack){.name = "twin", .sequence = 7, .created_ms = LAB_START_MS + 1});
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_E_ROLLBACK);
  cr_assert_eq(sequence_of(profile), 7u);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_E_ROLLBACK);
  cr_assert_eq(sequence_of(profile), 7u);
  sotto_close(profile);
  lab_end(&lab);
}

Test(pack, an_expired_one_is_refused_and_an_installed_one_ends) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_build_pack(&lab, &(lab_pack){.expires_ms = LAB_START_MS + LAB_DAY_MS});
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  sotto_close(profile);
  lab_pass(&lab, LAB_DAY_MS);
  profile = lab_open(&lab);
  cr_assert_eq(sequence_of(profile), 0u, "none is in use after its expiry");
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_E_EXPIRED);
  sotto_close(profile);
  lab_end(&lab);
}

Test(pack, another_brands_key_is_untrusted_and_a_second_trusted_key_is_not) {
  lab_world lab;
  sotto_brand_keys other;
  lab_begin(&lab);
  cr_assert_eq(sotto_brand_keys_make(&other), SOTTO_OK);
  sotto *profile = lab_open(&lab);
  lab_build_pack(&lab, &(lab_pack){.keys = &other});
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_E_UNTRUSTED);
  sotto_close(profile);
  lab.options.pack_keys[1] = other.signing_public;
  profile = lab_open(&lab);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  sotto_close(profile);
  lab_end(&lab);
}

Test(pack, a_flipped_bit_anywhere_is_refused_and_the_old_pack_stays) {
  lab_world lab;
  char broken[128];
  size_t refused = 0;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  lab_build_pack(&lab, &(lab_pack){.name = "second", .sequence = 2});
  file_bytes bytes = read_all(lab.pack);
  snprintf(broken, sizeof broken, "%s/broken", lab.root);
  for (size_t at = 0; at < bytes.size; at += at < 4096 ? 13 : 997) {
    bytes.data[at] ^= 0x10;
    write_all(broken, bytes.data, bytes.size);
    sotto_status status = sotto_pack_install(profile, broken);
    cr_assert_neq(status, SOTTO_OK, "byte %zu of %zu", at, bytes.size);
    cr_assert(status == SOTTO_E_TAMPERED || status == SOTTO_E_UNTRUSTED ||
                  status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT ||
                  status == SOTTO_E_EXPIRED,
              "%s", sotto_status_name(status));
    cr_assert_eq(sequence_of(profile), 1u);
    bytes.data[at] ^= 0x10;
    refused++;
  }
  cr_assert(refused > 300);
  free(bytes.data);
  sotto_close(profile);
  lab_end(&lab);
}

Test(pack, a_cut_empty_foreign_or_missing_file_is_refused) {
  lab_world lab;
  char broken[128];
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_build_pack(&lab, NULL);
  file_bytes bytes = read_all(lab.pack);
  snprintf(broken, sizeof broken, "%s/broken", lab.root);
  for (size_t size = 0; size < bytes.size; size += size / 3 + 40) {
    write_all(broken, bytes.data, size);
    sotto_status status = sotto_pack_install(profile, broken);
    cr_assert(status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT, "%zu bytes: %s", size,
              sotto_status_name(status));
  }
  write_all(broken, (const uint8_t *)"SQLite format 3 and so on and so on", 35);
  cr_assert_eq(sotto_pack_install(profile, broken), SOTTO_E_FORMAT);
  cr_assert_eq(sotto_pack_install(profile, "/nowhere/at/all"), SOTTO_E_MISSING);
  cr_assert_eq(sequence_of(profile), 0u);
  free(bytes.data);
  sotto_close(profile);
  lab_end(&lab);
}

Test(pack, a_file_changed_after_the_install_is_not_used) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  sotto_close(profile);
  file_bytes bytes = read_all(lab.pack);
  bytes.data[bytes.size / 2] ^= 1;
  write_all(lab.pack, bytes.data, bytes.size);
  profile = lab_open(&lab);
  cr_assert_eq(sequence_of(profile), 0u);
  bytes.data[bytes.size / 2] ^= 1;
  write_all(lab.pack, bytes.data, bytes.size);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  free(bytes.data);
  sotto_close(profile);
  lab_end(&lab);
}

typedef struct seen_row {
  int packs;
  int named;
} seen_row;

static uint32_t look_for_pack(void *context, const sotto_audit_row *row) {
  seen_row *seen = context;
  if (row->act != SOTTO_ACT_PACK) return 0;
  seen->packs++;
  seen->named += row->words.size > 0 && row->detail.size > 64;
  return 0;
}

Test(pack, an_install_is_in_the_audit_log_with_its_hash) {
  lab_world lab;
  seen_row seen = {0, 0};
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  cr_assert_eq(sotto_audit_each(profile, 0, look_for_pack, &seen), SOTTO_OK);
  cr_assert_eq(seen.packs, 1);
  cr_assert_eq(seen.named, 1);
  sotto_close(profile);
  lab_end(&lab);
}
