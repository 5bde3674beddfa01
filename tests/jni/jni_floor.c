/*
 * The floor under the binding: the same calls on the same pack from C, in nanoseconds a call (the
 * least of many batches, so that what else the machine does falls out). One line an operation.
 *
 * usage: jni_floor PACK KEY_HEX
 */
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCHES 300

typedef void (*act)(sotto *profile);

static const sotto_text home = {"home", 4}, tent = {"tent-family-alameda-4-forest", 28};

static void check(sotto_status status) {
  if (status == SOTTO_OK) return;
  fprintf(stderr, "%s\n", sotto_status_name(status));
  exit(1);
}

static void mindset(sotto *profile) {
  sotto_mindset_info info;
  check(sotto_mindset_get(profile, &info));
}

static void title(sotto *profile) {
  sotto_text text;
  check(sotto_item_title(profile, tent, &text));
}

static void record(sotto *profile) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = tent;
  check(sotto_record(profile, &event));
}

static uint32_t heard(void *context, const sotto_reason *reason) {
  *(size_t *)context += reason->text.size;
  return 0;
}

static void picks(sotto *profile, int explained) {
  sotto_request request;
  sotto_pick found[6];
  size_t count = 6, letters = 0;
  sotto_request_init(&request);
  request.slot = home;
  request.limit = 6;
  check(sotto_recommend(profile, &request, found, &count));
  for (size_t i = 0; explained && i < count; i++)
    check(sotto_pick_explain(profile, found[i].id, heard, &letters));
}

static void recommend(sotto *profile) {
  picks(profile, 0);
}

static void explained(sotto *profile) {
  picks(profile, 1);
}

static double now_ns(void) {
  struct timespec moment;
  clock_gettime(CLOCK_MONOTONIC, &moment);
  return (double)moment.tv_sec * 1e9 + (double)moment.tv_nsec;
}

static void measure(sotto *profile, const char *name, act call, int batch) {
  double least = 1e18;
  for (int i = 0; i < BATCHES; i++) {
    const double start = now_ns();
    for (int j = 0; j < batch; j++) call(profile);
    const double took = (now_ns() - start) / batch;
    if (took < least) least = took;
  }
  printf("%s %.0f\n", name, least);
}

static void read_key(const char *hex, uint8_t ret_key[32]) {
  for (int i = 0; i < 32; i++)
    if (sscanf(hex + 2 * (size_t)i, "%2hhx", &ret_key[i]) != 1) exit(2);
}

int main(int argc, char **argv) {
  uint8_t key[32];
  sotto *profile = NULL;
  sotto_store_ram store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  if (argc != 3 || strlen(argv[2]) != 64) return 2;
  read_key(argv[2], key);
  sotto_store_ram_init(&store, &port);
  sotto_options_init(&options);
  options.pack_keys[0] = key;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  check(sotto_open(&options, &consent, &port, &profile));
  check(sotto_pack_install(profile, argv[1]));
  record(profile);
  measure(profile, "mindset", mindset, 200);
  measure(profile, "title", title, 200);
  measure(profile, "recommend", recommend, 20);
  measure(profile, "explained", explained, 20);
  measure(profile, "record", record, 20);
  sotto_close(profile);
  return 0;
}
