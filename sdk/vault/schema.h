/*
 * The tables of a profile and how older versions become the newest. The version is the database's
 * user_version; a step is added for each change and none is ever edited. Each family of rows has
 * its own file that holds the statements on its tables.
 */
#ifndef SO_VAULT_SCHEMA_H
#define SO_VAULT_SCHEMA_H

#include "vault/database.h"

#define SO_SCHEMA_VERSION 2
/** A bit beside the version: a rotation must follow. Costs no query at open, goes with the file. */
#define SO_SCHEMA_ROTATION_DUE 0x10000u
/** Notes it: the two together. */
#define SO_SCHEMA_NOTE_ROTATION "PRAGMA user_version=65538"

/**
 * Brings a database from `version` (0: empty) to the newest in one transaction; that a rotation
 * must follow stays noted. FORMAT: newer.
 */
SOTTO_CHECKED sotto_status so_schema_upgrade(so_database *database, uint32_t version);
/** Copies all rows of all tables; both are of the newest version; a transaction is open on `to`. */
SOTTO_CHECKED sotto_status so_schema_copy(so_database *from, so_database *to);

#endif
