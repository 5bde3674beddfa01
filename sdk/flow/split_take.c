/*
 * The task and mechanism of a question by split trust: see split_take.h.
 */
#include "flow/split_take.h"

#include <string.h>

#include "base/epoch.h"
#include "crypto/dap_report.h"
#include "model/task_view.h"

/* 1 where the task is of this question: its domain, its batch, and weeks as the question's. */
static int task_fits(const so_dap_task *task, const so_question *question) {
  return task->buckets == so_question_buckets(question) &&
         task->minimum_batch == question->minimum_batch && SO_WEEK_S % task->time_precision_s == 0;
}

static int copy_list(so_split_list *to, sotto_bytes list, so_dap_config *ret_config) {
  if (list.size > sizeof to->bytes || so_dap_config_choose(ret_config, list)) return 0;
  memcpy(to->bytes, list.data, list.size);
  to->size = (uint32_t)list.size;
  return 1;
}

sotto_status so_split_take(so_split_asked *split, const so_pack *pack, uint32_t index,
                           const so_question *question) {
  so_task_view view;
  so_dap_task task;
  if (!so_task_view_find(pack, index, &view)) return SOTTO_E_MISSING;
  if (view.configuration.size > sizeof split->task.configuration) return SOTTO_E_CORRUPT;
  split->task.version = view.version;
  split->task.size = (uint32_t)view.configuration.size;
  memcpy(split->task.id, view.id, sizeof split->task.id);
  memcpy(split->task.configuration, view.configuration.data, view.configuration.size);
  if (so_split_task_read(&task, &split->task) || !task_fits(&task, question))
    return SOTTO_E_CORRUPT;
  so_dap_config leader, helper;
  if (!copy_list(&split->leader, view.leader_list, &leader) ||
      !copy_list(&split->helper, view.helper_list, &helper))
    return SOTTO_E_FORMAT;
  return so_dap_is_one_key(&leader, &helper) ? SOTTO_E_FORMAT : SOTTO_OK;
}
