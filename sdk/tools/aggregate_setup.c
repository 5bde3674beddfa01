/*
 * sotto-collect task: makes a task with its keys, a folder for each of the three parties, and the
 * file the brand gives its packs. All of it or nothing: it is made beside and takes its name last.
 */
#include <errno.h>
#include <sodium.h>
#include <stddef.h>
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
  uint8_t digest[3][32];
  uint8_t collector[SO_AGGREGATOR_KEY_SIZE]; /* its public key */
  char hex[HEX(SO_AGGREGATOR_KEY_SIZE)];
  char text[TEXT_MAX];
  char packs[TEXT_MAX]; /* the task with the aggregators' keys */
  char task[TEXT_MAX];
  char folder[SO_KEY_FILE_PATH_MAX];
} making;

/* Every file, and what stands in it: a text where no size is given. */
#define AT(member) offsetof(making, member)
static const struct {
  const char *name;
  size_t place, size;
} pieces[] = {{"task.json", AT(packs), 0},
              {"leader/task.json", AT(task), 0},
              {"leader/hpke.key", AT(hpke[0]), SO_AGGREGATOR_KEY_SIZE},
              {"leader/verify.key", AT(verify), SO_AGGREGATOR_VERIFY_MAX},
              {"leader/collector.public", AT(collector), SO_AGGREGATOR_KEY_SIZE},
              {"leader/helper.token", AT(token[0]), 32},
              {"leader/collector.digest", AT(digest[1]), 32},
              {"helper/task.json", AT(task), 0},
              {"helper/hpke.key", AT(hpke[1]), SO_AGGREGATOR_KEY_SIZE},
              {"helper/verify.key", AT(verify), SO_AGGREGATOR_VERIFY_MAX},
              {"helper/collector.public", AT(collector), SO_AGGREGATOR_KEY_SIZE},
              {"helper/leader.digest", AT(digest[0]), 32},
              {"helper/collector.digest", AT(digest[2]), 32},
              {"collector/task.json", AT(task), 0},
              {"collector/hpke.key", AT(hpke[2]), SO_AGGREGATOR_KEY_SIZE},
              {"collector/leader.token", AT(token[1]), 32},
              {"collector/helper.token", AT(token[2]), 32}};
#define PIECES (sizeof pieces / sizeof *pieces)

static int write_piece(making *made, size_t which) {
  const char *name = pieces[which].name;
  const uint8_t *place = (const uint8_t *)made + pieces[which].place;
  if (!pieces[which].size) return so_aggregate_write(made->folder, name, (const char *)place, 0);
  (void)sodium_bin2hex(made->hex, sizeof made->hex, place, pieces[which].size);
  (void)snprintf(made->text, sizeof made->text,
                 "# %s. Made by sotto-collect task; keep secret.\n%s\n", strrchr(name, '/') + 1,
                 made->hex);
  return so_aggregate_write(made->folder, name, made->text, 1);
}

static void derive(making *made) {
  char token[HEX(32)];
  for (int i = 0; i < 3; i++) {
    (void)sodium_bin2hex(token, sizeof token, made->token[i], 32);
    so_aggregate_token_digest(made->digest[i], token);
  }
  sodium_memzero(token, sizeof token);
  made->collector[0] = made->hpke[2][0];
  (void)crypto_scalarmult_base(made->collector + 1, made->hpke[2] + 1);
}

void so_aggregate_list_text(char ret_text[SO_AGGREGATE_LIST_TEXT], const uint8_t *key) {
  uint8_t list[SO_AGGREGATOR_LIST_SIZE];
  so_aggregator_list(list, key);
  (void)sodium_bin2base64(ret_text, SO_AGGREGATE_LIST_TEXT, list, sizeof list,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* The task as text; with the aggregators' published keys for the packs. */
static void task_text(making *made, const so_aggregate_options *options, const char *id, int keys) {
  char leader[SO_AGGREGATE_LIST_TEXT], helper[SO_AGGREGATE_LIST_TEXT], more[256] = "";
  so_aggregate_list_text(leader, made->hpke[0]);
  so_aggregate_list_text(helper, made->hpke[1]);
  if (keys)
    (void)snprintf(more, sizeof more,
                   ",\n  \"leader_config\": \"%s\",\n  \"helper_config\": \"%s\"", leader, helper);
  (void)snprintf(keys ? made->packs : made->task, TEXT_MAX,
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
  derive(made);
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

/* The task's own, and one for each party. */
static const char *const folders[] = {"", "leader", "helper", "collector"};

static int make_folders(const making *made) {
  char path[SO_KEY_FILE_PATH_MAX];
  for (int i = 0; i < 4; i++)
    if (!so_key_file_join(path, made->folder, folders[i]) || mkdir(path, i ? 0700 : 0755) != 0)
      return 0;
  return 1;
}

static void undo(const making *made) {
  char path[SO_KEY_FILE_PATH_MAX];
  for (size_t i = 0; i < PIECES; i++)
    if (so_key_file_join(path, made->folder, pieces[i].name)) (void)unlink(path);
  for (size_t i = 4; i-- > 0;) /* its own last */
    if (so_key_file_join(path, made->folder, folders[i])) (void)rmdir(path);
}

/* Writes all beside, then gives it its name. */
static int write_all(making *made, const so_aggregate_options *options) {
  int good = make_folders(made);
  for (size_t i = 0; good && i < PIECES; i++) good = write_piece(made, i);
  if (good && rename(made->folder, options->folder) == 0) return SO_EXIT_DONE;
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
