/*
 * The gate and the life of a home. Deliberately no queue: JavaScript keeps one background call a
 * profile, so that calls wait there and not in Node's few working threads.
 */
#include "node_home.h"

#include <stdlib.h>
#include <string.h>

void node_instance_release(node_instance *instance) {
  if (--instance->references == 0) free(instance);
}

void node_ram_release(node_ram *ram) {
  if (!ram || --ram->references > 0) return;
  sotto_passphrase_wipe((char *)ram, sizeof *ram);
  free(ram);
}

node_home *node_home_begin(node_instance *instance) {
  node_home *home = calloc(1, sizeof *home);
  if (!home) return NULL;
  home->instance = instance;
  home->references = 1;
  home->thread = pthread_self();
  pthread_mutex_init(&home->lock, NULL);
  pthread_cond_init(&home->changed, NULL);
  node_arena_begin(&home->arena);
  instance->references++;
  home->next = instance->homes;
  home->place = &instance->homes;
  if (home->next) home->next->place = &home->next;
  instance->homes = home;
  return home;
}

void node_home_pass(node_home *home) {
  pthread_mutex_lock(&home->lock);
  while (home->running) {
    if (home->lent.ask == NODE_ASK_NOTHING) {
      pthread_cond_wait(&home->changed, &home->lock);
      continue;
    }
    pthread_mutex_unlock(&home->lock);
    node_home_answer(home);
    pthread_mutex_lock(&home->lock);
  }
  pthread_mutex_unlock(&home->lock);
}

int node_home_occupy(node_home *home) {
  pthread_mutex_lock(&home->lock);
  const int taken = home->running;
  home->running = 1;
  pthread_mutex_unlock(&home->lock);
  return !taken;
}

void node_home_vacate(node_home *home) {
  pthread_mutex_lock(&home->lock);
  home->running = 0;
  pthread_cond_broadcast(&home->changed);
  pthread_mutex_unlock(&home->lock);
}

void node_home_close(node_home *home) {
  node_home_pass(home);
  sotto_close(home->profile);
  home->profile = NULL;
}

void node_home_leave(node_home *home) {
  if (!home->lent.answering) {
    node_home_close(home);
    return;
  }
  pthread_mutex_lock(&home->lock);
  home->leaving = 1;
  pthread_cond_broadcast(&home->changed);
  pthread_mutex_unlock(&home->lock);
}

static void unlist(node_home *home) {
  *home->place = home->next;
  if (home->next) home->next->place = home->place;
}

static void release(node_home *home) {
  if (--home->references > 0) return;
  pthread_cond_destroy(&home->changed);
  pthread_mutex_destroy(&home->lock);
  free(home);
}

void node_home_unwake(napi_env env, void *data, void *hint) {
  node_home *home = hint;
  (void)env;
  (void)data;
  home->lent.wake = NULL;
  release(home);
}

static void end_lent(node_home *home) {
  napi_env env = home->instance->env;
  if (home->lent.provider) napi_delete_reference(env, home->lent.provider);
  if (home->lent.thrown) napi_delete_reference(env, home->lent.thrown);
  sotto_passphrase_wipe((char *)home->lent.key, SOTTO_KEY_SIZE);
}

void node_home_end(node_home *home) {
  node_home_close(home);
  unlist(home);
  end_lent(home);
  node_ram_release(home->ram);
  node_arena_end(&home->arena); /* the passphrase was in it */
  node_instance_release(home->instance);
  if (home->lent.wake) napi_release_threadsafe_function(home->lent.wake, napi_tsfn_abort);
  release(home);
}
