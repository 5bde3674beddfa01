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
#define COLUMNS 76

/** Walks the questions one by one: each is shown as it stands after the answers before it. */
typedef struct visit_asking {
  uint8_t id[SOTTO_QUESTION_ID_SIZE];
  size_t wanted; /* number of the question to show */
  size_t at;
  int found;
} visit_asking;

typedef struct visit_parcel {
  FILE *out;
  uint64_t ids[QUESTIONS_MAX];
  size_t count;
  size_t bytes;
  uint64_t cost_micro;
} visit_parcel;

/** Prints a paragraph at 80 columns, every line but the first indented. */
static void print_wrapped(size_t number, sotto_text words) {
  size_t column = (size_t)printf("  %zu. ", number);
  for (size_t i = 0; i < words.size;) {
    size_t end = i;
    while (end < words.size && words.data[end] != ' ') end++;
    if (column + (end - i) > COLUMNS) column = (size_t)printf("\n     ") - 1;
    column += (size_t)printf("%.*s ", (int)(end - i), words.data + i);
    i = end + 1;
  }
  putchar('\n');
}

static uint32_t show_preview(void *context, const sotto_preview *preview) {
  visit_asking *asking = context;
  /* whose schedule draws lots is asked of one device in many a week: not part of one story */
  if (preview->every || asking->at++ < asking->wanted) return 0;
  asking->found = 1;
  memcpy(asking->id, preview->question, sizeof asking->id);
  print_wrapped(asking->wanted + 1, preview->words);
  return 1;
}

static void preview_and_answer(sotto *profile) {
  for (visit_asking asking = {.wanted = 0}; asking.wanted < QUESTIONS_MAX; asking.wanted++) {
    asking.at = 0;
    asking.found = 0;
    stage_check(sotto_question_each(profile, show_preview, &asking), "preview");
    if (!asking.found) return;
    stage_check(sotto_question_answer(profile, asking.id), "answer");
  }
}

static uint32_t show_report(void *context, const sotto_report *report) {
  visit_parcel *parcel = context;
  uint8_t length[4] = {(uint8_t)report->body.size, (uint8_t)(report->body.size >> 8), 0, 0};
  if (parcel->count == QUESTIONS_MAX) return 1;
  if (report->trust == SOTTO_TRUST_SPLIT) return 0; /* goes to aggregators, not into this file */
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

static void show_log(sotto *profile, const char *locale) {
  uint64_t rows = 0;
  puts(stage_say(locale, "\nThe audit log", "\nEl registro"));
  stage_check(sotto_audit_each(profile, 0, show_act, NULL), "audit log");
  stage_check(sotto_audit_verify(profile, &rows), "verify");
  printf(stage_say(locale, "    %" PRIu64 " rows, every link of the chain holds.\n",
                   "    %" PRIu64 " filas; cada eslabón de la cadena encaja.\n"),
         rows);
}

void leaves_show(sotto *profile, const char *out, const char *locale) {
  visit_parcel parcel = {.out = fopen(out, "wb")};
  sotto_budget budget;
  if (!parcel.out) {
    fprintf(stderr, "Cannot write %s.\n", out);
    exit(2);
  }
  puts(stage_say(locale, "\nWhat the brand asks, each shown before it is answered",
                 "\nLo que pregunta la marca, cada cosa antes de responderla"));
  preview_and_answer(profile);
  puts(stage_say(locale, "\nWhat leaves, to the byte", "\nLo que sale, byte a byte"));
  stage_check(sotto_outbox_each(profile, show_report, &parcel), "outbox");
  fclose(parcel.out);
  for (size_t i = 0; i < parcel.count; i++)
    stage_check(sotto_outbox_settle(profile, parcel.ids[i], SOTTO_DELIVERY_DONE), "settle");
  stage_check(sotto_budget_get(profile, &budget), "budget");
  printf(stage_say(locale,
                   "    %zu reports, %zu bytes, epsilon %.2f in all; %.2f stays in the budget.\n",
                   "    %zu informes, %zu bytes, épsilon %.2f en total; quedan %.2f.\n"),
         parcel.count, parcel.bytes, (double)parcel.cost_micro / 1e6,
         (double)budget.balance_micro / 1e6);
  show_log(profile, locale);
}
