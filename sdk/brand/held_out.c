/* Copies of events, one block a user. */
#include "brand/held_out.h"

#include <stdlib.h>
#include <string.h>

#include <sotto/event.h>

#define ONE_IN 6
#define DAY_MS 86400000

/** SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t mixed(uint64_t state) {
  state += UINT64_C(0x9e3779b97f4a7c15);
  state = (state ^ state >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  state = (state ^ state >> 27) * UINT64_C(0x94d049bb133111eb);
  return state ^ state >> 31;
}

/** The place of the next one held, or SO_HELD_USERS_MAX. */
static size_t place_for(so_held_out *held, uint64_t number) {
  uint64_t seen = held->eligible++;
  if (held->count < SO_HELD_USERS_MAX) return held->count;
  uint64_t drawn = mixed(number ^ UINT64_C(0x5e1ec7ed)) % (seen + 1);
  return drawn < SO_HELD_USERS_MAX ? (size_t)drawn : SO_HELD_USERS_MAX;
}

static int is_same_basket(const so_logged *a, const so_logged *b) {
  return a->type == SOTTO_EVENT_PURCHASE && b->type == SOTTO_EVENT_PURCHASE &&
         a->time_ms / DAY_MS == b->time_ms / DAY_MS;
}

/** Where the last step begins. */
static size_t last_step(const so_held_user *user) {
  size_t known = user->count - 1;
  while (known > 0 && is_same_basket(&user->events[known - 1], &user->events[known])) known--;
  return known;
}

int so_held_out_take(so_held_out *held, uint64_t number, so_held_user *inout_user,
                     so_held_user *ret_released) {
  so_held_user *user = inout_user, copy = *user;
  uint64_t kind = mixed(number) % ONE_IN;
  if (user->count < 2 || user->count > SO_HELD_EVENTS_MAX || kind > 2) return 0;
  copy.known = last_step(user);
  copy.learnt = user->learnt = kind > 0 ? copy.known : 0;
  if (copy.known == 0) return 0;
  size_t place = place_for(held, number);
  if (place == SO_HELD_USERS_MAX) return 0;
  copy.events = malloc(user->count * sizeof *user->events);
  if (!copy.events) {
    held->failed = 1;
    return 0;
  }
  memcpy(copy.events, user->events, user->count * sizeof *user->events);
  *ret_released = held->users[place];
  held->users[place] = copy;
  held->count += place == held->count;
  return 1;
}

void so_held_out_free(so_held_out *held) {
  for (size_t n = 0; n < held->count; n++) free(held->users[n].events);
  memset(held, 0, sizeof *held);
}
