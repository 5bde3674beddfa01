/* Stub for the first build. */
#include "brand/learn_mindset.h"
sotto_status so_learn_mindset(so_array *model, const char *path, so_findings *findings,
                              uint64_t *ret_sessions) {
  (void)model;
  (void)path;
  (void)findings;
  *ret_sessions = 0;
  return SOTTO_OK;
}
