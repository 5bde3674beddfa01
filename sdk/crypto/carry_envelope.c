/*
 * Offers and sealed hand-overs: see carry_envelope.h.
 */
#include "crypto/carry_envelope.h"

#include <assert.h>
#include <string.h>

#include "base/codec.h"
#include "crypto/envelope.h"
#include "crypto/hpke.h"

#define OFFER_MAGIC "SCO1"
#define SEALED_MAGIC "SCE1"
#define INFO_LABEL "sotto carry 1"
#define CODE_LABEL "sotto carry code 1"
#define INFO_MAX (sizeof CODE_LABEL + SO_CARRY_OFFER_MAX)
#define FIXED 56 /* of an offer, before its texts */
_Static_assert(FIXED + SO_CARRY_NAME_MAX + SO_CARRY_LOCALES_MAX <= SO_CARRY_OFFER_MAX, "offer");

size_t so_carry_offer_write(uint8_t ret_bytes[SO_CARRY_OFFER_MAX], const so_carry_offer *offer) {
  so_writer writer = so_writer_of(ret_bytes, SO_CARRY_OFFER_MAX);
  so_write_bytes(&writer, OFFER_MAGIC, 4);
  so_write_u16(&writer, (uint16_t)offer->purpose);
  so_write_u16(&writer, (uint16_t)offer->parts);
  so_write_u64(&writer, (uint64_t)offer->expires_ms);
  so_write_bytes(&writer, offer->public_key, SO_CARRY_KEY_SIZE);
  so_write_u16(&writer, (uint16_t)offer->name.size);
  so_write_u16(&writer, (uint16_t)offer->locales.size);
  so_write_u32(&writer, 0);
  so_write_bytes(&writer, offer->name.data, offer->name.size);
  so_write_bytes(&writer, offer->locales.data, offer->locales.size);
  assert(!writer.bad);
  return writer.at;
}

static sotto_text text_of(sotto_bytes bytes) {
  return (sotto_text){(const char *)bytes.data, bytes.size};
}

sotto_status so_carry_offer_read(so_carry_offer *ret_offer, sotto_bytes bytes) {
  so_carry_offer offer;
  so_reader reader = so_reader_of(bytes.data, bytes.size);
  if (bytes.size < 4 || memcmp(bytes.data, OFFER_MAGIC, 4) != 0) return SOTTO_E_FORMAT;
  if (bytes.size < FIXED || bytes.size > SO_CARRY_OFFER_MAX) return SOTTO_E_CORRUPT;
  (void)so_read_bytes(&reader, 4);
  offer.purpose = so_read_u16(&reader);
  offer.parts = so_read_u16(&reader);
  offer.expires_ms = (int64_t)so_read_u64(&reader);
  memcpy(offer.public_key, so_read_bytes(&reader, SO_CARRY_KEY_SIZE).data, SO_CARRY_KEY_SIZE);
  const size_t name = so_read_u16(&reader), locales = so_read_u16(&reader);
  const uint32_t zero = so_read_u32(&reader);
  if (zero || name > SO_CARRY_NAME_MAX || locales > SO_CARRY_LOCALES_MAX) return SOTTO_E_CORRUPT;
  offer.name = text_of(so_read_bytes(&reader, name));
  offer.locales = text_of(so_read_bytes(&reader, locales));
  if (reader.bad || reader.at != bytes.size) return SOTTO_E_CORRUPT;
  *ret_offer = offer;
  return SOTTO_OK;
}

/* label | offer, in `room`. */
static sotto_bytes labelled(uint8_t room[INFO_MAX], const char *label, sotto_bytes offer) {
  so_writer writer = so_writer_of(room, INFO_MAX);
  so_write_bytes(&writer, label, strlen(label));
  so_write_bytes(&writer, offer.data, offer.size);
  assert(!writer.bad);
  return (sotto_bytes){room, writer.at};
}

void so_carry_code(char ret_code[SO_CARRY_CODE_SIZE], sotto_bytes offer) {
  uint8_t room[INFO_MAX], digest[SO_DIGEST_SIZE];
  so_digest(digest, labelled(room, CODE_LABEL, offer));
  uint64_t number = so_load_u64(digest) % UINT64_C(1000000000000);
  ret_code[SO_CARRY_CODE_SIZE - 1] = 0;
  for (int at = SO_CARRY_CODE_SIZE - 2; at >= 0; at--) {
    ret_code[at] = ' ';
    if (at % 5 == 4) continue;
    ret_code[at] = (char)('0' + number % 10);
    number /= 10;
  }
}

static void write_head(uint8_t ret_head[SO_CARRY_HEAD], sotto_bytes offer, size_t size) {
  uint8_t digest[SO_DIGEST_SIZE];
  so_digest(digest, offer);
  memcpy(ret_head, SEALED_MAGIC, 4);
  so_store_u32(ret_head + 4, (uint32_t)size);
  memcpy(ret_head + 8, digest, 8);
}

sotto_status so_carry_envelope_seal(uint8_t *ret_sealed, sotto_bytes offer, sotto_bytes plain) {
  uint8_t room[INFO_MAX], head[SO_CARRY_HEAD];
  so_carry_offer read;
  sotto_status status = so_carry_offer_read(&read, offer);
  if (status) return status;
  const so_hpke_receiver receiver = {&so_aead_chacha20poly1305_sealing, read.public_key, NULL,
                                     labelled(room, INFO_LABEL, offer)};
  write_head(head, offer, plain.size + SO_CARRY_OVERHEAD);
  status = so_hpke_seal_once(ret_sealed + SO_CARRY_HEAD, &receiver,
                             (sotto_bytes){head, sizeof head}, plain);
  if (!status) memcpy(ret_sealed, head, sizeof head);
  return status;
}

sotto_status so_carry_envelope_open(uint8_t *ret_plain, sotto_bytes offer,
                                    const uint8_t secret_key[SO_CARRY_KEY_SIZE],
                                    sotto_bytes sealed) {
  uint8_t room[INFO_MAX], head[SO_CARRY_HEAD];
  so_carry_offer read;
  sotto_status status = so_carry_offer_read(&read, offer);
  if (status) return status;
  write_head(head, offer, sealed.size);
  if (sealed.size < 4 || memcmp(sealed.data, head, 4) != 0) return SOTTO_E_FORMAT;
  if (sealed.size < SO_CARRY_OVERHEAD || memcmp(sealed.data, head, 8) != 0) return SOTTO_E_CORRUPT;
  if (memcmp(sealed.data, head, sizeof head) != 0) return SOTTO_E_KEY_WRONG;
  const so_hpke_receiver receiver = {&so_aead_chacha20poly1305, read.public_key, secret_key,
                                     labelled(room, INFO_LABEL, offer)};
  return so_hpke_open_once(ret_plain, &receiver, (sotto_bytes){head, sizeof head},
                           (sotto_bytes){sealed.data + SO_CARRY_HEAD, sealed.size - SO_CARRY_HEAD});
}
