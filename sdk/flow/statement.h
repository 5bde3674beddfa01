/*
 * What the person says about themselves: kept in its own table, never overwritten by inference.
 */
#ifndef SO_FLOW_STATEMENT_H
#define SO_FLOW_STATEMENT_H

#include "flow/handle.h"

/** One thing said. */
typedef struct so_statement {
  sotto_text attribute;
  sotto_text value;
  int32_t strength; /* -100 … 100; 0 takes it back */
} so_statement;

/** See sotto_state_preference(). */
SOTTO_CHECKED sotto_status so_statement_keep(sotto *profile, const so_statement *statement);

#endif
