/* Rates are drawn as the shares are: a bar, a whisker, the numbers in a table beside it. */
#include "tools/dashboard_choose.h"

#include <math.h>
#include <string.h>

#include "tools/dashboard_chart.h"

#define MINDSETS 6u
#define SHADES_MOST 45 /* percent of the colour behind the best rate */

static const char *const mindsets[MINDSETS] = {"Curious",   "Interested", "Focused",
                                               "Satisfied", "Loyal",      "Fading"};

static const so_result *lifted(const so_results *results) {
  for (uint32_t i = 0; i < results->count; i++)
    if (results->list[i].lifted) return &results->list[i];
  return NULL;
}

/* How many more reports show a lift of 5 %, as a sentence. */
static void write_needed(FILE *page, const so_result *result) {
  const sotto_lift *lift = &result->lift;
  uint64_t reports = result->extent.reports;
  if (lift->suppressed || !lift->needed) {
    fputs("Too few answers to say how many a lift of 5&#8239;% takes.", page);
  } else if (lift->needed <= reports) {
    fputs("Enough reports to see a lift of 5&#8239;%.", page);
  } else {
    fputs("A lift of 5&#8239;% shows after ", page);
    so_chart_number(page, lift->needed - reports);
    fputs(" more reports.", page);
  }
}

void so_dashboard_lift_card(FILE *page, const so_results *results) {
  const so_result *result = lifted(results);
  if (!result) return;
  const sotto_lift *lift = &result->lift;
  fputs("<div class=\"card lift\"><p>Lift over the hold-out</p><div class=\"figure\">", page);
  if (lift->suppressed || lift->unbounded)
    fputs("&ndash; <small>cannot be told yet</small>", page);
  else
    fprintf(page, "%+.1f&#8239;%% <small>%+.1f to %+.1f</small>", 100 * lift->ratio,
            100 * lift->ratio_low, 100 * lift->ratio_high);
  fputs("</div><p>", page);
  write_needed(page, result);
  fputs("</p></div>\n", page);
}

static double place(double rate, double top) {
  return fmin(fmax(100 * rate / top, 0), 100);
}

static void write_cohort(FILE *page, const char *label, const sotto_rate *rate, double top) {
  fprintf(page,
          "<div class=\"row\"><span class=\"label\">%s</span><svg class=\"track\" "
          "height=\"30\">",
          label);
  if (rate->suppressed) {
    fputs("</svg><span class=\"value quiet\">too few</span></div>\n", page);
    return;
  }
  double low = place(rate->low, top), high = place(rate->high, top);
  fprintf(page,
          "<rect class=\"bar\" x=\"0\" y=\"7\" width=\"%.2f%%\" height=\"16\" rx=\"3\"/>"
          "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"15\" y2=\"15\"/>",
          place(rate->rate, top), low, high);
  fprintf(page,
          "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"9\" y2=\"21\"/>"
          "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"9\" y2=\"21\"/>",
          low, low, high, high);
  fprintf(page,
          "</svg><span class=\"value\"><b>%.2f&#8239;%%</b> <small>%.2f to %.2f</small></span>"
          "</div>\n",
          100 * rate->rate, 100 * rate->low, 100 * rate->high);
}

static double highest(const sotto_rate *rates, uint32_t count) {
  double top = 0.001;
  for (uint32_t n = 0; n < count; n++)
    if (!rates[n].suppressed) top = fmax(top, rates[n].high);
  return fmin(top, 1);
}

static void write_difference(FILE *page, const so_result *result) {
  const sotto_lift *lift = &result->lift;
  if (lift->suppressed) {
    fputs("<p>One of the cohorts has too few reports to compare them.</p>\n", page);
    return;
  }
  fprintf(page, "<p>Difference <b>%+.2f points</b> (%+.2f to %+.2f). ", 100 * lift->difference,
          100 * lift->difference_low, 100 * lift->difference_high);
  if (lift->unbounded)
    fputs(
        "Whether the plain shop sells at all cannot be told from the noise, so there is no ratio. ",
        page);
  else
    fprintf(page, "Ratio <b>%.3f</b> (%.3f to %.3f). ", 1 + lift->ratio, 1 + lift->ratio_low,
            1 + lift->ratio_high);
  write_needed(page, result);
  fputs("</p>\n", page);
}

static void write_lift(FILE *page, const so_result *result) {
  const sotto_rate rates[] = {result->lift.chosen, result->lift.plain};
  double top = highest(rates, 2);
  fputs("<h3>Share who bought</h3><p class=\"note\">Each device draws by lot, anew each week, "
        "whether it sees the plain shop: popular items and default arms. Whiskers are 95&#8239;% "
        "intervals; they cover the noise and the chance of who was in which cohort.</p>"
        "<div class=\"bars\">\n",
        page);
  write_cohort(page, "Chosen for them", &rates[0], top);
  write_cohort(page, "Plain shop (hold-out)", &rates[1], top);
  fputs("</div>\n", page);
  write_difference(page, result);
}

/* As with shares: what cannot be told from zero is given no number but its upper end. */
static void write_rate(FILE *page, const sotto_rate *rate, double top) {
  if (rate->suppressed)
    fputs("<td class=\"quiet\">noise</td>", page);
  else if (rate->low <= 0)
    fprintf(page, "<td class=\"quiet\">under %.1f</td>", fmax(100 * rate->high, 0.1));
  else
    fprintf(page,
            "<td style=\"background:color-mix(in srgb,var(--bar) %.0f%%,transparent)\">"
            "%.1f <small>&plusmn;%.1f</small></td>",
            SHADES_MOST * fmin(rate->rate / top, 1), 100 * rate->rate,
            100 * (rate->high - rate->rate));
}

/* The label of a cell without its mindset and outcome. */
static void write_arm(FILE *page, const so_result *result, uint32_t cell) {
  char label[SOTTO_LABEL_SIZE];
  (void)snprintf(label, sizeof label, "%s", result->labels[1 + 2 * cell].label);
  char *comma = strrchr(label, ',');
  if (comma) *comma = 0;
  so_chart_text(page, label);
}

static double best(const so_result *result, uint32_t cells) {
  double top = 0.001;
  for (uint32_t n = 0; n < cells; n++)
    if (!result->rates[n].suppressed) top = fmax(top, result->rates[n].rate);
  return top;
}

static void write_arms(FILE *page, const so_result *result) {
  uint32_t cells = result->question.mechanism.buckets / 2;
  double top = best(result, cells);
  fputs("<h3>Arm by mindset</h3><div class=\"wide\"><table class=\"heat\"><caption>Percent of "
        "showings that brought the reward, with half of the 95 % interval; under: cannot be told "
        "from zero</caption><thead><tr><th scope=\"col\">Arm</th>",
        page);
  for (uint32_t n = 0; n < MINDSETS; n++) fprintf(page, "<th scope=\"col\">%s</th>", mindsets[n]);
  fputs("</tr></thead><tbody>\n", page);
  for (uint32_t cell = 0; cell + MINDSETS <= cells; cell += MINDSETS) {
    fputs("<tr><td>", page);
    write_arm(page, result, cell);
    fputs("</td>", page);
    for (uint32_t n = 0; n < MINDSETS; n++) write_rate(page, &result->rates[cell + n], top);
    fputs("</tr>\n", page);
  }
  fputs("</tbody></table></div>\n", page);
}

void so_dashboard_choose(FILE *page, const so_result *result) {
  if (result->lifted) write_lift(page, result);
  if (result->rates && result->question.kind == SOTTO_ASKS_ARM) write_arms(page, result);
}
