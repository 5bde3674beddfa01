/*
 * The same inputs give the same bytes, and a pack file is whole or not there.
 */
#include "brand_lab.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "crypto/sign.h"

static brand_lab lab;

static void set_up(void) {
  lab_open(&lab);
  lab_shop(&lab);
  cr_assert_eq(lab_build(&lab), SOTTO_OK, "%s", lab.said);
}

static void tear_down(void) {
  lab_close(&lab);
}

TestSuite(pack_writer, .init = set_up, .fini = tear_down);

Test(pack_writer, same_inputs_give_same_bytes) {
  size_t size = lab.size;
  uint8_t *first = malloc(size);
  memcpy(first, lab.bytes, size);
  cr_assert_eq(lab_build(&lab), SOTTO_OK);
  cr_assert_eq(lab.size, size);
  cr_assert_arr_eq(lab.bytes, first, size);
  free(first);
}

Test(pack_writer, sections_start_at_64_and_ids_ascend) {
  for (uint32_t n = 0; n < lab.pack.header->section_count; n++) {
    cr_assert_eq(lab.pack.sections[n].offset % 64, 0);
    if (n) cr_assert_gt(lab.pack.sections[n].id, lab.pack.sections[n - 1].id);
  }
}

Test(pack_writer, header_says_what_was_asked_for) {
  const so_pack_header *header = lab.pack.header;
  cr_assert_eq(header->created_ms, LAB_CREATED_MS);
  cr_assert_eq(header->sequence, (uint64_t)LAB_CREATED_MS);
  cr_assert_eq(header->expires_ms, LAB_CREATED_MS + INT64_C(90) * 86400000);
  cr_assert_arr_eq(header->report_key, lab.keys.report_public, 32);
  cr_assert_str_eq(header->currency, "EUR");
}

Test(pack_writer, signature_covers_header_and_table) {
  size_t size = so_pack_signed_size((sotto_bytes){lab.bytes, lab.size});
  sotto_bytes message = {lab.bytes, size};
  cr_assert_eq(so_sign_verify(lab.bytes + size, message, lab.keys.signing_public), SOTTO_OK);
  lab.bytes[40] ^= 1;
  cr_assert_eq(so_sign_verify(lab.bytes + size, message, lab.keys.signing_public),
               SOTTO_E_TAMPERED);
}

Test(pack_writer, failed_write_keeps_the_old_pack_and_leaves_nothing_beside_it) {
  struct rlimit limit = {1024, RLIM_INFINITY};
  size_t size = lab.size;
  char part[160];
  (void)signal(SIGXFSZ, SIG_IGN);
  cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
  cr_assert_eq(lab_build(&lab), SOTTO_E_STORAGE);
  limit.rlim_cur = RLIM_INFINITY;
  cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
  lab_load(&lab, lab_path(&lab, "shop.sottopack"));
  cr_assert_eq(lab.size, size);
  cr_assert_eq(so_pack_open(&lab.pack, (sotto_bytes){lab.bytes, lab.size}, 1), SOTTO_OK);
  (void)snprintf(part, sizeof part, "%s/shop.sottopack.part", lab.directory);
  cr_assert_neq(access(part, F_OK), 0);
}

Test(pack_writer, folder_that_is_not_there_is_missing) {
  lab.options.output_file = "/tmp/sotto-no-such-folder/shop.sottopack";
  cr_assert_eq(sotto_build(&lab.options, &lab.result), SOTTO_E_MISSING);
  cr_assert(lab_said(&lab, "shop.sottopack:0"));
}

Test(pack_writer, output_without_a_key_is_refused) {
  lab.options.signing_key = NULL;
  lab.options.output_file = "/tmp/sotto-unsigned";
  cr_assert_eq(sotto_build(&lab.options, &lab.result), SOTTO_E_ARGUMENT);
}

Test(pack_writer, pack_that_expires_before_it_is_made_is_refused) {
  lab.options.expires_ms = LAB_CREATED_MS;
  cr_assert_eq(lab_build(&lab), SOTTO_E_ARGUMENT);
  cr_assert(lab_said(&lab, "would expire"));
}
