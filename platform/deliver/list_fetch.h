/*
 * The brand's public list of packs, fetched to the file that the profile reads. It is only appended
 * to: one that does not begin with the list that is known is not taken and kept as evidence beside
 * it (`.other`). The known list stays aside (`.known`) until a pack was installed under the new
 * one, and comes back where none is, also after a kill. Does not verify the list: installing does.
 */
#ifndef PLATFORM_LIST_FETCH_H
#define PLATFORM_LIST_FETCH_H

#include "deliver/exchange.h"

/** Fetches the list into options.list_path. Where that cannot be, `ret_trouble` says why not. */
SOTTO_CHECKED sotto_status so_list_fetch(so_call *call, uint32_t *ret_trouble);
/** Ends a fetch: keeps the new list, or puts the known one back. Harmless where none was begun. */
SOTTO_CHECKED sotto_status so_list_settle(const so_call *call, int keep_new);

#endif
