/*
 * sotto-pack init: a brand folder that builds at once, made to be edited. JSON has no comments, so
 * brand.json explains itself in "$comment" members, which every object may have.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tools/pack.h"

static const char brand_text[] =
    "{\n"
    "  \"$comment\": \"What the brand decides. Shape: brand.schema.json; check with: sotto-pack "
    "lint\",\n"
    "  \"brand\": \"My shop\",\n"
    "  \"currency\": \"EUR\",\n"
    "  \"default_locale\": \"en\",\n"
    "  \"locales\": [\"en\", \"es\"],\n"
    "  \"feeds\": {\"en\": \"products.en.tsv\", \"es\": \"products.es.tsv\"},\n"
    "  \"expires_days\": 90,\n"
    "  \"attributes\": [\n"
    "    {\n"
    "      \"$comment\": \"category: history financial professional social external internal "
    "tracking. A column nobody declares counts as financial, the strictest.\",\n"
    "      \"key\": \"product_type\", \"category\": \"internal\",\n"
    "      \"label\": {\"en\": \"kind of product\", \"es\": \"tipo de producto\"}\n"
    "    },\n"
    "    {\n"
    "      \"key\": \"brand\", \"category\": \"internal\",\n"
    "      \"label\": {\"en\": \"brand\", \"es\": \"marca\"}\n"
    "    },\n"
    "    {\n"
    "      \"$comment\": \"values: what a value is called in each locale. discreet_values are "
    "never picked or named unasked.\",\n"
    "      \"key\": \"room\", \"column\": \"attr_room\", \"category\": \"internal\",\n"
    "      \"label\": {\"en\": \"room\", \"es\": \"habitación\"},\n"
    "      \"values\": {\n"
    "        \"kitchen\": {\"en\": \"kitchen\", \"es\": \"cocina\"},\n"
    "        \"garden\": {\"en\": \"garden\", \"es\": \"jardín\"}\n"
    "      },\n"
    "      \"discreet_values\": []\n"
    "    }\n"
    "  ],\n"
    "  \"slots\": [\n"
    "    {\n"
    "      \"$comment\": \"company: who sees the shelf (private, shared, staff). rules: include "
    "exclude exclude_item pin in_stock price_band.\",\n"
    "      \"id\": \"home\", \"company\": \"private\", \"limit\": 8,\n"
    "      \"rules\": [{\"rule\": \"in_stock\"}]\n"
    "    },\n"
    "    {\"id\": \"product\", \"company\": \"private\", \"limit\": 6, \"rules\": [{\"rule\": "
    "\"in_stock\"}]},\n"
    "    {\"id\": \"cart\", \"company\": \"private\", \"limit\": 4, \"rules\": [{\"rule\": "
    "\"in_stock\"}]}\n"
    "  ],\n"
    "  \"questions\": [\n"
    "    {\n"
    "      \"$comment\": \"Asked of every consenting device, answered with noise. "
    "epsilon_micro: at most 1000000.\",\n"
    "      \"name\": \"mindset\", \"kind\": \"mindset\", \"trust\": \"local\", \"unit\": "
    "\"device\",\n"
    "      \"epsilon_micro\": 1000000, \"minimum_batch\": 1000\n"
    "    },\n"
    "    {\n"
    "      \"name\": \"spend recency\", \"kind\": \"spend_recency\", \"bounds_days\": [7, 30, "
    "90, 365],\n"
    "      \"trust\": \"local\", \"unit\": \"device\", \"epsilon_micro\": 1000000, "
    "\"minimum_batch\": 1000\n"
    "    }\n"
    "  ]\n"
    "}\n";

static const char header_text[] =
    "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tbrand"
    "\tproduct_type\tcolor\tattr_room\tdiscreet\n";

/** The products of the example shop, in both languages; the rest of a row is the same. */
static const struct {
  const char *id, *en, *es, *price, *brand, *type_en, *type_es, *room;
} products[] = {
    {"pan-24", "Steel pan, 24 cm", "Sartén de acero, 24 cm", "29.90", "Forja", "Kitchen > Pans",
     "Cocina > Sartenes", "kitchen"},
    {"pan-28", "Steel pan, 28 cm", "Sartén de acero, 28 cm", "34.90", "Forja", "Kitchen > Pans",
     "Cocina > Sartenes", "kitchen"},
    {"pot-3", "Stock pot, 3 litres", "Olla, 3 litros", "44.00", "Forja", "Kitchen > Pots",
     "Cocina > Ollas", "kitchen"},
    {"pot-6", "Stock pot, 6 litres", "Olla, 6 litros", "59.00", "Lar", "Kitchen > Pots",
     "Cocina > Ollas", "kitchen"},
    {"knife-cook", "Cook's knife", "Cuchillo de cocina", "39.50", "Filo", "Kitchen > Knives",
     "Cocina > Cuchillos", "kitchen"},
    {"knife-bread", "Bread knife", "Cuchillo de pan", "24.50", "Filo", "Kitchen > Knives",
     "Cocina > Cuchillos", "kitchen"},
    {"board-oak", "Oak chopping board", "Tabla de roble", "19.90", "Lar", "Kitchen > Boards",
     "Cocina > Tablas", "kitchen"},
    {"trowel", "Garden trowel", "Pala de jardín", "9.90", "Brote", "Garden > Tools",
     "Jardín > Herramientas", "garden"},
    {"rake", "Garden rake", "Rastrillo", "17.90", "Brote", "Garden > Tools",
     "Jardín > Herramientas", "garden"},
    {"can-5", "Watering can, 5 litres", "Regadera, 5 litros", "14.90", "Brote", "Garden > Watering",
     "Jardín > Riego", "garden"},
    {"hose-20", "Garden hose, 20 m", "Manguera, 20 m", "32.00", "Lar", "Garden > Watering",
     "Jardín > Riego", "garden"},
    {"pot-clay", "Clay pot, 20 cm", "Maceta de barro, 20 cm", "7.50", "Brote", "Garden > Pots",
     "Jardín > Macetas", "garden"},
};
#define PRODUCTS (sizeof products / sizeof *products)

static const char readme_text[] =
    "A brand folder for sotto-pack.\n"
    "\n"
    "  brand.json        what you decide: attributes, slots, rules, questions\n"
    "  products.en.tsv   your products (Google Merchant product data), one file a language,\n"
    "  products.es.tsv   the same ids in each; JSON lines and .gz work too\n"
    "\n"
    "  sotto-pack keygen .                     once\n"
    "  sotto-pack lint .                       whenever you change something\n"
    "  sotto-pack build . -o shop.sottopack    makes the pack for every device\n"
    "  sotto-pack show shop.sottopack          what is in it\n"
    "  sotto-pack try shop.sottopack --as focused\n"
    "\n"
    "brand.signing.key and brand.report.key are secret. brand.public ships in the app.\n";

/** Creates a file that must not exist yet. */
static FILE *create(const char *folder, const char *name) {
  char path[SO_PACK_PATH_MAX];
  FILE *file = so_pack_join(path, folder, name) ? fopen(path, "wx") : NULL;
  if (!file) fprintf(stderr, "sotto-pack: %s/%s: %s\n", folder, name, strerror(errno));
  return file;
}

static int write_text(const char *folder, const char *name, const char *text) {
  FILE *file = create(folder, name);
  if (!file) return 0;
  int good = fputs(text, file) >= 0;
  return fclose(file) == 0 && good;
}

static int write_products(const char *folder, const char *name, int spanish) {
  FILE *file = create(folder, name);
  if (!file) return 0;
  int good = fputs(header_text, file) >= 0;
  for (size_t n = 0; n < PRODUCTS; n++) {
    good = good &&
           fprintf(file, "%s\t%s\t\t\t\tin_stock\t%s EUR\t%s\t%s\t\t%s\tno\n", products[n].id,
                   spanish ? products[n].es : products[n].en, products[n].price, products[n].brand,
                   spanish ? products[n].type_es : products[n].type_en, products[n].room) > 0;
  }
  return fclose(file) == 0 && good;
}

int so_pack_init(const so_pack_options *options) {
  const char *folder = options->subject;
  if (mkdir(folder, 0755) != 0 && errno != EEXIST) {
    fprintf(stderr, "sotto-pack: %s: %s\n", folder, strerror(errno));
    return SO_EXIT_SYSTEM;
  }
  int good = write_text(folder, "brand.json", brand_text) &&
             write_products(folder, "products.en.tsv", 0) &&
             write_products(folder, "products.es.tsv", 1) &&
             write_text(folder, "README.txt", readme_text);
  if (!good) return SO_EXIT_SYSTEM;
  printf("A brand folder with %zu example products is in %s. Next:\n"
         "  sotto-pack keygen %s\n  sotto-pack build %s -o shop.sottopack\n",
         PRODUCTS, folder, folder, folder);
  return SO_EXIT_GOOD;
}
