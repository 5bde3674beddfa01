/*
 * One question by split trust: see split_answer.h.
 *
 * The shares are drawn from the PRF of the epoch's noise key, under a label of their own, over the
 * question and the noised bucket: a restored device makes the same shares of the same answer again,
 * and never two answers under one mask, whose difference a leader could read.
 */
#include "flow/split_answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/epoch.h"
#include "base/secret.h"
#include "crypto/dap_report.h"
#include "crypto/random.h"
#include "crypto/report_envelope.h"
#include "flow/draw.h"

_Static_assert(SO_DAP_REPORT_ID_SIZE == SO_REPORT_ID_SIZE, "report ids");
_Static_assert(sizeof((so_split_drawn *)0)->kept >= SO_SPLIT_KEPT_MAX, "what is kept");

/* The noised bucket and the seed of its shares. */
static sotto_status noise(sotto *profile, const so_asked *asked, so_split_kept *kept) {
  uint8_t seed[32];
  sotto_status status = so_draw(profile, asked, (so_drawing){SO_DRAW_NOISE, asked->bucket}, seed);
  if (status) return status;
  so_stream stream;
  so_stream_init(&stream, seed);
  so_bits bits = so_stream_bits(&stream);
  kept->bucket = so_split_randomize(&asked->split.plan, asked->bucket, &bits);
  so_stream_wipe(&stream);
  so_secret_wipe(seed, sizeof seed);
  return so_draw(profile, asked, (so_drawing){SO_DRAW_SHARES, kept->bucket}, kept->seed);
}

/* Within the question's week, so that a batch of one week holds the answers of one week. */
static uint64_t time_of(const so_asked *asked, int64_t send_after_ms) {
  int64_t last_ms = so_epoch_start_ms(asked->epoch + 1) - 1000;
  return (uint64_t)(send_after_ms < last_ms ? send_after_ms : last_ms) / 1000;
}

sotto_status so_split_answer_draw(sotto *profile, const so_asked *asked, int64_t send_after_ms,
                                  so_split_drawn *ret_drawn) {
  uint8_t id[32];
  const so_split_asked *split = &asked->split;
  so_split_kept kept = {.task = split->task};
  const sotto_bytes leader = {split->leader.bytes, split->leader.size};
  const sotto_bytes helper = {split->helper.bytes, split->helper.size};
  const so_split_making making = {&kept, id, {&leader, &helper}, time_of(asked, send_after_ms)};
  so_writer writer = so_writer_of(ret_drawn->kept, sizeof ret_drawn->kept);
  sotto_status status = noise(profile, asked, &kept);
  if (!status) status = so_draw(profile, asked, (so_drawing){SO_DRAW_ID, asked->epoch}, id);
  if (!status) status = so_split_make(&ret_drawn->report, &ret_drawn->size, &making);
  if (!status) {
    so_split_kept_write(&writer, &kept);
    ret_drawn->kept_size = writer.at;
  }
  so_secret_wipe(&kept, sizeof kept);
  return status;
}

void so_split_answer_free(so_split_drawn *drawn) {
  so_secret_wipe(drawn->kept, sizeof drawn->kept);
  free(drawn->report);
}

static void describe_number(so_sink *sink, const char *name, uint64_t number) {
  so_sink_member(sink, name);
  so_sink_string(sink, "\"");
  so_sink_u64(sink, number);
  so_sink_string(sink, "\"");
}

void so_split_answer_describe(so_sink *sink, const sotto *profile, const so_asked *asked,
                              const so_ledger *ledger) {
  uint8_t pin[32];
  so_dap_task task;
  const so_caps *caps = &profile->caps;
  const so_cost *balance = &profile->ledger.balance;
  const int paid = asked->state == SOTTO_QUESTION_OPEN;
  describe_number(sink, "random_q32", asked->split.plan.random_q32);
  describe_number(sink, "minimum_batch", asked->question.minimum_batch);
  describe_number(sink, "delta_2p60", asked->cost.delta_2p60);
  describe_number(sink, "epsilon0_micro", asked->cost.epsilon0_micro);
  describe_number(sink, "charged_delta_2p60", paid ? asked->cost.delta_2p60 : 0);
  describe_number(sink, "charged_epsilon0_micro", paid ? asked->cost.epsilon0_micro : 0);
  describe_number(sink, "spent_delta_2p60", ledger->spent.delta_2p60);
  describe_number(sink, "spent_epsilon0_micro", ledger->spent.epsilon0_micro);
  describe_number(sink, "balance_delta_2p60", balance->delta_2p60);
  describe_number(sink, "balance_epsilon0_micro", balance->epsilon0_micro);
  describe_number(sink, "depth_delta_2p60", caps->depth.delta_2p60);
  describe_number(sink, "depth_epsilon0_micro", caps->depth.epsilon0_micro);
  describe_number(sink, "year_delta_2p60", caps->year.delta_2p60);
  describe_number(sink, "year_epsilon0_micro", caps->year.epsilon0_micro);
  if (so_split_task_read(&task, &asked->split.task)) return;
  so_dap_task_pin(pin, &task);
  so_sink_member(sink, "task");
  so_sink_string(sink, "\"");
  so_sink_hex(sink, pin, sizeof pin);
  so_sink_string(sink, "\"");
}
