/*
 * What a question would do, said before anything is drawn: what is asked, what the answer would be,
 * the odds, the cost and what stays. Only words; decides nothing.
 */
#ifndef SO_FLOW_PREVIEW_H
#define SO_FLOW_PREVIEW_H

#include "flow/asked.h"

#define SO_PREVIEW_WORDS_MAX 2048

/** Appends the answer that would be noised, such as "focused". */
void so_preview_answer(const sotto *profile, const so_asked *asked, so_sink *sink);
/** Appends all sentences. */
void so_preview_words(const sotto *profile, const so_asked *asked, so_sink *sink);

#endif
