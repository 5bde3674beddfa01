/*
 * A hand-over on its way. The receiver's offer, little-endian:
 *
 *   "SCO1" | purpose u16 | parts u16 | expires_ms u64 | public key 32 | sizes of name and locales,
 *   u16 each | zero u32 | name | locales
 *
 * and what is sealed for it:
 *
 *   "SCE1" | size of all u32 | first 8 bytes of BLAKE2b-256(offer) | enc 32 | sealed
 *
 * one HPKE message (ChaCha20-Poly1305) with info = "sotto carry 1" | offer, so that key, purpose,
 * expiry and name are bound, and the 16 bytes before it as associated data. Knows nothing of the
 * contents.
 */
#ifndef SO_CRYPTO_CARRY_ENVELOPE_H
#define SO_CRYPTO_CARRY_ENVELOPE_H

#include <sotto/base.h>

#define SO_CARRY_KEY_SIZE 32
#define SO_CARRY_OFFER_MAX 160
#define SO_CARRY_NAME_MAX 64
#define SO_CARRY_LOCALES_MAX 16
#define SO_CARRY_CODE_SIZE 15
#define SO_CARRY_HEAD 16
/** Bytes a sealed text is longer than its plain text. */
#define SO_CARRY_OVERHEAD (SO_CARRY_HEAD + 32 + 16)

/** An offer; `name` and `locales` view the bytes it was read from. */
typedef struct so_carry_offer {
  uint32_t purpose;
  uint32_t parts;
  int64_t expires_ms;
  uint8_t public_key[SO_CARRY_KEY_SIZE];
  sotto_text name;
  sotto_text locales;
} so_carry_offer;

/** Writes an offer; gives its size, at most SO_CARRY_OFFER_MAX. */
size_t so_carry_offer_write(uint8_t ret_bytes[SO_CARRY_OFFER_MAX], const so_carry_offer *offer);
/** Reads one. #SOTTO_E_FORMAT for other bytes, #SOTTO_E_CORRUPT for a damaged one. */
SOTTO_CHECKED sotto_status so_carry_offer_read(so_carry_offer *ret_offer, sotto_bytes bytes);
/** Gives the code of an offer: twelve digits of its digest in three groups, terminated. */
void so_carry_code(char ret_code[SO_CARRY_CODE_SIZE], sotto_bytes offer);

/** Seals; writes plain.size + SO_CARRY_OVERHEAD bytes. #SOTTO_E_FORMAT for a key that is none. */
SOTTO_CHECKED sotto_status so_carry_envelope_seal(uint8_t *ret_sealed, sotto_bytes offer,
                                                  sotto_bytes plain);
/**
 * Opens; writes sealed.size - SO_CARRY_OVERHEAD bytes. #SOTTO_E_FORMAT for other bytes,
 * #SOTTO_E_CORRUPT for another size than it says, #SOTTO_E_KEY_WRONG for another offer's,
 * #SOTTO_E_TAMPERED where it does not authenticate.
 */
SOTTO_CHECKED sotto_status so_carry_envelope_open(uint8_t *ret_plain, sotto_bytes offer,
                                                  const uint8_t secret_key[SO_CARRY_KEY_SIZE],
                                                  sotto_bytes sealed);

#endif
