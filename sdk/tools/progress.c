/*
 * The progress bar. Time comes from the monotonic clock and only paces the drawing.
 */
#include "tools/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "tools/steady_clock.h"

#define CELLS 28
#define REDRAW_MS 100

static void draw(const so_progress *progress, uint64_t done, int64_t elapsed_ms) {
  uint64_t total = progress->total;
  uint64_t shown = total && done > total ? total : done;
  unsigned cells = total ? (unsigned)((double)shown / (double)total * CELLS) : 0;
  fprintf(stderr, "\r  %-24.24s [", progress->label);
  for (unsigned i = 0; i < CELLS; i++) fputc(i < cells ? '#' : '.', stderr);
  if (total)
    fprintf(stderr, "] %3.0f %%  %.1f s ", 100.0 * (double)shown / (double)total,
            (double)elapsed_ms / 1000.0);
  else
    fprintf(stderr, "] %llu  %.1f s ", (unsigned long long)done, (double)elapsed_ms / 1000.0);
  fflush(stderr);
}

void so_progress_start(so_progress *ret_progress, const char *label, uint64_t total) {
  int64_t now = so_steady_ms();
  *ret_progress = (so_progress){.label = label,
                                .total = total,
                                .start_ms = now,
                                .drawn_ms = now,
                                .visible = isatty(STDERR_FILENO) == 1};
}

void so_progress_at(so_progress *progress, uint64_t done) {
  if (!progress->visible) return;
  int64_t now = so_steady_ms();
  if (now - progress->drawn_ms < REDRAW_MS) return;
  progress->drawn_ms = now;
  draw(progress, done, now - progress->start_ms);
}

void so_progress_end(so_progress *progress, uint64_t done) {
  if (!progress->visible) return;
  draw(progress, done, so_steady_ms() - progress->start_ms);
  fputc('\n', stderr);
}
