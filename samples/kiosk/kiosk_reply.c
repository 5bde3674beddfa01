/*
 * Replies: see kiosk_reply.h.
 */
#include "kiosk_reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk_file.h"

#define PICTURE_LIMIT ((size_t)2 << 20)
#define PICTURE_NAME_MAX 140

static const char *const headers[][2] = {
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=(), serial=()"},
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
     "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
     "require-trusted-types-for 'script'; trusted-types 'none'"},
    {"Connection", "close"},
};

enum MHD_Result kiosk_reply_queue(struct MHD_Connection *connection, const kiosk_reply *reply) {
  struct MHD_Response *response = MHD_create_response_from_buffer(
      reply->size, (void *)(uintptr_t)reply->data,
      reply->owned ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
  if (!response) {
    if (reply->owned) free((void *)(uintptr_t)reply->data);
    return MHD_NO;
  }
  for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
    (void)MHD_add_response_header(response, headers[i][0], headers[i][1]);
  (void)MHD_add_response_header(response, "Content-Type", reply->type);
  if (reply->cookie) (void)MHD_add_response_header(response, "Set-Cookie", reply->cookie);
  const enum MHD_Result queued = MHD_queue_response(connection, reply->status, response);
  MHD_destroy_response(response);
  return queued;
}

kiosk_reply kiosk_reply_error(unsigned status, const char *word) {
  char text[96];
  const int size = snprintf(text, sizeof text, "{\"error\":\"%s\"}", word);
  char *room = malloc(sizeof text);
  if (!room) return (kiosk_reply){status, "application/json", "{}", 2, 0, NULL};
  memcpy(room, text, sizeof text);
  return (kiosk_reply){status, "application/json", room, (size_t)size, 1, NULL};
}

/* A product's id and an ending: no other character gets as far as the file system. */
static int is_picture_name(const char *name) {
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  const size_t size = strlen(name);
  return size && size < PICTURE_NAME_MAX && name[0] != '.' && strspn(name, allowed) == size &&
         !strstr(name, "..");
}

/* A brand has SVG or PNG: the page asks for the one, and gets the other where only that is there.
 */
static kiosk_reply picture(const kiosk_config *config, const char *id) {
  static const char *const kinds[][2] = {{"svg", "image/svg+xml"}, {"png", "image/png"}};
  char path[2 * KIOSK_PATH_MAX];
  for (size_t i = 0; is_picture_name(id) && i < sizeof kinds / sizeof *kinds; i++) {
    sotto_bytes file = {NULL, 0};
    snprintf(path, sizeof path, "%s/%s.%s", config->pictures, id, kinds[i][0]);
    if (kiosk_file_read(path, PICTURE_LIMIT, &file) == 0)
      return (kiosk_reply){MHD_HTTP_OK, kinds[i][1], file.data, file.size, 1, NULL};
  }
  return kiosk_reply_error(MHD_HTTP_NOT_FOUND, "missing");
}

kiosk_reply kiosk_reply_file(const kiosk_config *config, const char *path) {
  for (const kiosk_page_file *file = kiosk_page_files; file->path; file++)
    if (strcmp(file->path, path) == 0)
      return (kiosk_reply){MHD_HTTP_OK, file->type, file->data, file->size, 0, NULL};
  if (strncmp(path, "/pictures/", 10) == 0) return picture(config, path + 10);
  return kiosk_reply_error(MHD_HTTP_NOT_FOUND, "missing");
}
