/*
 * The baseline for what is written and read: SQLCipher by hand, with the schema, pragmas and form
 * of key that a profile uses, and nothing else.
 */
#ifndef BENCH_PLAIN_H
#define BENCH_PLAIN_H

#include <stdint.h>

struct sqlite3;

/** Opens or makes the database at a path and asks it one thing. */
struct sqlite3 *bench_plain_open(const char *path);
/** The same for a database that is made first, with the profile's schema. */
struct sqlite3 *bench_plain_make(const char *path);
/** Inserts so many events in one durable transaction. */
void bench_plain_insert(struct sqlite3 *database, uint32_t events);
void bench_plain_close(struct sqlite3 *database);

#endif
