/*
 * The hold-out: see hold_out.h.
 */
#include "flow/hold_out.h"

#include "base/codec.h"
#include "base/epoch.h"

#define LABEL "sotto hold-out 1"

int so_hold_out_asked(const sotto *profile) {
  return so_handle_allows(profile, SOTTO_CATEGORY_HISTORY, SOTTO_PURPOSE_EXPERIMENT);
}

int so_hold_out_is(const sotto *profile, int64_t now_ms) {
  uint8_t output[32];
  const so_noise_ask ask = {so_epoch_of(now_ms), LABEL, {NULL, 0}};
  if (!so_hold_out_asked(profile) || so_vault_foresee(profile->vault, &ask, output)) return 0;
  return so_load_u64(output) < UINT64_MAX / 1000 * SO_HOLD_OUT_PERMILLE;
}

void so_hold_out_tell(sotto *profile, sotto_reason_fn visit, void *context) {
  const char *words = so_message_pattern(&profile->words, SO_MESSAGE_REASON_HELD_OUT);
  const sotto_reason reason = {.kind = SOTTO_REASON_HELD_OUT, .text = so_text_of(words)};
  (void)visit(context, &reason);
}
