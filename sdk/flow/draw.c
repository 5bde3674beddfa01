/*
 * What an answer draws: see draw.h.
 */
#include "flow/draw.h"

#include <string.h>

#include "base/codec.h"

sotto_status so_draw(sotto *profile, const so_asked *asked, so_drawing drawing,
                     uint8_t ret_output[32]) {
  uint8_t text[SOTTO_QUESTION_ID_SIZE + 4];
  const so_noise_ask ask = {asked->epoch, drawing.label, {text, sizeof text}};
  sotto *of = asked->question.unit == SO_UNIT_VISIT ? profile->visitor : profile;
  memcpy(text, asked->id, SOTTO_QUESTION_ID_SIZE);
  so_store_u32(text + SOTTO_QUESTION_ID_SIZE, drawing.number);
  return so_handle_vault(of, so_vault_noise(of->vault, &ask, ret_output));
}
