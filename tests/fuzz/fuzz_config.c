/*
 * Published lists of HPKE configurations (crypto/dap_report.h).
 */
#include <string.h>

#include "crypto/dap_report.h"
#include "fuzz.h"

/* Adds a configuration with a key of `size` bytes. */
static void add(so_writer *writer, uint8_t id, const uint16_t suite[3], uint16_t size) {
  so_dap_write(writer, id, 1);
  for (int i = 0; i < 3; i++) so_dap_write(writer, suite[i], 2);
  so_dap_write(writer, size, 2);
  for (uint16_t i = 0; i < size; i++) so_dap_write(writer, (uint8_t)(id + i), 1);
}

size_t fuzz_seed(uint32_t number, uint8_t room[FUZZ_MAX]) {
  static const uint16_t aes[3] = {0x20, 1, 1}, chacha[3] = {0x20, 1, 3}, p256[3] = {0x10, 1, 2};
  if (number > 3) return 0;
  so_writer writer = so_writer_of(room + 2, FUZZ_MAX - 2);
  if (number & 1) add(&writer, 7, p256, 65);
  add(&writer, 8, number & 2 ? aes : chacha, 32);
  if (number & 1) add(&writer, 255, aes, 32);
  room[0] = (uint8_t)(writer.at >> 8);
  room[1] = (uint8_t)writer.at;
  return writer.at + 2;
}

int fuzz_run(const uint8_t *data, size_t size) {
  so_dap_config config, untouched;
  memset(&config, 0x5a, sizeof config);
  untouched = config;
  sotto_status status = so_dap_config_choose(&config, (sotto_bytes){data, size});
  if (status) {
    fuzz_hold(status == SOTTO_E_FORMAT || status == SOTTO_E_MISSING, "a typed refusal");
    fuzz_hold(memcmp(&config, &untouched, sizeof config) == 0, "a refusal leaves the result");
    return 0;
  }
  fuzz_hold(config.aead == &so_aead_aes128gcm || config.aead == &so_aead_chacha20poly1305,
            "a suite that is known");
  return 1;
}
