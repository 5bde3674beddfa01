/*
 * The auditor's page: see page.h.
 */
#include "page.h"

#include <stdarg.h>
#include <string.h>

#define COLUMNS 79
#define LINE_MAX_BYTES 2048

static const char opening[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\"><title>Sotto audit</title>\n"
    "<style>\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;"
    "color:#1d2433;background:#f6f7f9}\n"
    "h1{font-size:1.6rem;margin:0 0 .2rem}h2{font-size:1.1rem;margin:0 0 .6rem}\n"
    "section{background:#fff;border:1px solid #e1e4ea;border-radius:10px;padding:1rem 1.2rem;"
    "margin:1rem 0}\n"
    "ul{list-style:none;margin:.4rem 0;padding:0;font:13px/1.55 ui-monospace,monospace;"
    "max-height:24rem;overflow:auto}li{overflow-wrap:anywhere}\n"
    ".check{display:flex;gap:.8rem;padding:.35rem .6rem;border-radius:6px;margin:.3rem 0;"
    "background:#e9f6ee}.check b{flex:0 0 11rem}.bad{background:#fdeaea}\n"
    ".bar{height:.7rem;border-radius:4px;background:#e1e4ea;margin:.2rem 0 .6rem}"
    ".bar i{display:block;height:100%;border-radius:4px;background:#3867d6}\n"
    ".end{font-size:1.1rem;font-weight:600;padding:.8rem 1rem;border-radius:8px;"
    "background:#d5efdf}.end.bad{background:#f8c9c9}\n"
    "</style>\n<h1>Sotto audit</h1><p>What this profile keeps, what left it, and what of it "
    "could be proved. Made on the device; nothing was fetched.</p>\n";

int page_begin(page *ret_page, const char *html) {
  memset(ret_page, 0, sizeof *ret_page);
  if (!html) return 1;
  ret_page->html = fopen(html, "w");
  if (!ret_page->html) return 0;
  fputs(opening, ret_page->html);
  return 1;
}

static void put_escaped(FILE *html, const char *text) {
  for (; *text; text++) switch (*text) {
    case '<': fputs("&lt;", html); break;
    case '>': fputs("&gt;", html); break;
    case '&': fputs("&amp;", html); break;
    case '"': fputs("&quot;", html); break;
    default: fputc(*text, html);
    }
}

static void end_list(page *out) {
  if (out->html && out->in_list) fputs("</ul>\n", out->html);
  out->in_list = 0;
}

static void end_section(page *out) {
  end_list(out);
  if (out->html && out->in_section) fputs("</section>\n", out->html);
  out->in_section = 0;
}

void page_section(page *out, const char *title) {
  end_section(out);
  printf("\n%s\n", title);
  if (!out->html) return;
  fputs("<section><h2>", out->html);
  put_escaped(out->html, title);
  fputs("</h2>\n", out->html);
  out->in_section = 1;
}

static size_t width_of(const char *text, size_t size) {
  size_t width = 0;
  for (size_t i = 0; i < size; i++) width += ((unsigned char)text[i] & 0xC0) != 0x80;
  return width;
}

/* From `column` on, going on at `indent`; a word too long for a line stands alone. */
static void print_wrapped(const char *text, size_t column, size_t indent) {
  while (*text) {
    const size_t size = strcspn(text, " "), width = width_of(text, size);
    if (column > indent && column + width > COLUMNS) {
      printf("\n%*s", (int)indent, "");
      column = indent;
    }
    printf("%.*s", (int)size, text);
    column += width;
    text += size;
    while (*text == ' ') text++, column += (size_t)printf(" ");
  }
  putchar('\n');
}

void page_line(page *out, const char *format, ...) {
  char text[LINE_MAX_BYTES];
  va_list parts;
  va_start(parts, format);
  vsnprintf(text, sizeof text, format, parts);
  va_end(parts);
  printf("  ");
  print_wrapped(text, 2, 6);
  if (!out->html) return;
  if (!out->in_list) fputs("<ul>", out->html);
  out->in_list = 1;
  fputs("<li>", out->html);
  put_escaped(out->html, text);
  fputs("</li>\n", out->html);
}

void page_bar(page *out, const char *label, double share) {
  share = share < 0 ? 0 : share > 1 ? 1 : share;
  printf("  %-26s [%-30.*s] %3.0f %%\n", label, (int)(share * 30 + .5),
         "##############################", share * 100);
  if (!out->html) return;
  end_list(out);
  fprintf(out->html, "<div>");
  put_escaped(out->html, label);
  fprintf(out->html, ": %.0f %%</div><div class=\"bar\"><i style=\"width:%.1f%%\"></i></div>\n",
          share * 100, share * 100);
}

static void note(const char **names, size_t *inout_count, const char *name) {
  for (size_t i = 0; i < *inout_count; i++)
    if (strcmp(names[i], name) == 0) return;
  if (*inout_count < PAGE_NAMES_MAX) names[(*inout_count)++] = name;
}

const char *page_words(const char *format, ...) {
  static char text[LINE_MAX_BYTES];
  va_list parts;
  va_start(parts, format);
  vsnprintf(text, sizeof text, format, parts);
  va_end(parts);
  return text;
}

void page_check(page *out, const char *name, int holds, const char *words) {
  out->checks++;
  out->failed += !holds;
  if (holds)
    note(out->proved, &out->proved_count, name);
  else
    note(out->broken, &out->broken_count, name);
  const int column = printf("  %s %s: ", holds ? "holds " : "BROKEN", name);
  print_wrapped(words, (size_t)column, 9);
  if (!out->html) return;
  end_list(out);
  fprintf(out->html, "<div class=\"check%s\"><b>%s %s</b><span>", holds ? "" : " bad",
          holds ? "&#10003;" : "&#10007;", name);
  put_escaped(out->html, words);
  fputs("</span></div>\n", out->html);
}

void page_hex(char *ret_text, const uint8_t *bytes, size_t size) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < size; i++) {
    ret_text[2 * i] = digits[bytes[i] >> 4];
    ret_text[2 * i + 1] = digits[bytes[i] & 15];
  }
  ret_text[2 * size] = '\0';
}

/* "Proved: a, b, c." in `ret_text`. */
static void summarize(const page *out, int good, char ret_text[LINE_MAX_BYTES]) {
  const char *const *names = good ? out->proved : out->broken;
  const size_t count = good ? out->proved_count : out->broken_count;
  size_t at =
      (size_t)(good ? snprintf(ret_text, LINE_MAX_BYTES, "Proved: ")
                    : snprintf(ret_text, LINE_MAX_BYTES, "NOT proved, %zu broken: ", out->failed));
  for (size_t i = 0; i < count && at < LINE_MAX_BYTES; i++)
    at += (size_t)snprintf(ret_text + at, LINE_MAX_BYTES - at, "%s%s", names[i],
                           i + 1 < count ? ", " : ".");
}

int page_end(page *out) {
  char text[LINE_MAX_BYTES] = "Nothing was checked.";
  const int good = out->checks > 0 && !out->failed;
  if (out->checks) summarize(out, good, text);
  end_section(out);
  printf("\n%s\n", text);
  if (!out->html) return good;
  fprintf(out->html, "<p class=\"end%s\">", good ? "" : " bad");
  put_escaped(out->html, text);
  fputs("</p></html>\n", out->html);
  fclose(out->html);
  return good;
}
