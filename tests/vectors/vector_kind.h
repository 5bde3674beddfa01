/* The kinds of vector files: each runs one JSON document and prints its line or lines. */
#ifndef VECTOR_KIND_H
#define VECTOR_KIND_H

#include "vector_file.h"

/** A list of RFC 9180 vectors: one line each. */
void run_hpke(vector_tally *tally, const char *name, const json_t *list);
/** XofTurboShake128, both versions. */
void run_xof(vector_tally *tally, const char *name, const json_t *vector);
/** Prio3 of VDAF-18 ("reports" and "operations") or VDAF-08 ("prep"); the type is told by the
 * file's name. */
void run_prio3(vector_tally *tally, const char *name, const json_t *vector);

#endif
