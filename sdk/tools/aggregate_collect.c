/*
 * sotto-collect collect: asks both aggregators for their sums of a week, adds the two, and counts
 * the batch in the collector's database under the question that the task belongs to. The leader is
 * asked first and says which reports it has; the helper gives its sum of just those. A batch is
 * collected and counted once: again, it is the same and changes nothing.
 */
#include <inttypes.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tools/aggregate_desk.h"
#include "tools/collect_count.h"
#include "tools/collect_open.h"
#include "tools/collect_result.h"

#define ANSWER_MAX (64u << 20)
#define WORDS_MAX 512

typedef struct collecting {
  const so_aggregate_options *options;
  so_aggregator *task; /* the task and the collector's key */
  char *token[2];      /* guarded */
  char url[2][SO_DAP_URL_MAX + 1];
  so_wire_set set;
  sotto_bytes share[2];
  uint64_t *counts;
} collecting;

/* Reads the task, with this party's key where one is needed: to open sums. */
static sotto_status open_task(collecting *at, const char *key_path, const char *task_path) {
  static const uint8_t no_verify_key[SO_AGGREGATOR_VERIFY_MAX];
  uint8_t *key = sodium_malloc(SO_AGGREGATOR_KEY_SIZE);
  if (!key) return SOTTO_E_MEMORY;
  sodium_memzero(key, SO_AGGREGATOR_KEY_SIZE);
  sotto_status status = SOTTO_OK;
  if (!at->options->counts) status = so_key_file_read(key_path, key, SO_AGGREGATOR_KEY_SIZE);
  const so_aggregator_options with = {{NULL, 0}, SO_DAP_LEADER, key, no_verify_key};
  if (!status) status = so_aggregate_make(&at->task, task_path, with);
  sodium_free(key);
  return status;
}

static int open_folder(collecting *at) {
  char key[SO_KEY_FILE_PATH_MAX], task[SO_KEY_FILE_PATH_MAX];
  const char *folder = at->options->folder;
  sotto_status status = sodium_init() < 0 ? SOTTO_E_MEMORY : SOTTO_E_LIMIT;
  if (so_key_file_join(key, folder, "hpke.key") && so_key_file_join(task, folder, "task.json"))
    status = open_task(at, key, task);
  if (status) return (void)so_collect_fail(folder, status), 0;
  if (at->options->counts) return 1;
  at->token[0] = so_aggregate_token(folder, "leader.token");
  at->token[1] = at->token[0] ? so_aggregate_token(folder, "helper.token") : NULL;
  return at->token[1] != NULL;
}

static void close_folder(collecting *at) {
  for (int i = 0; i < 2; i++) {
    sodium_free(at->token[i]);
    if (at->share[i].data) sodium_memzero((void *)at->share[i].data, at->share[i].size);
    free((void *)at->share[i].data);
  }
  so_aggregator_free(at->task);
  free(at->counts);
}

/* What an aggregator's refusal means, in words. */
static const char *words_of(const so_call_answer *answer) {
  static const struct {
    const char *problem, *words;
  } known[] = {{SO_DAP_ERROR("invalidBatchSize"), "fewer reports than the task's minimum batch"},
               {SO_DAP_ERROR("batchMismatch"), "the two aggregators have not the same reports"},
               {SO_DAP_ERROR("unauthorizedRequest"), "this folder is not its collector's"},
               {SO_DAP_ERROR("unrecognizedTask"), "it runs another task"}};
  char text[WORDS_MAX];
  size_t size = answer->size < sizeof text - 1 ? answer->size : sizeof text - 1;
  if (size) memcpy(text, answer->data, size);
  text[size] = '\0';
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strstr(text, known[i].problem)) return known[i].words;
  return "it refused";
}

static void say_late(const collecting *at, int which, sotto_status status) {
  fprintf(stderr, "sotto-collect: the %s at %s %s; try again later.\n", which ? "helper" : "leader",
          at->url[which], status ? "does not answer" : "is not ready");
}

/* Asks until there is an answer that is final; 0 where there was none in time. */
static int ask(const collecting *at, int which, sotto_bytes body, so_call_answer *ret_answer) {
  const so_call call = {
      at->url[which], "sotto/collect", at->token[which], body, (long)at->options->timeout_ms,
      ANSWER_MAX};
  const uint64_t until = so_aggregate_now() + at->options->wait_s;
  const struct timespec moment = {0, 500000000};
  for (;;) {
    sotto_status status = so_call_post(ret_answer, &call);
    if (!status && ret_answer->status < 500) return 1;
    if (!status) free(ret_answer->data);
    if (so_aggregate_now() >= until || (status && status != SOTTO_E_BUSY)) {
      say_late(at, which, status);
      return 0;
    }
    (void)nanosleep(&moment, NULL);
  }
}

/* Opens one aggregator's answer; gives what is wrong with it, or NULL. */
static const char *open_answer(collecting *at, int which, const so_call_answer *answer) {
  so_wire_set given = {.epoch = at->set.epoch};
  const so_wire_seal seal = {&at->task->task, which ? SO_DAP_HELPER : SO_DAP_LEADER,
                             &at->task->config, at->task->secrets};
  const sotto_bytes bytes = {answer->data, answer->size};
  if (answer->status != 200) return words_of(answer);
  if (so_wire_result_open(&given, &at->share[which], &seal, bytes))
    return "its answer cannot be opened";
  if (which && !so_aggregate_same_set(&given, &at->set)) return "it gave the sum of other reports";
  at->set = given;
  return NULL;
}

/* Takes one aggregator's sum. */
static int take(collecting *at, int which) {
  uint8_t body[SO_WIRE_COLLECT_SIZE];
  so_call_answer answer;
  so_wire_collect_write(body, &at->task->task, &at->set);
  if (!ask(at, which, (sotto_bytes){body, sizeof body}, &answer)) return 0;
  const char *why = open_answer(at, which, &answer);
  free(answer.data);
  if (why) fprintf(stderr, "sotto-collect: the %s: %s\n", which ? "helper" : "leader", why);
  return !why;
}

/* A histogram's counts are as many as its reports, or something is wrong. */
static int adds_up(const collecting *at) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < at->task->prio.output; i++) {
    if (at->counts[i] > at->set.reports - sum) return 0;
    sum += at->counts[i];
  }
  return sum == at->set.reports;
}

/* Adds the two sums. */
static int unshard(collecting *at) {
  const so_prio3 *prio = &at->task->prio;
  at->counts = calloc(prio->output, sizeof *at->counts);
  if (!at->counts) return (void)so_collect_fail("collect", SOTTO_E_MEMORY), 0;
  if (so_prio3_unshard(at->counts, prio, at->share) == SOTTO_OK && adds_up(at)) return 1;
  fprintf(stderr, "sotto-collect: the two sums do not fit together: an aggregator lies.\n");
  return 0;
}

/* 1 where a question of the pack was promised to this very task. */
static int is_of_task(const collecting *at, const sotto_collector_question *question) {
  const so_dap_task *task = &at->task->task;
  const sotto_bytes promised = question->task_configuration, own = task->configuration;
  return question->trust && question->task_version == (uint32_t)task->version &&
         memcmp(question->task_id, task->id, sizeof task->id) == 0 && promised.size == own.size &&
         memcmp(promised.data, own.data, own.size) == 0;
}

/* Finds the question of the pack that is this task's. */
static int find_question(const collecting *at, const sotto_collector *collector,
                         sotto_collector_question *ret_question) {
  for (uint32_t i = 0; i < sotto_collector_count(collector); i++)
    if (sotto_collector_question_get(collector, i, ret_question) == SOTTO_OK &&
        is_of_task(at, ret_question))
      return 1;
  fprintf(stderr, "sotto-collect: %s: no question of this pack is answered by this task\n",
          at->options->pack);
  return 0;
}

static sotto_status find_stored(so_store *store, const uint8_t content[32],
                                so_store_question *ret_question) {
  for (uint32_t i = 0;; i++) {
    sotto_status status = so_store_question_at(store, i, ret_question);
    if (status || memcmp(ret_question->content, content, 32) == 0) return status;
  }
}

/* A week of a task is one batch, whoever wrote its sum down: asked for, or given by --counts. */
static sotto_status put(const collecting *at, so_store *store, const uint8_t content[32],
                        int *ret_new) {
  uint8_t name[32 + 4] = {0};
  so_store_question question;
  const sotto_tally tally = {.counts = at->counts, .reports = at->set.reports};
  so_dap_task_pin(name, &at->task->task);
  for (int i = 0; i < 4; i++) name[32 + i] = (uint8_t)(at->set.epoch >> 8 * i);
  so_store_batch batch = {.epoch = at->set.epoch, .added = &tally};
  (void)crypto_generichash(batch.id, sizeof batch.id, name, sizeof name, NULL, 0);
  sotto_status status = find_stored(store, content, &question);
  if (!status) status = so_store_begin(store);
  if (!status) status = so_store_put_batch(store, &question, &batch, ret_new);
  if (!status) status = so_store_commit(store);
  if (status) so_store_undo(store);
  return status;
}

static int put_into(const collecting *at, const sotto_collector *collector,
                    const uint8_t trusted[SO_COLLECT_KEY_SIZE]) {
  sotto_collector_question question;
  so_counter *counter = NULL;
  so_store *store = NULL;
  int is_new = 0;
  if (!find_question(at, collector, &question)) return SO_EXIT_FAILED;
  sotto_status status = so_counter_new(collector, &counter);
  if (!status) status = so_store_open(&store, at->options->db, SO_STORE_WRITE);
  if (!status)
    status = so_counter_put_pack(counter, store, (sotto_bytes){trusted, SO_COLLECT_KEY_SIZE});
  if (!status) status = put(at, store, question.content, &is_new);
  so_counter_free(counter);
  so_store_close(store);
  if (status) return so_collect_fail_store(at->options->db, status);
  if (!at->options->json)
    printf("%" PRIu64 " reports of epoch %u %s\n", at->set.reports, at->set.epoch,
           is_new ? "counted" : "were counted before; nothing changed");
  return SO_EXIT_DONE;
}

static int into_store(const collecting *at) {
  uint8_t trusted[SO_COLLECT_KEY_SIZE];
  sotto_collector *collector = NULL;
  const so_collect_options with = {
      .pack = at->options->pack, .key = at->options->key, .trust = at->options->trust};
  int outcome = so_collect_open(&with, &collector, trusted);
  if (outcome == SO_EXIT_DONE) outcome = put_into(at, collector, trusted);
  sotto_collector_close(collector);
  return outcome;
}

static void print_counts(const collecting *at) {
  if (at->options->json) {
    printf("{\"epoch\": %u, \"reports\": %" PRIu64 ", \"counts\": [", at->set.epoch,
           at->set.reports);
    for (uint32_t i = 0; i < at->task->prio.output; i++)
      printf("%s%" PRIu64, i ? ", " : "", at->counts[i]);
    printf("]}\n");
    return;
  }
  printf("Epoch %u, %" PRIu64 " reports, noise included:\n", at->set.epoch, at->set.reports);
  for (uint32_t i = 0; i < at->task->prio.output; i++)
    printf("  %6u %12" PRIu64 "\n", i, at->counts[i]);
}

/* Asks both aggregators and adds their sums. */
static int ask_both(collecting *at) {
  so_aggregate_url(at->url[0], at->options->leader, at->task->task.leader_url);
  so_aggregate_url(at->url[1], at->options->helper, at->task->task.helper_url);
  for (int which = 0; which < 2; which++)
    if (!take(at, which)) return 0;
  return unshard(at);
}

/* Takes the sum of another pair. */
static int read_sum(collecting *at) {
  const char *path = at->options->counts;
  if (!so_aggregate_counts(path, at->task, &at->set, &at->counts)) return 0;
  if (adds_up(at)) return 1;
  fprintf(stderr, "sotto-collect: %s: the counts are not as many as the reports\n", path);
  return 0;
}

static int run(collecting *at) {
  if (!(at->options->counts ? read_sum(at) : ask_both(at))) return SO_EXIT_FAILED;
  int outcome = at->options->db ? into_store(at) : SO_EXIT_DONE;
  if (outcome == SO_EXIT_DONE && (at->options->json || !at->options->db)) print_counts(at);
  return outcome;
}

static int may_call_both(const so_aggregate_options *options) {
  return (!options->leader || so_call_is_allowed(options->leader)) &&
         (!options->helper || so_call_is_allowed(options->helper));
}

/* 1 where answers of the week may still come, which is told. Of a sum that others made none do. */
static int is_too_soon(const so_aggregate_options *options) {
  char day[16];
  uint32_t from = options->counts ? options->epoch + 1 : so_aggregator_complete(options->epoch);
  if (options->early || so_aggregator_epoch(so_aggregate_now()) >= from) return 0;
  so_results_day(from, day);
  fprintf(stderr,
          "sotto-collect: epoch %u may be collected from %s (UTC): until then answers of it may "
          "come, and after it was collected they are refused; --early does not wait (%s)\n",
          options->epoch, day, sotto_status_name(SOTTO_E_STATE));
  return 1;
}

int so_aggregate_collect(const so_aggregate_options *options) {
  const struct sigaction ignore = {.sa_handler = SIG_IGN};
  if (sigaction(SIGPIPE, &ignore, NULL)) return so_collect_fail("signals", SOTTO_E_STORAGE);
  if (!options->folder || options->epoch == UINT32_MAX)
    return so_collect_usage("collect needs --folder DIR and --epoch N.");
  if (!may_call_both(options))
    return so_collect_usage("--leader and --helper are https://…, or http:// on this machine.");
  if (options->db && (!options->pack || !options->key))
    return so_collect_usage("collect into a database needs --pack PACK and --key FILE too.");
  if (is_too_soon(options)) return SO_EXIT_USAGE;
  collecting at = {.options = options, .set = {.epoch = options->epoch}};
  int outcome = open_folder(&at) ? run(&at) : SO_EXIT_FAILED;
  close_folder(&at);
  return outcome;
}
