/*
 * The DPAPI store: see store_dpapi.h. The file is the magic and what CryptProtectData() gives,
 * written beside the old one, flushed and renamed over it. Plain copies of the secret are wiped.
 */
#define WIN32_LEAN_AND_MEAN 1

#include <sotto/store_dpapi.h>
#include <sotto/store_posix.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>

#include <dpapi.h> /* after windows.h */

#define PATH_UNITS 4096
#define MAGIC_SIZE 8
#define FILE_MAX 4096

static const uint8_t magic[MAGIC_SIZE] = {'S', 'O', 'T', 'T', 'O', 'D', 'P', '1'};
static BYTE purpose[] = "Sotto: secret of a profile";

static sotto_status failed(void) {
  switch (GetLastError()) {
  case ERROR_FILE_NOT_FOUND:
  case ERROR_PATH_NOT_FOUND: return SOTTO_E_MISSING;
  case ERROR_DISK_FULL:
  case ERROR_HANDLE_DISK_FULL: return SOTTO_E_DISK_FULL;
  case ERROR_ACCESS_DENIED:
  case ERROR_WRITE_PROTECT: return SOTTO_E_READ_ONLY;
  default: return SOTTO_E_STORAGE;
  }
}

/* Why Windows neither seals nor unseals now; `otherwise` for what it does not name. */
static sotto_status refused_for(sotto_status otherwise) {
  switch (GetLastError()) {
  case (DWORD)NTE_BAD_KEY_STATE:
  case (DWORD)NTE_BAD_KEYSET:
  case ERROR_ACCESS_DENIED:
  case ERROR_LOGON_FAILURE: return SOTTO_E_KEY_LOCKED;
  case ERROR_NOT_ENOUGH_MEMORY: return SOTTO_E_MEMORY;
  default: return otherwise;
  }
}

static HANDLE open_file(const char *path, DWORD access, DWORD creation) {
  wchar_t wide[PATH_UNITS];
  if (!MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, PATH_UNITS))
    return INVALID_HANDLE_VALUE;
  return CreateFileW(wide, access, FILE_SHARE_READ, NULL, creation,
                     FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
}

static sotto_status read_whole(const char *path, uint8_t ret_bytes[FILE_MAX], DWORD *ret_size) {
  HANDLE file = open_file(path, GENERIC_READ, OPEN_EXISTING);
  if (file == INVALID_HANDLE_VALUE) {
    const sotto_status status = failed();
    return status == SOTTO_E_MISSING ? status : SOTTO_E_STORAGE;
  }
  const BOOL read = ReadFile(file, ret_bytes, FILE_MAX, ret_size, NULL);
  CloseHandle(file);
  return read ? SOTTO_OK : SOTTO_E_STORAGE;
}

static sotto_status take(DATA_BLOB *secret, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  const sotto_status status = secret->cbData == SOTTO_KEY_SIZE ? SOTTO_OK : SOTTO_E_TAMPERED;
  if (!status) memcpy(ret_key, secret->pbData, SOTTO_KEY_SIZE);
  SecureZeroMemory(secret->pbData, secret->cbData);
  LocalFree(secret->pbData);
  return status;
}

static sotto_status load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  const sotto_store_dpapi *store = context;
  uint8_t bytes[FILE_MAX];
  DWORD size = 0;
  const sotto_status status = read_whole(store->path, bytes, &size);
  if (status) return status;
  if (size <= MAGIC_SIZE || size == FILE_MAX || memcmp(bytes, magic, MAGIC_SIZE) != 0)
    return SOTTO_E_CORRUPT;
  DATA_BLOB sealed = {size - MAGIC_SIZE, bytes + MAGIC_SIZE}, secret = {0, NULL};
  DATA_BLOB meant = {sizeof purpose, purpose};
  if (!CryptUnprotectData(&sealed, NULL, &meant, NULL, NULL, CRYPTPROTECT_UI_FORBIDDEN, &secret))
    return refused_for(SOTTO_E_TAMPERED);
  return take(&secret, ret_key);
}

/* 1 when both parts are on the disk. */
static int write_flushed(HANDLE file, const DATA_BLOB *sealed) {
  DWORD first = 0, second = 0;
  return WriteFile(file, magic, MAGIC_SIZE, &first, NULL) &&
         WriteFile(file, sealed->pbData, sealed->cbData, &second, NULL) && first == MAGIC_SIZE &&
         second == sealed->cbData && FlushFileBuffers(file);
}

static sotto_status rename_over(const char *from, const char *to) {
  wchar_t source[PATH_UNITS], target[PATH_UNITS];
  if (!MultiByteToWideChar(CP_UTF8, 0, from, -1, source, PATH_UNITS) ||
      !MultiByteToWideChar(CP_UTF8, 0, to, -1, target, PATH_UNITS))
    return SOTTO_E_LIMIT;
  const DWORD how = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
  return MoveFileExW(source, target, how) ? SOTTO_OK : failed();
}

static sotto_status discard(const char *path) {
  wchar_t wide[PATH_UNITS];
  if (!MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, PATH_UNITS)) return SOTTO_E_LIMIT;
  return DeleteFileW(wide) || GetLastError() == ERROR_FILE_NOT_FOUND ? SOTTO_OK : failed();
}

static sotto_status replace(const char *path, const DATA_BLOB *sealed) {
  char beside[PATH_UNITS];
  if ((size_t)snprintf(beside, sizeof beside, "%s.new", path) >= sizeof beside)
    return SOTTO_E_LIMIT;
  HANDLE file = open_file(beside, GENERIC_WRITE, CREATE_ALWAYS);
  if (file == INVALID_HANDLE_VALUE) return failed();
  sotto_status status = SOTTO_OK;
  SetLastError(ERROR_DISK_FULL); /* what a short write means */
  if (!write_flushed(file, sealed)) status = failed();
  CloseHandle(file);
  if (!status) status = rename_over(beside, path);
  if (status) (void)!discard(beside);
  return status;
}

static sotto_status keep(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  const sotto_store_dpapi *store = context;
  BYTE copy[SOTTO_KEY_SIZE]; /* CryptProtectData takes no const */
  DATA_BLOB secret = {sizeof copy, copy}, meant = {sizeof purpose, purpose}, sealed = {0, NULL};
  memcpy(copy, key, sizeof copy);
  const BOOL good =
      CryptProtectData(&secret, L"Sotto", &meant, NULL, NULL, CRYPTPROTECT_UI_FORBIDDEN, &sealed);
  const sotto_status refused = good ? SOTTO_OK : refused_for(SOTTO_E_PORT);
  SecureZeroMemory(copy, sizeof copy);
  if (refused) return refused;
  const sotto_status status =
      sealed.cbData + MAGIC_SIZE < FILE_MAX ? replace(store->path, &sealed) : SOTTO_E_LIMIT;
  LocalFree(sealed.pbData);
  return status;
}

static sotto_status blank_and_discard(const char *path) {
  static const uint8_t zeros[FILE_MAX];
  DWORD written = 0;
  HANDLE file = open_file(path, GENERIC_WRITE, OPEN_EXISTING);
  if (file != INVALID_HANDLE_VALUE) {
    const DWORD size = GetFileSize(file, NULL);
    if (WriteFile(file, zeros, size < FILE_MAX ? size : FILE_MAX, &written, NULL))
      FlushFileBuffers(file);
    CloseHandle(file);
  }
  return discard(path);
}

/* What a cut left beside it opens too. */
static sotto_status wipe(void *context) {
  const sotto_store_dpapi *store = context;
  char beside[PATH_UNITS];
  if ((size_t)snprintf(beside, sizeof beside, "%s.new", store->path) >= sizeof beside)
    return SOTTO_E_LIMIT;
  const sotto_status status = blank_and_discard(beside), own = blank_and_discard(store->path);
  return own ? own : status;
}

sotto_status sotto_store_dpapi_init(sotto_store_dpapi *ret_store, const char *path,
                                    sotto_port *ret_port) {
  if (!ret_store || !path || !path[0] || !ret_port) return SOTTO_E_ARGUMENT;
  *ret_store = (sotto_store_dpapi){.struct_size = sizeof *ret_store, .path = path};
  *ret_port = (sotto_port){
      .struct_size = sizeof *ret_port,
      .strength = SOTTO_STRENGTH_SERVICE,
      .store_name = "dpapi",
      .context = ret_store,
      .key_load = load,
      .key_store = keep,
      .key_wipe = wipe,
  };
  sotto_posix_lend(ret_port);
  return SOTTO_OK;
}
