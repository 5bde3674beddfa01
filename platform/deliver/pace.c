/*
 * When an origin may be tried again: see pace.h.
 */
#include "deliver/pace.h"

#include <sodium.h>
#include <string.h>

#define DOUBLINGS 10

static sotto_deliver_rest *find(const sotto_deliver_pace *pace, uint64_t origin) {
  for (size_t i = 0; i < SOTTO_DELIVER_ORIGINS; i++)
    if (pace->rests[i].origin == origin) return (sotto_deliver_rest *)(uintptr_t)&pace->rests[i];
  return NULL;
}

int64_t so_pace_ready(const sotto_deliver_pace *pace, uint64_t origin, int64_t now_ms) {
  const sotto_deliver_rest *rest = find(pace, origin);
  if (!rest || rest->not_before_ms <= now_ms) return now_ms;
  return rest->not_before_ms - now_ms > SO_PACE_ASKED_MS ? now_ms : rest->not_before_ms;
}

/* The origin's place, a free one, or that of the rest that ends first. */
static sotto_deliver_rest *place_for(sotto_deliver_pace *pace, uint64_t origin) {
  sotto_deliver_rest *rest = find(pace, origin);
  if (!rest) rest = find(pace, 0);
  if (rest) return rest;
  rest = pace->rests;
  for (size_t i = 1; i < SOTTO_DELIVER_ORIGINS; i++)
    if (pace->rests[i].not_before_ms < rest->not_before_ms) rest = &pace->rests[i];
  memset(rest, 0, sizeof *rest);
  return rest;
}

int64_t so_pace_fail(sotto_deliver_pace *pace, uint64_t origin, int64_t now_ms, int64_t asked_s) {
  sotto_deliver_rest *rest = place_for(pace, origin);
  int64_t wait = SO_PACE_FIRST_MS << (rest->failures < DOUBLINGS ? rest->failures : DOUBLINGS);
  if (wait > SO_PACE_LONGEST_MS) wait = SO_PACE_LONGEST_MS;
  wait -= randombytes_uniform((uint32_t)(wait / 2));
  const int64_t asked_ms = asked_s < SO_PACE_ASKED_S ? 1000 * asked_s : SO_PACE_ASKED_MS;
  rest->origin = origin;
  if (rest->failures < UINT32_MAX) rest->failures++;
  rest->not_before_ms = now_ms + (wait > asked_ms ? wait : asked_ms);
  return rest->not_before_ms;
}

void so_pace_succeed(sotto_deliver_pace *pace, uint64_t origin) {
  sotto_deliver_rest *rest = find(pace, origin);
  if (rest) memset(rest, 0, sizeof *rest);
}
