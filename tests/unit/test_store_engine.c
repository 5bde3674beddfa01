/*
 * What a collector's store promises, whichever engine is behind it: counts add up once, over
 * closing, undoing and repeating. With SOTTO_TEST_POSTGRES (the folder of a server's socket, see
 * tests/postgres.py) each test has a database there, else a file.
 */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tools/store.h"

#ifdef SOTTO_WITH_POSTGRES
# include <libpq-fe.h>
#endif

#define CELLS 4u
#define EPOCH 2960u

static char folder[64], place[256];

#ifdef SOTTO_WITH_POSTGRES
/* Runs one statement in the database that every server has. */
static void at_server(const char *sql) {
  char url[256];
  (void)snprintf(url, sizeof url, "postgresql://sotto@/postgres?host=%s",
                 getenv("SOTTO_TEST_POSTGRES"));
  PGconn *connection = PQconnectdb(url);
  PGresult *result = PQexec(connection, sql);
  cr_assert_eq(PQresultStatus(result), PGRES_COMMAND_OK, "%s", PQerrorMessage(connection));
  PQclear(result);
  PQfinish(connection);
}

static int server_set_up(void) {
  char sql[128];
  if (!getenv("SOTTO_TEST_POSTGRES")) return 0;
  (void)snprintf(sql, sizeof sql, "CREATE DATABASE unit_%d", (int)getpid());
  at_server(sql);
  (void)snprintf(place, sizeof place, "postgresql://sotto@/unit_%d?host=%s", (int)getpid(),
                 getenv("SOTTO_TEST_POSTGRES"));
  return 1;
}
#else
static int server_set_up(void) {
  return 0;
}
#endif

static void set_up(void) {
  if (server_set_up()) return;
  (void)snprintf(folder, sizeof folder, "/tmp/sotto-store.XXXXXX");
  cr_assert_not_null(mkdtemp(folder));
  (void)snprintf(place, sizeof place, "%s/reports.db", folder);
}

static void tear_down(void) {
  if (!folder[0]) return;
  (void)unlink(place);
  cr_assert_eq(rmdir(folder), 0, "nothing is left beside the store");
}

TestSuite(store_engine, .init = set_up, .fini = tear_down);

static so_store *open_store(so_store_mode mode) {
  so_store *store = NULL;
  cr_assert_eq(so_store_open(&store, place, mode), SOTTO_OK);
  return store;
}

static so_store_question question_named(const char *name) {
  so_store_question question = {.kind = SOTTO_ASKS_MINDSET, .minimum_batch = 10};
  (void)snprintf(question.name, sizeof question.name, "%s", name);
  (void)snprintf((char *)question.content, sizeof question.content, "%s", name);
  question.mechanism = (sotto_mechanism){.struct_size = sizeof question.mechanism,
                                         .kind = SOTTO_MECHANISM_SUBSET,
                                         .buckets = CELLS,
                                         .cells = CELLS,
                                         .size = 1,
                                         .report_bytes = 1,
                                         .threshold = UINT64_C(1) << 63,
                                         .odds_numerator = UINT64_MAX,
                                         .odds_denominator = 7,
                                         .epsilon_micro = 1000000};
  return question;
}

static so_store_question put_question(so_store *store, const char *name) {
  so_store_question question = question_named(name);
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_put_question(store, &question), SOTTO_OK);
  cr_assert_eq(so_store_commit(store), SOTTO_OK);
  return question;
}

static uint64_t reports_of(so_store *store, const so_store_question *question, uint32_t epoch) {
  so_store_extent extent;
  cr_assert_eq(so_store_extent_of(store, question->number, epoch, &extent), SOTTO_OK);
  return extent.reports;
}

/* Puts a batch of counts 1, 2, 3, 4 in a transaction of its own. */
static int put_batch(so_store *store, const so_store_question *question, uint8_t id,
                     uint32_t epoch) {
  const uint64_t counts[CELLS] = {1, 2, 3, 4};
  const sotto_tally added = {.counts = counts, .reports = 10};
  const so_store_batch batch = {.id = {id}, .epoch = epoch, .added = &added};
  int is_new = -1;
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_put_batch(store, question, &batch, &is_new), SOTTO_OK);
  cr_assert_eq(so_store_commit(store), SOTTO_OK);
  return is_new;
}

Test(store_engine, a_batch_counts_once_whenever_it_is_put_again) {
  so_store *store = open_store(SO_STORE_WRITE);
  const so_store_question question = put_question(store, "one");
  uint64_t counts[CELLS];
  cr_assert_eq(put_batch(store, &question, 1, EPOCH), 1);
  cr_assert_eq(put_batch(store, &question, 1, EPOCH), 0);
  cr_assert_eq(put_batch(store, &question, 1, EPOCH + 1), 0, "nor in another epoch");
  so_store_close(store);
  store = open_store(SO_STORE_WRITE);
  cr_assert_eq(put_batch(store, &question, 1, EPOCH), 0, "nor after closing");
  cr_assert_eq(put_batch(store, &question, 2, EPOCH), 1, "another batch adds to it");
  cr_assert_eq(reports_of(store, &question, SO_STORE_EVERY_EPOCH), 20);
  cr_assert_eq(so_store_counts(store, &question, EPOCH, counts), SOTTO_OK);
  for (uint32_t i = 0; i < CELLS; i++) cr_assert_eq(counts[i], 2 * (i + 1));
  so_store_close(store);
}

Test(store_engine, batches_of_two_questions_may_have_one_id) {
  so_store *store = open_store(SO_STORE_WRITE);
  const so_store_question one = put_question(store, "one"), other = put_question(store, "other");
  cr_assert_eq(put_batch(store, &one, 1, EPOCH), 1);
  cr_assert_eq(put_batch(store, &other, 1, EPOCH), 1);
  cr_assert_eq(reports_of(store, &other, EPOCH), 10);
  so_store_close(store);
}

Test(store_engine, a_batch_that_is_not_committed_is_as_if_never_put) {
  const uint64_t counts[CELLS] = {1, 2, 3, 4};
  const sotto_tally added = {.counts = counts, .reports = 10};
  const so_store_batch batch = {.id = {1}, .epoch = EPOCH, .added = &added};
  int is_new = 0;
  so_store *store = open_store(SO_STORE_WRITE);
  const so_store_question question = put_question(store, "one");
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_put_batch(store, &question, &batch, &is_new), SOTTO_OK);
  cr_assert_eq(is_new, 1);
  so_store_close(store);
  store = open_store(SO_STORE_WRITE);
  cr_assert_eq(reports_of(store, &question, EPOCH), 0);
  cr_assert_eq(put_batch(store, &question, 1, EPOCH), 1);
  so_store_close(store);
}

/* Sights of one question and epoch, by the first bytes of their ids. */
static sotto_status see(so_store *store, const so_store_question *question, const char *ids,
                        uint8_t ret_new[8]) {
  so_store_sight sights[8];
  const size_t count = strlen(ids);
  for (size_t i = 0; i < count; i++)
    sights[i] = (so_store_sight){question->number, EPOCH, {(uint8_t)ids[i]}};
  return so_store_see(store, sights, count, ret_new);
}

Test(store_engine, a_report_is_new_once_among_others_and_over_transactions) {
  uint8_t is_new[8];
  so_store *store = open_store(SO_STORE_WRITE);
  const so_store_question question = put_question(store, "one");
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(see(store, &question, "cabac", is_new), SOTTO_OK);
  cr_assert_arr_eq(is_new, ((uint8_t[]){1, 1, 1, 0, 0}), 5, "the first of equal ones");
  cr_assert_eq(see(store, &question, "ad", is_new), SOTTO_OK);
  cr_assert_arr_eq(is_new, ((uint8_t[]){0, 1}), 2);
  cr_assert_eq(so_store_commit(store), SOTTO_OK);
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(see(store, &question, "ed", is_new), SOTTO_OK);
  cr_assert_arr_eq(is_new, ((uint8_t[]){1, 0}), 2);
  so_store_undo(store);
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(see(store, &question, "e", is_new), SOTTO_OK);
  cr_assert_eq(is_new[0], 1, "what was undone was not seen");
  so_store_close(store);
}

Test(store_engine, one_id_is_another_report_in_another_epoch_or_question) {
  so_store *store = open_store(SO_STORE_WRITE);
  const so_store_question one = put_question(store, "one"), other = put_question(store, "other");
  const so_store_sight sights[] = {
      {one.number, EPOCH, {7}}, {one.number, EPOCH + 1, {7}}, {other.number, EPOCH, {7}}};
  uint8_t is_new[3];
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_see(store, sights, 3, is_new), SOTTO_OK);
  cr_assert_arr_eq(is_new, ((uint8_t[]){1, 1, 1}), 3);
  so_store_close(store);
}

Test(store_engine, what_a_question_is_comes_back_to_the_last_bit) {
  so_store *store = open_store(SO_STORE_WRITE);
  so_store_question question = put_question(store, "one"), again = question_named("one"), got;
  sotto_bucket_label label;
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_put_question(store, &again), SOTTO_OK);
  cr_assert_eq(again.number, question.number, "the same content is the same question");
  for (uint32_t i = 0; i < CELLS; i++) {
    (void)snprintf(label.name, sizeof label.name, "name %u", i);
    (void)snprintf(label.label, sizeof label.label, "niñas \t\\ 'n' %u", i);
    cr_assert_eq(so_store_put_label(store, question.number, i, &label), SOTTO_OK);
  }
  cr_assert_eq(so_store_commit(store), SOTTO_OK);
  so_store_close(store);
  store = open_store(SO_STORE_READ);
  cr_assert_eq(so_store_question_at(store, 0, &got), SOTTO_OK);
  cr_assert_arr_eq(got.content, question.content, sizeof got.content);
  cr_assert_str_eq(got.name, "one");
  cr_assert_eq(got.mechanism.odds_numerator, UINT64_MAX);
  cr_assert_eq(got.mechanism.threshold, UINT64_C(1) << 63);
  cr_assert_eq(so_store_label(store, question.number, 3, &label), SOTTO_OK);
  cr_assert_str_eq(label.label, "niñas \t\\ 'n' 3");
  cr_assert_eq(so_store_label(store, question.number, CELLS, &label), SOTTO_E_MISSING);
  cr_assert_eq(so_store_question_at(store, 1, &got), SOTTO_E_MISSING);
  so_store_close(store);
}

Test(store_engine, a_store_belongs_to_the_first_brand) {
  const uint8_t one[32] = {1}, other[32] = {2};
  char name[SOTTO_LABEL_SIZE];
  so_store *store = open_store(SO_STORE_WRITE);
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_put_brand(store, "Ona", (sotto_bytes){one, 32}), SOTTO_OK);
  cr_assert_eq(so_store_put_brand(store, "Ona 2", (sotto_bytes){one, 32}), SOTTO_OK);
  cr_assert_eq(so_store_commit(store), SOTTO_OK);
  cr_assert_eq(so_store_begin(store), SOTTO_OK);
  cr_assert_eq(so_store_put_brand(store, "Otra", (sotto_bytes){other, 32}), SOTTO_E_UNTRUSTED);
  so_store_undo(store);
  cr_assert_eq(so_store_brand(store, name), SOTTO_OK);
  cr_assert_str_eq(name, "Ona 2");
  so_store_close(store);
}

Test(store_engine, asking_makes_no_store) {
  so_store *store = NULL;
  cr_assert_eq(so_store_open(&store, place, SO_STORE_READ), SOTTO_E_MISSING);
  cr_assert_eq(so_store_open(&store, place, SO_STORE_READ), SOTTO_E_MISSING);
  cr_assert_null(store);
}

Test(store_engine, messages_never_show_a_password) {
  static const char *const places[][2] = {
      {"reports.db", "reports.db"},
      {"postgresql://ona:secret@db.example:5433/ona?sslmode=verify-full",
       "postgresql://db.example:5433/ona"},
      {"postgres://ona:sec@ret@db/ona", "postgresql://db/ona"},
      {"postgresql://ona:sec/r?et@db/ona", "postgresql://db/ona"},
      {"postgresql://db/ona?user=ona&password=secret@x", "postgresql://"},
      {"postgresql://ona@/ona?host=/run", "postgresql:///ona"},
      {"postgresql://db", "postgresql://db"},
      {"postgresql://", "postgresql://"},
  };
  char shown[SO_STORE_SHOWN_SIZE];
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    so_store_shown(places[i][0], shown);
    cr_assert_str_eq(shown, places[i][1]);
  }
}

#define COLLECTORS 4
#define LOADS 25

/* One transaction: a report of this collector's own and one that all of them have. */
static sotto_status collect_two(so_store *store, const so_store_question *question,
                                uint8_t collector, uint8_t load) {
  const so_store_sight sights[] = {{question->number, EPOCH, {collector, load}},
                                   {question->number, EPOCH, {0xff, load}}};
  uint8_t is_new[2] = {0, 0};
  sotto_status status = so_store_begin(store);
  if (!status) status = so_store_see(store, sights, 2, is_new);
  const uint64_t counts[CELLS] = {is_new[0], is_new[1], 0, 0};
  const sotto_tally added = {.counts = counts, .reports = (uint64_t)is_new[0] + is_new[1]};
  if (!status) status = so_store_add(store, question, EPOCH, &added);
  if (!status) status = so_store_commit(store);
  if (status) so_store_undo(store);
  return status;
}

static void collect(const so_store_question *question, uint8_t collector) {
  so_store *store = NULL;
  if (so_store_open(&store, place, SO_STORE_WRITE)) _exit(1);
  for (uint8_t load = 0; load < LOADS; load++) {
    sotto_status status = SOTTO_E_BUSY;
    while (status == SOTTO_E_BUSY) status = collect_two(store, question, collector, load);
    if (status) _exit(2);
  }
  so_store_close(store);
  _exit(0);
}

Test(store_engine, several_collectors_lose_no_count) {
  so_store *store = open_store(SO_STORE_WRITE);
  const so_store_question question = put_question(store, "one");
  uint64_t counts[CELLS];
  so_store_close(store);
  for (uint8_t i = 0; i < COLLECTORS; i++)
    if (fork() == 0) collect(&question, i);
  for (int i = 0, how = 0; i < COLLECTORS; i++) {
    cr_assert_gt(wait(&how), 0);
    cr_assert(WIFEXITED(how) && WEXITSTATUS(how) == 0, "%d", WEXITSTATUS(how));
  }
  store = open_store(SO_STORE_READ);
  cr_assert_eq(reports_of(store, &question, EPOCH), (COLLECTORS + 1) * LOADS);
  cr_assert_eq(so_store_counts(store, &question, EPOCH, counts), SOTTO_OK);
  cr_assert_eq(counts[0], COLLECTORS * LOADS);
  cr_assert_eq(counts[1], LOADS, "what all of them have is counted once");
  so_store_close(store);
}

/* Puts batch 2 beside whoever reads; no assertions, which only the test's own thread may make. */
static void *put_beside(void *context) {
  const so_store_question *question = context;
  const uint64_t counts[CELLS] = {1, 2, 3, 4};
  const sotto_tally added = {.counts = counts, .reports = 10};
  const so_store_batch batch = {.id = {2}, .epoch = EPOCH, .added = &added};
  so_store *store = NULL;
  int is_new = 0;
  sotto_status status = so_store_open(&store, place, SO_STORE_WRITE);
  if (!status) status = so_store_begin(store);
  if (!status) status = so_store_put_batch(store, question, &batch, &is_new);
  if (!status) status = so_store_commit(store);
  so_store_close(store);
  return status ? NULL : context;
}

Test(store_engine, who_reads_sees_one_moment_while_another_writes) {
  so_store *store = open_store(SO_STORE_WRITE);
  so_store_question question = put_question(store, "one");
  uint64_t counts[CELLS];
  pthread_t writer;
  void *put = NULL;
  const struct timespec moment = {0, 300000000}; /* for the writer to commit, were it let */
  (void)put_batch(store, &question, 1, EPOCH);
  so_store_close(store);
  store = open_store(SO_STORE_READ);
  uint64_t reports = reports_of(store, &question, EPOCH);
  cr_assert_eq(pthread_create(&writer, NULL, put_beside, &question), 0);
  (void)nanosleep(&moment, NULL);
  cr_assert_eq(so_store_counts(store, &question, EPOCH, counts), SOTTO_OK);
  so_store_close(store);
  cr_assert_eq(pthread_join(writer, &put), 0);
  cr_assert_eq(counts[0] + counts[1] + counts[2] + counts[3], reports);
  cr_assert_not_null(put, "and the writer's counts are kept");
  store = open_store(SO_STORE_READ);
  cr_assert_eq(reports_of(store, &question, EPOCH), 20);
  so_store_close(store);
}
