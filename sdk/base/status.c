/*
 * Names and sentences of the status codes, and the library's version. Static text only.
 */
#include <sotto/base.h>

#include <string.h>

/* In the order of their codes. */
#define STATUSES(STATUS)                                                                           \
 STATUS(SOTTO_OK, "Done.")                                                                         \
 STATUS(SOTTO_E_ARGUMENT, "An argument is not one this call takes.")                               \
 STATUS(SOTTO_E_STATE, "This is not possible now.")                                                \
 STATUS(SOTTO_E_MEMORY, "Memory is short; nothing changed.")                                       \
 STATUS(SOTTO_E_SPACE, "The buffer is too small; the size was returned.")                          \
 STATUS(SOTTO_E_MISSING, "It does not exist.")                                                     \
 STATUS(SOTTO_E_DENIED, "Consent does not allow it.")                                              \
 STATUS(SOTTO_E_BUDGET, "The budget ledger does not allow it.")                                    \
 STATUS(SOTTO_E_LIMIT, "It is larger than a stated limit.")                                        \
 STATUS(SOTTO_E_KEY_WRONG, "The key store's secret is not this profile's.")                        \
 STATUS(SOTTO_E_KEY_LOST, "The key store holds no secret for this profile.")                       \
 STATUS(SOTTO_E_KEY_LOCKED, "The key store is locked.")                                            \
 STATUS(SOTTO_E_TAMPERED, "It was changed after it was made.")                                     \
 STATUS(SOTTO_E_CORRUPT, "It is damaged.")                                                         \
 STATUS(SOTTO_E_FORMAT, "It is not of this format or version.")                                    \
 STATUS(SOTTO_E_NO_CIPHER, "The SQLite in this process cannot encrypt; nothing was stored.")       \
 STATUS(SOTTO_E_DISK_FULL, "The disk is full; nothing was half-written.")                          \
 STATUS(SOTTO_E_READ_ONLY, "The place cannot be written.")                                         \
 STATUS(SOTTO_E_STORAGE, "The disk or file system failed.")                                        \
 STATUS(SOTTO_E_PORT, "A function the host lent failed.")                                          \
 STATUS(SOTTO_E_BUSY, "Another handle or call holds this profile.")                                \
 STATUS(SOTTO_E_EXPIRED, "It is past its expiry.")                                                 \
 STATUS(SOTTO_E_ROLLBACK, "It is older than what is trusted here.")                                \
 STATUS(SOTTO_E_UNTRUSTED, "It is signed by a key this host does not trust.")                      \
 STATUS(SOTTO_E_EVENT_NAME, "The event's name is unknown.")                                        \
 STATUS(SOTTO_E_EVENT_ITEM, "The event's item is absent, too long or not UTF-8.")                  \
 STATUS(SOTTO_E_EVENT_TIME, "The event's time is before 2000 or a day ahead.")                     \
 STATUS(SOTTO_E_EVENT_AMOUNT, "The event's quantity, price or count is not sensible.")             \
 STATUS(SOTTO_E_EVENT_TEXT, "A text of the event is too long or not UTF-8.")                       \
 STATUS(SOTTO_E_JSON, "It is not JSON of the documented shape.")                                   \
 STATUS(SOTTO_E_INTERNAL, "A check inside the library failed; please report it.")                  \
 STATUS(SOTTO_E_UNLISTED, "The pack is not in the brand's public list.")                           \
 STATUS(SOTTO_E_KEY_DENIED, "The key store may not be used.")                                      \
 STATUS(SOTTO_E_KEY_SLOW, "The key store did not answer.")

/* In one run of bytes, found by counting: pointers would cost each process a relocation a word. */
#define WORDS(code, text) #code "\0" text "\0"
static const char words[] = STATUSES(WORDS);
#define COUNT(code, text) +1
enum { STATUS_COUNT = 0 STATUSES(COUNT) };

const char *sotto_version(void) {
  return "0.1.0";
}

/* `which`: 0 the name, 1 the sentence. */
static const char *words_of(sotto_status status, int which, const char *unknown) {
  const char *at = words;
  if (status > 0 || status <= -STATUS_COUNT) return unknown;
  for (int before = which - 2 * status; before > 0; before--) at += strlen(at) + 1;
  return at;
}

const char *sotto_status_name(sotto_status status) {
  return words_of(status, 0, "unknown status");
}

const char *sotto_status_text(sotto_status status) {
  return words_of(status, 1, "Unknown status.");
}
