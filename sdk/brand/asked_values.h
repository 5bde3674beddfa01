/*
 * Which values of an attribute a question lists: those that brand.json names, else the ones that
 * most items have, as many as the question's minimum batch can tell apart; ties go to the value
 * that comes first. Everything else is "none", so a catalogue of a thousand brands asks a question
 * that a small fleet can answer.
 */
#ifndef SO_BRAND_ASKED_VALUES_H
#define SO_BRAND_ASKED_VALUES_H

#include "brand/assembly.h"

/** Appends the values of `key` that the question asks about, as pack values. */
void so_asked_values_add(so_assembly *assembly, const so_brand_question *from, uint32_t key,
                         so_array *values);

#endif
