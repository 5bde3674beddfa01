/*
 * One call of the TPM store, on a thread of its own: TCTIs have no common way to wait for a bounded
 * time. The thread works on copies, so a caller that gave up may go; what it gave up is never
 * committed. One job runs at a time in a process: they share a chip and a file.
 */
#ifndef PLATFORM_TPM2_JOB_H
#define PLATFORM_TPM2_JOB_H

#include <pthread.h>
#include <sotto/store_tpm2.h>

#define TPM2_AUTH_SIZE 32

typedef struct tpm2_job tpm2_job;
typedef sotto_status (*tpm2_act)(tpm2_job *job);

struct tpm2_job {
  uint32_t nv_index;
  uint32_t pcr_mask;
  char *path;
  char *tcti; /* NULL: libtss2's choice */
  uint8_t owner_auth[TPM2_AUTH_SIZE];
  size_t owner_auth_size;
  int64_t deadline_ms; /* of the monotonic clock */
  uint8_t key[SOTTO_KEY_SIZE];
  sotto_anchor anchor;
  tpm2_act act;
  sotto_status status;
  pthread_mutex_t lock; /* of what follows */
  pthread_cond_t ended;
  enum { TPM2_MAY_STOP, TPM2_COMMITTING, TPM2_COMMITTED } stage;
  int done, abandoned, holders;
};

/** NULL: no memory, or an authorization that is too long. */
tpm2_job *tpm2_job_new(const sotto_store_tpm2 *store, tpm2_act act);
/**
 * Runs the act and waits for it until the deadline: its status, or KEY_SLOW. A job that has
 * committed by then is OK; one that is about to is waited for, which only a disk can delay.
 */
SOTTO_CHECKED sotto_status tpm2_job_run(tpm2_job *job);
/** Lets go: wiped and freed now, or when the thread ends. NULL is allowed. */
void tpm2_job_end(tpm2_job *job);
/** For the act: 1, and the caller waits for the next stage; 0 where it has given up. */
int tpm2_job_may_commit(tpm2_job *job);
/** For the act: what it was asked for is done, or (`done` 0) is not to be. */
void tpm2_job_committed(tpm2_job *job, int done);
/** For the act: 1 where nobody waits for it any more. */
int tpm2_job_given_up(tpm2_job *job);
/** Milliseconds of the monotonic clock. */
int64_t tpm2_job_now_ms(void);

#endif
