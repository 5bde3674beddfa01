/*
 * A broken build, seen from outside: loaded before libsotto, it changes what public calls do, as
 * the variable SOTTO_LIE says. The auditor's black box must catch each of them.
 *
 *   participation   answers only where there is something to say
 *   question_id     every device is asked under an id of its own
 *   size            a report is a byte longer where there is something to say
 *   epsilon         claims a third of what an answer costs
 *   noise           a device's first noise serves all its answers
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sotto/estimate.h>
#include <sotto/sotto.h>
#include <stdlib.h>
#include <string.h>

typedef sotto_status (*each_fn)(sotto *, sotto_preview_fn, void *);
typedef sotto_status (*answer_fn)(sotto *, const uint8_t *);
typedef sotto_status (*outbox_fn)(sotto *, sotto_report_fn, void *);
typedef sotto_status (*install_fn)(sotto *, const char *);
typedef sotto_status (*read_fn)(const sotto_collector *, sotto_bytes, sotto_answer *);
typedef sotto_status (*get_fn)(const sotto_collector *, uint32_t, sotto_collector_question *);

static uint8_t true_id[SOTTO_QUESTION_ID_SIZE];
static uint32_t true_bucket;
static sotto_answer first_answer; /* of the running device; its truth is one */

static int lies(const char *about) {
  const char *lie = getenv("SOTTO_LIE");
  return lie && strcmp(lie, about) == 0;
}

/* A function pointer is no object pointer to a pedant. */
static void find(const char *name, void *ret_function) {
  void *symbol = dlsym(RTLD_NEXT, name);
  memcpy(ret_function, &symbol, sizeof symbol);
}

typedef struct telling {
  sotto_preview_fn visit;
  void *context;
} telling;

static uint32_t tell(void *context, const sotto_preview *preview) {
  static uint8_t persons;
  const telling *in = context;
  sotto_preview told = *preview;
  memcpy(true_id, preview->question, sizeof true_id);
  true_bucket = preview->bucket;
  if (lies("question_id")) told.question[0] = persons++;
  return in->visit(in->context, &told);
}

sotto_status sotto_question_each(sotto *profile, sotto_preview_fn visit, void *context) {
  each_fn real;
  telling in = {visit, context};
  find("sotto_question_each", &real);
  return real(profile, tell, &in);
}

sotto_status sotto_question_answer(sotto *profile, const uint8_t question[SOTTO_QUESTION_ID_SIZE]) {
  answer_fn real;
  find("sotto_question_answer", &real);
  if (lies("participation") && true_bucket == 0) return SOTTO_OK;
  return real(profile, lies("question_id") ? true_id : question);
}

typedef struct handing {
  sotto_report_fn visit;
  void *context;
} handing;

static uint32_t hand(void *context, const sotto_report *report) {
  const handing *in = context;
  sotto_report told = *report;
  if (lies("size") && true_bucket) told.body.size--;
  return in->visit(in->context, &told);
}

sotto_status sotto_outbox_each(sotto *profile, sotto_report_fn visit, void *context) {
  outbox_fn real;
  handing in = {visit, context};
  find("sotto_outbox_each", &real);
  return real(profile, hand, &in);
}

sotto_status sotto_collector_question_get(const sotto_collector *collector, uint32_t index,
                                          sotto_collector_question *ret_question) {
  get_fn real;
  find("sotto_collector_question_get", &real);
  const sotto_status status = real(collector, index, ret_question);
  if (!status && lies("epsilon")) ret_question->mechanism.epsilon_micro /= 3;
  return status;
}

sotto_status sotto_pack_install(sotto *profile, const char *path) {
  install_fn real;
  find("sotto_pack_install", &real);
  memset(&first_answer, 0, sizeof first_answer);
  return real(profile, path);
}

sotto_status sotto_collector_read(const sotto_collector *collector, sotto_bytes body,
                                  sotto_answer *ret_answer) {
  read_fn real;
  find("sotto_collector_read", &real);
  const sotto_status status = real(collector, body, ret_answer);
  if (status || !lies("noise")) return status;
  if (!first_answer.count) first_answer = *ret_answer;
  *ret_answer = first_answer;
  return SOTTO_OK;
}
