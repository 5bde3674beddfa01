/*
 * sotto-pack init: a brand folder that builds at once, made to be edited. JSON has no comments, so
 * brand.json explains itself in "$comment" members, which every object may have. One language:
 * how to add another stands in its README.txt.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/pack.h"

#ifdef SOTTO_WITH_AUDIENCE
# define AUDIENCES                                                                                 \
  "  \"audiences\": [\n"                                                                           \
  "    {\n"                                                                                        \
  "      \"$comment\": \"Groups the device tells for itself: see AUDIENCES.txt.\",\n"              \
  "      \"id\": \"unsure\", \"label\": {\"en\": \"wants to be sure\"},\n"                         \
  "      \"when\": {\"all\": [{\"need\": \"reassurance\", \"at_least\": 0.5}, {\"not\": "          \
  "{\"mindset\": [\"loyal\"]}}]}\n"                                                                \
  "    }\n"                                                                                        \
  "  ],\n"
#else
# define AUDIENCES ""
#endif

static const char brand_text[] =
    "{\n"
    "  \"$comment\": \"What the brand decides. Shape: brand.schema.json; check with: sotto-pack "
    "lint\",\n"
    "  \"brand\": \"My shop\",\n"
    "  \"currency\": \"EUR\",\n"
    "  \"default_locale\": \"en\",\n"
    "  \"locales\": [\"en\"],\n"
    "  \"feeds\": {\"en\": \"products.en.tsv\"},\n"
    "  \"expires_days\": 90,\n"
    "  \"attributes\": [\n"
    "    {\n"
    "      \"$comment\": \"category: history financial professional social external internal "
    "tracking. A column nobody declares counts as financial, the strictest.\",\n"
    "      \"key\": \"product_type\", \"category\": \"internal\",\n"
    "      \"label\": {\"en\": \"kind of product\"}\n"
    "    },\n"
    "    {\n"
    "      \"key\": \"brand\", \"category\": \"internal\",\n"
    "      \"label\": {\"en\": \"brand\"}\n"
    "    },\n"
    "    {\n"
    "      \"$comment\": \"values: what a value is called in each locale. discreet_values are "
    "never picked or named unasked.\",\n"
    "      \"key\": \"room\", \"column\": \"attr_room\", \"category\": \"internal\",\n"
    "      \"label\": {\"en\": \"room\"},\n"
    "      \"values\": {\n"
    "        \"kitchen\": {\"en\": \"kitchen\"},\n"
    "        \"garden\": {\"en\": \"garden\"}\n"
    "      },\n"
    "      \"discreet_values\": []\n"
    "    }\n"
    "  ],\n"
    "  \"slots\": [\n"
    "    {\n"
    "      \"$comment\": \"company: who sees the shelf (private, shared, staff). rules: include "
    "exclude exclude_item pin in_stock price_band.\",\n"
    "      \"id\": \"home\", \"company\": \"private\", \"limit\": 6,\n"
    "      \"rules\": [{\"rule\": \"in_stock\"}]\n"
    "    },\n"
    "    {\"id\": \"product\", \"company\": \"private\", \"limit\": 6, \"rules\": [{\"rule\": "
    "\"in_stock\"}]},\n"
    "    {\"id\": \"cart\", \"company\": \"private\", \"limit\": 4, \"rules\": [{\"rule\": "
    "\"in_stock\"}]}\n"
    "  ],\n" AUDIENCES "  \"questions\": [\n"
    "    {\n"
    "      \"$comment\": \"Asked of every consenting device, answered with noise. epsilon_micro: "
    "at most 1000000. every: weeks between two askings, at a phase; with lots each device draws "
    "its phase each week, so a part of the fleet is asked every week. Without every the app says "
    "when. A device pays at most 6 answers a year to one question and epsilon 24 in all.\",\n"
    "      \"name\": \"mindset\", \"kind\": \"mindset\", \"every\": 13, \"phase\": 0,\n"
    "      \"trust\": \"local\", \"unit\": \"device\", \"epsilon_micro\": 1000000, "
    "\"minimum_batch\": 1000\n"
    "    },\n"
    "    {\n"
    "      \"$comment\": \"Bands. Others: visit_recency with bounds_days; spend with bounds such "
    "as [\\\"20.00\\\", \\\"100.00\\\"].\",\n"
    "      \"name\": \"spend recency\", \"kind\": \"spend_recency\", \"bounds_days\": [7, 30, "
    "90, 365],\n"
    "      \"every\": 13, \"phase\": 3, \"epsilon_micro\": 1000000, \"minimum_batch\": 1000\n"
    "    },\n"
    "    {\n"
    "      \"$comment\": \"The mean of a number: measure spend (low and high are amounts), "
    "visits, basket, spend_days or visit_days, cut to low and high.\",\n"
    "      \"name\": \"visits in four weeks\", \"kind\": \"mean\", \"measure\": \"visits\", "
    "\"low\": 0, \"high\": 12,\n"
    "      \"every\": 13, \"phase\": 6, \"epsilon_micro\": 1000000, \"minimum_batch\": 1000\n"
    "    },\n"
    "    {\n"
    "      \"$comment\": \"The favourite value of an attribute. Also: page_outcome (a page of "
    "the last visit, and whether it bought), bigram_outcome (a step between two pages), "
    "popularity and item_pair with buckets (items in groups by a public hash). Those have many "
    "answers: lint says how many devices they take. audience asks who is in those it "
    "lists. arm_outcome and arm_affinity ask which of the arms they list was shown and whether it "
    "did well; holdout, whether choosing helps at all.\",\n"
    "      \"name\": \"favourite brand\", \"kind\": \"top_value\", \"attribute\": \"brand\",\n"
    "      \"every\": 13, \"phase\": 9, \"epsilon_micro\": 1000000, \"minimum_batch\": 1000\n"
    "    }\n"
    "  ]\n"
    "}\n";

static const char products_text[] =
    "id\ttitle\tavailability\tprice\tbrand\tproduct_type\tattr_room\n"
    "pan-24\tSteel pan, 24 cm\tin_stock\t29.90 EUR\tForja\tKitchen > Pans\tkitchen\n"
    "pan-28\tSteel pan, 28 cm\tin_stock\t34.90 EUR\tForja\tKitchen > Pans\tkitchen\n"
    "pot-3\tStock pot, 3 litres\tin_stock\t44.00 EUR\tForja\tKitchen > Pots\tkitchen\n"
    "pot-6\tStock pot, 6 litres\tin_stock\t59.00 EUR\tLar\tKitchen > Pots\tkitchen\n"
    "knife-cook\tCook's knife\tin_stock\t39.50 EUR\tFilo\tKitchen > Knives\tkitchen\n"
    "knife-bread\tBread knife\tin_stock\t24.50 EUR\tFilo\tKitchen > Knives\tkitchen\n"
    "board-oak\tOak chopping board\tin_stock\t19.90 EUR\tLar\tKitchen > Boards\tkitchen\n"
    "trowel\tGarden trowel\tin_stock\t9.90 EUR\tBrote\tGarden > Tools\tgarden\n"
    "rake\tGarden rake\tin_stock\t17.90 EUR\tBrote\tGarden > Tools\tgarden\n"
    "can-5\tWatering can, 5 litres\tin_stock\t14.90 EUR\tBrote\tGarden > Watering\tgarden\n"
    "hose-20\tGarden hose, 20 m\tin_stock\t32.00 EUR\tLar\tGarden > Watering\tgarden\n"
    "pot-clay\tClay pot, 20 cm\tin_stock\t7.50 EUR\tBrote\tGarden > Pots\tgarden\n";

static const char readme_text[] =
    "A brand folder for sotto-pack.\n"
    "\n"
    "  brand.json        what you decide: attributes, slots, rules, questions, audiences\n"
    "  AUDIENCES.txt     how audiences are written and what they do\n"
    "  products.en.tsv   your products (Google Merchant product data); copy your own export\n"
    "                    over it. JSON lines and .gz work too\n"
    "\n"
    "  sotto-pack keygen .                     once\n"
    "  sotto-pack lint .                       whenever you change something\n"
    "  sotto-pack build . -o shop.sottopack    makes the pack for every device\n"
    "  sotto-pack show shop.sottopack          what is in it\n"
    "  sotto-pack try shop.sottopack --as focused\n"
    "\n"
    "To add a language, say Spanish: put \"es\" into \"locales\", name a second file with\n"
    "the same ids and Spanish texts in \"feeds\" (\"es\": \"products.es.tsv\"), and give\n"
    "each \"label\" and each of \"values\" its \"es\". lint tells what is missing.\n"
    "\n"
    "brand.signing.key and brand.report.key are secret. brand.public ships in the app.\n";

int so_pack_init(const so_pack_options *options) {
  static const so_pack_draft drafts[] = {{"brand.json", brand_text, 0},
                                         {"products.en.tsv", products_text, 0},
                                         {"AUDIENCES.txt", so_pack_init_audiences, 0},
                                         {"README.txt", readme_text, 0}};
  const char *folder = options->subject;
  int made = mkdir(folder, 0777) == 0;
  if (!made && errno != EEXIST) {
    fprintf(stderr, "sotto-pack: %s: %s\n", folder, strerror(errno));
    return SO_EXIT_SYSTEM;
  }
  if (!so_pack_write(folder, drafts, sizeof drafts / sizeof *drafts)) {
    if (made) (void)rmdir(folder);
    return SO_EXIT_SYSTEM;
  }
  if (!options->quiet)
    printf("A brand folder with 12 example products is in %s. Next:\n"
           "  sotto-pack keygen %s\n"
           "  sotto-pack build %s -o shop.sottopack\n"
           "  sotto-pack try shop.sottopack --trust %s/brand.public\n",
           folder, folder, folder, folder);
  return SO_EXIT_GOOD;
}
