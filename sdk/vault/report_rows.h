/*
 * Rows of answers given (for the once-per-epoch rule of a question and the yearly quota of what it
 * asks) and of reports waiting in the outbox.
 */
#ifndef SO_VAULT_REPORT_ROWS_H
#define SO_VAULT_REPORT_ROWS_H

#include "privacy/split.h"
#include "vault/vault.h"

/** One answer: digests of the question's content and of the trait, and when. Survives forget. */
typedef struct so_answer_row {
  uint8_t content[32];
  uint8_t trait[32];
  uint32_t epoch;
  uint64_t cost_micro; /* 0: the constant "none", which no quota counts */
} so_answer_row;

SOTTO_CHECKED sotto_status so_answer_rows_append(so_vault *vault, const so_answer_row *row);
/**
 * 1 in `ret_answered` when (content, epoch) exists; `ret_year` counts paid answers on the trait
 * with epoch in (epoch - 52, epoch].
 */
SOTTO_CHECKED sotto_status so_answer_rows_count(so_vault *vault, const so_answer_row *row,
                                                int *ret_answered, uint32_t *ret_year);

/** One report in the outbox. `body` views SQLite memory during a visit. */
typedef struct so_report_row {
  uint64_t id; /* 0 when appending */
  uint8_t question[16];
  uint32_t epoch;
  uint32_t attempts;
  int64_t send_after_ms;
  int64_t expires_ms;
  uint64_t cost_micro;
  sotto_bytes body;
  sotto_bytes kept; /* split trust: what sealing it anew needs; goes with the row. Else empty */
} so_report_row;

typedef sotto_status (*so_report_row_fn)(void *context, const so_report_row *row);

SOTTO_CHECKED sotto_status so_report_rows_append(so_vault *vault, const so_report_row *row);
SOTTO_CHECKED sotto_status so_report_rows_each(so_vault *vault, so_report_row_fn visit,
                                               void *context);
SOTTO_CHECKED sotto_status so_report_rows_retry(so_vault *vault, uint64_t id);
/** MISSING where there is no such row. */
SOTTO_CHECKED sotto_status so_report_rows_remove(so_vault *vault, uint64_t id);
SOTTO_CHECKED sotto_status so_report_rows_clear(so_vault *vault, size_t *ret_rows);

#endif
