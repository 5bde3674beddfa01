/* Bodies in, JSON out. */
#include "tools/collect_answer.h"

#include <stdio.h>
#include <stdlib.h>

const so_problem_words so_problems[SO_PROBLEMS] = {
    {400, "unknownQuestion", "Not a question of this pack."},
    {400, "expired", "A question of another time: before the pack was made or after it ended."},
    {400, "tampered", "Changed, moved, or sealed to another key."},
    {400, "malformed", "Not a report, or not reports, of this format."},
    {413, "tooLarge", "Larger than this collector takes."},
    {503, "busy", "Nothing was taken. Send the same again later."},
    {404, "notFound", "Reports go to /reports."},
    {405, "method", "Reports are posted."},
};

so_problem so_problem_of(so_fate fate) {
  switch (fate) {
  case SO_FATE_QUESTION: return SO_PROBLEM_UNKNOWN_QUESTION;
  case SO_FATE_EPOCH: return SO_PROBLEM_EXPIRED;
  case SO_FATE_TAMPERED: return SO_PROBLEM_TAMPERED;
  default: return SO_PROBLEM_MALFORMED;
  }
}

size_t so_answer_problem(so_problem problem, char ret_text[256]) {
  const so_problem_words *words = &so_problems[problem];
  return (size_t)snprintf(ret_text, 256,
                          "{\"type\":\"urn:sotto:error:%s\",\"title\":\"%s\",\"status\":%u}\n",
                          words->type, words->title, words->status);
}

static int is_taken(const so_read_report *report) {
  return report->fate == SO_FATE_ACCEPTED || report->fate == SO_FATE_DUPLICATE;
}

char *so_answer_taken(const so_read_report *reports, size_t count) {
  char *text = NULL;
  size_t size = 0, fates[SO_FATES] = {0};
  FILE *out = open_memstream(&text, &size);
  if (!out) return NULL;
  for (size_t i = 0; i < count; i++) fates[reports[i].fate]++;
  fprintf(out, "{\"accepted\":%zu,\"duplicate\":%zu", fates[SO_FATE_ACCEPTED],
          fates[SO_FATE_DUPLICATE]);
  const char *before = ",\"refused\":[";
  for (size_t i = 0; i < count; i++) {
    if (is_taken(&reports[i])) continue;
    fprintf(out, "%s{\"index\":%zu,\"type\":\"urn:sotto:error:%s\"}", before, i,
            so_problems[so_problem_of(reports[i].fate)].type);
    before = ",";
  }
  fputs(before[1] ? "}\n" : "]}\n", out);
  if (fclose(out) == 0) return text;
  free(text);
  return NULL;
}

static size_t length_at(const uint8_t *bytes) {
  return bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 | (size_t)bytes[3] << 24;
}

sotto_status so_body_split(sotto_bytes body, int is_batch,
                           sotto_bytes ret_bodies[SO_BODY_REPORTS_MAX], size_t *ret_count) {
  size_t count = 0;
  if (body.size == 0) return SOTTO_E_FORMAT;
  if (!is_batch) {
    ret_bodies[0] = body;
    *ret_count = 1;
    return SOTTO_OK;
  }
  for (size_t at = 0; at < body.size;) {
    if (body.size - at < 4) return SOTTO_E_FORMAT;
    const size_t size = length_at(body.data + at);
    at += 4;
    if (size == 0 || size > body.size - at) return SOTTO_E_FORMAT;
    if (count == SO_BODY_REPORTS_MAX) return SOTTO_E_LIMIT;
    ret_bodies[count++] = (sotto_bytes){body.data + at, size};
    at += size;
  }
  *ret_count = count;
  return SOTTO_OK;
}
