/*
 * What the auditor says, once for the terminal (80 columns, plain words: it can be read aloud) and,
 * where asked for, once as a self-contained HTML dashboard. Every check has a name; the page counts
 * them and its last line says what was proved. Knows nothing of profiles.
 */
#ifndef AUDITOR_PAGE_H
#define AUDITOR_PAGE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define PAGE_NAMES_MAX 64
#define PAGE_DIGEST_SIZE 32

/** The page being written. */
typedef struct page {
  FILE *html; /* NULL: text only */
  int in_list;
  int in_section;
  size_t checks;
  size_t failed;
  const char *proved[PAGE_NAMES_MAX]; /* names of checks that held, each once */
  size_t proved_count;
  const char *broken[PAGE_NAMES_MAX];
  size_t broken_count;
} page;

/** Begins; `html` is the path of a dashboard or NULL. 0 where it cannot be written. */
int page_begin(page *ret_page, const char *html);
/** Begins a section. */
void page_section(page *out, const char *title);
/** One line of a list, wrapped at 80 columns. */
void page_line(page *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** A share of a whole as a bar, such as a spent budget. */
void page_bar(page *out, const char *label, double share);
/** A sentence made from parts; valid until the next one. */
const char *page_words(const char *format, ...) __attribute__((format(printf, 1, 2)));
/** A named check: whether it holds, and what was looked at. `name` is static text. */
void page_check(page *out, const char *name, int holds, const char *words);
/** Writes `size` bytes as hex, terminated: `ret_text` has room for twice as many and one. */
void page_hex(char *ret_text, const uint8_t *bytes, size_t size);
/** Ends with the line that says what was proved; 1 where every check held and there was one. */
int page_end(page *out);

#endif
