/*
 * A change of consent, at open or while open. A withdrawal takes effect before the call returns:
 * rows gone, the mind rebuilt from what remains, held reports gone. If storage fails, the stricter
 * of old and new stays in force. What consent means is decided in privacy/consent_rule.
 */
#ifndef SO_FLOW_CONSENT_CHANGE_H
#define SO_FLOW_CONSENT_CHANGE_H

#include "flow/handle.h"

/** Brings the open vault in line with the consent it is opened with. */
SOTTO_CHECKED sotto_status so_consent_change_at_open(sotto *profile);
/** Puts `consent` in force in the vault that is open. */
SOTTO_CHECKED sotto_status so_consent_change_to(sotto *profile, const sotto_consent *consent);

#endif
