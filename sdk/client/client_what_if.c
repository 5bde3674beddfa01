/*
 * The public call about what was not picked; in a build with the feature `whatif`.
 */
#include "client/entry.h"
#include "flow/what_if.h"

sotto_status sotto_item_explain(sotto *profile, const sotto_request *request, sotto_text item,
                                const sotto_why_visit *visit) {
  const so_what_if asked = {request, item};
  if (!visit || !visit->why || !so_entry_is_name(item))
    return so_entry_refuse(profile, SOTTO_E_ARGUMENT);
  sotto_status status = so_entry_request(request);
  if (status) return so_entry_refuse(profile, status);
  return SO_ENTRY_CALL(1, profile, so_what_if_explain(profile, &asked, visit));
}
