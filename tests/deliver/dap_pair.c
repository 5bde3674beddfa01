/*
 * A pair of DAP aggregators for tests of delivery: tells the task file that a brand would have of
 * it, publishes its keys, and opens and verifies together what was uploaded.
 *
 * usage: dap_pair VERSION LEADER HELPER task            prints the task file, keys of generation 0
 *        dap_pair VERSION LEADER HELPER list WHICH GENERATION    prints an HpkeConfigList (hex)
 *        dap_pair VERSION LEADER HELPER sum GENERATION FILE...   opens reports; prints the counts
 * Exit 1: a report does not open or verify.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "aggregators.h"

static void begin(aggregators *ret_pair, char **words, long generation) {
  const uint32_t version = (uint32_t)strtol(words[1], NULL, 10);
  const char *const urls[2] = {words[2], words[3]};
  if (aggregators_begin(ret_pair, version, (uint32_t)generation, urls)) exit(2);
}

static void sum(aggregators *pair, char **files) {
  static uint8_t report[65536];
  uint64_t counts[AGGREGATORS_BUCKETS];
  for (; *files; files++) {
    FILE *file = fopen(*files, "rb");
    if (!file) exit(2);
    const size_t size = fread(report, 1, sizeof report, file);
    fclose(file);
    const sotto_status status = aggregators_accept(pair, (sotto_bytes){report, size});
    if (status) {
      printf("%s\n", sotto_status_name(status));
      exit(1);
    }
  }
  if (aggregators_result(pair, counts)) exit(1);
  for (int i = 0; i < AGGREGATORS_BUCKETS; i++) printf("%llu ", (unsigned long long)counts[i]);
  printf("\n");
}

static void print_list(const aggregators *pair, int which) {
  const aggregators_list list = aggregators_publish(pair, which);
  for (size_t i = 0; i < list.size; i++) printf("%02x", list.bytes[i]);
  printf("\n");
}

int main(int count, char **words) {
  static aggregators pair;
  if (count < 5 || sodium_init() < 0) return 2;
  if (strcmp(words[4], "task") == 0) {
    begin(&pair, words, 0);
    aggregators_write(&pair, NULL, stdout);
  } else if (count > 6 && strcmp(words[4], "list") == 0) {
    begin(&pair, words, strtol(words[6], NULL, 10));
    print_list(&pair, words[5][0] == '1');
  } else if (count > 5 && strcmp(words[4], "sum") == 0) {
    begin(&pair, words, strtol(words[5], NULL, 10));
    sum(&pair, words + 6);
  } else {
    return 2;
  }
  return 0;
}
