/*
 * Drawing in inline SVG with percentage positions.
 */
#include "tools/dashboard_chart.h"

#include <math.h>
#include <string.h>

#define SERIES_MAX 6
#define CURVE_FROM 3.0 /* log10 of devices */
#define CURVE_TO 8.0
#define POINTS_FROM (-2.0) /* log10 of percentage points */
#define POINTS_TO 2.0

void so_chart_text(FILE *page, const char *text) {
  for (const char *c = text; *c; c++) {
    if (*c == '&')
      fputs("&amp;", page);
    else if (*c == '<')
      fputs("&lt;", page);
    else if (*c == '>')
      fputs("&gt;", page);
    else if (*c == '"')
      fputs("&quot;", page);
    else
      fputc(*c, page);
  }
}

void so_chart_number(FILE *page, uint64_t number) {
  char digits[24];
  int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
  for (int i = 0; i < count; i++) {
    if (i > 0 && (count - i) % 3 == 0) fputc(',', page);
    fputc(digits[i], page);
  }
}

void so_chart_definitions(FILE *page) {
  fputs("<svg class=\"hidden\" aria-hidden=\"true\"><defs>"
        "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" "
        "y2=\"6\"/></pattern></defs></svg>\n",
        page);
}

/* Kinds whose buckets have no order of their own: the largest share first. */
static int unordered(uint32_t kind) {
  return kind == SOTTO_ASKS_TOP_VALUE || kind >= SOTTO_ASKS_PAGE;
}

uint32_t so_chart_order(const so_result *result, uint32_t *ret_order) {
  uint32_t count = result->question.mechanism.buckets;
  for (uint32_t i = 0; i < count; i++) ret_order[i] = i;
  if (unordered(result->question.kind)) {
    for (uint32_t i = 1; i < count; i++) {
      uint32_t bucket = i, at = i - 1;
      for (; at > 0 && result->shares[ret_order[at - 1]].share < result->shares[bucket].share; at--)
        ret_order[at] = ret_order[at - 1];
      ret_order[at] = bucket;
    }
    ret_order[count - 1] = 0;
  }
  return count < SO_CHART_ROWS_MAX ? count : SO_CHART_ROWS_MAX;
}

/* A round step that cuts `top` into at most five parts. */
static double step_of(double top) {
  static const double steps[] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2};
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
    if (top / steps[i] <= 5.0) return steps[i];
  return 0.25;
}

/* Where a share stands, in percent of the width. */
static double place(double share, double top) {
  return 100 * fmin(fmax(share / top, 0), 1);
}

static void draw_bar(FILE *page, const sotto_share *share, double top) {
  if (share->suppressed)
    fprintf(page,
            "<rect class=\"hidden-bar\" x=\"0\" y=\"6\" width=\"%.2f%%\" height=\"18\" rx=\"3\"/>",
            place(share->high, top));
  else
    fprintf(page, "<rect class=\"bar\" x=\"0\" y=\"6\" width=\"%.2f%%\" height=\"18\" rx=\"3\"/>",
            place(share->share, top));
  double low = place(share->low, top), high = place(share->high, top);
  if (!share->suppressed && high > 0)
    fprintf(page,
            "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"15\" y2=\"15\"/>"
            "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"10\" y2=\"20\"/>"
            "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"10\" y2=\"20\"/>",
            low, high, low, low, high, high);
}

static void draw_truth(FILE *page, double x) {
  fprintf(page,
          "<svg class=\"mark\" x=\"%.2f%%\" y=\"15\" overflow=\"visible\"><path class=\"truth\" "
          "d=\"M0-7 5 0 0 7-5 0z\"/></svg>",
          x);
}

static void write_row(FILE *page, const so_result *result, uint32_t bucket, double top) {
  const sotto_share *share = &result->shares[bucket];
  fputs("<div class=\"row\"><span class=\"label\">", page);
  so_chart_text(page, result->labels[bucket].label);
  fputs("</span><svg class=\"track\" height=\"30\">", page);
  for (double x = 0; x <= top * 1.0001; x += step_of(top))
    fprintf(page, "<line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"30\"/>",
            place(x, top), place(x, top));
  draw_bar(page, share, top);
  if (!isnan(result->truths[bucket])) draw_truth(page, place(result->truths[bucket], top));
  if (share->suppressed)
    fprintf(page, "</svg><span class=\"value quiet\">under %.1f&#8239;%%</span></div>\n",
            fmax(100 * share->high, 0.1));
  else
    fprintf(page,
            "</svg><span class=\"value\"><b>%.1f&#8239;%%</b> <small>%.1f to %.1f</small></span>"
            "</div>\n",
            100 * share->share, 100 * share->low, 100 * share->high);
}

void so_chart_bars(FILE *page, const so_result *result, const uint32_t *order, uint32_t count) {
  double top = 0.01;
  for (uint32_t i = 0; i < count; i++) {
    top = fmax(top, result->shares[order[i]].high);
    if (!isnan(result->truths[order[i]])) top = fmax(top, result->truths[order[i]]);
  }
  double step = step_of(top);
  top = fmin(step * ceil(top / step - 1e-9), 1);
  fputs("<div class=\"bars\" role=\"img\" aria-label=\"Bar chart; the table below has its "
        "numbers\">\n",
        page);
  for (uint32_t i = 0; i < count; i++) write_row(page, result, order[i], top);
  fputs("<div class=\"row axis\"><span></span><svg class=\"track\" height=\"20\">", page);
  for (double x = 0; x <= top * 1.0001; x += step)
    fprintf(page, "<text x=\"%.2f%%\" y=\"14\" text-anchor=\"%s\">%.3g&#8239;%%</text>",
            place(x, top),
            x == 0            ? "start"
            : x > top * 0.999 ? "end"
                              : "middle",
            100 * x);
  fputs("</svg><span></span></div></div>\n", page);
}

void so_chart_gauge(FILE *page, const sotto_mean *score, double truth) {
  fprintf(page,
          "<svg class=\"gauge\" height=\"44\" role=\"img\" aria-label=\"Empathy score %.1f, "
          "interval %.1f to %.1f, on a scale of 1 to 100\">"
          "<rect class=\"rail\" x=\"0\" y=\"10\" width=\"100%%\" height=\"10\" rx=\"5\"/>"
          "<rect class=\"bar\" x=\"0\" y=\"10\" width=\"%.2f%%\" height=\"10\" rx=\"5\"/>"
          "<rect class=\"band\" x=\"%.2f%%\" y=\"5\" width=\"%.2f%%\" height=\"20\" rx=\"4\"/>",
          score->mean, score->low, score->high, place(score->mean - 1, 99),
          place(score->low - 1, 99), place(score->high - 1, 99) - place(score->low - 1, 99));
  if (!isnan(truth)) draw_truth(page, place(truth - 1, 99));
  fputs("<text x=\"0\" y=\"40\">1</text><text x=\"50%\" y=\"40\" text-anchor=\"middle\">50</text>"
        "<text x=\"100%\" y=\"40\" text-anchor=\"end\">100</text></svg>\n",
        page);
}

/* Height of a value in a drawing 150 high whose values run from `low` to `high`. */
static double height_of(double value, double low, double high) {
  return 10 + 130 * (1 - (value - low) / (high - low));
}

static void draw_weeks(FILE *page, const so_result *result, double low, double high) {
  double before_x = 0, before_y = 0;
  for (uint32_t i = 0; i < result->week_count; i++) {
    const sotto_mean *score = &result->weeks[i].score;
    double x = 8 + 88.0 * i / (result->week_count - 1), y = height_of(score->mean, low, high);
    fprintf(page, "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.1f\" y2=\"%.1f\"/>",
            x, x, height_of(fmax(score->low, low), low, high),
            height_of(fmin(score->high, high), low, high));
    if (i > 0)
      fprintf(page, "<line class=\"trend\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.1f\" y2=\"%.1f\"/>",
              before_x, x, before_y, y);
    before_x = x;
    before_y = y;
  }
  for (uint32_t i = 0; i < result->week_count; i++)
    fprintf(page, "<circle class=\"dot\" cx=\"%.2f%%\" cy=\"%.1f\" r=\"4\"/>",
            8 + 88.0 * i / (result->week_count - 1),
            height_of(result->weeks[i].score.mean, low, high));
}

void so_chart_weeks(FILE *page, const so_result *result) {
  if (result->week_count < 2) return;
  double low = 100, high = 1;
  for (uint32_t i = 0; i < result->week_count; i++) {
    low = fmin(low, result->weeks[i].score.low);
    high = fmax(high, result->weeks[i].score.high);
  }
  low = fmax(10 * floor(low / 10), 0);
  high = fmin(10 * ceil(high / 10), 100);
  char first[16], last[16];
  so_results_day(result->weeks[0].epoch, first);
  so_results_day(result->weeks[result->week_count - 1].epoch, last);
  fprintf(page,
          "<svg class=\"plot\" height=\"170\" role=\"img\" aria-label=\"Empathy score of each "
          "week with its interval, %s to %s\">",
          first, last);
  for (double tick = low; tick <= high; tick += (high - low) / 2)
    fprintf(page,
            "<line class=\"grid\" x1=\"6%%\" x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/>"
            "<text x=\"0\" y=\"%.1f\">%.0f</text>",
            height_of(tick, low, high), height_of(tick, low, high), height_of(tick, low, high) + 4,
            tick);
  draw_weeks(page, result, low, high);
  fprintf(page,
          "<text x=\"6%%\" y=\"166\">week of %s</text>"
          "<text x=\"100%%\" y=\"166\" text-anchor=\"end\">week of %s</text></svg>\n",
          first, last);
}

/* Place of a number of devices and of a half width on the curve's logarithmic axes. */
static double across(double devices) {
  return 9 + 89 * fmin(fmax((log10(devices) - CURVE_FROM) / (CURVE_TO - CURVE_FROM), 0), 1);
}

static double down(double half_width) {
  double points = log10(fmin(fmax(100 * half_width, 1e-9), 100));
  return 12 + 216 * (1 - fmin(fmax((points - POINTS_FROM) / (POINTS_TO - POINTS_FROM), 0), 1));
}

static void draw_curve_axes(FILE *page) {
  static const char *const devices[] = {"1,000", "10,000", "100,000", "1 M", "10 M", "100 M"};
  static const char *const points[] = {"0.01", "0.1", "1", "10", "100"};
  for (int i = 0; i < 6; i++)
    fprintf(page,
            "<line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"12\" y2=\"228\"/>"
            "<text x=\"%.2f%%\" y=\"246\" text-anchor=\"%s\">%s</text>",
            across(pow(10, 3 + i)), across(pow(10, 3 + i)), across(pow(10, 3 + i)),
            i == 5 ? "end" : "middle", devices[i]);
  for (int i = 0; i < 5; i++)
    fprintf(page,
            "<line class=\"grid\" x1=\"9%%\" x2=\"98%%\" y1=\"%.1f\" y2=\"%.1f\"/>"
            "<text x=\"8%%\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
            down(pow(10, i - 4)), down(pow(10, i - 4)), down(pow(10, i - 4)) + 4, points[i]);
}

/* Height of a question's curve at 1,000 devices; all curves fall alike. NaN: it has none. */
static double level_of(const so_result *result) {
  sotto_plan plan;
  if (sotto_plan_devices(&result->question.mechanism, 1000, &plan) != SOTTO_OK) return NAN;
  return down(plan.half_width);
}

uint32_t so_chart_twin(const so_results *results, uint32_t i) {
  uint32_t twin = 0;
  while (twin < i && !(fabs(level_of(&results->list[twin]) - level_of(&results->list[i])) < 2))
    twin++;
  return twin;
}

void so_chart_curve(FILE *page, const so_results *results) {
  fputs("<svg class=\"plot\" height=\"270\" role=\"img\" aria-label=\"Half width of the 95 % "
        "interval against the number of devices; the table below has the numbers\">",
        page);
  draw_curve_axes(page);
  for (uint32_t i = 0; i < results->count && i < SERIES_MAX; i++) {
    const so_result *result = &results->list[i];
    uint32_t twin = so_chart_twin(results, i);
    sotto_plan many;
    if (sotto_plan_devices(&result->question.mechanism, 100000000, &many) != SOTTO_OK) continue;
    if (twin == i)
      fprintf(page,
              "<line class=\"series s%u\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.1f\" y2=\"%.1f\"/>", i,
              across(1000), across(1e8), level_of(result), down(many.half_width));
    if (result->shares)
      fprintf(page, "<circle class=\"series s%u dot\" cx=\"%.2f%%\" cy=\"%.1f\" r=\"5\"/>", twin,
              across((double)result->extent.reports), down(result->plan.half_width));
  }
  fputs("<text x=\"98%\" y=\"266\" text-anchor=\"end\">devices</text></svg>\n", page);
}
