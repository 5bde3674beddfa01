/*
 * The Secret Service store: two items of the default collection, "secret" and "anchor", each a line
 * of hex digits behind a mark. What is found is read whole or refused; several items of one name (a
 * person may have moved a keyring) count as the newest of them, and wiping removes all.
 */
#include <sotto/store_posix.h>
#include <sotto/store_secret_service.h>
#include <stdio.h>
#include <string.h>

#include "anchor_record.h"
#include "keyring_call.h"

#define NAME "secret_service"
#define MARK "sotto1:"
#define MARK_SIZE (sizeof MARK - 1)
#define LINE_SIZE (MARK_SIZE + 2 * ANCHOR_RECORD_SIZE + 1)
#define NAME_SIZE 255

typedef struct keyring_item {
  const sotto_store_secret_service *store;
  const char *part; /* "secret" or "anchor" */
  keyring_call call;
  GList *found;       /* SecretItem, all that match */
  SecretItem *newest; /* of `found` */
} keyring_item;

static const SecretSchema schema = {
    .name = "org.sotto.Profile",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = {{"application", SECRET_SCHEMA_ATTRIBUTE_STRING},
                   {"profile", SECRET_SCHEMA_ATTRIBUTE_STRING},
                   {"part", SECRET_SCHEMA_ATTRIBUTE_STRING},
                   {NULL, 0}},
};

static GHashTable *attributes_of(const keyring_item *item) {
  return secret_attributes_build(&schema, "application", item->store->application, "profile",
                                 item->store->profile, "part", item->part, NULL);
}

static sotto_status search(keyring_item *item) {
  GHashTable *attributes = attributes_of(item);
  secret_service_search(item->call.service, &schema, attributes, SECRET_SEARCH_ALL,
                        item->call.cancellable, keyring_call_done, &item->call);
  item->found = secret_service_search_finish(item->call.service, keyring_call_await(&item->call),
                                             &item->call.error);
  g_hash_table_unref(attributes);
  if (item->call.error) return keyring_call_status(&item->call);
  for (GList *at = item->found; at; at = at->next)
    if (!item->newest ||
        secret_item_get_modified(at->data) > secret_item_get_modified(item->newest))
      item->newest = at->data;
  return SOTTO_OK;
}

static void end(keyring_item *item) {
  g_list_free_full(item->found, g_object_unref);
  keyring_call_end(&item->call);
}

/* Asks the person where the host allows it. */
static sotto_status unlock(keyring_item *item, gpointer object) {
  if (!(item->store->flags & SOTTO_SECRET_SERVICE_MAY_ASK)) return SOTTO_E_KEY_LOCKED;
  GList locked = {.data = object};
  keyring_call_extend(&item->call, item->store->ask_ms);
  secret_service_unlock(item->call.service, &locked, item->call.cancellable, keyring_call_done,
                        &item->call);
  const gint count = secret_service_unlock_finish(
      item->call.service, keyring_call_await(&item->call), NULL, &item->call.error);
  if (item->call.error) return keyring_call_status(&item->call);
  keyring_call_extend(&item->call, item->store->wait_ms);
  return count > 0 ? SOTTO_OK : SOTTO_E_KEY_DENIED;
}

/* The default collection, unlocked; the caller unrefs it. */
static sotto_status collection_of(keyring_item *item, SecretCollection **ret_collection) {
  secret_collection_for_alias(item->call.service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                              item->call.cancellable, keyring_call_done, &item->call);
  SecretCollection *collection =
      secret_collection_for_alias_finish(keyring_call_await(&item->call), &item->call.error);
  if (item->call.error) return keyring_call_status(&item->call);
  if (!collection) return SOTTO_E_READ_ONLY;
  const sotto_status status =
      secret_collection_get_locked(collection) ? unlock(item, collection) : SOTTO_OK;
  if (status)
    g_object_unref(collection);
  else
    *ret_collection = collection;
  return status;
}

/* A locked collection may hide what it holds: then "none" is not yet an answer. */
static sotto_status find(keyring_item *item) {
  SecretCollection *collection = NULL;
  sotto_status status = search(item);
  if (status || item->newest) return status;
  status = collection_of(item, &collection);
  if (status) return status == SOTTO_E_READ_ONLY ? SOTTO_OK : status;
  g_object_unref(collection);
  return item->store->flags & SOTTO_SECRET_SERVICE_MAY_ASK ? search(item) : SOTTO_OK;
}

/* Begins the conversation and looks for the item; end() must follow. */
static sotto_status begin(keyring_item *ret_item, void *context, const char *part) {
  *ret_item = (keyring_item){.store = context, .part = part};
  const sotto_status status = keyring_call_begin(&ret_item->call, ret_item->store->wait_ms);
  return status ? status : find(ret_item);
}

static int digit_of(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

static sotto_status decode(SecretValue *value, uint8_t *ret_bytes, size_t size) {
  gsize length = 0;
  const char *line = secret_value_get(value, &length);
  int bad = length != MARK_SIZE + 2 * size || memcmp(line, MARK, MARK_SIZE) != 0;
  for (size_t i = 0; !bad && i < size; i++) {
    const int high = digit_of(line[MARK_SIZE + 2 * i]), low = digit_of(line[MARK_SIZE + 2 * i + 1]);
    bad = high < 0 || low < 0;
    ret_bytes[i] = (uint8_t)(high * 16 + low);
  }
  return bad ? SOTTO_E_CORRUPT : SOTTO_OK;
}

static SecretValue *encode(const uint8_t *bytes, size_t size) {
  static const char digits[] = "0123456789abcdef";
  char line[LINE_SIZE] = MARK;
  for (size_t i = 0; i < size; i++) {
    line[MARK_SIZE + 2 * i] = digits[bytes[i] >> 4];
    line[MARK_SIZE + 2 * i + 1] = digits[bytes[i] & 15];
  }
  SecretValue *value = secret_value_new(line, (gssize)(MARK_SIZE + 2 * size), "text/plain");
  explicit_bzero(line, sizeof line);
  return value;
}

/* Reads the item that was found. */
static sotto_status read_found(keyring_item *item, uint8_t *ret_bytes, size_t size) {
  if (!item->newest) return SOTTO_E_MISSING;
  sotto_status status =
      secret_item_get_locked(item->newest) ? unlock(item, item->newest) : SOTTO_OK;
  if (status) return status;
  secret_item_load_secret(item->newest, item->call.cancellable, keyring_call_done, &item->call);
  if (!secret_item_load_secret_finish(item->newest, keyring_call_await(&item->call),
                                      &item->call.error))
    return keyring_call_status(&item->call);
  SecretValue *value = secret_item_get_secret(item->newest);
  if (!value) return SOTTO_E_CORRUPT;
  status = decode(value, ret_bytes, size);
  secret_value_unref(value);
  return status;
}

static sotto_status make_item(keyring_item *item, SecretValue *value) {
  SecretCollection *collection = NULL;
  char label[2 * NAME_SIZE + 32];
  const sotto_status status = collection_of(item, &collection);
  if (status) return status;
  snprintf(label, sizeof label, "%s: %s (%s)", item->store->application, item->store->profile,
           item->part);
  GHashTable *attributes = attributes_of(item);
  secret_item_create(collection, &schema, attributes, label, value, SECRET_ITEM_CREATE_REPLACE,
                     item->call.cancellable, keyring_call_done, &item->call);
  SecretItem *made = secret_item_create_finish(keyring_call_await(&item->call), &item->call.error);
  g_hash_table_unref(attributes);
  g_object_unref(collection);
  if (!made) return keyring_call_status(&item->call);
  g_object_unref(made);
  return SOTTO_OK;
}

static sotto_status change_item(keyring_item *item, SecretValue *value) {
  const sotto_status status =
      secret_item_get_locked(item->newest) ? unlock(item, item->newest) : SOTTO_OK;
  if (status) return status;
  secret_item_set_secret(item->newest, value, item->call.cancellable, keyring_call_done,
                         &item->call);
  const gboolean changed = secret_item_set_secret_finish(
      item->newest, keyring_call_await(&item->call), &item->call.error);
  return changed ? SOTTO_OK : keyring_call_status(&item->call);
}

/* One call of the service replaces the secret of the item that was found, or makes one. */
static sotto_status write_item(keyring_item *item, const uint8_t *bytes, size_t size) {
  SecretValue *value = encode(bytes, size);
  const sotto_status status = item->newest ? change_item(item, value) : make_item(item, value);
  secret_value_unref(value);
  return status;
}

static sotto_status load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  keyring_item item;
  uint8_t key[SOTTO_KEY_SIZE];
  sotto_status status = begin(&item, context, "secret");
  if (!status) status = read_found(&item, key, sizeof key);
  if (!status) memcpy(ret_key, key, sizeof key);
  explicit_bzero(key, sizeof key);
  end(&item);
  return status;
}

static sotto_status remove_one(keyring_item *item, SecretItem *one) {
  sotto_status status = secret_item_get_locked(one) ? unlock(item, one) : SOTTO_OK;
  if (status) return status;
  secret_item_delete(one, item->call.cancellable, keyring_call_done, &item->call);
  const gboolean gone =
      secret_item_delete_finish(one, keyring_call_await(&item->call), &item->call.error);
  return gone ? SOTTO_OK : keyring_call_status(&item->call);
}

/* Whatever else has the name holds an older secret, which must not stay readable. */
static sotto_status keep(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  keyring_item item;
  sotto_status status = begin(&item, context, "secret");
  if (!status) status = write_item(&item, key, SOTTO_KEY_SIZE);
  for (GList *at = item.found; !status && at; at = at->next)
    if (at->data != item.newest) (void)!remove_one(&item, at->data);
  end(&item);
  return status;
}

static sotto_status wipe(void *context) {
  keyring_item item;
  sotto_status status = begin(&item, context, "secret");
  for (GList *at = item.found; !status && at; at = at->next) status = remove_one(&item, at->data);
  end(&item);
  return status;
}

static sotto_status anchor_of(keyring_item *item, anchor_record *ret_record) {
  uint8_t bytes[ANCHOR_RECORD_SIZE];
  const sotto_status status = read_found(item, bytes, sizeof bytes);
  return status ? status : anchor_record_decode(ret_record, (sotto_bytes){bytes, sizeof bytes});
}

static sotto_status anchor_load(void *context, sotto_anchor *ret_anchor) {
  keyring_item item;
  anchor_record record;
  sotto_status status = begin(&item, context, "anchor");
  if (!status) status = anchor_of(&item, &record);
  if (!status) *ret_anchor = record.anchor;
  end(&item);
  return status;
}

static sotto_status anchor_advance(void *context, const sotto_anchor *anchor) {
  keyring_item item;
  anchor_record record = {0};
  uint8_t bytes[ANCHOR_RECORD_SIZE];
  sotto_status status = begin(&item, context, "anchor");
  if (!status) status = anchor_of(&item, &record);
  if (!status) status = anchor_record_follows(&record.anchor, anchor);
  if (status == SOTTO_OK || status == SOTTO_E_MISSING) {
    record = (anchor_record){.sequence = record.sequence + 1, .anchor = *anchor};
    anchor_record_encode(bytes, &record);
    status = write_item(&item, bytes, sizeof bytes);
  }
  end(&item);
  return status;
}

static int is_name(const char *name) {
  const size_t size = name ? strlen(name) : 0;
  if (size < 1 || size > NAME_SIZE || !g_utf8_validate(name, (gssize)size, NULL)) return 0;
  for (const char *at = name; *at; at++)
    if ((unsigned char)*at < ' ' || *at == 127) return 0;
  return 1;
}

sotto_status sotto_store_secret_service_init(sotto_store_secret_service *ret_store,
                                             const char *application, const char *profile,
                                             sotto_port *ret_port) {
  if (!ret_store || !ret_port || !is_name(application) || !is_name(profile))
    return SOTTO_E_ARGUMENT;
  *ret_store = (sotto_store_secret_service){.struct_size = sizeof *ret_store,
                                            .wait_ms = 5000,
                                            .ask_ms = 120000,
                                            .application = application,
                                            .profile = profile};
  *ret_port = (sotto_port){
      .struct_size = sizeof *ret_port,
      .strength = SOTTO_STRENGTH_SERVICE,
      .store_name = NAME,
      .context = ret_store,
      .key_load = load,
      .key_store = keep,
      .key_wipe = wipe,
      .anchor_load = anchor_load,
      .anchor_advance = anchor_advance,
  };
  sotto_posix_lend(ret_port);
  return SOTTO_OK;
}
