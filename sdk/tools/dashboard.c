/*
 * The page around the drawings: what was asked, what was promised, what was answered.
 */
#include "tools/dashboard.h"

#include <math.h>
#include <stdlib.h>

#include "tools/dashboard_audience.h"
#include "tools/dashboard_chart.h"
#include "tools/dashboard_choose.h"
#include "tools/dashboard_style.h"

static const so_result *scored(const so_results *results) {
  for (uint32_t i = 0; i < results->count; i++)
    if (results->list[i].scored && !results->list[i].score.suppressed) return &results->list[i];
  return NULL;
}

/* The dearest answer any device was asked for. */
static const sotto_mechanism *dearest(const so_results *results) {
  const sotto_mechanism *most = NULL;
  for (uint32_t i = 0; i < results->count; i++) {
    const sotto_mechanism *mechanism = &results->list[i].question.mechanism;
    if (!most || mechanism->epsilon_micro > most->epsilon_micro) most = mechanism;
  }
  return most;
}

static double odds_of(const sotto_mechanism *mechanism) {
  return (double)mechanism->odds_numerator / (double)mechanism->odds_denominator;
}

static void write_head(FILE *page, const so_results *results) {
  fputs("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<meta name=\"referrer\" content=\"no-referrer\">"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\"><title>",
        page);
  so_chart_text(page, results->brand);
  fputs(": what the devices answered</title><style>", page);
  fputs(so_dashboard_style, page);
  fputs("</style></head><body><main>\n<header><p class=\"brand\">", page);
  so_chart_text(page, results->brand);
  fputs("</p><h1>What your shoppers&rsquo; devices answered</h1><p class=\"lead\">", page);
  if (!results->reports) {
    fputs("No report has been counted yet.</p></header>\n", page);
    return;
  }
  char first[16], last[16];
  so_results_day(results->first_epoch, first);
  so_results_day(results->last_epoch, last);
  so_chart_number(page, results->reports);
  if (results->first_epoch == results->last_epoch)
    fprintf(page, " noised reports from the week of %s.", first);
  else
    fprintf(page, " noised reports, week of %s to week of %s.", first, last);
  fputs(" Every figure is a count with its error; no profile has left a device.</p></header>\n",
        page);
}

static void write_score_card(FILE *page, const so_results *results) {
  const so_result *result = scored(results);
  fputs("<div class=\"card score\"><p>Empathy score</p>", page);
  if (result) {
    fprintf(page, "<div class=\"figure\">%.1f <small>%.1f to %.1f</small></div>",
            result->score.mean, result->score.low, result->score.high);
    so_chart_gauge(page, &result->score, result->true_score);
  } else {
    fputs("<div class=\"figure\">&ndash;</div><p>Not enough answers to the mindset question.</p>",
          page);
  }
  fputs("</div>\n", page);
}

static void write_cards(FILE *page, const so_results *results) {
  const sotto_mechanism *mechanism = dearest(results);
  fputs("<div class=\"cards\">", page);
  so_dashboard_lift_card(page, results);
  write_score_card(page, results);
  fputs("<div class=\"card\"><p>Reports counted</p><div class=\"figure\">", page);
  so_chart_number(page, results->reports);
  fprintf(page, "</div><p>for %u question%s, each once per device and week</p></div>",
          results->count, results->count == 1 ? "" : "s");
  if (mechanism)
    fprintf(page,
            "<div class=\"card\"><p>Cost of an answer</p><div class=\"figure\">&epsilon; %.2f</div>"
            "<p>odds at most %.2f to 1</p></div>",
            (double)mechanism->epsilon_micro / 1e6, odds_of(mechanism));
  fputs("</div>\n", page);
}

static void write_promise(FILE *page, const so_results *results) {
  const sotto_mechanism *mechanism = dearest(results);
  if (!mechanism) return;
  fprintf(page,
          "<section class=\"promise\"><h2>What you can and cannot know</h2>"
          "<p>Each device adds chance to its answer before the answer leaves it. Whatever a report "
          "says, it is at most <b>%.2f times</b> likelier under one true answer than under any "
          "other (&epsilon;&nbsp;=&nbsp;%.6g). Someone who held an answer to be as likely true as "
          "not can, after reading the report, be at most %.0f&#8239;%% sure of it. A device that "
          "answers again spends again; its own ledger caps what it gives in a year.</p>"
          "<p>The chance cancels out over many devices, not for one. That is why every share below "
          "has an interval: in 95 of 100 cases it holds the true share of the reports. "
          "It does not speak for those that did not. A share that cannot be told from zero is "
          "hatched and given no number.</p>"
          "<p>&ldquo;None&rdquo; is a device without an answer, one that may not be asked, or one "
          "whose budget is spent; they cannot be told apart. Reports are counted without address "
          "and without a time finer than the week.</p></section>\n",
          odds_of(mechanism), (double)mechanism->epsilon_micro / 1e6,
          100 * odds_of(mechanism) / (1 + odds_of(mechanism)));
}

static void write_key(FILE *page, int has_truth) {
  fputs("<ul class=\"key\"><li><svg height=\"14\"><rect class=\"bar\" y=\"1\" width=\"30\" "
        "height=\"12\" rx=\"3\"/></svg>estimated share</li>"
        "<li><svg height=\"14\"><line class=\"whisker\" x1=\"2\" x2=\"28\" y1=\"7\" y2=\"7\"/>"
        "<line class=\"whisker\" x1=\"2\" x2=\"2\" y1=\"2\" y2=\"12\"/>"
        "<line class=\"whisker\" x1=\"28\" x2=\"28\" y1=\"2\" y2=\"12\"/></svg>95 % interval</li>"
        "<li><svg height=\"14\"><rect class=\"hidden-bar\" x=\"1\" y=\"1\" width=\"28\" "
        "height=\"12\" rx=\"3\"/></svg>cannot be told from zero</li>",
        page);
  if (has_truth)
    fputs("<li><svg height=\"14\"><svg x=\"15\" y=\"7\" overflow=\"visible\"><path class=\"truth\" "
          "d=\"M0-7 5 0 0 7-5 0z\"/></svg></svg>truth (simulation only)</li>",
          page);
  fputs("</ul>\n", page);
}

static void write_cells(FILE *page, const so_result *result, uint32_t bucket, int has_truth) {
  const sotto_share *share = &result->shares[bucket];
  fputs("<tr><td>", page);
  so_chart_text(page, result->labels[bucket].label);
  if (share->suppressed)
    fputs("</td><td>noise</td>", page);
  else
    fprintf(page, "</td><td>%.2f</td>", 100 * share->share);
  fprintf(page, "<td>%.2f to %.2f</td><td>%.2f</td>", 100 * share->low, 100 * share->high,
          100 * share->error);
  if (has_truth && !isnan(result->truths[bucket]))
    fprintf(page, "<td>%.2f</td>", 100 * result->truths[bucket]);
  else if (has_truth)
    fputs("<td></td>", page);
  fputs("</tr>\n", page);
}

static void write_table(FILE *page, const so_result *result, const uint32_t *order,
                        uint32_t count) {
  uint32_t known = 0, covered = so_results_covered(result, &known);
  fputs("<div class=\"wide\"><table><caption>Percent of all reports", page);
  if (known) fprintf(page, "; %u of %u intervals hold the truth", covered, known);
  fprintf(page,
          "</caption><thead><tr><th scope=\"col\">Answer</th><th scope=\"col\">Share</th>"
          "<th scope=\"col\">95 %% interval</th><th scope=\"col\">Std. error</th>%s</tr></thead>"
          "<tbody>\n",
          known ? "<th scope=\"col\">Truth</th>" : "");
  for (uint32_t i = 0; i < count; i++) write_cells(page, result, order[i], known > 0);
  fputs("</tbody></table></div>\n", page);
}

static void write_question_head(FILE *page, const so_result *result) {
  fputs("<section><h2>", page);
  so_chart_text(page, result->question.name);
  fputs("</h2><p class=\"note\">", page);
  so_chart_number(page, result->extent.reports);
  fprintf(page, " reports over %u week%s, &epsilon;&nbsp;%.2f each.", result->extent.epochs,
          result->extent.epochs == 1 ? "" : "s",
          (double)result->question.mechanism.epsilon_micro / 1e6);
  if (result->shares)
    fprintf(page, " If 1 in 100 reports were made up, a share could move by %.1f points.",
            100 * result->plan.poisoned);
  if (result->shares && result->shares[0].biased)
    fputs(" Shares were moved to a proper distribution: <b>biased</b>, for looking only.", page);
  if (result->extent.reports < result->question.minimum_batch)
    fprintf(page, " Fewer reports than the %u it was planned for.", result->question.minimum_batch);
  fputs("</p>\n", page);
}

/* A bounded number: what was asked for is the mean, not the ends it was rounded to. */
static void write_mean(FILE *page, const so_result *result) {
  const sotto_mean *mean = &result->mean;
  if (!result->meant) return;
  if (mean->suppressed) {
    fputs("<p>Too few answers to say a mean.</p>\n", page);
    return;
  }
  fprintf(page, "<div class=\"figure\">%.4g <small>%.4g to %.4g</small></div><p class=\"note\">",
          mean->mean, mean->low, mean->high);
  fputs("The mean of the devices with an answer, and its 95&#8239;% interval. Each device rounded "
        "its number by chance to one of two ends; their shares follow.",
        page);
  if (!isnan(result->true_mean))
    fprintf(page, " Truth in this simulation: %.4g.", result->true_mean);
  fputs("</p>\n", page);
}

static void write_question(FILE *page, const so_results *results, const so_result *result) {
  write_question_head(page, result);
  write_mean(page, result);
  so_dashboard_choose(page, result);
  so_dashboard_audience(page, result);
  uint32_t buckets = result->question.mechanism.buckets;
  uint32_t *order = result->shares ? calloc(buckets, sizeof *order) : NULL;
  if (order) {
    uint32_t count = so_chart_order(result, order);
    so_chart_bars(page, result, order, count);
    write_key(page, results->has_truth);
    write_table(page, result, order, count);
    if (count < buckets)
      fprintf(page, "<p class=\"note\">The other %u are in sotto-collect estimate --json.</p>\n",
              buckets - count);
  }
  free(order);
  fputs("</section>\n", page);
}

static const char *const mindsets[SOTTO_MINDSETS] = {"curious",   "interested", "focused",
                                                     "satisfied", "loyal",      "fading"};

static void write_score(FILE *page, const so_result *result) {
  fputs("<section><h2>Empathy score</h2><p class=\"note\">The mean over devices with a mindset of "
        "these weights: ",
        page);
  for (uint32_t n = 0; n < SOTTO_MINDSETS; n++)
    fprintf(page, "%s%s %.4g", n ? ", " : "", mindsets[n], result->weights[n]);
  fputs(". They stand in the pack: compare the score with itself over time, not with another "
        "product&rsquo;s.",
        page);
  if (!isnan(result->true_score))
    fprintf(page, " Truth in this simulation: %.1f.", result->true_score);
  fputs("</p>\n", page);
  so_chart_weeks(page, result);
  fputs("</section>\n", page);
}

static void write_curve_table(FILE *page, const so_results *results) {
  static const uint64_t fleets[] = {1000, 10000, 100000, 1000000, 10000000};
  fputs("<div class=\"wide\"><table><caption>Half of the 95 % interval, in percentage points"
        "</caption><thead><tr><th scope=\"col\">Devices</th>",
        page);
  for (uint32_t i = 0; i < results->count; i++) {
    fputs("<th scope=\"col\">", page);
    so_chart_text(page, results->list[i].question.name);
    fputs("</th>", page);
  }
  fputs("</tr></thead><tbody>\n", page);
  int hopeless = 0;
  for (size_t row = 0; row < sizeof fleets / sizeof *fleets; row++) {
    fputs("<tr><td>", page);
    so_chart_number(page, fleets[row]);
    fputs("</td>", page);
    for (uint32_t i = 0; i < results->count; i++) {
      sotto_plan plan = {.half_width = NAN};
      if (sotto_plan_devices(&results->list[i].question.mechanism, fleets[row], &plan) == SOTTO_OK)
        fprintf(page, "<td>%#.3g%s</td>", 100 * plan.half_width, plan.hopeless ? " *" : "");
      hopeless |= plan.hopeless != 0;
    }
    fputs("</tr>\n", page);
  }
  fputs("</tbody></table></div>", page);
  if (hopeless)
    fputs("<p class=\"note\">* hopeless: a bucket with twice an even share would drown in the "
          "noise.</p>\n",
          page);
}

static void write_curve(FILE *page, const so_results *results) {
  fputs("<section><h2>What a larger fleet would see</h2><p class=\"note\">Half of the 95&#8239;% "
        "interval of a small share, in percentage points. Four times the devices halve it. The "
        "dot is where you are now.</p><ul class=\"key\">",
        page);
  for (uint32_t i = 0; i < results->count && i < 6; i++) {
    if (so_chart_twin(results, i) != i) continue;
    fprintf(page,
            "<li><svg height=\"14\"><line class=\"series s%u\" x1=\"0\" x2=\"30\" y1=\"7\" "
            "y2=\"7\"/></svg>",
            i);
    for (uint32_t j = i; j < results->count; j++) {
      if (so_chart_twin(results, j) != i) continue;
      fputs(j > i ? "; " : "", page);
      so_chart_text(page, results->list[j].question.name);
      fprintf(page, ", %u answers", results->list[j].question.mechanism.buckets);
    }
    fputs("</li>", page);
  }
  fputs("</ul>\n", page);
  so_chart_curve(page, results);
  write_curve_table(page, results);
  fputs("</section>\n", page);
}

void so_dashboard_write(FILE *page, const so_results *results) {
  write_head(page, results);
  so_chart_definitions(page);
  write_cards(page, results);
  write_promise(page, results);
  for (uint32_t i = 0; i < results->count; i++) {
    write_question(page, results, &results->list[i]);
    if (&results->list[i] == scored(results)) write_score(page, &results->list[i]);
  }
  if (results->count) write_curve(page, results);
  fprintf(page,
          "<footer>Made by sotto-collect %s from counts alone. Shares are unbiased estimates from "
          "subset selection or projective geometry response; intervals invert the score test."
          "</footer>\n</main></body></html>\n",
          sotto_version());
}
