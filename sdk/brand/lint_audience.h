/*
 * Looking at the audiences of a finished pack: those nobody or everybody is in, those that are one
 * another or lie inside one another, those that read what may not be read, questions about them
 * that may not be asked, and slots that the rules of members could empty. Each finding names its
 * place in brand.json.
 */
#ifndef SO_BRAND_LINT_AUDIENCE_H
#define SO_BRAND_LINT_AUDIENCE_H

#include "brand/lint_subject.h"

/** 1 where a slot's rules, with these of members beside them, let an item through. */
typedef int (*so_lint_open_fn)(const so_pack *pack, const so_pack_rule *rules, uint32_t count);

/** Tells every finding. `open` judges the rules of a slot. */
void so_lint_audiences(const so_lint *lint, so_lint_open_fn open);

#endif
