/*
 * The thread of a job. Caller and thread each hold the job; the last to let go wipes and frees it.
 */
#include "tpm2_job.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

int64_t tpm2_job_now_ms(void) {
  struct timespec now = {0};
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void release(tpm2_job *job) {
  pthread_mutex_destroy(&job->lock);
  pthread_cond_destroy(&job->ended);
  free(job->path);
  free(job->tcti);
  explicit_bzero(job, sizeof *job);
  free(job);
}

static int make_condition(pthread_cond_t *ret_condition) {
  pthread_condattr_t attributes;
  if (pthread_condattr_init(&attributes) != 0) return -1;
  const int error = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) ||
                    pthread_cond_init(ret_condition, &attributes);
  pthread_condattr_destroy(&attributes);
  return error ? -1 : 0;
}

tpm2_job *tpm2_job_new(const sotto_store_tpm2 *store, tpm2_act act) {
  tpm2_job *job = store->owner_auth.size <= TPM2_AUTH_SIZE ? calloc(1, sizeof *job) : NULL;
  if (!job) return NULL;
  if (pthread_mutex_init(&job->lock, NULL) != 0 || make_condition(&job->ended) != 0) {
    free(job);
    return NULL;
  }
  job->nv_index = store->nv_index;
  job->pcr_mask = store->pcr_mask;
  job->path = strdup(store->path);
  job->tcti = store->tcti ? strdup(store->tcti) : NULL;
  job->owner_auth_size = store->owner_auth.size;
  if (store->owner_auth.size > 0)
    memcpy(job->owner_auth, store->owner_auth.data, store->owner_auth.size);
  job->deadline_ms = tpm2_job_now_ms() + store->wait_ms;
  job->act = act;
  job->holders = 1;
  if (job->path && (job->tcti || !store->tcti)) return job;
  release(job);
  return NULL;
}

int tpm2_job_given_up(tpm2_job *job) {
  pthread_mutex_lock(&job->lock);
  const int abandoned = job->abandoned;
  pthread_mutex_unlock(&job->lock);
  return abandoned;
}

int tpm2_job_may_commit(tpm2_job *job) {
  pthread_mutex_lock(&job->lock);
  if (!job->abandoned) job->stage = TPM2_COMMITTING;
  const int may = !job->abandoned;
  pthread_mutex_unlock(&job->lock);
  return may;
}

void tpm2_job_committed(tpm2_job *job, int done) {
  pthread_mutex_lock(&job->lock);
  job->stage = done ? TPM2_COMMITTED : TPM2_MAY_STOP;
  pthread_cond_signal(&job->ended);
  pthread_mutex_unlock(&job->lock);
}

/* A thread whose caller has gone does not wait on behind a chip that is silent. */
static int take_turn(tpm2_job *job) {
  const struct timespec pause = {.tv_nsec = 2000000};
  while (pthread_mutex_trylock(&one_at_a_time) != 0) {
    if (tpm2_job_given_up(job)) return 0;
    (void)nanosleep(&pause, NULL);
  }
  return 1;
}

static void *work(void *context) {
  tpm2_job *job = context;
  const int mine = take_turn(job);
  const sotto_status status = mine && !tpm2_job_given_up(job) ? job->act(job) : SOTTO_E_KEY_SLOW;
  if (mine) pthread_mutex_unlock(&one_at_a_time);
  pthread_mutex_lock(&job->lock);
  job->status = status;
  job->done = 1;
  pthread_cond_signal(&job->ended);
  pthread_mutex_unlock(&job->lock);
  tpm2_job_end(job);
  return NULL;
}

/* The host's signal handlers are not for this thread. */
static int start(tpm2_job *job) {
  sigset_t all, before;
  pthread_t thread;
  job->holders++;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int error = pthread_create(&thread, NULL, work, job);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (error)
    job->holders--;
  else
    pthread_detach(thread);
  return error;
}

sotto_status tpm2_job_run(tpm2_job *job) {
  const struct timespec until = {.tv_sec = (time_t)(job->deadline_ms / 1000),
                                 .tv_nsec = (long)(job->deadline_ms % 1000) * 1000000};
  if (start(job) != 0) return SOTTO_E_PORT;
  pthread_mutex_lock(&job->lock);
  int error = 0;
  while (!job->done && !error) error = pthread_cond_timedwait(&job->ended, &job->lock, &until);
  while (!job->done && job->stage == TPM2_COMMITTING) pthread_cond_wait(&job->ended, &job->lock);
  job->abandoned = !job->done;
  sotto_status status = job->status;
  if (job->abandoned) status = job->stage == TPM2_COMMITTED ? SOTTO_OK : SOTTO_E_KEY_SLOW;
  pthread_mutex_unlock(&job->lock);
  return status;
}

void tpm2_job_end(tpm2_job *job) {
  if (!job) return;
  pthread_mutex_lock(&job->lock);
  const int last = --job->holders == 0;
  pthread_mutex_unlock(&job->lock);
  if (last) release(job);
}
