/* What an answer means for a report: only the collector's own word drops it. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "deliver/verdict.h"

static so_verdict verdict(uint32_t status, const char *media_type, const char *body) {
  so_answer answer = {.status = status, .body = (uint8_t *)(uintptr_t)body, .size = strlen(body)};
  (void)snprintf(answer.media_type, sizeof answer.media_type, "%s", media_type);
  return so_verdict_of(&answer);
}

Test(verdict, any_success_is_success) {
  for (uint32_t status = 200; status < 300; status++)
    cr_assert_eq(verdict(status, "text/html", "<html>"), SO_VERDICT_DONE);
}

Test(verdict, each_problem_of_dap_and_of_serve_has_its_meaning) {
  static const struct {
    const char *type;
    so_verdict verdict;
  } cases[] = {{"urn:ietf:params:ppm:dap:error:outdatedConfig", SO_VERDICT_RESEAL},
               {"urn:ietf:params:ppm:dap:error:reportRejected", SO_VERDICT_REFUSED},
               {"urn:ietf:params:ppm:dap:error:reportTooEarly", SO_VERDICT_LATER},
               {"urn:ietf:params:ppm:dap:error:unrecognizedTask", SO_VERDICT_REFUSED},
               {"urn:ietf:params:ppm:dap:error:invalidMessage", SO_VERDICT_REFUSED},
               {"urn:ietf:params:ppm:dap:error:unauthorizedRequest", SO_VERDICT_REFUSED},
               {"urn:ietf:params:ppm:dap:error:somethingNew", SO_VERDICT_RETRY},
               {"urn:sotto:error:unknownQuestion", SO_VERDICT_LATER},
               {"urn:sotto:error:tampered", SO_VERDICT_REFUSED},
               {"urn:sotto:error:malformed", SO_VERDICT_REFUSED},
               {"urn:sotto:error:tooLarge", SO_VERDICT_REFUSED},
               {"urn:sotto:error:expired", SO_VERDICT_REFUSED},
               {"urn:sotto:error:busy", SO_VERDICT_RETRY},
               {"about:blank", SO_VERDICT_RETRY}};
  char body[200];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    (void)snprintf(body, sizeof body, "{\"title\": \"no\", \"type\": \"%s\"}", cases[i].type);
    cr_assert_eq(verdict(400, "application/problem+json", body), cases[i].verdict, "%s", body);
    cr_assert_eq(verdict(400, "application/problem+json; charset=utf-8", body), cases[i].verdict);
    cr_assert_eq(verdict(400, "application/json", body), SO_VERDICT_RETRY, "another media type");
  }
}

Test(verdict, what_is_not_the_collectors_word_drops_nothing) {
  static const char *const bodies[] = {
      "",
      "<html>",
      "{",
      "[]",
      "\"x\"",
      "{\"type\": 1}",
      "{\"type\": null}",
      "{\"type\": \"urn:sotto:error:malformed\", \"type\": \"about:blank\"}",
      "{\"detail\": {\"type\": \"urn:sotto:error:malformed\"}}"};
  for (uint32_t status = 300; status < 600; status++)
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
      cr_assert_eq(verdict(status, "application/problem+json", bodies[i]), SO_VERDICT_RETRY);
}

Test(verdict, nothing_deep_or_long_does_harm) {
  static char deep[60000];
  memset(deep, '[', sizeof deep - 1);
  cr_assert_eq(verdict(400, "application/problem+json", deep), SO_VERDICT_RETRY);
}

Test(verdict, upload_errors_inside_a_success_are_read) {
  static const so_verdict wanted[] = {SO_VERDICT_LATER,   SO_VERDICT_REFUSED, SO_VERDICT_DONE,
                                      SO_VERDICT_REFUSED, SO_VERDICT_RESEAL,  SO_VERDICT_REFUSED,
                                      SO_VERDICT_REFUSED, SO_VERDICT_REFUSED, SO_VERDICT_LATER,
                                      SO_VERDICT_LATER,   SO_VERDICT_LATER};
  so_answer answer = {.status = 200, .media_type = "application/ppm-dap;message=upload-errors"};
  uint8_t body[18] = {0};
  answer.body = body;
  cr_assert_eq(so_verdict_of(&answer), SO_VERDICT_DONE, "no error, no refusal");
  answer.size = 17;
  for (uint8_t code = 0; code < sizeof wanted / sizeof *wanted; code++) {
    body[16] = code;
    cr_assert_eq(so_verdict_of(&answer), wanted[code], "%d", code);
  }
  answer.size = 18;
  cr_assert_eq(so_verdict_of(&answer), SO_VERDICT_LATER);
}
