/*
 * Lines of the public list: see pack_list.h.
 */
#include "crypto/pack_list.h"

#include <sodium.h>
#include <string.h>

#include "crypto/envelope.h"
#include "crypto/sign.h"

#define LABEL "sotto pack list 1"
#define FACTS offsetof(so_pack_listed, chain)

_Static_assert(sizeof(so_pack_listed) == 152, "six fields side by side");
_Static_assert(sizeof LABEL - 1 + 32 == SO_PACK_LIST_SIGNED, "label and chain");

void so_pack_list_chain(uint8_t ret_chain[32], const uint8_t previous[32],
                        const so_pack_listed *listed) {
  uint8_t bytes[32 + FACTS];
  memcpy(bytes, previous, 32);
  memcpy(bytes + 32, listed, FACTS);
  so_digest(ret_chain, (sotto_bytes){bytes, sizeof bytes});
}

void so_pack_list_message(uint8_t ret_message[SO_PACK_LIST_SIGNED], const so_pack_listed *listed) {
  memcpy(ret_message, LABEL, sizeof LABEL - 1);
  memcpy(ret_message + sizeof LABEL - 1, listed->chain, 32);
}

sotto_status so_pack_list_next(so_pack_listed *inout_listed, sotto_text text) {
  so_pack_listed next;
  uint8_t chain[32];
  size_t size = 0;
  if (text.size < SO_PACK_LIST_LINE || text.data[SO_PACK_LIST_LINE - 1] != '\n' ||
      sodium_hex2bin((uint8_t *)&next, sizeof next, text.data, SO_PACK_LIST_LINE - 1, " ", &size,
                     NULL) ||
      size != sizeof next)
    return SOTTO_E_FORMAT;
  so_pack_list_chain(chain, inout_listed->chain, &next);
  if (memcmp(chain, next.chain, sizeof chain) != 0) return SOTTO_E_TAMPERED;
  if (memcmp(next.sequence, inout_listed->sequence, sizeof next.sequence) <= 0)
    return SOTTO_E_ROLLBACK;
  *inout_listed = next;
  return SOTTO_OK;
}

int so_pack_list_signed(const so_pack_listed *listed, const uint8_t public_key[32]) {
  uint8_t message[SO_PACK_LIST_SIGNED];
  so_pack_list_message(message, listed);
  return so_sign_verify(listed->signature, (sotto_bytes){message, sizeof message}, public_key) ==
         SOTTO_OK;
}
