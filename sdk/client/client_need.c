/*
 * Public calls about what the shopper needs; in a build with the feature `need`.
 */
#include "client/entry.h"
#include "flow/need_words.h"

sotto_status sotto_need_each(sotto *profile, sotto_need_fn visit, void *context) {
  return SO_ENTRY_CALL(visit, profile, so_need_words_each(profile, visit, context));
}

const char *sotto_need_name(sotto_need need) {
  static const char names[SOTTO_NEED_COUNT][12] = {
      "inspiration", "comparison", "reassurance", "price", "gift", "replenish", "complete", "help"};
  return need < SOTTO_NEED_COUNT ? names[need] : NULL;
}
