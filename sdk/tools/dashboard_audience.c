/* A size is the rate of "in" among those of one audience's cell who answered. */
#include "tools/dashboard_audience.h"

#include <math.h>
#include <string.h>

#include "tools/dashboard_chart.h"

void so_dashboard_audience_name(const so_result *result, uint32_t cell,
                                char ret_name[SOTTO_LABEL_SIZE]) {
  (void)snprintf(ret_name, SOTTO_LABEL_SIZE, "%s", result->labels[2 + 2 * cell].label);
  char *end = strrchr(ret_name, ':');
  if (end) *end = 0;
}

static double percent(double rate) {
  return 100 * fmin(fmax(rate, 0), 1);
}

static void draw(FILE *page, const sotto_rate *rate) {
  double low = percent(rate->low), high = percent(rate->high);
  fprintf(page,
          "<rect class=\"bar\" x=\"0\" y=\"7\" width=\"%.2f%%\" height=\"16\" rx=\"3\"/>"
          "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"15\" y2=\"15\"/>"
          "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"9\" y2=\"21\"/>",
          percent(rate->rate), low, high, low, low);
  fprintf(page, "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"9\" y2=\"21\"/>", high,
          high);
}

static void write_size(FILE *page, const so_result *result, uint32_t cell) {
  const sotto_rate *rate = &result->rates[cell];
  char name[SOTTO_LABEL_SIZE];
  so_dashboard_audience_name(result, cell, name);
  fputs("<div class=\"row\"><span class=\"label\">", page);
  so_chart_text(page, name);
  fputs("</span><svg class=\"track\" height=\"30\">", page);
  if (rate->suppressed) {
    fputs("</svg><span class=\"value quiet\">too few</span></div>\n", page);
    return;
  }
  draw(page, rate);
  if (rate->low <= 0)
    fprintf(page, "</svg><span class=\"value quiet\">under %.1f&#8239;%%</span></div>\n",
            fmax(percent(rate->high), 0.1));
  else
    fprintf(page,
            "</svg><span class=\"value\"><b>%.1f&#8239;%%</b> <small>%.1f to %.1f</small></span>"
            "</div>\n",
            100 * rate->rate, 100 * rate->low, 100 * rate->high);
}

void so_dashboard_audience(FILE *page, const so_result *result) {
  if (!result->rates || result->question.kind != SOTTO_ASKS_AUDIENCE) return;
  fputs(
      "<h3>Size of each audience</h3><p class=\"note\">Share in it, of the devices that may tell: "
      "each answers about one audience, drawn by lot. Whiskers are 95&#8239;% intervals; they "
      "cover the noise and the lot.</p><div class=\"bars\">\n",
      page);
  for (uint32_t cell = 0; cell < result->question.mechanism.buckets / 2; cell++)
    write_size(page, result, cell);
  fputs("</div>\n", page);
}
