/*
 * What an answer means: see verdict.h.
 */
#include "deliver/verdict.h"

#include <jansson.h>
#include <string.h>

#define DAP "urn:ietf:params:ppm:dap:error:"
#define SERVE "urn:sotto:error:"
#define REPORT_ID_SIZE 16

static const struct {
  const char *type;
  so_verdict verdict;
} problems[] = {{DAP "outdatedConfig", SO_VERDICT_RESEAL},
                {DAP "reportRejected", SO_VERDICT_REFUSED},
                {DAP "unrecognizedTask", SO_VERDICT_REFUSED},
                {DAP "missingTaskID", SO_VERDICT_REFUSED},
                {DAP "unrecognizedMessage", SO_VERDICT_REFUSED},
                {DAP "invalidMessage", SO_VERDICT_REFUSED},
                {DAP "unauthorizedRequest", SO_VERDICT_REFUSED},
                {DAP "reportTooEarly", SO_VERDICT_LATER},
                {SERVE "unknownQuestion", SO_VERDICT_LATER}, /* its pack may come to know it */
                {SERVE "tampered", SO_VERDICT_REFUSED},
                {SERVE "malformed", SO_VERDICT_REFUSED},
                {SERVE "tooLarge", SO_VERDICT_REFUSED},
                {SERVE "expired", SO_VERDICT_REFUSED},
                {SERVE "busy", SO_VERDICT_RETRY}};

static int is_media_type(const so_answer *answer, const char *wanted) {
  return strncmp(answer->media_type, wanted, strlen(wanted)) == 0;
}

static so_verdict verdict_of_problem(const so_answer *answer) {
  so_verdict verdict = SO_VERDICT_RETRY;
  json_t *problem =
      json_loadb((const char *)answer->body, answer->size, JSON_REJECT_DUPLICATES, NULL);
  const char *type = json_string_value(json_object_get(problem, "type"));
  for (size_t i = 0; type && i < sizeof problems / sizeof *problems; i++)
    if (strcmp(problems[i].type, type) == 0) verdict = problems[i].verdict;
  json_decref(problem);
  return verdict;
}

/*
 * The errors of an upload in the newer drafts: report id, then a byte, for each report refused; one
 * report was sent. 1 batch collected, 2 replayed, 3 dropped, 4 HPKE key unknown, 5 to 7 not opened,
 * not verified or expired; which byte says "too early" changed between drafts (8, 9): it waits.
 */
static so_verdict verdict_of_errors(const so_answer *answer) {
  if (!answer->size) return SO_VERDICT_DONE;
  if (answer->size != REPORT_ID_SIZE + 1) return SO_VERDICT_LATER;
  switch (answer->body[REPORT_ID_SIZE]) {
  case 2: return SO_VERDICT_DONE; /* it has it already */
  case 4: return SO_VERDICT_RESEAL;
  case 1:
  case 3:
  case 5:
  case 6:
  case 7: return SO_VERDICT_REFUSED;
  default: return SO_VERDICT_LATER;
  }
}

so_verdict so_verdict_of(const so_answer *answer) {
  if (answer->trouble) return SO_VERDICT_RETRY;
  if (answer->status >= 200 && answer->status < 300)
    return is_media_type(answer, "application/ppm-dap;message=upload-errors")
               ? verdict_of_errors(answer)
               : SO_VERDICT_DONE;
  if (answer->status >= 400 && is_media_type(answer, "application/problem+json"))
    return verdict_of_problem(answer);
  return SO_VERDICT_RETRY;
}
