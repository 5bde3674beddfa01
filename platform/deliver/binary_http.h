/*
 * Binary HTTP (RFC 9292), as much as an oblivious client needs: a request written in the form of
 * known length, a response read in either form. Bounded; keeps no field but the three it gives.
 */
#ifndef PLATFORM_BINARY_HTTP_H
#define PLATFORM_BINARY_HTTP_H

#include <sotto/base.h>

/** A request to write. `media_type` may be empty. All borrowed. */
typedef struct so_bhttp_request {
  sotto_text method, scheme, authority, path, media_type;
  sotto_bytes body;
  size_t pad_to; /* a multiple of this many bytes; 0: none */
} so_bhttp_request;

/** A response that was read; views into its bytes. */
typedef struct so_bhttp_response {
  uint32_t status;
  sotto_text media_type, retry_after; /* empty where absent */
  sotto_bytes body;
} so_bhttp_response;

/** Bytes of a request. */
size_t so_bhttp_size(const so_bhttp_request *request);
/** Writes so_bhttp_size() bytes. */
void so_bhttp_write(uint8_t *ret_bytes, const so_bhttp_request *request);
/** Reads a response, in place: chunks of content move together. #SOTTO_E_FORMAT. */
SOTTO_CHECKED sotto_status so_bhttp_read(so_bhttp_response *ret_response, uint8_t *inout_bytes,
                                         size_t size);

#endif
