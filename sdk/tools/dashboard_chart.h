/*
 * The dashboard's drawings. Positions are percentages of the width a drawing is given, so that text
 * keeps its size on every screen; nothing is scaled.
 */
#ifndef SO_TOOLS_DASHBOARD_CHART_H
#define SO_TOOLS_DASHBOARD_CHART_H

#include <stdio.h>

#include "tools/collect_result.h"

#define SO_CHART_ROWS_MAX 40u

/** Writes text with HTML's special characters escaped. */
void so_chart_text(FILE *page, const char *text);
/** Writes a whole number with thousands apart: "10,000". */
void so_chart_number(FILE *page, uint64_t number);
/** The definitions every drawing refers to; once per page. */
void so_chart_definitions(FILE *page);
/**
 * Orders buckets for showing into `ret_order` (one entry per bucket): as asked, or for values of an
 * attribute the largest first and "none" last. Gives how many to show.
 */
uint32_t so_chart_order(const so_result *result, uint32_t *ret_order);
/** Bars with intervals, and truths where known, of the first `count` buckets in `order`. */
void so_chart_bars(FILE *page, const so_result *result, const uint32_t *order, uint32_t count);
/** A score from 1 to 100 with its interval. */
void so_chart_gauge(FILE *page, const sotto_mean *score, double truth);
/** The score of each epoch with its interval. */
void so_chart_weeks(FILE *page, const so_result *result);
/** The first question whose curve cannot be told from that of question `i` by eye; or `i`. */
uint32_t so_chart_twin(const so_results *results, uint32_t i);
/** What larger fleets would see: half width of the 95 % interval against devices. */
void so_chart_curve(FILE *page, const so_results *results);

#endif
