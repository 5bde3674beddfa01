/*
 * The DPAPI store as a profile meets it: TAP, for Windows and Wine. What only another user of the
 * same machine could show is in other_user.
 *
 *   dpapi_facts FOLDER                 all facts
 *   dpapi_facts FOLDER --leave         leaves a secret sealed by this user
 *   dpapi_facts FOLDER --other-user    opens what was left, as another user: must be refused
 */
#include <sotto/sotto.h>
#include <sotto/store_dpapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define FILE_MAX 4096

static int count, failures;
static char path[512];
static sotto_store_dpapi store;
static sotto_port port;
static const uint8_t secret[SOTTO_KEY_SIZE] = "for nobody but this very person";

static void fact(const char *name, int holds) {
  printf("%sok %d - %s\n", holds ? "" : "not ", ++count, name);
  failures += !holds;
}

static size_t read_file(uint8_t ret_bytes[FILE_MAX]) {
  FILE *file = fopen(path, "rb");
  const size_t size = file ? fread(ret_bytes, 1, FILE_MAX, file) : 0;
  if (file) fclose(file);
  return size;
}

static void write_file(const uint8_t *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(bytes, 1, size, file) != size || fclose(file)) exit(99);
}

static sotto_status load(void) {
  uint8_t key[SOTTO_KEY_SIZE] = {0};
  const sotto_status status = port.key_load(port.context, key);
  const int touched = key[0] != 0;
  if (status) return touched ? 99 : status;
  return memcmp(key, secret, sizeof key) ? 98 : SOTTO_OK;
}

static int holds(const uint8_t *bytes, size_t size, const uint8_t *piece, size_t piece_size) {
  for (size_t i = 0; i + piece_size <= size; i++)
    if (memcmp(bytes + i, piece, piece_size) == 0) return 1;
  return 0;
}

static void round_trip(void) {
  uint8_t bytes[FILE_MAX];
  fact("an empty path is refused", sotto_store_dpapi_init(&store, "", &port) == SOTTO_E_ARGUMENT);
  fact("a store is made", sotto_store_dpapi_init(&store, path, &port) == SOTTO_OK);
  fact("it says that the secret is with a service", port.strength == SOTTO_STRENGTH_SERVICE);
  fact("nothing stored is missing", load() == SOTTO_E_MISSING);
  fact("wiping nothing succeeds", port.key_wipe(port.context) == SOTTO_OK);
  fact("a secret is kept", port.key_store(port.context, secret) == SOTTO_OK);
  fact("and loaded", load() == SOTTO_OK);
  const size_t size = read_file(bytes);
  fact("the file is not empty and holds no part of it",
       size > SOTTO_KEY_SIZE && !holds(bytes, size, secret, 8));
}

static void rotation(void) {
  uint8_t next[SOTTO_KEY_SIZE], loaded[SOTTO_KEY_SIZE];
  memset(next, 7, sizeof next);
  fact("a secret is replaced", port.key_store(port.context, next) == SOTTO_OK);
  fact("by the new one",
       port.key_load(port.context, loaded) == SOTTO_OK && memcmp(loaded, next, sizeof next) == 0);
  fact("and by the old one", port.key_store(port.context, secret) == SOTTO_OK && load() == 0);
}

/* Bytes all over the file, changed one at a time. Some carry nothing (a name, a version), and the
 * right secret comes out all the same. */
static int no_change_deceives(const uint8_t *bytes, size_t size) {
  uint8_t changed[FILE_MAX];
  for (size_t at = 0; at < size; at += 1 + size / 40) {
    memcpy(changed, bytes, size);
    changed[at] ^= 1;
    write_file(changed, size);
    const sotto_status status = load();
    if (status == SOTTO_OK || status == SOTTO_E_TAMPERED || status == SOTTO_E_CORRUPT ||
        status == SOTTO_E_KEY_LOCKED)
      continue;
    printf("# byte %u of %u: status %d\n", (unsigned)at, (unsigned)size, (int)status);
    return 0;
  }
  return 1;
}

static void damage(void) {
  uint8_t bytes[FILE_MAX], last[FILE_MAX];
  const size_t size = read_file(bytes);
  memcpy(last, bytes, size);
  last[size - 1] ^= 1;
  write_file(last, size);
  fact("a changed seal is tampered", load() == SOTTO_E_TAMPERED);
  fact("no change of a byte gives another secret", no_change_deceives(bytes, size));
  write_file(bytes, size / 2);
  fact("half a file is tampered", load() == SOTTO_E_TAMPERED);
  write_file((const uint8_t *)"hello", 5);
  fact("another file is corrupt", load() == SOTTO_E_CORRUPT);
  write_file(bytes, size);
  fact("the file put back opens", load() == SOTTO_OK);
}

/* Seals for a purpose (NULL: none) as any program of this user can, in the place of the file. */
static int put_foreign(const char *purpose) {
  uint8_t bytes[FILE_MAX] = "SOTTODP1";
  BYTE plain[SOTTO_KEY_SIZE] = {1}, words[64] = {0};
  DATA_BLOB in = {sizeof plain, plain}, meant = {sizeof words, words}, out = {0, NULL};
  if (purpose) memcpy(words, purpose, strlen(purpose));
  if (!CryptProtectData(&in, NULL, purpose ? &meant : NULL, NULL, NULL, 1, &out)) return 0;
  memcpy(bytes + 8, out.pbData, out.cbData);
  write_file(bytes, 8 + out.cbData);
  LocalFree(out.pbData);
  return 1;
}

static int opens_without_purpose(void) {
  uint8_t bytes[FILE_MAX];
  const size_t size = read_file(bytes);
  DATA_BLOB in = {(DWORD)size - 8, bytes + 8}, out = {0, NULL};
  return size > 8 && CryptUnprotectData(&in, NULL, NULL, NULL, NULL, 1, &out);
}

static void foreign_seal(void) {
  fact("another program of this user that knows no purpose is refused", !opens_without_purpose());
  fact("what was sealed for another purpose is tampered",
       put_foreign("another program") && load() == SOTTO_E_TAMPERED);
  fact("what was sealed for none is tampered", put_foreign(NULL) && load() == SOTTO_E_TAMPERED);
}

static void profile(const char *folder) {
  char directory[512];
  sotto *handle = NULL;
  sotto_options options;
  sotto_consent consent;
  sotto_receipt receipt;
  snprintf(directory, sizeof directory, "%s/profile", folder);
  sotto_options_init(&options);
  options.directory = directory;
  sotto_consent_init(&consent);
  sotto_consent_fill(&consent, SOTTO_PURPOSE_KEEP, SOTTO_GRANTED);
  fact("the secret is wiped", port.key_wipe(port.context) == SOTTO_OK && load() == SOTTO_E_MISSING);
  fact("a profile is made with it", sotto_open(&options, &consent, &port, &handle) == SOTTO_OK);
  sotto *second = NULL;
  fact("a second handle is told it is busy",
       sotto_open(&options, &consent, &port, &second) == SOTTO_E_BUSY);
  fact("nor is it erased under its owner's hands",
       sotto_erase(directory, &port, &receipt) == SOTTO_E_BUSY && load() != SOTTO_E_MISSING);
  sotto_close(handle);
  handle = NULL;
  fact("and opened again", sotto_open(&options, &consent, &port, &handle) == SOTTO_OK);
  sotto_close(handle);
  handle = NULL;
  port.key_wipe(port.context);
  fact("without its secret it is lost, not made anew",
       sotto_open(&options, &consent, &port, &handle) == SOTTO_E_KEY_LOST);
  fact("erasing removes its files", sotto_erase(directory, &port, &receipt) == SOTTO_OK &&
                                        receipt.files_removed >= 2 && receipt.key_destroyed);
}

static int other_user(void) {
  const sotto_status status = load();
  fact("another user is refused", status == SOTTO_E_KEY_LOCKED || status == SOTTO_E_TAMPERED);
  printf("# status %d\n1..%d\n", (int)status, count);
  return failures != 0;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  snprintf(path, sizeof path, "%s/secret.dpapi", argv[1]);
  if (argc > 2 && sotto_store_dpapi_init(&store, path, &port)) return 2;
  if (argc > 2 && !strcmp(argv[2], "--leave")) return port.key_store(port.context, secret) != 0;
  if (argc > 2) return other_user();
  round_trip();
  rotation();
  damage();
  foreign_seal();
  profile(argv[1]);
  printf("1..%d\n", count);
  return failures != 0;
}
