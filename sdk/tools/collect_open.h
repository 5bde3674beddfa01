/*
 * Opening what a brand counts with: the pack, the key that opens its reports, the key that signed
 * it.
 */
#ifndef SO_TOOLS_COLLECT_OPEN_H
#define SO_TOOLS_COLLECT_OPEN_H

#include "tools/collect.h"

#define SO_COLLECT_KEY_SIZE 32u

/**
 * Opens a collector by --pack, --key and --trust and gives the public key that signed the pack.
 * Gives an exit status; what was wrong is said on stderr.
 */
int so_collect_open(const so_collect_options *options, sotto_collector **ret_collector,
                    uint8_t ret_trusted[SO_COLLECT_KEY_SIZE]);
/** As so_collect_fail(), of a place that packs are put into. */
int so_collect_fail_store(const char *place, sotto_status status);

#endif
