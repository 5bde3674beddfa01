/*
 * A trial: a question of this program's own, put to fresh devices through public calls only. The
 * pack, its signing key and its report key are made here, so that what a device sends can be
 * opened. Each device is a new profile in memory with its own key store and clock.
 */
#ifndef AUDITOR_TRIAL_H
#define AUDITOR_TRIAL_H

#include <sotto/build.h>
#include <sotto/estimate.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>

/** The brand of a trial. */
typedef struct trial {
  char folder[64];
  char pack[96];
  sotto_brand_keys keys;
  sotto_collector *collector;
  sotto_mechanism mechanism;
  int64_t now_ms;
} trial;

/** What one device is like. */
typedef struct trial_device {
  int prefers;   /* 1: the person stated the one value that is asked for */
  int shops;     /* 1: has a history: views, a cart, a purchase */
  int denies;    /* 1: the category that is asked about may not be contributed */
  int exhausted; /* 1: too young to have any budget */
} trial_device;

/** What it sent. */
typedef struct trial_outcome {
  size_t reports;
  size_t bytes;
  int says_yes; /* 1: the report names the value */
  uint64_t cost_micro;
  uint8_t question[SOTTO_QUESTION_ID_SIZE];
} trial_outcome;

/** Makes keys, a pack that asks one yes-or-no question at this cost, and its collector. */
sotto_status trial_begin(trial *ret_trial, uint32_t epsilon_micro);
void trial_end(trial *brand);
/** One fresh device: opened, aged, asked, read, closed. */
sotto_status trial_run(const trial *brand, const trial_device *device, trial_outcome *ret_outcome);

#endif
