/*
 * Public calls of search.
 */
#include "client/entry.h"
#include "flow/search.h"

void sotto_query_init(sotto_query *ret_query) {
  *ret_query = (sotto_query){.struct_size = sizeof *ret_query};
}

void sotto_conversation_init(sotto_conversation *ret_conversation) {
  so_search_begin(ret_conversation);
}

static int is_query(const sotto_query *query) {
  if (!SO_ENTRY_IS_WHOLE(query)) return 0;
  const sotto_text names[] = {query->locale, query->slot};
  if (!so_entry_are_names(names, 2) || query->wording > SOTTO_WORDING_EXPERT) return 0;
  return query->utterance.data || !query->utterance.size;
}

sotto_status sotto_search(sotto *profile, const sotto_query *query,
                          sotto_conversation *inout_conversation, sotto_reply *ret_reply) {
  int valid = is_query(query) && SO_ENTRY_IS_WHOLE(inout_conversation) && ret_reply;
  if (valid && query->utterance.size > SOTTO_UTTERANCE_MAX)
    return so_entry_refuse(profile, SOTTO_E_LIMIT);
  return SO_ENTRY_CALL(valid, profile,
                       so_search_turn(profile, query, inout_conversation, ret_reply));
}
