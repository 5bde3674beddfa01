/*
 * Public calls about audiences; in a build with the feature `audience`.
 */
#include "client/entry.h"
#include "flow/audience.h"

sotto_status sotto_audience_each(sotto *profile, sotto_audience_fn visit, void *context) {
  return SO_ENTRY_CALL(visit, profile, so_audience_words_each(profile, visit, context));
}

sotto_status sotto_audience_in(sotto *profile, sotto_text audience, uint32_t *ret_in) {
  return SO_ENTRY_CALL(ret_in && so_entry_is_name(audience), profile,
                       so_audience_asked(profile, audience, ret_in));
}
