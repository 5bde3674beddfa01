/*
 * sotto-collect as one of a task's three parties: leader, helper, collector. What their commands
 * share. A party's folder holds its own secrets alone:
 *
 *   all        task.json (brand/dap_task_file.h), hpke.key (configuration id and secret key)
 *   leader     verify.key, helper.token, collector.digest, collector.public
 *   helper     verify.key, leader.digest, collector.digest, collector.public
 *   collector  leader.token, helper.token
 *
 * Keys and tokens are hexadecimal in the last line of a file (0600). Who is called keeps the digest
 * of a token, so that a folder that is copied calls nobody. An aggregator's memory is state.db.
 */
#ifndef SO_TOOLS_AGGREGATE_H
#define SO_TOOLS_AGGREGATE_H

#include "tools/aggregate_call.h"
#include "tools/key_file.h"
#include "tools/store_aggregate.h"

#define SO_AGGREGATE_LIST_TEXT 96

/** Options of the commands; a text that was not given is NULL. */
typedef struct so_aggregate_options {
  const char *folder;
  const char *role;
  const char *listen;
  const char *leader;
  const char *helper;
  const char *info;
  const char *db;
  const char *pack;
  const char *key;
  const char *trust;
  const char *counts;
  int json;
  int early;
  uint32_t dap;
  uint32_t buckets;
  uint32_t minimum_batch;
  uint32_t precision_s;
  uint32_t epoch; /* UINT32_MAX: not given */
  uint32_t wait_s;
  uint32_t timeout_ms;
  uint32_t given; /* a bit for each option given, in the order of aggregate_main.c's table */
} so_aggregate_options;

/** The command of this name, if it is one of these: runs it and gives 1. */
int so_aggregate_command(int count, char **words, int *ret_exit);

int so_aggregate_task(const so_aggregate_options *options);
int so_aggregate_serve(const so_aggregate_options *options);
int so_aggregate_status(const so_aggregate_options *options);
int so_aggregate_collect(const so_aggregate_options *options);
int so_aggregate_rekey(const so_aggregate_options *options);

/** An aggregator at its folder. */
typedef struct so_aggregate_party {
  so_aggregator *aggregator;
  so_aggregate_store *store;
  so_dap_config collector;
  uint8_t list[SO_AGGREGATOR_LIST_SIZE]; /* its published configurations */
  uint8_t leader_digest[32];             /* the helper's: of the leader's token */
  uint8_t collector_digest[32];
  char *helper_token; /* the leader's: guarded, SO_CALL_TOKEN_SIZE */
} so_aggregate_party;

/** Opens a folder, telling on stderr what is wrong with it; 0 where it is not opened. `make` makes
 * its state. */
int so_aggregate_enter(so_aggregate_party *ret_party, const char *folder, so_dap_role role,
                       int make);
void so_aggregate_leave(so_aggregate_party *party);
/** Makes an aggregator of the task file at `path`, which `with` has not. */
SOTTO_CHECKED sotto_status so_aggregate_make(so_aggregator **ret_aggregator, const char *path,
                                             so_aggregator_options with);
/** Where an aggregator is called: as given, or as the task says. */
void so_aggregate_url(char ret_url[SO_DAP_URL_MAX + 1], const char *given, sotto_bytes own);
/** Writes a file that must not be there yet, whole and on the disk; 0 where it cannot. */
int so_aggregate_write(const char *folder, const char *name, const char *text, int secret);
/** What an aggregator publishes of a key, as task files have it. */
void so_aggregate_list_text(char ret_text[SO_AGGREGATE_LIST_TEXT], const uint8_t *key);
/** Reads a token's file into guarded memory, or NULL, which is told. */
char *so_aggregate_token(const char *folder, const char *name);
/** 1 where a token is the one of this digest; takes the same time either way. */
int so_aggregate_knows(const uint8_t digest[32], const char *token);
void so_aggregate_token_digest(uint8_t ret_digest[32], const char *token);
/** 1 where the options name a folder and one of the two roles. */
int so_aggregate_role(const so_aggregate_options *options, so_dap_role *ret_role);
/** Reads what another pair's collector found of an epoch; the caller frees `*ret_counts`. 0 where
 * it does not fit the task, which is told. */
int so_aggregate_counts(const char *path, const so_aggregator *task, so_wire_set *inout_set,
                        uint64_t **ret_counts);
/** Seconds since 1970. */
uint64_t so_aggregate_now(void);

#endif
