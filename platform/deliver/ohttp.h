/*
 * Oblivious HTTP (RFC 9458), the client's half: a key configuration read, a request sealed to the
 * gateway, its response opened. By the HPKE of sdk/crypto. Knows neither HTTP nor the network, and
 * no chunked messages.
 *
 *   key configurations (section 3.2), each: length (2) | key id (1) | KEM (2) | public key
 *     | length (2) | (KDF (2) | AEAD (2)) ...                                all big-endian
 *   encapsulated request: key id (1) | KEM (2) | KDF (2) | AEAD (2) | enc (32) | sealed request
 *   encapsulated response: nonce (as long as the longer of the AEAD's key and nonce) | sealed
 */
#ifndef PLATFORM_OHTTP_H
#define PLATFORM_OHTTP_H

#include "crypto/hpke.h"

#define SO_OHTTP_HEADER_SIZE 7
/** What sealing adds to a request. */
#define SO_OHTTP_OVERHEAD (SO_OHTTP_HEADER_SIZE + SO_HPKE_OVERHEAD)
/** What a response has at most beside its text. */
#define SO_OHTTP_RESPONSE_OVERHEAD (SO_AEAD_KEY_MAX + SO_AEAD_TAG_SIZE)

/** A gateway's key. */
typedef struct so_ohttp_key {
  uint8_t id;
  const so_aead *aead;
  uint8_t public_key[SO_HPKE_KEY_SIZE];
  const uint8_t *ephemeral; /* for published vectors; NULL: fresh for each request */
} so_ohttp_key;

/** What opens the response to a request; its owner wipes it. */
typedef struct so_ohttp {
  so_hpke keys;
  uint8_t enc[SO_HPKE_KEY_SIZE];
} so_ohttp;

/** Chooses the first key whose suite is known here, in the order of the list. #SOTTO_E_FORMAT: the
 * list is malformed; #SOTTO_E_MISSING: none is known. */
SOTTO_CHECKED sotto_status so_ohttp_choose(so_ohttp_key *ret_key, sotto_bytes list);
/** Seals a request: writes request.size + SO_OHTTP_OVERHEAD bytes. #SOTTO_E_FORMAT for a key of
 * low order. */
SOTTO_CHECKED sotto_status so_ohttp_seal(so_ohttp *ret_context, uint8_t *ret_sealed,
                                         const so_ohttp_key *key, sotto_bytes request);
/** Opens the response into `ret_response`, as large as the sealed one. #SOTTO_E_TAMPERED. */
SOTTO_CHECKED sotto_status so_ohttp_open(const so_ohttp *context, sotto_bytes sealed,
                                         uint8_t *ret_response, size_t *ret_size);
void so_ohttp_wipe(so_ohttp *context);

#endif
