/*
 * A profile's life: open, flush, the timed work, a change of consent, close.
 */
#ifndef SO_FLOW_CARE_H
#define SO_FLOW_CARE_H

#include "flow/handle.h"

/** What sotto_open() was given, checked. */
typedef struct so_care_wish {
  const sotto_options *options; /* complete struct of this version */
  const sotto_consent *consent;
  const sotto_port *port;
} so_care_wish;

SOTTO_CHECKED sotto_status so_care_open(const so_care_wish *wish, sotto **ret_profile);
/** Commits what waits, wipes and frees. */
void so_care_close(sotto *profile);
/** In a forked child: wipes and frees; the files are the parent's. */
void so_care_abandon(sotto *profile);
/** Does the timed work that is due at the port's time. */
SOTTO_CHECKED sotto_status so_care_tick(sotto *profile);
/** Replaces the consent; a profile in memory becomes a file where `keep` is now granted. */
SOTTO_CHECKED sotto_status so_care_consent(sotto *profile, const sotto_consent *consent);
/**
 * Brings the open vault in line with the consent it is opened with. A withdrawal takes effect
 * before the call returns: rows gone, the mind rebuilt from what remains, held reports gone. If
 * storage fails, the stricter of old and new stays in force.
 */
SOTTO_CHECKED sotto_status so_consent_change_at_open(sotto *profile);
/** Puts `consent` in force in the vault that is open, likewise. */
SOTTO_CHECKED sotto_status so_consent_change_to(sotto *profile, const sotto_consent *consent);

#endif
