/*
 * Four threads share one handle, a fifth has its own: every event counts once and every answer is
 * whole. A plain program, so that ThreadSanitizer can watch it (it does not start under Criterion).
 */
#include <pthread.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>

#define THREADS 4
#define EVENTS 500

typedef struct worker {
  sotto *profile;
  int failed;
} worker;

static void *work(void *context) {
  worker *self = context;
  for (int i = 0; i < EVENTS; i++) {
    sotto_event event;
    sotto_mindset_info info;
    sotto_event_init(&event);
    event.type = SOTTO_EVENT_VIEW_ITEM;
    event.item = (sotto_text){"tent", 4};
    self->failed += sotto_record(self->profile, &event) != SOTTO_OK;
    self->failed += sotto_mindset_get(self->profile, &info) != SOTTO_OK;
    self->failed += i % 50 == 0 && sotto_tick(self->profile) != SOTTO_OK;
  }
  return NULL;
}

static sotto *open_one(sotto_store_ram *store) {
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto *profile = NULL;
  sotto_store_ram_init(store, &port);
  store->now_ms = 1767607200000;
  sotto_options_init(&options);
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  return sotto_open(&options, &consent, &port, &profile) ? NULL : profile;
}

static uint32_t events_of(sotto *profile) {
  sotto_mindset_info info;
  return sotto_mindset_get(profile, &info) ? 0 : info.events;
}

/* Starts a worker for each thread and waits for all; gives how many calls failed. */
static int run(sotto *shared, sotto *own) {
  pthread_t threads[THREADS + 1];
  worker workers[THREADS + 1];
  int failed = 0;
  for (int i = 0; i <= THREADS; i++) {
    workers[i] = (worker){i < THREADS ? shared : own, 0};
    if (pthread_create(&threads[i], NULL, work, &workers[i])) return 1;
  }
  for (int i = 0; i <= THREADS; i++) {
    pthread_join(threads[i], NULL);
    failed += workers[i].failed;
  }
  return failed;
}

int main(void) {
  sotto_store_ram stores[2];
  sotto *shared = open_one(&stores[0]);
  sotto *own = open_one(&stores[1]);
  int failed = shared && own ? run(shared, own) : 1;
  int counted = events_of(shared) == THREADS * EVENTS && events_of(own) == EVENTS;
  sotto_close(shared);
  sotto_close(own);
  printf("%s 1 - no call fails from any thread\n", failed ? "not ok" : "ok");
  printf("%s 2 - every event counts once\n", counted ? "ok" : "not ok");
  printf("1..2\n");
  return failed || !counted;
}
