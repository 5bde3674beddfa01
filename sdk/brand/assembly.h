/*
 * A pack under way: everything it is made from, its texts and its sections. Shared by the files
 * that fill sections (pack_labels, pack_decide, pack_assemble).
 */
#ifndef SO_BRAND_ASSEMBLY_H
#define SO_BRAND_ASSEMBLY_H

#include "brand/learn_mindset.h"
#include "brand/pack_writer.h"
#include "brand/statistics.h"

struct so_text_build;

/** Where pictures may be: a given folder; brand.json; the feed. Each may be NULL. */
typedef struct so_picture_folders {
  const char *given;
  const char *brand; /* a file: the folder is that it is in; likewise the next */
  const char *feed;
} so_picture_folders;

/** Everything a pack is made from. */
typedef struct so_assembly {
  const so_brand *brand;
  const so_catalogue *catalogue;
  const so_statistics *statistics;
  const so_learnt_mindset *mindset;   /* NULL or with an empty model for the built-in score */
  struct so_text_build *search;       /* words gathered from the feeds, or NULL */
  const so_picture_folders *pictures; /* NULL: none are looked for */
  so_findings *findings;
  so_text_pool texts; /* of the pack: only what it uses */
  so_pack_writer writer;
} so_assembly;

void so_assembly_init(so_assembly *assembly);
void so_assembly_free(so_assembly *assembly);
/** A text of the pack under way. */
uint32_t so_assembly_text(so_assembly *assembly, sotto_text text);
/** A text of the catalogue's pool, moved over; SO_PACK_NONE stays. */
uint32_t so_assembly_move(so_assembly *assembly, uint32_t text);

#endif
