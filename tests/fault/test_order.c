/*
 * The order in which files become durable. A power cut cannot be made here, but what survives one
 * is decided by the order of calls: a file is synced before its name is moved over another, and the
 * directory is synced before anything else is done. The calls of a creation, a ratchet, a rotation
 * and a close are watched one by one.
 */
#include <fcntl.h>
#include <sys/syscall.h>

#include "traced.h"
#include "unit/vault_kit.h"

#define DESCRIPTORS 64

typedef struct order_file {
  char name[64]; /* empty: closed, or a file outside the profile */
  int dirty;     /* written since it was last synced */
} order_file;

typedef struct order {
  vault_kit kit;
  order_file files[DESCRIPTORS];
  char unsynced[64]; /* name moved into place while the directory was not synced since */
  char wrong[160];   /* the first breach */
  uint32_t renames, heads;
} order;

/* The part of a path after the profile's directory; NULL outside it. */
static const char *name_of(const char *path) {
  const char *name = strrchr(path, '/');
  name = name ? name + 1 : path;
  if (strcmp(name, "profile") == 0) return ".";
  return strncmp(name, "profile.", 8) == 0 ? name : NULL;
}

static void breach(order *seen, const char *what, const char *name) {
  if (!seen->wrong[0]) snprintf(seen->wrong, sizeof seen->wrong, "%s: %s", name, what);
}

static order_file *file_of(order *seen, const traced_call *call) {
  const uint64_t descriptor = call->arguments[0];
  order_file *file = descriptor < DESCRIPTORS ? &seen->files[descriptor] : NULL;
  return file && file->name[0] ? file : NULL;
}

static void see_open(order *seen, const traced_call *call) {
  char path[256];
  if (call->result >= DESCRIPTORS) return;
  traced_text(call->child, call->arguments[1], path, sizeof path);
  const char *name = name_of(path);
  order_file *file = &seen->files[call->result];
  *file = (order_file){.dirty = name && (call->arguments[2] & O_TRUNC)};
  if (name) snprintf(file->name, sizeof file->name, "%s", name);
}

static void see_write(order *seen, order_file *file) {
  if (!file) return;
  file->dirty = 1;
  if (seen->unsynced[0]) breach(seen, "not made durable before the next write", seen->unsynced);
}

static void see_sync(order *seen, order_file *file) {
  if (!file) return;
  if (strcmp(file->name, ".") == 0) seen->unsynced[0] = 0;
  for (size_t i = 0; i < DESCRIPTORS; i++)
    if (strcmp(seen->files[i].name, file->name) == 0) seen->files[i].dirty = 0;
}

/* A file that was closed unsynced stays dirty under its name. */
static void see_close(order *seen, const traced_call *call) {
  order_file *file = file_of(seen, call);
  if (file && !file->dirty) file->name[0] = 0;
}

static void see_rename(order *seen, const traced_call *call) {
  char path[256];
  traced_text(call->child, call->arguments[1], path, sizeof path);
  const char *from = name_of(path);
  if (!from) return;
  if (seen->unsynced[0]) breach(seen, "not made durable before the next name", seen->unsynced);
  for (size_t i = 0; i < DESCRIPTORS; i++)
    if (seen->files[i].dirty && strcmp(seen->files[i].name, from) == 0)
      breach(seen, "moved before it was synced", from);
  snprintf(seen->unsynced, sizeof seen->unsynced, "%s", from);
  seen->renames++;
  seen->heads += strcmp(from, SO_FILE_HEAD_PART) == 0;
}

static void see(void *context, const traced_call *call) {
  order *seen = context;
  if (call->result < 0) return;
  switch (call->number) {
  case SYS_openat: see_open(seen, call); break;
  case SYS_close: see_close(seen, call); break;
  case SYS_write:
  case SYS_pwrite64: see_write(seen, file_of(seen, call)); break;
  case SYS_fsync:
  case SYS_fdatasync: see_sync(seen, file_of(seen, call)); break;
#ifdef SYS_renameat
  case SYS_renameat:
#endif
  case SYS_renameat2: see_rename(seen, call); break;
  default: break;
  }
}

static so_vault *open_in_child(order *seen) {
  so_vault *vault = NULL;
  so_vault_found found;
  const so_vault_options options = kit_options(&seen->kit, 1);
  if (so_vault_open(&options, &vault, &found)) _exit(1);
  return vault;
}

/* Watches `work`, which renames at least so often. */
static void expect_order(order *seen, void (*work)(void *context), uint32_t renames) {
  const int code = traced_run(work, see, seen);
  if (code < 0) {
    kit_end(&seen->kit);
    cr_skip_test("ptrace is not allowed here");
  }
  cr_assert_eq(code, 0);
  cr_assert_str_eq(seen->wrong, "");
  cr_assert_str_eq(seen->unsynced, "", "the last name was not made durable");
  cr_assert_geq(seen->renames, renames, "%u", (unsigned)seen->renames);
  cr_assert_gt(seen->heads, 0);
  kit_end(&seen->kit);
}

static void create(void *context) {
  so_vault_close(open_in_child(context));
}

Test(order, a_creation_syncs_each_file_and_each_name) {
  static order seen;
  kit_init(&seen.kit);
  expect_order(&seen, create, 3);
}

static void ratchet(void *context) {
  uint8_t output[32];
  const so_noise_ask ask = {3100, "test", {NULL, 0}};
  so_vault *vault = open_in_child(context);
  if (so_vault_noise(vault, &ask, output)) _exit(2);
  so_vault_close(vault);
}

Test(order, a_ratchet_syncs_the_head_and_its_name) {
  static order seen;
  kit_init(&seen.kit);
  so_vault_close(kit_open(&seen.kit));
  expect_order(&seen, ratchet, 1);
}

static void rotate(void *context) {
  so_vault *vault = open_in_child(context);
  kit_record(vault, "boots", 9);
  if (so_vault_rotate(vault, KIT_NOW)) _exit(2);
  kit_stated(vault);
  so_vault_close(vault);
}

Test(order, a_rotation_syncs_each_file_and_each_name) {
  static order seen;
  kit_init(&seen.kit);
  so_vault_close(kit_open(&seen.kit));
  expect_order(&seen, rotate, 4);
}
