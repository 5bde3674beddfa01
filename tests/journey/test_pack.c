/*
 * Installing packs: each refusal has its status, the old pack stays, and what was installed is read
 * again after a restart, unless it was changed or has expired.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab_asked.h"

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
  cr_assert_eq(lab_sequence(profile), 1u);
  sotto_close(profile);
  lab_end(&lab);
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
  cr_assert_eq(lab_sequence(profile), 7u);
  sotto_close(profile);
  profile = lab_open(&lab);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_E_ROLLBACK);
  cr_assert_eq(lab_sequence(profile), 7u);
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
  cr_assert_eq(lab_sequence(profile), 0u, "none is in use after its expiry");
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
  lab_file bytes = lab_read_file(lab.pack);
  snprintf(broken, sizeof broken, "%s/broken", lab.root);
  for (size_t at = 0; at < bytes.size; at += at < 4096 ? 13 : 997) {
    bytes.data[at] ^= 0x10;
    lab_write_file(broken, bytes.data, bytes.size);
    sotto_status status = sotto_pack_install(profile, broken);
    cr_assert_neq(status, SOTTO_OK, "byte %zu of %zu", at, bytes.size);
    cr_assert(status == SOTTO_E_TAMPERED || status == SOTTO_E_UNTRUSTED ||
                  status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT ||
                  status == SOTTO_E_EXPIRED,
              "%s", sotto_status_name(status));
    cr_assert_eq(lab_sequence(profile), 1u);
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
  lab_file bytes = lab_read_file(lab.pack);
  snprintf(broken, sizeof broken, "%s/broken", lab.root);
  for (size_t size = 0; size < bytes.size; size += size / 3 + 40) {
    lab_write_file(broken, bytes.data, size);
    sotto_status status = sotto_pack_install(profile, broken);
    cr_assert(status == SOTTO_E_FORMAT || status == SOTTO_E_CORRUPT, "%zu bytes: %s", size,
              sotto_status_name(status));
  }
  lab_write_file(broken, (const uint8_t *)"SQLite format 3 and so on and so on", 35);
  cr_assert_eq(sotto_pack_install(profile, broken), SOTTO_E_FORMAT);
  cr_assert_eq(sotto_pack_install(profile, "/nowhere/at/all"), SOTTO_E_MISSING);
  cr_assert_eq(lab_sequence(profile), 0u);
  free(bytes.data);
  sotto_close(profile);
  lab_end(&lab);
}

Test(pack, an_open_handle_ends_the_use_of_an_expired_one) {
  for (int ticks = 0; ticks < 2; ticks++) {
    lab_world lab;
    lab_begin(&lab);
    sotto *profile = lab_open(&lab);
    lab_build_pack(&lab, &(lab_pack){.expires_ms = LAB_START_MS + LAB_DAY_MS});
    cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
    cr_assert_eq(lab_ask(profile), SOTTO_OK);
    lab_pass(&lab, LAB_DAY_MS);
    if (ticks)
      cr_assert_eq(sotto_tick(profile), SOTTO_OK);
    else
      lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
    cr_assert_eq(lab_ask(profile), SOTTO_E_STATE);
    lab_build_pack(&lab, &(lab_pack){.sequence = 2});
    cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
    cr_assert_eq(lab_ask(profile), SOTTO_OK);
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
  cr_assert_eq(lab_sequence(profile), 9u);
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
