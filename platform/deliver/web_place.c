/*
 * Where something is on the web: see web_place.h.
 */
#include "deliver/web_place.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* Copies one part; empty where the URL has none. 0: it does not fit. */
static int part(CURLU *url, CURLUPart which, char *ret_part, size_t room) {
  char *text = NULL;
  ret_part[0] = 0;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return 1;
  const int size = snprintf(ret_part, room, "%s", text);
  curl_free(text);
  return size >= 0 && (size_t)size < room;
}

static int is_absent(CURLU *url, CURLUPart which) {
  char *text = NULL;
  const int absent = curl_url_get(url, which, &text, 0) != CURLUE_OK;
  curl_free(text);
  return absent;
}

static int is_loopback(const char *host) {
  return strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0 ||
         strcmp(host, "localhost") == 0;
}

static int obeys(CURLU *url, const so_web_place *place, int allow_loopback) {
  if (!is_absent(url, CURLUPART_USER) || !is_absent(url, CURLUPART_PASSWORD)) return 0;
  if (!place->host[0] || !is_absent(url, CURLUPART_FRAGMENT)) return 0;
  if (strcmp(place->scheme, "https") == 0) return 1;
  return strcmp(place->scheme, "http") == 0 && allow_loopback && is_loopback(place->host);
}

/* Path and query, as a request line has them. */
static int take_path(CURLU *url, so_web_place *place) {
  char query[SO_WEB_URL_MAX], path[SO_WEB_URL_MAX];
  if (!part(url, CURLUPART_PATH, path, sizeof path)) return 0;
  if (!part(url, CURLUPART_QUERY, query, sizeof query)) return 0;
  const int size =
      snprintf(place->path, sizeof place->path, "%s%s%s", path, query[0] ? "?" : "", query);
  return size >= 0 && (size_t)size < sizeof place->path;
}

static int take_apart(CURLU *url, so_web_place *place) {
  char port[8];
  if (!part(url, CURLUPART_URL, place->url, sizeof place->url) ||
      !part(url, CURLUPART_SCHEME, place->scheme, sizeof place->scheme) ||
      !part(url, CURLUPART_HOST, place->host, sizeof place->host) ||
      !part(url, CURLUPART_PORT, port, sizeof port))
    return 0;
  if (strcmp(port, strcmp(place->scheme, "https") == 0 ? "443" : "80") == 0) port[0] = 0;
  (void)snprintf(place->authority, sizeof place->authority, "%s%s%s", place->host,
                 port[0] ? ":" : "", port);
  return take_path(url, place);
}

static uint64_t hash_of(const so_web_place *place) {
  char text[sizeof place->scheme + sizeof place->authority];
  uint64_t hash[4];
  const int size = snprintf(text, sizeof text, "%s://%s", place->scheme, place->authority);
  crypto_generichash((uint8_t *)hash, sizeof hash, (const uint8_t *)text, (size_t)size, NULL, 0);
  return hash[0] ? hash[0] : 1;
}

sotto_status so_web_place_of(so_web_place *ret_place, const char *text, int allow_loopback) {
  CURLU *url = text && strlen(text) < SO_WEB_URL_MAX ? curl_url() : NULL;
  if (!url) return SOTTO_E_ARGUMENT;
  const int good = curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
                   take_apart(url, ret_place) && obeys(url, ret_place, allow_loopback);
  curl_url_cleanup(url);
  if (!good) return SOTTO_E_ARGUMENT;
  ret_place->origin = hash_of(ret_place);
  return SOTTO_OK;
}
