/*
 * Commands of the staff: setting a kiosk up, looking after it, and ending it. Each gives an exit
 * status and says what it did or why not.
 */
#ifndef KIOSK_DESK_H
#define KIOSK_DESK_H

#include "kiosk_config.h"

/** What provision is given besides the settings. */
typedef struct kiosk_provisioning {
  const char *pack;  /**< The first pack. */
  const char *trust; /**< The brand's `brand.public`. */
} kiosk_provisioning;

/**
 * Makes the kiosk: its folder, kiosk.conf, its own profile under the key store that is named, and
 * installs the pack; prints what to do next. A folder that holds a kiosk is left as it is.
 */
int kiosk_desk_provision(kiosk_config *config, const kiosk_provisioning *from);
/** Prints how the kiosk is: pack, outbox, budget, audit log, space, and that no visitor is kept. */
int kiosk_desk_status(const kiosk_config *config, int as_json);
/** Destroys the kiosk's key and profile, and prints the receipt. Unsent reports are lost. */
int kiosk_desk_erase(const kiosk_config *config);
/** Prints how precise answers of 20, 200 and 2,000 kiosks are, `visits` a week at each. */
int kiosk_desk_plan(const kiosk_config *config, uint64_t visits);

#endif
