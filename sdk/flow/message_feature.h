/*
 * The sentences of the optional features, parts of the table of message.h: id, English, Spanish. A
 * build without a feature carries none of its sentences. Those of the brief are in message_brief.h.
 */
#ifndef SO_FLOW_MESSAGE_FEATURE_H
#define SO_FLOW_MESSAGE_FEATURE_H

/* Only where there is search: a core without it carries none of its sentences. */
#ifdef SOTTO_WITH_SEARCH
# define SO_MESSAGES_OF_SEARCH(X)                                                                  \
  X(SEARCH_FOUND, "I found {0} for \"{1}\"; I would begin with {2}, at {3}.",                      \
    "He encontrado {0} para \"{1}\"; yo empezaría por {2}, a {3}.")                                \
  X(SEARCH_FOUND_EXPERT, "{0} match \"{1}\": first {2}, {3}.",                                     \
    "{0} coinciden con \"{1}\": primero {2}, {3}.")                                                \
  X(SEARCH_ONE, "One product fits \"{1}\": {2}, at {3}.",                                          \
    "Hay uno que encaja con \"{1}\": {2}, a {3}.")                                                 \
  X(SEARCH_THAT, "You mean {2}, at {3}.", "Te refieres a {2}, a {3}.")                             \
  X(SEARCH_SIMILAR, "The closest to {1} is {2}, at {3}.", "Lo más parecido a {1} es {2}, a {3}.")  \
  X(SEARCH_CHEAPER, "For less there is {2}, at {3}.", "Por menos está {2}, a {3}.")                \
  X(SEARCH_NO_CHEAPER, "Nothing that fits costs less; the least expensive is {2}, at {3}.",        \
    "No hay nada que encaje por menos; lo más barato es {2}, a {3}.")                              \
  X(SEARCH_DEARER, "A step up is {2}, at {3}.", "Un paso más arriba está {2}, a {3}.")             \
  X(SEARCH_MORE, "There is also {2}, at {3}.", "También está {2}, a {3}.")                         \
  X(SEARCH_NO_MORE, "That was everything that fits.", "Eso era todo lo que encaja.")               \
  X(SEARCH_NONE, "I found nothing for \"{1}\"; try it in other words.",                            \
    "No he encontrado nada para \"{1}\"; prueba con otras palabras.")                              \
  X(SEARCH_EMPTY, "Tell me what you are looking for.", "Dime qué buscas.")                         \
  X(SEARCH_RESET, "Let us start again: what are you looking for?",                                 \
    "Empecemos de nuevo: ¿qué buscas?")                                                            \
  X(SEARCH_OCCASION, "For {1} I have put together {0} things; all of it comes to {3}.",            \
    "Para {1} he reunido {0} cosas; todo junto son {3}.")                                          \
  X(SEARCH_LEFT_OUT, "Nothing fits all of that, so I left this out: {0}. ",                        \
    "Nada cumple todo eso, así que he dejado esto fuera: {0}. ")                                   \
  X(SEARCH_MEANT, "Did you mean \"{0}\"? ", "¿Querías decir \"{0}\"? ")                            \
  X(SEARCH_UNKNOWN, "Nothing here is called \"{0}\". ", "Aquí nada se llama \"{0}\". ")            \
  X(SEARCH_AT_MOST, "up to {0}", "hasta {0}")                                                      \
  X(SEARCH_AT_LEAST, "from {0}", "desde {0}")                                                      \
  X(SEARCH_BETWEEN, "{0} to {1}", "de {0} a {1}")                                                  \
  X(SEARCH_LOW, "not expensive", "no muy caro")                                                    \
  X(SEARCH_HIGH, "of the best", "de lo mejor")                                                     \
  X(SEARCH_NOT, "not {0}", "no {0}")                                                               \
  X(SEARCH_SIZE, "size {0}", "talla {0}")                                                          \
  X(SEARCH_AGE, "{0} years old", "{0} años")                                                       \
  X(SEARCH_WOMEN, "for women", "para mujer")                                                       \
  X(SEARCH_MEN, "for men", "para hombre")                                                          \
  X(SEARCH_CHILDREN, "for children", "para niños")                                                 \
  X(SEARCH_GIRLS, "for a girl", "para niña")                                                       \
  X(SEARCH_BOYS, "for a boy", "para niño")                                                         \
  X(SEARCH_THE_SIZE, "the size", "la talla")                                                       \
  X(SEARCH_THE_PRICE, "the price", "el precio")                                                    \
  X(SEARCH_THE_PERSON, "for whom it is", "para quién es")                                          \
  X(SEARCH_REASON, "is what you asked for", "es lo que pediste")
#else
# define SO_MESSAGES_OF_SEARCH(X)
#endif

#ifdef SOTTO_WITH_NEED /* the feature `need` */
# define SO_MESSAGES_OF_NEED(X)                                                                    \
  /* in the order of sotto_need */                                                                 \
  X(NEED_INSPIRATION, "ideas", "ideas")                                                            \
  X(NEED_COMPARISON, "help to compare", "comparar")                                                \
  X(NEED_REASSURANCE, "to be sure", "acertar al elegir")                                           \
  X(NEED_PRICE, "a good price", "un buen precio")                                                  \
  X(NEED_GIFT, "a present", "un regalo")                                                           \
  X(NEED_REPLENISH, "the same again", "lo mismo otra vez")                                         \
  X(NEED_COMPLETE, "what goes with it", "lo que lo completa")                                      \
  X(NEED_HELP, "a simpler way, or a person", "un camino más fácil, o una persona")                 \
  /* in the order of the SO_NEED_FACT_ values */                                                   \
  X(NEED_FACT_WANDERED, "looked at different kinds of products",                                   \
    "miró productos de tipos distintos")                                                           \
  X(NEED_FACT_BROWSED, "looked around in lists", "miró listas de productos")                       \
  X(NEED_FACT_WENT_BACK, "went back to a product", "volvió a un producto")                         \
  X(NEED_FACT_SAME_KIND, "looked at several products of one kind",                                 \
    "miró varios productos de un tipo")                                                            \
  X(NEED_FACT_NARROWED, "narrowed lists down", "filtró listas")                                    \
  X(NEED_FACT_READ, "read reviews or details", "leyó opiniones o detalles")                        \
  X(NEED_FACT_HELP_PAGE, "opened help or terms", "abrió ayuda o condiciones")                      \
  X(NEED_FACT_OFFERS, "looked at offers", "miró ofertas")                                          \
  X(NEED_FACT_CHEAPER, "turned to something cheaper", "pasó a algo más barato")                    \
  X(NEED_FACT_UNUSUAL, "unlike what is usual on this device",                                      \
    "distinto de lo habitual en este dispositivo")                                                 \
  X(NEED_FACT_AGAIN, "looked at what was bought before", "miró lo que ya compró")                  \
  X(NEED_FACT_CHOSE, "put something into the cart", "puso algo en el carrito")                     \
  X(NEED_FACT_AROUND, "then looked at other kinds", "luego miró otros tipos")                      \
  X(NEED_FACT_IN_VAIN, "searched and found nothing", "buscó sin encontrar")                        \
  X(NEED_FACT_TOOK_OUT, "took something out of the cart", "sacó algo del carrito")                 \
  X(NEED_FACT_ACCOUNT, "opened the account", "abrió su cuenta")
#else
# define SO_MESSAGES_OF_NEED(X)
#endif

#ifdef SOTTO_WITH_CHOOSE /* the feature `choose` */
# define SO_MESSAGES_OF_CHOOSE(X)                                                                  \
  X(CHOICE_DRAWN, "of what can be shown here, it was drawn with a chance of {0} %",                \
    "de lo que puede mostrarse aquí, salió con una probabilidad del {0} %")                        \
  X(CHOICE_EXPLORED,                                                                               \
    "it was drawn evenly, so that the shop goes on learning; it had a chance of {0} %",            \
    "salió por sorteo a partes iguales, para seguir aprendiendo; tenía una "                     \
    "probabilidad del {0} %")                                                                      \
  X(CHOICE_STICKY, "you see the same as last time, so that it does not flicker",                   \
    "ves lo mismo que la última vez, para que no cambie sin parar")                                \
  X(CHOICE_HELD_OUT,                                                                               \
    "this week you see what everybody sees, so that the shop can tell whether "                    \
    "choosing helps; chance picks {0} % of devices for it",                                        \
    "esta semana ves lo que ve todo el mundo, para que la tienda sepa si elegir "                  \
    "ayuda; el azar escoge para ello el {0} % de los dispositivos")                                \
  X(CHOICE_CAPPED, "enough was tried here for one day, so you see what everybody sees",            \
    "ya se ha probado bastante aquí por un día, así que ves lo que ve todo el mundo")              \
  X(CHOICE_DEFAULT, "it is what everybody sees here; nothing about you was used",                  \
    "es lo que ve aquí todo el mundo; no se ha usado nada sobre ti")                               \
  X(CHOICE_BRAND, "with shoppers in your state of mind ({1}) it does well {0} % of the time",      \
    "con personas en tu mismo ánimo ({1}) funciona el {0} % de las veces")                         \
  X(CHOICE_UNTAUGHT, "nobody has shown yet how well it does; {0} % of the time is assumed",        \
    "nadie ha mostrado aún lo bien que funciona; se supone el {0} % de las veces")                 \
  X(CHOICE_CARE, "you care about {1}: {0}", "te importa {1}: {0}")                                 \
  X(CHOICE_CARE_UNNAMED, "it is about what you like", "trata de lo que te gusta")                  \
  X(CHOICE_CARE_LITTLE, "it is about what you care little for", "trata de lo que poco te importa") \
  X(CHOICE_OWN, "you were shown it {0} times before, and it did well {1} of them",                 \
    "te lo mostraron {0} veces antes, y funcionó {1} de ellas")                                    \
  X(ANSWER_ARM, "shown \"{0}\" ({1})", "viste «{0}» ({1})")                                        \
  X(ANSWER_LIKED_LESS, "shown {0}, which you like less than most people do",                       \
    "viste {0}, que te gusta menos que a la mayoría")                                              \
  X(ANSWER_LIKED_SAME, "shown {0}, which you like as most people do",                              \
    "viste {0}, que te gusta como a la mayoría")                                                   \
  X(ANSWER_LIKED_MORE, "shown {0}, which you like more than most people do",                       \
    "viste {0}, que te gusta más que a la mayoría")                                                \
  X(ANSWER_PERSONAL, "the shop as made for you", "la tienda hecha para ti")                        \
  X(ANSWER_PLAIN, "the plain shop", "la tienda sin personalizar")                                  \
  X(ANSWER_WELL, "{0}; it did well", "{0}; funcionó")                                              \
  X(ANSWER_NOT_WELL, "{0}; it did not do well", "{0}; no funcionó")                                \
  X(KEPT_DECISION, "You were shown {0} ({1}).", "Se te mostró {0} ({1}).")                         \
  X(REASON_HELD_OUT,                                                                               \
    "this week you see what everybody sees, so that the shop can tell whether "                    \
    "choosing helps",                                                                              \
    "esta semana ves lo que ve todo el mundo, para que la tienda sepa si elegir ayuda")
#else
# define SO_MESSAGES_OF_CHOOSE(X)
#endif

#ifdef SOTTO_WITH_AUDIENCE /* the feature `audience` */
# define SO_MESSAGES_OF_AUDIENCE(X)                                                                \
  /* in the order of the SO_CARE_ values */                                                        \
  X(AUDIENCE_LOW, "you pass over {0} ({1})", "sueles pasar de largo {0} ({1})")                    \
  X(AUDIENCE_USUAL, "you care about {0} ({1}) no more than others",                                \
    "{0} ({1}) no te interesa más que a otras personas")                                           \
  X(AUDIENCE_HIGH, "you care about {0} ({1})", "te interesa {0} ({1})")                            \
  X(AUDIENCE_UNNAMED, "what you look at", "lo que sueles mirar")                                   \
  X(AUDIENCE_MINDSET, "your state of mind: {0}", "tu estado: {0}")                                 \
  X(AUDIENCE_NEED, "what you need now: {0}", "lo que necesitas ahora: {0}")                        \
  X(AUDIENCE_NO_NEED, "not what you need now: {0}", "lo que ahora no necesitas: {0}")              \
  /* in the order of so_number */                                                                  \
  X(AUDIENCE_SPEND_DAYS, "days since you last bought here: {0}",                                   \
    "días desde tu última compra aquí: {0}")                                                       \
  X(AUDIENCE_VISIT_DAYS, "days since your visit before: {0}",                                      \
    "días desde tu visita anterior: {0}")                                                          \
  X(AUDIENCE_SPEND, "you spent {0} here in a year", "gastaste {0} aquí en un año")                 \
  X(AUDIENCE_VISITS, "your visits in four weeks: {0}", "tus visitas en cuatro semanas: {0}")       \
  X(AUDIENCE_BASKET, "things you bought last time: {0}", "cosas que compraste la última vez: {0}") \
  X(AUDIENCE_NEVER_BOUGHT, "you have not bought here yet", "todavía no has comprado aquí")         \
  X(AUDIENCE_FIRST_VISIT, "this is your first visit", "esta es tu primera visita")                 \
  X(AUDIENCE_CART_OPEN, "there is something in your cart", "hay algo en tu carrito")               \
  X(AUDIENCE_CART_EMPTY, "your cart is empty", "tu carrito está vacío")
#else
# define SO_MESSAGES_OF_AUDIENCE(X)
#endif

#ifdef SOTTO_WITH_WHATIF /* the feature `whatif`; in the order of the SOTTO_NOT_PICKED_ values */
# define SO_MESSAGES_OF_WHATIF(X)                                                                  \
  X(WHY_SHOWN, "it is shown, in place {0}", "se muestra, en el puesto {0}")                        \
  X(WHY_UNTOLD, "it does not fit here", "no encaja aquí")                                          \
  X(WHY_UNKNOWN, "the catalogue does not have it", "no está en el catálogo")                       \
  X(WHY_DISCREET, "it is never shown unasked", "nunca se muestra sin pedirlo")                     \
  X(WHY_DISMISSED, "you said it is not for you", "dijiste que no es para ti")                      \
  X(WHY_CART, "it is in your cart", "está en tu carrito")                                          \
  X(WHY_PAGE, "you are looking at it", "lo estás mirando")                                         \
  X(WHY_EXCLUDED, "the app left it out", "la aplicación lo dejó fuera")                            \
  X(WHY_STOCK, "it is out of stock", "está agotado")                                               \
  X(WHY_PRICE, "its price is not in the range asked for", "su precio no está en el margen pedido") \
  X(WHY_CATEGORY, "it is of another category", "es de otra categoría")                             \
  X(WHY_RULE, "the shop does not place it here", "la tienda no lo coloca aquí")                    \
  X(WHY_RULE_VALUE, "the shop places nothing here with {1}: {0}",                                  \
    "la tienda no coloca aquí nada con {1}: {0}")                                                  \
  X(WHY_RULE_OTHERS, "the shop places only certain products here",                                 \
    "la tienda solo coloca aquí ciertos productos")                                                \
  X(WHY_RULE_PRICE, "its price is not in the shop's range for this place",                         \
    "su precio no está en el margen de la tienda para este lugar")                                 \
  X(WHY_KIND, "one of its kind is there already", "ya hay uno de su tipo")                         \
  X(WHY_OWNED, "you already have one of its kind", "ya tienes uno de su tipo")                     \
  X(WHY_LIKE, "it is too much like {0}", "se parece demasiado a {0}")                              \
  X(WHY_SCORE, "others fit better, by {0}", "otros encajan mejor, por {0}")
#else
# define SO_MESSAGES_OF_WHATIF(X)
#endif

#ifdef SOTTO_WITH_PICTURE /* the feature `picture` */
# define SO_MESSAGES_OF_PICTURE(X)                                                                 \
  X(PICTURE_BOTH, "similar shape and colour", "forma y color parecidos")                           \
  X(PICTURE_SHAPE, "similar shape", "forma parecida")                                              \
  X(PICTURE_COLOUR, "similar colour", "color parecido")                                            \
  X(PICTURE_NEAREST, "the closest there is", "lo más cercano que hay")
#else
# define SO_MESSAGES_OF_PICTURE(X)
#endif

#ifdef SOTTO_WITH_SPLIT
# define SO_MESSAGES_OF_SPLIT(X)                                                                   \
  X(SPLIT_NOISE,                                                                                   \
    "It does not leave as it is: with a chance of {0} % one of the {1} possible answers, drawn "   \
    "at random, takes its place, and what leaves is cut into two shares that say nothing alone.",  \
    "No sale tal cual: con una probabilidad del {0} % ocupa su lugar una de las {1} respuestas "   \
    "posibles, al azar, y lo que sale va en dos partes que por separado no dicen nada.")           \
  X(SPLIT_WHO, "{0} and {1} get one each and tell only sums of {2} answers or more.",              \
    "{0} y {1} reciben una cada uno y solo dicen sumas de {2} respuestas o más.")                  \
  X(SPLIT_COST,                                                                                    \
    "If one of them is honest, and half of those who answer are, this costs {0} of your privacy "  \
    "budget (delta 1 in {1}), of which {3} remain; if both collude, the noise alone protects "     \
    "you, and that is worth {2}.",                                                                 \
    "Si uno de ellos es honrado, y la mitad de quienes responden, cuesta {0} de tu presupuesto "   \
    "de privacidad (delta 1 entre {1}), del que quedan {3}; si se confabulan, solo te protege el " \
    "ruido, que equivale a {2}.")
#else
# define SO_MESSAGES_OF_SPLIT(X)
#endif

#endif
