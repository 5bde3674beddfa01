/*
 * A turn of a conversation about products. Decides what consent and company let be used; reading,
 * finding and the memory of turns are the model's, the words the message table's. Writes nothing.
 */
#ifndef SO_FLOW_SEARCH_H
#define SO_FLOW_SEARCH_H

#include "flow/handle.h"

/** See sotto_conversation_init(). */
void so_search_begin(sotto_conversation *ret_conversation);
/** See sotto_search(). */
SOTTO_CHECKED sotto_status so_search_turn(sotto *profile, const sotto_query *query,
                                          sotto_conversation *inout_conversation,
                                          sotto_reply *ret_reply);

#endif
