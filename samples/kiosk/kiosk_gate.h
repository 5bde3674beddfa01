/*
 * Who may speak to the service: the one browser that was handed the start page, on this machine.
 *
 * A web page from anywhere can send requests to 127.0.0.1, and a name that somebody owns can be
 * pointed at it (DNS rebinding). So each request must name this very host and port, come from this
 * very page where a browser says where it comes from, and carry the cookie that was given in
 * exchange for the start token: used once, never in a request line, never in a log.
 */
#ifndef KIOSK_GATE_H
#define KIOSK_GATE_H

#include <stdint.h>

/** Bytes of a token and of the cookie's secret. */
#define KIOSK_SECRET_SIZE 32

/** The secrets, as the keeper hands them to each process. */
typedef struct kiosk_pass {
  uint8_t token[KIOSK_SECRET_SIZE];
  uint8_t cookie[KIOSK_SECRET_SIZE];
  uint32_t spent; /**< 1: the token was used. */
  uint32_t turn;  /**< Which start page it belongs to. */
  uint32_t port;
} kiosk_pass;

/** What is looked at of a request. Absent headers are NULL. */
typedef struct kiosk_caller {
  const char *method;
  const char *path;
  const char *host;
  const char *origin;
  const char *site; /**< Sec-Fetch-Site. */
  const char *cookie;
  const char *type; /**< Content-Type. */
} kiosk_caller;

/** What the gate says. */
typedef enum kiosk_verdict {
  KIOSK_PASS = 0,
  KIOSK_NOT_HERE,  /**< Another host name: rebinding. */
  KIOSK_ELSEWHERE, /**< From another origin. */
  KIOSK_UNKNOWN,   /**< No cookie, or a wrong one. */
  KIOSK_METHOD     /**< Neither GET nor POST, or POST where there is nothing to post. */
} kiosk_verdict;

/** Judges a request; needs nothing of its body. */
kiosk_verdict kiosk_gate_judge(const kiosk_pass *pass, const kiosk_caller *caller);
/** Says a verdict in one word for the page and the tests, such as "origin". */
const char *kiosk_gate_word(kiosk_verdict verdict);
/** 1 where `hex` is the token and it was not used yet; it is used then. */
int kiosk_gate_spend(kiosk_pass *pass, const char *hex);
/** 1 where the Cookie header holds this kiosk's cookie. */
int kiosk_gate_knows(const kiosk_pass *pass, const char *cookie);
/** Gives the Set-Cookie header's value. */
void kiosk_gate_cookie(const kiosk_pass *pass, char ret_value[160]);

#endif
