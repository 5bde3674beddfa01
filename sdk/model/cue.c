/*
 * The table of closed words: see cue.h.
 */
#include "model/cue.h"

#include <string.h>

#include "model/spelling.h"

#define LANGUAGES 2u
#define NEAR_LEAST 5u /* shorter words have too many neighbours */

/* In the order of so_cue, from SO_CUE_STOP on: English, Spanish. */
static const char *const phrases[SO_CUE_COUNT - 1][LANGUAGES] = {
    {"a|an|it|its|to|of|with|my|me|is|are|was|be|what|whats|which|your|you|i|im|this|that|"
     "these|those|some|something|anything|please|show me|show|find me|find|give me|"
     "looking for|look for|searching for|i want|want|id like|would like|like|i need|need|"
     "do you have|have you got|have|got|do|does|can|could|there|so|as|at|by|on|then|now|"
     "just|only|he|she|they|his|her|our|one of|a pair of|pair of|pair|thing|things|hello|hi|"
     "thanks|thank you|buy|get",
     "un|una|unos|unas|lo|le|les|me|mi|mis|su|sus|tu|tus|es|son|sea|esta|este|esto|estos|"
     "estas|ese|esa|eso|que|cual|cuales|de|del|al|a|con|por favor|busco|buscando|"
     "estoy buscando|quiero|quisiera|querria|necesito|me gustaria|ensename|muestrame|dame|"
     "teneis|tienes|tienen|hay|algo|alguna|alguno|algun|un par de|par de|se|si|ahora|solo|"
     "hola|gracias|comprar|ver|yo|nos|por|tambien|cosa|cosas|va|ya"},
    {"under|below|less than|up to|at most|no more than|not more than|max|maximum|maximum of|"
     "cheaper than|within|not over|no dearer than|until",
     "hasta|menos de|por menos de|de menos de|como mucho|maximo|como maximo|maximo de|"
     "por debajo de|no mas de|max|que no pase de|que no pasen de|que no cueste mas de|"
     "que cueste menos de|inferior a|de no mas de"},
    {"over|above|more than|at least|minimum|min|no less than|starting at|upwards of",
     "mas de|de mas de|por encima de|al menos|por lo menos|minimo|como minimo|superior a|"
     "a partir de|que cueste mas de"},
    {"from", "desde|de"},
    {"around|about|roughly|approximately|circa|more or less",
     "unos|unas|alrededor de|cerca de|sobre los|aproximadamente|mas o menos|de unos|"
     "de alrededor de|en torno a"},
    {"between", "entre"},
    {"or less|or under|or below|tops|at most|maximum|max", "o menos|como mucho|como maximo|maximo"},
    {"or more|or over|and up|and over|at least", "o mas|como minimo|en adelante|minimo"},
    {"and|also|plus", "y|e|ademas"},
    {"or", "o|u"},
    {"but|but with|with a|that has|which has", "pero|pero con|que tenga|que tengan|que lleve"},
    {"not|no|without|except|except for|anything but|everything but|nothing from|nothing in|"
     "nothing|none|dont want|i dont want it|i do not want|not in|not from|not made of|"
     "other than|avoid|hate|never",
     "no|sin|que no sea|que no sean|que no sea de|nada de|nada|menos|excepto|salvo|"
     "cualquier cosa menos|todo menos|no lo quiero|no la quiero|no los quiero|no quiero|"
     "evita|ni|nunca|no de"},
    {"for|for my|for a|for an", "para|para mi|para un|para una"},
    {"in|colour|color|in colour|in color|made of", "en|color|de color|en color|de color|hecho de"},
    {"the", "el|la|los|las"},
    {"one|ones", "uno|esos|esas"},
    {"cheap|inexpensive|low cost|budget|affordable|economical|not expensive|"
     "not too expensive|low priced",
     "barat*|economic*|asequible*|de bajo coste|no muy car*|bien de precio|que no sea car*"},
    {"premium|high end|top of the range|luxury|best quality|top quality|high quality|"
     "the best|best",
     "de gama alta|gama alta|premium|de lujo|de lo mejor|lo mejor|de alta gama|"
     "de la mejor calidad|de primera|mejor calidad|de calidad"},
    {"cheapest|the cheapest|least expensive|lowest price|lowest priced",
     "lo mas barato|el precio mas bajo|precio mas bajo"},
    {"cheaper|less expensive|more affordable|something cheaper|a lower price|too expensive|"
     "cheaper ones",
     "mas barat*|mas economic*|menos car*|mas asequible*|demasiado car*|muy car*"},
    {"dearer|more expensive|better quality|better|a better one|better one|higher quality",
     "mas car*|mejor|uno mejor|una mejor|algo mejor|de mas calidad|mas calidad"},
    {"similar|similar to|something similar|like this|like that|like it|something like|"
     "like the|more like this|alike|resembling",
     "parecid*|similar|similares|algo asi|como est*|como ese|como esa|del estilo|"
     "por el estilo"},
    {"more|show me more|more options|other options|others|other ones|something else|"
     "what else|any others|next|more results|see more|different ones",
     "mas opciones|otras opciones|otros|otras|ensename mas|muestrame mas|ver mas|que mas|"
     "que mas hay|mas resultados|algo distinto|siguiente|siguientes|alguno mas|alguna mas|"
     "mas"},
    {"start over|start again|new search|forget it|forget all that|reset|clear|begin again|"
     "from scratch|another search",
     "empezar de nuevo|empecemos de nuevo|empezar otra vez|otra busqueda|nueva busqueda|"
     "olvidalo|olvida todo|borra todo|borralo|desde cero|empieza de nuevo"},
    {"any|doesnt matter|does not matter|dont matter|no matter|whatever|dont mind|"
     "do not mind|dont care about|dont care|forget the|never mind the|regardless of|"
     "is not important",
     "cualquier|cualquiera|da igual|dan igual|me da igual|me dan igual|no importa|"
     "no me importa|olvida el|olvida la|no es importante|sin importar"},
    {"price|budget|cost|money", "precio|presupuesto|coste|dinero"},
    {"euro|euros|eur|dollar|dollars|usd|bucks|pound|pounds|gbp|quid",
     "euro|euros|eur|pavos|dolar|dolares|libra|libras|usd|gbp"},
    {"l|litre|litres|liter|liters|ml|cl|m|metre|metres|meter|meters|cm|mm|km|g|gram|grams|"
     "kg|kilo|kilos|w|v|mah|gb|tb|mb|inch|inches|hz|ghz|mhz|lm|lumens|pieces|pack|ft|oz|lb",
     "l|litro|litros|ml|cl|m|metro|metros|cm|mm|km|g|gramo|gramos|kg|kilo|kilos|w|v|mah|gb|"
     "tb|mb|pulgadas|hz|lm|lumenes|piezas|unidades"},
    {"size|number|size number|in size",
     "talla|numero|talla numero|del numero|de la talla|de talla"},
    {"aged|age|he is|she is|hes|shes|who is|turning", "tiene|que tiene|de edad|edad|cumple"},
    {"year old|years old|year olds|yo|years|year|years of age", "anos|ano|anos de edad|anitos"},
    {"person|persons|people|adults|adult|berth|of us",
     "persona|personas|plazas|plaza|adultos|adulto"},
    {"women|woman|womens|womans|ladies|lady|wife|mother|mum|mom|girlfriend|sister|grandma|"
     "female|auntie|aunt",
     "mujer|mujeres|de mujer|femenin*|chica|chicas|senora|senoras|madre|mama|novia|hermana|"
     "esposa|abuela|tia|female"},
    {"men|man|mens|mans|gentlemen|husband|father|dad|boyfriend|brother|grandpa|male|uncle",
     "hombre|hombres|de hombre|masculin*|chico|chicos|caballero|caballeros|padre|papa|novio|"
     "hermano|marido|esposo|abuelo|male"},
    {"children|child|childrens|childs|kids|kid|toddler|toddlers|junior|juniors|youth|baby|"
     "babies|little ones",
     "nino|ninos|infantil|infantiles|los peques|peques|pequenos|crios|bebe|bebes|kids|"
     "junior|los ninos"},
    {"girl|girls|daughter|daughters|granddaughter|niece",
     "nina|ninas|hija|hijas|nieta|sobrina|mi hija"},
    {"boy|boys|son|sons|grandson|nephew", "hijo|hijos|nieto|sobrino|mi hijo"},
    {"everything for|everything i need for|everything we need for|what do i need for|"
     "what do we need for|what i need for|all i need for|all for|equipment for|a kit for|"
     "gear for|whats needed for|everything you need for|all the gear for",
     "todo para|todo lo necesario para|que necesito para|que necesitamos para|"
     "lo que necesito para|todo lo que necesito para|equipo para|material para|"
     "que hace falta para|lo necesario para"}};

static const struct {
  const char *words[LANGUAGES];
  int value;
} numbers[] = {{{"one", "uno|una|un"}, 1},
               {{"two", "dos"}, 2},
               {{"three", "tres"}, 3},
               {{"four", "cuatro"}, 4},
               {{"five", "cinco"}, 5},
               {{"six", "seis"}, 6},
               {{"seven", "siete"}, 7},
               {{"eight", "ocho"}, 8},
               {{"nine", "nueve"}, 9},
               {{"ten", "diez"}, 10},
               {{"eleven", "once"}, 11},
               {{"twelve", "doce"}, 12},
               {{"fifteen", "quince"}, 15},
               {{"twenty", "veinte"}, 20},
               {{"thirty", "treinta"}, 30},
               {{"forty", "cuarenta"}, 40},
               {{"fifty", "cincuenta"}, 50},
               {{"sixty", "sesenta"}, 60},
               {{"seventy", "setenta"}, 70},
               {{"eighty", "ochenta"}, 80},
               {{"ninety", "noventa"}, 90},
               {{"hundred", "cien|ciento"}, 100},
               {{"thirteen", "trece"}, 13},
               {{"fourteen", "catorce"}, 14},
               {{"sixteen", "dieciseis"}, 16},
               {{"seventeen", "diecisiete"}, 17},
               {{"eighteen", "dieciocho"}, 18},
               {{"nineteen", "diecinueve"}, 19},
               {{"", "veintiuno|veintiun|veintiuna"}, 21},
               {{"", "veintidos"}, 22},
               {{"", "veintitres"}, 23},
               {{"", "veinticuatro"}, 24},
               {{"", "veinticinco"}, 25},
               {{"", "veintiseis"}, 26},
               {{"", "veintisiete"}, 27},
               {{"", "veintiocho"}, 28},
               {{"", "veintinueve"}, 29},
               {{"", "doscientos|doscientas"}, 200},
               {{"", "trescientos|trescientas"}, 300},
               {{"", "cuatrocientos|cuatrocientas"}, 400},
               {{"", "quinientos|quinientas"}, 500},
               {{"", "seiscientos|seiscientas"}, 600},
               {{"", "setecientos|setecientas"}, 700},
               {{"", "ochocientos|ochocientas"}, 800},
               {{"", "novecientos|novecientas"}, 900},
               {{"thousand", "mil"}, 1000}};

uint32_t so_cue_language(sotto_text locale) {
  return locale.size >= 2 && locale.data[0] == 'e' && locale.data[1] == 's';
}

/* Whether a word is the `size` bytes at `pattern`, of which the last may be '*'. */
static int word_is(const so_word *word, const char *pattern, size_t size) {
  if (size && pattern[size - 1] == '*')
    return word->size >= size - 1 && memcmp(word->text, pattern, size - 1) == 0;
  return word->size == size && memcmp(word->text, pattern, size) == 0;
}

/* How many words the phrase at `pattern` has where the words begin with it, else 0. */
static uint32_t phrase_fits(const char *pattern, const so_word *words, uint32_t count) {
  for (uint32_t n = 0; n < count; n++) {
    size_t size = strcspn(pattern, " |");
    if (!word_is(&words[n], pattern, size)) return 0;
    if (pattern[size] != ' ') return n + 1;
    pattern += size + 1;
  }
  return 0;
}

/* The longest of phrases parted by '|'. */
static uint32_t longest_of(const char *pattern, const so_word *words, uint32_t count) {
  uint32_t most = 0;
  for (;; pattern++) {
    uint32_t size = words[0].text[0] == *pattern ? phrase_fits(pattern, words, count) : 0;
    if (size > most) most = size;
    pattern += strcspn(pattern, "|");
    if (!*pattern) return most;
  }
}

so_cue so_cue_find(uint32_t language, const so_word *words, uint32_t count, uint32_t *ret_count) {
  uint32_t most = 0, found = SO_CUE_NONE;
  for (uint32_t n = 0; count && n < SO_CUE_COUNT - 1; n++) {
    uint32_t size = longest_of(phrases[n][language], words, count);
    /* of two as long the later is the more telling: the plainest stand first */
    if (size && size >= most) most = size, found = n + 1;
  }
  *ret_count = most;
  return (so_cue)found;
}

int64_t so_cue_number(uint32_t language, const so_word *word) {
  if (so_word_is_number(word)) {
    int64_t value = 0;
    for (uint32_t n = 0; n < word->size && n < 9; n++) value = value * 10 + (word->text[n] - '0');
    return word->size > 9 ? -1 : value;
  }
  for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
    if (longest_of(numbers[n].words[language], word, 1)) return numbers[n].value;
  return -1;
}

int so_cue_is_light(so_cue cue) {
  return cue == SO_CUE_STOP || cue == SO_CUE_FROM || cue == SO_CUE_THE || cue == SO_CUE_AND ||
         cue == SO_CUE_IN;
}

/* 1 where the word is one edit from the `size` bytes at `pattern`. */
static int is_near(const so_word *word, const char *pattern, size_t size) {
  sotto_text text = so_word_text(word);
  int open = size && pattern[size - 1] == '*';
  size -= (size_t)open;
  if (open && text.size > size) text.size = size;
  return size >= NEAR_LEAST && so_spelling_distance(text, (sotto_text){pattern, size}) == 1;
}

const char *so_cue_near(uint32_t language, const so_word *word, size_t *ret_size) {
  for (uint32_t n = 0; word->size >= NEAR_LEAST && n < SO_CUE_COUNT - 1; n++) {
    const char *at = phrases[n][language];
    for (size_t size; *at; at += size + (at[size] != 0)) {
      size = strcspn(at, " |");
      if (!is_near(word, at, size)) continue;
      *ret_size = size - (at[size - 1] == '*');
      return at;
    }
  }
  return NULL;
}
