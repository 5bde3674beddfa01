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

void so_split_answer_describe(so_sink *sink, const sotto *profile, const so_asked *asked,
                              const so_ledger *ledger) {
  uint8_t pin[32];
  so_dap_task task;
  const so_cost none = {0}, *cost = &asked->cost, *balance = &profile->ledger.balance;
  const so_cost *charged = asked->state == SOTTO_QUESTION_OPEN ? cost : &none;
  const so_caps *caps = &profile->caps;
  const struct {
    const char *name;
    uint64_t number;
  } rows[] = {{"random_q32", asked->split.plan.random_q32},
              {"minimum_batch", asked->question.minimum_batch},
              {"delta_2p60", cost->delta_2p60},
              {"epsilon0_micro", cost->epsilon0_micro},
              {"charged_delta_2p60", charged->delta_2p60},
              {"charged_epsilon0_micro", charged->epsilon0_micro},
              {"spent_delta_2p60", ledger->spent.delta_2p60},
              {"spent_epsilon0_micro", ledger->spent.epsilon0_micro},
              {"balance_delta_2p60", balance->delta_2p60},
              {"balance_epsilon0_micro", balance->epsilon0_micro},
              {"depth_delta_2p60", caps->depth.delta_2p60},
              {"depth_epsilon0_micro", caps->depth.epsilon0_micro},
              {"year_delta_2p60", caps->year.delta_2p60},
              {"year_epsilon0_micro", caps->year.epsilon0_micro}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    so_sink_member(sink, rows[i].name);
    so_sink_string(sink, "\"");
    so_sink_u64(sink, rows[i].number);
    so_sink_string(sink, "\"");
  }
  if (so_split_task_read(&task, &asked->split.task)) return;
  so_dap_task_pin(pin, &task);
  so_sink_member(sink, "task");
  so_sink_string(sink, "\"");
  so_sink_hex(sink, pin, sizeof pin);
  so_sink_string(sink, "\"");
}
