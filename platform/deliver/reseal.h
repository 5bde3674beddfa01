/*
 * What to do where a DAP aggregator says that its HPKE key has changed (`outdatedConfig`): ask both
 * for the keys they publish now and have libsotto seal the report anew, the same id and shares.
 * Both addresses are those that the report was answered for, not what an installed pack names by
 * now; the helper's key is taken from it alone and over TLS, never from the leader.
 */
#ifndef PLATFORM_RESEAL_H
#define PLATFORM_RESEAL_H

#include "deliver/relay.h"

/** A report sealed to a key that is gone. All borrowed. */
typedef struct so_stale {
  uint64_t id;
  const char *url; /* of the upload */
  const char *method;
  const char *pair[2]; /* URLs of leader and helper */
} so_stale;

/** Seals it anew. #SOTTO_OK with a trouble where that cannot be: the report stays as it was. */
SOTTO_CHECKED sotto_status so_reseal(sotto *profile, const so_route *route, const so_stale *stale,
                                     uint32_t *ret_trouble);

#endif
