/*
 * The message table and its reading: see message.h.
 */
#include "flow/message.h"

#include <jansson.h>
#include <string.h>

typedef struct row {
  const char *name;
  const char *english;
  const char *spanish;
} row;

static const row table[SO_MESSAGE_COUNT] = {
    [SO_MESSAGE_REASON_NEIGHBOUR] = {"reason_neighbour", "because you viewed {0}",
                                     "porque viste {0}"},
    [SO_MESSAGE_REASON_NEIGHBOUR_UNNAMED] = {"reason_neighbour_unnamed",
                                             "goes with what you looked at",
                                             "va con lo que estuviste mirando"},
    [SO_MESSAGE_REASON_SIMILAR] = {"reason_similar", "similar to {0}", "parecido a {0}"},
    [SO_MESSAGE_REASON_SIMILAR_UNNAMED] = {"reason_similar_unnamed",
                                           "similar to what you looked at",
                                           "parecido a lo que estuviste mirando"},
    [SO_MESSAGE_REASON_AFFINITY] = {"reason_affinity", "because you like {1}: {0}",
                                    "porque te gusta {1}: {0}"},
    [SO_MESSAGE_REASON_AFFINITY_UNNAMED] = {"reason_affinity_unnamed", "matches what you like",
                                            "encaja con lo que te gusta"},
    [SO_MESSAGE_REASON_POPULAR] = {"reason_popular", "popular with other people",
                                   "popular entre otras personas"},
    [SO_MESSAGE_REASON_RECENT] = {"reason_recent", "you looked at it recently",
                                  "lo viste hace poco"},
    [SO_MESSAGE_REASON_REPURCHASE] = {"reason_repurchase", "you buy it again and again",
                                      "lo compras una y otra vez"},
    [SO_MESSAGE_REASON_COMPLEMENT] = {"reason_complement", "goes with {0}", "combina con {0}"},
    [SO_MESSAGE_REASON_COMPLEMENT_UNNAMED] = {"reason_complement_unnamed",
                                              "goes with what you have chosen",
                                              "combina con lo que has elegido"},
    [SO_MESSAGE_REASON_EXPLORE] = {"reason_explore", "something new for you", "algo nuevo para ti"},
    [SO_MESSAGE_REASON_RULE] = {"reason_rule", "chosen by the shop", "elegido por la tienda"},
    [SO_MESSAGE_REASON_CONTEXT] = {"reason_context", "goes with {0}, which you are looking at",
                                   "va con {0}, que estás mirando"},
    [SO_MESSAGE_REASON_CONTEXT_UNNAMED] = {"reason_context_unnamed", "goes with this page",
                                           "va con esta página"},
    [SO_MESSAGE_MINDSET_CURIOUS] = {"mindset_curious", "curious", "con curiosidad"},
    [SO_MESSAGE_MINDSET_INTERESTED] = {"mindset_interested", "interested", "con interés"},
    [SO_MESSAGE_MINDSET_FOCUSED] = {"mindset_focused", "focused", "con una idea clara"},
    [SO_MESSAGE_MINDSET_SATISFIED] = {"mindset_satisfied", "satisfied", "con satisfacción"},
    [SO_MESSAGE_MINDSET_LOYAL] = {"mindset_loyal", "loyal", "fiel"},
    [SO_MESSAGE_MINDSET_FADING] = {"mindset_fading", "fading", "alejándose"},
    [SO_MESSAGE_ACT_CREATED] = {"act_created", "The profile was made.", "Se creó el perfil."},
    [SO_MESSAGE_ACT_CONSENT] = {"act_consent", "Your choices about your data were noted.",
                                "Se anotaron tus decisiones sobre tus datos."},
    [SO_MESSAGE_ACT_EVENTS] = {"act_events", "Events of one day were kept: {0}.",
                               "Se guardaron eventos de un día: {0}."},
    [SO_MESSAGE_ACT_ANSWERED] = {"act_answered",
                                 "A question was answered with noise at a cost of {0}.",
                                 "Se respondió a una pregunta con ruido a un coste de {0}."},
    [SO_MESSAGE_ACT_SENT] = {"act_sent", "A report was delivered.", "Se entregó un informe."},
    [SO_MESSAGE_ACT_DROPPED] = {"act_dropped", "A report was removed without being sent.",
                                "Se eliminó un informe sin enviarlo."},
    [SO_MESSAGE_ACT_FORGOT] = {"act_forgot", "Something was forgotten for good.",
                               "Se olvidó algo para siempre."},
    [SO_MESSAGE_ACT_ERASED] = {"act_erased", "The profile was erased.", "Se borró el perfil."},
    [SO_MESSAGE_ACT_ROTATED] = {"act_rotated", "The keys were replaced.",
                                "Se cambiaron las claves."},
    [SO_MESSAGE_ACT_PACK] = {"act_pack", "A catalogue of the shop was installed.",
                             "Se instaló un catálogo de la tienda."},
    [SO_MESSAGE_ACT_EXPORTED] = {"act_exported", "The profile was handed out as a file.",
                                 "Se entregó el perfil como archivo."},
    [SO_MESSAGE_ACT_IMPORTED] = {"act_imported", "A profile file was read in.",
                                 "Se leyó un archivo de perfil."},
    [SO_MESSAGE_ACT_STATED] = {"act_stated", "You said what you prefer.",
                               "Dijiste lo que prefieres."},
    [SO_MESSAGE_ACT_CHECKPOINT] = {"act_checkpoint", "Older rows were joined after a forget.",
                                   "Se unieron filas antiguas tras un olvido."},
};

static const char *of_table(const char *locale, so_message message) {
  return strncmp(locale, "es", 2) == 0 ? table[message].spanish : table[message].english;
}

/* The locale's own object in the app's JSON: "es-MX", else "es". */
static const json_t *own_sentences(const so_words *words) {
  const json_t *found = json_object_get(words->catalogue, words->locale);
  char language[SO_LOCALE_MAX] = {0};
  if (found) return found;
  size_t size = strcspn(words->locale, "-_");
  memcpy(language, words->locale, size);
  return json_object_get(words->catalogue, language);
}

void so_message_start(so_words *ret_words, const char *locale) {
  memset(ret_words, 0, sizeof *ret_words);
  size_t size = strnlen(locale, SO_LOCALE_MAX - 1);
  memcpy(ret_words->locale, locale, size);
}

void so_message_end(so_words *words) {
  json_decref(words->catalogue);
  words->catalogue = NULL;
}

const char *so_message_pattern(const so_words *words, so_message message) {
  const json_t *own = words->catalogue ? own_sentences(words) : NULL;
  const char *pattern = own ? json_string_value(json_object_get(own, table[message].name)) : NULL;
  return pattern ? pattern : of_table(words->locale, message);
}

/* The number in "{n}" at `at`, or -1. */
static int placeholder(const char *at) {
  if (at[0] != '{' || at[1] < '0' || at[1] >= '0' + SO_MESSAGE_PARTS_MAX || at[2] != '}') return -1;
  return at[1] - '0';
}

void so_message_write(so_sink *sink, const so_words *words, so_message message,
                      const sotto_text *parts) {
  const char *at = so_message_pattern(words, message);
  while (*at) {
    int part = placeholder(at);
    size_t run = part < 0 ? 1 + strcspn(at + 1, "{") : 3;
    if (part < 0)
      so_sink_text(sink, (sotto_text){at, run});
    else if (parts)
      so_sink_text(sink, parts[part]);
    at += run;
  }
}

static int message_named(const char *name) {
  for (int i = 0; i < SO_MESSAGE_COUNT; i++)
    if (strcmp(table[i].name, name) == 0) return i;
  return -1;
}

/* 1 when every placeholder of `text` stands in the English sentence too. */
static int placeholders_known(const char *text, const char *english) {
  for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
    int part = placeholder(at);
    if (part < 0) return 0;
    char wanted[4] = {'{', (char)('0' + part), '}', '\0'};
    if (!strstr(english, wanted)) return 0;
  }
  return 1;
}

static const char *fault_of_locale(const char *locale, json_t *sentences) {
  const char *name;
  json_t *text;
  if (strlen(locale) >= SO_LOCALE_MAX || !json_is_object(sentences))
    return "messages: a locale must map names to sentences";
  json_object_foreach(sentences, name, text) {
    int message = message_named(name);
    if (message < 0) return "messages: unknown message name";
    if (!json_is_string(text)) return "messages: a sentence must be text";
    if (!placeholders_known(json_string_value(text), table[message].english))
      return "messages: a placeholder does not exist in this message";
  }
  return NULL;
}

static const char *fault_of(json_t *root) {
  const char *locale;
  json_t *sentences;
  if (!json_is_object(root)) return "messages: not a JSON object";
  json_object_foreach(root, locale, sentences) {
    const char *fault = fault_of_locale(locale, sentences);
    if (fault) return fault;
  }
  return NULL;
}

sotto_status so_message_set(so_words *words, sotto_bytes json, const char **ret_detail) {
  json_t *root = json_loadb((const char *)json.data, json.size, JSON_REJECT_DUPLICATES, NULL);
  const char *fault = root ? fault_of(root) : "messages: not JSON";
  if (fault) {
    json_decref(root);
    *ret_detail = fault;
    return SOTTO_E_JSON;
  }
  if (!words->catalogue) {
    words->catalogue = root;
    return SOTTO_OK;
  }
  int failed = json_object_update_recursive(words->catalogue, root);
  json_decref(root);
  return failed ? SOTTO_E_MEMORY : SOTTO_OK;
}
