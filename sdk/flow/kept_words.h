/*
 * Everything that is kept about the person, line by line in plain words: events (those that still
 * wait to be written too), what the person said, what the models made of it, the running session.
 * Discreet items are told as well: this is the person's own view.
 */
#ifndef SO_FLOW_KEPT_WORDS_H
#define SO_FLOW_KEPT_WORDS_H

#include "flow/handle.h"

/** See sotto_profile_each(). */
SOTTO_CHECKED sotto_status so_kept_words_each(sotto *profile, sotto_kept_fn visit, void *context);

#endif
