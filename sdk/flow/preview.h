/*
 * What a question would do, said before anything is drawn: what is asked, what the answer would be,
 * the odds, the cost and what stays. Only words; decides nothing.
 */
#ifndef SO_FLOW_PREVIEW_H
#define SO_FLOW_PREVIEW_H

#include "flow/asked.h"

/** Shows one question to the visitor, in the words of `profile`; gives what that returns. */
uint32_t so_preview_show(const sotto *profile, const so_asked *asked, sotto_preview_fn visit,
                         void *context);
/** As sotto_question_each(). */
SOTTO_CHECKED sotto_status so_preview_each(sotto *profile, sotto_preview_fn visit, void *context);

#endif
