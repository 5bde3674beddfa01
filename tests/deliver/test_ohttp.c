/* Oblivious HTTP: the example of RFC 9458, appendix A, byte for byte, and what is refused. */
#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

#include "deliver/ohttp.h"

#define KEY                                                                                        \
 "01002031e1f05a740102115220e9af918f738674aec95f54db6e04eb705aae8e79815500080001000100010003"
#define SECRET_KEY "3c168975674b2fa8e465970b79c8dcf09f1c741626480bd4c6162fc5b6a98e1a"
#define EPHEMERAL "bc51d5e930bda26589890ac7032f70ad12e4ecb37abb1b65b1256c9c48999c73"
#define REQUEST "00034745540568747470730b6578616d706c652e636f6d012f"
#define SEALED_REQUEST                                                                             \
 "010020000100014b28f881333e7c164ffc499ad9796f877f4e1051ee6d31bad19dec96c208b472"                  \
 "6374e469135906992e1268c594d2a10c695d858c40a026e7965e7d86b83dd440b2c0185204b4d63525"
#define SEALED_RESPONSE "c789e7151fcba46158ca84b04464910d86f9013e404feea014e7be4a441f234f857fbd"
#define RESPONSE "0140c8"

static size_t unhex(uint8_t *ret_bytes, const char *hex) {
  size_t size = 0;
  cr_assert_eq(sodium_hex2bin(ret_bytes, 512, hex, strlen(hex), NULL, &size, NULL), 0);
  return size;
}

/* A list of one configuration. */
static sotto_bytes list_of(uint8_t room[512], const char *hex) {
  const size_t size = unhex(room + 2, hex);
  room[0] = (uint8_t)(size >> 8);
  room[1] = (uint8_t)size;
  return (sotto_bytes){room, size + 2};
}

#ifdef SOTTO_WITH_SPLIT
static void check_hex(const uint8_t *bytes, size_t size, const char *hex) {
  uint8_t wanted[512];
  cr_assert_eq(unhex(wanted, hex), size);
  cr_assert_arr_eq(bytes, wanted, size);
}

Test(ohttp, seals_and_opens_the_example_of_the_rfc) {
  uint8_t room[512], request[512], sealed[512], response[512], ephemeral[512], plain[512];
  so_ohttp_key key;
  so_ohttp context;
  size_t size = 0;
  cr_assert_eq(so_ohttp_choose(&key, list_of(room, KEY)), SOTTO_OK);
  unhex(ephemeral, EPHEMERAL);
  key.ephemeral = ephemeral;
  const size_t asked = unhex(request, REQUEST);
  cr_assert_eq(so_ohttp_seal(&context, sealed, &key, (sotto_bytes){request, asked}), SOTTO_OK);
  check_hex(sealed, asked + SO_OHTTP_OVERHEAD, SEALED_REQUEST);
  const size_t answered = unhex(response, SEALED_RESPONSE);
  cr_assert_eq(so_ohttp_open(&context, (sotto_bytes){response, answered}, plain, &size), SOTTO_OK);
  check_hex(plain, size, RESPONSE);
  for (size_t i = 0; i < 8 * answered; i++) {
    response[i / 8] ^= (uint8_t)(1 << i % 8);
    cr_assert_eq(so_ohttp_open(&context, (sotto_bytes){response, answered}, plain, &size),
                 SOTTO_E_TAMPERED);
    response[i / 8] ^= (uint8_t)(1 << i % 8);
  }
  for (size_t i = 0; i < answered; i++)
    cr_assert_eq(so_ohttp_open(&context, (sotto_bytes){response, i}, plain, &size),
                 SOTTO_E_TAMPERED);
}
#endif

Test(ohttp, two_requests_have_nothing_in_common_but_the_key) {
  uint8_t room[512], one[64 + SO_OHTTP_OVERHEAD], two[64 + SO_OHTTP_OVERHEAD], text[64] = {1};
  so_ohttp_key key;
  so_ohttp context;
  cr_assert_eq(so_ohttp_choose(&key, list_of(room, KEY)), SOTTO_OK);
  cr_assert_eq(so_ohttp_seal(&context, one, &key, (sotto_bytes){text, 64}), SOTTO_OK);
  cr_assert_eq(so_ohttp_seal(&context, two, &key, (sotto_bytes){text, 64}), SOTTO_OK);
  for (size_t i = SO_OHTTP_HEADER_SIZE; i + 8 <= sizeof one; i++)
    cr_assert(memcmp(one + i, two + i, 8) != 0);
}

Test(ohttp, chooses_the_first_key_it_knows) {
  static const char
      other_kem[] = "09001000010203",
      other_aead[] = /* export only */
      "02002031e1f05a740102115220e9af918f738674aec95f54db6e04eb705aae8e79815500040001ffff";
  uint8_t room[1024];
  so_ohttp_key key;
  sotto_bytes first = list_of(room, other_kem);
  sotto_bytes second = list_of(room + first.size, other_aead);
  cr_assert_eq(so_ohttp_choose(&key, (sotto_bytes){room, first.size + second.size}),
               SOTTO_E_MISSING);
  sotto_bytes third = list_of(room + first.size + second.size, KEY);
  cr_assert_eq(so_ohttp_choose(&key, (sotto_bytes){room, first.size + second.size + third.size}),
               SOTTO_OK);
  cr_assert_eq(key.id, 1);
}

Test(ohttp, a_list_cut_anywhere_is_refused) {
  uint8_t room[512];
  so_ohttp_key key;
  const sotto_bytes list = list_of(room, KEY);
  for (size_t size = 0; size < list.size; size++)
    cr_assert_eq(so_ohttp_choose(&key, (sotto_bytes){room, size}), SOTTO_E_FORMAT);
  room[list.size] = 0; /* and one byte too many */
  cr_assert_eq(so_ohttp_choose(&key, (sotto_bytes){room, list.size + 1}), SOTTO_E_FORMAT);
  room[1]++;
  cr_assert_eq(so_ohttp_choose(&key, (sotto_bytes){room, list.size + 1}), SOTTO_E_FORMAT);
}

Test(ohttp, a_key_of_low_order_seals_nothing) {
  uint8_t room[512], sealed[8 + SO_OHTTP_OVERHEAD];
  so_ohttp_key key;
  so_ohttp context;
  cr_assert_eq(so_ohttp_choose(&key, list_of(room, KEY)), SOTTO_OK);
  memset(key.public_key, 0, sizeof key.public_key);
  cr_assert_eq(so_ohttp_seal(&context, sealed, &key, (sotto_bytes){room, 8}), SOTTO_E_FORMAT);
}
