/*
 * Looking at a finished pack with the eyes of a shopper and of a fleet: slots that rules leave too
 * little for, questions that may not or cannot usefully be asked, sentences a locale lacks, and
 * words of discreet values in titles that everybody sees. Works on the pack as a device reads it.
 */
#ifndef SO_BRAND_LINT_H
#define SO_BRAND_LINT_H

#include "brand/lint_subject.h"

/** Tells every finding; errors are those a pack must not have. */
void so_lint_pack(const so_lint *lint);

#endif
