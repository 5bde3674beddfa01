/*
 * A question and its answer in the person's words: what is asked, and what a bucket says. Words of
 * the table (message.h), of the catalogue and of the brand. Decides nothing; knows no noise.
 */
#ifndef SO_FLOW_QUESTION_WORDS_H
#define SO_FLOW_QUESTION_WORDS_H

#include "flow/asked.h"

/** Appends what is asked, a sentence. */
void so_question_words_ask(const sotto *profile, const so_asked *asked, so_sink *sink);
/** Appends what the bucket that would be noised says, such as "focused". */
void so_question_words_answer(const sotto *profile, const so_asked *asked, so_sink *sink);

#endif
