/*
 * Opening and closing, consent, and the person's rights: see, take away, forget, erase. All that
 * may wait for the disk stands behind a promise.
 */
#include "node_call.h"

#include <string.h>

/* Consent: 28 verdicts of the person, 28 of the host, and Global Privacy Control. */

static const node_field consent_fields[] = {
    {"verdicts", NODE_EXACT, offsetof(sotto_consent, verdicts),
     sizeof((sotto_consent *)0)->verdicts, NULL},
    {"hostVerdicts", NODE_EXACT, offsetof(sotto_consent, host_verdicts),
     sizeof((sotto_consent *)0)->host_verdicts, NULL},
    {"gpc", NODE_YES, offsetof(sotto_consent, gpc), 0, NULL},
};
static const node_shape consent_shape = NODE_SHAPE("consent", consent_fields, sotto_consent);

static int take_consent(node_call *call, const napi_value *values) {
  sotto_consent_init(&call->consent);
  return node_call_read(call, &consent_shape, values, &call->consent);
}

static sotto_status run_set_consent(node_call *call) {
  return sotto_consent_set(call->home->profile, &call->consent);
}

static sotto_status run_consent(node_call *call) {
  return sotto_consent_get(call->home->profile, &call->consent);
}

static void give_consent(node_call *call) {
  node_page_struct(&call->page, &consent_shape, &call->consent);
}

/* Opening: (store, verdicts, host verdicts, gpc, options object's values in this order). */

static const node_field option_fields[] = {
    {"directory", NODE_PATH, offsetof(sotto_options, directory), 0, NULL},
    {"locale", NODE_PATH, offsetof(sotto_options, locale), 0, NULL},
    {"packKeys[0]", NODE_KEY, offsetof(sotto_options, pack_keys), SOTTO_KEY_SIZE, NULL},
    {"packKeys[1]", NODE_KEY, offsetof(sotto_options, pack_keys) + sizeof(uint8_t *),
     SOTTO_KEY_SIZE, NULL},
    {"packList", NODE_PATH, offsetof(sotto_options, pack_list), 0, NULL},
    {"flags", NODE_U32, offsetof(sotto_options, flags), 0, NULL},
};
static const node_shape option_shape = NODE_SHAPE("option", option_fields, sotto_options);

static const node_field limit_fields[] = {
    {"sessionGapMs", NODE_U32, offsetof(sotto_options, session_gap_ms), 0, NULL},
    {"sessionLimitMs", NODE_U32, offsetof(sotto_options, session_limit_ms), 0, NULL},
    {"retentionDays", NODE_U32, offsetof(sotto_options, retention_days), 0, NULL},
    {"retentionKib", NODE_U32, offsetof(sotto_options, retention_kib), 0, NULL},
    {"epsilonDepthMicro", NODE_U32, offsetof(sotto_options, epsilon_depth_micro), 0, NULL},
    {"epsilonYearMicro", NODE_U32, offsetof(sotto_options, epsilon_year_micro), 0, NULL},
    {"deltaYear2p60", NODE_ID, offsetof(sotto_options, delta_year_2p60), 0, NULL},
    {"epsilon0YearMicro", NODE_U32, offsetof(sotto_options, epsilon0_year_micro), 0, NULL},
};
static const node_shape limit_shape = NODE_SHAPE("limit", limit_fields, sotto_options);
#define LIMITS (sizeof limit_fields / sizeof *limit_fields)

static int take_limits(node_call *call, napi_value object) {
  napi_value values[LIMITS];
  for (size_t i = 0; i < LIMITS; i++)
    if (napi_get_named_property(call->env, object, limit_fields[i].key, &values[i]) != napi_ok)
      return 0;
  return node_call_read(call, &limit_shape, values, &call->in.options);
}

static int take_store(node_call *call, napi_value store) {
  call->home = node_home_begin(call->instance);
  const char *wrong = call->home ? node_home_lend(call->home, store) : "keyStore";
  if (!wrong) return 1;
  call->reader.wrong = wrong;
  call->reader.expected = "what a key store of this package has";
  return 0;
}

static int take_open(node_call *call, const napi_value *values) {
  sotto_options_init(&call->in.options);
  if (!take_store(call, values[0]) || !take_consent(call, values + 1)) return 0;
  call->reader.arena = &call->home->arena; /* the list of packs must outlive the handle */
  return node_call_read(call, &option_shape, values + 4, &call->in.options) &&
         take_limits(call, values[10]);
}

static sotto_status run_open(node_call *call) {
  return sotto_open(&call->in.options, &call->consent, &call->home->port, &call->home->profile);
}

static sotto_status run_close(node_call *call) {
  sotto_close(call->home->profile);
  call->home->profile = NULL;
  return SOTTO_OK;
}

static sotto_status run_flush(node_call *call) {
  return sotto_flush(call->home->profile);
}
static sotto_status run_tick(node_call *call) {
  return sotto_tick(call->home->profile);
}
static sotto_status run_end_session(node_call *call) {
  return sotto_session_end(call->home->profile);
}

static int take_paused(node_call *call, const napi_value *values) {
  static const node_field FIELDS[] = {{"paused", NODE_YES, 0, 0, NULL}};
  static const node_shape SHAPE = {NULL, FIELDS, 1, sizeof(uint32_t)};
  return node_call_read(call, &SHAPE, values, &call->out.yes);
}

static sotto_status run_pause(node_call *call) {
  return sotto_learning_pause(call->home->profile, call->out.yes);
}

static int take_preference(node_call *call, const napi_value *values) {
  static const node_field FIELDS[] = {{"strength", NODE_I32, 0, 0, NULL}};
  static const node_shape SHAPE = {NULL, FIELDS, 1, sizeof(int32_t)};
  int32_t strength = 100;
  if (!node_call_text(call, "attribute", values[0], &call->text[0]) ||
      !node_call_text(call, "value", values[1], &call->text[1]) ||
      !node_call_read(call, &SHAPE, values + 2, &strength))
    return 0;
  call->real = strength;
  return 1;
}

static sotto_status run_preference(node_call *call) {
  return sotto_state_preference(call->home->profile, call->text[0], call->text[1],
                                (int32_t)call->real);
}

/* Rights. */

static const node_field kept_fields[] = {
    {"category", NODE_NAME, offsetof(sotto_kept, category), 0, sotto_category_name},
    {"kind", NODE_TEXT, offsetof(sotto_kept, kind), 0, NULL},
    {"words", NODE_TEXT, offsetof(sotto_kept, words), 0, NULL},
    {"timeMs", NODE_I64, offsetof(sotto_kept, time_ms), 0, NULL},
};
static const node_shape kept_shape = NODE_SHAPE("kept", kept_fields, sotto_kept);

static uint32_t add_kept(void *rows, const sotto_kept *kept) {
  return node_rows_add(rows, kept);
}

static sotto_status run_kept(node_call *call) {
  node_rows_begin(&call->rows, &kept_shape, &call->arena);
  return sotto_profile_each(call->home->profile, add_kept, &call->rows);
}

static sotto_status run_export(node_call *call) {
  return sotto_profile_export(call->home->profile, node_call_write, call);
}

static int take_json(node_call *call, const napi_value *values) {
  sotto_text text = {NULL, 0};
  const int taken = node_call_text(call, "json", values[0], &text);
  call->bytes = (sotto_bytes){(const uint8_t *)text.data, text.size};
  return taken;
}

static sotto_status run_import(node_call *call) {
  return sotto_profile_import(call->home->profile, call->bytes, &call->out.count);
}

static sotto_status run_messages(node_call *call) {
  return sotto_messages_set(call->home->profile, call->bytes);
}

static const node_field scope_fields[] = {
    {"kind", NODE_U32, offsetof(sotto_scope, kind), 0, NULL},
    {"item", NODE_TEXT, offsetof(sotto_scope, item), 0, NULL},
    {"attribute", NODE_TEXT, offsetof(sotto_scope, attribute), 0, NULL},
    {"value", NODE_TEXT, offsetof(sotto_scope, value), 0, NULL},
    {"fromMs", NODE_I64, offsetof(sotto_scope, from_ms), 0, NULL},
    {"toMs", NODE_I64, offsetof(sotto_scope, to_ms), 0, NULL},
    {"category", NODE_U32, offsetof(sotto_scope, category), 0, NULL},
};
static const node_shape scope_shape = NODE_SHAPE("scope", scope_fields, sotto_scope);

static int take_scope(node_call *call, const napi_value *values) {
  sotto_scope_init(&call->in.scope);
  return node_call_read(call, &scope_shape, values, &call->in.scope);
}

static sotto_status run_forget(node_call *call) {
  return sotto_forget(call->home->profile, &call->in.scope, &call->out.count);
}

static const char *strength_name(uint32_t strength) {
  static const char *const NAMES[] = {"", "file", "service", "hardware", "memory", "passphrase"};
  return strength < sizeof NAMES / sizeof *NAMES ? NAMES[strength] : "";
}

static const node_field receipt_fields[] = {
    {"strength", NODE_NAME, offsetof(sotto_receipt, strength), 0, strength_name},
    {"storeName", NODE_CHARS, offsetof(sotto_receipt, store_name), 32, NULL},
    {"keyDestroyed", NODE_YES, offsetof(sotto_receipt, key_destroyed), 0, NULL},
    {"filesRemoved", NODE_U32, offsetof(sotto_receipt, files_removed), 0, NULL},
    {"timeMs", NODE_I64, offsetof(sotto_receipt, time_ms), 0, NULL},
};
static const node_shape receipt_shape = NODE_SHAPE("receipt", receipt_fields, sotto_receipt);

static int take_erase(node_call *call, const napi_value *values) {
  static const node_field FIELDS[] = {{"directory", NODE_PATH, 0, 0, NULL}};
  static const node_shape SHAPE = {NULL, FIELDS, 1, sizeof(const char *)};
  return take_store(call, values[0]) &&
         node_call_read(call, &SHAPE, values + 1, &call->in.options.directory);
}

static sotto_status run_erase(node_call *call) {
  return sotto_erase(call->in.options.directory, &call->home->port, &call->out.receipt);
}

static void give_receipt(node_call *call) {
  node_page_struct(&call->page, &receipt_shape, &call->out.receipt);
}

static const node_operation list[] = {
    {"open", take_open, run_open, NULL, 1, 1, 1},
    {"close", NULL, run_close, NULL, 1, 0, 0},
    {"closeNow", NULL, run_close, NULL, 0, 0, 0},
    {"consent", NULL, run_consent, give_consent, 0, 0, 0},
    {"setConsent", take_consent, run_set_consent, NULL, 1, 0, 0},
    {"flush", NULL, run_flush, NULL, 1, 0, 0},
    {"tick", NULL, run_tick, NULL, 1, 0, 0},
    {"endSession", NULL, run_end_session, NULL, 1, 0, 0},
    {"pauseLearning", take_paused, run_pause, NULL, 0, 0, 0},
    {"statePreference", take_preference, run_preference, NULL, 1, 0, 0},
    {"messages", take_json, run_messages, NULL, 0, 0, 0},
    {"kept", NULL, run_kept, node_call_rows, 1, 0, 0},
    {"export", NULL, run_export, node_call_whole, 1, 0, 0},
    {"import", take_json, run_import, node_call_count, 1, 0, 0},
    {"forget", take_scope, run_forget, node_call_count, 1, 0, 0},
    {"erase", take_erase, run_erase, give_receipt, 1, 1, 0},
};
static const node_shape *const shapes[] = {&consent_shape, &kept_shape, &receipt_shape};
const node_operations node_person = NODE_OPERATIONS(list, shapes);
