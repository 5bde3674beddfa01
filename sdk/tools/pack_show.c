/*
 * sotto-pack show: a pack's facts, its sections by size, and how much its statistics cover.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "brand/finding.h"
#include "tools/key_file.h"
#include "tools/pack.h"

static uint32_t show_part(void *context, const sotto_pack_part *part) {
  (void)context;
  printf("  %-16.*s %10llu %12llu", (int)part->name.size, part->name.data,
         (unsigned long long)part->count, (unsigned long long)part->bytes);
  if (part->coverage >= 0) printf("  %5.1f %% of items", 100 * part->coverage);
  if (part->error > 0) printf(", error up to %.3g", part->error);
  if (part->coverage > 0 && part->error <= 0) printf(", no noise in it");
  printf("\n");
  return 0;
}

static uint32_t show_task(void *context, const sotto_pack_task *task) {
  int *seen = context;
  printf("%s  \"%.*s\" by split trust: DAP %u, %u answers (chunk %u), minimum batch %llu,\n"
         "    times rounded to %llu s; leader %.*s, helper %.*s,\n    task ",
         (*seen)++ ? "" : "\n", (int)task->question.size, task->question.data, task->version,
         task->buckets, task->chunk, (unsigned long long)task->minimum_batch,
         (unsigned long long)task->time_precision_s, (int)task->leader.size, task->leader.data,
         (int)task->helper.size, task->helper.data);
  so_pack_print_hex(task->id, sizeof task->id);
  printf("\n    leader's keys ");
  so_pack_print_hex(task->leader_list.data, task->leader_list.size);
  printf("\n    helper's keys ");
  so_pack_print_hex(task->helper_list.data, task->helper_list.size);
  printf("\n");
  return 0;
}

static void print_day(const char *label, int64_t time_ms) {
  char text[64];
  time_t seconds = (time_t)(time_ms / 1000);
  struct tm day;
  if (!gmtime_r(&seconds, &day) || !strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &day)) return;
  printf("%-10s %s\n", label, text);
}

void so_pack_print_ended(const sotto_pack_facts *facts) {
  if (facts->expires_ms < (int64_t)time(NULL) * 1000)
    printf("           (the pack has expired: devices no longer take it)\n");
}

void so_pack_print_size(uint64_t bytes) {
  if (bytes < 100000)
    printf("%.1f kB", (double)bytes / 1e3);
  else
    printf("%.2f MB", (double)bytes / 1e6);
}

static void print_facts(const sotto_pack_facts *facts) {
  printf("brand      %s, prices in %s\n", facts->brand, facts->currency);
  printf("hash       ");
  so_pack_print_hex(facts->hash, sizeof facts->hash);
  printf("\nsigned by  ");
  so_pack_print_hex(facts->key_id, sizeof facts->key_id);
  printf(facts->signature_holds ? ", the signature holds\n" : ", not checked (give --trust)\n");
  printf("sequence   %llu\n", (unsigned long long)facts->sequence);
  print_day("made", facts->created_ms);
  print_day("expires", facts->expires_ms);
  so_pack_print_ended(facts);
  printf("locales    %s\n", facts->languages);
  printf("holds      %u item%s, %u attribute%s with %u value%s, %u slot%s,\n"
         "           %u question%s; ",
         facts->items, so_find_s(facts->items), facts->attributes, so_find_s(facts->attributes),
         facts->values, so_find_s(facts->values), facts->slots, so_find_s(facts->slots),
         facts->questions, so_find_s(facts->questions));
  so_pack_print_size(facts->bytes);
  printf("\n\n");
}

int so_pack_show(const so_pack_options *options) {
  uint8_t key[SOTTO_PUBLIC_KEY_SIZE];
  sotto_pack_facts facts;
  const uint8_t *trusted = NULL;
  if (options->trust) {
    sotto_status status = so_key_file_public(options->trust, "signing_key", key);
    if (status) return so_pack_fail(options->trust, status);
    trusted = key;
  }
  sotto_status status = sotto_pack_read(options->subject, trusted, &facts, NULL);
  if (status) return so_pack_fail(options->subject, status);
  print_facts(&facts);
  printf("  %-16s %10s %12s\n", "section", "elements", "bytes");
  int seen = 0;
  sotto_pack_visit visit = {.part = show_part, .context = &seen, .task = show_task};
  status = sotto_pack_read(options->subject, trusted, &facts, &visit);
  return status ? so_pack_fail(options->subject, status) : SO_EXIT_GOOD;
}

void so_pack_print_words(FILE *to, sotto_text text, size_t column, size_t indent) {
  int begun = 0; /* a word stands on this line */
  while (text.size) {
    const char *space = memchr(text.data, ' ', text.size);
    size_t size = space ? (size_t)(space - text.data) : text.size, width = 0;
    for (size_t n = 0; n < size; n++) width += ((unsigned char)text.data[n] & 0xc0) != 0x80;
    if (begun && column + 1 + width > 79) {
      fprintf(to, "\n%*s", (int)indent, "");
      column = indent;
      begun = 0;
    }
    fprintf(to, "%s%.*s", begun ? " " : "", (int)size, text.data);
    column += width + (size_t)begun;
    begun = 1;
    text.data += size + (space != NULL);
    text.size -= size + (space != NULL);
  }
}
