/* The canonical codec: exact bytes, and a bad reader for whatever runs past its end. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/codec.h"

Test(codec, writes_little_endian_and_length_prefixed) {
  static const uint8_t wanted[] = {3,  2,  7, 6, 5, 4, 15, 14, 13,  12,
                                   11, 10, 9, 8, 2, 0, 0,  0,  'h', 'i'};
  uint8_t room[64];
  so_writer writer = so_writer_of(room, sizeof room);
  so_write_u16(&writer, 0x0203);
  so_write_u32(&writer, 0x04050607);
  so_write_u64(&writer, UINT64_C(0x08090a0b0c0d0e0f));
  so_write_block(&writer, "hi", 2);
  cr_assert_eq(writer.bad, 0);
  cr_assert_eq(writer.at, sizeof wanted);
  cr_assert_eq(memcmp(room, wanted, sizeof wanted), 0);
}

Test(codec, reads_back_what_was_written) {
  uint8_t room[64];
  so_writer writer = so_writer_of(room, sizeof room);
  so_write_u16(&writer, 60000);
  so_write_u32(&writer, 4000000000u);
  so_write_u64(&writer, UINT64_MAX - 1);
  so_write_block(&writer, "text", 4);
  so_write_block(&writer, NULL, 0);
  so_reader reader = so_reader_of(room, writer.at);
  cr_assert_eq(so_read_u16(&reader), 60000);
  cr_assert_eq(so_read_u32(&reader), 4000000000u);
  cr_assert_eq(so_read_u64(&reader), UINT64_MAX - 1);
  sotto_bytes text = so_read_bytes(&reader, so_read_u32(&reader));
  cr_assert(text.size == 4 && memcmp(text.data, "text", 4) == 0);
  cr_assert_eq(so_read_bytes(&reader, so_read_u32(&reader)).size, 0);
  cr_assert(!reader.bad && reader.at == reader.size);
}

Test(codec, a_reader_past_its_end_turns_bad_and_stays_bad) {
  static const uint8_t bytes[3] = {1, 2, 3};
  so_reader reader = so_reader_of(bytes, sizeof bytes);
  cr_assert_eq(so_read_u32(&reader), 0);
  cr_assert(reader.bad);
  cr_assert_eq(so_read_u16(&reader), 0, "a bad reader gives zeros though bytes are left");
}

Test(codec, a_hostile_length_gives_an_empty_view) {
  static const uint8_t bytes[8] = {0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4};
  so_reader reader = so_reader_of(bytes, sizeof bytes);
  sotto_bytes block = so_read_bytes(&reader, so_read_u32(&reader));
  cr_assert(reader.bad && block.data == NULL && block.size == 0);
}

Test(codec, a_writer_past_its_room_writes_nothing_more) {
  uint8_t room[6] = {9, 9, 9, 9, 9, 9};
  so_writer writer = so_writer_of(room, 5);
  so_write_u32(&writer, 1);
  so_write_u16(&writer, 2);
  so_write_bytes(&writer, "3", 1);
  cr_assert(writer.bad && writer.at == 4);
  cr_assert(room[4] == 9 && room[5] == 9);
}

Test(codec, loads_and_stores_at_any_address) {
  uint8_t room[16] = {0};
  for (int shift = 0; shift < 8; shift++) {
    so_store_u64(room + shift, UINT64_C(0x1122334455667788) + (uint64_t)shift);
    cr_assert_eq(so_load_u64(room + shift), UINT64_C(0x1122334455667788) + (uint64_t)shift);
    so_store_u32(room + shift, 0x99aabbccu);
    cr_assert_eq(so_load_u32(room + shift), 0x99aabbccu);
  }
}
