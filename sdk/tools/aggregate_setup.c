/*
 * sotto-collect task: makes a task with its keys, a folder for each of the three parties, and the
 * file the brand gives its packs. All of it or nothing: it is made beside and takes its name last.
 */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "brand/dap_task_file.h"
#include "tools/aggregate.h"
#include "tools/collect.h"

#define TEXT_MAX 2048
#define HEX(size) (2 * (size) + 1)

/* Everything secret of a task: guarded, while the files are written. */
typedef struct making {
  uint8_t hpke[3][SO_AGGREGATOR_KEY_SIZE]; /* leader's, helper's, collector's */
  uint8_t verify[SO_AGGREGATOR_VERIFY_MAX];
  uint8_t token[3][32]; /* leader to helper, collector to leader, collector to helper */
  char hex[HEX(SO_AGGREGATOR_KEY_SIZE)];
  char text[TEXT_MAX];
  char task[TEXT_MAX];
  char folder[SO_AGGREGATE_PATH_MAX];
} making;

static int write_hex(making *made, const char *name, sotto_bytes bytes) {
  (void)sodium_bin2hex(made->hex, sizeof made->hex, bytes.data, bytes.size);
  (void)snprintf(made->text, sizeof made->text,
                 "# %s. Made by sotto-collect task; keep secret.\n%s\n", strrchr(name, '/') + 1,
                 made->hex);
  return so_aggregate_write(made->folder, name, made->text, 1);
}

static int write_token(making *made, int which, const char *caller, const char *called) {
  char token[HEX(32)];
  uint8_t digest[32];
  (void)sodium_bin2hex(token, sizeof token, made->token[which], 32);
  so_aggregate_token_digest(digest, token);
  sodium_memzero(token, sizeof token);
  return write_hex(made, caller, (sotto_bytes){made->token[which], 32}) &&
         write_hex(made, called, (sotto_bytes){digest, 32});
}

static int write_collector(making *made, const char *name) {
  uint8_t public_key[SO_AGGREGATOR_KEY_SIZE] = {made->hpke[2][0]};
  (void)crypto_scalarmult_base(public_key + 1, made->hpke[2] + 1);
  return write_hex(made, name, (sotto_bytes){public_key, sizeof public_key});
}

/* What every party has: the task, and a key of its own. */
static int write_own(making *made) {
  static const char *const parties[] = {"leader", "helper", "collector"};
  char name[64];
  int good = 1;
  for (int i = 0; i < 3 && good; i++) {
    (void)snprintf(name, sizeof name, "%s/task.json", parties[i]);
    good = so_aggregate_write(made->folder, name, made->task, 0);
    (void)snprintf(name, sizeof name, "%s/hpke.key", parties[i]);
    if (good) good = write_hex(made, name, (sotto_bytes){made->hpke[i], sizeof made->hpke[i]});
  }
  return good;
}

static int write_parties(making *made) {
  const sotto_bytes verify = {made->verify, sizeof made->verify};
  return write_own(made) && write_hex(made, "leader/verify.key", verify) &&
         write_hex(made, "helper/verify.key", verify) &&
         write_collector(made, "leader/collector.public") &&
         write_collector(made, "helper/collector.public") &&
         write_token(made, 0, "leader/helper.token", "helper/leader.digest") &&
         write_token(made, 1, "collector/leader.token", "leader/collector.digest") &&
         write_token(made, 2, "collector/helper.token", "helper/collector.digest");
}

static void list_text(char *ret_text, size_t size, const uint8_t *key) {
  uint8_t list[SO_AGGREGATOR_LIST_SIZE];
  so_aggregator_list(list, key);
  (void)sodium_bin2base64(ret_text, size, list, sizeof list,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* The task as text; with the aggregators' published keys for the packs. */
static void task_text(making *made, const so_aggregate_options *options, const char *id, int keys) {
  char leader[96] = "", helper[96] = "", more[256] = "";
  list_text(leader, sizeof leader, made->hpke[0]);
  list_text(helper, sizeof helper, made->hpke[1]);
  if (keys)
    (void)snprintf(more, sizeof more,
                   ",\n  \"leader_config\": \"%s\",\n  \"helper_config\": \"%s\"", leader, helper);
  (void)snprintf(keys ? made->text : made->task, TEXT_MAX,
                 "{\n  \"dap\": %u,\n  \"task_id\": \"%s\",\n  \"info\": \"%s\",\n"
                 "  \"leader\": \"%s\",\n  \"helper\": \"%s\",\n  \"time_precision_s\": %u,\n"
                 "  \"minimum_batch\": %u,\n  \"batch_mode\": \"time_interval\",\n"
                 "  \"buckets\": %u%s\n}\n",
                 options->dap, id, options->info, options->leader, options->helper,
                 options->precision_s, options->minimum_batch, options->buckets, more);
}

/* Draws all secrets and checks the task as it will be read. */
static sotto_status draw(making *made, const so_aggregate_options *options) {
  uint8_t id[SO_DAP_TASK_ID_SIZE];
  char text[64];
  so_aggregator *trial = NULL;
  randombytes_buf(made->hpke, sizeof made->hpke);
  randombytes_buf(made->verify, sizeof made->verify);
  randombytes_buf(made->token, sizeof made->token);
  randombytes_buf(id, sizeof id);
  (void)sodium_bin2base64(text, sizeof text, id, sizeof id,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  task_text(made, options, text, 0);
  task_text(made, options, text, 1);
  const so_aggregator_options with = {{(const uint8_t *)made->task, strlen(made->task)},
                                      SO_DAP_LEADER,
                                      made->hpke[0],
                                      made->verify};
  sotto_status status = so_aggregator_new(&trial, &with);
  so_aggregator_free(trial);
  return status;
}

static int make_folders(const making *made) {
  static const char *const names[] = {"", "leader", "helper", "collector"};
  char path[SO_AGGREGATE_PATH_MAX];
  for (int i = 0; i < 4; i++)
    if (!so_aggregate_join(path, made->folder, names[i]) || mkdir(path, i ? 0700 : 0755) != 0)
      return 0;
  return 1;
}

static void undo(const making *made) {
  static const char *const names[] = {"task.json",
                                      "leader/task.json",
                                      "leader/hpke.key",
                                      "leader/verify.key",
                                      "leader/collector.public",
                                      "leader/helper.token",
                                      "leader/collector.digest",
                                      "helper/task.json",
                                      "helper/hpke.key",
                                      "helper/verify.key",
                                      "helper/collector.public",
                                      "helper/leader.digest",
                                      "helper/collector.digest",
                                      "collector/task.json",
                                      "collector/hpke.key",
                                      "collector/leader.token",
                                      "collector/helper.token"};
  static const char *const folders[] = {"leader", "helper", "collector", ""};
  char path[SO_AGGREGATE_PATH_MAX];
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (so_aggregate_join(path, made->folder, names[i])) (void)unlink(path);
  for (size_t i = 0; i < 4; i++)
    if (so_aggregate_join(path, made->folder, folders[i])) (void)rmdir(path);
}

/* Writes all beside, then gives it its name. */
static int write_all(making *made, const so_aggregate_options *options) {
  int good = make_folders(made) && so_aggregate_write(made->folder, "task.json", made->text, 0) &&
             write_parties(made) && rename(made->folder, options->folder) == 0;
  if (good) return SO_EXIT_DONE;
  fprintf(stderr, "sotto-collect: %s: %s; nothing was made\n", made->folder, strerror(errno));
  undo(made);
  return SO_EXIT_FAILED;
}

static int asks_all(const so_aggregate_options *options) {
  return options->folder && options->leader && options->helper && options->buckets &&
         options->minimum_batch;
}

/* The name it is made under; a closing slash is no part of a name. */
static void name_folder(making *made, const char *folder) {
  size_t size = strlen(folder);
  while (size > 1 && folder[size - 1] == '/') size--;
  (void)snprintf(made->folder, sizeof made->folder, "%.*s.making", (int)size, folder);
}

static int make_task(const so_aggregate_options *options) {
  making *made = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *made);
  if (!made) return so_collect_fail(options->folder, SOTTO_E_MEMORY);
  name_folder(made, options->folder);
  sotto_status status = draw(made, options);
  int outcome = status ? so_collect_fail("task", status) : write_all(made, options);
  sodium_free(made);
  return outcome;
}

int so_aggregate_task(const so_aggregate_options *options) {
  struct stat facts;
  so_aggregate_options with = *options;
  if (!with.info) with.info = "sotto";
  if (!asks_all(options) || strpbrk(with.info, "\"\\"))
    return so_collect_usage("task needs --folder, --buckets, --minimum-batch, --leader, --helper.");
  if (stat(options->folder, &facts) == 0) {
    fprintf(stderr, "sotto-collect: %s is there already; keys are never written over\n",
            options->folder);
    return SO_EXIT_USAGE;
  }
  int outcome = make_task(&with);
  if (outcome == SO_EXIT_DONE)
    printf("Made in %s:\n"
           "  task.json   the task, for brand.json; public\n"
           "  leader/     for who runs the leader; secret\n"
           "  helper/     for who runs the helper; secret, and on a machine of somebody else\n"
           "  collector/  for who collects the sums; secret\n",
           options->folder);
  return outcome;
}
