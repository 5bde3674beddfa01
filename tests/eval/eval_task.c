/*
 * The rule. A first year's budget pays six to seven split answers. A fleet of fewer than 200,000
 * cannot learn pairs (FACTS: below 25,000 answers a task nothing is left of them), so all of it
 * goes to items: everybody every ninth week, as soon as the budget can pay, in as many groups as
 * keep four devices each. A larger one draws lots: one in four is asked about pairs each week, of
 * whom about half can pay, and one in 26 about items.
 */
#include "eval_task.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "eval.h"

#define GROUPS_MAX 4095u /* with "none" the largest domain of split trust */
#define PAIRS_FROM 200000u
#define BATCH_MAX 10000000u
#define FIRST_PAID 8u /* weeks until an empty budget can pay one split answer */

static uint32_t batch_of(uint64_t devices) {
  return devices > BATCH_MAX ? BATCH_MAX : (uint32_t)devices;
}

eval_plan eval_task_plan(uint64_t devices, uint32_t first_epoch, uint64_t epsilon_micro) {
  eval_plan plan = {.first_epoch = first_epoch, .epsilon_micro = epsilon_micro};
  plan.item_groups = GROUPS_MAX;
  if (devices < PAIRS_FROM) {
    plan.item_every = 9;
    plan.item_batch = batch_of(devices);
    while (plan.item_groups > 15 && (uint64_t)(plan.item_groups + 1) * 4 > devices)
      plan.item_groups = (plan.item_groups + 1) / 2 - 1;
    return plan;
  }
  plan.item_every = 26;
  plan.item_lots = 1;
  plan.item_batch = batch_of(devices / 26 * 19 / 20);
  plan.pair_groups = GROUPS_MAX;
  plan.pair_every = 4;
  plan.pair_lots = 1;
  plan.pair_parts = 1;
  plan.pair_batch = batch_of(devices / 4 * 19 / 20);
  return plan;
}

static FILE *create(const char *folder, const char *name) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  eval_must(file ? SOTTO_OK : SOTTO_E_STORAGE, path);
  return file;
}

static void finish(FILE *file, const char *name) {
  eval_must(fclose(file) ? SOTTO_E_STORAGE : SOTTO_OK, name);
}

/** base64url without padding (RFC 4648). */
static void put_base64(FILE *file, const uint8_t *bytes, size_t size) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (size_t n = 0; n < size; n += 3) {
    uint32_t three = (uint32_t)bytes[n] << 16;
    if (n + 1 < size) three |= (uint32_t)bytes[n + 1] << 8;
    if (n + 2 < size) three |= bytes[n + 2];
    for (size_t at = 0; at < 4 && n + at <= size; at++)
      fputc(letters[three >> (18 - 6 * at) & 63], file);
  }
}

/** A list of one HPKE configuration: id, DHKEM(X25519), HKDF-SHA256, AES-128-GCM, key. */
static void put_config(FILE *file, const char *name, uint8_t id, const uint8_t *key) {
  uint8_t list[2 + 9 + SOTTO_PUBLIC_KEY_SIZE] = {
      0, 9 + SOTTO_PUBLIC_KEY_SIZE, id, 0, 0x20, 0, 1, 0, 1, 0, SOTTO_PUBLIC_KEY_SIZE};
  memcpy(list + 11, key, SOTTO_PUBLIC_KEY_SIZE);
  fprintf(file, ",\"%s\":\"", name);
  put_base64(file, list, sizeof list);
  fputc('"', file);
}

void eval_task_file(const char *folder, const eval_task *of) {
  uint8_t id[32] = {of->number};
  FILE *file = create(folder, of->file);
  fputs("{\"dap\":18,\"task_id\":\"", file);
  put_base64(file, id, sizeof id);
  fprintf(file,
          "\",\"leader\":\"https://leader.example/\",\"helper\":\"https://helper.example/\","
          "\"time_precision_s\":604800,\"minimum_batch\":%u,\"buckets\":%u",
          of->batch, of->groups + 1);
  put_config(file, "leader_config", 1, of->leader->report_public);
  put_config(file, "helper_config", 2, of->helper->report_public);
  fputs("}\n", file);
  finish(file, of->file);
}

void eval_task_write(const eval_plan *plan, const char *folder, const sotto_brand_keys *leader,
                     const sotto_brand_keys *helper) {
  FILE *file = create(folder, "brand.json");
  fputs("{\"brand\":\"Drill\",\"currency\":\"EUR\",\"locales\":[\"en\"],\"default_locale\":\"en\","
        "\"expires_days\":3650,\"questions\":[",
        file);
  fprintf(file,
          "{\"name\":\"items\",\"kind\":\"popularity\",\"buckets\":%u,\"epsilon_micro\":%llu,"
          "\"trust\":\"split\",\"unit\":\"device\",\"minimum_batch\":%u,\"every\":%u,\"phase\":%u,"
          "\"lots\":%s,\"task\":\"items.task\"}",
          plan->item_groups, (unsigned long long)plan->epsilon_micro, plan->item_batch,
          plan->item_every,
          plan->item_lots ? 0 : (plan->first_epoch + FIRST_PAID) % plan->item_every,
          plan->item_lots ? "true" : "false");
  const eval_task items = {"items.task", plan->item_groups, plan->item_batch, 1, leader, helper};
  const eval_task pairs = {"pairs.task", plan->pair_groups, plan->pair_batch, 2, leader, helper};
  eval_task_file(folder, &items);
  if (plan->pair_groups)
    fprintf(file,
            ",{\"name\":\"pairs\",\"kind\":\"item_pair\",\"buckets\":%u,\"parts\":%u,"
            "\"neighbours\":true,\"epsilon_micro\":%llu,\"trust\":\"split\",\"unit\":\"device\","
            "\"minimum_batch\":%u,\"every\":%u,\"phase\":0,\"lots\":%s,\"task\":\"pairs.task\"}",
            plan->pair_groups, plan->pair_parts, (unsigned long long)plan->epsilon_micro,
            plan->pair_batch, plan->pair_every, plan->pair_lots ? "true" : "false");
  if (plan->pair_groups) eval_task_file(folder, &pairs);
  fputs("]}\n", file);
  finish(file, "brand.json");
}

void eval_task_remove(const char *folder) {
  static const char *const names[] = {"brand.json", "items.task", "pairs.task"};
  for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, names[n]);
    (void)unlink(path);
  }
}
