/*
 * Names and sentences of the status codes, and the library's version. Static text only.
 */
#include <sotto/base.h>

typedef struct words {
  const char *name;
  const char *text;
} words;

#define ROW(code, text) [-(code)] = {#code, text}

static const words table[] = {
    ROW(SOTTO_OK, "Done."),
    ROW(SOTTO_E_ARGUMENT, "An argument is not one this call takes."),
    ROW(SOTTO_E_STATE, "This is not possible now."),
    ROW(SOTTO_E_MEMORY, "There is not enough memory; nothing changed."),
    ROW(SOTTO_E_SPACE, "The buffer is too small; the size needed was returned."),
    ROW(SOTTO_E_MISSING, "It does not exist."),
    ROW(SOTTO_E_DENIED, "Consent does not allow it."),
    ROW(SOTTO_E_BUDGET, "The budget ledger does not allow it."),
    ROW(SOTTO_E_LIMIT, "It is larger than a stated limit."),
    ROW(SOTTO_E_KEY_WRONG, "The key store's secret is not this profile's."),
    ROW(SOTTO_E_KEY_LOST, "The key store holds no secret for this profile."),
    ROW(SOTTO_E_KEY_LOCKED, "The key store is locked or refused; try again later."),
    ROW(SOTTO_E_TAMPERED, "It was changed after it was made."),
    ROW(SOTTO_E_CORRUPT, "It is damaged."),
    ROW(SOTTO_E_FORMAT, "It is not of this format, or of an unknown version."),
    ROW(SOTTO_E_NO_CIPHER, "The SQLite in this process cannot encrypt; nothing was stored."),
    ROW(SOTTO_E_DISK_FULL, "The disk is full; nothing was half-written."),
    ROW(SOTTO_E_READ_ONLY, "The place cannot be written."),
    ROW(SOTTO_E_STORAGE, "The disk or file system failed."),
    ROW(SOTTO_E_PORT, "A function the host lent failed."),
    ROW(SOTTO_E_BUSY, "Another handle or call holds this profile."),
    ROW(SOTTO_E_EXPIRED, "It is past its expiry."),
    ROW(SOTTO_E_ROLLBACK, "It is older than what is already trusted here."),
    ROW(SOTTO_E_UNTRUSTED, "It is signed by a key this host does not trust."),
    ROW(SOTTO_E_EVENT_NAME, "The event's name is unknown."),
    ROW(SOTTO_E_EVENT_ITEM, "The event's item is absent, too long or not UTF-8."),
    ROW(SOTTO_E_EVENT_TIME, "The event's time is before 2000 or over a day ahead."),
    ROW(SOTTO_E_EVENT_AMOUNT, "A quantity, price or count of the event is not sensible."),
    ROW(SOTTO_E_EVENT_TEXT, "A text of the event is too long or not UTF-8."),
    ROW(SOTTO_E_JSON, "It is not JSON of the documented shape."),
    ROW(SOTTO_E_INTERNAL, "A check inside the library failed; please report it."),
    ROW(SOTTO_E_UNLISTED, "The pack is not in the brand's public list."),
};

const char *sotto_version(void) {
  return "0.1.0";
}

static words words_of(sotto_status status) {
  int known = status <= 0 && status > -(sotto_status)(sizeof table / sizeof *table);
  return known ? table[-status] : (words){"unknown status", "Unknown status."};
}

const char *sotto_status_name(sotto_status status) {
  return words_of(status).name;
}

const char *sotto_status_text(sotto_status status) {
  return words_of(status).text;
}
