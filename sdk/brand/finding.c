/* One bounded buffer per finding; a longer sentence is cut, never overrun. */
#include "brand/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/string.h"

void so_find(so_findings *findings, so_found found, const char *words, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, words);
  int size = vsnprintf(text, sizeof text, words, arguments);
  va_end(arguments);
  if (size < 0) size = 0;
  if ((size_t)size >= sizeof text) size = (int)sizeof text - 1;
  uint32_t severity = found.kind >> 16;
  findings->counts[severity]++;
  if (!findings->visit) return;
  sotto_text file = so_text_of(found.place.file ? found.place.file : "");
  sotto_finding finding = {severity,         found.kind & 0xffffu, file,
                           found.place.line, found.place.where,    {text, (size_t)size}};
  findings->visit(findings->context, &finding);
}

void so_find_progress(const so_findings *findings, const char *step, uint64_t done,
                      uint64_t total) {
  if (findings->progress) findings->progress(findings->context, step, done, total);
}
