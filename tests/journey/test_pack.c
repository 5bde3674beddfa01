/*
 * Installing packs: each refusal has its status, the old pack stays, and what was installed is read
 * again after a restart, unless it was changed or has expired.
 */
#include <criterion/criterion.h>
#include <sotto/estimate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab_asked.h"

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

/* Where section `id` of a pack stands: entries of 64 bytes follow a header of 128. */
static size_t section_at(const file_bytes *file, uint32_t id) {
  for (size_t at = 128; at + 64 <= file->size; at += 64) {
    uint64_t offset;
    memcpy(&offset, file->data + at + 8, sizeof offset);
    if (file->data[at] == id) return (size_t)offset;
  }
  cr_assert(0, "no section %u", id);
  return 0;
}

/* In place, as a mapping sees it. */
static void overwrite(const char *path, size_t at, size_t size) {
  uint8_t other[256];
  FILE *file = fopen(path, "r+b");
  cr_assert_not_null(file);
  memset(other, 0x2a, sizeof other);
  cr_assert_eq(fseek(file, (long)at, SEEK_SET), 0);
  cr_assert_eq(fwrite(other, 1, size, file), size);
  fclose(file);
}

static sotto_status opened(const file_bytes *pack, const lab_world *lab, sotto_bytes body) {
  sotto_collector_options options;
  sotto_collector *collector = NULL;
  sotto_answer answer;
  sotto_collector_options_init(&options);
  options.pack = (sotto_bytes){pack->data, pack->size};
  options.trust = (sotto_bytes){lab->keys.signing_public, sizeof lab->keys.signing_public};
  options.report_key = (sotto_bytes){lab->keys.report_secret, sizeof lab->keys.report_secret};
  cr_assert_eq(sotto_collector_open(&options, &collector), SOTTO_OK);
  sotto_status status = sotto_collector_read(collector, body, &answer);
  sotto_collector_close(collector);
  return status;
}

Test(pack, a_file_changed_underneath_changes_no_question_and_no_key) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  file_bytes file = read_all(lab.pack);
  lab_seen before = *lab_look(profile);
  overwrite(lab.pack, 16, 8);  /* the sequence */
  overwrite(lab.pack, 56, 32); /* the key reports are sealed to */
  overwrite(lab.pack, section_at(&file, 8), 8);
  overwrite(lab.pack, section_at(&file, 10), 64);
  overwrite(lab.pack, section_at(&file, 23), 40); /* of the first question all but its content */
  cr_assert_eq(sequence_of(profile), 1u);
  lab_seen after = *lab_look(profile);
  cr_assert_arr_eq(before.previews[0].question, after.previews[0].question, 16);
  cr_assert_eq(before.previews[0].cost_micro, after.previews[0].cost_micro);
  cr_assert_eq(lab_answer(profile, 0), SOTTO_OK);
  lab_mail mail = lab_outbox(profile);
  cr_assert_eq(mail.count, 1u);
  cr_assert_eq(opened(&file, &lab, (sotto_bytes){mail.body, mail.last.body.size}), SOTTO_OK,
               "sealed to the signed key");
  free(file.data);
  lab_leave(&lab, profile);
}

Test(pack, names_changed_underneath_make_a_question_one_that_no_device_answers) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  file_bytes file = read_all(lab.pack);
  for (size_t at = section_at(&file, 1), end = section_at(&file, 2); at < end; at += 256)
    overwrite(lab.pack, at, end - at < 256 ? end - at : 256);
  cr_assert_eq(lab_look(profile)->previews[2].state, SOTTO_QUESTION_INVALID);
  free(file.data);
  lab_leave(&lab, profile);
}

static sotto_status ask(sotto *profile) {
  sotto_request request;
  sotto_pick pick;
  size_t count = 1;
  sotto_request_init(&request);
  return sotto_recommend(profile, &request, &pick, &count);
}

Test(pack, an_open_handle_ends_the_use_of_an_expired_one) {
  for (int ticks = 0; ticks < 2; ticks++) {
    lab_world lab;
    lab_begin(&lab);
    sotto *profile = lab_open(&lab);
    lab_build_pack(&lab, &(lab_pack){.expires_ms = LAB_START_MS + LAB_DAY_MS});
    cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
    cr_assert_eq(ask(profile), SOTTO_OK);
    lab_pass(&lab, LAB_DAY_MS);
    if (ticks)
      cr_assert_eq(sotto_tick(profile), SOTTO_OK);
    else
      lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
    cr_assert_eq(ask(profile), SOTTO_E_STATE);
    lab_build_pack(&lab, &(lab_pack){.sequence = 2});
    cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
    cr_assert_eq(ask(profile), SOTTO_OK);
    sotto_close(profile);
    lab_end(&lab);
  }
}

/* A pack that calls the activity social. */
static const char *const stricter[] = {"\"column\":\"attr_activity\",\"category\":\"internal\"",
                                       "\"column\":\"attr_activity\",\"category\":\"social\"",
                                       "\"attribute\":\"activity\",\"values\":[\"climbing\","
                                       "\"camping\",\"hiking\",\"water\"]",
                                       "\"attribute\":\"color\",\"values\":[\"green\",\"blue\"]",
                                       NULL};

static uint32_t count_stated(void *context, const sotto_affinity *affinity) {
  *(uint32_t *)context += affinity->stated;
  return 0;
}

static uint32_t stated(sotto *profile) {
  uint32_t count = 0;
  cr_assert_eq(sotto_affinity_each(profile, lab_text(""), count_stated, &count), SOTTO_OK);
  return count;
}

Test(pack, a_stricter_category_of_a_key_holds_for_what_was_said_before) {
  for (sotto_verdict keep = SOTTO_GRANTED; keep <= SOTTO_DENIED; keep++) {
    lab_world lab;
    lab_begin(&lab);
    lab.consent.verdicts[SOTTO_CATEGORY_SOCIAL][SOTTO_PURPOSE_KEEP] = (uint8_t)keep;
    sotto *profile = lab_open(&lab);
    lab_install(&lab, profile);
    cr_assert_eq(sotto_state_preference(profile, lab_text("activity"), lab_text("water"), 100),
                 SOTTO_OK);
    lab_replace(&lab, profile, &(lab_pack){.sequence = 2, .swaps = stricter});
    cr_assert_eq(stated(profile), keep == SOTTO_GRANTED ? 1u : 0u);
    cr_assert_eq(lab_kept(profile, "statement"), keep == SOTTO_GRANTED ? 1u : 0u);
    sotto_close(profile);
    lab_end(&lab);
  }
}

/* The same shop without two of its attributes: fewer values. */
static const char *const fewer[] = {
    "{\"key\":\"color\",\"column\":\"attr_color\",\"category\":\"internal\","
    "\"label\":{\"en\":\"colour\",\"es\":\"color\"}},"
    "{\"key\":\"persons\",\"column\":\"attr_persons\",\"category\":\"social\","
    "\"label\":{\"en\":\"persons\",\"es\":\"personas\"}}",
    "{\"key\":\"link\",\"column\":\"link\",\"category\":\"internal\","
    "\"label\":{\"en\":\"link\",\"es\":\"enlace\"}}",
    NULL};

Test(pack, a_file_that_brings_another_one_leaves_no_value_number_behind) {
  lab_world lab;
  lab_begin(&lab);
  sotto_consent granted = lab.consent;
  sotto *profile = lab_open(&lab);
  lab_replace(&lab, profile, &(lab_pack){.name = "small", .sequence = 9, .swaps = fewer});
  sotto_close(profile);
  sotto_consent_init(&lab.consent);
  profile = lab_open(&lab);
  lab_replace(&lab, profile, &(lab_pack){.name = "large", .sequence = 2});
  cr_assert_eq(sotto_state_preference(profile, lab_text("persons"), lab_text("6"), 100), SOTTO_OK);
  cr_assert_eq(stated(profile), 1u);
  cr_assert_eq(sotto_consent_set(profile, &granted), SOTTO_OK);
  cr_assert_eq(sequence_of(profile), 9u);
  cr_assert_eq(stated(profile), 0u);
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
