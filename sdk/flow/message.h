/*
 * Every sentence a person may read, in one table: id, English, Spanish. `{0}` … `{3}` stand for the
 * parts. A sentence's stable name, by which an app may replace it or add a language with JSON, is
 * its id in lower case. Does not choose which sentence to say.
 */
#ifndef SO_FLOW_MESSAGE_H
#define SO_FLOW_MESSAGE_H

#include "base/string.h"
#include "flow/message_brief.h"
#include "flow/message_feature.h"

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
 X(REASON_OWNED, "you already have {0}", "ya tienes {0}")                                          \
 X(REASON_OWNED_UNNAMED, "you already have one of its kind", "ya tienes uno de su tipo")           \
 X(REASON_MOMENT, "popular at moments like this", "popular en momentos como este")                 \
 X(REASON_BUNDLE, "for {0}, with what is in your cart", "para {0}, con lo que hay en tu carrito")  \
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
 X(SCORE_MORE, "raises the chance of a purchase: {0}", "sube la probabilidad de compra: {0}")      \
 X(SCORE_LESS, "lowers the chance of a purchase: {0}", "baja la probabilidad de compra: {0}")      \
 /* in the order of outlook's groups */                                                            \
 X(SCORE_LOOKING, "looking around", "mirar por la tienda")                                         \
 X(SCORE_PRODUCTS, "the time with products", "el tiempo con productos")                            \
 X(SCORE_CART, "cart and checkout", "carrito y pago")                                              \
 X(SCORE_PATH, "the order of the pages", "el orden de las páginas")                                \
 X(SCORE_PACE, "the pace of the visit", "el ritmo de la visita")                                   \
 X(SCORE_DEPTH, "the length of the visit", "la duración de la visita")                             \
 X(SCORE_TROUBLE, "going back and narrowing down", "volver atrás y filtrar")                       \
 X(SCORE_REVIEWS, "the reviews read", "las opiniones leídas")                                      \
 X(SCORE_PERSON, "your earlier visits", "tus visitas anteriores")                                  \
 X(SCORE_USUAL, "what visits like this come to on average", "lo que suele dar una visita así")     \
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
 X(ACT_CARRIED, "Parts of the profile were handed over, sealed.",                                  \
   "Se entregaron partes del perfil, selladas.")                                                   \
 X(ANSWERED_FREE, "A question was answered with the constant 'none', at no cost.",                 \
   "Se respondió a una pregunta con la constante 'ninguna', sin coste.")                           \
 X(QUESTION_ASKS, "The shop asks: {0}.", "La tienda pregunta: {0}.")                               \
 X(ASKS_MINDSET, "how close you are to buying", "si estás cerca de comprar")                       \
 X(ASKS_TOP_VALUE, "which you like best ({0})", "cuál te gusta más ({0})")                         \
 /* in the order of the kinds of question from the pages on */                                     \
 X(ASKS_PAGE, "a page of your last visit, and whether you bought",                                 \
   "una página de tu última visita y si compraste")                                                \
 X(ASKS_BIGRAM, "two pages in a row of your last visit, and whether you bought",                   \
   "dos páginas seguidas de tu última visita y si compraste")                                      \
 X(ASKS_ITEM, "one thing you looked at or bought lately",                                          \
   "una cosa que miraste o compraste hace poco")                                                   \
 X(ASKS_PAIR, "two things you met, one soon after the other",                                      \
   "dos cosas que viste una poco después de otra")                                                 \
 X(ASKS_ARM, "what you were shown, and whether it did well", "qué se te mostró y si funcionó")     \
 X(ASKS_ARM_VALUE, "what you were shown ({0}), whether you like it and whether it did well",       \
   "qué se te mostró ({0}), si te gusta y si funcionó")                                            \
 X(ASKS_AUDIENCE, "whether you are in one of its groups", "si estás en uno de sus grupos")         \
 X(ASKS_HOLDOUT, "whether you saw the plain shop, and whether you bought",                         \
   "si viste la tienda sin personalizar y si compraste")                                           \
 /* in the order of so_number */                                                                   \
 X(NUMBER_SPEND_DAYS, "how many days ago you last bought here",                                    \
   "hace cuántos días compraste aquí")                                                             \
 X(NUMBER_VISIT_DAYS, "how many days ago you were here before",                                    \
   "hace cuántos días fue tu visita anterior")                                                     \
 X(NUMBER_SPEND, "how much you spent here in a year", "cuánto gastaste aquí en un año")            \
 X(NUMBER_VISITS, "how often you came in four weeks", "cuántas veces viniste en cuatro semanas")   \
 X(NUMBER_BASKET, "how many things you bought last time", "cuántas cosas compraste la última vez") \
 X(QUESTION_ANSWER, "Your answer would be: {0}.", "Tu respuesta sería: {0}.")                      \
 X(QUESTION_NOISE,                                                                                 \
   "It does not leave: what leaves is {0} of the {1} possible answers, drawn at random, and "      \
   "any draw is at most {2} times as likely with your answer as with another.",                    \
   "No sale: lo que sale es, al azar, {0} de las {1} respuestas posibles, y cualquier sorteo es "  \
   "como mucho {2} veces más probable con tu respuesta que con otra.")                             \
 X(QUESTION_COST, "This costs {0} of your privacy budget; {1} remain.",                            \
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
 X(QUESTION_NOT_DUE, "This device is not asked this week: nothing leaves.",                        \
   "A este dispositivo no se le pregunta esta semana: no sale nada.")                              \
 X(ANSWER_NONE, "no answer", "sin respuesta")                                                      \
 X(ANSWER_DAYS, "{0} days ago", "hace {0} días")                                                   \
 X(ANSWER_BELOW, "less than {0}", "menos de {0}")                                                  \
 X(ANSWER_BETWEEN, "{0} to {1}", "de {0} a {1}")                                                   \
 X(ANSWER_FROM, "{0} or more", "{0} o más")                                                        \
 X(ANSWER_END, "{0} (your number, moved to {1} or {2} by lot)",                                    \
   "{0} (tu número, llevado a {1} o {2} por sorteo)")                                              \
 X(ANSWER_BOUGHT, "{0}; something was bought", "{0}; se compró algo")                              \
 X(ANSWER_NOT_BOUGHT, "{0}; nothing was bought", "{0}; no se compró nada")                         \
 X(ANSWER_GROUP, "in group {0} of {1}", "en el grupo {0} de {1}")                                  \
 X(ANSWER_OUTSIDE, "not in the group \"{0}\"", "fuera del grupo «{0}»")                            \
 X(ANSWER_INSIDE, "in the group \"{0}\"", "en el grupo «{0}»")                                     \
 /* in the order of the kinds of page */                                                           \
 X(PAGE_HOME, "home page", "portada")                                                              \
 X(PAGE_INFO, "information", "información")                                                        \
 X(PAGE_LIST, "list", "lista")                                                                     \
 X(PAGE_SEARCH, "search", "búsqueda")                                                              \
 X(PAGE_PRODUCT, "product", "producto")                                                            \
 X(PAGE_DETAIL, "details", "detalles")                                                             \
 X(PAGE_DOWNLOAD, "download", "descarga")                                                          \
 X(PAGE_ADDCART, "into the cart", "al carrito")                                                    \
 X(PAGE_CART, "cart", "carrito")                                                                   \
 X(PAGE_ACCOUNT, "account", "cuenta")                                                              \
 X(PAGE_CHECKOUT, "checkout", "pago")                                                              \
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
 X(KEPT_SESSION, "Your latest visit.", "Tu última visita.")                                        \
 SO_MESSAGES_OF_SEARCH(X)                                                                          \
 SO_MESSAGES_OF_NEED(X)                                                                            \
 SO_MESSAGES_OF_WHATIF(X)                                                                          \
 SO_MESSAGES_OF_PICTURE(X)                                                                         \
 SO_MESSAGES_OF_CHOOSE(X)                                                                          \
 SO_MESSAGES_OF_BRIEF(X)                                                                           \
 SO_MESSAGES_OF_AUDIENCE(X)                                                                        \
 SO_MESSAGES_OF_SPLIT(X)

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
