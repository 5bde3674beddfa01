/* One thread, one store; jobs in order of arrival. */
#include "tools/collect_queue.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define TRIES 3
#define AGAIN_S 1

struct so_queue {
  so_queue_options with;
  so_store *store; /* the thread's; NULL while it cannot be reached */
  so_counter *counter;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t more;
  so_job *first, **last;
  so_queue_facts facts;
  int ending;
};

static sotto_status open_store(so_queue *queue) {
  sotto_status status = so_store_open(&queue->store, queue->with.db, SO_STORE_WRITE);
  if (status == SOTTO_OK)
    status = so_counter_put_pack(queue->counter, queue->store, queue->with.trusted);
  if (status != SOTTO_OK) {
    so_store_close(queue->store);
    queue->store = NULL;
  }
  return status;
}

/* What an undone transaction took for a repeat may have been one only within itself. */
static void forget_repeats(so_job *jobs) {
  for (so_job *job = jobs; job; job = job->next)
    for (size_t i = 0; i < job->count; i++)
      if (job->reports[i].fate == SO_FATE_DUPLICATE) job->reports[i].fate = SO_FATE_ACCEPTED;
}

static sotto_status keep_once(so_queue *queue, so_job *jobs) {
  sotto_status status = queue->store ? SOTTO_OK : open_store(queue);
  if (status != SOTTO_OK) return status;
  status = so_store_begin(queue->store);
  for (so_job *job = jobs; status == SOTTO_OK && job; job = job->next)
    status = so_counter_see(queue->counter, queue->store, job->reports, job->count);
  if (status == SOTTO_OK) status = so_counter_add(queue->counter, queue->store);
  if (status == SOTTO_OK) status = so_store_commit(queue->store);
  if (status == SOTTO_OK) return SOTTO_OK;
  so_counter_reset(queue->counter);
  forget_repeats(jobs);
  so_store_undo(queue->store);
  if (status != SOTTO_E_BUSY) {
    so_store_close(queue->store);
    queue->store = NULL;
  }
  return status;
}

/* A lost connection or another collector in the way is tried again at once: it often helps. */
static sotto_status keep(so_queue *queue, so_job *jobs) {
  sotto_status status = SOTTO_E_BUSY;
  for (int i = 0; i < TRIES && (status == SOTTO_E_BUSY || status == SOTTO_E_STATE); i++)
    status = keep_once(queue, jobs);
  return status;
}

/* Waits for jobs, or a while where the store is to be tried again. NULL: for that, or the end. */
static so_job *take_all(so_queue *queue) {
  struct timespec end;
  (void)clock_gettime(CLOCK_REALTIME, &end);
  end.tv_sec += AGAIN_S;
  int waited = 0;
  (void)pthread_mutex_lock(&queue->lock);
  while (!queue->first && !queue->ending && waited != ETIMEDOUT)
    waited = queue->store ? pthread_cond_wait(&queue->more, &queue->lock)
                          : pthread_cond_timedwait(&queue->more, &queue->lock, &end);
  so_job *jobs = queue->first;
  queue->first = NULL;
  queue->last = &queue->first;
  (void)pthread_mutex_unlock(&queue->lock);
  return jobs;
}

/* The facts first: whoever is answered may ask for them. A job is its owner's again once woken. */
static void tell(so_queue *queue, so_job *jobs, sotto_status status) {
  uint64_t settled = 0;
  for (so_job *job = jobs; job; job = job->next) settled += job->count;
  (void)pthread_mutex_lock(&queue->lock);
  queue->facts.waiting -= settled;
  queue->facts.reachable = queue->store != NULL;
  if (status == SOTTO_OK)
    queue->facts.commits++;
  else
    queue->facts.failures++;
  (void)pthread_mutex_unlock(&queue->lock);
  for (so_job *job = jobs, *next; job; job = next) {
    next = job->next;
    job->status = status;
    queue->with.wake(job);
  }
}

static int is_over(so_queue *queue) {
  (void)pthread_mutex_lock(&queue->lock);
  queue->facts.reachable = queue->store != NULL;
  const int over = queue->ending && !queue->first;
  (void)pthread_mutex_unlock(&queue->lock);
  return over;
}

static void *work(void *of) {
  so_queue *queue = of;
  while (!is_over(queue)) {
    so_job *jobs = take_all(queue);
    if (jobs)
      tell(queue, jobs, keep(queue, jobs));
    else if (!queue->store)
      (void)!open_store(queue);
  }
  return NULL;
}

void so_queue_free(so_queue *queue) {
  if (!queue) return;
  so_store_close(queue->store);
  so_counter_free(queue->counter);
  (void)pthread_cond_destroy(&queue->more);
  (void)pthread_mutex_destroy(&queue->lock);
  free(queue);
}

sotto_status so_queue_start(so_queue **ret_queue, const so_queue_options *options) {
  so_queue *queue = calloc(1, sizeof *queue);
  if (!queue) return SOTTO_E_MEMORY;
  queue->with = *options;
  queue->last = &queue->first;
  (void)pthread_mutex_init(&queue->lock, NULL);
  (void)pthread_cond_init(&queue->more, NULL);
  sotto_status status = so_counter_new(options->collector, &queue->counter);
  if (status == SOTTO_OK) status = open_store(queue);
  if (status == SOTTO_OK && pthread_create(&queue->thread, NULL, work, queue))
    status = SOTTO_E_MEMORY;
  if (status == SOTTO_OK)
    *ret_queue = queue;
  else
    so_queue_free(queue);
  return status;
}

int so_queue_has_room(so_queue *queue, size_t count) {
  (void)pthread_mutex_lock(&queue->lock);
  const int room = !queue->ending && queue->facts.waiting + count <= SO_QUEUE_REPORTS_MAX;
  (void)pthread_mutex_unlock(&queue->lock);
  return room;
}

sotto_status so_queue_put(so_queue *queue, so_job *job) {
  (void)pthread_mutex_lock(&queue->lock);
  const int room = !queue->ending && queue->facts.waiting + job->count <= SO_QUEUE_REPORTS_MAX;
  if (room) {
    job->next = NULL;
    *queue->last = job;
    queue->last = &job->next;
    queue->facts.waiting += job->count;
    (void)pthread_cond_signal(&queue->more);
  }
  (void)pthread_mutex_unlock(&queue->lock);
  return room ? SOTTO_OK : SOTTO_E_BUSY;
}

void so_queue_look(so_queue *queue, so_queue_facts *ret_facts) {
  (void)pthread_mutex_lock(&queue->lock);
  *ret_facts = queue->facts;
  (void)pthread_mutex_unlock(&queue->lock);
}

void so_queue_end(so_queue *queue) {
  (void)pthread_mutex_lock(&queue->lock);
  queue->ending = 1;
  (void)pthread_cond_signal(&queue->more);
  (void)pthread_mutex_unlock(&queue->lock);
  (void)pthread_join(queue->thread, NULL);
}
