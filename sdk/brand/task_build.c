/*
 * Reading task files and writing their sections; see task_build.h.
 */
#include "brand/task_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "brand/dap_task_file.h"
#include "crypto/dap_report.h"

#define FILE_MOST 16384u

/* One task under way. */
typedef struct adding {
  so_assembly *assembly;
  const so_brand_question *from;
  so_dap_task task;
  uint8_t room[SO_DAP_TASK_MAX];
  so_dap_lists lists;
  char text[FILE_MOST];
  size_t size;
} adding;

static void tell(const adding *in, const char *words) {
  so_place place = {in->assembly->brand->path, 0, so_text_of(in->from->name)};
  so_find(in->assembly->findings, (so_found){SO_FIND_ERROR(SOTTO_FINDING_QUESTION), place}, "%s %s",
          in->from->task, words);
}

/* The file's path is relative to brand.json. */
static int read_text(adding *in) {
  const char *brand = in->assembly->brand->path, *slash = brand ? strrchr(brand, '/') : NULL;
  const char *task = in->from->task;
  size_t folder = slash && task[0] != '/' ? (size_t)(slash - brand) + 1 : 0;
  char path[4096];
  int size = snprintf(path, sizeof path, "%.*s%s", (int)folder, folder ? brand : "", task);
  FILE *file = size > 0 && (size_t)size < sizeof path ? fopen(path, "rb") : NULL;
  if (!file) return 0;
  in->size = fread(in->text, 1, sizeof in->text, file);
  int whole = !ferror(file) && in->size < sizeof in->text;
  return fclose(file) == 0 && whole;
}

static const char *words_of(sotto_status status) {
  switch (status) {
  case SOTTO_E_JSON: return "is no task file: not JSON, or of another shape";
  case SOTTO_E_LIMIT: return "states a number that no task may have";
  case SOTTO_E_KEY_LOST:
    return "lacks \"leader_config\" or \"helper_config\": a device could not seal its answer";
  case SOTTO_E_MISSING: return "lists no HPKE configuration of a suite that devices know";
  default:
    return "is malformed: two https URLs of different hosts, and lists of HPKE configurations";
  }
}

/* As devices choose, whatever else the lists hold. */
static int is_one_key(const so_dap_lists *lists) {
  so_dap_config leader, helper;
  return !so_dap_config_choose(&leader, (sotto_bytes){lists->leader, lists->leader_size}) &&
         !so_dap_config_choose(&helper, (sotto_bytes){lists->helper, lists->helper_size}) &&
         so_dap_is_one_key(&leader, &helper);
}

static so_array *section(so_assembly *assembly, uint32_t id, size_t size) {
  so_array *array = &assembly->writer.sections[id];
  return array->count ? array : so_pack_writer_section(&assembly->writer, id, size);
}

static void push(const adding *in, uint32_t number) {
  so_array *tasks = section(in->assembly, SO_PACK_TASKS, sizeof(so_pack_task));
  so_array *bytes = section(in->assembly, SO_PACK_TASK_BYTES, 1);
  const so_dap_task *task = &in->task;
  so_pack_task row = {.question = number,
                      .version = task->version,
                      .start = (uint32_t)bytes->count,
                      .size = (uint32_t)task->configuration.size,
                      .leader_size = (uint32_t)in->lists.leader_size,
                      .helper_size = (uint32_t)in->lists.helper_size};
  memcpy(row.id, task->id, sizeof row.id);
  so_array_push(tasks, &row);
  so_array_append(bytes, task->configuration.data, task->configuration.size);
  so_array_append(bytes, in->lists.leader, in->lists.leader_size);
  so_array_append(bytes, in->lists.helper, in->lists.helper_size);
}

void so_task_build_add(so_assembly *assembly, const so_brand_question *from, uint32_t number) {
  adding *in = calloc(1, sizeof *in);
  if (!in) {
    assembly->writer.sections[SO_PACK_QUESTIONS].failed = 1;
    return;
  }
  in->assembly = assembly;
  in->from = from;
  if (read_text(in)) {
    const sotto_bytes text = {(const uint8_t *)in->text, in->size};
    sotto_status status = so_dap_task_file(&in->task, text, in->room);
    if (!status) status = so_dap_task_lists(&in->lists, text);
    if (status)
      tell(in, words_of(status));
    else if (is_one_key(&in->lists))
      tell(in, "has the same keys for both aggregators: who has them reads each answer");
    else
      push(in, number);
  } else {
    tell(in, "cannot be read, or is longer than a task file");
  }
  free(in);
}
