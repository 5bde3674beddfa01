/*
 * sotto_pack_publish() and sotto_pack_list_read(): the brand's public list of its packs, as a file.
 * The form of a line and the rules of the chain are crypto/pack_list.h's, which the device reads
 * with too. Appending happens under a lock of the file, after all of it was checked.
 */
#include <errno.h>
#include <fcntl.h>
#include <sotto/build.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/string.h"
#include "crypto/pack_list.h"
#include "crypto/random.h"
#include "crypto/sign.h"

#define PUBLIC_HALF (SOTTO_SIGNING_SECRET_SIZE - SOTTO_PUBLIC_KEY_SIZE) /* where it stands */

static uint64_t number_of(const uint8_t bytes[8]) {
  uint64_t number = 0;
  for (int i = 0; i < 8; i++) number = number << 8 | bytes[i];
  return number;
}

static void store_number(uint8_t ret_bytes[8], uint64_t number) {
  for (int i = 7; i >= 0; i--, number >>= 8) ret_bytes[i] = (uint8_t)number;
}

static sotto_listed told(const so_pack_listed *line, int signature_holds) {
  sotto_listed listed = {.struct_size = sizeof listed,
                         .signature_holds = signature_holds != 0,
                         .sequence = number_of(line->sequence),
                         .created_ms = (int64_t)number_of(line->created_ms)};
  memcpy(listed.hash, line->hash, sizeof listed.hash);
  memcpy(listed.key_id, line->key_id, sizeof listed.key_id);
  memcpy(listed.chain, line->chain, sizeof listed.chain);
  return listed;
}

/* What is read with and how far it got. */
typedef struct reading {
  const uint8_t *key;
  const sotto_pack_list_visit *visit;
  so_pack_listed last;
  uint64_t lines;
  int signed_last;
} reading;

/* A line of the key's own packs must bear the key's signature. */
static sotto_status take_line(reading *in, sotto_text line) {
  uint8_t id[8];
  sotto_status status = so_pack_list_next(&in->last, line);
  if (status) return status;
  so_sign_key_id(id, in->key);
  in->signed_last = so_pack_list_signed(&in->last, in->key);
  if (!in->signed_last && memcmp(id, in->last.key_id, sizeof id) == 0) return SOTTO_E_TAMPERED;
  const sotto_listed listed = told(&in->last, in->signed_last);
  if (in->visit && in->visit->line && in->visit->line(in->visit->context, &listed))
    in->visit = NULL; /* nothing more is told; the rest is checked all the same */
  return SOTTO_OK;
}

static sotto_status read_lines(FILE *file, reading *in) {
  char line[SO_PACK_LIST_LINE];
  for (size_t size; (size = fread(line, 1, sizeof line, file)) > 0; in->lines++) {
    sotto_status status = take_line(in, (sotto_text){line, size});
    if (status) return status;
  }
  return ferror(file) ? SOTTO_E_STORAGE : SOTTO_OK;
}

sotto_status sotto_pack_list_read(const char *list,
                                  const uint8_t signing_public[SOTTO_PUBLIC_KEY_SIZE],
                                  uint64_t *ret_lines, const sotto_pack_list_visit *visit) {
  reading in = {.key = signing_public, .visit = visit};
  if (!list || !signing_public || !ret_lines) return SOTTO_E_ARGUMENT;
  if (so_random_start()) return SOTTO_E_MEMORY;
  FILE *file = fopen(list, "rb");
  if (!file) return errno == ENOENT ? SOTTO_E_MISSING : SOTTO_E_STORAGE;
  sotto_status status = read_lines(file, &in);
  fclose(file);
  *ret_lines = in.lines + (status != SOTTO_OK);
  const int foreign = !status && in.lines && !in.signed_last;
  return foreign ? SOTTO_E_UNTRUSTED : status;
}

/* The line of a pack behind the last one. */
static so_pack_listed made_line(const so_pack_listed *last, const sotto_pack_facts *facts,
                                const uint8_t *secret) {
  so_pack_listed line;
  uint8_t message[SO_PACK_LIST_SIGNED];
  store_number(line.sequence, facts->sequence);
  store_number(line.created_ms, (uint64_t)facts->created_ms);
  memcpy(line.hash, facts->hash, sizeof line.hash);
  memcpy(line.key_id, facts->key_id, sizeof line.key_id);
  so_pack_list_chain(line.chain, last->chain, &line);
  so_pack_list_message(message, &line);
  so_sign(line.signature, (sotto_bytes){message, sizeof message}, secret);
  return line;
}

static sotto_status write_line(FILE *file, const so_pack_listed *line) {
  char text[SO_PACK_LIST_LINE + 1];
  const sotto_bytes fields[] = {{line->sequence, 8}, {line->created_ms, 8}, {line->hash, 32},
                                {line->key_id, 8},   {line->chain, 32},     {line->signature, 64}};
  so_sink sink = so_sink_of(text, sizeof text);
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    if (i) so_sink_string(&sink, " ");
    so_sink_hex(&sink, fields[i].data, fields[i].size);
  }
  so_sink_string(&sink, "\n");
  const int good = fseek(file, 0, SEEK_END) == 0 && fwrite(text, 1, sink.size, file) == sink.size &&
                   fflush(file) == 0 && fsync(fileno(file)) == 0;
  if (good) return SOTTO_OK;
  return errno == ENOSPC ? SOTTO_E_DISK_FULL : SOTTO_E_STORAGE;
}

/* With the file locked: check it, and append unless the pack is the last line already. */
static sotto_status append(FILE *file, const sotto_pack_facts *facts, const uint8_t *secret,
                           so_pack_listed *ret_line) {
  reading in = {.key = secret + PUBLIC_HALF};
  sotto_status status = read_lines(file, &in);
  if (status) return status;
  const uint64_t last = in.lines ? number_of(in.last.sequence) : 0;
  const int same = memcmp(in.last.hash, facts->hash, sizeof in.last.hash) == 0;
  if (in.lines && same) {
    *ret_line = in.last;
    return SOTTO_OK;
  }
  if (facts->sequence <= last) return SOTTO_E_ROLLBACK;
  *ret_line = made_line(&in.last, facts, secret);
  return write_line(file, ret_line);
}

/* Opens the list for appending, made where there is none, and locks it. */
static sotto_status open_list(const char *path, FILE **ret_file) {
  const int handle = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (handle < 0) return errno == EROFS || errno == EACCES ? SOTTO_E_READ_ONLY : SOTTO_E_STORAGE;
  sotto_status status = flock(handle, LOCK_EX | LOCK_NB) ? SOTTO_E_BUSY : SOTTO_OK;
  FILE *file = status ? NULL : fdopen(handle, "r+b");
  if (!file) (void)close(handle);
  if (!status && !file) status = SOTTO_E_MEMORY;
  *ret_file = file;
  return status;
}

sotto_status sotto_pack_publish(const char *pack, const char *list,
                                const uint8_t signing_secret[SOTTO_SIGNING_SECRET_SIZE],
                                sotto_listed *ret_listed) {
  FILE *file = NULL;
  sotto_pack_facts facts;
  so_pack_listed line = {0};
  if (!pack || !list || !signing_secret || !ret_listed) return SOTTO_E_ARGUMENT;
  sotto_status status = sotto_pack_read(pack, signing_secret + PUBLIC_HALF, &facts, NULL);
  if (!status) status = open_list(list, &file);
  if (status) return status;
  status = append(file, &facts, signing_secret, &line);
  if (fclose(file) && !status) status = SOTTO_E_STORAGE;
  if (!status) *ret_listed = told(&line, 1);
  return status;
}
