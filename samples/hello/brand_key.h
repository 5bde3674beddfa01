/*
 * The brand's public key, from the file that `sotto-pack keygen` made. An app compiles the 32 bytes
 * in instead.
 */
#ifndef HELLO_BRAND_KEY_H
#define HELLO_BRAND_KEY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Reads the signing key in `path`; gives 0 where there is none. */
int brand_key_read(const char *path, uint8_t ret_key[32]);

#ifdef __cplusplus
}
#endif

#endif
