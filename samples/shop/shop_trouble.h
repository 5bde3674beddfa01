/*
 * What to tell the person when something failed: one sentence for each status that can reach them,
 * in their language. Distinct failures have distinct sentences.
 */
#ifndef SAMPLES_SHOP_TROUBLE_H
#define SAMPLES_SHOP_TROUBLE_H

#include <sotto/base.h>

/** Gives the sentence for a status; static storage. */
const char *shop_trouble_words(sotto_status status);

#endif
