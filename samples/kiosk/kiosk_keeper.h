/*
 * The keeper: the process that stays. It holds the listening socket and the secrets of the start
 * page, starts a fresh process for each visit and waits for it to end. It opens no profile, reads
 * no request and has never had a visitor's byte in its memory; what dies with a visit's process,
 * by whatever cause, is that visit.
 */
#ifndef KIOSK_KEEPER_H
#define KIOSK_KEEPER_H

#include "kiosk_config.h"

/**
 * Serves until SIGTERM or SIGINT. Writes the start page (mode 0600), whose link holds the token,
 * and takes it away when it was used; SIGUSR1 writes a new one, for a browser that was started
 * anew. Gives the exit status.
 */
int kiosk_keeper_run(const kiosk_config *config, const char *start_page);
/** The life of a visit's process: descriptors 3 and 4 are the keeper's. Gives the exit status. */
int kiosk_keeper_visit(const kiosk_config *config);

#endif
