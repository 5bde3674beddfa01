/*
 * The eight needs in words, each with the facts that speak for it most. Only in a build with the
 * feature `need`.
 */
#ifndef SO_FLOW_NEED_WORDS_H
#define SO_FLOW_NEED_WORDS_H

#include "flow/handle.h"

/** See sotto_need_each(). */
SOTTO_CHECKED sotto_status so_need_words_each(sotto *profile, sotto_need_fn visit, void *context);

#endif
