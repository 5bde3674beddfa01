/*
 * Installing the brand's pack: map, check the table, the signature, every section, the structure,
 * expiry and sequence; only then is it used. Verified in full here; at a later open the stored hash
 * of the signed table is compared, and sections are checked on first use (so_handle_pack), unless
 * the port's stamp says that it is the very file that was checked in full less than a week ago.
 * What a stamp cannot show (a write by whoever had the file mapped for writing before, the disk's
 * own faults) waits for the weekly check.
 * The report key, questions, keys and values are read from a private copy from then on, checked at
 * each open; names, titles and statistics from the file, which the host must not change.
 */
#ifndef SO_FLOW_INSTALL_H
#define SO_FLOW_INSTALL_H

#include "flow/handle.h"

/** Installs the pack in file `path`; on any failure the old one stays in use. */
SOTTO_CHECKED sotto_status so_install_pack(sotto *profile, const char *path);
/** Takes up the pack a former handle installed; where it is gone, changed or expired: none. */
SOTTO_CHECKED sotto_status so_install_reopen(sotto *profile);
/** Writes into a new vault which pack is installed (memory became a file). */
SOTTO_CHECKED sotto_status so_install_remember(sotto *profile);
/** From its expiry on the pack is no longer used. */
void so_install_expire(sotto *profile, int64_t now_ms);
/** Ends the mapping. */
void so_install_close(sotto *profile);

#endif
