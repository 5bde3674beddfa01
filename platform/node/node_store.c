/*
 * Key stores as JavaScript names them: {kind: "ram", memory}, {kind: "insecure_file", path},
 * {kind: "passphrase", words}, or {kind: "lent", provider, name, strength}: an object of the app's
 * own with load, store and wipe, which are called on JavaScript's thread and must answer at once.
 *
 * An exception of the app's functions means that the store refused: SOTTO_E_KEY_LOCKED, with the
 * exception as the cause; another answer than 32 bytes is SOTTO_E_PORT. There is no anchor in such
 * a store, so putting back an old copy of the profile cannot be noticed (port.h).
 */
#include "node_home.h"
#include "node_shape.h"

#include <sotto/store_posix.h>
#include <string.h>

static napi_value member(napi_env env, napi_value object, const char *name) {
  napi_value value = NULL;
  if (napi_get_named_property(env, object, name, &value) != napi_ok) return NULL;
  return value;
}

/* What was thrown stays with the home as the cause of the error that follows. */
static sotto_status refused(node_home *home) {
  napi_env env = home->instance->env;
  napi_value thrown = NULL;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending || napi_get_and_clear_last_exception(env, &thrown) != napi_ok) return SOTTO_E_PORT;
  if (home->lent.thrown) napi_delete_reference(env, home->lent.thrown);
  home->lent.thrown = NULL;
  napi_create_reference(env, thrown, 1, &home->lent.thrown);
  return SOTTO_E_KEY_LOCKED;
}

/* References hold objects only in version 8; a thrown number or text is not kept. */
napi_value node_home_thrown(node_home *home) {
  napi_env env = home->instance->env;
  napi_value thrown = NULL;
  if (!home->lent.thrown) return NULL;
  napi_get_reference_value(env, home->lent.thrown, &thrown);
  napi_delete_reference(env, home->lent.thrown);
  home->lent.thrown = NULL;
  return thrown;
}

static sotto_status loaded(napi_env env, napi_value given, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  napi_valuetype type = napi_undefined;
  napi_typedarray_type kind;
  bool is_array = false;
  size_t size = 0;
  void *data = NULL;
  napi_typeof(env, given, &type);
  if (type == napi_undefined || type == napi_null) return SOTTO_E_MISSING;
  napi_is_typedarray(env, given, &is_array);
  if (!is_array) return SOTTO_E_PORT;
  napi_get_typedarray_info(env, given, &kind, &size, &data, NULL, NULL);
  if (kind != napi_uint8_array || size != SOTTO_KEY_SIZE) return SOTTO_E_PORT;
  memcpy(ret_key, data, SOTTO_KEY_SIZE);
  return SOTTO_OK;
}

/* A promise is no answer: the key would be stored some time later, or never. */
static sotto_status done(napi_env env, napi_value given) {
  napi_valuetype type = napi_undefined;
  napi_value then = NULL;
  napi_typeof(env, given, &type);
  if (type != napi_object) return SOTTO_OK;
  then = member(env, given, "then");
  if (then) napi_typeof(env, then, &type);
  return type == napi_function ? SOTTO_E_PORT : SOTTO_OK;
}

static sotto_status ask_provider(node_home *home, node_ask ask, uint8_t key[SOTTO_KEY_SIZE]) {
  static const char *const NAMES[] = {"", "load", "store", "wipe"};
  napi_env env = home->instance->env;
  napi_value provider = NULL, argument = NULL, given = NULL;
  void *copy = NULL;
  if (napi_get_reference_value(env, home->lent.provider, &provider) != napi_ok) return SOTTO_E_PORT;
  if (ask == NODE_ASK_STORE &&
      napi_create_buffer_copy(env, SOTTO_KEY_SIZE, key, &copy, &argument) != napi_ok)
    return SOTTO_E_PORT;
  const napi_value function = member(env, provider, NAMES[ask]);
  const napi_status called =
      function ? napi_call_function(env, provider, function, copy != NULL, &argument, &given)
               : napi_cannot_run_js;
  if (copy) sotto_passphrase_wipe(copy, SOTTO_KEY_SIZE);
  if (called != napi_ok) return refused(home);
  return ask == NODE_ASK_LOAD ? loaded(env, given, key) : done(env, given);
}

void node_home_answer(node_home *home) {
  napi_handle_scope scope = NULL;
  pthread_mutex_lock(&home->lock);
  const node_ask ask = home->lent.ask;
  pthread_mutex_unlock(&home->lock);
  if (ask == NODE_ASK_NOTHING || home->lent.answering) return;
  sotto_status status = SOTTO_E_PORT;
  home->lent.answering = 1;
  if (napi_open_handle_scope(home->instance->env, &scope) == napi_ok) {
    status = ask_provider(home, ask, home->lent.key);
    napi_close_handle_scope(home->instance->env, scope);
  }
  home->lent.answering = 0;
  pthread_mutex_lock(&home->lock);
  home->lent.status = status;
  home->lent.ask = NODE_ASK_NOTHING;
  pthread_cond_broadcast(&home->changed);
  pthread_mutex_unlock(&home->lock);
}

/* env is NULL when the environment is gone; then nothing may be touched. */
static void woken(napi_env env, napi_value function, void *context, void *data) {
  (void)function;
  (void)data;
  if (env) node_home_answer(context);
}

static sotto_status ask_from_afar(node_home *home, node_ask ask) {
  pthread_mutex_lock(&home->lock);
  home->lent.ask = home->leaving ? NODE_ASK_NOTHING : ask;
  home->lent.status = SOTTO_E_PORT;
  pthread_cond_broadcast(&home->changed);
  pthread_mutex_unlock(&home->lock);
  napi_call_threadsafe_function(home->lent.wake, NULL, napi_tsfn_nonblocking);
  pthread_mutex_lock(&home->lock);
  while (home->lent.ask != NODE_ASK_NOTHING && !home->leaving)
    pthread_cond_wait(&home->changed, &home->lock);
  home->lent.ask = NODE_ASK_NOTHING;
  const sotto_status status = home->lent.status;
  pthread_mutex_unlock(&home->lock);
  return status;
}

static sotto_status asked(void *context, node_ask ask, uint8_t key[SOTTO_KEY_SIZE]) {
  node_home *home = context;
  sotto_status status;
  if (pthread_equal(pthread_self(), home->thread)) return ask_provider(home, ask, key);
  if (ask == NODE_ASK_STORE) memcpy(home->lent.key, key, SOTTO_KEY_SIZE);
  status = ask_from_afar(home, ask);
  if (ask == NODE_ASK_LOAD && status == SOTTO_OK) memcpy(key, home->lent.key, SOTTO_KEY_SIZE);
  sotto_passphrase_wipe((char *)home->lent.key, SOTTO_KEY_SIZE);
  return status;
}

static sotto_status lent_load(void *context, uint8_t ret_key[SOTTO_KEY_SIZE]) {
  return asked(context, NODE_ASK_LOAD, ret_key);
}

static sotto_status lent_store(void *context, const uint8_t key[SOTTO_KEY_SIZE]) {
  uint8_t copy[SOTTO_KEY_SIZE];
  memcpy(copy, key, sizeof copy);
  const sotto_status status = asked(context, NODE_ASK_STORE, copy);
  sotto_passphrase_wipe((char *)copy, sizeof copy);
  return status;
}

static sotto_status lent_wipe(void *context) {
  uint8_t none[SOTTO_KEY_SIZE] = {0};
  return asked(context, NODE_ASK_WIPE, none);
}

static const char *lend_provider(node_home *home, napi_value store) {
  napi_env env = home->instance->env;
  napi_value name = NULL, provider = member(env, store, "provider");
  static const node_field FIELDS[] = {{"strength", NODE_U32, 0, 0, NULL}};
  static const node_shape SHAPE = {NULL, FIELDS, 1, sizeof(uint32_t)};
  node_reader reader = {.env = env, .arena = &home->arena};
  const napi_value strength = member(env, store, "strength");
  size_t size = 0;
  sotto_port_init(&home->port);
  home->port.strength = SOTTO_STRENGTH_SERVICE;
  if (!node_shape_read(&reader, &SHAPE, &strength, &home->port.strength)) return "strength";
  if (napi_get_value_string_utf8(env, member(env, store, "name"), home->lent.name,
                                 sizeof home->lent.name, &size) != napi_ok)
    return "name";
  if (napi_create_reference(env, provider, 1, &home->lent.provider) != napi_ok) return "provider";
  napi_create_string_utf8(env, "sotto key store", 15, &name);
  if (napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, NULL, node_home_unwake, home,
                                      woken, &home->lent.wake) != napi_ok)
    return "provider";
  home->references++;
  napi_unref_threadsafe_function(env, home->lent.wake);
  home->port.store_name = home->lent.name;
  home->port.context = home;
  home->port.key_load = lent_load;
  home->port.key_store = lent_store;
  home->port.key_wipe = lent_wipe;
  sotto_posix_lend(&home->port);
  return NULL;
}

static const char *lend_ram(node_home *home, napi_value store) {
  napi_env env = home->instance->env;
  const napi_value memory = member(env, store, "memory");
  bool ours = false;
  void *data = NULL;
  napi_valuetype type = napi_undefined;
  napi_typeof(env, memory, &type);
  if (type != napi_external ||
      napi_check_object_type_tag(env, memory, &node_ram_tag, &ours) != napi_ok || !ours ||
      napi_get_value_external(env, memory, &data) != napi_ok)
    return "memory";
  home->ram = data;
  home->ram->references++;
  const sotto_store_ram kept = home->ram->store;
  sotto_store_ram_init(&home->ram->store, &home->port);
  home->ram->store = kept;
  return NULL;
}

static const char *lend_file(node_home *home, napi_value store) {
  static const node_field FIELDS[] = {{"path", NODE_PATH, 0, 0, NULL}};
  static const node_shape SHAPE = {NULL, FIELDS, 1, sizeof(const char *)};
  napi_env env = home->instance->env;
  node_reader reader = {.env = env, .arena = &home->arena};
  const napi_value value = member(env, store, "path");
  const char *path = NULL;
  if (!node_shape_read(&reader, &SHAPE, &value, &path) || !path) return "path";
  const sotto_status status =
      sotto_store_insecure_file_init(&home->file, path, SOTTO_INSECURE_FILE, &home->port);
  return status ? "path" : NULL;
}

static const char *lend_passphrase(node_home *home, napi_value store) {
  static const node_field FIELDS[] = {{"words", NODE_BYTES, 0, 0, NULL}};
  static const node_shape SHAPE = {NULL, FIELDS, 1, sizeof(sotto_bytes)};
  napi_env env = home->instance->env;
  node_reader reader = {.env = env, .arena = &home->arena};
  const napi_value value = member(env, store, "words");
  sotto_bytes words = {NULL, 0};
  if (!node_shape_read(&reader, &SHAPE, &value, &words)) return "words";
  sotto_store_passphrase_init(&home->passphrase, (sotto_text){(const char *)words.data, words.size},
                              &home->port);
  return NULL;
}

const char *node_home_lend(node_home *home, napi_value store) {
  static const struct {
    const char *kind;
    const char *(*lend)(node_home *home, napi_value store);
  } KINDS[] = {{"ram", lend_ram},
               {"insecure_file", lend_file},
               {"passphrase", lend_passphrase},
               {"lent", lend_provider}};
  char kind[16] = "";
  size_t size = 0;
  napi_env env = home->instance->env;
  const napi_value named = member(env, store, "kind");
  if (!named || napi_get_value_string_utf8(env, named, kind, sizeof kind, &size) != napi_ok)
    return "keyStore";
  for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
    if (strcmp(KINDS[i].kind, kind) == 0) return KINDS[i].lend(home, store);
  return "keyStore";
}
