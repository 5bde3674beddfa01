/*
 * Replies of the service: the page's files (built in), pictures, JSON; each with the headers that
 * keep it from being stored, framed or extended by anybody.
 */
#ifndef KIOSK_REPLY_H
#define KIOSK_REPLY_H

#include <microhttpd.h>

#include "kiosk_config.h"

/** One file of the page, built in by embed_page.py. */
typedef struct kiosk_page_file {
  const char *path;
  const char *type;
  const unsigned char *data;
  size_t size;
} kiosk_page_file;

/** The page's files; ends with a path of NULL. */
extern const kiosk_page_file kiosk_page_files[];

/** A reply to queue. */
typedef struct kiosk_reply {
  unsigned status;
  const char *type;
  const void *data;
  size_t size;
  int owned;          /**< 1: `data` came from malloc and goes with the reply. */
  const char *cookie; /**< Set-Cookie; NULL: none. */
} kiosk_reply;

/** Queues a reply. */
enum MHD_Result kiosk_reply_queue(struct MHD_Connection *connection, const kiosk_reply *reply);
/** Gives a reply of {"error": word}; static storage for the words of this service. */
kiosk_reply kiosk_reply_error(unsigned status, const char *word);
/** Gives the page's file at a path, a picture, or 404. */
kiosk_reply kiosk_reply_file(const kiosk_config *config, const char *path);

#endif
