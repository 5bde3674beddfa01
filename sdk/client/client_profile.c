/*
 * Public calls about a profile's life.
 */
#include <string.h>

#include "client/entry.h"
#include "flow/batch.h"
#include "flow/care.h"

void sotto_options_init(sotto_options *ret_options) {
  *ret_options = (sotto_options){.struct_size = sizeof *ret_options};
}

void sotto_port_init(sotto_port *ret_port) {
  *ret_port = (sotto_port){.struct_size = sizeof *ret_port};
}

static int is_port(const sotto_port *port) {
  if (!SO_ENTRY_IS_WHOLE(port) || !port->clock_now) return 0;
  if (!(port->key_load && port->key_store && port->key_wipe) && !port->passphrase) return 0;
  if (!port->anchor_load != !port->anchor_advance) return 0;
  return !port->file_map == !port->file_unmap;
}

static int is_options(const sotto_options *options) {
  if (!SO_ENTRY_IS_WHOLE(options)) return 0;
  if (options->flags & ~(uint32_t)(SOTTO_OPEN_EXISTING | SOTTO_OPEN_KIOSK | SOTTO_OPEN_AS_KEPT))
    return 0;
  if (options->locale && strnlen(options->locale, SO_LOCALE_MAX) == SO_LOCALE_MAX) return 0;
  return !options->directory || *options->directory;
}

sotto_status sotto_open(const sotto_options *options, const sotto_consent *consent,
                        const sotto_port *port, sotto **ret_profile) {
  so_care_wish wish = {options, consent, port};
  sotto *profile = NULL;
  if (!ret_profile || !is_options(options) || !so_entry_is_consent(consent) || !is_port(port))
    return SOTTO_E_ARGUMENT;
  sotto_status status = so_care_open(&wish, &profile);
  if (status) return status;
  so_entry_make(profile);
  *ret_profile = profile;
  return SOTTO_OK;
}

void sotto_close(sotto *profile) {
  sotto_status status = so_entry_enter(profile);
  if (status == SOTTO_E_STATE) so_care_abandon(profile);
  if (status) return;
  (void)so_entry_leave(profile, SOTTO_OK);
  so_entry_unmake(profile);
  so_care_close(profile);
}

sotto_status sotto_flush(sotto *profile) {
  return SO_ENTRY_CALL(1, profile, so_batch_flush(profile));
}

sotto_status sotto_tick(sotto *profile) {
  return SO_ENTRY_CALL(1, profile, so_care_tick(profile));
}

sotto_status sotto_error_detail(sotto *profile, char *ret_text, size_t *inout_size) {
  if (!inout_size || (!ret_text && *inout_size)) return SOTTO_E_ARGUMENT;
  sotto_status status = so_entry_enter(profile);
  if (status) return status;
  size_t size = strlen(profile->detail), room = *inout_size;
  if (size <= room) memcpy(ret_text, profile->detail, size);
  if (size < room) ret_text[size] = '\0';
  *inout_size = size;
  profile->detail_fresh = 1; /* what is asked for must not be written over by a refusal */
  return so_entry_leave(profile, size > room ? SOTTO_E_SPACE : SOTTO_OK);
}

sotto_status sotto_learning_pause(sotto *profile, uint32_t paused) {
  return SO_ENTRY_CALL(1, profile, (profile->paused = paused != 0, SOTTO_OK));
}
