/*
 * What a question by split trust says before it is answered: see split_words.h.
 */
#include "flow/split_words.h"

#include <string.h>

#define FIGURE_MAX 24
#define DELTA_ONE ((uint64_t)1 << 60)

static sotto_text figure(char room[FIGURE_MAX], uint64_t value, int micro) {
  so_sink sink = so_sink_of(room, FIGURE_MAX);
  if (micro)
    so_sink_micro(&sink, value);
  else
    so_sink_u64(&sink, value);
  return so_sink_view(&sink);
}

/* The name a person knows an aggregator by: the host of its URL. */
static sotto_text host_of(sotto_bytes url) {
  const char *text = (const char *)url.data, *from = text + strlen("https://");
  const char *end = memchr(from, '/', url.size - (size_t)(from - text));
  return (sotto_text){from, end ? (size_t)(end - from) : url.size - (size_t)(from - text)};
}

static void write_noise(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char percent[FIGURE_MAX], all[FIGURE_MAX];
  const so_split *plan = &asked->split.plan;
  uint64_t hundredths = ((uint64_t)plan->random_q32 * 10000) >> 32;
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {figure(percent, hundredths * 10000, 1),
                                                  figure(all, plan->buckets, 0)};
  so_message_write(sink, &profile->words, SO_MESSAGE_SPLIT_NOISE, parts);
}

static void write_who(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char batch[FIGURE_MAX];
  so_dap_task task;
  if (so_split_task_read(&task, &asked->split.task)) return;
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {host_of(task.leader_url),
                                                  host_of(task.helper_url),
                                                  figure(batch, asked->question.minimum_batch, 0)};
  so_message_write(sink, &profile->words, SO_MESSAGE_SPLIT_WHO, parts);
}

void so_split_words_write(const sotto *profile, const so_asked *asked, so_sink *sink) {
  char cost[FIGURE_MAX], delta[FIGURE_MAX], alone[FIGURE_MAX], rest[FIGURE_MAX];
  uint64_t balance = asked->balance_micro - asked->cost.epsilon_micro;
  const sotto_text parts[SO_MESSAGE_PARTS_MAX] = {
      figure(cost, asked->cost.epsilon_micro, 1),
      figure(delta, DELTA_ONE / asked->cost.delta_2p60, 0),
      figure(alone, asked->cost.epsilon0_micro, 1), figure(rest, balance / 10000 * 10000, 1)};
  write_noise(profile, asked, sink);
  so_sink_string(sink, " ");
  write_who(profile, asked, sink);
  so_sink_string(sink, " ");
  so_message_write(sink, &profile->words, SO_MESSAGE_SPLIT_COST, parts);
}

static sotto_text text_of(sotto_bytes bytes) {
  return (sotto_text){(const char *)bytes.data, bytes.size};
}

void so_split_words_show(const so_asked *asked, sotto_preview *preview) {
  so_dap_task task;
  preview->trust = SOTTO_TRUST_SPLIT;
  if (asked->refusal || so_split_task_read(&task, &asked->split.task)) return;
  int open = asked->state == SOTTO_QUESTION_OPEN, sends = asked->state < SOTTO_QUESTION_OFF;
  preview->delta_2p60 = open ? asked->cost.delta_2p60 : 0;
  preview->epsilon0_micro = open ? asked->cost.epsilon0_micro : 0;
  preview->minimum_batch = asked->question.minimum_batch;
  preview->leader = text_of(task.leader_url);
  preview->helper = text_of(task.helper_url);
  preview->report_bytes = sends ? so_split_report_size(&task) : 0;
}
