/*
 * A progress bar on stderr for steps that take longer than a blink. Draws nothing unless stderr is
 * a terminal, at most ten times a second, and leaves one finished line behind.
 */
#ifndef SO_TOOLS_PROGRESS_H
#define SO_TOOLS_PROGRESS_H

#include <stdint.h>

/** One step under way; no clean-up is needed. */
typedef struct so_progress {
  const char *label; /* what is being done; must outlive the step */
  uint64_t total;    /* 0: unknown */
  int64_t start_ms;
  int64_t drawn_ms;
  int visible;
} so_progress;

/** Starts a step of `total` units (bytes, rows); 0 where the total is not known. */
void so_progress_start(so_progress *ret_progress, const char *label, uint64_t total);
/** Says how many units are done in all; cheap enough to call for each one. */
void so_progress_at(so_progress *progress, uint64_t done);
/** Ends the step: draws the last state and a line end. */
void so_progress_end(so_progress *progress, uint64_t done);

#endif
