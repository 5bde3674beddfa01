/*
 * One page without anything from elsewhere: a plot for each cost, the numbers as tables, what was
 * done. Plots are drawn in units of their own viewBox, so that they scale as a whole.
 */
#include "curve.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fleet_file.h"

#define LEFT 46.0
#define RIGHT 370.0
#define TOP 34.0
#define BOTTOM 284.0
#define STEPS 5        /* of the axis */
#define LABEL_GAP 15.0 /* between the names of two lines */
#define NUDGE 5.0      /* error bars of one pack stand beside each other */

static const char head[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>What a fleet teaches</title>"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>"
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;"
    "margin:2rem auto;padding:0 1rem}.plots{display:grid;gap:1rem;"
    "grid-template-columns:repeat(auto-fit,minmax(20rem,1fr))}figure{margin:0;min-width:0}"
    "figcaption{font-weight:600}svg{width:100%;height:auto}svg text{font-size:12px;"
    "fill:currentColor}.grid{stroke:currentColor;opacity:.15}.bound{stroke:currentColor;"
    "stroke-dasharray:2 4}.line{fill:none;stroke-width:2.5}.bar{stroke-width:1.5}"
    ".s0{stroke:#b45309;fill:#b45309}.s1{stroke:#be185d;fill:#be185d}"
    ".s2{stroke:#0f766e;fill:#0f766e}.s3{stroke:#4f46e5;fill:#4f46e5}"
    "@media(prefers-color-scheme:dark){.s0{stroke:#f59e0b;fill:#f59e0b}"
    ".s1{stroke:#f472b6;fill:#f472b6}.s2{stroke:#2dd4bf;fill:#2dd4bf}"
    ".s3{stroke:#a5b4fc;fill:#a5b4fc}}.wide{overflow-x:auto}"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}caption{text-align:left;"
    "font-weight:600;padding-top:1rem}td,th{padding:.2rem .8rem;text-align:right;"
    "white-space:nowrap}</style><h1>What a fleet teaches, pack after pack</h1>"
    "<p>How many of a newcomer's first ten picks they meet in their first two weeks, on average. "
    "A year under the default budget; each quarter the shop learns from all answers so far and "
    "publishes its next pack. Bars reach two standard errors, over the newcomers, up and "
    "down.</p>";

static double highest(const curve_points *points) {
  double most = points->central.right;
  for (int cost = 0; cost < CURVE_COSTS; cost++)
    for (int size = 0; size < CURVE_SIZES; size++)
      for (int n = 0; n < CURVE_PACKS; n++) {
        const curve_point *at = &points->points[cost][size][n];
        most = fmax(most, at->right + 2 * at->error);
      }
  return ceil(most * 10 + .5) / 10;
}

static double across(int pack) {
  return LEFT + 20 + (RIGHT - LEFT - 40) * pack / (CURVE_PACKS - 1);
}

static double down(double right, double most) {
  return TOP + (BOTTOM - TOP) * (1 - right / most);
}

/* A whole number with a comma at each thousand. */
static const char *grouped(uint64_t number, char ret_text[32]) {
  char plain[24];
  int size = snprintf(plain, sizeof plain, "%" PRIu64, number), at = 0;
  for (int n = 0; n < size; n++) {
    if (n && (size - n) % 3 == 0) ret_text[at++] = ',';
    ret_text[at++] = plain[n];
  }
  ret_text[at] = 0;
  return ret_text;
}

static void draw_axes(FILE *page, const curve_points *points, double most) {
  for (int n = 0; n <= STEPS; n++) {
    double y = down(most * n / STEPS, most);
    fprintf(page,
            "<line class=\"grid\" x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\"/>"
            "<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%.2f</text>",
            LEFT, RIGHT, y, y, LEFT - 6, y + 4, most * n / STEPS);
  }
  for (int n = 0; n < CURVE_PACKS; n++)
    fprintf(page, "<text x=\"%.1f\" y=\"%.0f\" text-anchor=\"middle\">%" PRIu32 "</text>",
            across(n), BOTTOM + 18, points->weeks[n]);
  fprintf(page,
          "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">weeks of answers before the pack"
          "</text><text x=\"%.0f\" y=\"14\">right, of ten picks</text>"
          "<text x=\"%.0f\" y=\"14\">devices</text>",
          (LEFT + RIGHT) / 2, BOTTOM + 38, LEFT - 40, RIGHT + 8);
}

static void draw_bound(FILE *page, double at, const char *words, double words_at) {
  fprintf(page,
          "<line class=\"bound\" x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\"/>"
          "<text x=\"%.0f\" y=\"%.1f\">%s</text>",
          LEFT, RIGHT, at, at, LEFT + 6, words_at, words);
}

static void draw_series(FILE *page, const curve_point row[CURVE_PACKS], int size, double most) {
  double nudge = NUDGE * (size - (CURVE_SIZES - 1) / 2.0);
  fprintf(page, "<path class=\"line s%d\" style=\"fill:none\" d=\"", size);
  for (int n = 0; n < CURVE_PACKS; n++)
    fprintf(page, "%c%.1f %.1f", n ? 'L' : 'M', across(n) + nudge, down(row[n].right, most));
  fputs("\"/>", page);
  for (int n = 0; n < CURVE_PACKS; n++) {
    double x = across(n) + nudge;
    fprintf(page,
            "<line class=\"bar s%d\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
            "<circle class=\"s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>",
            size, x, x, down(row[n].right - 2 * row[n].error, most),
            down(row[n].right + 2 * row[n].error, most), size, x, down(row[n].right, most));
  }
}

/* The lines' names at their ends, from the lowest up, pushed apart where two would touch. */
static void draw_names(FILE *page, const curve_points *points, int cost, double most) {
  int done[CURVE_SIZES] = {0};
  double floor_at = BOTTOM + LABEL_GAP;
  for (int n = 0; n < CURVE_SIZES; n++) {
    int next = -1;
    char name[32];
    for (int size = 0; size < CURVE_SIZES; size++)
      if (!done[size] && (next < 0 || points->points[cost][size][CURVE_PACKS - 1].right <
                                          points->points[cost][next][CURVE_PACKS - 1].right))
        next = size;
    done[next] = 1;
    double at = down(points->points[cost][next][CURVE_PACKS - 1].right, most);
    floor_at = fmin(at, floor_at - LABEL_GAP);
    fprintf(page,
            "<circle class=\"s%d\" cx=\"%.0f\" cy=\"%.1f\" r=\"4\"/>"
            "<text x=\"%.0f\" y=\"%.1f\">%s</text>",
            next, RIGHT + 12, floor_at, RIGHT + 20, floor_at + 4,
            grouped(points->devices[next], name));
  }
}

static void draw(FILE *page, const curve_points *points, int cost) {
  double most = highest(points);
  double local = down(points->points[cost][0][0].right, most);
  double central = down(points->central.right, most);
  fprintf(page,
          "<figure><figcaption>Epsilon %.1f an answer, %.1f answers a device and year</figcaption>"
          "<svg viewBox=\"0 0 460 330\" role=\"img\" aria-label=\"Right picks of ten against the "
          "weeks of answers before each pack, a line for each size of fleet; the table below has "
          "the numbers\">",
          points->epsilon[cost], points->answers[cost]);
  draw_axes(page, points, most);
  draw_bound(page, local, "nothing shared",
             local + 28); /* under what a small fleet does about as well */
  draw_bound(page, central, "everything seen", central - 5);
  for (int size = 0; size < CURVE_SIZES; size++)
    draw_series(page, points->points[cost][size], size, most);
  draw_names(page, points, cost, most);
  fputs("</svg></figure>", page);
}

static void write_table(FILE *page, const curve_points *points, int cost) {
  char name[32];
  fprintf(page,
          "<div class=\"wide\"><table><caption>Epsilon %.1f an answer</caption><tr>"
          "<th>devices</th>",
          points->epsilon[cost]);
  for (int n = 0; n < CURVE_PACKS; n++)
    fprintf(page, "<th>pack %" PRIu64 ", week %" PRIu32 "</th>", points->sequences[n],
            points->weeks[n]);
  fputs("</tr>", page);
  for (int size = 0; size < CURVE_SIZES; size++) {
    fprintf(page, "<tr><td>%s</td>", grouped(points->devices[size], name));
    for (int n = 0; n < CURVE_PACKS; n++)
      fprintf(page, "<td>%.3f &plusmn; %.3f</td>", points->points[cost][size][n].right,
              points->points[cost][size][n].error);
    fputs("</tr>", page);
  }
  fputs("</table></div>", page);
}

static void write_words(FILE *page, const curve_points *points) {
  const curve_point *local = &points->points[0][0][0];
  fprintf(page,
          "<p>Nothing shared: %.3f &plusmn; %.3f. Every event seen: %.3f &plusmn; %.3f. %zu "
          "newcomers were measured, the same for all packs and none of them of the fleet; errors "
          "are standard errors over them. One fleet of each size was played: how far another draw "
          "of the noise would move a point is not in them. One question about popularity, every "
          "ninth week, by local trust (no server need be trusted). Fleets of more than 1,000 are "
          "clones with noise of their own: as large, but no more varied. No device spent more than "
          "epsilon %.1f in the year, of the 24 it may; %" PRIu32
          " real profiles lived it too and took "
          "each of the %" PRIu32 " packs.</p></html>",
          local->right, local->error, points->central.right, points->central.error,
          points->measured, fmax(curve_most_epsilon(points, 0), curve_most_epsilon(points, 1)),
          points->lived[0].devices, points->lived[0].packs);
}

static void print_cost(const curve_points *points, int cost) {
  char name[32];
  printf("  epsilon %.1f an answer, %.1f paid a device in the year\n", points->epsilon[cost],
         points->answers[cost]);
  printf("  %10s", "devices");
  for (int n = 0; n < CURVE_PACKS; n++)
    printf("  pack %" PRIu64 ", wk %2" PRIu32, points->sequences[n], points->weeks[n]);
  fputc('\n', stdout);
  for (int size = 0; size < CURVE_SIZES; size++) {
    printf("  %10s", grouped(points->devices[size], name));
    for (int n = 0; n < CURVE_PACKS; n++)
      printf("  %.3f +- %.3f", points->points[cost][size][n].right,
             points->points[cost][size][n].error);
    fputc('\n', stdout);
  }
}

static void print(const curve_points *points) {
  const curve_point *local = &points->points[0][0][0];
  printf("  right of a newcomer's first ten picks, and the standard error over %zu newcomers\n",
         points->measured);
  printf("  nothing shared %.3f +- %.3f, everything seen %.3f +- %.3f\n", local->right,
         local->error, points->central.right, points->central.error);
  for (int cost = 0; cost < CURVE_COSTS; cost++) {
    const curve_lived *lived = &points->lived[cost];
    print_cost(points, cost);
    printf("  no device spent more than epsilon %.1f of 24; %" PRIu32 " real profiles took packs 1 "
           "to %" PRIu64 " and paid %" PRIu32 " answers at most\n",
           curve_most_epsilon(points, cost), lived->devices, lived->last_sequence,
           lived->most_answers);
  }
}

static void write_page(const curve_points *points, const char *directory) {
  FILE *page = fleet_file_create(directory, "curve.html");
  fputs(head, page);
  fputs("<div class=\"plots\">", page);
  for (int cost = 0; cost < CURVE_COSTS; cost++) draw(page, points, cost);
  fputs("</div>", page);
  for (int cost = 0; cost < CURVE_COSTS; cost++) write_table(page, points, cost);
  write_words(page, points);
  fleet_file_finish(page, "curve.html");
}

static void write_points(const curve_points *points, const char *directory) {
  FILE *file = fleet_file_create(directory, "curve.points.tsv");
  fputs("epsilon\tdevices\tsequence\tweek\tright\terror\tdrilled_most_epsilon\tlived_most_epsilon\t"
        "lived_ledger_epsilon\tlived_most_answers\tlived_packs\tlived_sequence\n",
        file);
  for (int cost = 0; cost < CURVE_COSTS; cost++) {
    const curve_lived *lived = &points->lived[cost];
    for (int size = 0; size < CURVE_SIZES; size++)
      for (int n = 0; n < CURVE_PACKS; n++)
        fprintf(file,
                "%.1f\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu32
                "\t%.6f\t%.6f\t%.6f\t%.6f\t%.6f\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu64 "\n",
                points->epsilon[cost], points->devices[size], points->sequences[n],
                points->weeks[n], points->points[cost][size][n].right,
                points->points[cost][size][n].error, points->drilled_epsilon[cost],
                (double)lived->most_micro / 1e6, (double)lived->ledger_micro / 1e6,
                lived->most_answers, lived->packs, lived->last_sequence);
  }
  fleet_file_finish(file, "curve.points.tsv");
}

void curve_show(const curve_points *points, const char *directory) {
  print(points);
  write_points(points, directory);
  write_page(points, directory);
  printf("  the curve: %s/curve.html\n", directory);
}
