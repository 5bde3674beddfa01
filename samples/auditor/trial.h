/*
 * A trial: questions of this program's own, put to fresh devices through public calls only. The
 * pack, its signing key and its report key are made here, so that what a device sends can be
 * opened. Each device is a new profile in memory with its own key store and clock.
 *
 * A ledger begins empty and no trait is paid more than six times a year, so many paid answers of
 * one device take time: it is asked about four traits, all with one truth, and lives on, two weeks
 * a step, until it has paid six answers to each.
 */
#ifndef AUDITOR_TRIAL_H
#define AUDITOR_TRIAL_H

#include <sotto/build.h>
#include <sotto/estimate.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>

#define TRIAL_QUESTIONS 4
#define TRIAL_ANSWERS 24u   /* paid ones, of one device */
#define TRIAL_STEPS_MAX 40u /* of two weeks each: at a cost of 1 it needs 29 */

/** The ids all devices are asked under in one step. */
typedef struct trial_week {
  uint8_t ids[TRIAL_QUESTIONS][SOTTO_QUESTION_ID_SIZE];
  uint32_t known;
} trial_week;

/** The brand of a trial. */
typedef struct trial {
  char folder[64];
  char pack[96];
  sotto_brand_keys keys;
  sotto_collector *collector;
  sotto_mechanism mechanism;
  int64_t now_ms;
  uint32_t epsilon_micro; /* what an answer may cost */
  trial_week weeks[TRIAL_STEPS_MAX];
} trial;

/** What one device is like. */
typedef struct trial_device {
  int prefers;   /* 1: the person stated the values that are asked for */
  int shops;     /* 1: has a history: views, a cart, a purchase */
  int denies;    /* 1: the category that is asked about may not be contributed */
  int exhausted; /* 1: too young to have any budget */
} trial_device;

/** What it sent. */
typedef struct trial_outcome {
  size_t reports;
  size_t bytes;
  uint8_t question[SOTTO_QUESTION_ID_SIZE];
} trial_outcome;

/** Makes keys, a pack that asks yes-or-no questions at this cost, and its collector. */
sotto_status trial_begin(trial *ret_trial, uint32_t epsilon_micro);
void trial_end(trial *brand);
/** One fresh device: opened, aged, asked one question, looked at, closed. */
sotto_status trial_run(const trial *brand, const trial_device *device, trial_outcome *ret_outcome);
/**
 * One fresh device through its year: for each answer, in their order, 1 where its report names the
 * value. #SOTTO_E_STATE where it did not send one paid report for each.
 */
sotto_status trial_live(trial *brand, int prefers, uint8_t ret_says_yes[TRIAL_ANSWERS]);

#endif
