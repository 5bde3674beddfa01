/*
 * What leaves: see leaves.h. Reports are written as { u32 length | body }, the form that
 * `sotto-collect load` reads.
 */
#include "leaves.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage.h"

#define QUESTIONS_MAX 16

typedef struct asked {
  uint8_t ids[QUESTIONS_MAX][SOTTO_QUESTION_ID_SIZE];
  size_t count;
} asked;

typedef struct visit_parcel {
  FILE *out;
  uint64_t ids[QUESTIONS_MAX];
  size_t count;
  size_t bytes;
  uint64_t cost_micro;
} visit_parcel;

static uint32_t show_preview(void *context, const sotto_preview *preview) {
  asked *questions = context;
  if (questions->count == QUESTIONS_MAX) return 1;
  memcpy(questions->ids[questions->count++], preview->question, SOTTO_QUESTION_ID_SIZE);
  printf("  %zu. %.*s\n", questions->count, (int)preview->words.size, preview->words.data);
  return 0;
}

static uint32_t show_report(void *context, const sotto_report *report) {
  visit_parcel *parcel = context;
  uint8_t length[4] = {(uint8_t)report->body.size, (uint8_t)(report->body.size >> 8), 0, 0};
  if (parcel->count == QUESTIONS_MAX) return 1;
  printf("    %zu bytes, epsilon %" PRIu64 ".%02" PRIu64 ":  ", report->body.size,
         report->cost_micro / 1000000, report->cost_micro % 1000000 / 10000);
  for (size_t i = 0; i < 20; i++) printf("%02x", report->body.data[i]);
  printf("...\n");
  parcel->ids[parcel->count++] = report->id;
  parcel->bytes += report->body.size;
  parcel->cost_micro += report->cost_micro;
  fwrite(length, 1, sizeof length, parcel->out);
  fwrite(report->body.data, 1, report->body.size, parcel->out);
  return 0;
}

static uint32_t show_act(void *context, const sotto_audit_row *row) {
  (void)context;
  printf("    %3" PRIu64 "  %.*s\n", row->sequence, (int)row->words.size, row->words.data);
  return 0;
}

static void show_log(sotto *profile) {
  uint64_t rows = 0;
  printf("\nThe audit log\n");
  stage_check(sotto_audit_each(profile, 0, show_act, NULL), "audit log");
  stage_check(sotto_audit_verify(profile, &rows), "verify");
  printf("    %" PRIu64 " rows, every link of the chain holds.\n", rows);
}

void leaves_show(sotto *profile, const char *out) {
  asked questions = {.count = 0};
  visit_parcel parcel = {.out = fopen(out, "wb")};
  sotto_budget budget;
  if (!parcel.out) {
    fprintf(stderr, "Cannot write %s.\n", out);
    exit(2);
  }
  printf("\nWhat the brand asks, before anything is sent\n");
  stage_check(sotto_question_each(profile, show_preview, &questions), "preview");
  for (size_t i = 0; i < questions.count; i++)
    stage_check(sotto_question_answer(profile, questions.ids[i]), "answer");
  printf("\nWhat leaves, to the byte\n");
  stage_check(sotto_outbox_each(profile, show_report, &parcel), "outbox");
  fclose(parcel.out);
  for (size_t i = 0; i < parcel.count; i++)
    stage_check(sotto_outbox_settle(profile, parcel.ids[i], SOTTO_DELIVERY_DONE), "settle");
  stage_check(sotto_budget_get(profile, &budget), "budget");
  printf("    %zu reports, %zu bytes, epsilon %.2f in all; %.2f stays in the budget.\n",
         parcel.count, parcel.bytes, (double)parcel.cost_micro / 1e6,
         (double)budget.balance_micro / 1e6);
  show_log(profile);
}
