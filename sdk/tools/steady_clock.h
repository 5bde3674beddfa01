/* A clock that nobody sets: for how long something takes. */
#ifndef SO_TOOLS_STEADY_CLOCK_H
#define SO_TOOLS_STEADY_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t so_steady_ms(void) {
  struct timespec now = {0, 0};
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#endif
