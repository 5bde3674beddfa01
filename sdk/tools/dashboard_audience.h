/*
 * The dashboard's part on audiences: how many of the devices that may tell are in each.
 */
#ifndef SO_TOOLS_DASHBOARD_AUDIENCE_H
#define SO_TOOLS_DASHBOARD_AUDIENCE_H

#include <stdio.h>

#include "tools/collect_result.h"

/** The sizes of a question about audiences; else writes nothing. */
void so_dashboard_audience(FILE *page, const so_result *result);
/** An audience's name: the label of its cell without "in". Terminated. */
void so_dashboard_audience_name(const so_result *result, uint32_t cell,
                                char ret_name[SOTTO_LABEL_SIZE]);

#endif
