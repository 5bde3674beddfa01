/*
 * The kiosk's own profile: key, budget ledger, outbox and audit log on disk, and no event of any
 * visitor. It is opened only for as long as it is needed (a few milliseconds at the beginning and
 * at the end of a visit, or for a command of the staff), so that its key is not in memory while
 * somebody stands at the screen, and a command and the service can take turns.
 */
#ifndef KIOSK_OWN_H
#define KIOSK_OWN_H

#include <sotto/sotto.h>

#include "kiosk_store.h"

/** An open profile of the kiosk. */
typedef struct kiosk_own {
  kiosk_store store;
  uint8_t keys[2][32]; /**< The brand's signing keys. */
  sotto *profile;
  sotto_status tick; /**< How its timed work went: on a full disk it waits. */
} kiosk_own;

/**
 * Opens it, waiting up to three seconds where somebody else has it, and does the timed work that is
 * due. `flags` are SOTTO_OPEN_… bits. The caller ends it with kiosk_own_close(), also after a
 * failure.
 */
sotto_status kiosk_own_open(const kiosk_config *config, uint32_t flags, kiosk_own *ret_own);
/** Closes and wipes; a profile that is not open is fine. */
void kiosk_own_close(kiosk_own *own);
/**
 * Gives the path of the installed pack: named by its sequence, so that the profile decides. Where
 * the profile cannot be read (`own` not open) the newest pack that is there: visitors are served
 * all the same. #SOTTO_E_MISSING where there is none.
 */
sotto_status kiosk_own_pack(const kiosk_config *config, const kiosk_own *own,
                            char ret_path[KIOSK_PATH_MAX]);
/** Fills options with what every profile here has in common. `keys` must outlive the handle. */
void kiosk_own_options(const kiosk_config *config, uint8_t keys[2][32], sotto_options *ret_options);
/** Prints why something failed. Gives 1. */
int kiosk_own_fail(const char *doing, sotto_status status);

#endif
