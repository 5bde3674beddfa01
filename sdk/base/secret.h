/*
 * Guarded memory for secrets: locked, unreadable in a core dump, with guard pages, wiped when
 * freed. One owner frees it. Backed by libsodium's sodium_malloc.
 */
#ifndef SO_BASE_SECRET_H
#define SO_BASE_SECRET_H

#include <sotto/base.h>

/** Gives `size` guarded bytes of zeros, or NULL. */
void *so_secret_new(size_t size);
/** Wipes and frees; NULL is allowed. */
void so_secret_free(void *secret);
/** Wipes ordinary memory in a way the compiler keeps. */
void so_secret_wipe(void *memory, size_t size);

#endif
