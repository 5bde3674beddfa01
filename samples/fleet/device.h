/*
 * One device of the fleet: a real profile in memory, fed events as an app would, asked as the pack
 * asks, its reports taken from the outbox. Public interface only.
 */
#ifndef SAMPLES_FLEET_DEVICE_H
#define SAMPLES_FLEET_DEVICE_H

#include <stdio.h>

#include "stage.h"

#define QUESTIONS_MAX 16

/** What all devices share. */
typedef struct fleet_shop {
  const char *pack;
  const char *list; /* the brand's public list: no other pack is installed; NULL: any */
  uint8_t brand_key[32];
  int64_t start_ms; /* Monday of the pack's week */
} fleet_shop;

/** One device; `profile` is closed by device_end(). */
typedef struct fleet_device {
  stage stage;
  sotto *profile;
  int64_t ticked_ms;
} fleet_device;

/** What one device truly is and what left it. */
typedef struct fleet_answer {
  char question[64];
  char label[64];
  uint32_t bucket;
  uint32_t buckets;
  uint64_t cost_micro;
  uint8_t id[SOTTO_QUESTION_ID_SIZE]; /* the question's, this week */
} fleet_answer;

/** Takes one report's bytes. */
typedef void (*device_report_fn)(void *context, sotto_bytes body, uint64_t cost_micro);

/** Unwraps the device, installs the pack, at `now_ms`. */
void device_begin(fleet_device *ret_device, const fleet_shop *shop, int64_t now_ms);
/** Lets time pass to `now_ms`, the app ticking at least weekly as a phone would. */
void device_wait(fleet_device *device, int64_t now_ms);
/** Records one event at its own time. */
void device_record(fleet_device *device, const sotto_event *event);
/**
 * Answers what the pack's schedule asks this week and, of the questions without a schedule, number
 * `turn` (none where there are fewer). Gives how many, their truths in `ret_answers`.
 */
size_t device_answer(fleet_device *device, size_t turn, fleet_answer ret_answers[QUESTIONS_MAX]);
/** Hands over the reports whose moment has come, as an app does when it has a network. */
void device_send(fleet_device *device, device_report_fn take, void *context);
/** Throws the device away. */
void device_end(fleet_device *device);

#endif
