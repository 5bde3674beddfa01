/*
 * The shape of what was found: see picture.h. All of it is read from a square patch around the
 * thing, so that place and size in the picture do not matter.
 */
#include <math.h>
#include <string.h>

#include "model/curve.h"
#include "model/picture.h"

#define REACH 2.1f /* standard deviations from the middle of the thing to the side of the patch */
#define CLIP 0.35f
#define SIDE ((int)SO_PICTURE_PATCH)
#define CELLS ((int)SO_PICTURE_CELLS)
#define ANGLES ((int)SO_PICTURE_ANGLES)
#define CELL (SIDE / CELLS)
#define LEAST_STEP 0.01f /* of lightness, for LBP: less is flat */

/* A plane of the canvas between its pixels; beyond the rim it goes on as at the rim. */
static float between(const so_picture_canvas *canvas, const float *plane, float x, float y) {
  float right = (float)canvas->width - 1.001f, low = (float)canvas->height - 1.001f;
  x = x < 0 ? 0 : x > right ? right : x;
  y = y < 0 ? 0 : y > low ? low : y;
  uint32_t at = (uint32_t)y * canvas->width + (uint32_t)x;
  float u = x - (float)(uint32_t)x, v = y - (float)(uint32_t)y;
  const float *next = plane + at + canvas->width;
  return (plane[at] * (1 - u) + plane[at + 1] * u) * (1 - v) +
         (next[0] * (1 - u) + next[1] * u) * v;
}

static void cut_patch(so_picture_work *work) {
  const so_picture_box *box = &work->box;
  float half = REACH * (box->wide > box->high ? box->wide : box->high);
  for (int n = 0; n < SIDE * SIDE; n++) {
    float x = box->x + half * (2 * ((float)(n % SIDE) + 0.5f) / (float)SIDE - 1);
    float y = box->y + half * (2 * ((float)(n / SIDE) + 0.5f) / (float)SIDE - 1);
    int inside =
        x > -1 && y > -1 && x < (float)work->canvas.width && y < (float)work->canvas.height;
    work->patch[n] = between(&work->canvas, work->lab[0], x, y);
    work->there[n] = inside ? between(&work->canvas, work->mask, x, y) : 0;
  }
}

/* Direction of a line, 0 … 9 over half a turn; within 0.3 degrees. */
static float angle_of(float x, float y) {
  float wide = x < 0 ? -x : x, high = y < 0 ? -y : y;
  float ratio = wide > high ? high / wide : wide / high, square = ratio * ratio;
  float turn = ratio * (0.9953f - square * (0.2886f - 0.0793f * square));
  if (high > wide) turn = 1.5707963f - turn;
  if ((x < 0) != (y < 0)) turn = 3.1415927f - turn;
  return turn * (float)ANGLES / 3.1415927f;
}

/* Shares a gradient out among four cells and two directions. */
static void vote(float *cells, int n, float turn, float amount) {
  float x = ((float)(n % SIDE) + 0.5f) / (float)CELL - 0.5f;
  float y = ((float)(n / SIDE) + 0.5f) / (float)CELL - 0.5f;
  int column = (int)(x + 1) - 1, row = (int)(y + 1) - 1, angle = (int)turn % ANGLES;
  float u = x - (float)column, v = y - (float)row, w = turn - (float)(int)turn;
  for (int k = 0; k < 4; k++) {
    int across = column + k % 2, down = row + k / 2;
    if (across < 0 || down < 0 || across >= CELLS || down >= CELLS) continue;
    float part = amount * (k % 2 ? u : 1 - u) * (k / 2 ? v : 1 - v);
    float *cell = cells + (down * CELLS + across) * ANGLES;
    cell[angle] += part * (1 - w);
    cell[(angle + 1) % ANGLES] += part * w;
  }
}

/* Energy of a cell and those around it. */
static float energy_around(const float *cells, int cell) {
  float sum = 1e-4f;
  for (int k = 0; k < 9; k++) {
    int x = cell % CELLS + k % 3 - 1, y = cell / CELLS + k / 3 - 1;
    if (x < 0 || y < 0 || x >= CELLS || y >= CELLS) continue;
    const float *at = cells + (y * CELLS + x) * ANGLES;
    for (int a = 0; a < ANGLES; a++) sum += at[a] * at[a];
  }
  return sum;
}

static void add_gradients(const so_picture_work *work, float *ret_cells) {
  for (int n = SIDE; n < SIDE * (SIDE - 1); n++) {
    if (n % SIDE == 0 || n % SIDE == SIDE - 1) continue;
    float x = work->patch[n + 1] - work->patch[n - 1],
          y = work->patch[n + SIDE] - work->patch[n - SIDE];
    float over = work->there[n + 1] - work->there[n - 1];
    float down = work->there[n + SIDE] - work->there[n - SIDE];
    float inner = sqrtf(x * x + y * y), outer = sqrtf(over * over + down * down);
    if (inner > 1e-5f) vote(ret_cells, n, angle_of(x, y), inner * work->there[n]);
    if (outer > 1e-5f) vote(ret_cells, n, angle_of(over, down), 0.3f * outer);
  }
}

/* Histograms of oriented gradients: of the thing's lightness, and of its outline. */
static void set_hog(const so_picture_work *work, float *ret_hog) {
  float cells[SO_PICTURE_HOG] = {0};
  add_gradients(work, cells);
  for (int cell = 0; cell < CELLS * CELLS; cell++) {
    float unit = 1 / sqrtf(energy_around(cells, cell));
    for (int a = 0; a < ANGLES; a++) {
      float value = cells[cell * ANGLES + a] * unit;
      ret_hog[cell * ANGLES + a] = value > CLIP ? CLIP : value;
    }
  }
}

static void set_outline(const so_picture_work *work, float *ret_outline) {
  for (int n = 0; n < SIDE * SIDE; n++) {
    int cell = n / SIDE / 6 * 8 + n % SIDE / 6;
    ret_outline[cell] += work->there[n] / 36;
  }
}

/* Rotation-invariant uniform pattern of the 8 around a pixel: 0 … 8 set bits, 9: not uniform. */
static int pattern_of(const float *patch, int n) {
  static const int around[8] = {-SIDE - 1, -SIDE, -SIDE + 1, 1, SIDE + 1, SIDE, SIDE - 1, -1};
  int set = 0, changes = 0, last = patch[n + around[7]] > patch[n] + LEAST_STEP;
  for (int k = 0; k < 8; k++) {
    int higher = patch[n + around[k]] > patch[n] + LEAST_STEP;
    set += higher;
    changes += higher != last;
    last = higher;
  }
  return changes > 2 ? 9 : set;
}

static void set_lbp(const so_picture_work *work, float *ret_lbp) {
  float sums[4] = {0};
  for (int n = SIDE; n < SIDE * (SIDE - 1); n++) {
    int x = n % SIDE, y = n / SIDE, quarter = y / (SIDE / 2) * 2 + x / (SIDE / 2);
    if (x == 0 || x == SIDE - 1) continue;
    ret_lbp[quarter * 10 + pattern_of(work->patch, n)] += work->there[n];
    sums[quarter] += work->there[n];
  }
  for (int n = 0; n < 40; n++) ret_lbp[n] = sqrtf(ret_lbp[n] / (sums[n / 10] + 1));
}

/* Long or round, upright or lying, leaning, filled or open; and how far out its mass lies. */
static void set_moments(const so_picture_work *work, float *ret_moments) {
  const so_picture_box *box = &work->box;
  float inner = 0, all = 1e-3f, fourth = 0;
  for (int n = 0; n < SIDE * SIDE; n++) {
    float x = 2 * (float)(n % SIDE) / (float)SIDE - 1, y = 2 * (float)(n / SIDE) / (float)SIDE - 1;
    float far = x * x + y * y;
    all += work->there[n];
    inner += far < 0.25f ? work->there[n] : 0;
    fourth += far * far * work->there[n];
  }
  ret_moments[0] = (float)so_curve_log((double)(box->wide / box->high));
  ret_moments[1] = box->slant;
  ret_moments[2] = box->slant < 0 ? -box->slant : box->slant;
  ret_moments[3] = all / (float)(SIDE * SIDE);
  ret_moments[4] = inner / all;
  ret_moments[5] = fourth / all;
}

void so_picture_shape(so_picture_work *work) {
  float *shape = work->look.shape;
  memset(shape, 0, sizeof work->look.shape);
  cut_patch(work);
  set_hog(work, shape);
  set_outline(work, shape + SO_PICTURE_HOG);
  set_lbp(work, shape + SO_PICTURE_HOG + SO_PICTURE_OUTLINE);
  set_moments(work, shape + SO_PICTURE_HOG + SO_PICTURE_OUTLINE + SO_PICTURE_LBP);
}
