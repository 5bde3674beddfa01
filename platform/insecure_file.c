/*
 * The insecure file store: 32 bytes in a file of mode 0600. Replaced by writing a new file beside
 * it, syncing, renaming and syncing the directory, so that a cut leaves the old or the new secret,
 * never none. Wiping overwrites before it unlinks, which helps only where the disk writes in place.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sotto/store_insecure_file.h>
#include <sotto/store_posix.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static sotto_status failed(void) {
  switch (errno) {
  case ENOENT: return SOTTO_E_MISSING;
  case ENOSPC:
  case EDQUOT:
  case EFBIG: return SOTTO_E_DISK_FULL;
  case EROFS:
  case EACCES:
  case EPERM: return SOTTO_E_READ_ONLY;
  default: return SOTTO_E_STORAGE;
  }
}

static sotto_status load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  const sotto_store_insecure_file *store = context;
  uint8_t bytes[SOTTO_KEY_SIZE + 1];
  const int file = open(store->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return errno == ENOENT ? SOTTO_E_MISSING : SOTTO_E_STORAGE;
  const ssize_t size = read(file, bytes, sizeof bytes);
  close(file);
  if (size != SOTTO_KEY_SIZE) return SOTTO_E_CORRUPT;
  memcpy(ret_key, bytes, SOTTO_KEY_SIZE);
  explicit_bzero(bytes, sizeof bytes);
  return SOTTO_OK;
}

static sotto_status write_synced(const char *path, const uint8_t key[SOTTO_KEY_SIZE]) {
  const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
  const int file = open(path, flags, 0600);
  if (file < 0) return failed();
  sotto_status status = SOTTO_OK;
  errno = 0;
  if (write(file, key, SOTTO_KEY_SIZE) != SOTTO_KEY_SIZE || fsync(file) != 0) status = failed();
  if (close(file) != 0 && status == SOTTO_OK) status = failed();
  return status;
}

static sotto_status sync_directory(const char *path) {
  char copy[PATH_MAX];
  if ((size_t)snprintf(copy, sizeof copy, "%s", path) >= sizeof copy) return SOTTO_E_LIMIT;
  const int directory = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return failed();
  const sotto_status status = fsync(directory) == 0 ? SOTTO_OK : failed();
  close(directory);
  return status;
}

/* As good as the file system lets it: a copy-on-write one keeps the old blocks all the same. */
static void blank(int file) {
  const uint8_t zeros[SOTTO_KEY_SIZE] = {0};
  if (file < 0) return;
  if (write(file, zeros, sizeof zeros) == (ssize_t)sizeof zeros) fsync(file);
  close(file);
}

static sotto_status keep(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  const sotto_store_insecure_file *store = context;
  char beside[PATH_MAX];
  if ((size_t)snprintf(beside, sizeof beside, "%s.new", store->path) >= sizeof beside)
    return SOTTO_E_LIMIT;
  sotto_status status = write_synced(beside, key);
  const int old = open(store->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (status == SOTTO_OK && rename(beside, store->path) != 0) status = failed();
  if (status != SOTTO_OK) {
    unlink(beside);
    if (old >= 0) close(old);
    return status;
  }
  status = sync_directory(store->path);
  blank(old);
  return status;
}

static sotto_status wipe(void *context) {
  const sotto_store_insecure_file *store = context;
  blank(open(store->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (unlink(store->path) != 0) return errno == ENOENT ? SOTTO_OK : failed();
  return sync_directory(store->path);
}

sotto_status sotto_store_insecure_file_init(sotto_store_insecure_file *ret_store, const char *path,
                                            const char *opt_in, sotto_port *ret_port) {
  if (!ret_store || !path || !path[0] || !ret_port) return SOTTO_E_ARGUMENT;
  if (!opt_in || strcmp(opt_in, SOTTO_INSECURE_FILE) != 0) return SOTTO_E_ARGUMENT;
  *ret_store = (sotto_store_insecure_file){.struct_size = sizeof *ret_store, .path = path};
  *ret_port = (sotto_port){
      .struct_size = sizeof *ret_port,
      .strength = SOTTO_STRENGTH_FILE,
      .store_name = SOTTO_INSECURE_FILE,
      .context = ret_store,
      .key_load = load,
      .key_store = keep,
      .key_wipe = wipe,
  };
  sotto_posix_lend(ret_port);
  return SOTTO_OK;
}
