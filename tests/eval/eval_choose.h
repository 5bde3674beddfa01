/*
 * The fixed world of sotto-eval choose: rates, people with a hidden mindset, and the device they
 * shop with, through the public interface alone.
 */
#ifndef EVAL_CHOOSE_H
#define EVAL_CHOOSE_H

#include "eval.h"

#include <sotto/build.h>
#include <sotto/choose.h>
#include <sotto/contribute.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>

#define CHOOSE_MINDSETS 4u /* curious, interested, focused, satisfied */
#define CHOOSE_ARMS 5u
#define CHOOSE_ITEMS 500u
#define CHOOSE_IMPRESSIONS 60u
#define CHOOSE_PER_VISIT 6u

typedef struct choose_world {
  uint64_t seed;
  double rates[CHOOSE_MINDSETS][CHOOSE_ARMS];
} choose_world;

/** A profile in memory that one person after another starts anew. */
typedef struct choose_device {
  sotto_store_ram store;
  sotto_port port;
  sotto *profile; /* or the log that a visit goes to instead: */
  FILE *log;
  uint32_t visit; /* of the log */
  uint32_t bought;
  const char *pack; /* what it was opened with: views */
  const uint8_t *signing_public;
} choose_device;

/** Somebody, and the random numbers of their life. */
typedef struct choose_person {
  uint32_t mindset; /* the true one */
  uint64_t state;
  int64_t born_ms;
} choose_person;

/** One impression. */
typedef struct choose_shown {
  uint32_t arm;
  uint32_t inferred; /* the mindset the library saw */
  uint32_t rewarded;
} choose_shown;

void choose_world_make(choose_world *ret_world, uint64_t seed);
/** Writes visits of other people and whether they bought: what the mindset score is learnt from. */
void choose_world_sessions(const choose_world *world, const char *path);
/** The true mindset of person `number`: an even share each. */
uint32_t choose_mindset_of(const choose_world *world, uint64_t number);
/** Opens a profile with this pack, instead of the one before. */
void choose_device_open(choose_device *device, const char *pack, const uint8_t *signing_public);
void choose_device_close(choose_device *device);
/** The next person: nothing of the last one is left on the device. */
void choose_person_begin(const choose_world *world, choose_device *device, uint64_t number,
                         choose_person *ret_person);
/** Records the events of visit `number` (0, 1, …; a day apart) up to where arms are shown. */
void choose_visit(choose_device *device, choose_person *person, uint32_t number);
/** So many weeks pass, the app ticking as a phone's would. */
void choose_wait(choose_device *device, uint32_t weeks);
/** What the device is asked now, by the question's name; 0 where it is not. */
int choose_asked(choose_device *device, const char *name, sotto_preview *ret_preview);
/** Chooses, draws what comes of it by the true rate, and says so. */
void choose_impression(const choose_world *world, choose_device *device, choose_person *person,
                       choose_shown *ret_shown);

#endif
