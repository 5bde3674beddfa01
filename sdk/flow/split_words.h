/*
 * What a question by split trust says before it is answered, and its numbers. Only words; decides
 * nothing.
 */
#ifndef SO_FLOW_SPLIT_WORDS_H
#define SO_FLOW_SPLIT_WORDS_H

#include "flow/asked.h"

/** Appends the words of an open question: the noise, the two aggregators, the costs. */
void so_split_words_write(const sotto *profile, const so_asked *asked, so_sink *sink);
/** Fills a preview with what is of split trust alone. */
void so_split_words_show(const so_asked *asked, sotto_preview *preview);

#endif
