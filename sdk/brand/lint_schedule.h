/*
 * Whether devices can pay for what a pack asks: two years of one device's weeks with the shipped
 * ledger and the yearly quota, every scheduled question answered when it is due. What cannot be
 * paid would reach the brand as "none", so it is told here, with its reason. Questions without a
 * schedule are the host's to space out and are only told what a year holds.
 */
#ifndef SO_BRAND_LINT_SCHEDULE_H
#define SO_BRAND_LINT_SCHEDULE_H

#include "brand/lint_subject.h"

/** Tells every finding about costs, quotas and the schedule. */
void so_lint_schedule(const so_lint *lint);

#endif
