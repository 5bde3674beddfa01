/*
 * The public call about split reports.
 */
#include "client/entry.h"
#include "flow/split_outbox.h"

sotto_status sotto_outbox_reseal(sotto *profile, uint64_t report, sotto_bytes leader_list,
                                 sotto_bytes helper_list) {
  const so_split_lists lists = {leader_list, helper_list};
  return SO_ENTRY_CALL(leader_list.data && helper_list.data, profile,
                       so_split_outbox_reseal(profile, report, &lists));
}
