/* One rule after the other; see lint_split.h. */
#include "brand/lint_split.h"

#include <inttypes.h>
#include <string.h>

#include "base/epoch.h"
#include "crypto/dap_task.h"
#include "model/task_view.h"
#include "privacy/ledger.h"

/* One question under the eye. */
typedef struct looking {
  const so_lint *lint;
  const so_question *question;
  so_found error;
  so_dap_task task;
} looking;

/* Batches are cut by week, and the task must be for this domain and batch. */
static int numbers_fit(const looking *in) {
  uint32_t buckets = so_question_buckets(in->question);
  uint64_t precision = in->task.time_precision_s;
  int fits = 1;
  if (in->task.buckets != buckets)
    so_find(in->lint->findings, in->error,
            "has %u possible answers (\"none\" is one), but its task counts %u", buckets,
            in->task.buckets),
        fits = 0;
  if (in->task.minimum_batch != in->question->minimum_batch)
    so_find(in->lint->findings, in->error,
            "waits for %u reports, but its task's minimum batch is %" PRIu64,
            in->question->minimum_batch, in->task.minimum_batch),
        fits = 0;
  if (SO_WEEK_S % precision)
    so_find(in->lint->findings, in->error,
            "its task's time precision, %" PRIu64
            " s, does not divide a week: answers of two weeks "
            "would be counted together",
            precision),
        fits = 0;
  return fits;
}

/* The sums of a task must be those of one question. */
static int stands_alone(const looking *in, uint32_t number) {
  const so_pack *pack = in->lint->pack;
  so_task_view other;
  for (uint32_t n = 0; n < number; n++)
    if (so_task_view_find(pack, n, &other) && memcmp(other.id, in->task.id, 32) == 0) {
      sotto_text name = so_pack_text(pack, pack->questions[n].name_text);
      so_find(in->lint->findings, in->error, "has the task of \"%.*s\": one sum for two questions",
              (int)name.size, name.data);
      return 0;
    }
  return 1;
}

/* What remains if both collude must be within what a device saves up. */
static int is_payable(const looking *in) {
  so_caps caps;
  so_split split;
  so_ledger_default_caps(&caps);
  if (so_question_split(&split, in->question)) return 0; /* so_question_check() told it */
  if (split.cost.epsilon0_micro <= caps.depth.epsilon0_micro) return 1;
  so_find(in->lint->findings, in->error,
          "leaves a local epsilon of %.2f, and a device saves up %.2f at most: no device could "
          "answer; a smaller minimum batch or a lower epsilon adds noise",
          (double)split.cost.epsilon0_micro / 1e6, (double)caps.depth.epsilon0_micro / 1e6);
  return 0;
}

int so_lint_split(const so_lint *lint, const so_question *question, uint32_t number) {
  sotto_text name = so_pack_text(lint->pack, lint->pack->questions[number].name_text);
  looking in = {lint,
                question,
                {SO_FIND_ERROR(SOTTO_FINDING_QUESTION), {lint->brand->path, 0, name}},
                {.version = SO_DAP_09}};
  so_task_view view;
  if (!so_task_view_find(lint->pack, number, &view)) return 0; /* the builder told it */
  in.task.version = (so_dap_version)view.version;
  memcpy(in.task.id, view.id, sizeof in.task.id);
  if (so_dap_task_read(&in.task, view.configuration)) {
    so_find(lint->findings, in.error, "has a task that is none");
    return 0;
  }
  return numbers_fit(&in) & stands_alone(&in, number) & is_payable(&in);
}
