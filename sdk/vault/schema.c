/*
 * Versioned schema. Written for SQLite 3.15. Ids of events and reports use AUTOINCREMENT so that an
 * id is never given twice: a host may still hold one of a row that went.
 */
#include "vault/schema.h"

_Static_assert(SO_SCHEMA_VERSION == 2, "SO_SCHEMA_NOTE_ROTATION says so");

static const char *const steps[SO_SCHEMA_VERSION] = {
    "CREATE TABLE setting(id INTEGER PRIMARY KEY, value BLOB NOT NULL);"
    "CREATE TABLE event(id INTEGER PRIMARY KEY AUTOINCREMENT, time_ms INTEGER NOT NULL,"
    " category INTEGER NOT NULL, type INTEGER NOT NULL, page INTEGER NOT NULL,"
    " quantity INTEGER NOT NULL, dwell_ms INTEGER NOT NULL, result_count INTEGER NOT NULL,"
    " session INTEGER NOT NULL, price_minor INTEGER NOT NULL, item TEXT NOT NULL);"
    "CREATE TABLE statement(attribute TEXT NOT NULL, value TEXT NOT NULL,"
    " category INTEGER NOT NULL, strength INTEGER NOT NULL, time_ms INTEGER NOT NULL,"
    " PRIMARY KEY(attribute, value)) WITHOUT ROWID;"
    "CREATE TABLE answer(content BLOB NOT NULL, trait BLOB NOT NULL,"
    " epoch INTEGER NOT NULL, cost_micro INTEGER NOT NULL,"
    " PRIMARY KEY(content, epoch)) WITHOUT ROWID;"
    "CREATE TABLE report(id INTEGER PRIMARY KEY AUTOINCREMENT, question BLOB NOT NULL,"
    " epoch INTEGER NOT NULL, attempts INTEGER NOT NULL, send_after_ms INTEGER NOT NULL,"
    " expires_ms INTEGER NOT NULL, cost_micro INTEGER NOT NULL, body BLOB NOT NULL);"
    "CREATE TABLE audit(sequence INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL,"
    " act INTEGER NOT NULL, cost_micro INTEGER NOT NULL, salt BLOB NOT NULL, detail TEXT NOT NULL,"
    " hash BLOB NOT NULL);"
    "CREATE TABLE audit_day(id INTEGER PRIMARY KEY, day INTEGER NOT NULL,"
    " events INTEGER NOT NULL);"
    "PRAGMA user_version=1;",
    /* decisions: what a slot showed, with what chance, what the host said came of it */
    "CREATE TABLE decision(id INTEGER PRIMARY KEY AUTOINCREMENT, time_ms, category, kind, mindset,"
    " propensity, outcome_micro, slot, arm, item);"
    "PRAGMA user_version=2;",
};

/* First the counters behind AUTOINCREMENT: inserting the rows that are left never lowers them. */
static const char tables[][16] = {"sqlite_sequence", "setting", "event",     "statement", "answer",
                                  "report",          "audit",   "audit_day", "decision"};

sotto_status so_schema_upgrade(so_database *database, uint32_t version) {
  const int due = (version & SO_SCHEMA_ROTATION_DUE) != 0;
  version &= ~SO_SCHEMA_ROTATION_DUE;
  if (version == SO_SCHEMA_VERSION) return SOTTO_OK;
  if (version > SO_SCHEMA_VERSION) return SOTTO_E_FORMAT;
  sotto_status status = so_database_run(database, "BEGIN IMMEDIATE");
  while (!status && version < SO_SCHEMA_VERSION)
    status = so_database_run(database, steps[version++]);
  if (!status && due) status = so_database_run(database, SO_SCHEMA_NOTE_ROTATION);
  if (!status) status = so_database_run(database, "COMMIT");
  if (status) so_database_rollback(database);
  return status;
}

sotto_status so_schema_copy(so_database *from, so_database *to) {
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; !status && i < sizeof tables / sizeof tables[0]; i++)
    status = so_database_copy(from, to, tables[i]);
  return status;
}
