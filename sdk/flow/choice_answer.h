/*
 * The words of an answer about arms or the hold-out. A build without `choose` never gives one: its
 * answers to such questions are "none".
 */
#ifndef SO_FLOW_CHOICE_ANSWER_H
#define SO_FLOW_CHOICE_ANSWER_H

#ifdef SOTTO_WITH_CHOOSE
# include "flow/asked.h"

/** Appends what the bucket 1 + `answer` says, such as "the plain shop; nothing was bought". */
void so_choice_answer(const sotto *profile, const so_asked *asked, uint32_t answer, so_sink *sink);
#else
# define so_choice_answer(profile, asked, answer, sink) ((void)0)
#endif

#endif
