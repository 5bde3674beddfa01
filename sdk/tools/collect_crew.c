/* Threads take reports of the batch in slices, so that all of them end at about the same time. */
#include "tools/collect_crew.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define SLICE 64u
#define THREADS_MAX 64

struct so_crew {
  const sotto_collector *collector;
  pthread_mutex_t lock;
  pthread_cond_t work, done;
  so_crew_batch batch;
  size_t next, finished;
  int ending, thread_count;
  pthread_t threads[THREADS_MAX];
};

void so_crew_read(const sotto_collector *collector, sotto_bytes body, so_read_report *ret_report) {
  ret_report->fate = so_fate_of(sotto_collector_read(collector, body, &ret_report->answer));
}

static void *open_reports(void *of) {
  so_crew *crew = of;
  (void)pthread_mutex_lock(&crew->lock);
  while (!crew->ending) {
    if (crew->next >= crew->batch.count) {
      (void)pthread_cond_wait(&crew->work, &crew->lock);
      continue;
    }
    const so_crew_batch batch = crew->batch;
    const size_t from = crew->next;
    const size_t to = from + SLICE < batch.count ? from + SLICE : batch.count;
    crew->next = to;
    (void)pthread_mutex_unlock(&crew->lock);
    for (size_t i = from; i < to; i++)
      so_crew_read(crew->collector, batch.bodies[i], &batch.reports[i]);
    (void)pthread_mutex_lock(&crew->lock);
    crew->finished += to - from;
    if (crew->finished == batch.count) (void)pthread_cond_signal(&crew->done);
  }
  (void)pthread_mutex_unlock(&crew->lock);
  return NULL;
}

sotto_status so_crew_start(const sotto_collector *collector, so_crew **ret_crew) {
  so_crew *crew = calloc(1, sizeof *crew);
  if (!crew) return SOTTO_E_MEMORY;
  crew->collector = collector;
  (void)pthread_mutex_init(&crew->lock, NULL);
  (void)pthread_cond_init(&crew->work, NULL);
  (void)pthread_cond_init(&crew->done, NULL);
  long wanted = sysconf(_SC_NPROCESSORS_ONLN);
  if (wanted < 1) wanted = 1;
  while (crew->thread_count < wanted && crew->thread_count < THREADS_MAX) {
    if (pthread_create(&crew->threads[crew->thread_count], NULL, open_reports, crew)) break;
    crew->thread_count++;
  }
  if (crew->thread_count == 0) {
    so_crew_end(crew);
    return SOTTO_E_MEMORY;
  }
  *ret_crew = crew;
  return SOTTO_OK;
}

void so_crew_end(so_crew *crew) {
  if (!crew) return;
  (void)pthread_mutex_lock(&crew->lock);
  crew->ending = 1;
  (void)pthread_cond_broadcast(&crew->work);
  (void)pthread_mutex_unlock(&crew->lock);
  for (int i = 0; i < crew->thread_count; i++) (void)pthread_join(crew->threads[i], NULL);
  (void)pthread_cond_destroy(&crew->done);
  (void)pthread_cond_destroy(&crew->work);
  (void)pthread_mutex_destroy(&crew->lock);
  free(crew);
}

void so_crew_give(so_crew *crew, const so_crew_batch *batch) {
  (void)pthread_mutex_lock(&crew->lock);
  crew->batch = *batch;
  crew->next = crew->finished = 0;
  (void)pthread_cond_broadcast(&crew->work);
  (void)pthread_mutex_unlock(&crew->lock);
}

void so_crew_wait(so_crew *crew) {
  (void)pthread_mutex_lock(&crew->lock);
  while (crew->finished < crew->batch.count) (void)pthread_cond_wait(&crew->done, &crew->lock);
  (void)pthread_mutex_unlock(&crew->lock);
}
