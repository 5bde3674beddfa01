/*
 * Loads the sample shop: the English Merchant feed for what a shopper can see, truth.tsv for what
 * goes with what and what runs out. It trusts these two files no further than their columns.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim_random.h"
#include "simulator.h"

#define FIELDS_MAX 64
#define ERROR_SIZE 200

typedef struct table {
  char *cursor;
  char *names[FIELDS_MAX];
  uint32_t name_count;
  char *fields[FIELDS_MAX];
  uint32_t field_count;
} table;

static char *read_text(const char *directory, const char *name, char *ret_error) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  FILE *file = fopen(path, "rb");
  char *text = NULL;
  long size = -1;
  if (file != NULL && fseek(file, 0, SEEK_END) == 0) {
    size = ftell(file);
  }
  if (size >= 0 && fseek(file, 0, SEEK_SET) == 0 && (text = malloc((size_t)size + 1)) != NULL) {
    text[fread(text, 1, (size_t)size, file)] = '\0';
  }
  if (file != NULL) {
    fclose(file);
  }
  if (text == NULL) {
    snprintf(ret_error, ERROR_SIZE, "cannot read %.150s", path);
  }
  return text;
}

static uint32_t split(char **cursor, char **ret_fields) {
  uint32_t count = 0;
  char *line = *cursor;
  if (line == NULL || *line == '\0') {
    return 0;
  }
  char *end = strchr(line, '\n');
  *cursor = end == NULL ? NULL : end + 1;
  if (end != NULL) {
    *end = '\0';
  }
  while (line != NULL && count < FIELDS_MAX) {
    char *tab = strchr(line, '\t');
    if (tab != NULL) {
      *tab++ = '\0';
    }
    ret_fields[count++] = line;
    line = tab;
  }
  return count;
}

static void table_open(table *open, char *text) {
  *open = (table){.cursor = text};
  open->name_count = split(&open->cursor, open->names);
}

static int table_row(table *open) {
  open->field_count = split(&open->cursor, open->fields);
  return open->field_count != 0;
}

static const char *field(const table *open, const char *name) {
  for (uint32_t i = 0; i < open->name_count && i < open->field_count; i++) {
    if (strcmp(open->names[i], name) == 0) {
      return open->fields[i];
    }
  }
  return "";
}

static uint32_t word_number(sim_words *words, const char *word, uint32_t limit) {
  for (uint32_t i = 0; i < words->count; i++) {
    if (strcmp(words->words[i], word) == 0) {
      return i;
    }
  }
  if (words->count == limit) {
    return limit - 1;
  }
  words->words[words->count] = word;
  return words->count++;
}

static int64_t price_of(const char *text) {
  char *end = NULL;
  long whole = strtol(text, &end, 10);
  long cents = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
  return (int64_t)whole * 100 + cents;
}

static int one_of(const char *word, const char *negative, const char *positive) {
  return strcmp(word, positive) == 0 ? 1 : strcmp(word, negative) == 0 ? -1 : 0;
}

static int wearer_of(const table *row) {
  const char *gender = field(row, "gender");
  if (strcmp(field(row, "age_group"), "kids") == 0) {
    return 3;
  }
  return strcmp(gender, "male") == 0 ? 1 : strcmp(gender, "female") == 0 ? 2 : 0;
}

static void fill_item(sim_catalogue *catalogue, const table *row, sim_item *ret_item) {
  const char *whom = field(row, "attr_for");
  *ret_item = (sim_item){
      .id = field(row, "id"),
      .title = field(row, "title"),
      .description = field(row, "description"),
      .product_type = field(row, "product_type"),
      .brand_name = field(row, "brand"),
      .material = field(row, "material"),
      .season_name = field(row, "attr_season"),
      .waterproof_name = field(row, "attr_waterproof"),
      .price_minor = price_of(field(row, "price")),
      .activity =
          word_number(&catalogue->activities, field(row, "attr_activity"), SIM_ACTIVITIES_MAX),
      .colour = word_number(&catalogue->colours, field(row, "attr_color"), SIM_COLOURS_MAX),
      .brand = word_number(&catalogue->brands, field(row, "brand"), SIM_BRANDS_MAX),
      .season = one_of(field(row, "attr_season"), "winter", "summer"),
      .level = one_of(field(row, "attr_level"), "newcomer", "expert"),
      .wearer = wearer_of(row),
      .family = strcmp(whom, "family") == 0 || strcmp(whom, "children") == 0,
      .in_stock = strcmp(field(row, "availability"), "in_stock") == 0,
      .discreet = strcmp(field(row, "discreet"), "yes") == 0,
  };
}

static int read_items(sim_catalogue *catalogue, char *ret_error) {
  table feed;
  table_open(&feed, catalogue->feed);
  while (table_row(&feed)) {
    if (catalogue->count == SIM_ITEMS_MAX) {
      snprintf(ret_error, ERROR_SIZE, "more than %d products", SIM_ITEMS_MAX);
      return -1;
    }
    fill_item(catalogue, &feed, &catalogue->items[catalogue->count++]);
  }
  if (catalogue->count == 0) {
    snprintf(ret_error, ERROR_SIZE, "the catalogue holds no product");
    return -1;
  }
  return 0;
}

static void read_goes(sim_catalogue *catalogue, uint32_t kind, char *list) {
  catalogue->goes_count[kind] = 0;
  char *rest = list;
  while (rest != NULL && *rest != '\0' && catalogue->goes_count[kind] < SIM_GOES_MAX) {
    char *word = rest;
    rest = strchr(rest, ',');
    if (rest != NULL) {
      *rest++ = '\0';
    }
    uint32_t other = word_number(&catalogue->kinds, word, SIM_WORDS_MAX);
    catalogue->goes[kind][catalogue->goes_count[kind]++] = other;
  }
}

/* The rows of truth.tsv stand in the order of the feed; a different id is an error. */
static int read_truth(sim_catalogue *catalogue, char *ret_error) {
  table truth;
  table_open(&truth, catalogue->truth);
  for (uint32_t i = 0; i < catalogue->count; i++) {
    sim_item *item = &catalogue->items[i];
    if (!table_row(&truth) || strcmp(field(&truth, "id"), item->id) != 0) {
      snprintf(ret_error, ERROR_SIZE, "truth.tsv does not match the feed at %.100s", item->id);
      return -1;
    }
    item->kind = word_number(&catalogue->kinds, field(&truth, "kind"), SIM_WORDS_MAX);
    item->refill_days = (uint32_t)strtoul(field(&truth, "refill_days"), NULL, 10);
    read_goes(catalogue, item->kind, (char *)field(&truth, "goes_with"));
  }
  return 0;
}

/* Price relative to its kind, and a popularity that falls as a power of a shuffled rank. */
static void derive(sim_catalogue *catalogue) {
  double sum[SIM_WORDS_MAX] = {0};
  double number[SIM_WORDS_MAX] = {0};
  sim_random random;
  sim_random_seed(&random, 20, 26);
  for (uint32_t i = 0; i < catalogue->count; i++) {
    sum[catalogue->items[i].kind] += log((double)catalogue->items[i].price_minor + 1);
    number[catalogue->items[i].kind] += 1;
  }
  for (uint32_t i = 0; i < catalogue->count; i++) {
    sim_item *item = &catalogue->items[i];
    double rank = sim_random_unit(&random) * catalogue->count;
    item->price_level = log((double)item->price_minor + 1) - sum[item->kind] / number[item->kind];
    item->popularity = pow(rank + 4, -.8) * (item->refill_days == 0 ? 1 : 1.9);
  }
}

int sim_catalogue_load(const char *directory, sim_catalogue **ret_catalogue, char *ret_error) {
  sim_catalogue *catalogue = calloc(1, sizeof *catalogue);
  int result = -1;
  snprintf(ret_error, ERROR_SIZE, "out of memory");
  if (catalogue == NULL) {
    return -1;
  }
  catalogue->items = calloc(SIM_ITEMS_MAX, sizeof *catalogue->items);
  if (catalogue->items != NULL &&
      (catalogue->feed = read_text(directory, "products.en.tsv", ret_error)) != NULL &&
      (catalogue->truth = read_text(directory, "truth.tsv", ret_error)) != NULL &&
      read_items(catalogue, ret_error) == 0 && read_truth(catalogue, ret_error) == 0) {
    derive(catalogue);
    *ret_catalogue = catalogue;
    result = 0;
  }
  if (result != 0) {
    sim_catalogue_free(catalogue);
  }
  return result;
}

void sim_catalogue_free(sim_catalogue *catalogue) {
  if (catalogue != NULL) {
    free(catalogue->items);
    free(catalogue->feed);
    free(catalogue->truth);
    free(catalogue);
  }
}
