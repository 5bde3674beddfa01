/*
 * Who may speak to the service: see kiosk_gate.h.
 */
#include "kiosk_gate.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define HEX_SIZE (2 * KIOSK_SECRET_SIZE + 1)

static int same_secret(const char *hex, size_t size, const uint8_t secret[KIOSK_SECRET_SIZE]) {
  uint8_t bytes[KIOSK_SECRET_SIZE];
  size_t read = 0;
  return size == HEX_SIZE - 1 &&
         sodium_hex2bin(bytes, sizeof bytes, hex, size, NULL, &read, NULL) == 0 &&
         read == sizeof bytes && sodium_memcmp(bytes, secret, sizeof bytes) == 0;
}

static void cookie_name(const kiosk_pass *pass, char ret_name[32]) {
  snprintf(ret_name, 32, "sotto-kiosk-%u=", pass->port);
}

int kiosk_gate_knows(const kiosk_pass *pass, const char *cookie) {
  char name[32];
  cookie_name(pass, name);
  while (cookie && *cookie) {
    const size_t size = strcspn(cookie, ";"), skip = strlen(name);
    if (size > skip && memcmp(cookie, name, skip) == 0)
      return same_secret(cookie + skip, size - skip, pass->cookie);
    cookie += size;
    cookie += strspn(cookie, "; ");
  }
  return 0;
}

void kiosk_gate_cookie(const kiosk_pass *pass, char ret_value[160]) {
  char name[32], hex[HEX_SIZE];
  cookie_name(pass, name);
  sodium_bin2hex(hex, sizeof hex, pass->cookie, sizeof pass->cookie);
  snprintf(ret_value, 160, "%s%s; Path=/; HttpOnly; SameSite=Strict", name, hex);
  sodium_memzero(hex, sizeof hex);
}

int kiosk_gate_spend(kiosk_pass *pass, const char *hex) {
  if (pass->spent || !hex || !same_secret(hex, strlen(hex), pass->token)) return 0;
  pass->spent = 1;
  return 1;
}

static int is_this_host(const kiosk_pass *pass, const char *host) {
  char own[32];
  snprintf(own, sizeof own, "127.0.0.1:%u", pass->port);
  return host && strcmp(host, own) == 0;
}

/* Whoever posts must say where from; a browser always does. */
static int is_from_here(const kiosk_pass *pass, const kiosk_caller *caller, int posts) {
  char own[48];
  snprintf(own, sizeof own, "http://127.0.0.1:%u", pass->port);
  if (caller->origin ? strcmp(caller->origin, own) != 0 : posts) return 0;
  return !caller->site || strcmp(caller->site, "same-origin") == 0 ||
         (!posts && strcmp(caller->site, "none") == 0);
}

/* What the page is made of is the same bytes for everybody and holds nothing: it may be read before
 * there is a cookie, and the page itself by a link from the start page. The exchange of the token
 * gives the cookie. */
static int is_open(const kiosk_caller *caller) {
  static const char *const files[] = {"/api/start", "/kiosk.css", "/kiosk.js", "/words.js",
                                      "/icon.svg"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    if (strcmp(caller->path, files[i]) == 0) return 1;
  return 0;
}

/* What a form of another page can send is none of ours. */
static int is_json(const kiosk_caller *caller) {
  return caller->type && strcmp(caller->type, "application/json") == 0;
}

kiosk_verdict kiosk_gate_judge(const kiosk_pass *pass, const kiosk_caller *caller) {
  const int posts = strncmp(caller->path, "/api/", 5) == 0;
  if (!is_this_host(pass, caller->host)) return KIOSK_NOT_HERE;
  if (strcmp(caller->method, posts ? "POST" : "GET") != 0) return KIOSK_METHOD;
  if (strcmp(caller->path, "/") == 0) return KIOSK_PASS;
  if (!is_from_here(pass, caller, posts) || (posts && !is_json(caller))) return KIOSK_ELSEWHERE;
  return is_open(caller) || kiosk_gate_knows(pass, caller->cookie) ? KIOSK_PASS : KIOSK_UNKNOWN;
}

const char *kiosk_gate_word(kiosk_verdict verdict) {
  static const char *const words[] = {"pass", "host", "origin", "cookie", "method"};
  return words[verdict];
}
