/* One page without anything from elsewhere: a plot, the numbers as a table, what was done. */
#include "curve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define HEIGHT 240.0

static const char head[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>What a fleet teaches</title>"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>"
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;"
    "margin:2rem auto;padding:0 1rem}svg{width:100%;overflow:visible}svg text{font-size:13px;"
    "fill:currentColor}.grid{stroke:currentColor;opacity:.15}.s0,.s1{stroke:#0f766e;"
    "stroke-width:2.5;fill:none}.s1{stroke:#b45309;stroke-dasharray:6 4}.bound{stroke:currentColor;"
    "stroke-dasharray:2 4}td,th{padding:.2rem .8rem;text-align:right}</style>"
    "<h1>What a fleet teaches</h1><p>How many of a newcomer's first ten picks they meet in their "
    "first two weeks, on average, by how many devices answered for a year under the default "
    "budget.</p>";

static double highest(const curve_points *points) {
  double most = fmax(points->local, points->central);
  for (int cost = 0; cost < CURVE_COSTS; cost++)
    for (int n = 0; n < CURVE_SIZES; n++) most = fmax(most, points->right[cost][n]);
  return ceil(most * 10 + .5) / 10;
}

static double across(int n) {
  return 10 + 80.0 * n / (CURVE_SIZES - 1);
}

static double down(double right, double most) {
  return 10 + HEIGHT * (1 - right / most);
}

static void draw_bound(FILE *page, double at, const char *words) {
  fprintf(page,
          "<line class=\"bound\" x1=\"8%%\" x2=\"92%%\" y1=\"%.1f\" y2=\"%.1f\"/>"
          "<text x=\"92%%\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          at, at, at - 4, words);
}

static void draw_series(FILE *page, const curve_points *points, int cost, double most) {
  for (int n = 0; n < CURVE_SIZES; n++) {
    double y = down(points->right[cost][n], most);
    if (n)
      fprintf(page, "<line class=\"s%d\" x1=\"%.1f%%\" x2=\"%.1f%%\" y1=\"%.1f\" y2=\"%.1f\"/>",
              cost, across(n - 1), across(n), down(points->right[cost][n - 1], most), y);
    fprintf(page, "<circle class=\"s%d\" cx=\"%.1f%%\" cy=\"%.1f\" r=\"4\"/>", cost, across(n), y);
  }
}

static void draw(FILE *page, const curve_points *points) {
  double most = highest(points);
  fprintf(page, "<svg height=\"290\" role=\"img\" aria-label=\"Right picks of ten against the "
                "number of devices; the table below has the numbers\">");
  for (int n = 0; n <= 4; n++)
    fprintf(page,
            "<line class=\"grid\" x1=\"8%%\" x2=\"92%%\" y1=\"%.1f\" y2=\"%.1f\"/>"
            "<text x=\"7%%\" y=\"%.1f\" text-anchor=\"end\">%.2f</text>",
            down(most * n / 4, most), down(most * n / 4, most), down(most * n / 4, most) + 4,
            most * n / 4);
  for (int n = 0; n < CURVE_SIZES; n++)
    fprintf(page, "<text x=\"%.1f%%\" y=\"275\" text-anchor=\"middle\">%llu</text>", across(n),
            (unsigned long long)points->devices[n]);
  draw_bound(page, down(points->local, most), "nothing shared");
  draw_bound(page, down(points->central, most), "everything seen");
  for (int cost = 0; cost < CURVE_COSTS; cost++) draw_series(page, points, cost, most);
  fputs("</svg>", page);
}

static void write_table(FILE *page, const curve_points *points) {
  fputs("<table><tr><th>devices</th>", page);
  for (int cost = 0; cost < CURVE_COSTS; cost++)
    fprintf(page, "<th>epsilon %.1f an answer, %.1f paid a device</th>", points->epsilon[cost],
            points->answers[cost]);
  fputs("</tr>", page);
  for (int n = 0; n < CURVE_SIZES; n++) {
    fprintf(page, "<tr><td>%llu</td>", (unsigned long long)points->devices[n]);
    for (int cost = 0; cost < CURVE_COSTS; cost++)
      fprintf(page, "<td>%.3f</td>", points->right[cost][n]);
    fputs("</tr>", page);
  }
  fprintf(
      page,
      "</table><p>Nothing shared: %.3f. Every event seen: %.3f. %zu newcomers were measured, none "
      "of them of the fleet. One question about popularity, by local trust (no server need be "
      "trusted). Fleets of more than 1,000 are clones with noise of their own: as large, but no "
      "more varied.</p></html>",
      points->local, points->central, points->measured);
}

static void print(const curve_points *points) {
  printf("  nothing shared                 %6.3f of ten\n", points->local);
  for (int cost = 0; cost < CURVE_COSTS; cost++)
    for (int n = 0; n < CURVE_SIZES; n++)
      printf("  epsilon %.1f, %8llu devices   %6.3f of ten\n", points->epsilon[cost],
             (unsigned long long)points->devices[n], points->right[cost][n]);
  printf("  everything seen                %6.3f of ten\n", points->central);
}

void curve_show(const curve_points *points, const char *directory) {
  char name[1024];
  print(points);
  snprintf(name, sizeof name, "%s/curve.html", directory);
  FILE *page = fopen(name, "w");
  if (!page) {
    fprintf(stderr, "Cannot write %s.\n", name);
    exit(2);
  }
  fputs(head, page);
  draw(page, points);
  write_table(page, points);
  if (fclose(page) != 0) {
    perror(name);
    exit(1);
  }
  printf("  the curve: %s\n", name);
}
