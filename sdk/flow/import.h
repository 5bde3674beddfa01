/*
 * An export read back. Every row is checked as if it were recorded now; then all of it becomes
 * durable at once or none. Rows whose category may not be kept are left out: an import widens no
 * consent. The consent, affinities and mindset in it are read past; there is no ledger in it.
 */
#ifndef SO_FLOW_IMPORT_H
#define SO_FLOW_IMPORT_H

#include "flow/handle.h"

#define SO_IMPORT_BYTES_MAX ((size_t)64 << 20)

/** See sotto_profile_import(). */
SOTTO_CHECKED sotto_status so_import_read(sotto *profile, sotto_bytes json, size_t *ret_events);

#endif
