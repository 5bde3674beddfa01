/*
 * What a call costs from C, in nanoseconds, for tests/node/bench.js to compare with: the median of
 * batches, over the same pack and the same events.
 *
 * usage: call_cost PACK PUBLIC_KEY_HEX
 */
#include <sotto/sotto.h>
#include <sotto/store_ram.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCHES 41
#define CALLS 500

static sotto *profile;
static sotto_pick picks[3];

static int64_t now_ns(void) {
  struct timespec moment;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &moment);
  return (int64_t)moment.tv_sec * 1000000000 + moment.tv_nsec;
}

static sotto_status mindset(void) {
  sotto_mindset_info info;
  return sotto_mindset_get(profile, &info);
}

static sotto_status record(void) {
  sotto_event event;
  sotto_event_init(&event);
  event.type = SOTTO_EVENT_VIEW_ITEM;
  event.item = picks[0].item;
  return sotto_record(profile, &event);
}

static sotto_status title(void) {
  sotto_text text;
  return sotto_item_title(profile, picks[0].item, &text);
}

static sotto_status recommend(void) {
  size_t count = 3;
  sotto_request request;
  sotto_request_init(&request);
  request.limit = 3;
  return sotto_recommend(profile, &request, picks, &count);
}

static int compare(const void *left, const void *right) {
  const double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

static void measure(const char *name, sotto_status (*call)(void)) {
  double batches[BATCHES];
  for (int batch = 0; batch < BATCHES; batch++) {
    const int64_t begun = now_ns();
    for (int i = 0; i < CALLS; i++)
      if (call() != SOTTO_OK) exit(1);
    batches[batch] = (double)(now_ns() - begun) / CALLS;
  }
  qsort(batches, BATCHES, sizeof *batches, compare);
  printf("\"%s\": %.1f, ", name, batches[BATCHES / 2]);
}

static sotto_status begin(const char *pack, const uint8_t key[32]) {
  sotto_store_ram store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent;
  sotto_store_ram_init(&store, &port);
  sotto_options_init(&options);
  options.pack_keys[0] = key;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_PERSONALIZE, SOTTO_GRANTED);
  sotto_status status = sotto_open(&options, &consent, &port, &profile);
  if (status == SOTTO_OK) status = sotto_pack_install(profile, pack);
  if (status == SOTTO_OK) status = recommend();
  if (status == SOTTO_OK) {
    putchar('{');
    measure("mindset", mindset);
    measure("title", title);
    measure("record", record);
    measure("recommend", recommend);
    puts("\"unit\": \"ns\"}");
  }
  sotto_close(profile);
  return status;
}

int main(int argc, char **argv) {
  uint8_t key[32] = {0};
  if (argc != 3 || strlen(argv[2]) != 64) return 2;
  for (int i = 0; i < 32; i++)
    if (sscanf(argv[2] + 2 * i, "%2hhx", &key[i]) != 1) return 2;
  return begin(argv[1], key) != SOTTO_OK;
}
