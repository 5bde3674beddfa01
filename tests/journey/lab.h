/*
 * A journey test's own little world: a directory, a key store in memory with a clock that can be
 * set, a consent, a small shop's pack. Public headers only.
 */
#ifndef JOURNEY_LAB_H
#define JOURNEY_LAB_H

#include <sotto/build.h>
#include <sotto/sotto.h>
#include <sotto/store_ram.h>

/** Monday 2026-01-05 10:00 UTC: where every lab's clock begins. */
#define LAB_START_MS 1767607200000
#define LAB_MINUTE_MS 60000
#define LAB_DAY_MS 86400000

typedef struct lab_world {
  char root[64];    /* removed by lab_end */
  char profile[96]; /* the profile's directory */
  char pack[96];    /* the pack's file, once lab_build_pack was called */
  sotto_store_ram store;
  sotto_port port;
  sotto_options options;
  sotto_consent consent; /* keep and personalize granted for all, contribute for none */
  sotto_brand_keys keys; /* options.pack_keys trusts them */
} lab_world;

/** What to build beside the default: everything 0 is the default. */
typedef struct lab_pack {
  const char *name;             /* file name under the root; NULL: "shop.sottopack" */
  uint64_t sequence;            /* 0: 1 */
  int64_t created_ms;           /* 0: the lab's clock */
  int64_t expires_ms;           /* 0: after 90 days */
  const sotto_brand_keys *keys; /* NULL: the lab's */
  const char *statistics;       /* text of a file of noised estimates; NULL: none */
  const char *images;           /* folder of pictures, named by id; NULL: none */
  const char *const *swaps;     /* pairs: a text of brand.json, another in its place; then NULL */
  const char *const *extra;     /* one more item, as lab_shop.c writes them; NULL: none */
} lab_pack;

void lab_begin(lab_world *ret_lab);
void lab_end(lab_world *lab);
/** Opens the profile; fails the test where that fails. */
sotto *lab_open(lab_world *lab);
sotto_status lab_try_open(lab_world *lab, sotto **ret_profile);
/** Builds the lab's shop (16 products, 3 slots, 3 questions) into lab->pack. */
void lab_build_pack(lab_world *lab, const lab_pack *wanted);
/** Builds and installs. */
void lab_install(lab_world *lab, sotto *profile);
/** Records one event of now on an item (NULL: none). */
sotto_status lab_try_record(sotto *profile, sotto_event_type type, const char *item);
void lab_record(sotto *profile, sotto_event_type type, const char *item);
void lab_pass(lab_world *lab, int64_t ms);
sotto_text lab_text(const char *terminated);
/** Number of lines sotto_profile_each() gives of a kind ("event"). */
size_t lab_kept(sotto *profile, const char *kind);
/** State of the mindset now, or SOTTO_MINDSET_COUNT where it may not be known. */
sotto_mindset lab_mindset(sotto *profile);
/** 1 when any file under the lab's root holds these bytes. */
int lab_files_hold(const lab_world *lab, const char *word);
/** Number of regular files in the profile's directory; 0 where there is none. */
size_t lab_files(const lab_world *lab);

/* ---- files, and what a change of one looks like ---- */

/** A whole file in memory; free `data`. */
typedef struct lab_file {
  uint8_t *data;
  size_t size;
} lab_file;
lab_file lab_read_file(const char *path);
void lab_write_file(const char *path, const uint8_t *data, size_t size);
/** Asks for one pick. */
sotto_status lab_ask(sotto *profile);
/** Sequence of the pack in use; 0: none. */
uint64_t lab_sequence(sotto *profile);

#endif
