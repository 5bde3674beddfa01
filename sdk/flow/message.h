/*
 * Every sentence a person may read, in one table: id, English, Spanish. `{0}` … `{3}` stand for the
 * parts. A sentence's stable name, by which an app may replace it or add a language with JSON, is
 * its id in lower case. Does not choose which sentence to say.
 */
#ifndef SO_FLOW_MESSAGE_H
#define SO_FLOW_MESSAGE_H

#include "base/string.h"

#define SO_MESSAGE_PARTS_MAX 4
#define SO_LOCALE_MAX 16
/** Longest sentence built here; longer parts are cut at a character. */
#define SO_SENTENCE_MAX 512

#define SO_MESSAGES(X)                                                                             \
 X(REASON_NEIGHBOUR, "because you viewed {0}", "porque viste {0}")                                 \
 X(REASON_NEIGHBOUR_UNNAMED, "goes with what you looked at", "va con lo que estuviste mirando")    \
 X(REASON_SIMILAR, "similar to {0}", "parecido a {0}")                                             \
 X(REASON_SIMILAR_UNNAMED, "similar to what you looked at", "parecido a lo que estuviste mirando") \
 X(REASON_AFFINITY, "because you care about {0} ({1})", "por tu interés en {0} ({1})")             \
 X(REASON_AFFINITY_UNNAMED, "matches what you like", "encaja con lo que te gusta")                 \
 X(REASON_POPULAR, "popular with other people", "popular entre otras personas")                    \
 X(REASON_RECENT, "you looked at it recently", "lo viste hace poco")                               \
 X(REASON_REPURCHASE, "you buy it again and again", "lo compras una y otra vez")                   \
 X(REASON_COMPLEMENT, "goes with {0}", "combina con {0}")                                          \
 X(REASON_COMPLEMENT_UNNAMED, "goes with what you have chosen", "combina con lo que has elegido")  \
 X(REASON_EXPLORE, "something new for you", "algo nuevo para ti")                                  \
 X(REASON_RULE, "chosen by the shop", "elegido por la tienda")                                     \
 X(REASON_CONTEXT, "goes with {0}, which you are looking at", "va con {0}, que estás mirando")     \
 X(REASON_CONTEXT_UNNAMED, "goes with this page", "va con esta página")                            \
 X(REASON_DISCREET, "chosen for you", "elegido para ti")                                           \
 X(MINDSET_CURIOUS, "curious", "con curiosidad")                                                   \
 X(MINDSET_INTERESTED, "interested", "con interés")                                                \
 X(MINDSET_FOCUSED, "focused", "con una idea clara")                                               \
 X(MINDSET_SATISFIED, "satisfied", "con satisfacción")                                             \
 X(MINDSET_LOYAL, "loyal", "fiel")                                                                 \
 X(MINDSET_FADING, "fading", "alejándose")                                                         \
 /* in the order of the SO_FACT_ bits */                                                           \
 X(FACT_CART, "there is something in the cart", "hay algo en el carrito")                          \
 X(FACT_CHECKOUT, "checkout was begun", "se empezó a pagar")                                       \
 X(FACT_WISHLIST, "something was put on the wish list", "se guardó algo en la lista de deseos")    \
 X(FACT_REVIEWS_CART, "reviews were read and then something went into the cart",                   \
   "se leyeron opiniones y luego algo pasó al carrito")                                            \
 X(FACT_SECOND_VIEW, "one product was looked at again this week",                                  \
   "un producto se volvió a mirar esta semana")                                                    \
 X(FACT_BOUGHT, "something was bought recently", "se compró algo hace poco")                       \
 X(FACT_REPEAT, "something was bought on several days", "se compró en varios días")                \
 X(FACT_QUIET, "a long silence since the last visit", "mucho tiempo desde la última visita")       \
 X(FACT_SCORE_HIGH, "this visit looks like visits that end in a purchase",                         \
   "esta visita se parece a las que acaban en compra")                                             \
 X(FACT_SCORE_LOW, "this visit does not yet look like one that ends in a purchase",                \
   "esta visita aún no se parece a las que acaban en compra")                                      \
 X(FACT_HELD, "the change is too fresh to be sure",                                                \
   "el cambio es demasiado reciente para estar seguros")                                           \
 X(FACT_NEW, "nothing is known yet", "todavía no se sabe nada")                                    \
 /* pairs in the order of mindset_words groups */                                                  \
 X(SCORE_LOOKING_MORE, "looking around: raises the chance of a purchase",                          \
   "mirar por la tienda: sube la probabilidad de compra")                                          \
 X(SCORE_LOOKING_LESS, "looking around: lowers the chance of a purchase",                          \
   "mirar por la tienda: baja la probabilidad de compra")                                          \
 X(SCORE_PRODUCTS_MORE, "time with products: raises the chance of a purchase",                     \
   "tiempo con productos: sube la probabilidad de compra")                                         \
 X(SCORE_PRODUCTS_LESS, "little time with products: lowers the chance of a purchase",              \
   "poco tiempo con productos: baja la probabilidad de compra")                                    \
 X(SCORE_CART_MORE, "cart and checkout: raise the chance of a purchase",                           \
   "carrito y pago: suben la probabilidad de compra")                                              \
 X(SCORE_CART_LESS, "no cart or checkout yet: lowers the chance of a purchase",                    \
   "sin carrito ni pago aún: baja la probabilidad de compra")                                      \
 X(SCORE_PATH_MORE, "the order of the pages: raises the chance of a purchase",                     \
   "el orden de las páginas: sube la probabilidad de compra")                                      \
 X(SCORE_PATH_LESS, "the order of the pages: lowers the chance of a purchase",                     \
   "el orden de las páginas: baja la probabilidad de compra")                                      \
 X(SCORE_PACE_MORE, "the pace of the visit: raises the chance of a purchase",                      \
   "el ritmo de la visita: sube la probabilidad de compra")                                        \
 X(SCORE_PACE_LESS, "the pace of the visit: lowers the chance of a purchase",                      \
   "el ritmo de la visita: baja la probabilidad de compra")                                        \
 X(SCORE_DEPTH_MORE, "the length of the visit: raises the chance of a purchase",                   \
   "la duración de la visita: sube la probabilidad de compra")                                     \
 X(SCORE_DEPTH_LESS, "the length of the visit: lowers the chance of a purchase",                   \
   "la duración de la visita: baja la probabilidad de compra")                                     \
 X(SCORE_TROUBLE_MORE, "going back and narrowing down: raise the chance of a purchase",            \
   "volver atrás y filtrar: suben la probabilidad de compra")                                      \
 X(SCORE_TROUBLE_LESS, "going back and finding nothing: lower the chance of a purchase",           \
   "volver atrás y no encontrar: bajan la probabilidad de compra")                                 \
 X(SCORE_REVIEWS_MORE, "reading reviews: raises the chance of a purchase",                         \
   "leer opiniones: sube la probabilidad de compra")                                               \
 X(SCORE_REVIEWS_LESS, "no reviews read: lowers the chance of a purchase",                         \
   "no leer opiniones: baja la probabilidad de compra")                                            \
 X(SCORE_PERSON_MORE, "your earlier visits: raise the chance of a purchase",                       \
   "tus visitas anteriores: suben la probabilidad de compra")                                      \
 X(SCORE_PERSON_LESS, "your earlier visits: lower the chance of a purchase",                       \
   "tus visitas anteriores: bajan la probabilidad de compra")                                      \
 X(ACT_CREATED, "The profile was made.", "Se creó el perfil.")                                     \
 X(ACT_CONSENT, "Your choices about your data were noted.",                                        \
   "Se anotaron tus decisiones sobre tus datos.")                                                  \
 X(ACT_EVENTS, "Events of one day were kept: {0}.", "Se guardaron eventos de un día: {0}.")        \
 X(ACT_ANSWERED, "A question was answered with noise at a cost of {0}.",                           \
   "Se respondió a una pregunta con ruido a un coste de {0}.")                                     \
 X(ACT_SENT, "A report was delivered.", "Se entregó un informe.")                                  \
 X(ACT_DROPPED, "A report was removed without being sent.", "Se eliminó un informe sin enviarlo.") \
 X(ACT_FORGOT, "Something was forgotten for good.", "Se olvidó algo para siempre.")                \
 X(ACT_ERASED, "The profile was erased.", "Se borró el perfil.")                                   \
 X(ACT_ROTATED, "The keys were replaced.", "Se cambiaron las claves.")                             \
 X(ACT_PACK, "A catalogue of the shop was installed.", "Se instaló un catálogo de la tienda.")     \
 X(ACT_EXPORTED, "The profile or its audit log was handed out.",                                   \
   "Se entregó el perfil o su registro.")                                                          \
 X(ACT_IMPORTED, "A profile file was read in.", "Se leyó un archivo de perfil.")                   \
 X(ACT_STATED, "You said what you prefer.", "Dijiste lo que prefieres.")                           \
 X(ACT_CHECKPOINT, "Older rows were joined after a forget.",                                       \
   "Se unieron filas antiguas tras un olvido.")                                                    \
 X(ACT_TRIED, "A report could not be delivered and waits.",                                        \
   "No se pudo entregar un informe y espera.")                                                     \
 X(ANSWERED_FREE, "A question was answered with the constant 'none', at no cost.",                 \
   "Se respondió a una pregunta con la constante 'ninguna', sin coste.")                           \
 X(QUESTION_MINDSET, "The shop asks: how close are you to buying?",                                \
   "La tienda pregunta: ¿cómo de cerca estás de comprar?")                                         \
 X(QUESTION_SPEND_RECENCY, "The shop asks: when did you last buy here?",                           \
   "La tienda pregunta: ¿cuándo compraste aquí por última vez?")                                   \
 X(QUESTION_TOP_VALUE, "The shop asks: which do you like best ({0})?",                             \
   "La tienda pregunta: ¿cuál te gusta más ({0})?")                                                \
 X(QUESTION_ANSWER, "Your answer would be: {0}.", "Tu respuesta sería: {0}.")                      \
 X(QUESTION_NOISE,                                                                                 \
   "It does not leave: what leaves is {0} of the {1} possible answers, drawn at random, and "      \
   "any draw is at most {2} times as likely with your answer as with another.",                    \
   "No sale: lo que sale son {0} de las {1} respuestas posibles, sacadas al azar, y cualquier "    \
   "sorteo es como mucho {2} veces más probable con tu respuesta que con otra.")                   \
 X(QUESTION_COST, "This costs {0} of your privacy budget; {1} stay.",                              \
   "Esto cuesta {0} de tu presupuesto de privacidad; quedan {1}.")                                 \
 X(QUESTION_VISIT,                                                                                 \
   "This costs {0} and protects this visit alone: who comes back and answers again, pays again.",  \
   "Esto cuesta {0} y protege solo esta visita: quien vuelve y responde otra vez, paga otra vez.") \
 X(QUESTION_FREE_CATEGORY,                                                                         \
   "You do not share answers of this kind: \"no answer\" takes its place, at no cost.",            \
   "No compartes respuestas de este tipo: en su lugar va \"sin respuesta\", sin coste.")           \
 X(QUESTION_FREE_BUDGET,                                                                           \
   "Your privacy budget does not allow it now: \"no answer\" takes its place, at no cost.",        \
   "Tu presupuesto de privacidad no lo permite ahora: en su lugar va \"sin respuesta\", sin "      \
   "coste.")                                                                                       \
 X(QUESTION_ANSWERED, "You took part this week.", "Ya participaste esta semana.")                  \
 X(QUESTION_OFF, "You do not contribute: nothing leaves.", "No contribuyes: no sale nada.")        \
 X(QUESTION_INVALID, "This device does not answer this question: nothing leaves.",                 \
   "Este dispositivo no responde a esta pregunta: no sale nada.")                                  \
 X(QUESTION_CLOCK, "The clock has jumped: nothing is answered until it has stood for a day.",      \
   "El reloj ha dado un salto: no se responde nada hasta que lleve un día estable.")               \
 X(ANSWER_NONE, "no answer", "sin respuesta")                                                      \
 X(ANSWER_DAYS_BELOW, "less than {0} days ago", "hace menos de {0} días")                          \
 X(ANSWER_DAYS_BETWEEN, "{0} to {1} days ago", "hace de {0} a {1} días")                           \
 X(ANSWER_DAYS_FROM, "{0} days ago or more", "hace {0} días o más")                                \
 /* in the order of the event types */                                                             \
 X(KEPT_VIEW_ITEM, "You looked at {0}.", "Viste {0}.")                                             \
 X(KEPT_VIEW_ITEM_LIST, "You looked at a list of products.", "Viste una lista de productos.")      \
 X(KEPT_SELECT_ITEM, "You chose {0} from a list.", "Elegiste {0} de una lista.")                   \
 X(KEPT_ADD_TO_CART, "You put {0} into the cart.", "Pusiste {0} en el carrito.")                   \
 X(KEPT_REMOVE_FROM_CART, "You took {0} out of the cart.", "Quitaste {0} del carrito.")            \
 X(KEPT_VIEW_CART, "You looked at the cart.", "Viste el carrito.")                                 \
 X(KEPT_BEGIN_CHECKOUT, "You began to pay.", "Empezaste a pagar.")                                 \
 X(KEPT_PURCHASE, "You bought {0}.", "Compraste {0}.")                                             \
 X(KEPT_REFUND, "You gave {0} back.", "Devolviste {0}.")                                           \
 X(KEPT_ADD_TO_WISHLIST, "You wished for {0}.", "Deseaste {0}.")                                   \
 X(KEPT_SEARCH, "You searched; the words were not kept.",                                          \
   "Buscaste; las palabras no se guardaron.")                                                      \
 X(KEPT_VIEW_PROMOTION, "You saw an offer.", "Viste una oferta.")                                  \
 X(KEPT_SELECT_PROMOTION, "You opened an offer.", "Abriste una oferta.")                           \
 X(KEPT_FILTER, "You narrowed a list down.", "Filtraste una lista.")                               \
 X(KEPT_REVIEW_READ, "You read reviews of {0}.", "Leíste opiniones de {0}.")                       \
 X(KEPT_DWELL, "You spent time with {0}.", "Pasaste un rato con {0}.")                             \
 X(KEPT_SCREEN, "You visited another page.", "Visitaste otra página.")                             \
 X(KEPT_DISMISS, "You said {0} is not for you.", "Dijiste que {0} no es para ti.")                 \
 X(KEPT_LIKES, "You said you like {0}: {1}.", "Dijiste que te gusta {0}: {1}.")                    \
 X(KEPT_DISLIKES, "You said you do not like {0}: {1}.", "Dijiste que no te gusta {0}: {1}.")       \
 X(KEPT_AFFINITY, "You seem to care about {0}: {1}.", "Parece que te importa {0}: {1}.")           \
 X(KEPT_SESSION, "Your latest visit.", "Tu última visita.")

#define SO_MESSAGE_ID(id, english, spanish) SO_MESSAGE_##id,
typedef enum so_message { SO_MESSAGES(SO_MESSAGE_ID) SO_MESSAGE_COUNT } so_message;
#undef SO_MESSAGE_ID

/** A locale and the app's own sentences for it; `own[id]` is NULL where the table's holds. */
typedef struct so_words {
  char locale[SO_LOCALE_MAX];
  char *own[SO_MESSAGE_COUNT]; /* heap */
} so_words;

void so_message_start(so_words *ret_words, const char *locale);
void so_message_end(so_words *words);
/** Gives the sentence with its placeholders: the app's, else the locale's, else English. */
const char *so_message_pattern(const so_words *words, so_message message);
/** Appends the sentence with `parts` put in; absent parts are empty. */
void so_message_write(so_sink *sink, const so_words *words, so_message message,
                      const sotto_text *parts);
/** The number in a placeholder "{n}" that begins at `at`, or -1. */
int so_message_placeholder(const char *at);
/**
 * Takes the app's sentences for the locale ("es-MX" before "es"): {"fr": {"reason_popular": "…"}}.
 * All or nothing. #SOTTO_E_JSON for a name or placeholder that does not exist; `ret_detail`
 * (static) says which rule was broken. Only in a build with JSON.
 */
SOTTO_CHECKED sotto_status so_message_set(so_words *words, sotto_bytes json,
                                          const char **ret_detail);

#endif
