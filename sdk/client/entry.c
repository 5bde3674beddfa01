/*
 * Entering and leaving a handle: see entry.h.
 */
#include "client/entry.h"

#include <unistd.h>

/* Its address names the running thread. */
static _Thread_local char mark;

void so_entry_make(sotto *profile) {
  pthread_mutex_init(&profile->gate.mutex, NULL);
  atomic_init(&profile->gate.owner, 0);
  profile->gate.process = getpid();
}

void so_entry_unmake(sotto *profile) {
  pthread_mutex_destroy(&profile->gate.mutex);
}

sotto_status so_entry_refusal(const sotto *profile) {
  if (!profile) return SOTTO_E_ARGUMENT;
  return profile->gate.process == getpid() ? SOTTO_E_BUSY : SOTTO_E_STATE;
}

sotto_status so_entry_enter(sotto *profile) {
  if (!profile || profile->gate.process != getpid() ||
      atomic_load(&profile->gate.owner) == (uintptr_t)&mark)
    return so_entry_refusal(profile);
  pthread_mutex_lock(&profile->gate.mutex);
  atomic_store(&profile->gate.owner, (uintptr_t)&mark);
  profile->detail_fresh = 0;
  return SOTTO_OK;
}

sotto_status so_entry_leave(sotto *profile, sotto_status status) {
  if (status && !profile->detail_fresh)
    (void)so_handle_fail(profile, status, sotto_status_text(status));
  atomic_store(&profile->gate.owner, 0);
  pthread_mutex_unlock(&profile->gate.mutex);
  return status;
}

sotto_status so_entry_refuse(sotto *profile, sotto_status status) {
  return so_entry_enter(profile) ? status : so_entry_leave(profile, status);
}

int so_entry_is_name(sotto_text text) {
  return (text.data || !text.size) && text.size <= SO_ENTRY_NAME_MAX;
}

int so_entry_are_names(const sotto_text *names, size_t count) {
  if (count && !names) return 0;
  for (size_t i = 0; i < count && i < SO_ENTRY_NAMES_MAX; i++)
    if (!so_entry_is_name(names[i])) return 0;
  return 1;
}

int so_entry_is_consent(const sotto_consent *consent) {
  if (!SO_ENTRY_IS_WHOLE(consent)) return 0;
  for (int category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    for (int purpose = 0; purpose < SOTTO_PURPOSE_COUNT; purpose++)
      if (consent->verdicts[category][purpose] > SOTTO_DENIED ||
          consent->host_verdicts[category][purpose] > SOTTO_DENIED)
        return 0;
  return 1;
}

static int is_request(const sotto_request *request) {
  if (!SO_ENTRY_IS_WHOLE(request)) return 0;
  const sotto_text names[] = {request->slot, request->item, request->category};
  if (!so_entry_are_names(names, 3)) return 0;
  if (!so_entry_are_names(request->exclude, request->exclude_count)) return 0;
  return request->diversity <= 1 && request->complete <= 1 && request->price_from_minor >= 0 &&
         request->price_to_minor >= 0;
}

sotto_status so_entry_request(const sotto_request *request) {
  if (!is_request(request)) return SOTTO_E_ARGUMENT;
  int beyond = request->exclude_count > SO_ENTRY_NAMES_MAX || request->limit > SOTTO_PICKS_MAX;
  return beyond ? SOTTO_E_LIMIT : SOTTO_OK;
}
