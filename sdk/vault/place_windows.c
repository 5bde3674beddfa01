/*
 * Windows file operations of a profile's directory, with the promises of place.h as far as Windows
 * keeps them: files are opened by path, a link (reparse point) is refused, the directory is made
 * for its owner and the system alone, and what is in it inherits that. A rename is written through,
 * which stands for syncing the directory. The lock is on one byte of `profile.lock`, far beyond its
 * end, so that the file can be deleted while it is held.
 *
 * Descriptors are the C runtime's, over handles that are opened here for deleting, too.
 */
#define WIN32_LEAN_AND_MEAN 1

#include "vault/place.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <sddl.h> /* after windows.h */

#define LOCKED_BYTE 0x40000000u

/* Not inherited from above; full control to a user and the system, of what is made inside, too. */
#define USER_ALONE L"D:P(A;OICI;FA;;;%ls)(A;OICI;FA;;;SY)"
#define WORDS_MAX 320

/* How a file is to be opened. */
typedef struct opening {
  DWORD access, creation, flags;
} opening;

static const opening to_read = {GENERIC_READ, OPEN_EXISTING, 0};
static const opening to_write = {GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, 0};
static const opening to_lock = {GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS, 0};
static const opening to_fill = {GENERIC_WRITE, CREATE_ALWAYS, 0};
static const opening to_make = {GENERIC_READ | GENERIC_WRITE, CREATE_NEW, 0};
static const opening to_enter = {GENERIC_READ, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS};

sotto_status so_place_status(int error) {
  static const struct {
    int error;
    sotto_status status;
  } known[] = {
      {ERROR_FILE_NOT_FOUND, SOTTO_E_MISSING},   {ERROR_PATH_NOT_FOUND, SOTTO_E_MISSING},
      {ERROR_DISK_FULL, SOTTO_E_DISK_FULL},      {ERROR_HANDLE_DISK_FULL, SOTTO_E_DISK_FULL},
      {ERROR_FILE_TOO_LARGE, SOTTO_E_DISK_FULL}, {ERROR_ACCESS_DENIED, SOTTO_E_READ_ONLY},
      {ERROR_WRITE_PROTECT, SOTTO_E_READ_ONLY},  {ERROR_OUTOFMEMORY, SOTTO_E_MEMORY},
      {ERROR_NOT_ENOUGH_MEMORY, SOTTO_E_MEMORY}, {ERROR_SHARING_VIOLATION, SOTTO_E_BUSY},
      {ERROR_LOCK_VIOLATION, SOTTO_E_BUSY},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].error == error) return known[i].status;
  return SOTTO_E_STORAGE;
}

static sotto_status failed(so_place *place, const char *name) {
  const DWORD error = GetLastError();
  snprintf(place->detail, sizeof place->detail, "%s: Windows error %lu", name, error);
  return so_place_status((int)error);
}

/* Reading cannot fail for want of a writable place. */
static sotto_status failed_reading(so_place *place, const char *name) {
  const sotto_status status = failed(place, name);
  return status == SOTTO_E_READ_ONLY ? SOTTO_E_STORAGE : status;
}

static int widen(const char *path, wchar_t ret_wide[SO_PATH_MAX]) {
  return MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, ret_wide, SO_PATH_MAX) > 0;
}

static int wide_in(const so_place *place, const char *name, wchar_t ret_wide[SO_PATH_MAX]) {
  char path[SO_PATH_MAX];
  so_place_path(place, name, path);
  return widen(path, ret_wide);
}

/* A descriptor, -1 where it fails. A link is opened itself, and then refused. */
static int open_wide(const wchar_t *path, const opening *how) {
  const DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  BY_HANDLE_FILE_INFORMATION about;
  HANDLE file =
      CreateFileW(path, how->access, share, NULL, how->creation,
                  FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT | how->flags, NULL);
  if (file == INVALID_HANDLE_VALUE) return -1;
  const int known = GetFileInformationByHandle(file, &about) != 0;
  if (known && !(about.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT))
    return _open_osfhandle((intptr_t)file, how->access & GENERIC_WRITE ? 0 : _O_RDONLY);
  CloseHandle(file);
  SetLastError(ERROR_CANT_ACCESS_FILE);
  return -1;
}

static int open_in(const so_place *place, const char *name, const opening *how) {
  wchar_t path[SO_PATH_MAX];
  return wide_in(place, name, path) ? open_wide(path, how) : -1;
}

static HANDLE handle_of(int file) {
  return (HANDLE)_get_osfhandle(file);
}

/* The rule in Windows' words, for the user this process runs as. */
static int write_rule(wchar_t ret_words[WORDS_MAX]) {
  union {
    TOKEN_USER user;
    BYTE room[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
  } held;
  HANDLE token = NULL;
  wchar_t *name = NULL;
  DWORD size = 0;
  if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return 0;
  const int known = GetTokenInformation(token, TokenUser, &held, sizeof held, &size) &&
                    ConvertSidToStringSidW(held.user.User.Sid, &name);
  CloseHandle(token);
  if (!known) return 0;
  const int written = swprintf(ret_words, WORDS_MAX, USER_ALONE, name);
  LocalFree(name);
  return written > 0;
}

static int make_directory(const wchar_t *path) {
  SECURITY_ATTRIBUTES alone = {.nLength = sizeof alone};
  wchar_t rule[WORDS_MAX];
  if (!write_rule(rule) || !ConvertStringSecurityDescriptorToSecurityDescriptorW(
                               rule, SDDL_REVISION_1, &alone.lpSecurityDescriptor, NULL))
    return 0;
  const int made = CreateDirectoryW(path, &alone) != 0;
  const DWORD error = GetLastError();
  LocalFree(alone.lpSecurityDescriptor);
  SetLastError(error);
  return made || error == ERROR_ALREADY_EXISTS;
}

sotto_status so_place_enter(so_place *ret_place, const char *directory, int create) {
  wchar_t path[SO_PATH_MAX];
  ret_place->directory = ret_place->lock = -1;
  ret_place->detail[0] = 0;
  if (strlen(directory) + sizeof SO_FILE_DATA_NEXT_JOURNAL + 1 > SO_PATH_MAX) return SOTTO_E_LIMIT;
  snprintf(ret_place->path, sizeof ret_place->path, "%s", directory);
  if (!widen(directory, path)) return failed_reading(ret_place, "directory");
  if (create && !make_directory(path)) return failed(ret_place, "directory");
  const DWORD kind = GetFileAttributesW(path);
  if (kind != INVALID_FILE_ATTRIBUTES && !(kind & FILE_ATTRIBUTE_DIRECTORY)) return SOTTO_E_STORAGE;
  ret_place->directory = open_wide(path, &to_enter);
  return ret_place->directory < 0 ? failed_reading(ret_place, "directory") : SOTTO_OK;
}

void so_place_leave(so_place *place) {
  if (place->lock >= 0) _close(place->lock);
  if (place->directory >= 0) _close(place->directory);
  place->lock = place->directory = -1;
}

sotto_status so_place_lock(so_place *place) {
  OVERLAPPED where = {.Offset = LOCKED_BYTE};
  place->lock = open_in(place, SO_FILE_LOCK, &to_lock);
  if (place->lock < 0 && GetLastError() == ERROR_ACCESS_DENIED)
    place->lock = open_in(place, SO_FILE_LOCK, &to_read);
  if (place->lock < 0) return failed(place, SO_FILE_LOCK);
  const DWORD how = LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY;
  if (LockFileEx(handle_of(place->lock), how, 0, 1, 0, &where)) return SOTTO_OK;
  _close(place->lock);
  place->lock = -1;
  snprintf(place->detail, sizeof place->detail, "%s: held by another handle", SO_FILE_LOCK);
  return SOTTO_E_BUSY;
}

sotto_status so_place_has(so_place *place, const char *name) {
  const DWORD other = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT;
  wchar_t path[SO_PATH_MAX];
  const DWORD kind = wide_in(place, name, path) ? GetFileAttributesW(path) : other;
  if (kind == INVALID_FILE_ATTRIBUTES) return failed_reading(place, name);
  if (!(kind & other)) return SOTTO_OK;
  snprintf(place->detail, sizeof place->detail, "%s: not a regular file", name);
  return SOTTO_E_STORAGE;
}

sotto_status so_place_read(so_place *place, const char *name, uint8_t *ret_bytes,
                           size_t *inout_size) {
  DWORD size = 0;
  const int file = open_in(place, name, &to_read);
  if (file < 0) return failed_reading(place, name);
  const int read = ReadFile(handle_of(file), ret_bytes, (DWORD)*inout_size, &size, NULL) != 0;
  const sotto_status status = read ? SOTTO_OK : failed_reading(place, name);
  _close(file);
  if (!status) *inout_size = size;
  return status;
}

/* 1 when all of it is on the disk. */
static int write_synced(int file, const void *bytes, size_t size) {
  DWORD written = 0;
  if (!WriteFile(handle_of(file), bytes, (DWORD)size, &written, NULL)) return 0;
  SetLastError(ERROR_DISK_FULL); /* what a short write means */
  return written == size && FlushFileBuffers(handle_of(file));
}

/* Every rename is written through; there is no more to be done for a directory. */
sotto_status so_place_settle(so_place *place) {
  (void)place;
  return SOTTO_OK;
}

sotto_status so_place_rename(so_place *place, const char *from, const char *to) {
  wchar_t source[SO_PATH_MAX], target[SO_PATH_MAX];
  if (!wide_in(place, from, source) || !wide_in(place, to, target) ||
      !MoveFileExW(source, target, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
    return failed(place, to);
  return SOTTO_OK;
}

sotto_status so_place_replace(so_place *place, const char *name, sotto_bytes content) {
  const int file = open_in(place, SO_FILE_HEAD_PART, &to_fill);
  if (file < 0) return failed(place, name);
  sotto_status status = SOTTO_OK;
  if (!write_synced(file, content.data, content.size)) status = failed(place, name);
  _close(file);
  if (!status) status = so_place_rename(place, SO_FILE_HEAD_PART, name);
  if (status) (void)!so_place_remove(place, SO_FILE_HEAD_PART, NULL);
  return status;
}

sotto_status so_place_make(so_place *place, const char *name) {
  const sotto_status status = so_place_remove(place, name, NULL);
  const int file = status ? -1 : open_in(place, name, &to_make);
  if (file < 0) return status ? status : failed(place, name);
  _close(file);
  return SOTTO_OK;
}

sotto_status so_place_sync(so_place *place, const char *name) {
  const int file = open_in(place, name, &to_write);
  if (file < 0) return failed(place, name);
  const sotto_status status = FlushFileBuffers(handle_of(file)) ? SOTTO_OK : failed(place, name);
  _close(file);
  return status;
}

sotto_status so_place_remove(so_place *place, const char *name, uint32_t *inout_removed) {
  wchar_t path[SO_PATH_MAX];
  if (!wide_in(place, name, path) || !DeleteFileW(path))
    return GetLastError() == ERROR_FILE_NOT_FOUND ? SOTTO_OK : failed(place, name);
  if (inout_removed) ++*inout_removed;
  return SOTTO_OK;
}

void so_place_blank(so_place *place, const char *name, size_t size) {
  uint8_t zeros[512];
  const int file = open_in(place, name, &to_write);
  if (file < 0) return;
  memset(zeros, 0, sizeof zeros);
  (void)write_synced(file, zeros, size < sizeof zeros ? size : sizeof zeros);
  _close(file);
}

void so_place_path(const so_place *place, const char *name, char *ret_path) {
  snprintf(ret_path, SO_PATH_MAX, "%.*s/%s",
           (int)(SO_PATH_MAX - 1 - sizeof SO_FILE_DATA_NEXT_JOURNAL), place->path, name);
}

char *so_place_absolute(const char *path) {
  wchar_t wide[SO_PATH_MAX], whole[SO_PATH_MAX];
  char *absolute = NULL;
  errno = ENOENT;
  if (!widen(path, wide) || GetFileAttributesW(wide) == INVALID_FILE_ATTRIBUTES) return NULL;
  const DWORD units = GetFullPathNameW(wide, SO_PATH_MAX, whole, NULL);
  const int size = WideCharToMultiByte(CP_UTF8, 0, whole, -1, NULL, 0, NULL, NULL);
  if (units && units < SO_PATH_MAX && size > 0) absolute = malloc((size_t)size);
  if (!absolute) errno = ENOMEM;
  if (absolute) WideCharToMultiByte(CP_UTF8, 0, whole, -1, absolute, size, NULL, NULL);
  return absolute;
}
