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
    [SO_MESSAGE_REASON_AFFINITY] = {"reason_affinity", "because you like {0} ({1})",
                                    "porque te gusta {0} ({1})"},
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
    [SO_MESSAGE_ACT_TRIED] = {"act_tried", "A report could not be delivered and waits.",
                              "No se pudo entregar un informe y espera."},
    [SO_MESSAGE_QUESTION_MINDSET] = {"question_mindset",
                                     "The shop asks: what are you in the mood for?",
                                     "La tienda pregunta: ¿con qué ánimo estás?"},
    [SO_MESSAGE_QUESTION_SPEND_RECENCY] =
        {"question_spend_recency", "The shop asks: when did you last buy here?",
         "La tienda pregunta: ¿cuándo compraste aquí por última vez?"},
    [SO_MESSAGE_QUESTION_TOP_VALUE] = {"question_top_value",
                                       "The shop asks: which do you like best ({0})?",
                                       "La tienda pregunta: ¿cuál te gusta más ({0})?"},
    [SO_MESSAGE_QUESTION_ANSWER] = {"question_answer", "Your answer would be: {0}.",
                                    "Tu respuesta sería: {0}."},
    [SO_MESSAGE_QUESTION_NOISE] =
        {"question_noise",
         "It does not leave: what leaves is {0} of the {1} possible answers, drawn at random, and "
         "any draw is at most {2} times as likely with your answer as with another.",
         "No sale: lo que sale son {0} de las {1} respuestas posibles, sacadas al azar, y "
         "cualquier sorteo es como mucho {2} veces más probable con tu respuesta que con otra."},
    [SO_MESSAGE_QUESTION_COST] = {"question_cost",
                                  "This costs {0} of your privacy budget; {1} stay.",
                                  "Esto cuesta {0} de tu presupuesto de privacidad; quedan {1}."},
    [SO_MESSAGE_QUESTION_FREE_CATEGORY] =
        {"question_free_category",
         "You do not share answers of this kind: \"no answer\" takes its place, at no cost.",
         "No compartes respuestas de este tipo: en su lugar va \"sin respuesta\", sin coste."},
    [SO_MESSAGE_QUESTION_FREE_BUDGET] =
        {"question_free_budget",
         "Your privacy budget does not allow it now: \"no answer\" takes its place, at no cost.",
         "Tu presupuesto de privacidad no lo permite ahora: en su lugar va \"sin respuesta\", "
         "sin coste."},
    [SO_MESSAGE_QUESTION_ANSWERED] = {"question_answered", "You took part this week.",
                                      "Ya participaste esta semana."},
    [SO_MESSAGE_QUESTION_OFF] = {"question_off", "You do not contribute: nothing leaves.",
                                 "No contribuyes: no sale nada."},
    [SO_MESSAGE_QUESTION_INVALID] = {"question_invalid",
                                     "This device does not answer this question: nothing leaves.",
                                     "Este dispositivo no responde a esta pregunta: no sale nada."},
    [SO_MESSAGE_ANSWER_NONE] = {"answer_none", "no answer", "sin respuesta"},
    [SO_MESSAGE_ANSWER_DAYS_BELOW] = {"answer_days_below", "less than {0} days ago",
                                      "hace menos de {0} días"},
    [SO_MESSAGE_ANSWER_DAYS_BETWEEN] = {"answer_days_between", "{0} to {1} days ago",
                                        "hace de {0} a {1} días"},
    [SO_MESSAGE_ANSWER_DAYS_FROM] = {"answer_days_from", "{0} days ago or more",
                                     "hace {0} días o más"},
    [SO_MESSAGE_REASON_DISCREET] = {"reason_discreet", "chosen for you", "elegido para ti"},
    [SO_MESSAGE_FACT_CART] = {"fact_cart", "there is something in the cart",
                              "hay algo en el carrito"},
    [SO_MESSAGE_FACT_CHECKOUT] = {"fact_checkout", "checkout was begun", "se empezó a pagar"},
    [SO_MESSAGE_FACT_WISHLIST] = {"fact_wishlist", "something was put on the wish list",
                                  "se guardó algo en la lista de deseos"},
    [SO_MESSAGE_FACT_REVIEWS_CART] = {"fact_reviews_cart",
                                      "reviews were read and then something went into the cart",
                                      "se leyeron opiniones y luego algo pasó al carrito"},
    [SO_MESSAGE_FACT_SECOND_VIEW] = {"fact_second_view",
                                     "one product was looked at again this week",
                                     "un producto se volvió a mirar esta semana"},
    [SO_MESSAGE_FACT_BOUGHT] = {"fact_bought", "something was bought recently",
                                "se compró algo hace poco"},
    [SO_MESSAGE_FACT_REPEAT] = {"fact_repeat", "something was bought on several days",
                                "se compró en varios días"},
    [SO_MESSAGE_FACT_QUIET] = {"fact_quiet", "a long silence since the last visit",
                               "mucho tiempo desde la última visita"},
    [SO_MESSAGE_FACT_SCORE_HIGH] = {"fact_score_high",
                                    "this visit looks like visits that end in a purchase",
                                    "esta visita se parece a las que acaban en compra"},
    [SO_MESSAGE_FACT_SCORE_LOW] = {"fact_score_low",
                                   "this visit does not yet look like one that ends in a purchase",
                                   "esta visita aún no se parece a las que acaban en compra"},
    [SO_MESSAGE_FACT_HELD] = {"fact_held", "the change is too fresh to be sure",
                              "el cambio es demasiado reciente para estar seguros"},
    [SO_MESSAGE_FACT_NEW] = {"fact_new", "nothing is known yet", "todavía no se sabe nada"},
    [SO_MESSAGE_SCORE_LOOKING_MORE] = {"score_looking_more",
                                       "looking around: raises the chance of a purchase",
                                       "mirar por la tienda: sube la probabilidad de compra"},
    [SO_MESSAGE_SCORE_LOOKING_LESS] = {"score_looking_less",
                                       "looking around: lowers the chance of a purchase",
                                       "mirar por la tienda: baja la probabilidad de compra"},
    [SO_MESSAGE_SCORE_PRODUCTS_MORE] = {"score_products_more",
                                        "time with products: raises the chance of a purchase",
                                        "tiempo con productos: sube la probabilidad de compra"},
    [SO_MESSAGE_SCORE_PRODUCTS_LESS] =
        {"score_products_less", "little time with products: lowers the chance of a purchase",
         "poco tiempo con productos: baja la probabilidad de compra"},
    [SO_MESSAGE_SCORE_CART_MORE] = {"score_cart_more",
                                    "cart and checkout: raise the chance of a purchase",
                                    "carrito y pago: suben la probabilidad de compra"},
    [SO_MESSAGE_SCORE_CART_LESS] = {"score_cart_less",
                                    "no cart or checkout yet: lowers the chance of a purchase",
                                    "sin carrito ni pago aún: baja la probabilidad de compra"},
    [SO_MESSAGE_SCORE_PATH_MORE] = {"score_path_more",
                                    "the order of the pages: raises the chance of a purchase",
                                    "el orden de las páginas: sube la probabilidad de compra"},
    [SO_MESSAGE_SCORE_PATH_LESS] = {"score_path_less",
                                    "the order of the pages: lowers the chance of a purchase",
                                    "el orden de las páginas: baja la probabilidad de compra"},
    [SO_MESSAGE_SCORE_PACE_MORE] = {"score_pace_more",
                                    "the pace of the visit: raises the chance of a purchase",
                                    "el ritmo de la visita: sube la probabilidad de compra"},
    [SO_MESSAGE_SCORE_PACE_LESS] = {"score_pace_less",
                                    "the pace of the visit: lowers the chance of a purchase",
                                    "el ritmo de la visita: baja la probabilidad de compra"},
    [SO_MESSAGE_SCORE_DEPTH_MORE] = {"score_depth_more",
                                     "the length of the visit: raises the chance of a purchase",
                                     "la duración de la visita: sube la probabilidad de compra"},
    [SO_MESSAGE_SCORE_DEPTH_LESS] = {"score_depth_less",
                                     "the length of the visit: lowers the chance of a purchase",
                                     "la duración de la visita: baja la probabilidad de compra"},
    [SO_MESSAGE_SCORE_TROUBLE_MORE] =
        {"score_trouble_more", "going back and narrowing down: raise the chance of a purchase",
         "volver atrás y filtrar: suben la probabilidad de compra"},
    [SO_MESSAGE_SCORE_TROUBLE_LESS] =
        {"score_trouble_less", "going back and finding nothing: lower the chance of a purchase",
         "volver atrás y no encontrar: bajan la probabilidad de compra"},
    [SO_MESSAGE_SCORE_REVIEWS_MORE] = {"score_reviews_more",
                                       "reading reviews: raises the chance of a purchase",
                                       "leer opiniones: sube la probabilidad de compra"},
    [SO_MESSAGE_SCORE_REVIEWS_LESS] = {"score_reviews_less",
                                       "no reviews read: lowers the chance of a purchase",
                                       "no leer opiniones: baja la probabilidad de compra"},
    [SO_MESSAGE_SCORE_PERSON_MORE] = {"score_person_more",
                                      "your earlier visits: raise the chance of a purchase",
                                      "tus visitas anteriores: suben la probabilidad de compra"},
    [SO_MESSAGE_SCORE_PERSON_LESS] = {"score_person_less",
                                      "your earlier visits: lower the chance of a purchase",
                                      "tus visitas anteriores: bajan la probabilidad de compra"},
    [SO_MESSAGE_KEPT_VIEW_ITEM] = {"kept_view_item", "You looked at {0}.", "Viste {0}."},
    [SO_MESSAGE_KEPT_VIEW_ITEM_LIST] = {"kept_view_item_list", "You looked at a list of products.",
                                        "Viste una lista de productos."},
    [SO_MESSAGE_KEPT_SELECT_ITEM] = {"kept_select_item", "You chose {0} from a list.",
                                     "Elegiste {0} de una lista."},
    [SO_MESSAGE_KEPT_ADD_TO_CART] = {"kept_add_to_cart", "You put {0} into the cart.",
                                     "Pusiste {0} en el carrito."},
    [SO_MESSAGE_KEPT_REMOVE_FROM_CART] = {"kept_remove_from_cart", "You took {0} out of the cart.",
                                          "Quitaste {0} del carrito."},
    [SO_MESSAGE_KEPT_VIEW_CART] = {"kept_view_cart", "You looked at the cart.",
                                   "Viste el carrito."},
    [SO_MESSAGE_KEPT_BEGIN_CHECKOUT] = {"kept_begin_checkout", "You began to pay.",
                                        "Empezaste a pagar."},
    [SO_MESSAGE_KEPT_PURCHASE] = {"kept_purchase", "You bought {0}.", "Compraste {0}."},
    [SO_MESSAGE_KEPT_REFUND] = {"kept_refund", "You gave {0} back.", "Devolviste {0}."},
    [SO_MESSAGE_KEPT_ADD_TO_WISHLIST] = {"kept_add_to_wishlist", "You wished for {0}.",
                                         "Deseaste {0}."},
    [SO_MESSAGE_KEPT_SEARCH] = {"kept_search", "You searched; the words were not kept.",
                                "Buscaste; las palabras no se guardaron."},
    [SO_MESSAGE_KEPT_VIEW_PROMOTION] = {"kept_view_promotion", "You saw an offer.",
                                        "Viste una oferta."},
    [SO_MESSAGE_KEPT_SELECT_PROMOTION] = {"kept_select_promotion", "You opened an offer.",
                                          "Abriste una oferta."},
    [SO_MESSAGE_KEPT_FILTER] = {"kept_filter", "You narrowed a list down.", "Filtraste una lista."},
    [SO_MESSAGE_KEPT_REVIEW_READ] = {"kept_review_read", "You read reviews of {0}.",
                                     "Leíste opiniones de {0}."},
    [SO_MESSAGE_KEPT_DWELL] = {"kept_dwell", "You spent time with {0}.",
                               "Pasaste un rato con {0}."},
    [SO_MESSAGE_KEPT_SCREEN] = {"kept_screen", "You visited another page.",
                                "Visitaste otra página."},
    [SO_MESSAGE_KEPT_DISMISS] = {"kept_dismiss", "You said {0} is not for you.",
                                 "Dijiste que {0} no es para ti."},
    [SO_MESSAGE_KEPT_LIKES] = {"kept_likes", "You said you like {0}: {1}.",
                               "Dijiste que te gusta {0}: {1}."},
    [SO_MESSAGE_KEPT_DISLIKES] = {"kept_dislikes", "You said you do not like {0}: {1}.",
                                  "Dijiste que no te gusta {0}: {1}."},
    [SO_MESSAGE_KEPT_AFFINITY] = {"kept_affinity", "You seem to care about {0}: {1}.",
                                  "Parece que te importa {0}: {1}."},
    [SO_MESSAGE_KEPT_SESSION] = {"kept_session", "Your latest visit.", "Tu última visita."},
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
