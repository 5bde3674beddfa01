/*
 * audit_fixture PROFILE KEY sql STATEMENTS     change the database behind the audit log's back
 * audit_fixture PROFILE KEY row ACT COST DETAIL [MS]   append a row, of a time, with a chain that
 *                                              holds, but content that does not, as a liar would
 * audit_fixture PROFILE KEY forget             empty the rows of events as a forget does
 * audit_fixture PROFILE KEY hold               say "open", wait for a line with it open, then say
 *                                              "closed" and wait for another
 *
 * For tests of the auditor. PROFILE is opened with the insecure_file store KEY.
 */
#include <sodium.h>
#include <sotto/store_insecure_file.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/random.h"
#include "vault/opened.h"

#define NOW_MS INT64_C(1800000000000)

static sotto_status add(so_vault *vault, int count, char **words) {
  const sotto_audit_row row = {.time_ms = count > 3 ? strtoll(words[3], NULL, 10) : NOW_MS,
                               .act = (sotto_act)strtoul(words[0], NULL, 10),
                               .cost_micro = strtoull(words[1], NULL, 10),
                               .detail = {words[2], strlen(words[2])}};
  sotto_status status = so_vault_begin(vault, row.act);
  if (!status) status = so_vault_audit(vault, &row);
  return status ? status : so_vault_commit(vault);
}

static sotto_status forget(so_vault *vault) {
  sotto_status status = so_vault_begin(vault, SOTTO_ACT_CHECKPOINT);
  if (!status) status = so_vault_audit_checkpoint(vault, NOW_MS);
  return status ? status : so_vault_commit(vault);
}

static sotto_status change(so_vault *vault, int count, char **words) {
  if (count == 5 && strcmp(words[3], "sql") == 0)
    return so_database_run(&vault->database, words[4]);
  if (count >= 7 && count <= 8 && strcmp(words[3], "row") == 0)
    return add(vault, count - 4, words + 4);
  return count == 4 && strcmp(words[3], "forget") == 0 ? forget(vault) : SOTTO_E_ARGUMENT;
}

static void wait_with(const char *word) {
  puts(word);
  fflush(stdout);
  while (getchar() != '\n' && !feof(stdin)) continue;
}

int main(int count, char **words) {
  sotto_store_insecure_file store;
  sotto_port port;
  so_vault *vault = NULL;
  so_vault_found found;
  if (count < 4 || so_random_start()) return 2;
  sotto_status status =
      sotto_store_insecure_file_init(&store, words[2], SOTTO_INSECURE_FILE, &port);
  const so_vault_options options = {words[1], &port, 0, NOW_MS};
  if (!status) status = so_vault_open(&options, &vault, &found);
  const int hold = count == 4 && strcmp(words[3], "hold") == 0;
  if (!status) {
    if (hold) wait_with("open");
    if (!hold) status = change(vault, count, words);
    so_vault_close(vault);
    if (hold) wait_with("closed");
  }
  if (status) fprintf(stderr, "audit_fixture: %s\n", sotto_status_name(status));
  return status != SOTTO_OK;
}
