/*
 * Names and sentences of the status codes, and the library's version. Static text only.
 */
#include <sotto/base.h>

#define TEXTS(X)                                                                                   \
 X(SOTTO_OK, "Done.")                                                                              \
 X(SOTTO_E_ARGUMENT, "An argument is not one this call takes.")                                    \
 X(SOTTO_E_STATE, "This is not possible now.")                                                     \
 X(SOTTO_E_MEMORY, "There is not enough memory; nothing changed.")                                 \
 X(SOTTO_E_SPACE, "The buffer is too small; the size needed was returned.")                        \
 X(SOTTO_E_MISSING, "It does not exist.")                                                          \
 X(SOTTO_E_DENIED, "Consent does not allow it.")                                                   \
 X(SOTTO_E_BUDGET, "The budget ledger does not allow it.")                                         \
 X(SOTTO_E_LIMIT, "It is larger than a stated limit.")                                             \
 X(SOTTO_E_KEY_WRONG, "The key store's secret is not this profile's.")                             \
 X(SOTTO_E_KEY_LOST, "The key store holds no secret for this profile.")                            \
 X(SOTTO_E_KEY_LOCKED, "The key store is locked or refused; try again later.")                     \
 X(SOTTO_E_TAMPERED, "It was changed after it was made.")                                          \
 X(SOTTO_E_CORRUPT, "It is damaged.")                                                              \
 X(SOTTO_E_FORMAT, "It is not of this format, or of an unknown version.")                          \
 X(SOTTO_E_NO_CIPHER, "The SQLite in this process cannot encrypt; nothing was stored.")            \
 X(SOTTO_E_DISK_FULL, "The disk is full; nothing was half-written.")                               \
 X(SOTTO_E_READ_ONLY, "The place cannot be written.")                                              \
 X(SOTTO_E_STORAGE, "The disk or file system failed.")                                             \
 X(SOTTO_E_PORT, "A function the host lent failed.")                                               \
 X(SOTTO_E_BUSY, "Another handle or call holds this profile.")                                     \
 X(SOTTO_E_EXPIRED, "It is past its expiry.")                                                      \
 X(SOTTO_E_ROLLBACK, "It is older than what is already trusted here.")                             \
 X(SOTTO_E_UNTRUSTED, "It is signed by a key this host does not trust.")                           \
 X(SOTTO_E_EVENT_NAME, "The event's name is unknown.")                                             \
 X(SOTTO_E_EVENT_ITEM, "The event's item is absent, too long or not UTF-8.")                       \
 X(SOTTO_E_EVENT_TIME, "The event's time is before 2000 or over a day ahead.")                     \
 X(SOTTO_E_EVENT_AMOUNT, "A quantity, price or count of the event is not sensible.")               \
 X(SOTTO_E_EVENT_TEXT, "A text of the event is too long or not UTF-8.")                            \
 X(SOTTO_E_JSON, "It is not JSON of the documented shape.")                                        \
 X(SOTTO_E_INTERNAL, "A check inside the library failed; please report it.")

const char *sotto_version(void) {
  return "0.1.0";
}

const char *sotto_status_name(sotto_status status) {
#define NAME(code, text)                                                                           \
 if (status == code) return #code;
  TEXTS(NAME)
#undef NAME
  return "unknown status";
}

const char *sotto_status_text(sotto_status status) {
#define TEXT(code, text)                                                                           \
 if (status == code) return text;
  TEXTS(TEXT)
#undef TEXT
  return "Unknown status.";
}
