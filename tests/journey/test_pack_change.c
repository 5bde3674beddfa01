/*
 * A pack file that changes after its install: under an open handle, between two opens, seen by the
 * port's stamp or not.
 */
#include <criterion/criterion.h>
#include <sotto/estimate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lab_asked.h"

static sotto_port lent; /* the lab's own port, behind the one that counts */
static size_t trimmed;

static void count_trim(void *context, sotto_bytes bytes) {
  if (bytes.size > trimmed) trimmed = bytes.size;
  if (lent.file_trim) lent.file_trim(context, bytes);
}

Test(pack_change, a_port_may_take_back_the_memory_of_what_was_checked) {
  for (int offered = 0; offered < 2; offered++) {
    lab_world lab;
    sotto_text title;
    lab_begin(&lab);
    lent = lab.port;
    trimmed = 0;
    lab.port.file_trim = offered ? count_trim : NULL;
    sotto *profile = lab_open(&lab);
    lab_install(&lab, profile);
    lab_file file = lab_read_file(lab.pack);
    cr_assert_eq(trimmed, offered ? file.size : 0, "the whole mapping, never more");
    cr_assert_eq(sotto_item_title(profile, lab_text("rope"), &title), SOTTO_OK);
    cr_assert_eq(title.size, strlen("Climbing rope"), "the bytes can still be read");
    free(file.data);
    sotto_close(profile);
    lab_end(&lab);
  }
}

Test(pack_change, a_file_changed_after_the_install_is_not_used) {
  lab_world lab;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  sotto_close(profile);
  lab_file bytes = lab_read_file(lab.pack);
  bytes.data[bytes.size / 2] ^= 1;
  lab_write_file(lab.pack, bytes.data, bytes.size);
  profile = lab_open(&lab);
  cr_assert_eq(lab_sequence(profile), 0u);
  bytes.data[bytes.size / 2] ^= 1;
  lab_write_file(lab.pack, bytes.data, bytes.size);
  cr_assert_eq(sotto_pack_install(profile, lab.pack), SOTTO_OK);
  free(bytes.data);
  sotto_close(profile);
  lab_end(&lab);
}

/* Where section `id` of a pack stands: entries of 64 bytes follow a header of 128. */
static size_t section_at(const lab_file *file, uint32_t id) {
  for (size_t at = 128; at + 64 <= file->size; at += 64) {
    uint64_t offset;
    memcpy(&offset, file->data + at + 8, sizeof offset);
    if (file->data[at] == id) return (size_t)offset;
  }
  cr_assert(0, "no section %u", id);
  return 0;
}

/* In place, as a mapping sees it. */
static void write_at(const char *path, size_t at, const uint8_t *bytes, size_t size) {
  FILE *file = fopen(path, "r+b");
  cr_assert_not_null(file);
  cr_assert_eq(fseek(file, (long)at, SEEK_SET), 0);
  cr_assert_eq(fwrite(bytes, 1, size, file), size);
  fclose(file);
}

static void overwrite(const char *path, size_t at, size_t size) {
  uint8_t other[256];
  memset(other, 0x2a, sizeof other);
  write_at(path, at, other, size);
}

/* One byte of every section in turn, in place; the time of change is all that can tell. */
Test(pack_change, a_bit_flipped_in_any_section_after_the_install_is_refused_before_use) {
  lab_world lab;
  uint32_t sections;
  lab_begin(&lab);
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  sotto_close(profile);
  lab_file file = lab_read_file(lab.pack);
  memcpy(&sections, file.data + 12, sizeof sections);
  cr_assert(sections > 15);
  for (uint32_t n = 0; n < sections; n++) {
    uint64_t place[2]; /* offset, size */
    memcpy(place, file.data + 128 + 64 * n + 8, sizeof place);
    const size_t at = (size_t)(place[0] + place[1] / 2);
    for (int broken = 1; broken >= 0; broken--) {
      file.data[at] ^= 0x10;
      write_at(lab.pack, at, &file.data[at], 1);
      profile = lab_open(&lab);
      cr_assert_eq(lab_ask(profile), broken ? SOTTO_E_STATE : SOTTO_OK, "section %u", n);
      sotto_close(profile);
    }
  }
  free(file.data);
  lab_end(&lab);
}

static int checks_again(lab_world *lab) {
  trimmed = 0;
  sotto *profile = lab_open(lab);
  cr_assert_eq(lab_ask(profile), SOTTO_OK);
  lab_record(profile, SOTTO_EVENT_VIEW_ITEM, "rope");
  sotto_close(profile);
  return trimmed > 0;
}

Test(pack_change, the_file_that_was_checked_is_checked_again_after_a_week_or_a_change) {
  lab_world lab;
  lab_begin(&lab);
  lent = lab.port;
  lab.port.file_trim = count_trim;
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  sotto_close(profile);
  cr_assert_not(checks_again(&lab), "checked at the install");
  lab_pass(&lab, 8 * LAB_DAY_MS);
  cr_assert(checks_again(&lab));
  cr_assert_not(checks_again(&lab), "noted with the next events");
  lab_pass(&lab, -1 * LAB_DAY_MS);
  cr_assert(checks_again(&lab), "of a check in the future nothing is believed");
  cr_assert_eq(chmod(lab.pack, 0644), 0);
  cr_assert(checks_again(&lab), "whatever the change was");
  cr_assert_not(checks_again(&lab));
  lab.port.file_map_stamped = NULL;
  cr_assert(checks_again(&lab), "a port without stamps");
  lab_end(&lab);
}

/* As a failing disk changes a file: no stamp shows it. */
static sotto_status map_unmoved(void *context, const char *path, sotto_bytes *ret_bytes,
                                uint8_t ret_stamp[SOTTO_STAMP_SIZE]) {
  memset(ret_stamp, 7, SOTTO_STAMP_SIZE);
  return lent.file_map(context, path, ret_bytes);
}

Test(pack_change, what_no_stamp_shows_is_found_within_a_week) {
  lab_world lab;
  lab_begin(&lab);
  lent = lab.port;
  lab.port.file_map_stamped = map_unmoved;
  sotto *profile = lab_open(&lab);
  lab_install(&lab, profile);
  sotto_close(profile);
  lab_file file = lab_read_file(lab.pack);
  overwrite(lab.pack, section_at(&file, 1), 1);
  profile = lab_open(&lab);
  cr_assert_eq(lab_sequence(profile), 1u, "trusted as far as the port is");
  sotto_close(profile);
  lab_pass(&lab, 8 * LAB_DAY_MS);
  profile = lab_open(&lab);
  cr_assert_eq(lab_sequence(profile), 0u);
  sotto_close(profile);
  free(file.data);
  lab_end(&lab);
}

static sotto_status opened(const lab_file *pack, const lab_world *lab, sotto_bytes body) {
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

Test(pack_change, a_file_changed_underneath_changes_no_question_and_no_key) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab_file file = lab_read_file(lab.pack);
  lab_seen before = *lab_look(profile);
  overwrite(lab.pack, 16, 8);  /* the sequence */
  overwrite(lab.pack, 56, 32); /* the key reports are sealed to */
  overwrite(lab.pack, section_at(&file, 8), 8);
  overwrite(lab.pack, section_at(&file, 10), 64);
  overwrite(lab.pack, section_at(&file, 23), 40); /* of the first question all but its content */
  cr_assert_eq(lab_sequence(profile), 1u);
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

Test(pack_change, names_changed_underneath_make_a_question_one_that_no_device_answers) {
  lab_world lab;
  sotto *profile = lab_contributor(&lab);
  lab_file file = lab_read_file(lab.pack);
  for (size_t at = section_at(&file, 1), end = section_at(&file, 2); at < end; at += 256)
    overwrite(lab.pack, at, end - at < 256 ? end - at : 256);
  cr_assert_eq(lab_look(profile)->previews[2].state, SOTTO_QUESTION_INVALID);
  free(file.data);
  lab_leave(&lab, profile);
}
