/*
 * One device of the fleet: see device.h.
 */
#include "device.h"

#include <string.h>

#define WEEK_MS 604800000

void device_begin(fleet_device *ret_device, const fleet_shop *shop, int64_t now_ms) {
  sotto_options options;
  sotto_consent consent;
  sotto_port port;
  stage_set(&ret_device->stage, now_ms);
  stage_port(&ret_device->stage, &port);
  stage_consent(&consent);
  sotto_options_init(&options);
  options.locale = "en";
  options.pack_keys[0] = shop->brand_key;
  options.pack_list = shop->list;
  stage_check(sotto_open(&options, &consent, &port, &ret_device->profile), "open");
  stage_check(sotto_pack_install(ret_device->profile, shop->pack), "pack");
  ret_device->ticked_ms = now_ms;
}

void device_wait(fleet_device *device, int64_t now_ms) {
  while (now_ms - device->ticked_ms > WEEK_MS) {
    device->ticked_ms += WEEK_MS;
    device->stage.now_ms = device->ticked_ms;
    stage_check(sotto_tick(device->profile), "tick");
  }
  if (now_ms > device->stage.now_ms) device->stage.now_ms = now_ms;
}

void device_record(fleet_device *device, const sotto_event *event) {
  device_wait(device, event->time_ms);
  stage_check(sotto_record(device->profile, event), "record");
}

typedef struct question_seek {
  size_t turn; /* questions without a schedule before the one that is meant */
  size_t count;
  fleet_answer *truths;
} question_seek;

static void copy_text(char *ret_text, size_t capacity, sotto_text text) {
  size_t size = text.size < capacity - 1 ? text.size : capacity - 1;
  memcpy(ret_text, text.data, size);
  ret_text[size] = 0;
}

static uint32_t find_question(void *context, const sotto_preview *preview) {
  question_seek *seek = context;
  if (preview->every ? preview->state > SOTTO_QUESTION_EXHAUSTED : seek->turn-- != 0) return 0;
  if (seek->count == QUESTIONS_MAX) return 1;
  fleet_answer *truth = &seek->truths[seek->count++];
  memcpy(truth->id, preview->question, sizeof truth->id);
  copy_text(truth->question, sizeof truth->question, preview->name);
  copy_text(truth->label, sizeof truth->label, preview->answer);
  truth->buckets = preview->buckets;
  truth->cost_micro = preview->cost_micro;
  return 0;
}

/* What is answered now: an answer before this one may have taken what the budget had. */
static uint32_t look_again(void *context, const sotto_preview *preview) {
  fleet_answer *truth = context;
  if (memcmp(truth->id, preview->question, sizeof truth->id) != 0) return 0;
  truth->bucket = preview->state == SOTTO_QUESTION_OPEN ? preview->bucket : 0;
  return 1;
}

size_t device_answer(fleet_device *device, size_t turn, fleet_answer ret_answers[QUESTIONS_MAX]) {
  question_seek seek = {.turn = turn, .truths = ret_answers};
  stage_check(sotto_tick(device->profile), "tick");
  stage_check(sotto_question_each(device->profile, find_question, &seek), "preview");
  for (size_t i = 0; i < seek.count; i++) {
    stage_check(sotto_question_each(device->profile, look_again, &ret_answers[i]), "preview");
    stage_check(sotto_question_answer(device->profile, ret_answers[i].id), "answer");
  }
  return seek.count;
}

typedef struct report_handover {
  int64_t now_ms;
  device_report_fn take;
  void *context;
  uint64_t ids[QUESTIONS_MAX];
  size_t count;
} report_handover;

static uint32_t hand_report(void *context, const sotto_report *report) {
  report_handover *over = context;
  if (over->count == QUESTIONS_MAX) return 1;
  if (report->send_after_ms > over->now_ms) return 0;
  over->take(over->context, report->body, report->cost_micro);
  over->ids[over->count++] = report->id;
  return 0;
}

void device_send(fleet_device *device, device_report_fn take, void *context) {
  report_handover over = {.now_ms = device->stage.now_ms, .take = take, .context = context};
  stage_check(sotto_outbox_each(device->profile, hand_report, &over), "outbox");
  for (size_t i = 0; i < over.count; i++)
    stage_check(sotto_outbox_settle(device->profile, over.ids[i], SOTTO_DELIVERY_DONE), "settle");
}

void device_end(fleet_device *device) {
  sotto_close(device->profile);
  device->profile = NULL;
}
