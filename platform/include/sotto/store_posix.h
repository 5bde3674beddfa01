/**
 * @file store_posix.h
 * What any POSIX system lends to a port: the wall clock, a read-only file mapping, a log to stderr.
 *
 * The key stores of this library call sotto_posix_lend() themselves; a host that writes its own key
 * store calls it to fill the rest of its port.
 *
 * A build for Windows has both functions under the same names, over what Windows has: no stamp
 * there, as programs can set every time of a file, and a file that is mapped cannot be replaced, so
 * a new pack goes beside the old one.
 */
#ifndef SOTTO_STORE_POSIX_H
#define SOTTO_STORE_POSIX_H

#include <sotto/port.h>

SOTTO_BEGIN

/**
 * Sets `clock_now` (CLOCK_REALTIME), `file_map`, `file_map_stamped`, `file_unmap` and `file_trim`
 * (a private read-only mapping of a regular file) of a port; `log` stays as it is. None of them
 * uses the port's context. A file's stamp is its inode, size and time of change (POSIX st_ctim).
 * Touches no personal data. Cost: memory.
 */
SOTTO_API void sotto_posix_lend(sotto_port *port);

/** Writes one line "sotto: …" to stderr; fits the port's `log`. Cost: disk. */
SOTTO_API void sotto_posix_log(void *context, int32_t level, const char *line);

SOTTO_END

#endif
