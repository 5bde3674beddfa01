/*
 * Where something is on the web: a URL taken apart and held to the rule: `https`, or `http` to this
 * very machine where the host opted in; no user, no password, no fragment. libcurl reads it.
 */
#ifndef PLATFORM_WEB_PLACE_H
#define PLATFORM_WEB_PLACE_H

#include <sotto/base.h>

#define SO_WEB_URL_MAX 2048

/** A URL in its parts, terminated. */
typedef struct so_web_place {
  char url[SO_WEB_URL_MAX];
  char scheme[8];
  char host[256];
  char authority[300]; /* host, and port where it is not the scheme's */
  char path[SO_WEB_URL_MAX];
  uint64_t origin; /* a hash of scheme, host and port, never 0 */
} so_web_place;

/** Takes a URL apart. #SOTTO_E_ARGUMENT: it is none, too long, or against the rule. */
SOTTO_CHECKED sotto_status so_web_place_of(so_web_place *ret_place, const char *url,
                                           int allow_loopback);

#endif
