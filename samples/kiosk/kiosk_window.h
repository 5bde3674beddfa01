/*
 * The window: keeps one browser on the screen, a new one for each visitor.
 *
 * A page can forget all it holds, but a browser keeps what was typed in the memory of several
 * processes until it is overwritten. So each visit has a browser of its own, with a data folder of
 * its own; when the service has a new start page, the browser and all its processes are killed, the
 * folder goes, and the next one is started. Runs beside the service, as the user of the screen.
 */
#ifndef KIOSK_WINDOW_H
#define KIOSK_WINDOW_H

#include "kiosk_config.h"

/**
 * Runs `command` (a browser and its flags, ended by NULL; the data folder's flag and the start page
 * are added) until SIGTERM or SIGINT. The data folders lie in $RUNTIME_DIRECTORY, $XDG_RUNTIME_DIR
 * or the kiosk's run folder: a file system in memory is best. Gives the exit status.
 */
int kiosk_window_run(const kiosk_config *config, char *const *command);

#endif
