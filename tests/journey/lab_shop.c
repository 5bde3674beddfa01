/*
 * The lab's small shop: two feeds and a brand.json, written into the lab's directory and built with
 * the brand's own library.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"

static const char header[] =
    "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tbrand\t"
    "product_type\tattr_activity\tattr_color\tattr_persons\tdiscreet\n";

/* id, English, Spanish, price, type, activity, colour, persons, discreet */
static const char *const items[][9] = {
    {"tent-2", "Light tent", "Tienda ligera", "199.00", "Tents > Light tents", "climbing", "green",
     "2", "no"},
    {"tent-4", "Family tent", "Tienda familiar", "249.00", "Tents > Family tents", "camping",
     "green", "4", "no"},
    {"tent-6", "Big tent", "Tienda grande", "349.00", "Tents > Family tents", "camping", "blue",
     "6", "no"},
    {"stove", "Gas stove", "Hornillo de gas", "39.90", "Kitchen > Stoves", "camping", "red", "2",
     "no"},
    {"pot", "Cooking pot", "Olla", "24.90", "Kitchen > Pots", "camping", "grey", "4", "no"},
    {"lamp", "Head lamp", "Linterna frontal", "29.90", "Lamps", "climbing", "black", "1", "no"},
    {"rope", "Climbing rope", "Cuerda de escalada", "119.00", "Ropes", "climbing", "blue", "2",
     "no"},
    {"harness", "Harness", "Arnés", "59.00", "Harnesses", "climbing", "red", "1", "no"},
    {"shoes", "Climbing shoes", "Pies de gato", "89.00", "Shoes > Climbing shoes", "climbing",
     "green", "1", "no"},
    {"boots", "Hiking boots", "Botas de montaña", "139.00", "Shoes > Boots", "hiking", "brown", "1",
     "no"},
    {"poles", "Hiking poles", "Bastones", "45.00", "Poles", "hiking", "black", "1", "no"},
    {"pack-30", "Day pack", "Mochila de día", "79.00", "Bags", "hiking", "green", "1", "no"},
    {"pack-60", "Trekking pack", "Mochila de travesía", "159.00", "Bags", "hiking", "blue", "1",
     "no"},
    {"socks", "Wool socks", "Calcetines de lana", "14.90", "Socks", "hiking", "grey", "1", "no"},
    {"balm", "Foot balm", "Bálsamo para pies", "9.90", "Care", "hiking", "white", "1", "yes"},
    {"fins", "Fins", "Aletas", "34.90", "Water > Fins", "water", "blue", "1", "no"},
};

static const char brand[] =
    "{\"brand\":\"Lab\",\"currency\":\"EUR\",\"locales\":[\"en\",\"es\"],\"default_locale\":\"en\","
    "\"feeds\":{\"en\":\"en.tsv\",\"es\":\"es.tsv\"},\"attributes\":["
    "{\"key\":\"product_type\",\"column\":\"product_type\",\"category\":\"internal\","
    "\"label\":{\"en\":\"kind\",\"es\":\"tipo\"}},"
    "{\"key\":\"brand\",\"column\":\"brand\",\"category\":\"internal\","
    "\"label\":{\"en\":\"brand\",\"es\":\"marca\"}},"
    "{\"key\":\"activity\",\"column\":\"attr_activity\",\"category\":\"internal\","
    "\"label\":{\"en\":\"activity\",\"es\":\"actividad\"},\"values\":{"
    "\"climbing\":{\"en\":\"climbing\",\"es\":\"escalada\"},"
    "\"camping\":{\"en\":\"camping\",\"es\":\"acampada\"},"
    "\"hiking\":{\"en\":\"hiking\",\"es\":\"senderismo\"},"
    "\"water\":{\"en\":\"water\",\"es\":\"agua\"}}},"
    "{\"key\":\"color\",\"column\":\"attr_color\",\"category\":\"internal\","
    "\"label\":{\"en\":\"colour\",\"es\":\"color\"}},"
    "{\"key\":\"persons\",\"column\":\"attr_persons\",\"category\":\"social\","
    "\"label\":{\"en\":\"persons\",\"es\":\"personas\"}}],"
    "\"slots\":[{\"id\":\"home\",\"company\":\"private\",\"limit\":4,\"rules\":["
    "{\"rule\":\"in_stock\"}]},"
    "{\"id\":\"kiosk\",\"company\":\"shared\",\"limit\":4,\"rules\":[{\"rule\":\"in_stock\"}]},"
    "{\"id\":\"tents\",\"company\":\"private\",\"limit\":2,\"rules\":[{\"rule\":\"include\","
    "\"attribute\":\"product_type\",\"value\":\"Tents\"}]}],"
    "\"questions\":["
    "{\"name\":\"mindset\",\"kind\":\"mindset\",\"trust\":\"local\",\"unit\":\"device\","
    "\"epsilon_micro\":1000000,\"minimum_batch\":1000},"
    "{\"name\":\"spend recency\",\"kind\":\"spend_recency\",\"bounds_days\":[7,30,90],"
    "\"trust\":\"local\",\"unit\":\"device\",\"epsilon_micro\":1000000,\"minimum_batch\":1000},"
    "{\"name\":\"favourite activity\",\"kind\":\"top_value\",\"attribute\":\"activity\","
    "\"values\":[\"climbing\",\"camping\",\"hiking\",\"water\"],\"trust\":\"local\","
    "\"unit\":\"device\",\"epsilon_micro\":1000000,\"minimum_batch\":1000}]}";

static void write_text(const lab_world *lab, const char *name, const char *text) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", lab->root, name);
  FILE *file = fopen(path, "w");
  cr_assert_not_null(file);
  fputs(text, file);
  fclose(file);
}

/* brand.json with texts in place of others, wherever those stand. */
static void write_brand(const lab_world *lab, const lab_pack *wanted) {
  char text[2][4 * sizeof brand];
  const char *const *swaps = wanted ? wanted->swaps : NULL;
  int now = 0;
  memcpy(text[now], brand, sizeof brand);
  for (; swaps && *swaps; swaps += 2, now = !now) {
    const char *at = text[now], *hit;
    size_t room = sizeof text[0], size = 0;
    cr_assert_not_null(strstr(at, swaps[0]), "%s", swaps[0]);
    for (; (hit = strstr(at, swaps[0])); at = hit + strlen(swaps[0]))
      size +=
          (size_t)snprintf(text[!now] + size, room - size, "%.*s%s", (int)(hit - at), at, swaps[1]);
    snprintf(text[!now] + size, room - size, "%s", at);
  }
  write_text(lab, "brand.json", text[now]);
}

static void write_item(FILE *file, const char *const *item, int title) {
  fprintf(file, "%s\t%s\tA thing for outside.\t\t\tin_stock\t%s EUR\tLab\t%s\t%s\t%s\t%s\t%s\n",
          item[0], item[title], item[3], item[4], item[5], item[6], item[7], item[8]);
}

static void write_feed(const lab_world *lab, const lab_pack *wanted, const char *name, int title) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", lab->root, name);
  FILE *file = fopen(path, "w");
  cr_assert_not_null(file);
  fputs(header, file);
  for (size_t i = 0; i < sizeof items / sizeof *items; i++) write_item(file, items[i], title);
  if (wanted && wanted->extra) write_item(file, wanted->extra, title);
  fclose(file);
}

static void tell(void *context, const sotto_finding *finding) {
  (void)context;
  if (finding->severity == SOTTO_FINDING_ERROR)
    fprintf(stderr, "build: %.*s: %.*s\n", (int)finding->where.size, finding->where.data,
            (int)finding->words.size, finding->words.data);
}

/* Where the wanted statistics were written, or NULL. */
static const char *write_statistics(const lab_world *lab, const lab_pack *wanted, char path[96]) {
  if (!wanted || !wanted->statistics) return NULL;
  write_text(lab, "statistics.tsv", wanted->statistics);
  snprintf(path, 96, "%s/statistics.tsv", lab->root);
  return path;
}

void lab_build_pack(lab_world *lab, const lab_pack *wanted) {
  char brand_file[96], statistics[96];
  sotto_build_options options;
  sotto_build_result result;
  const sotto_brand_keys *keys = wanted && wanted->keys ? wanted->keys : &lab->keys;
  write_feed(lab, wanted, "en.tsv", 1);
  write_feed(lab, wanted, "es.tsv", 2);
  write_brand(lab, wanted);
  snprintf(brand_file, sizeof brand_file, "%s/brand.json", lab->root);
  snprintf(lab->pack, sizeof lab->pack, "%s/%s", lab->root,
           wanted && wanted->name ? wanted->name : "shop.sottopack");
  sotto_build_options_init(&options);
  options.statistics_file = write_statistics(lab, wanted, statistics);
  options.brand_file = brand_file;
  options.output_file = lab->pack;
  options.signing_key = keys->signing_secret;
  options.report_key = keys->report_public;
  options.sequence = wanted && wanted->sequence ? wanted->sequence : 1;
  options.created_ms = wanted && wanted->created_ms ? wanted->created_ms : lab->store.now_ms;
  if (wanted) {
    options.expires_ms = wanted->expires_ms;
    options.images_directory = wanted->images;
  }
  options.finding = tell;
  sotto_status status = sotto_build(&options, &result);
  cr_assert_eq(status, SOTTO_OK, "build: %s", sotto_status_name(status));
}

void lab_install(lab_world *lab, sotto *profile) {
  lab_build_pack(lab, NULL);
  sotto_status status = sotto_pack_install(profile, lab->pack);
  cr_assert_eq(status, SOTTO_OK, "install: %s", sotto_status_name(status));
}
