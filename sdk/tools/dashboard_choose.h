/*
 * The dashboard's part on choosing: what it brings over the hold-out, and how each arm does in each
 * mindset.
 */
#ifndef SO_TOOLS_DASHBOARD_CHOOSE_H
#define SO_TOOLS_DASHBOARD_CHOOSE_H

#include <stdio.h>

#include "tools/collect_result.h"

/** The card of the lift; writes nothing where the hold-out was never asked about. */
void so_dashboard_lift_card(FILE *page, const so_results *results);
/** What the shares of one question of the hold-out, or of arms, mean; else writes nothing. */
void so_dashboard_choose(FILE *page, const so_result *result);

#endif
