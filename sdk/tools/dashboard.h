/*
 * The dashboard: one self-contained HTML page with the estimates of a store. No script, no external
 * resource, no report: only what `sotto-collect estimate` would print, drawn. Works from a file, in
 * light and dark, on a narrow screen, on paper and for a screen reader (each chart has its table).
 */
#ifndef SO_TOOLS_DASHBOARD_H
#define SO_TOOLS_DASHBOARD_H

#include <stdio.h>

#include "tools/collect_result.h"

/** Writes the page; the caller checks the stream for errors. */
void so_dashboard_write(FILE *page, const so_results *results);

#endif
