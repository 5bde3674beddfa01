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

#include "base/codec.h"
#include "base/epoch.h"
#include "base/secret.h"
#include "crypto/dap_report.h"
#include "crypto/random.h"
#include "crypto/report_envelope.h"

#define SHARES_LABEL "sotto shares 1"
_Static_assert(SO_DAP_REPORT_ID_SIZE == SO_REPORT_ID_SIZE, "report ids");

/* The noised bucket, the report's id and the seed of the shares. */
static sotto_status draw(so_split_kept *kept, sotto *profile, const so_asked *asked,
                         const so_drawn *drawn) {
  uint8_t text[SOTTO_QUESTION_ID_SIZE + 4];
  so_stream stream;
  so_stream_init(&stream, drawn->seed);
  so_bits bits = so_stream_bits(&stream);
  kept->bucket = so_split_randomize(&asked->split.plan, asked->bucket, &bits);
  so_stream_wipe(&stream);
  memcpy(kept->report_id, drawn->id, sizeof kept->report_id);
  memcpy(text, asked->id, SOTTO_QUESTION_ID_SIZE);
  so_store_u32(text + SOTTO_QUESTION_ID_SIZE, kept->bucket);
  const so_noise_ask ask = {asked->epoch, SHARES_LABEL, {text, sizeof text}};
  return so_handle_vault(profile, so_vault_noise(profile->vault, &ask, kept->seed));
}

/* Within the question's week, so that a batch of one week holds the answers of one week. */
static uint64_t time_of(const so_asked *asked, int64_t send_after_ms) {
  int64_t last_ms = so_epoch_start_ms(asked->epoch + 1) - 1000;
  return (uint64_t)(send_after_ms < last_ms ? send_after_ms : last_ms) / 1000;
}

sotto_status so_split_answer_seal(so_split_sealed *sealed, sotto *profile, const so_asked *asked,
                                  const so_drawn *drawn) {
  const so_split_asked *split = &asked->split;
  const so_split_lists lists = {{split->leader.bytes, split->leader.size},
                                {split->helper.bytes, split->helper.size}};
  so_split_kept *kept = &sealed->kept;
  memset(kept, 0, sizeof *kept);
  kept->format = SO_SPLIT_KEPT;
  kept->time_s = time_of(asked, sealed->send_after_ms);
  kept->task = split->task;
  sotto_status status = draw(kept, profile, asked, drawn);
  return status ? status : so_split_make(&sealed->report, &sealed->size, kept, &lists);
}

void so_split_answer_free(so_split_sealed *sealed) {
  so_secret_wipe(&sealed->kept, sizeof sealed->kept);
  free(sealed->report);
}

/* Both further columns of a cost, behind what it is a cost of. */
static void describe_cost(so_sink *sink, const char *prefix, const so_cost *cost) {
  static const char *const columns[] = {"delta_2p60", "epsilon0_micro"};
  const uint64_t numbers[] = {cost->delta_2p60, cost->epsilon0_micro};
  for (int n = 0; n < 2; n++) {
    char room[40];
    so_sink name = so_sink_of(room, sizeof room);
    so_sink_string(&name, prefix);
    so_sink_string(&name, columns[n]);
    so_sink_text(&name, (sotto_text){"", 1});
    so_sink_member_digits(sink, room, numbers[n]);
  }
}

void so_split_answer_describe(so_sink *sink, const sotto *profile, const so_asked *asked,
                              const so_ledger *ledger) {
  static const char *const prefixes[] = {"", "charged_", "spent_", "balance_", "depth_", "year_"};
  static const so_cost none;
  const so_caps *caps = &profile->caps;
  const so_cost *charged = asked->state == SOTTO_QUESTION_OPEN ? &asked->cost : &none;
  const so_cost *const costs[] = {
      &asked->cost, charged, &ledger->spent, &profile->ledger.balance, &caps->depth, &caps->year};
  uint8_t pin[32];
  so_dap_task task;
  so_sink_member_digits(sink, "random_q32", asked->split.plan.random_q32);
  so_sink_member_digits(sink, "minimum_batch", asked->question.minimum_batch);
  for (size_t n = 0; n < sizeof costs / sizeof *costs; n++)
    describe_cost(sink, prefixes[n], costs[n]);
  if (so_split_task_read(&task, &asked->split.task)) return;
  so_dap_task_pin(pin, &task);
  so_sink_member_hex(sink, "task", pin, sizeof pin);
}
