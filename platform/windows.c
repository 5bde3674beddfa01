/*
 * The Windows half of every port: wall clock, read-only mapping, a log line on stderr. It stands
 * behind the names of store_posix.h, so a host's source is one for both. A mapped file cannot be
 * replaced on Windows, so a new pack goes beside the old one. No stamp of a file is given: every
 * time NTFS keeps can be set by a program. Keeps no state.
 */
#define WIN32_LEAN_AND_MEAN 1

#include <sotto/store_posix.h>
#include <stdio.h>
#include <windows.h>

#define TICKS_A_MS 10000                       /* of 100 ns */
#define UNIX_TICKS INT64_C(116444736000000000) /* from 1601 to 1970 */
#define PATH_UNITS 4096

static sotto_status now(void *context, int64_t *ret_unix_ms) {
  FILETIME time;
  (void)context;
  GetSystemTimeAsFileTime(&time);
  const int64_t ticks = (int64_t)((uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime);
  *ret_unix_ms = (ticks - UNIX_TICKS) / TICKS_A_MS;
  return SOTTO_OK;
}

static sotto_status map_view(HANDLE file, size_t size, sotto_bytes *ret_bytes) {
  HANDLE mapping = CreateFileMappingW(file, NULL, PAGE_READONLY, 0, 0, NULL);
  if (!mapping) return SOTTO_E_STORAGE;
  const void *data = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
  CloseHandle(mapping); /* the view holds it */
  if (!data) return SOTTO_E_STORAGE;
  *ret_bytes = (sotto_bytes){data, size};
  return SOTTO_OK;
}

static sotto_status map_opened(HANDLE file, sotto_bytes *ret_bytes) {
  LARGE_INTEGER size;
  if (GetFileType(file) != FILE_TYPE_DISK) return SOTTO_E_FORMAT;
  if (!GetFileSizeEx(file, &size)) return SOTTO_E_STORAGE;
  if ((uint64_t)size.QuadPart > SIZE_MAX / 2) return SOTTO_E_LIMIT;
  if (size.QuadPart > 0) return map_view(file, (size_t)size.QuadPart, ret_bytes);
  *ret_bytes = (sotto_bytes){NULL, 0};
  return SOTTO_OK;
}

static sotto_status map(void *context, const char *path, sotto_bytes *ret_bytes) {
  wchar_t wide[PATH_UNITS];
  (void)context;
  if (!MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, PATH_UNITS))
    return SOTTO_E_MISSING;
  HANDLE file = CreateFileW(wide, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL,
                            OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
  if (file == INVALID_HANDLE_VALUE) return SOTTO_E_MISSING;
  const sotto_status status = map_opened(file, ret_bytes);
  CloseHandle(file);
  return status;
}

static void unmap(void *context, sotto_bytes bytes) {
  (void)context;
  if (bytes.size > 0) UnmapViewOfFile(bytes.data);
}

void sotto_posix_lend(sotto_port *port) {
  port->clock_now = now;
  port->file_map = map;
  port->file_unmap = unmap;
  port->file_trim = NULL;
  port->file_map_stamped = NULL;
}

void sotto_posix_log(void *context, int32_t level, const char *line) {
  (void)context;
  fprintf(stderr, "sotto: %d: %s\n", (int)level, line);
}
