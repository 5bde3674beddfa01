/*
 * Versioned schema. Written for SQLite 3.15. Ids of events and reports use AUTOINCREMENT so that an
 * id is never given twice: derived state remembers how far it reaches by event id.
 */
#include "vault/schema.h"

static const char *const steps[SO_SCHEMA_VERSION] = {
    "CREATE TABLE setting(id INTEGER PRIMARY KEY, value BLOB NOT NULL);"
    "CREATE TABLE event(id INTEGER PRIMARY KEY AUTOINCREMENT, time_ms INTEGER NOT NULL,"
    " category INTEGER NOT NULL, type INTEGER NOT NULL, page INTEGER NOT NULL,"
    " quantity INTEGER NOT NULL, dwell_ms INTEGER NOT NULL, result_count INTEGER NOT NULL,"
    " session INTEGER NOT NULL, price_minor INTEGER NOT NULL, item TEXT NOT NULL);"
    "CREATE TABLE derived(kind INTEGER NOT NULL, key INTEGER NOT NULL, category INTEGER NOT NULL,"
    " purpose INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(kind, key)) WITHOUT ROWID;"
    "CREATE TABLE statement(attribute TEXT NOT NULL, value TEXT NOT NULL,"
    " category INTEGER NOT NULL, strength INTEGER NOT NULL, time_ms INTEGER NOT NULL,"
    " PRIMARY KEY(attribute, value)) WITHOUT ROWID;"
    "CREATE TABLE answer(content BLOB NOT NULL, epoch INTEGER NOT NULL,"
    " cost_micro INTEGER NOT NULL, PRIMARY KEY(content, epoch)) WITHOUT ROWID;"
    "CREATE TABLE report(id INTEGER PRIMARY KEY AUTOINCREMENT, question BLOB NOT NULL,"
    " epoch INTEGER NOT NULL, attempts INTEGER NOT NULL, send_after_ms INTEGER NOT NULL,"
    " expires_ms INTEGER NOT NULL, cost_micro INTEGER NOT NULL, body BLOB NOT NULL);"
    "CREATE TABLE audit(sequence INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL,"
    " act INTEGER NOT NULL, cost_micro INTEGER NOT NULL, salt BLOB NOT NULL, detail TEXT NOT NULL,"
    " hash BLOB NOT NULL);"
    "CREATE TABLE audit_stub(sequence INTEGER PRIMARY KEY, checkpoint INTEGER NOT NULL,"
    " hash BLOB NOT NULL);"
    "CREATE TABLE audit_day(day INTEGER PRIMARY KEY, events INTEGER NOT NULL);"
    "PRAGMA user_version=1;",
};

static const char *const tables[] = {"setting", "event", "derived",    "statement", "answer",
                                     "report",  "audit", "audit_stub", "audit_day"};

static sotto_status run_steps(so_database *database, uint32_t version) {
  sotto_status status = so_database_run(database, "BEGIN IMMEDIATE");
  while (status == SOTTO_OK && version < SO_SCHEMA_VERSION)
    status = so_database_run(database, steps[version++]);
  if (status == SOTTO_OK) status = so_database_run(database, "COMMIT");
  if (status != SOTTO_OK) so_database_rollback(database);
  return status;
}

sotto_status so_schema_upgrade(so_database *database, uint32_t version) {
  if (version == SO_SCHEMA_VERSION) return SOTTO_OK;
  return version > SO_SCHEMA_VERSION ? SOTTO_E_FORMAT : run_steps(database, version);
}

sotto_status so_schema_copy(so_database *from, so_database *to) {
  sotto_status status = SOTTO_OK;
  for (size_t i = 0; status == SOTTO_OK && i < sizeof tables / sizeof tables[0]; i++)
    status = so_database_copy(from, to, tables[i]);
  /* The counters behind AUTOINCREMENT: inserting set them to the highest id that is left. */
  if (status == SOTTO_OK) status = so_database_run(to, "DELETE FROM sqlite_sequence");
  if (status == SOTTO_OK) status = so_database_copy(from, to, "sqlite_sequence");
  return status;
}
