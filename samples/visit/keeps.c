/*
 * What the device keeps: see keeps.h. The search reads the bytes of each file itself, so it proves
 * only what it says: that the words of the story do not stand in the files.
 */
#include "keeps.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage.h"

#define WORDS_MAX 256

typedef struct tally {
  size_t lines[SOTTO_CATEGORY_COUNT];
  size_t shown;
} tally;

static uint32_t count_kept(void *context, const sotto_kept *kept) {
  tally *counts = context;
  counts->lines[kept->category]++;
  if (counts->shown < 5) {
    printf("    %-10.*s %.*s\n", (int)kept->kind.size, kept->kind.data, (int)kept->words.size,
           kept->words.data);
    counts->shown++;
  }
  return 0;
}

/** Cuts the next word of at most 63 letters off a line; its length, 0 at the end. */
static size_t next_word(const char **inout_line, char ret_word[64]) {
  static const char gaps[] = " -:_\r\n";
  const char *start = *inout_line + strspn(*inout_line, gaps);
  size_t size = strcspn(start, gaps);
  *inout_line = start + size;
  if (size > 63) size = 63;
  memcpy(ret_word, start, size);
  ret_word[size] = 0;
  return size;
}

/** Every word of four letters or more in the story: event names, items, values. */
static size_t words_of(const char *story, char words[WORDS_MAX][64]) {
  char line[512];
  size_t count = 0;
  FILE *file = fopen(story, "r");
  while (file && fgets(line, sizeof line, file)) {
    const char *rest = line;
    if (line[0] == '#' || strncmp(line, "say", 3) == 0) continue;
    for (size_t size; count < WORDS_MAX && (size = next_word(&rest, words[count])) > 0;)
      count += size >= 4;
  }
  if (file) fclose(file);
  return count;
}

static int contains(const char *bytes, size_t size, const char *word) {
  size_t length = strlen(word);
  for (size_t i = 0; i + length <= size; i++)
    if (bytes[i] == word[0] && memcmp(bytes + i, word, length) == 0) return 1;
  return 0;
}

static size_t found_in(const char *path, char words[WORDS_MAX][64], size_t count,
                       size_t *ret_size) {
  size_t found = 0;
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  char *bytes = malloc(16u << 20);
  size_t size = bytes ? fread(bytes, 1, 16u << 20, file) : 0;
  for (size_t i = 0; i < count; i++)
    if (contains(bytes, size, words[i])) {
      printf("    FOUND \"%s\" in %s\n", words[i], path);
      found++;
    }
  *ret_size += size;
  free(bytes);
  fclose(file);
  return found;
}

static void search_files(const char *directory, const char *story, const char *locale) {
  static char words[WORDS_MAX][64];
  size_t count = words_of(story, words), found = 0, bytes = 0, files = 0;
  DIR *folder = opendir(directory);
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    char path[1024];
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
    found += found_in(path, words, count, &bytes);
    files++;
  }
  if (folder) closedir(folder);
  printf(stage_say(locale,
                   "    %zu files, %zu bytes: %zu of the story's %zu words stand in them.\n",
                   "    %zu archivos, %zu bytes: %zu de las %zu palabras están en ellos.\n"),
         files, bytes, found, count);
  if (found || !files || !count) exit(1);
}

void keeps_show(sotto *profile, const char *directory, const char *story, const char *locale) {
  tally counts = {.shown = 0};
  puts(stage_say(locale, "\nWhat this device keeps, encrypted, and can show at any time",
                 "\nLo que guarda este dispositivo, cifrado, y puede mostrar siempre"));
  stage_check(sotto_profile_each(profile, count_kept, &counts), "kept");
  printf("    ...\n    ");
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    if (counts.lines[category])
      printf("%s: %zu lines   ", sotto_category_name(category), counts.lines[category]);
  puts(stage_say(locale, "\n\nWhat a thief of the files reads",
                 "\n\nLo que lee quien robe los archivos"));
  search_files(directory, story, locale);
}
