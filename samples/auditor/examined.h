/*
 * The profile that is examined. Its files are copied into a folder of this program's own and only
 * the copy is opened (with the consent that is stored); the key store is asked for the secret and
 * never written to. So an audit changes nothing: no row, no key, no budget. Public headers only.
 */
#ifndef AUDITOR_EXAMINED_H
#define AUDITOR_EXAMINED_H

#include <jansson.h>
#include <sotto/sotto.h>
#include <sotto/store_insecure_file.h>
#include <sotto/store_passphrase.h>

#define EXAMINED_ROWS_MAX 100000

/** Where it is and how it opens. */
typedef struct examined_place {
  const char *directory;
  const char *key_file;        /* of the insecure_file store; or NULL */
  const char *passphrase_file; /* its first line is the passphrase; or NULL */
  const char *locale;
  const uint8_t *pack_key; /* the brand's public key, or NULL */
} examined_place;

/** One row of the audit log, in own memory. */
typedef struct examined_row {
  uint64_t sequence;
  int64_t time_ms;
  sotto_act act;
  uint64_t cost_micro;
  json_t *detail; /* an object */
  char *words;
} examined_row;

/** One report that waits. */
typedef struct examined_report {
  uint64_t cost_micro;
  uint32_t epoch;
  uint8_t digest[SOTTO_DIGEST_SIZE]; /* BLAKE2b-256 of the body */
  size_t size;
  uint8_t *body;
} examined_report;

typedef struct examined {
  sotto *profile;
  char folder[64]; /* the copy */
  sotto_port port;
  sotto_port store; /* what lends the secret */
  sotto_store_insecure_file key_file;
  sotto_store_passphrase passphrase;
  char words[1026];
  int64_t now_ms;
  examined_row *rows;
  size_t row_count;
  examined_report *reports;
  size_t report_count;
} examined;

/** Copies, opens and reads. On failure says why on stderr and gives 0. */
int examined_open(examined *ret_examined, const examined_place *place);
/** Closes and removes the copy. */
void examined_close(examined *subject);
/** Copies the files of a profile's directory into a fresh folder; 0 where it cannot. */
int examined_copy(const char *directory, char ret_folder[64]);
/** Removes a folder made by examined_copy(). */
void examined_remove(const char *folder);

/** A member of a row's detail as text or number; "" and 0 where there is none. */
const char *examined_text(const examined_row *row, const char *member);
uint64_t examined_number(const examined_row *row, const char *member);
/** The hash of an ANSWERED row's report as it is now: another than the row's where it was sealed
 * anew (split trust). */
const char *examined_report_hash(const examined *subject, const examined_row *answer);
/** The ANSWERED row of the report with this hash (hex), or NULL. */
const examined_row *examined_answer(const examined *subject, const char *hash);

#endif
